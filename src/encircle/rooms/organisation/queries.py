"""Reads about the charity itself."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from .models import Charity, ClosureDay, OnCallShift, PracticeStandard, Topic


def present_charity() -> Charity | None:
    """The one charity, or None before `encircle init`."""
    return Charity.objects.first()


def standard_on(day: date) -> PracticeStandard:
    """The practice standard in force on a London day. Raises PracticeStandard.DoesNotExist before the first."""
    return PracticeStandard.objects.filter(in_force_from__lte=day).latest("in_force_from")


def present_topics() -> list[Topic]:
    return list(Topic.objects.filter(retired_at__isnull=True).order_by("position"))


def closure_days() -> frozenset[date]:
    return frozenset(ClosureDay.objects.values_list("day", flat=True))


def on_call(area_ids: Iterable[UUID], at: datetime) -> list[OnCallShift]:
    """Who answers now in these areas, those of one area before those of all."""
    present = OnCallShift.objects.filter(starts_at__lte=at, ends_at__gt=at)
    return list(present.filter(Q(area__isnull=True) | Q(area__in=area_ids)).order_by("area", "starts_at"))
