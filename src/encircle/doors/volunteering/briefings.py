"""The briefing of a volunteer's own Circle: whether they come, the pack while it is open, and the agreement to sign."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from encircle.common.errors import Invalid
from encircle.design.answering import say
from encircle.foundations.files.answers import page_response
from encircle.rooms.briefings.actions.agreeing import open_agreement, sign
from encircle.rooms.briefings.actions.packing import open_pack, page_for_volunteer
from encircle.rooms.briefings.actions.planning import reply
from encircle.rooms.briefings.agreements import agreement_now
from encircle.rooms.briefings.for_volunteers import own_circle_briefing, own_invitation, own_newest_agreement
from encircle.rooms.circles.models import Circle

from .guard import VolunteerRequest, for_volunteers


class ReplyForm(forms.Form):
    comes = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")])


@require_safe
@for_volunteers
def briefing(request: VolunteerRequest, circle_id: UUID) -> HttpResponse:
    """When and where, and whether the pack is open or since when it is closed."""
    found = own_circle_briefing(circle_id, by=request.actor)
    return render(request, "volunteering/briefing.html", {"found": found, "circle": found.circle})


@require_POST
@for_volunteers
def briefing_reply(request: VolunteerRequest, invited_id: UUID) -> HttpResponse:
    own_invitation(invited_id, by=request.actor)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        raise Invalid("Choose yes or no")
    comes = form.cleaned_data["comes"] == "yes"
    found = reply(invited_id, comes=comes, by=request.actor, at=request.actor.now)
    say(request, "Your coordinator sees that you will be there." if comes else "Your coordinator sees that you cannot.")
    return redirect("volunteering:briefing", found.circle_id)


@require_safe
@for_volunteers
def pack(request: VolunteerRequest, briefing_id: UUID) -> HttpResponse:
    """While it is open by the clock of the database; before and after there is no such page."""
    by = request.actor
    opened = open_pack(briefing_id, by=by, at=by.now)
    own = own_circle_briefing(opened.version.circle_id, by=by)
    return render(request, "volunteering/pack.html", {"opened": opened, "own": own})


@require_safe
@for_volunteers
def pack_page(request: VolunteerRequest, pack_page_id: UUID) -> HttpResponse:
    """An image alone, kept by no browser: never a file."""
    return page_response(page_for_volunteer(pack_page_id, by=request.actor, at=request.actor.now))


@require_safe
@for_volunteers
def agreement(request: VolunteerRequest, circle_id: UUID) -> HttpResponse:
    by = request.actor
    newest = own_newest_agreement(circle_id, by=by)
    now = agreement_now(circle_id, by.now)
    own = own_circle_briefing(circle_id, by=by)
    context = {
        "circle": Circle.objects.get(pk=circle_id),
        "opened": open_agreement(newest, by=by),
        "now": now,
        "to_sign": own.to_sign,
    }
    return render(request, "volunteering/agreement.html", context)


@require_POST
@for_volunteers
def signature(request: VolunteerRequest, signed_id: UUID) -> HttpResponse:
    by = request.actor
    signed = sign(signed_id, by=by, at=by.now)
    say(request, "You have signed the agreement of your Circle.")
    return redirect("volunteering:agreement", signed.circle_id)
