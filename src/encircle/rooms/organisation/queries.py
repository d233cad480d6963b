"""Reads about the charity itself."""

from datetime import date

from .models import Charity, ClosureDay, PracticeStandard, Topic


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
