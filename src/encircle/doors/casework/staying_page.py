"""What is noted about a volunteer's staying and leaving is asked from one page of theirs, and leads back to it."""

from django.urls import reverse

from encircle.rooms.leaving.rules import require_keeping
from encircle.rooms.volunteers.models import Volunteer

from .guard import StaffRequest

BACK = "Staying and leaving"


def page_of(request: StaffRequest, one: Volunteer) -> str:
    """Their page, for whoever may note what is asked here. Raises NotAllowed."""
    require_keeping(request.actor, one)
    return reverse("casework:staying", args=[one.pk])
