"""What the law requires of the person, what they did as far as it is needed, and who must be kept safe from whom."""

from .shapes import YES_NO, Asks, Choice, Entries, Question, Section
from .tools import TOOLS

GROUP = "Law and risk"

LEGAL = Section(
    code="legal",
    title="Sentence and orders",
    group=GROUP,
    questions=(
        Question(
            code="outcome",
            label="Sentence or outcome",
            asks=Asks.CHOICE,
            heading="The sentence",
            choices=(
                Choice("community", "Community order"),
                Choice("suspended", "Suspended sentence order"),
                Choice("determinate", "Prison, for a fixed time"),
                Choice("extended", "Extended sentence, or one for offenders of particular concern"),
                Choice("life", "Life or imprisonment for public protection"),
                Choice("youth", "Referral order, youth rehabilitation order or detention"),
                Choice("out_of_court", "Caution or another outcome out of court"),
                Choice("none", "No conviction or caution"),
            ),
            not_known=True,
            called="the sentence or outcome",
        ),
        Question(code="sentenced_on", label="Date of the sentence or outcome", asks=Asks.DATE, not_known=True,
                 called="the date of the sentence or outcome"),
        Question(code="sentence_length", label="Length of the sentence", hint="For example, 3 years and 6 months",
                 longest=80, width="20", required=False),
        Question(
            code="licence", label="Is the person on licence, or will they be?", asks=Asks.CHOICE, choices=YES_NO,
            not_known=True, heading="Licence or order", called="whether there is a licence",
        ),
        Question(code="licence_starts", label="The licence starts", asks=Asks.DATE, not_known=True,
                 under=("licence", "yes"), called="the date the licence starts"),
        Question(code="licence_ends", label="The licence ends", asks=Asks.DATE, not_known=True,
                 under=("licence", "yes"), called="the date the licence ends"),
        Question(code="licence_conditions", label="Conditions a coordinator must know of", asks=Asks.LONG, rows=4,
                 longest=3000, required=False, under=("licence", "yes")),
        Question(
            code="order", label="Is there a community or other order with supervision?", asks=Asks.CHOICE,
            choices=YES_NO, not_known=True, called="whether there is an order",
        ),
        Question(code="order_ends", label="The order ends", asks=Asks.DATE, not_known=True, under=("order", "yes"),
                 called="the date the order ends"),
        Question(
            code="shpo", label="Is there a Sexual Harm Prevention Order, or one like it?", asks=Asks.CHOICE,
            choices=YES_NO, not_known=True, heading="Prevention order and notification",
            called="whether there is a prevention order",
        ),
        Question(code="shpo_ends", label="The order ends", hint="Leave empty and select “Not known” if it has no end",
                 asks=Asks.DATE, not_known=True, under=("shpo", "yes"),
                 called="the date the prevention order ends"),
        Question(code="shpo_terms", label="What the order forbids or requires", asks=Asks.LONG, rows=4, longest=3000,
                 under=("shpo", "yes"), called="what the prevention order forbids or requires"),
        Question(
            code="notification", label="Is the person subject to notification requirements?", asks=Asks.CHOICE,
            choices=(Choice("until", "Yes, until a date"), Choice("indefinite", "Yes, with no end"),
                     Choice("no", "No")),
            not_known=True, called="whether there are notification requirements",
        ),
        Question(code="notification_ends", label="Notification ends", asks=Asks.DATE, not_known=True,
                 under=("notification", "until"), called="the date notification ends"),
        Question(code="pending", label="Charges or investigations that are still open", asks=Asks.LONG, rows=3,
                 longest=2000, required=False),
    ),
)  # fmt: skip

MAPPA = Section(
    code="mappa",
    title="MAPPA",
    group=GROUP,
    intro="Do not send minutes of MAPPA meetings. The category, the level and the next date are enough.",
    questions=(
        Question(
            code="subject", label="Is the person managed under MAPPA?", asks=Asks.CHOICE, choices=YES_NO,
            not_known=True, called="whether the person is managed under MAPPA",
        ),
        Question(
            code="category", label="Category", asks=Asks.CHOICE,
            choices=(
                Choice("1", "Category 1", "Subject to notification requirements"),
                Choice("2", "Category 2", "Violent and other sexual offences"),
                Choice("3", "Category 3", "Other dangerous offenders"),
                Choice("4", "Category 4", "Terrorist or terrorist-risk offenders"),
            ),
            not_known=True, under=("subject", "yes"), called="the MAPPA category",
        ),
        Question(
            code="level", label="Level", asks=Asks.CHOICE,
            choices=(Choice("1", "Level 1"), Choice("2", "Level 2"), Choice("3", "Level 3")),
            not_known=True, under=("subject", "yes"), called="the MAPPA level",
        ),
        Question(code="next_meeting", label="Next MAPPA meeting", asks=Asks.DATE, required=False,
                 under=("subject", "yes"), called="the date of the next MAPPA meeting"),
        Question(code="lead_agency", label="Lead agency", longest=120, width="20", not_known=True,
                 under=("subject", "yes")),
    ),
)  # fmt: skip

