"""What referrers write in the demonstration: plainly invented, respectful, and nothing of what anybody did.

Section -> question -> answers to choose from, as they would be typed. A date is a number of days from today, or a
span to draw from. Questions that are not asked of a person leave their answers unused.
"""

from collections.abc import Mapping, Sequence

Typed = str | list[str]

ANSWERS: Mapping[str, Mapping[str, Sequence[Typed]]] = {
    "person": {
        "gender": ("man",), "language": ("English", "Polish", "English"), "interpreter": ("no",),
    },
    "needs": {
        "learning": (["none"], ["suspected"]),
        "communication": (
            "Understands well. Likes one question at a time and a moment to think before answering.",
            "Reads slowly. A short note after each meeting helps; long letters do not.",
        ),
        "health": ("A bad knee: stairs are hard.", "Nothing that matters for meetings."),
        "mental_health": (
            "Low moods in the winter. Sees the practice nurse every month and takes medicine as agreed.",
            "Anxious in new rooms. It helps to see the room once beforehand.",
        ),
        "substances": ("no",),
    },
    "circumstances": {
        "housing": ("settled", "supported"),
        "address": ("Flat 2, 9 Bellfounders Hill, Trevanmere, ZZ14 3LB", "4 Saffron Terrace, Combe Saffron, ZZ41 7QH"),
        "stays": ("yes",),
        "work": (["voluntary", "looking"], ["work"], ["nothing"]),
        "isolation": (
            "A sister rings on Sundays. Apart from her and the people who supervise him, nobody.",
            "Goes to the library most days, and speaks to hardly anybody there.",
        ),
        "free": ("Any evening but Thursday.", "Tuesdays and Wednesdays after five."),
    },
    "young": {
        "education": ("College, three days a week, catering", "School with a tutor of his own"),
        "care": ("none", "child_in_need"), "safety_plan": ("yes",),
        "safety_plan_more": (
            "Brought to meetings and fetched. No telephone with a camera in the room. Adults go out one at a time.",
        ),
        "treatment": ("The young people's service at Combe Saffron (invented), once a fortnight",),
        "carers": ("yes",),
    },
    "prison": {
        "prison": ("HMP Leyhill", "HMP Channings Wood"), "release_kind": ("automatic", "parole"),
        "release_area": ("With his brother in Bellwater, if the address is agreed",), "premises": ("no",),
        "prison_contact": ("Ask the visits office for the diary of the visits hall.",),
    },
    "legal": {
        "outcome": ("community", "suspended"), "licence": ("no",), "order": ("yes",), "shpo": ("yes",),
        "shpo_terms": (
            "Devices may be looked at by his officer. No work with anybody under 18.",
            "Tells his officer before staying away overnight.",
        ),
        "notification": ("until",), "sentence_length": ("", "2 years"),
    },
    "mappa": {"subject": ("yes",), "category": ("1",), "level": ("1", "1", "2"), "lead_agency": ("Probation",)},
    "offences": {
        "index_offence": (
            "This is a demonstration: nobody did anything. A real form says here, in a few sentences, what a Circle "
            "needs to know to keep people safe, and no more.",
        ),
        "harmed": (["not_known"],), "known_by": (["not_known"],), "earlier": ("no",),
        "risk": (
            "When he is alone for days and stops answering the telephone, somebody should ask. Rows at home and "
            "nights without sleep came before earlier hard times.",
        ),
        "to_volunteers": ("low",),
    },
    "victims": {
        "contact_scheme": ("no",), "interests": ("Nothing beyond the conditions of the order.",),
        "zones": ("yes",), "zones_more": ("Otterpool Quay, the harbour side.",), "apart": ("no", "yes"),
    },
    "assessments": {"any": ("yes",)},
    "motivation": {
        "agrees": ("yes",), "responsibility": ("some", "full"),
        "why": (
            "He says that he is tired of having nobody to tell the truth to, and would like to learn how to make a "
            "friend.",
            "He asked for it himself after a talk in the group. He wants to keep the flat and the voluntary work.",
        ),
        "treatment": ("Finished a group programme in the spring. Sees a counsellor once a month.",),
        "strengths": ("Keeps every appointment. Grows vegetables and gives most of them away.", ""),
    },
    "scope": {
        "scope": ("no", "yes"),
        "scope_more": ("His brother's illness. He will speak of it when he is ready.",),
        "unknown_to": ("The manager of the charity shop where he helps.", ""),
    },
    "second": {
        "second": ("yes",), "name": ("Robin Sandbourne",), "agency": ("Devon and Cornwall Police",),
        "job": ("Police offender manager",), "contact": ("01632 960 455",), "knows": ("yes",),
    },
    "undertaking": {"briefing": ("yes",), "reviews": ("yes",), "news": ("yes",), "voluntary": ("yes",)},
}  # fmt: skip
# Days from today: one number or a span.
DAYS: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "prison": {"release_on": (60, 160)},
    "legal": {
        "sentenced_on": (-900, -300), "order_ends": (200, 500), "shpo_ends": (900, 1800),
        "notification_ends": (900, 1800),
    },
    "mappa": {"next_meeting": (20, 80)},
    "offences": {"convicted_on": (-900, -300)},
}  # fmt: skip
# Section -> the entries of its list.
ENTRIES: Mapping[str, Sequence[Mapping[str, Typed]]] = {
    "young": (
        {"name": "Carer of the demonstration", "relation": "Mother", "responsibility": "yes", "knows": "yes",
         "contact": "By telephone after six, 01632 960 477."},
    ),
    "victims": (
        {"name": "Somebody invented", "connection": "other", "lives": "Lynmarsh",
         "what": "No contact, and nobody of the Circle speaks of him to them."},
    ),
    "assessments": (
        {"tool": "oasys", "version": "Layer 3", "band": "See RoSH", "agency": "Probation Service South West"},
        {"tool": "rosh", "band": "High", "agency": "Probation Service South West"},
        {"tool": "arms", "band": "High", "agency": "Police"},
    ),
}  # fmt: skip
ENTRY_DAYS: Mapping[str, Mapping[str, tuple[int, int]]] = {"assessments": {"assessed_on": (-200, -20)}}

# What coordinators note on the telephone.
CALLS = (
    "Rang about a man in supported housing who sees hardly anybody. Happy to come to the briefing and the reviews.",
    "Asked how long the waiting list is, and whether a Circle can meet in the evening. It can.",
    "Not sure yet whether he wants it. Will ask him, and show him the page for core members.",
    "Wanted to know who the volunteers are and how they are trained. Told about the assessment centre.",
    "Asked whether a Circle can start before release. Explained how it works with visits.",
    "Rang for a colleague who is away. They will speak next week.",
    "Somebody at the last practice meeting told them about Circles. First time they ask.",
)
