"""What an application asks, in plain Python, by the same kinds of question as a referral's form.

Declarations ask for no more than the role allows, by the recorded decision on what it is eligible for (`declared`): for
what is unspent, and where its check is standard or enhanced for what is not protected besides. The Rehabilitation of
Offenders Act 1974, and where it applies its Exceptions Order 1975, as amended for England and Wales in 2013 and 2020,
are named on the page. No detail is asked in writing: it is talked about in person. What is asked for equal opportunity
is no part of this, and stands in `apart`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from encircle.rooms.referrals.sections.answers import Draft, freeze
from encircle.rooms.referrals.sections.checking import check
from encircle.rooms.referrals.sections.shapes import YES_NO, Asks, Choice, Fault, Line, Question, Section, Typed

DAYS = (
    Choice("mon", "Monday"), Choice("tue", "Tuesday"), Choice("wed", "Wednesday"), Choice("thu", "Thursday"),
    Choice("fri", "Friday"), Choice("sat", "Saturday"), Choice("sun", "Sunday"),
)  # fmt: skip
ABOUT, TIME, CARE, LAST = "About you", "Your time", "What you bring, and what we must ask", "Before you send it"

WHO = Section(
    code="who",
    title="Who you are, for the checks",
    group=ABOUT,
    intro="Whoever volunteers with us is checked by the Disclosure and Barring Service. It asks for every name and "
    "every address. We ask for nothing that it does not need.",
    questions=(
        Question(code="other_names", label="Other names you use or have used", hint="One on each line", asks=Asks.LONG,
                 rows=3, longest=500, required=False),
        Question(code="born_on", label="Your date of birth", hint="For example, 27 3 1980", asks=Asks.DATE,
                 called="your date of birth", masked=True),
        Question(code="address", label="Where you live now", hint="With the postcode", asks=Asks.LONG, rows=4,
                 longest=500, called="where you live now"),
        Question(code="addresses", label="Where you lived in the last five years, if elsewhere",
                 hint="Each address with the months, for example: March 2022 to June 2024", asks=Asks.LONG, rows=6,
                 longest=2000, required=False),
        Question(code="phone", label="A telephone number for you", longest=30, width="20",
                 called="a telephone number"),
    ),
)  # fmt: skip

AVAILABILITY = Section(
    code="availability",
    title="When you are free",
    group=TIME,
    intro="A Circle meets in the same slot each week. Tick every slot you could nearly always keep.",
    questions=(
        Question(code="evenings", label="Evenings", asks=Asks.MANY, choices=DAYS, required=False),
        Question(code="afternoons", label="Afternoons", asks=Asks.MANY, choices=DAYS, required=False),
        Question(code="mornings", label="Mornings", asks=Asks.MANY, choices=DAYS, required=False),
        Question(code="rhythm", label="Is there anything we should know about your time?", asks=Asks.LONG, rows=3,
                 hint="For example, shifts, school holidays, or from when on you are free", longest=1000,
                 required=False),
    ),
)  # fmt: skip

TRAVEL = Section(
    code="travel",
    title="How you travel, and how far",
    group=TIME,
    questions=(
        Question(code="outward", label="The first half of your postcode", hint="For example, EX4", longest=5,
                 width="5", called="the first half of your postcode"),
        Question(
            code="travels_by", label="How would you come?", asks=Asks.MANY, called="how you would come",
            choices=(Choice("car", "By car"), Choice("public", "By bus or train"), Choice("bicycle", "By bicycle"),
                     Choice("foot", "On foot")),
        ),
        Question(
            code="how_far", label="How far would you come at most?", asks=Asks.CHOICE,
            called="how far you would come",
            choices=(Choice("5", "5 miles"), Choice("10", "10 miles"), Choice("20", "20 miles"),
                     Choice("40", "40 miles")),
        ),
    ),
)  # fmt: skip

BRINGS = Section(
    code="brings",
    title="Languages and experience",
    group=CARE,
    questions=(
        Question(code="languages", label="Languages you speak besides English", hint="Signed languages too",
                 longest=200, required=False),
        Question(code="experience", label="Work, study or volunteering that may help", asks=Asks.LONG, rows=6,
                 longest=3000, required=False, hint="None is needed: most of our volunteers had none"),
    ),
)  # fmt: skip

REASONS = Section(
    code="reasons",
    title="Why you want to do this",
    group=CARE,
    questions=(
        Question(code="why", label="Why do you want to volunteer in a Circle?", asks=Asks.LONG, rows=6, longest=3000,
                 called="why you want to volunteer in a Circle"),
        Question(code="hard", label="What do you think would be hard for you?", asks=Asks.LONG, rows=4, longest=2000,
                 called="what you think would be hard"),
    ),
)  # fmt: skip

LIVED = Section(
    code="lived",
    title="Lived experience",
    group=CARE,
    intro="Some of our best volunteers were harmed, or have been in prison or on probation themselves, or love "
    "somebody who was. It is welcome, and you need not tell us now. If you do, your coordinator talks with you about "
    "what would help you, and writes down with you what to look out for. Please do not describe what happened.",
    questions=(
        Question(
            code="lived", label="Do you bring lived experience you would like to talk about?", asks=Asks.CHOICE,
            choices=(Choice("yes", "Yes, I would like to talk about it"), Choice("no", "No"),
                     Choice("private", "I would rather not say")),
            called="whether you would like to talk about it",
        ),
    ),
)  # fmt: skip

_NO_DETAILS = (
    "A conviction does not by itself keep anybody from volunteering with us. Answer yes or no and write no "
    "details: we talk about it in person.\n"
)
_HELPLINES = "If you are not sure, the helplines of Unlock and Nacro advise you freely and in confidence."
_UNSPENT = Question(
    code="unspent", asks=Asks.CHOICE, choices=YES_NO,
    label="Have you any conviction or conditional caution that is unspent under the Rehabilitation of "
    "Offenders Act 1974?",
    called="whether you have an unspent conviction or conditional caution",
)  # fmt: skip
_NOT_PROTECTED = Question(
    code="not_protected", asks=Asks.CHOICE, choices=YES_NO,
    label="Have you any adult caution or spent conviction that is not protected as the Exceptions Order "
    "defines it?",
    called="whether you have a caution or conviction that is not protected",
)  # fmt: skip
_BARRED = Question(
    code="barred", asks=Asks.CHOICE, choices=YES_NO,
    label="Is there anything else that could make it unsafe for you or for others if you volunteered here?",
    hint="For example, that you know somebody we may be working with. Write no names here",
    called="whether there is anything else",
)  # fmt: skip

# Where the role is eligible for a standard or an enhanced check: the Exceptions Order applies to it.
DECLARATIONS = Section(
    code="declarations",
    title="Declarations",
    group=CARE,
    intro=_NO_DETAILS
    + "Because of the people we work with, this role is among those of the Rehabilitation of Offenders Act 1974 "
    "(Exceptions) Order 1975, as amended for England and Wales in 2013 and 2020. That order says what is protected. "
    "What is protected you need not tell us: we must not ask for it, and must not take it into account if we learn "
    "of it. Cautions, reprimands and warnings given to you before you were 18 are always protected.\n" + _HELPLINES,
    questions=(_UNSPENT, _NOT_PROTECTED, _BARRED),
)

# Where it is eligible for a basic check only, or nobody has decided: what is spent must not be asked for.
DECLARATIONS_UNSPENT = Section(
    code=DECLARATIONS.code,
    title=DECLARATIONS.title,
    group=CARE,
    intro=_NO_DETAILS
    + "We ask only for what is unspent under the Rehabilitation of Offenders Act 1974. What is spent you need not tell "
    "us: we must not ask for it, and must not take it into account if we learn of it.\n" + _HELPLINES,
    questions=(_UNSPENT, _BARRED),
)


def _referee(number: int, heading: str) -> tuple[Question, ...]:
    one = f"referee{number}"
    return (
        Question(code=f"{one}_name", label="Name", longest=120, heading=heading, called=f"the name ({heading})"),
        Question(code=f"{one}_knows", label="How they know you, and for how long", longest=200,
                 called=f"how they know you ({heading})"),
        Question(code=f"{one}_email", label="Email address", longest=254, required=False),
        Question(code=f"{one}_post", label="Postal address, if they have no email", asks=Asks.LONG, rows=3,
                 longest=250, required=False),
    )  # fmt: skip


REFEREES = Section(
    code="referees",
    title="Two people who know you",
    group=LAST,
    intro="Two people who have known you for at least two years, and are no relatives. We ask each of them for a few "
    "words by a personal link or by letter, and only after we have talked with you. Please ask them first.",
    questions=(*_referee(1, "The first"), *_referee(2, "The second")),
)

TRUE = Section(
    code="true",
    title="Your word",
    group=LAST,
    questions=(
        Question(code="true", label="What I have written is true and complete", asks=Asks.CONFIRM,
                 called="that what you have written is true and complete"),
        Question(code="kept", label="I know that the charity keeps this to decide whether I can volunteer, and tells "
                 "nobody else but those who check it", asks=Asks.CONFIRM, called="that you know what we keep it for"),
    ),
)  # fmt: skip

SECTIONS = {
    one.code: one
    for one in (WHO, AVAILABILITY, TRAVEL, BRINGS, REASONS, LIVED, DECLARATIONS, REFEREES, TRUE)
}  # fmt: skip
ASKED_FOR = "asked_for"  # of the declarations, which of the two was asked: kept with the answers
ASKED = {
    True: ("not_protected", "What is unspent, and what is spent but not protected"),
    False: ("unspent", "Only what is unspent"),
}
SLOTS = {"evenings": "evening", "afternoons": "afternoon", "mornings": "morning"}


def sections_asked(*, asks_not_protected: bool) -> dict[str, Section]:
    """The whole form as it is asked of somebody now."""
    return SECTIONS | {DECLARATIONS.code: DECLARATIONS if asks_not_protected else DECLARATIONS_UNSPENT}


def kept_of(section: Section, draft: Draft) -> dict[str, Any]:
    """A section as it is sent; of the declarations also what was asked for, and the words above the questions."""
    kept = freeze(section, draft)
    if section.code == DECLARATIONS.code:
        value, words = ASKED[_NOT_PROTECTED in section.questions]
        kept["values"][ASKED_FOR] = value
        kept["lines"].insert(0, list(Line(ASKED_FOR, "What was asked for", words)))
        kept["intro"] = section.intro
    return kept


def faults_of(section: Section, typed: Typed) -> tuple[Fault, ...]:
    """What is wrong or missing in a section, also between its questions."""
    checked = check(section.questions, typed)
    return (*checked.faults, *_between_questions(section.code, checked.values))


def _between_questions(code: str, values: Mapping[str, object]) -> Iterator[Fault]:
    if code == "availability" and not any(values.get(slot) for slot in SLOTS):
        yield Fault("evenings", "Select at least one slot in which you are nearly always free")
    if code == "referees":
        for number in (1, 2):
            if not values.get(f"referee{number}_email") and not values.get(f"referee{number}_post"):
                yield Fault(f"referee{number}_email", "Enter an email address or a postal address")


# --- asked apart: never with the application, never with a name ---

RATHER_NOT = Choice("private", "I would rather not say")
APART = (
    Question(code="age", label="Your age", asks=Asks.CHOICE, required=False,
             choices=(Choice("under25", "Under 25"), Choice("25to39", "25 to 39"), Choice("40to54", "40 to 54"),
                      Choice("55to69", "55 to 69"), Choice("over69", "70 or over"), RATHER_NOT)),
    Question(code="sex", label="Your sex", asks=Asks.CHOICE, required=False,
             choices=(Choice("female", "Female"), Choice("male", "Male"), RATHER_NOT)),
    # The high-level groups of the census of England and Wales, 2021.
    Question(code="ethnic_group", label="Your ethnic group", asks=Asks.CHOICE, required=False,
             choices=(Choice("asian", "Asian or Asian British"),
                      Choice("black", "Black, Black British, Caribbean or African"),
                      Choice("mixed", "Mixed or multiple ethnic groups"), Choice("white", "White"),
                      Choice("other", "Another ethnic group"), RATHER_NOT)),
    Question(code="disability", label="Are you disabled, or have you a long-lasting illness?", asks=Asks.CHOICE,
             required=False, choices=(*YES_NO, RATHER_NOT)),
    Question(code="religion", label="Your religion", asks=Asks.CHOICE, required=False,
             choices=(Choice("none", "No religion"), Choice("christian", "Christian"), Choice("muslim", "Muslim"),
                      Choice("hindu", "Hindu"), Choice("jewish", "Jewish"), Choice("sikh", "Sikh"),
                      Choice("buddhist", "Buddhist"), Choice("other", "Another religion"), RATHER_NOT)),
    Question(code="orientation", label="Your sexual orientation", asks=Asks.CHOICE, required=False,
             choices=(Choice("straight", "Straight or heterosexual"), Choice("gay", "Gay or lesbian"),
                      Choice("bi", "Bisexual"), Choice("other", "Another"), RATHER_NOT)),
)  # fmt: skip


# --- what a referee is asked ---

ASKED_OF_REFEREES = (
    Question(code="known", label="How do you know them, and for how long?", asks=Asks.LONG, rows=3, longest=1000,
             called="how you know them"),
    Question(code="relied", label="Can people rely on them? Please give an example", asks=Asks.LONG, rows=4,
             longest=2000, called="whether people can rely on them"),
    Question(code="differs", label="How are they with people they disagree with, or who have done wrong?",
             asks=Asks.LONG, rows=4, longest=2000, called="how they are with people they disagree with"),
    Question(code="worry", label="Would anything worry you if they worked with people who may be vulnerable, or who "
             "may try to mislead them?", asks=Asks.LONG, rows=4, longest=2000,
             called="whether anything would worry you", hint="Write “nothing” if nothing would"),
    Question(code="recommend", label="Would you recommend them as a volunteer?", asks=Asks.CHOICE,
             called="whether you would recommend them",
             choices=(Choice("yes", "Yes"), Choice("some", "Yes, with reservations"), Choice("no", "No"))),
)  # fmt: skip
