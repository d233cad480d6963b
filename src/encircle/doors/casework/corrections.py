"""What a record said before it was corrected: old, new, who, when and why."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from encircle.foundations.corrections.queries import open_corrections

from .answers import page
from .guard import StaffRequest, for_staff
from .links import to
from .record import circle_page

# Type of a record, as in the trace -> what it is called, and the page that shows it as it is now.
RECORDS: dict[str, tuple[str, str]] = {
    "circles.circle": ("Circle", "circle"),
    "meetings.meeting": ("Meeting", "meeting"),
    "people.coremember": ("Core member", "core_member"),
    "volunteers.volunteer": ("Volunteer", "volunteer"),
    "partners.agency": ("Agency", "agency"),
    "partners.agencyagreement": ("Agreement", "agreement_change"),
    "partners.professional": ("Professional", "professional"),
    "organisation.oncallshift": ("On-call rota", "rota"),
    "reviews.review": ("Review", "review"),
    "received.mappameeting": ("MAPPA meeting", "mappa_meeting"),
}
FIELDS = {
    "name": "Name",
    "kind": "Kind",
    "venue": "Place",
    "prison": "Prison",
    "time": "When",
    "came": "Who came",
    "on_call_name": "Name volunteers read",
    "number": "Telephone number",
    "area": "Area",
    "until": "Until",
    "weekday": "Day of the week",
    "slot_time": "Time",
    "meeting_minutes": "Length in minutes",
    "given_name": "Given name",
    "family_name": "Family name",
    "known_as": "Name used in the Circle",
    "born_on": "Date of birth",
    "email": "Email address",
    "phone": "Telephone",
    "job_title": "Job",
    "email_domains": "Email domains",
    "areas": "Areas",
    "ends_on": "Last day in force",
    "ends_at": "Last day",
    "left_on": "Last day",
    "review_on": "Next review",
    "attendance": "Were we there?",
    "next_on": "Next meeting",
}


@require_safe
@for_staff
def corrections(request: StaffRequest, corrected_id: UUID) -> HttpResponse:
    """Everything corrected in one record, the newest first; the words leave a receipt. Hidden and absent alike: 404."""
    found = open_corrections(corrected_id, by=request.actor)
    called, name = RECORDS.get(found.item_type, ("Record", ""))
    context: dict[str, Any] = {"history": found, "called": called, "fields": FIELDS, "record": None}
    context["back"] = (to(name, corrected_id) or to(name)) if name else ""
    if found.circle_id:
        context |= circle_page(request, found.circle_id, "circle")
    return page(request, "corrections.html", context)
