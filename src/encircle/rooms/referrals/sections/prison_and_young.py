"""What only some kinds of Circle ask: the release from prison, and a young person's school, carers and care."""

from .shapes import YES_NO, Asks, Choice, Entries, Question, Section

PRISON = Section(
    code="prison",
    title="Prison and release",
    group="Prison and release",
    questions=(
        Question(code="prison", label="Which prison is the person in?", longest=120, width="20", not_known=True,
                 called="the prison"),
        Question(code="release_on", label="Release date", hint="The date that is expected now", asks=Asks.DATE,
                 not_known=True, called="the release date"),
        Question(
            code="release_kind", label="How will the release come about?", asks=Asks.CHOICE,
            choices=(Choice("automatic", "By law, on that date"), Choice("parole", "If the Parole Board directs it"),
                     Choice("temporary", "On temporary licence first")),
            not_known=True, called="how the release will come about",
        ),
        Question(code="release_area", label="Where will the person live after release?", hint="Town or area",
                 longest=200, width="20", not_known=True, called="where the person will live after release"),
        Question(
            code="premises", label="Will they go to approved premises first?", asks=Asks.CHOICE, choices=YES_NO,
            not_known=True, called="whether they will go to approved premises",
        ),
        Question(code="premises_name", label="Which approved premises?", longest=120, width="20", not_known=True,
                 under=("premises", "yes"), called="the approved premises"),
        Question(code="prison_contact", label="Who in the prison can arrange a visit?",
                 hint="Name, job and work telephone or email", asks=Asks.LONG, rows=3, longest=500, not_known=True,
                 called="who can arrange a visit"),
    ),
)  # fmt: skip

YOUNG = Section(
    code="young",
    title="School, carers and care",
    group="The young person",
    questions=(
        Question(
            code="education", label="School, college or work", hint="Its name, and whether the young person goes there",
            longest=200, not_known=True, called="the school, college or work",
        ),
        Question(
            code="care", label="Care status", asks=Asks.CHOICE,
            choices=(
                Choice("none", "Lives with family, not in care"),
                Choice("child_in_need", "Child in need"),
                Choice("protection", "Child protection plan"),
                Choice("section_20", "In care by agreement"),
                Choice("section_31", "In care by court order"),
                Choice("leaving", "Leaving care"),
            ),
            not_known=True, called="the care status",
        ),
        Question(
            code="safety_plan", label="Is there a safety plan?", asks=Asks.CHOICE, choices=YES_NO, not_known=True,
            called="whether there is a safety plan",
        ),
        Question(code="safety_plan_more", label="What the plan says about meetings, travel and devices",
                 asks=Asks.LONG, rows=4, longest=2000, under=("safety_plan", "yes"),
                 called="what the safety plan says"),
        Question(code="treatment", label="Who works with the young person on harmful sexual behaviour?",
                 hint="Name and service", longest=200, not_known=True, called="who works with the young person"),
        Question(
            code="carers", label="Are there parents or carers?", hint="You give their names on the next page",
            asks=Asks.CHOICE, choices=YES_NO, not_known=True, called="whether there are parents or carers",
        ),
    ),
    entries=Entries(
        title="Parents and carers", one="a parent or carer", named_by=("name", "relation"), when=("carers", "yes"),
        questions=(
            Question(code="name", label="Name", longest=120, width="20"),
            Question(code="relation", label="Relation to the young person", longest=80, width="20",
                     called="their relation to the young person"),
            Question(
                code="responsibility", label="Do they have parental responsibility?", asks=Asks.CHOICE,
                choices=YES_NO, not_known=True, called="whether they have parental responsibility",
            ),
            Question(
                code="knows", label="Do they know of this referral?", asks=Asks.CHOICE, choices=YES_NO, not_known=True,
                called="whether they know of this referral",
            ),
            Question(code="contact", label="How the coordinator may reach them", asks=Asks.LONG, rows=2, longest=300,
                     not_known=True, called="how the coordinator may reach them"),
        ),
    ),
)  # fmt: skip
