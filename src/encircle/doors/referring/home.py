"""The referrals of a professional: what they have in hand, what they sent and where it stands."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.referrals.for_referrers import asked_of_referrals, in_hand, sent

from .guard import ReferrerRequest, for_referrers
from .words import item


@require_safe
@for_referrers
def home(request: ReferrerRequest) -> HttpResponse:
    by = request.actor
    number = number_in(request.GET.get("page"))
    held = in_hand() if number == 1 else []
    gone, has_older = sent(by, page=number)
    record(Verb.LISTED, "referrals.referral", by=by.acting, detail=str(len(held) + len(gone)))
    context = {
        "held": [item(own, reverse("referring:form", args=[own.referral.pk]), by) for own in held],
        "sent": [item(own, reverse("referring:state", args=[own.referral.pk]), by) for own in gone],
        "number": number,
        "has_older": has_older,
    }
    return render(request, "referring/home.html", context)


@require_safe
@for_referrers
def circles(request: ReferrerRequest) -> HttpResponse:
    """What a Circle is, and what a referral is judged by."""
    criteria = asked_of_referrals(set(CircleKind.values), request.actor.now)
    lines = [(one, [CircleKind(kind).label for kind in one.kinds]) for one in criteria]
    context = {"criteria": lines, "all_kinds": len(CircleKind.values)}
    return render(request, "referring/circles.html", context)


def number_in(typed: str | None) -> int:
    """The number of a page in an address; the first for anything else."""
    return int(typed) if typed and typed.isdecimal() and 0 < int(typed) < 10_000 else 1
