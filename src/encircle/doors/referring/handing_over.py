"""Hand a form to a colleague: their work address first, then, with their name seen, the handover itself."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from encircle.common.errors import Invalid
from encircle.design.answering import form_page, say, typed
from encircle.design.forms import GovForm
from encircle.rooms.referrals.actions.handing_over import colleague_at, hand_over
from encircle.rooms.referrals.drafts import held_referral

from .guard import ReferrerRequest, for_referrers


class HandoverForm(GovForm):
    email = forms.EmailField(
        label="Your colleague’s work email address",
        help_text="They must belong to your agency and be known to the charity.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_referrers
def handover(request: ReferrerRequest, referral_id: UUID) -> HttpResponse:
    by, referral = request.actor, held_referral(referral_id)
    form = HandoverForm(typed(request))
    if form.is_bound and form.is_valid():
        address = form.cleaned_data["email"]
        try:
            colleague = colleague_at(referral_id, address)
            if request.POST.get("colleague") != str(colleague.professional_id):
                context = {"referral": referral, "colleague": colleague, "email": address}
                return render(request, "referring/handover_check.html", context)
            hand_over(referral_id, address, by=by, at=by.now)
            say(request, f"Handed over to {colleague.name}.")
            return redirect("referring:home")
        except Invalid as refusal:
            form.add_invalid(refusal)
    return form_page(request, "referring/handover.html", {"referral": referral, "form": form})
