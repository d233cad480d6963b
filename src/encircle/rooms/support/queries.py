"""Reads about how meetings left volunteers. Lists hold codes and days; words need the receipt of their check."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.circles.models import Circle
from encircle.rooms.meetings.models import Attendance, Meeting
from encircle.rooms.meetings.vocabulary import Presence
from encircle.rooms.organisation.clocks import WorkingCalendar
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.organisation.queries import all_standards, closure_days, in_force

from .models import Asking, CallBack, CallBackWords, Check, CheckWords
from .policy import CallClocks, call_due, debrief_due
from .rules import may_look_after
from .vocabulary import DEBRIEF_DONE, REACHED, Answer

ASKED_FOR = timedelta(days=14)  # how long after a meeting the home page asks
ANSWERED_WITHIN = timedelta(days=28)
A_LONG_LIST = 200


# --- what a volunteer is asked, and reads again ---


def may_answer(by: Actor, meeting: Meeting, at: datetime) -> bool:
    """Once the meeting is over, of one's own Circle, unless it stands that one was not there."""
    over = meeting.held_until or meeting.ends_at
    if by.volunteer_id is None or meeting.cancelled_at or not over <= at < over + ANSWERED_WITHIN:
        return False
    seats = [seat for circle, seat in by.volunteer_seats if circle == meeting.circle_id]
    elsewhere = Attendance.objects.filter(meeting=meeting, seat__in=seats).exclude(presence=Presence.PRESENT)
    return bool(seats) and not elsewhere.exists()


def meetings_to_answer(by: Actor) -> list[Meeting]:
    """Over of late, where nobody noted that they were not there, and no answer yet: the newest first."""
    if by.volunteer_id is None:
        return []
    seats = [seat for _, seat in by.volunteer_seats]
    elsewhere = Attendance.objects.filter(meeting=OuterRef("pk"), seat__in=seats).exclude(presence=Presence.PRESENT)
    answered = Check.objects.filter(meeting=OuterRef("pk"), volunteer=by.volunteer_id)
    found = Meeting.objects.filter(
        ~Exists(elsewhere),
        ~Exists(answered),
        circle__in=by.volunteer_circles,
        cancelled_at__isnull=True,
        ends_at__lte=by.now,
        ends_at__gt=by.now - ASKED_FOR,
    )
    return list(found.select_related("circle").order_by("-ends_at"))


@dataclass(frozen=True)
class OpenCheck:
    """One answer with its words and the calls that followed, opened against a receipt."""

    check: Check
    words: Sequence[CheckWords]
    calls: Sequence[CallBack]
    said: dict[UUID, str]  # by call
    asked: Sequence[Asking]
    names: dict[UUID, str]

    @property
    def answer(self) -> Answer:
        return Answer(self.check.answer)

    @property
    def was_reached(self) -> bool:
        return any(call.outcome in REACHED for call in self.calls)


def own_check(meeting_id: UUID, by: Actor) -> Check | None:
    return Check.objects.filter(meeting=meeting_id, volunteer=by.volunteer_id).first() if by.volunteer_id else None


def checks_of(volunteer_id: UUID, count: int = 20) -> list[Check]:
    """Of one volunteer, the newest first."""
    found = Check.objects.filter(volunteer=volunteer_id).select_related("meeting").order_by("-answered_at")
    return list(found[:count])


def call_awaited(by: Actor) -> Check | None:
    """The newest answer of one's own that asked for a call nobody has made yet."""
    if by.volunteer_id is None:
        return None
    return _unreached(Check.objects.filter(volunteer=by.volunteer_id)).order_by("-answered_at").first()


def check_row(check_id: UUID) -> Check:
    """Raises NotFound for absent and hidden alike."""
    found = Check.objects.filter(pk=check_id).first()
    if found is None:
        raise NotFound()
    return found


def open_check(check: Check, *, by: Actor) -> OpenCheck:
    """Call at the top of the request: the words need the receipt. Six reads."""
    leave_receipt("support.check", check.pk, by=by.acting, area_id=check.area_id)
    calls = list(CallBack.objects.filter(check_of=check).order_by("called_at", "recorded_at"))
    asked = list(Asking.objects.filter(check_of=check).order_by("asked_at", "pk"))
    return OpenCheck(
        check=check,
        words=list(CheckWords.objects.filter(check_of=check).order_by("written_at")),
        calls=calls,
        said=dict(CallBackWords.objects.filter(check_of=check).values_list("call", "text")),
        asked=asked,
        names=names_of([*(call.by_id for call in calls), *(one.to_user_id for one in asked)]),
    )


