"""What the person wants, what may be spoken of, and what the referrer and a second professional undertake."""

from .shapes import YES_NO, Asks, Choice, Question, Section

GROUP = "Working together"

MOTIVATION = Section(
    code="motivation",
    title="What the person wants",
    group=GROUP,
    intro="Taking part is the person’s own choice. A Circle is never a condition of a court or of a licence.",
    questions=(
        Question(
            code="agrees", label="Does the person know of this referral and agree to it?", asks=Asks.CHOICE,
            choices=YES_NO, not_known=True, called="whether the person agrees to this referral",
        ),
        Question(code="why", label="Why does the person want a Circle?", hint="In their own words, if you can",
                 asks=Asks.LONG, rows=5, longest=3000, not_known=True, called="why the person wants a Circle"),
        Question(
            code="responsibility", label="Does the person take responsibility for what they did?", asks=Asks.CHOICE,
            choices=(Choice("full", "Yes"), Choice("some", "In part"), Choice("none", "No")), not_known=True,
            called="whether the person takes responsibility",
        ),
        Question(code="treatment", label="Programmes or treatment, done or under way", asks=Asks.LONG, rows=4,
                 longest=2000, not_known=True, called="programmes or treatment"),
        Question(code="strengths", label="What is going well", asks=Asks.LONG, rows=3, longest=2000, required=False),
    ),
)  # fmt: skip

SCOPE = Section(
    code="scope",
    title="What may not be discussed",
    group=GROUP,
    questions=(
        Question(
            code="scope", label="Is there anything that must not be discussed in the Circle?",
            hint="A young person need not speak of their behaviour unless this was agreed with you",
            asks=Asks.CHOICE, choices=YES_NO, not_known=True, called="whether anything must not be discussed",
        ),
        Question(code="scope_more", label="What must not be discussed, and why", asks=Asks.LONG, rows=4, longest=2000,
                 under=("scope", "yes"), called="what must not be discussed"),
        Question(code="unknown_to",
                 label="Who does not know of the offence or behaviour, and must not learn of it here?",
                 hint="For example, an employer or a member of the family", asks=Asks.LONG, rows=3, longest=1000,
                 required=False),
    ),
)  # fmt: skip

SECOND = Section(
    code="second",
    title="The second professional",
    group=GROUP,
    intro="Police and probation both belong to a Circle. Name the colleague of the other agency who works with the "
    "person.",
    questions=(
        Question(
            code="second", label="Is there a second professional?", asks=Asks.CHOICE, choices=YES_NO, not_known=True,
            called="whether there is a second professional",
        ),
        Question(code="name", label="Name", longest=120, width="20", under=("second", "yes")),
        Question(code="agency", label="Agency", longest=120, width="20", under=("second", "yes")),
        Question(code="job", label="Job", longest=120, width="20", under=("second", "yes")),
        Question(code="contact", label="Work telephone or email", longest=120, width="20", under=("second", "yes")),
        Question(code="knows", label="Do they know of this referral?", asks=Asks.CHOICE, choices=YES_NO,
                 not_known=True, under=("second", "yes"), called="whether they know of this referral"),
    ),
)  # fmt: skip

UNDERTAKING = Section(
    code="undertaking",
    title="Your undertaking",
    group=GROUP,
    intro="A Circle can only start and go on with the professionals who know the person.",
    questions=(
        Question(code="briefing", label="I will come to the briefing before the Circle starts", asks=Asks.CONFIRM,
                 called="that you will come to the briefing"),
        Question(code="reviews", label="I will come to the reviews every three months, or send a colleague",
                 asks=Asks.CONFIRM, called="that you will come to the reviews"),
        Question(code="news", label="I will tell the coordinator of news about risk, progress and needs",
                 asks=Asks.CONFIRM, called="that you will tell the coordinator of news"),
        Question(code="voluntary", label="Taking part is not a condition of a court or a licence", asks=Asks.CONFIRM,
                 called="that taking part is not a condition"),
    ),
)  # fmt: skip
