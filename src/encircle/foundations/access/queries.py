"""Reads about who holds which role. Areas are ids here: foundations know no room."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from .models import Appointment
from .vocabulary import Role


def present(at: datetime) -> QuerySet[Appointment]:
    """Appointments that hold at this instant."""
    return Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)


def not_over(at: datetime) -> QuerySet[Appointment]:
    """Those that hold now or will, the roles together, the longest held first."""
    return Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at)).order_by("role", "starts_at", "pk")


def over(at: datetime, count: int) -> list[Appointment]:
    """The last few that ended."""
    return list(Appointment.objects.filter(ends_at__lte=at).order_by(F("ends_at").desc(), "pk")[:count])


def board() -> QuerySet[Appointment]:
    """Everybody who sits, sat or will sit on it, the longest there first."""
    return Appointment.objects.filter(role=Role.TRUSTEE).order_by("starts_at", "pk")


def on_board_since(user_id: UUID | None, at: datetime) -> datetime | None:
    """Since when somebody who signs in sits on it, where they do."""
    found = present(at).filter(user=user_id, role=Role.TRUSTEE) if user_id else Appointment.objects.none()
    return found.values_list("starts_at", flat=True).first()


def appointments_of(user_ids: Iterable[UUID], at: datetime) -> dict[UUID, list[Appointment]]:
    """What each of these people holds now or will: one read."""
    found: dict[UUID, list[Appointment]] = {}
    for one in not_over(at).filter(user_id__in=list(user_ids)):
        found.setdefault(one.user_id, []).append(one)
    return found


def appointment(appointment_id: UUID) -> Appointment | None:
    return Appointment.objects.filter(pk=appointment_id).first()
