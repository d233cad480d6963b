"""From the briefing to the follow-up: what a Circle owes at its start, at each quarter, and after it has ended."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from encircle.rooms.circles.vocabulary import PhaseName, SeatPart
from encircle.rooms.endings.policy import Moved, Stretch, planned_end
from encircle.rooms.organisation.clocks import start_of_day
from encircle.rooms.outcomes.policy import follow_ups
from encircle.rooms.reviews.policy import Course, Pause, Standard, due

from ..clock import Due
from ..facts import CircleFacts, CoreMemberFacts, Owed, Practice
from ..vocabulary import Rule
from .owing import day_in, day_of, earliest, end_of, owed, working_days

MOST_REVIEWS = 60  # fifteen years of quarters


def started_at(circle: CircleFacts) -> datetime | None:
    """When its first phase after forming began."""
    return min((one.starts_at for one in circle.phases if one.name != PhaseName.FORMING), default=None)


def briefing(circle: CircleFacts, practice: Practice) -> Iterator[Owed]:
    """Police and probation brief the volunteers before the Circle starts (S2). A start without one is a named person's
    decision, and then nothing more is owed."""
    start = started_at(circle)
    if start is not None and start < practice.until:
        held = circle.briefed_at
        closed = max(circle.excepted_at, circle.opened_at) if circle.excepted_at and held is None else None
        yield owed(Rule.BRIEFING_HELD, circle.id, circle.opened_at, Due(start), met_at=held, closed_at=closed)


def members_agreement(circle: CircleFacts, practice: Practice) -> Iterator[Owed]:
    """Signed by all members by the end of the day of their first meeting [assume]."""
    start = started_at(circle)
    if start is None:
        return
    first = min((one for one in circle.meetings if one.starts_at >= start), key=lambda one: one.starts_at, default=None)
    if first is None or first.starts_at >= practice.until:
        return
    signed = circle.agreement_signed_at
    closed = circle.ended_at if signed is None and circle.ended_at else None
    yield owed(
        Rule.MEMBERS_AGREEMENT, circle.id, start, Due(end_of(day_of(first.starts_at))), met_at=signed, closed_at=closed
    )


def reviews(circle: CircleFacts, practice: Practice) -> Iterator[Owed]:
    """One each quarter of the Circle's own clock (S4), by the calendar the room of reviews keeps."""
    start = started_at(circle)
    if start is None:
        return
    known, today = _course(circle, practice, start), day_of(practice.at)
    for number in range(1, MOST_REVIEWS):
        due_on = due(known, number, today=today)
        invited = start_of_day(due_on - timedelta(days=practice.on(end_of(due_on)).review_invite_days))
        opened = max(invited, start)
        if opened >= practice.until or (circle.ended_at is not None and end_of(due_on) > circle.ended_at):
            return
        yield _review(circle, number, opened, end_of(due_on))


def _review(circle: CircleFacts, number: int, opened: datetime, due_at: datetime) -> Owed:
    """One that was left out is met, late, by the one that followed it."""
    held = earliest(*(one.held_until for one in circle.reviews if one.number is not None and one.number >= number))
    still = next((one for one in circle.still if one.until is None and one.since < due_at), None)
    moment = Due(None, since=max(still.since, opened)) if still and held is None else Due(due_at)
    closed = circle.ended_at if held is None else None
    return owed(Rule.REVIEW_HELD, circle.id, opened, moment, met_at=held, closed_at=closed, turn=str(number))


def _course(circle: CircleFacts, practice: Practice, start: datetime) -> Course:
    kinds = [one for one in practice.kinds if one.kind == circle.kind]
    pauses = (Pause(day_of(one.since), day_of(one.until) if one.until else None) for one in circle.still)
    standards = (Standard(one.in_force_from, one.review_every_months) for one in kinds)
    return Course(day_of(start), tuple(pauses), tuple(standards))


def planned_ending(circle: CircleFacts, practice: Practice) -> Iterator[Owed]:
    """By its planned end a Circle ends, or somebody moves the day. Pauses move it by themselves."""
    start = started_at(circle)
    standard = practice.of_kind(circle.kind, start or circle.opened_at)
    said = max(circle.planned_ends, key=lambda one: one.recorded_at, default=None)
    moved = Moved(said.ends_on, day_of(said.recorded_at)) if said else None
    pauses = [Stretch(day_of(one.since), day_of(one.until) if one.until else None) for one in circle.still]
    day = planned_end(
        day_of(start) if start else None, standard.months if standard else 12, pauses, moved, day_of(practice.at)
    )
    if day is None:
        return
    invite = practice.on(end_of(day)).review_invite_days  # as long before as for the review at which it ends
    opened = max(start_of_day(day - timedelta(days=invite)), circle.opened_at)
    if opened < practice.until and (circle.ended_at is None or circle.ended_at > opened):
        still = next((one for one in circle.still if one.until is None and one.since < end_of(day)), None)
        moment = Due(None, since=max(still.since, opened)) if still and circle.ended_at is None else Due(end_of(day))
        yield owed(Rule.PLANNED_END, circle.id, opened, moment, met_at=circle.ended_at)