# --- who waits for a call ---


@dataclass(frozen=True)
class Clocks:
    """The standards, newest first, and the calendar: read once for a list."""

    standards: tuple[PracticeStandard, ...]
    calendar: WorkingCalendar

    def on(self, at: datetime) -> PracticeStandard:
        return in_force(self.standards, in_london(at).date())


def clocks() -> Clocks:
    return Clocks(all_standards(), WorkingCalendar(closure_days()))


@dataclass(frozen=True)
class CallLine:
    """Somebody to ring, or to debrief, by when."""

    check: Check
    name: str
    phone: str
    circle: str
    due: datetime
    to_debrief: bool = False  # somebody has spoken with them, and the debrief is to follow
    tried: int = 0

    def is_overdue(self, at: datetime) -> bool:
        return self.due < at


def calls_wanted(area_id: UUID | None = None) -> list[CallLine]:
    """Who waits for a call or a debrief, those who need one today first, then by when it is due. Six reads."""
    done = CallBack.objects.filter(check_of=OuterRef("pk"), outcome__in=DEBRIEF_DONE)
    found = Check.objects.filter(~Exists(done)).exclude(answer=Answer.FINE)
    if area_id:
        found = found.filter(area=area_id)
    checks = list(found.order_by("answered_at")[:A_LONG_LIST])
    if not checks:
        return []
    calls: dict[UUID, list[str]] = {}
    rows = CallBack.objects.filter(check_of__in=[check.pk for check in checks])
    for check_id, outcome in rows.values_list("check_of", "outcome"):
        calls.setdefault(check_id, []).append(outcome)
    people, circles, clock = whom_to_call(check.pk for check in checks), _circles(checks), clocks()
    lines = [_line(check, calls.get(check.pk, []), people, circles, clock) for check in checks]
    return sorted(lines, key=lambda line: (line.to_debrief or line.check.answer != Answer.TODAY, line.due))


def _line(
    check: Check, calls: list[str], people: dict[UUID, tuple[str, str]], circles: dict[UUID, str], clock: Clocks
) -> CallLine:
    name, phone = people.get(check.pk, ("A volunteer", ""))
    reached = any(outcome in REACHED for outcome in calls)
    return CallLine(
        check=check,
        name=name,
        phone=phone,
        circle=circles.get(check.circle_id, ""),
        due=_due(check, clock, to_debrief=reached),
        to_debrief=reached,
        tried=len(calls),
    )


def _due(check: Check, clock: Clocks, *, to_debrief: bool) -> datetime:
    limits = call_clocks(clock.on(check.answered_at))
    if to_debrief:
        return debrief_due(check.answered_at, limits, clock.calendar)
    return call_due(check.answered_at, limits, clock.calendar, is_today=check.answer == Answer.TODAY)


def call_clocks(standard: PracticeStandard) -> CallClocks:
    return CallClocks(standard.call_climb_to_senior_hours, standard.call_working_days, standard.debrief_working_days)


def whom_to_call(checks: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Name and telephone by check, for those one may ring; without the volunteer's record, for whoever is on call."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT check_id, name, phone FROM encircle.whom_to_call(%s::uuid[])", [list(checks)])
        return {check: (name, phone) for check, name, phone in cursor.fetchall()}


def may_ring_back(by: Actor, check: Check) -> bool:
    return may_look_after(by, check.area_id, volunteer_id=check.volunteer_id, on_call=_is_on_call_for(check))


def _is_on_call_for(check: Check) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY (encircle.on_call_checks())", [check.pk])
        (found,) = cursor.fetchone()
    return bool(found)


def _circles(checks: Iterable[Check]) -> dict[UUID, str]:
    """Whoever is on call for another area does not see the Circle."""
    return dict(Circle.objects.filter(pk__in={check.circle_id for check in checks}).values_list("pk", "name"))


def _unreached(found: QuerySet[Check]) -> QuerySet[Check]:
    reached = CallBack.objects.filter(check_of=OuterRef("pk"), outcome__in=REACHED)
    return found.filter(~Exists(reached)).exclude(answer=Answer.FINE)
