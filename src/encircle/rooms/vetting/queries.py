"""Reads about checks: of one volunteer, of an area, and what is to be renewed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from encircle.common.clock import in_london, months_after
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.organisation.queries import standard_on
from encircle.rooms.volunteers.models import Volunteer

from .models import Check, CheckDecision, CheckDecisionWords, Clearance, Eligibility, Request, UpdateCheck
from .policy import Held, Kind, Update, good_until, standing
from .vocabulary import CheckOutcome, ClearanceOutcome, Shows, Standing, UpdateOutcome

MONTHS_AHEAD = 12


@dataclass(frozen=True)
class CheckLine:
    """One certificate, where it stands today, and its last day (None: it does not count)."""

    check: Check
    held: Held
    standing: Standing
    until: date | None
    updates: list[UpdateCheck] = field(default_factory=list)
    decision: CheckDecision | None = None


@dataclass(frozen=True)
class ClearanceLine:
    clearance: Clearance
    standing: Standing


@dataclass(frozen=True)
class VettingPage:
    checks: list[CheckLine]
    waiting: list[Request]  # asked for, and no certificate seen
    clearances: list[ClearanceLine]
    words: dict[UUID, str]  # how something was weighed, by decision
    names: dict[UUID, str]


@dataclass(frozen=True)
class OwnVetting:
    """The same, as the volunteer themselves may know it."""

    checks: list[CheckLine]
    waiting: list[Request]
    clearances: list[ClearanceLine]


@dataclass(frozen=True)
class VolunteerLine:
    """One volunteer by the certificate that counts longest."""

    volunteer: Volunteer
    standing: Standing
    until: date | None = None


@dataclass(frozen=True)
class Forecast:
    """Of one area: who has to be looked at, the most pressing first, and how many checks end in each month to come."""

    to_do: list[VolunteerLine]
    in_date: int
    by_month: list[tuple[date, int]]


def eligibilities() -> list[Eligibility]:
    """Everything that was ever decided, the newest first."""
    return list(Eligibility.objects.order_by("kind", "-in_force_from"))


def eligible_on(kind: str, day: date) -> Kind | None:
    """What a volunteer in this kind of Circle is eligible for on a day; None while nobody has decided."""
    row = Eligibility.objects.filter(kind=kind, in_force_from__lte=day).order_by("-in_force_from").first()
    return Kind(row.level, row.workforce) if row else None


def open_request(volunteer_id: UUID, of: Kind) -> Request | None:
    """The newest of this level and workforce that no certificate has answered."""
    rows = Request.objects.filter(volunteer=volunteer_id, level=of.level, workforce=of.workforce, seen__isnull=True)
    return rows.order_by("-at").first()


def open_vetting(volunteer: Volunteer, *, by: Actor) -> VettingPage:
    """Everything about one volunteer's checks. Leaves a receipt. Nine reads, however many checks."""
    at, day = by.now, in_london(by.now).date()
    leave_receipt("volunteers.volunteer", volunteer.pk, by=by.acting, area_id=volunteer.area_id)
    lines = check_lines([volunteer.pk], at).get(volunteer.pk, [])
    waiting = list(Request.objects.filter(volunteer=volunteer, seen__isnull=True).order_by("-at"))
    clearances = list(
        Clearance.objects.filter(volunteer=volunteer).select_related("prison").order_by("-decided_on", "-at")
    )
    return VettingPage(
        checks=lines,
        waiting=waiting,
        words=dict(CheckDecisionWords.objects.filter(volunteer=volunteer).values_list("decision", "text")),
        clearances=_clearance_lines(clearances, day, standard_on(day)),
        names=names_of(
            [
                *(line.check.seen_by_id for line in lines),
                *(line.decision.by_id for line in lines if line.decision),
                *(one.by_id for one in waiting),
            ]
        ),
    )


def own_vetting(volunteer_id: UUID, at: datetime) -> OwnVetting:
    """What a volunteer may know of the checks on themselves: not how something was weighed, nor which prison."""
    day = in_london(at).date()
    rows = list(Clearance.objects.filter(volunteer=volunteer_id).order_by("-decided_on", "-at"))
    return OwnVetting(
        checks=check_lines([volunteer_id], at).get(volunteer_id, []),
        waiting=list(Request.objects.filter(volunteer=volunteer_id, seen__isnull=True).order_by("-at")),
        clearances=_clearance_lines(rows, day, standard_on(day)),
    )


