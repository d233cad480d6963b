"""What somebody who leaves has promised: places at coming events, and where they train."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from .models import Answer, Invitation, Trainer
from .vocabulary import Reply


def places_after(volunteer_id: UUID, last_day: date) -> list[Invitation]:
    """At events that end later, where they have not said that they do not come."""
    found = Invitation.objects.filter(
        volunteer=volunteer_id, event__last_on__gt=last_day, event__cancelled_at__isnull=True
    )
    newest = Answer.objects.filter(invitation__in=found).order_by("invitation", "-at", "-pk").distinct("invitation")
    not_coming = {row.invitation_id for row in newest if row.reply == Reply.NOT_COMING}
    return [one for one in found.select_related("event").order_by("event__first_on") if one.pk not in not_coming]


def trains_after(volunteer_id: UUID, last_day: date) -> QuerySet[Trainer]:
    found = Trainer.objects.filter(volunteer=volunteer_id, event__last_on__gt=last_day)
    return found.filter(event__cancelled_at__isnull=True).select_related("event").order_by("event__first_on")