OFFENCES = Section(
    code="offences",
    title="Offences",
    group=GROUP,
    intro="Write only what a Circle needs to keep people safe. Name no victim, and give nothing by which one can be "
    "found.",
    questions=(
        Question(
            code="index_offence", label="The offence or behaviour that led to this referral",
            hint="What it was and when it happened, in a few sentences", asks=Asks.LONG, rows=6, longest=3000,
            called="the offence or behaviour",
        ),
        Question(code="convicted_on", label="Date of conviction", asks=Asks.DATE, not_known=True,
                 called="the date of conviction"),
        Question(
            code="harmed", label="Who was harmed?", hint="Select all that apply", asks=Asks.MANY,
            choices=(
                Choice("child_under_13", "A child under 13"),
                Choice("child_13_17", "A child of 13 to 17"),
                Choice("adult", "An adult"),
                Choice("images", "Children shown in images"),
                Choice("not_known", "Not known"),
            ),
            called="who was harmed",
        ),
        Question(
            code="known_by", label="How did the person know whoever was harmed?", hint="Select all that apply",
            asks=Asks.MANY,
            choices=(
                Choice("family", "In the family"),
                Choice("known", "Otherwise known to them"),
                Choice("stranger", "A stranger"),
                Choice("online", "Online"),
                Choice("not_known", "Not known"),
            ),
            called="how the person knew whoever was harmed",
        ),
        Question(
            code="earlier", label="Are there earlier offences of this kind?", asks=Asks.CHOICE, choices=YES_NO,
            not_known=True, called="whether there are earlier offences",
        ),
        Question(code="earlier_more", label="Earlier offences, in short", asks=Asks.LONG, rows=4, longest=2000,
                 under=("earlier", "yes"), called="the earlier offences"),
        Question(
            code="risk", label="Risk: to whom, when, and the signs to look for",
            hint="What volunteers and the coordinator should notice. Take out what they do not need",
            asks=Asks.LONG, rows=6, longest=4000, called="the risk and the signs to look for",
        ),
        Question(
            code="to_volunteers", label="Is there a risk to volunteers?", asks=Asks.CHOICE,
            choices=(Choice("low", "Low, as far as I can judge"), Choice("raised", "There is something to know")),
            not_known=True, called="whether there is a risk to volunteers",
        ),
        Question(code="to_volunteers_more", label="What there is to know", asks=Asks.LONG, rows=3, longest=2000,
                 under=("to_volunteers", "raised"), called="what there is to know"),
    ),
)  # fmt: skip

VICTIMS = Section(
    code="victims",
    title="Victims’ interests and people to keep apart",
    group=GROUP,
    questions=(
        Question(
            code="contact_scheme", label="Is a victim in the Victim Contact Scheme?", asks=Asks.CHOICE,
            choices=YES_NO, not_known=True, called="whether a victim is in the Victim Contact Scheme",
        ),
        Question(code="interests", label="What matters for victims",
                 hint="Places, days or contacts a Circle must take care of. No names here", asks=Asks.LONG, rows=4,
                 longest=2000, not_known=True, called="what matters for victims"),
        Question(
            code="zones", label="Are there exclusion zones?", asks=Asks.CHOICE, choices=YES_NO, not_known=True,
            called="whether there are exclusion zones",
        ),
        Question(code="zones_more", label="The exclusion zones",
                 hint="Streets, towns or kinds of place, and until when", asks=Asks.LONG, rows=4, longest=2000,
                 under=("zones", "yes"), called="the exclusion zones"),
        Question(
            code="apart", label="Is there anybody the person must have no contact with?",
            hint="So that we can keep them apart. You give the names on the next page",
            asks=Asks.CHOICE, choices=YES_NO, not_known=True, called="whether there is anybody to keep apart",
        ),
    ),
    entries=Entries(
        title="People to keep apart", one="a person to keep apart", named_by=("name",), when=("apart", "yes"),
        questions=(
            Question(code="name", label="Name", longest=120, width="20", masked=True),
            Question(
                code="connection", label="Who are they?", asks=Asks.CHOICE,
                choices=(
                    Choice("victim", "Somebody who was harmed"),
                    Choice("victim_family", "Of the family of somebody who was harmed"),
                    Choice("co_defendant", "Somebody who offended with the person"),
                    Choice("other", "Somebody else"),
                ),
                called="who they are",
            ),
            Question(code="lives", label="Town, school or workplace to avoid", longest=200, required=False),
            Question(code="what", label="What must not happen", hint="For example: no contact of any kind, by order",
                     asks=Asks.LONG, rows=3, longest=1000, called="what must not happen"),
        ),
    ),
)  # fmt: skip

ASSESSMENTS = Section(
    code="assessments",
    title="Assessments",
    group=GROUP,
    intro="Results as the assessor’s agency reports them. We never work out a result ourselves.",
    questions=(
        Question(
            code="any", label="Is there an assessment to report?", asks=Asks.CHOICE, choices=YES_NO, not_known=True,
            called="whether there is an assessment to report",
        ),
    ),
    entries=Entries(
        title="Assessments", one="an assessment", named_by=("tool", "assessed_on"), when=("any", "yes"),
        questions=(
            Question(
                code="tool", label="Which assessment?", asks=Asks.CHOICE,
                choices=tuple(Choice(tool.code, tool.name) for tool in TOOLS), called="which assessment it is",
            ),
            Question(code="tool_other", label="Its name", longest=80, width="20", under=("tool", "other"),
                     called="the name of the assessment"),
            Question(code="version", label="Version", longest=40, width="10", required=False),
            Question(code="band", label="Band, level, priority or score", longest=120, width="20", not_known=True,
                     hint="In the assessment’s own words. ARMS gives a priority, for example, medium",
                     called="the band, level, priority or score"),
            Question(code="assessed_on", label="Date of the assessment", asks=Asks.DATE, not_known=True,
                     called="the date of the assessment"),
            Question(code="agency", label="Agency of the assessor", longest=120, width="20",
                     called="the agency of the assessor"),
            Question(code="more", label="What else we should know of it", asks=Asks.LONG, rows=3, longest=1500,
                     required=False),
        ),
    ),
)  # fmt: skip
