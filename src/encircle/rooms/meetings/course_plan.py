"""Which meetings a Circle is to have: around a planned release, and in a phase of another rhythm.

The first meeting in the community is due within days of the release: a through-the-gate Circle is there when it is
needed most (Circles UK and HMPPS guidance on prison-based Circles; the days stand in the practice standard).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from encircle.common.clock import in_london
from encircle.rooms.circles.course_queries import Meets, rhythms_of
from encircle.rooms.circles.models import Circle, ReleaseDate
from encircle.rooms.circles.policy import WEEKS_BETWEEN
from encircle.rooms.circles.vocabulary import PhaseName, Side
from encircle.rooms.organisation.clocks import WorkingCalendar, bank_holiday, start_of_day, weekly_slots
from encircle.rooms.organisation.queries import closure_days, kind_standard

from .models import Meeting
from .replanning import Change, Place, Planned, What, only_changes, replanned

FIRST_WEEKS = 12  # how far ahead meetings in the community are planned
FURTHEST = timedelta(days=700)  # a meeting is planned within two years
A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Release:
    """The planned day as it was and as it is to be, and how the Circle meets on either side of it."""

    before: date | None
    after: date | None
    was: Mapping[Side, Meets]
    will: Mapping[Side, Meets]


def meetings_ahead(circle_id: UUID, at: datetime) -> list[Planned]:
    """Planned, neither begun nor cancelled, and nothing was written about them."""
    rows = Meeting.objects.filter(circle=circle_id, starts_at__gt=at, cancelled_at__isnull=True, versions__isnull=True)
    found = rows.order_by("starts_at").values_list("pk", "starts_at", "ends_at", "venue")
    return [
        Planned(id=pk, starts_at=starts_at, ends_at=ends_at, venue_id=venue_id)
        for pk, starts_at, ends_at, venue_id in found
    ]


def release_known(circle: Circle, at: datetime, *, after: date | None, will: Mapping[Side, Meets]) -> Release:
    latest = ReleaseDate.objects.filter(circle=circle).order_by("-recorded_at", "-pk").first()
    return Release(before=latest.released_on if latest else None, after=after, was=rhythms_of(circle), will=will)


def around_release(circle: Circle, release: Release, at: datetime) -> tuple[Change, ...]:
    """What changes; nothing of what is over, and nothing of what stands on the same side of the gate as before."""
    there, today = meetings_ahead(circle.pk, at), in_london(at).date()
    first = max(min(_day(release.before), _day(release.after)), today + A_DAY)
    settled = _settled_from(release)
    touched = [one for one in there if in_london(one.starts_at).date() >= first]
    last = _last_day(there, release.after, today)
    wanted = list(_wanted(circle, release, there, first, last, today))
    settled_from = start_of_day(settled) if settled is not None else None
    return only_changes(replanned(touched, wanted, settled_from=settled_from))


def at_rhythm(circle: Circle, phase: PhaseName, at: datetime) -> tuple[Change, ...]:
    """Meetings that the rhythm of a phase leaves no place for are cancelled, those it asks for are added.

    Counted from the next meeting that is planned; where none is, or the Circle has no usual slot, nothing changes.
    """
    there, weeks = meetings_ahead(circle.pk, at), WEEKS_BETWEEN.get(phase)
    if not there or weeks is None or circle.weekday is None or circle.slot_time is None:
        return ()
    first, last = (in_london(one.starts_at).date() for one in (there[0], there[-1]))
    monday = first - timedelta(days=first.weekday())
    usual = Meets(
        side=Side.OUTSIDE, weekday=circle.weekday, at=circle.slot_time, every_weeks=weeks, venue_id=circle.venue_id
    )
    wanted = _slots(circle, usual, monday, last + A_DAY, skips_holidays=False)
    changes = only_changes(replanned(there, wanted, stays_in_its_week=True))
    return tuple(change for change in changes if not (change.what is What.ADDED and _is_closed(change.at)))


def _is_closed(instant: datetime) -> bool:
    day = in_london(instant).date()
    return bank_holiday(day) is not None or day in closure_days()


def _day(day: date | None) -> date:
    """A day that nobody knows lies beyond every meeting."""
    return day or date.max - A_DAY


def _settled_from(release: Release) -> date | None:
    """From the later of the two days on the Circle meets in the community as before: None if that changes too."""
    later = max(_day(release.before), _day(release.after))
    same = release.was.get(Side.OUTSIDE) == release.will.get(Side.OUTSIDE)
    return later + A_DAY if release.before and release.after and same else None


def _last_day(there: list[Planned], released_on: date | None, today: date) -> date:
    planned = in_london(there[-1].starts_at).date() if there else today
    ahead = released_on + timedelta(weeks=FIRST_WEEKS) if released_on else planned
    return min(max(planned, ahead), today + FURTHEST)


def _wanted(
    circle: Circle, release: Release, there: list[Planned], first: date, last: date, today: date
) -> Iterator[Place]:
    gate = _day(release.after)
    inside, outside = release.will.get(Side.INSIDE), release.will.get(Side.OUTSIDE)
    if inside is not None and gate > first:
        yield from _slots(circle, inside, _in_step(there, inside, first), min(gate, last + A_DAY), not_before=first)
    if outside is not None and gate < last:
        begins = max(gate, today) + A_DAY
        yield from _after_release(circle, outside, begins, last, is_over=gate < today)


def _after_release(circle: Circle, outside: Meets, begins: date, last: date, *, is_over: bool) -> Iterator[Place]:
    """With one more at first, where the usual day comes too late after the release."""
    places = list(_slots(circle, outside, begins, last + A_DAY))
    standard = kind_standard(circle.kind, on=begins)
    within = standard.first_meeting_after_release_days if standard is not None else None
    latest = begins + timedelta(days=within - 1) if within else None
    if latest and not is_over and not any(in_london(place.starts_at).date() <= latest for place in places):
        extra = Meets(
            side=outside.side, weekday=latest.weekday(), at=outside.at, every_weeks=1, venue_id=outside.venue_id
        )
        yield from _slots(circle, extra, latest, latest + A_DAY, skips_holidays=False)
    yield from places


def _in_step(there: Iterable[Planned], meets: Meets, first: date) -> date:
    """The first day of such a week that goes on from the last meeting before, as every second week goes on."""
    days = [in_london(one.starts_at).date() for one in there]
    before = [day for day in days if day < first and day.weekday() == meets.weekday]
    if not before:
        return first
    day = max(before)
    while day < first:
        day += timedelta(weeks=meets.every_weeks)
    return day


def _slots(
    circle: Circle,
    meets: Meets,
    first: date,
    until: date,
    *,
    not_before: date | None = None,
    skips_holidays: bool = True,
) -> list[Place]:
    """Every meeting from a day to the day before another; bank holidays and closure days are left out."""
    count = max((until - first).days // (7 * meets.every_weeks) + 2, 1)
    closed = closure_days() if skips_holidays else frozenset()
    found = weekly_slots(
        meets.weekday, meets.at, first, count, every_weeks=meets.every_weeks, skip=closed,
        skip_bank_holidays=skips_holidays, calendar=WorkingCalendar(closed),
    )  # fmt: skip
    earliest, length = not_before or first, timedelta(minutes=circle.meeting_minutes)
    return [
        Place(starts_at=slot.starts_at, ends_at=slot.starts_at + length, venue_id=meets.venue_id)
        for slot in found
        if earliest <= slot.day < until
    ]