def check_lines(volunteer_ids: Iterable[UUID], at: datetime) -> dict[UUID, list[CheckLine]]:
    """The certificates of each volunteer, the newest first: four reads, however many volunteers."""
    day = in_london(at).date()
    standard = standard_on(day)
    checks = list(Check.objects.filter(volunteer__in=list(volunteer_ids)).order_by("-issued_on", "-at"))
    ids = [check.pk for check in checks]
    updates: defaultdict[UUID, list[UpdateCheck]] = defaultdict(list)
    for row in UpdateCheck.objects.filter(seen__in=ids).order_by("-checked_on", "-at"):
        updates[row.seen_id].append(row)
    newest = CheckDecision.objects.filter(seen__in=ids).order_by("seen", "-at").distinct("seen")
    decisions = {row.seen_id: row for row in newest}
    found: defaultdict[UUID, list[CheckLine]] = defaultdict(list)
    for check in checks:
        line = _line(check, updates[check.pk], decisions.get(check.pk), day, standard)
        found[check.volunteer_id].append(line)
    return found


def _line(
    check: Check, updates: list[UpdateCheck], decision: CheckDecision | None, day: date, standard: PracticeStandard
) -> CheckLine:
    held = Held(
        Kind(check.level, check.workforce),
        check.issued_on,
        check.shows == Shows.SOMETHING,
        decision.outcome == CheckOutcome.ACCEPTED if decision else None,
        [Update(one.checked_on, one.outcome == UpdateOutcome.UNCHANGED) for one in updates],
    )
    months, warn = standard.check_again_months, standard.check_warning_days
    stands = Standing(standing(held, day, recheck_months=months, warn_days=warn))
    return CheckLine(check, held, stands, good_until(held, months), updates, decision)


def _clearance_lines(rows: list[Clearance], day: date, standard: PracticeStandard) -> list[ClearanceLine]:
    """What each prison said last; what it said before stays below it."""
    newest: dict[UUID, UUID] = {}
    for row in rows:
        newest.setdefault(row.prison_id, row.pk)
    return [ClearanceLine(row, _cleared(row, day, standard)) for row in rows if newest[row.prison_id] == row.pk]


def _cleared(row: Clearance, day: date, standard: PracticeStandard) -> Standing:
    if row.outcome != ClearanceOutcome.GRANTED or row.ends_on is None:
        return Standing.REFUSED
    if row.ends_on < day:
        return Standing.LAPSED
    return Standing.ENDING if row.ends_on <= day + timedelta(days=standard.check_warning_days) else Standing.IN_DATE


def forecast(area_id: UUID, at: datetime) -> Forecast:
    """Of one area's volunteers who have not left. Six reads; the work grows with the area, never with the charity."""
    day = in_london(at).date()
    present = Q(left_on__isnull=True) | Q(left_on__gte=day)
    people = list(
        Volunteer.objects.filter(present, area=area_id, joined_on__isnull=False).order_by("family_name", "given_name")
    )
    held = check_lines([one.pk for one in people], at)
    asked = set(Request.objects.filter(area=area_id, seen__isnull=True).values_list("volunteer", flat=True))
    lines = [_best(one, held.get(one.pk, []), one.pk in asked) for one in people]
    to_do = [line for line in lines if line.standing != Standing.IN_DATE]
    order = (Standing.LAPSED, Standing.REFUSED, Standing.TO_DECIDE, Standing.NONE, Standing.ASKED, Standing.ENDING)
    to_do.sort(key=lambda line: (order.index(line.standing), line.until or day))
    return Forecast(to_do, len(lines) - len(to_do), _by_month(lines, day))


def _best(volunteer: Volunteer, lines: list[CheckLine], is_asked: bool) -> VolunteerLine:
    counting = [line for line in lines if line.until is not None]
    if counting:
        best = max(counting, key=lambda line: line.until or line.check.issued_on)
        if best.standing != Standing.LAPSED or not is_asked:
            return VolunteerLine(volunteer, best.standing, best.until)
    if any(line.standing == Standing.TO_DECIDE for line in lines):
        return VolunteerLine(volunteer, Standing.TO_DECIDE)
    if is_asked:
        return VolunteerLine(volunteer, Standing.ASKED)
    return VolunteerLine(volunteer, Standing.REFUSED if lines else Standing.NONE)


def _by_month(lines: list[VolunteerLine], day: date) -> list[tuple[date, int]]:
    first = day.replace(day=1)
    ends = Counter(line.until.replace(day=1) for line in lines if line.until is not None and line.until >= day)
    months = [months_after(first, ahead) for ahead in range(MONTHS_AHEAD)]
    return [(month, ends.get(month, 0)) for month in months]
