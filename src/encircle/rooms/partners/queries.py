"""Reads about agencies, agreements and professionals."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from encircle.common.errors import NotFound
from encircle.rooms.organisation.models import PracticeStandard

from .models import Agency, AgencyAgreement, Professional
from .policy import SOON, Agreement, AgreementState, agreement_state


@dataclass(frozen=True)
class AgencyLine:
    """An agency and where the agreement with it stands."""

    agency: Agency
    state: AgreementState
    agreements: list[AgencyAgreement]


def agency_choices(area_id: UUID) -> list[Agency]:
    """To choose one from, by name: those that work in the area, and those of which nobody said where they work."""
    there = Agency.objects.filter(Q(in_areas__area=area_id) | Q(in_areas__isnull=True))
    return list(there.order_by("name"))


def agencies_of_area(area_id: UUID) -> list[Agency]:
    """Those that work in one of our areas, by name."""
    return list(Agency.objects.filter(in_areas__area=area_id).order_by("name"))


def agencies(today: date, kind: str = "") -> list[AgencyLine]:
    """All agencies by name: three reads."""
    found = Agency.objects.order_by("name")
    return _lines(list(found.filter(kind=kind) if kind else found), today, _warning(today))


def agencies_of(ids: QuerySet[Any], today: date, warning: timedelta) -> list[AgencyLine]:
    """Some of them by name: two reads. `warning`: how long before a review it is shown, by the practice standard."""
    return _lines(list(Agency.objects.filter(pk__in=ids).order_by("name")), today, warning)


def agency(agency_id: UUID, today: date) -> AgencyLine:
    """Raises NotFound."""
    found = Agency.objects.filter(pk=agency_id).first()
    if found is None:
        raise NotFound()
    return _lines([found], today, _warning(today))[0]


def agreement_of(agreement_id: UUID) -> AgencyAgreement:
    """Raises NotFound."""
    found = AgencyAgreement.objects.select_related("agency").filter(pk=agreement_id).first()
    if found is None:
        raise NotFound()
    return found


def _lines(found: list[Agency], today: date, warning: timedelta) -> list[AgencyLine]:
    by_agency: dict[UUID, list[AgencyAgreement]] = defaultdict(list)
    for agreement in (
        AgencyAgreement.objects.filter(agency__in=[one.pk for one in found])
        .select_related("replaced_by")
        .order_by("-starts_on")
    ):
        by_agency[agreement.agency_id].append(agreement)
    return [
        AgencyLine(
            one,
            agreement_state(
                [Agreement(a.starts_on, a.ends_on, a.review_on) for a in by_agency[one.pk] if _counts(a, today)],
                today,
                warning,
            ),
            by_agency[one.pk],
        )
        for one in found
    ]


def _counts(agreement: AgencyAgreement, today: date) -> bool:
    """A version counts until the one that replaces it has begun."""
    newer = getattr(agreement, "replaced_by", None)
    return newer is None or newer.starts_on > today


def _warning(today: date) -> timedelta:
    """How long before a review it is shown: the practice standard in force, or a month before the first."""
    rows = PracticeStandard.objects.filter(in_force_from__lte=today).order_by("-in_force_from")
    days = rows.values_list("agreement_warning_days", flat=True).first()
    return timedelta(days=days) if days else SOON


def professionals(at: datetime, agency_id: UUID | None = None) -> QuerySet[Professional]:
    """Those who work at their agency now, by agency and name."""
    found = Professional.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)
    if agency_id:
        found = found.filter(agency=agency_id)
    return found.select_related("agency").order_by("agency__name", "name", "pk")


def professional(professional_id: UUID) -> Professional:
    """Raises NotFound."""
    found = Professional.objects.select_related("agency").filter(pk=professional_id).first()
    if found is None:
        raise NotFound()
    return found
