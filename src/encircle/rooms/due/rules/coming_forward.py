"""Nobody who comes forward to volunteer is kept waiting unseen: an answer, a reading, a referee written to again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from encircle.rooms.recruiting.vocabulary import OVER

from ..clock import Due
from ..facts import ApplicantFacts, Owed, Practice, ReferenceFact
from ..vocabulary import Rule
from .owing import day_of, earliest, end_of, owed, working_days


def answered(applicant: ApplicantFacts, practice: Practice) -> Iterator[Owed]:
    """Any step is an answer: information, an invitation to apply, or a kind no."""
    days = practice.on(applicant.asked_at).volunteer_answer_working_days
    yield owed(
        Rule.VOLUNTEER_ANSWER,
        applicant.id,
        applicant.asked_at,
        working_days(practice, days, applicant.asked_at),
        met_at=earliest(*(step.at for step in applicant.steps)),
    )


def application_read(applicant: ApplicantFacts, practice: Practice) -> Iterator[Owed]:
    """Asking a referee, an interview, or a decision shows that somebody went on with it."""
    sent = applicant.submitted_at
    if sent is None:
        return
    asked = (one.asked_at for one in applicant.references)
    yield owed(
        Rule.APPLICATION_READ,
        applicant.id,
        sent,
        working_days(practice, practice.on(sent).application_read_working_days, sent),
        met_at=earliest(applicant.interviewed_at, _over(applicant), *asked),
    )


def references_chased(applicant: ApplicantFacts, practice: Practice) -> Iterator[Owed]:
    """Some days after each letter, as long as the reference has not come."""
    over = _over(applicant)
    for one in applicant.references:
        letters = sorted(letter.made_at for letter in one.letters) or [one.asked_at]
        for number, (made, later) in enumerate(pairwise([*letters, None])):
            if made is not None:
                yield from _chased(one, made, earliest(later, one.received_at), over, str(number), practice)


def _chased(
    one: ReferenceFact, made: datetime, met: datetime | None, over: datetime | None, turn: str, practice: Practice
) -> Iterator[Owed]:
    last = end_of(day_of(made) + timedelta(days=practice.on(made).reference_chase_days))
    closed = over if met is None else None
    ended = earliest(met, closed)
    opened = last - timedelta(days=1)  # from the morning of that day: before it there is nothing to be done
    if opened < practice.until and (ended is None or ended > opened):
        yield owed(Rule.REFERENCE_CHASE, one.id, opened, Due(last), met_at=met, closed_at=closed, turn=turn)


def references_read(applicant: ApplicantFacts, practice: Practice) -> Iterator[Owed]:
    over = _over(applicant)
    for one in applicant.references:
        if one.received_at is not None:
            days = practice.on(one.received_at).volunteer_answer_working_days
            due = working_days(practice, days, one.received_at)
            closed = over if one.taken_at is None else None
            yield owed(Rule.REFERENCE_READ, one.id, one.received_at, due, met_at=one.taken_at, closed_at=closed)


def _over(applicant: ApplicantFacts) -> datetime | None:
    """When they were accepted, declined or withdrew."""
    return earliest(*(step.at for step in applicant.steps if step.stage in OVER))
