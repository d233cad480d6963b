"""That a document's agency lets the volunteers of the Circle read it in their briefing pack, and its taking back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from encircle.design.answering import carried_out, say, typed
from encircle.rooms.people.models import OnwardPermission
from encircle.rooms.people.onward import document_of, record_permission, withdraw_permission
from encircle.rooms.people.rules import require_documents

from .agreement_forms import PermissionForm
from .answers import once
from .coming_in_pages import form_alone
from .guard import StaffRequest, for_staff


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def permission(request: StaffRequest, document_id: UUID) -> HttpResponse:
    by, one = request.actor, document_of(document_id)
    require_documents(by, one.area_id)
    form = PermissionForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        once(
            OnwardPermission,
            form.id,
            lambda: record_permission(
                one, id=form.id, given_by=given["given_by"], given_on=given["given_on"], by=by, at=by.now
            ),
        )

    if carried_out(form, act):
        say(request, "The permission is recorded. Pages of this document can be put into a briefing pack.")
        return redirect("casework:document", document_id)
    back, title = reverse("casework:document", args=[document_id]), "Volunteers may read this document"
    said = "Record it only when the agency whose information it is has said so. It counts for briefing packs alone."
    return form_alone(request, form, title, "Record it", back=back, back_words="The document", caption="", said=said)


@require_http_methods(["POST"])
@for_staff
def permission_withdrawal(request: StaffRequest, document_id: UUID) -> HttpResponse:
    by = request.actor
    withdraw_permission(document_of(document_id), by=by, at=by.now)
    say(request, "The permission is taken back. From now on no volunteer reads this document in a pack.")
    return redirect("casework:document", document_id)
