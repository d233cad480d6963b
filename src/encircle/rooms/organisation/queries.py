"""Reads about the charity itself."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from .models import Charity, ClosureDay, Criterion, KindStandard, OnCallShift, PracticeStandard, Topic


def present_charity() -> Charity | None:
    """The one charity, or None before `encircle init`."""
    return Charity.objects.first()


def standard_on(day: date) -> PracticeStandard:
    """The practice standard in force on a London day. Raises PracticeStandard.DoesNotExist before the first."""
    return PracticeStandard.objects.filter(in_force_from__lte=day).latest("in_force_from")


def all_standards() -> tuple[PracticeStandard, ...]:
    """Every practice standard there was, the newest first. One read."""
    return tuple(PracticeStandard.objects.order_by("-in_force_from"))


def in_force(standards: Sequence[PracticeStandard], day: date) -> PracticeStandard:
    """Of `all_standards`, the one of a London day; before the first, the first."""
    return next((one for one in standards if one.in_force_from <= day), standards[-1])


def kind_standards(day: date) -> dict[str, KindStandard]:
    """What is in force on a London day for each kind of Circle."""
    found = KindStandard.objects.filter(in_force_from__lte=day).order_by("in_force_from")
    return {one.kind: one for one in found}


def kind_standard(kind: str, *, on: date) -> KindStandard | None:
    """What is in force for one kind on a London day, or None where the charity does not run that kind."""
    return KindStandard.objects.filter(kind=kind, in_force_from__lte=on).order_by("-in_force_from").first()


def criteria_on(day: date) -> list[Criterion]:
    """Those asked on a London day, of every kind, in their order: each names its kinds."""
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return list(Criterion.objects.filter(lasting, starts_on__lte=day))


def criteria_for(kind: str, *, on: date) -> list[Criterion]:
    """What a referral of this kind is judged by on a London day, in order."""
    return [one for one in criteria_on(on) if kind in one.kinds]


def present_topics() -> list[Topic]:
    return list(Topic.objects.filter(retired_at__isnull=True).order_by("position"))


def closure_days() -> frozenset[date]:
    return frozenset(ClosureDay.objects.values_list("day", flat=True))


def on_call(area_ids: Iterable[UUID], at: datetime) -> list[OnCallShift]:
    """Who answers now in these areas, those of one area before those of all."""
    present = OnCallShift.objects.filter(starts_at__lte=at, ends_at__gt=at)
    return list(present.filter(Q(area__isnull=True) | Q(area__in=area_ids)).order_by("area", "starts_at"))


def shifts_from(at: datetime, until: datetime) -> list[OnCallShift]:
    """Turns of the on-call rota under way or to come, in the order of time."""
    found = OnCallShift.objects.filter(ends_at__gt=at, starts_at__lt=until).select_related("area")
    return list(found.order_by("starts_at", "ends_at", "pk"))


def past_shifts(at: datetime, count: int) -> list[OnCallShift]:
    """The last turns that are over: who was on call when."""
    return list(OnCallShift.objects.filter(ends_at__lte=at).select_related("area").order_by("-ends_at", "pk")[:count])
