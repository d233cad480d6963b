"""Reads about volunteers."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from encircle.common.errors import NotFound

from .models import Volunteer


def accepted() -> QuerySet[Volunteer]:
    """Whoever has joined, gone since or not. Every list of volunteers starts here."""
    return Volunteer.objects.filter(joined_on__isnull=False)


def volunteers(area_id: UUID | None = None, *, present_on: date | None = None) -> QuerySet[Volunteer]:
    """By name; `present_on` leaves out those who had left by that day. Who has only applied is no volunteer."""
    found = accepted().select_related("area").order_by("given_name", "family_name", "pk")
    if area_id:
        found = found.filter(area=area_id)
    if present_on:
        found = found.filter(Q(left_on__isnull=True) | Q(left_on__gte=present_on))
    return found


def volunteer(volunteer_id: UUID) -> Volunteer:
    """Raises NotFound, for an applicant too: their page is another."""
    found = accepted().select_related("area").filter(pk=volunteer_id).first()
    if found is None:
        raise NotFound()
    return found