def ending_report(circle: CircleFacts, practice: Practice) -> Iterator[Owed]:
    """Of a Circle that had begun: how it went with each goal, approved."""
    if circle.ended_at is None or started_at(circle) is None:
        return
    days = practice.on(circle.ended_at).ending_report_working_days
    due_by = working_days(practice, days, circle.ended_at)
    yield owed(Rule.ENDING_REPORT, circle.id, circle.ended_at, due_by, met_at=circle.reported_at)


def questionnaires(circle: CircleFacts, practice: Practice) -> Iterator[Owed]:
    """Answered by the day of the last reminder (S7)."""
    for one in circle.questionnaires:
        days = max(practice.on(one.asked_at).questionnaire_chase_days, default=0)
        due_at = end_of(day_of(one.asked_at) + timedelta(days=days))
        yield owed(Rule.QUESTIONNAIRE, one.id, one.asked_at, Due(due_at), met_at=one.returned_at)


def followed_up(circle: CircleFacts, practice: Practice) -> Iterator[Owed]:
    """At set months after start and end (S14): for all who started, and not only for those who stayed.

    Of somebody who died nothing more is looked up.
    """
    start = started_at(circle)
    if start is None:
        return
    standard = practice.of_kind(circle.kind, start)
    ended_on = day_of(circle.ended_at) if circle.ended_at else None
    after_start = standard.follow_up_months_after_start if standard else ()
    after_end = standard.follow_up_months_after_end if standard else ()
    for point in follow_ups(day_of(start), ended_on, after_start, after_end):
        opened = start_of_day(point.due_on)
        over = circle.ended_at if circle.has_died else None
        if opened < practice.until and (over is None or opened < over):
            done = earliest(
                *(one.recorded_at for one in circle.checks if (one.since, one.months) == (point.since, point.months))
            )
            closed = over if done is None else None
            due = Due(end_of(point.due_on))
            yield owed(Rule.FOLLOW_UP, circle.id, opened, due, met_at=done, closed_at=closed, turn=point.code)


# --- of a person ---


def mappa_actions(person: CoreMemberFacts, practice: Practice) -> Iterator[Owed]:
    """What a MAPPA meeting asked of the charity, by its day. No pause of the Circle moves it."""
    for one in person.mappa_actions:
        yield owed(Rule.MAPPA_ACTION, one.id, one.recorded_at, Due(end_of(one.due_on)), met_at=one.done_at)


def enough_volunteers(circle: CircleFacts, practice: Practice) -> Iterator[Owed]:
    """While a Circle that has started has fewer volunteers than the least its kind needs: each time anew."""
    since: datetime | None = None
    for moment in _changes(circle, practice):
        is_short = _is_short(circle, practice, moment)
        if is_short and since is None:
            since = moment
        elif not is_short and since is not None:
            yield _short(circle, practice, since, met_at=moment)
            since = None
    if since is not None:
        yield _short(circle, practice, since, closed_at=circle.ended_at)


def _changes(circle: CircleFacts, practice: Practice) -> list[datetime]:
    """When it started, and whenever the number of its volunteers, or what its kind needs, may have changed."""
    start = started_at(circle)
    if start is None:
        return []
    moments = {start, *(start_of_day(one.in_force_from) for one in practice.kinds if one.kind == circle.kind)}
    for seat in circle.seats:
        moments |= {seat.starts_at} if seat.ends_at is None else {seat.starts_at, seat.ends_at}
    last = earliest(circle.ended_at, practice.until)
    return sorted(one for one in moments if start <= one and (last is None or one < last))


def _is_short(circle: CircleFacts, practice: Practice, at: datetime) -> bool:
    kind = practice.of_kind(circle.kind, at)
    held = [one for one in circle.seats if one.part == SeatPart.VOLUNTEER and one.holds(at)]
    return kind is not None and len(held) < (kind.least_volunteers or 0)


def _short(circle: CircleFacts, practice: Practice, since: datetime, **more: datetime | None) -> Owed:
    last = day_of(since) + timedelta(days=practice.on(since).few_volunteers_days)
    return owed(Rule.FEW_VOLUNTEERS, circle.id, since, day_in(circle, last, since), turn=since.isoformat(), **more)
