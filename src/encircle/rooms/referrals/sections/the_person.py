"""Who the person is, how other services know them, how they live and what they need."""

from .shapes import YES_NO, Asks, Choice, Question, Section

GROUP = "About the person"

PERSON = Section(
    code="person",
    title="The person",
    group=GROUP,
    intro="The person you refer. Only the charity’s own staff for the area read this.",
    questions=(
        Question(code="given_name", label="First name", longest=80, width="20"),
        Question(code="family_name", label="Last name", longest=80, width="20"),
        Question(
            code="known_as",
            label="What they like to be called",
            hint="Volunteers will know the person by this name",
            longest=80,
            width="20",
            required=False,
        ),
        Question(
            code="other_names",
            label="Other names they use or have used",
            hint="Also other spellings. One on each line",
            asks=Asks.LONG,
            rows=3,
            longest=500,
            required=False,
        ),
        Question(
            code="born_on", label="Date of birth", hint="For example, 27 3 1980", asks=Asks.DATE, called="date of birth"
        ),
        Question(
            code="gender",
            label="Gender",
            asks=Asks.CHOICE,
            choices=(Choice("woman", "Woman"), Choice("man", "Man"), Choice("other", "In another way")),
            not_known=True,
            called="the person’s gender",
        ),
        Question(
            code="ethnic_group",
            label="Ethnic group, in the person’s own words",
            longest=80,
            width="20",
            required=False,
        ),
        Question(code="language", label="First language", longest=60, width="20", not_known=True),
        Question(
            code="interpreter",
            label="Does the person need an interpreter?",
            asks=Asks.CHOICE,
            choices=YES_NO,
            not_known=True,
            called="whether the person needs an interpreter",
        ),
    ),
)


def _number(code: str, label: str, identifier: str, hint: str = "", **more: object) -> Question:
    more.setdefault("called", f"the {label}")
    return Question(
        code=code, label=label, identifier=identifier, hint=hint, asks=Asks.IDENTIFIER, longest=30, width="10",
        not_known=True, masked=True, **more,  # type: ignore[arg-type]
    )  # fmt: skip


IDENTIFIERS = Section(
    code="identifiers",
    title="Identifiers",
    group=GROUP,
    intro="They show whether we know the person already. On pages that sum up they are hidden until you ask for them.",
    questions=(
        _number("pnc", "PNC number", "pnc", "For example, 2001/0034567M"),
        _number("cro", "CRO number", "cro", "For example, 123456/08T"),
        _number("crn", "CRN", "crn", "The probation service’s case number. For example, X123456"),
        _number("prison_number", "Prison number", "prison_number", "For example, A1234BC", called="the prison number"),
        _number(
            "youth_justice",
            "Youth justice number",
            "youth_justice",
            "As it stands on the Asset",
            called="the youth justice number",
            kinds=("young",),
        ),
        _number("nhs", "NHS number", "nhs", "10 numbers, for example, 943 476 5919"),
        _number("national_insurance", "National Insurance number", "national_insurance", "For example, QQ 12 34 56 C"),
    ),
)

NEEDS = Section(
    code="needs",
    title="Health, communication and learning",
    group=GROUP,
    intro="What the coordinator must know so that meetings work for the person. No medical notes.",
    questions=(
        Question(
            code="learning",
            label="Does the person have a learning disability, or are they autistic?",
            asks=Asks.MANY,
            choices=(
                Choice("learning_disability", "Learning disability"),
                Choice("autism", "Autistic"),
                Choice("suspected", "Suspected, not diagnosed"),
                Choice("none", "Neither"),
            ),
            not_known=False,
            called="learning disability, autism or neither",
        ),
        Question(
            code="communication",
            label="How does the person understand and speak best?",
            hint="For example: short sentences, large print, time to answer, hearing loop, pictures",
            asks=Asks.LONG,
            longest=2000,
            not_known=True,
            called="how the person understands and speaks best",
        ),
        Question(
            code="health",
            label="Physical health that matters for meetings",
            hint="For example: mobility, epilepsy, tiredness",
            asks=Asks.LONG,
            longest=2000,
            rows=3,
            not_known=True,
            called="what matters of their physical health",
        ),
        Question(
            code="mental_health",
            label="Mental health that matters for meetings",
            hint="Include self-harm or thoughts of suicide, and who is involved",
            asks=Asks.LONG,
            longest=2000,
            rows=3,
            not_known=True,
            called="what matters of their mental health",
        ),
        Question(
            code="substances",
            label="Does the person use alcohol or drugs in a way that causes problems?",
            asks=Asks.CHOICE,
            choices=YES_NO,
            not_known=True,
            called="whether alcohol or drugs cause problems",
        ),
        Question(
            code="substances_more",
            label="Say what, and what help there is",
            asks=Asks.LONG,
            rows=3,
            longest=2000,
            under=("substances", "yes"),
            called="what alcohol or drugs are used",
        ),
    ),
)

CIRCUMSTANCES = Section(
    code="circumstances",
    title="Home, work and people",
    group=GROUP,
    questions=(
        Question(
            code="housing",
            label="Where does the person live?",
            asks=Asks.CHOICE,
            choices=(
                Choice("settled", "A settled home of their own"),
                Choice("family", "With family or friends"),
                Choice("supported", "Supported housing or a hostel"),
                Choice("approved_premises", "Approved premises"),
                Choice("custody", "In custody"),
                Choice("care", "In care or a placement"),
                Choice("none", "No fixed home"),
            ),
            not_known=True,
            called="where the person lives",
        ),
        Question(
            code="address",
            label="Address, with the postcode",
            hint="Where they live or will live during the Circle",
            asks=Asks.LONG,
            rows=3,
            longest=300,
            not_known=True,
            masked=True,
            called="the address",
        ),
        Question(
            code="stays",
            label="Will the person live in this area for the life of the Circle?",
            asks=Asks.CHOICE,
            choices=YES_NO,
            not_known=True,
            called="whether the person will stay in the area",
        ),
        Question(
            code="work",
            label="What does the person do in the week?",
            asks=Asks.MANY,
            choices=(
                Choice("work", "Paid work"),
                Choice("voluntary", "Voluntary work"),
                Choice("education", "School, college or training"),
                Choice("looking", "Looking for work"),
                Choice("unable", "Not able to work"),
                Choice("retired", "Retired"),
                Choice("nothing", "None of these"),
                Choice("not_known", "Not known"),
            ),
            called="what the person does in the week",
        ),
        Question(
            code="isolation",
            label="Who does the person see in an ordinary week?",
            hint="Family, friends, groups, professionals. A Circle is for people who are alone too much",
            asks=Asks.LONG,
            longest=3000,
            not_known=True,
            called="whom the person sees",
        ),
        Question(
            code="free",
            label="When could the person come to a meeting?",
            hint="Days and times, and how they can travel",
            asks=Asks.LONG,
            rows=3,
            longest=1000,
            not_known=True,
            called="when the person could come",
        ),
    ),
)
