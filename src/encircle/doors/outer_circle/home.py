"""What is new for the professional, and what they have read. No list of Circles: there is none to see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from encircle.design.dates import plain_date, relative
from encircle.design.items import WorkItem
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.endings.for_respondents import own_waiting
from encircle.rooms.organisation.vocabulary import Respondent
from encircle.rooms.received.queries import sent_by
from encircle.rooms.reviews.queries.own import own_invitations
from encircle.rooms.sharing.queries.own import OwnRelease, new_for, read_before

from .briefings import asked_of
from .guard import ProfessionalRequest, for_professionals
from .review_words import review_item

SENT_SHOWN = 5


@require_safe
@for_professionals
def home(request: ProfessionalRequest) -> HttpResponse:
    by = request.actor
    number = number_in(request.GET.get("page"))
    new = new_for(by) if number == 1 else []
    older, has_older = read_before(by, page=number)
    sent, has_more_sent = sent_by(by, count=SENT_SHOWN)
    reviews = own_invitations(by, by.now) if number == 1 else []
    record(Verb.LISTED, "sharing.release", by=by.acting, detail=str(len(new) + len(older)))
    context = {
        "new": [_new(own, request) for own in new],
        "asked": asked_of(by) if number == 1 else [],
        "older": [_older(own) for own in older],
        "reviews": [review_item(one, by.now) for one in reviews],
        "sent": sent,
        "has_more_sent": has_more_sent,
        "questionnaires": own_waiting((Respondent.REFERRER, Respondent.PROFESSIONAL)),
        "may_send": bool(by.outer_seats),
        "number": number,
        "has_older": has_older,
    }
    return render(request, "outer_circle/home.html", context)


def number_in(typed: str | None) -> int:
    """The number of a page in an address; the first for anything else."""
    return int(typed) if typed and typed.isdecimal() and 0 < int(typed) < 10_000 else 1


def _new(own: OwnRelease, request: ProfessionalRequest) -> WorkItem:
    return WorkItem(
        title=_title(own),
        url=reverse("outer_circle:release", args=[own.release.pk]),
        facts=[f"Circle {own.release.circle_reference}", f"sent by {own.sender}"],
        tag="Urgent" if own.is_concern else "New",
        colour="red" if own.is_concern else "blue",
        when=f"sent {relative(own.release.released_at, request.actor.now)}",
        urgency="urgent" if own.is_concern else "",
    )


def _older(own: OwnRelease) -> WorkItem:
    return WorkItem(
        title=_title(own),
        url=reverse("outer_circle:release", args=[own.release.pk]),
        facts=[f"Circle {own.release.circle_reference}", f"sent by {own.sender}"],
        tag="Acknowledged" if own.acknowledged_at else "Opened",
        colour="green" if own.acknowledged_at else "grey",
    )


def _title(own: OwnRelease) -> str:
    return f"{own.title} on {plain_date(own.release.about_on)}" if not own.is_concern else own.title
