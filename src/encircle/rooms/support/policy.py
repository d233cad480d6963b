"""By when a volunteer is rung, debriefed and supervised: one answer for the lists of support and for what is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from encircle.common.clock import LONDON, in_london, months_after
from encircle.rooms.organisation.clocks import WorkingCalendar, add_elapsed_hours, add_working_days


@dataclass(frozen=True)
class CallClocks:
    """Of the standard in force on the day they answered."""

    today_hours: int  # needs a call today: before the next person is asked
    call_days: int
    debrief_days: int


def call_due(answered_at: datetime, clocks: CallClocks, calendar: WorkingCalendar, *, is_today: bool) -> datetime:
    if is_today:
        return add_elapsed_hours(answered_at, clocks.today_hours)
    return add_working_days(answered_at, clocks.call_days, calendar)


def debrief_due(answered_at: datetime, clocks: CallClocks, calendar: WorkingCalendar) -> datetime:
    return add_working_days(answered_at, clocks.debrief_days, calendar)


# --- who is asked how a meeting left them ---


@dataclass(frozen=True)
class AskingClock:
    """Of the standard in force on the day of the meeting. No days: nobody is asked."""

    hour: int  # of the next morning
    days: int


def asked_from(over: datetime, clock: AskingClock) -> datetime:
    """The hour of the morning after the day on which the meeting ended."""
    morning = in_london(over).date() + timedelta(days=1)
    return datetime.combine(morning, time(clock.hour), tzinfo=LONDON)


def is_time_to_ask(over: datetime, at: datetime, clock: AskingClock) -> bool:
    last = in_london(over).date() + timedelta(days=clock.days)
    return asked_from(over, clock) <= at and in_london(at).date() <= last


@dataclass(frozen=True)
class AtMeeting:
    """What is known of somebody who holds a place in the Circle now, and held it at the meeting."""

    noted_present: bool | None  # by the minutes; None: not noted
    said_cannot_come: bool
    is_away: bool  # on the day of the meeting, or today
    has_said: bool


def is_asked(one: AtMeeting) -> bool:
    """Who was there, or was due to be and is not noted otherwise; nobody who rests, and nobody who has said it."""
    was_there = one.noted_present if one.noted_present is not None else not one.said_cannot_come
    return was_there and not one.is_away and not one.has_said


# --- supervision ---


@dataclass(frozen=True)
class Sat:
    """From when to when somebody sat in a Circle; without an end while they do."""

    since: datetime
    until: datetime | None = None


def stretches(seats: Iterable[Sat]) -> list[Sat]:
    """Seats that touch are one stretch: whoever goes from one Circle to the next is supervised on."""
    found: list[Sat] = []
    for seat in sorted(seats, key=lambda one: one.since):
        last = found[-1] if found else None
        if last is None or (last.until is not None and last.until < seat.since):
            found.append(seat)
        elif last.until is not None and (seat.until is None or seat.until > last.until):
            found[-1] = Sat(last.since, seat.until)
    return found


def supervision_due(since: date, months: int) -> date:
    """The last day in time, from the supervision before, or from the day they first sat in a Circle."""
    return months_after(since, months)


def chased_after(due_on: date, planned_on: date | None) -> date:
    """While it is planned nobody chases it; once the planned day is over without it, as if it had not been."""
    return max(due_on, planned_on) if planned_on else due_on
