"""Withdraw a referral, written or sent. It goes no further, and the charity is told."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.common.errors import NotAllowed, NotFound
from encircle.design.answering import form_page, say, typed
from encircle.design.forms import GovForm
from encircle.rooms.referrals.actions.withdrawing import ALREADY, DECIDED, withdraw_own_referral
from encircle.rooms.referrals.drafts import held_referral
from encircle.rooms.referrals.for_referrers import Stands, sent_referral
from encircle.rooms.referrals.models import Referral
from encircle.rooms.referrals.vocabulary import WithdrawalReason

from .guard import ReferrerRequest, for_referrers

REASONS = [
    (WithdrawalReason.UNWILLING, "The person does not want to take part"),
    (WithdrawalReason.MOVED, "The person has moved or will move away"),
    (WithdrawalReason.CIRCUMSTANCES, "The person’s circumstances have changed"),
    (WithdrawalReason.MISTAKE, "It was started by mistake"),
    (WithdrawalReason.OTHER, "Another reason"),
]


class WithdrawalForm(GovForm):
    reason = forms.ChoiceField(label="Why?", choices=REASONS, widget=forms.RadioSelect)
    called = {"reason": "why you withdraw it"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_referrers
def withdrawal(request: ReferrerRequest, referral_id: UUID) -> HttpResponse:
    by = request.actor
    referral, is_sent = _withdrawable(request, referral_id)
    form = WithdrawalForm(typed(request))
    if form.is_bound and form.is_valid():
        withdraw_own_referral(referral, WithdrawalReason(form.cleaned_data["reason"]), by=by, at=by.now)
        say(request, f"Referral {referral.reference} is withdrawn.")
        return redirect("referring:home")
    return form_page(request, "referring/withdrawal.html", {"referral": referral, "form": form, "is_sent": is_sent})


def _withdrawable(request: ReferrerRequest, referral_id: UUID) -> tuple[Referral, bool]:
    """In hand or sent, and whether it was sent. Raises NotFound, NotAllowed for one that is closed."""
    try:
        return held_referral(referral_id), False
    except NotFound:
        own = sent_referral(referral_id, by=request.actor)
    if own.stands is Stands.WITHDRAWN:
        raise NotAllowed(ALREADY)
    if own.is_closed:
        raise NotAllowed(DECIDED)
    return own.referral, True
