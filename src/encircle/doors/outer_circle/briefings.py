"""What a professional is asked: whether they come to a briefing, and to sign a Circle's agreement."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from encircle.common.errors import Invalid
from encircle.design.dates import long_date_and_time
from encircle.design.items import WorkItem
from encircle.foundations.access.actor import Actor
from encircle.rooms.briefings.actions.agreeing import open_agreement, sign
from encircle.rooms.briefings.actions.planning import reply
from encircle.rooms.briefings.for_professionals import (
    OwnInvitation,
    agreement_asked,
    agreements_asked,
    invitation,
    invitations,
)
from encircle.rooms.received.queries import own_seats

from .guard import ProfessionalRequest, for_professionals


class ReplyForm(forms.Form):
    comes = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")])


def asked_of(by: Actor) -> list[WorkItem]:
    """For the first page of this door."""
    coming, to_sign = invitations(by), [one for one in agreements_asked(by) if one.signature is None]
    references = {one.seat_id: one.circle_reference for one in own_seats()} if coming or to_sign else {}
    return [
        *(_coming(one, references.get(one.invitation.seat_id, "")) for one in coming),
        *(
            WorkItem(
                title=f"Agreement of Circle {references.get(one.seat_id, '')}",
                url=reverse("outer_circle:agreement", args=[one.agreement.pk]),
                tag="To sign",
                colour="yellow",
            )
            for one in to_sign
        ),
    ]


def _coming(one: OwnInvitation, reference: str) -> WorkItem:
    said = "You come" if one.comes else "You cannot come" if one.comes is not None else "Waiting for your answer"
    tag, colour = ("Cancelled", "grey") if one.briefing.cancelled_at else (said, "blue" if one.comes else "yellow")
    return WorkItem(
        title=f"Briefing of Circle {reference}",
        url=reverse("outer_circle:briefing", args=[one.invitation.pk]),
        facts=[long_date_and_time(one.briefing.starts_at)],
        tag=tag,
        colour=colour,  # type: ignore[arg-type]  # one of the colours above
    )


@require_GET
@for_professionals
def briefing(request: ProfessionalRequest, invited_id: UUID) -> HttpResponse:
    """A date and a place, and nothing of what will be said."""
    found = invitation(invited_id, by=request.actor)
    references = {one.seat_id: one.circle_reference for one in own_seats()}
    context = {"found": found, "reference": references.get(found.invitation.seat_id, "")}
    return render(request, "outer_circle/briefing.html", context)


@require_POST
@for_professionals
def briefing_reply(request: ProfessionalRequest, invited_id: UUID) -> HttpResponse:
    found = invitation(invited_id, by=request.actor)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        raise Invalid("Choose yes or no")
    reply(found.invitation.pk, comes=form.cleaned_data["comes"] == "yes", by=request.actor, at=request.actor.now)
    messages.success(request, "Thank you. The coordinator sees your answer.")
    return redirect("outer_circle:briefing", invited_id)


@require_GET
@for_professionals
def agreement(request: ProfessionalRequest, signed_id: UUID) -> HttpResponse:
    found = agreement_asked(signed_id, by=request.actor)
    references = {one.seat_id: one.circle_reference for one in own_seats()}
    context = {
        "found": found,
        "opened": open_agreement(found.agreement, by=request.actor),
        "reference": references.get(found.seat_id, ""),
    }
    return render(request, "outer_circle/agreement.html", context)


@require_POST
@for_professionals
def signature(request: ProfessionalRequest, signed_id: UUID) -> HttpResponse:
    agreement_asked(signed_id, by=request.actor)
    sign(signed_id, by=request.actor, at=request.actor.now)
    messages.success(request, "You have signed the agreement.")
    return redirect("outer_circle:agreement", signed_id)
