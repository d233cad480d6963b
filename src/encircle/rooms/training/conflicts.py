"""Who knows whom, so that nobody scores somebody they know."""

from uuid import UUID

from .models import Conflict


def conflicts(area_id: UUID) -> set[tuple[UUID, UUID]]:
    """(volunteer, assessor) of an area, as far as the asker sees them."""
    rows = Conflict.objects.filter(area=area_id, taken_back_at__isnull=True)
    return set(rows.values_list("volunteer", "assessor"))


def who_know(volunteer_id: UUID) -> set[UUID]:
    """Logins of those who know somebody."""
    rows = Conflict.objects.filter(volunteer=volunteer_id, taken_back_at__isnull=True)
    return set(rows.values_list("assessor", flat=True))
