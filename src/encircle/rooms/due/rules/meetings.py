"""Meetings and their minutes: held in every week, written within 48 hours, read, released.

The weekly rhythm and the 48 hours are the field's published practice (domain, section 3).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from encircle.rooms.circles.policy import WEEKS_BETWEEN
from encircle.rooms.circles.vocabulary import PhaseName, SeatPart
from encircle.rooms.meetings.vocabulary import Outcome
from encircle.rooms.organisation.clocks import start_of_day

from ..clock import Due, Still
from ..facts import ApprovalFact, CircleFacts, MeetingFact, Owed, PhaseFact, Practice, VersionFact
from ..vocabulary import Owner, Rule
from .owing import day_of, earliest, hours_in, owed, working_days

# In prison the rhythm is agreed with the prison: nothing is owed by the clock.
BY_AGREEMENT = (PhaseName.PRISON,)
CAME_TOGETHER = (Outcome.HELD, Outcome.STOPPED_EARLY, Outcome.NOT_QUORATE, Outcome.NOT_ATTENDED)


# --- one meeting in each stretch ---


def meetings_held(circle: CircleFacts, practice: Practice) -> Iterator[Owed]:
    """Weeks run from Monday; the first is the first whole one of the phase. A meeting moved within its week is held.

    A week that was left out is met, late, by the next meeting: nobody can hold it any more. It falls away with
    the Circle's end.
    """
    held = sorted(
        (one for one in circle.meetings if one.outcome in CAME_TOGETHER), key=lambda meeting: meeting.starts_at
    )
    for phase in sorted(circle.phases, key=lambda one: one.starts_at):
        for opens, ends in _stretches(phase, practice.until):
            if _works(opens, ends, practice):
                within = next((one.over_at for one in held if opens <= one.starts_at < ends), None)
                after = next((one.over_at for one in held if one.starts_at >= ends), None)
                yield _one_stretch(circle, opens, ends, within, after)


def _stretches(phase: PhaseFact, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Whole ones only: where a phase ends in the middle, the next phase's rhythm counts."""
    weeks = WEEKS_BETWEEN.get(phase.name)
    if weeks is None or phase.name in BY_AGREEMENT:
        return
    monday = _monday_from(phase.starts_at)
    while True:
        opens, ends = start_of_day(monday), start_of_day(monday + timedelta(weeks=weeks))
        if opens >= until or (phase.ends_at is not None and ends > phase.ends_at):
            return
        yield opens, ends
        monday += timedelta(weeks=weeks)


def _monday_from(moment: datetime) -> date:
    day = day_of(moment)
    monday = day - timedelta(days=day.weekday())
    return monday if start_of_day(monday) >= moment else monday + timedelta(weeks=1)


def _works(opens: datetime, ends: datetime, practice: Practice) -> bool:
    """A week in which the charity has no working day at all owes nothing."""
    day, last = day_of(opens), day_of(ends)
    while day < last:
        if practice.calendar.is_working_day(day):
            return True
        day += timedelta(days=1)
    return False


def _one_stretch(
    circle: CircleFacts, opens: datetime, ends: datetime, within: datetime | None, after: datetime | None
) -> Owed:
    pauses = [one for one in circle.still if one.since < ends and (one.until is None or one.until > opens)]
    paused_from = max(pauses[0].since, opens) if pauses else None
    met = within or (after if paused_from is None else None)
    closed = None if met else earliest(paused_from, max(circle.ended_at, opens) if circle.ended_at else None)
    due = Due(ends, _lost(pauses, opens, ends))
    return owed(Rule.MEETING_HELD, circle.id, opens, due, met_at=met, closed_at=closed, turn=day_of(opens).isoformat())


def _lost(pauses: list[Still], opens: datetime, ends: datetime) -> timedelta:
    return sum(
        (min(one.until or ends, ends) - max(one.since, opens) for one in pauses),
        start=timedelta(0),
    )


# --- minutes ---


def minutes_of(circle: CircleFacts, practice: Practice) -> Iterator[Owed]:
    for meeting in circle.meetings:
        if meeting.ends_at < practice.until:
            versions = circle.versions_of.get(meeting.id, [])
            yield from _written(circle, meeting, versions, practice)
            yield from _read(circle, meeting, versions, practice)
            if approval := circle.approval_of.get(meeting.id):
                yield from _released(circle, approval, practice)


def _written(
    circle: CircleFacts, meeting: MeetingFact, versions: list[VersionFact], practice: Practice
) -> Iterator[Owed]:
    """Once after the meeting, and again whenever they came back."""
    first = versions[0].submitted_at if versions else None
    if first is not None or not meeting.minutes_elsewhere:
        yield _to_write(circle, meeting.id, meeting.over_at, first, practice, planned=meeting.starts_at)
    for number, version in enumerate(versions):
        if version.returned_at is not None:
            later = versions[number + 1].submitted_at if number + 1 < len(versions) else None
            yield _to_write(circle, meeting.id, version.returned_at, later, practice, turn=str(version.number))


def _to_write(
    circle: CircleFacts,
    meeting_id: UUID,
    start: datetime,
    met: datetime | None,
    practice: Practice,
    *,
    planned: datetime | None = None,
    turn: str = "",
) -> Owed:
    due = hours_in(circle, practice.on(start).minutes_due_hours, start)
    # Planned into a pause: whether anybody met is not known, and nothing is owed.
    closed = start if met is None and planned is not None and circle.is_paused(planned) else None
    return owed(
        Rule.MINUTES_WRITTEN, meeting_id, start, due, met_at=met, closed_at=closed, owner=Owner.VOLUNTEERS, turn=turn
    )


def _read(circle: CircleFacts, meeting: MeetingFact, versions: list[VersionFact], practice: Practice) -> Iterator[Owed]:
    """By the coordinator, for whom a pause of the Circle is no reason to leave them unread."""
    approval = circle.approval_of.get(meeting.id)
    for number, version in enumerate(versions):
        followed = versions[number + 1].submitted_at if number + 1 < len(versions) else None
        approved = approval.approved_at if approval and approval.version_id == version.id else None
        days = practice.on(version.submitted_at).read_within_working_days
        yield owed(
            Rule.MINUTES_READ,
            version.id,
            version.submitted_at,
            working_days(practice, days, version.submitted_at),
            met_at=earliest(version.returned_at, approved, followed),
        )


def _released(circle: CircleFacts, approval: ApprovalFact, practice: Practice) -> Iterator[Owed]:
    """Owed from the approval on, or from the day on which somebody is in the outer circle to read them."""
    opened = _somebody_outside(circle, approval.approved_at)
    if opened is None and approval.released_at is None:
        return
    opened = opened or approval.approved_at
    days = practice.on(opened).release_within_working_days
    due = working_days(practice, days, opened)
    yield owed(Rule.MINUTES_RELEASED, approval.version_id, opened, due, met_at=approval.released_at)


def _somebody_outside(circle: CircleFacts, at: datetime) -> datetime | None:
    outer = [one for one in circle.seats if one.part == SeatPart.OUTER_CIRCLE]
    starts = [max(one.starts_at, at) for one in outer if one.ends_at is None or one.ends_at > at]
    return min(starts, default=None)
