"""An example of a code of practice: clauses in our own words, each with the rules that show whether it is kept."""

from collections.abc import Iterable, Iterator

from django.db.models import Model

from encircle.rooms.due.models import Clause
from encircle.rooms.due.vocabulary import Rule

from ..plan import CharityPlan
from .keys import Keys

CLAUSES = (
    ("1.1", "Every referral gets an answer in good time.", (Rule.REFERRAL_DECISION, Rule.ENQUIRY_CALL_BACK)),
    ("1.2", "Nobody who waits for a Circle is forgotten.", (Rule.WAITING_REVIEW,)),
    ("2.1", "Volunteers are briefed before a Circle starts.", (Rule.BRIEFING_HELD, Rule.MEMBERS_AGREEMENT)),
    ("2.2", "Taking part is agreed to freely, before a Circle starts.", (Rule.AGREEMENT_TO_TAKE_PART,)),
    ("3.1", "A Circle meets in the rhythm of its phase.", (Rule.MEETING_HELD, Rule.FIRST_AFTER_RELEASE)),
    ("3.2", "What was said is written down within two days and read.", (Rule.MINUTES_WRITTEN, Rule.MINUTES_READ)),
    ("3.3", "The agencies are told in good time.", (Rule.MINUTES_RELEASED, Rule.MAPPA_ACTION)),
    ("3.4", "Concerns are decided on as fast as they deserve.", (Rule.CONCERN_DECIDED,)),
    ("4.1", "Each Circle is looked at together every quarter.", (Rule.REVIEW_HELD,)),
    ("4.2", "A pause has an end.", (Rule.PAUSE_RETURN, Rule.PAUSE_LONGEST)),
    (
        "5.1",
        "Nothing is shared on a consent or an agreement that ran out.",
        (Rule.CONSENT_ENDING, Rule.PARTNER_AGREEMENT),
    ),
    (
        "6.1",
        "An end is planned, reported on and learned from.",
        (Rule.PLANNED_END, Rule.ENDING_REPORT, Rule.QUESTIONNAIRE),
    ),
    ("6.2", "Nobody is lost from sight after the end.", (Rule.FOLLOW_UP,)),
    (
        "7.1",
        "Who offers to volunteer is answered, and not kept waiting.",
        (Rule.VOLUNTEER_ANSWER, Rule.APPLICATION_READ, Rule.REFERENCE_CHASE, Rule.REFERENCE_READ),
    ),
    (
        "7.2",
        "Volunteers are checked again in good time.",
        (Rule.CHECK_AGAIN, Rule.CLEARANCE_AGAIN, Rule.COURSE_AGAIN, Rule.EXCEPTION_ENDING),
    ),
)


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    yield (
        Clause(
            id=keys("clause", code), code=code, words=words, rules=[str(rule) for rule in rules], position=position,
            loaded_by_id=keys.user("olga"), loaded_at=plan.now,
        )
        for position, (code, words, rules) in enumerate(CLAUSES, start=1)
    )  # fmt: skip
