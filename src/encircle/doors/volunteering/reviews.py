"""A review of a volunteer's own Circle: coming or not, their own view, and the core member's in their words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.design.answering import carried_out, form_page, say, typed
from encircle.design.dates import long_date, relative
from encircle.design.items import TagColour, WorkItem
from encircle.design.view_form import EASY_HEADINGS, HEADINGS, ViewForm
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.queries import kind_standard
from encircle.rooms.reviews.actions.answering import NewView, answer_invitation, give_view
from encircle.rooms.reviews.actions.opening import open_review
from encircle.rooms.reviews.queries.held import decisions_of
from encircle.rooms.reviews.queries.own import OwnInvitation, own_invitation, own_views, views_for_the_circle
from encircle.rooms.reviews.vocabulary import Coming, ViewHeading

from .guard import VolunteerRequest, for_volunteers


@require_safe
@for_volunteers
def review(request: VolunteerRequest, review_id: UUID) -> HttpResponse:
    by = request.actor
    own = own_invitation(review_id, by=by)
    one = open_review(review_id, by=by)
    context = {
        "own": own,
        "review": one,
        "is_over": own.is_over(by.now),
        "answers": [Coming.COMING, Coming.NOT_COMING],
        "views": own_views(one, by=by),
        "said_to_all": views_for_the_circle(one),
        "decisions": decisions_of(one),
    }
    return form_page(request, "volunteering/review.html", context)


@require_POST
@for_volunteers
def answer(request: VolunteerRequest, review_id: UUID) -> HttpResponse:
    by = request.actor
    own = own_invitation(review_id, by=by)
    coming = request.POST.get("coming", "")
    if coming not in (Coming.COMING, Coming.NOT_COMING):
        raise Invalid("Select whether you will come.")
    answer_invitation(review_id, own.seat_id, Coming(coming), by=by, at=by.now)
    say(request, "Thank you. Your coordinator sees your answer.")
    return redirect("volunteering:review", review_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def own_view(request: VolunteerRequest, review_id: UUID) -> HttpResponse:
    own = _asked(review_id, request.actor)
    said = "What you see, in your own words. Your coordinator reads it, and may pass it on to the outer circle."
    return _view(request, own, own.seat_id, title="Your view", said=said, asked=HEADINGS)


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def core_members_view(request: VolunteerRequest, review_id: UUID) -> HttpResponse:
    """Taken down for them: nobody in the Circle is asked to write who would rather speak."""
    by = request.actor
    own = _asked(review_id, by)
    circle = Circle.objects.get(pk=own.review.circle_id)
    seat = Seat.objects.filter(now(by.now), circle=circle, part=SeatPart.CORE_MEMBER).first()
    if seat is None:
        raise NotFound()
    standard = kind_standard(circle.kind, on=in_london(by.now).date())
    asked = EASY_HEADINGS if standard is not None and standard.easy_read else HEADINGS
    said = f"Write what {seat.display_name} says, as {seat.display_name} says it. Read it back before you send it."
    return _view(request, own, seat.pk, title=f"The view of {seat.display_name}", said=said, asked=asked)


def _asked(review_id: UUID, by: Actor) -> OwnInvitation:
    own = own_invitation(review_id, by=by)
    if own.is_cancelled:
        raise NotFound()
    return own


def _view(
    request: VolunteerRequest,
    own: OwnInvitation,
    seat_id: UUID,
    *,
    title: str,
    said: str,
    asked: Mapping[str, tuple[str, str]],
) -> HttpResponse:
    by, review_id = request.actor, own.review.pk
    form = ViewForm(typed(request), asked=asked, today=in_london(by.now).date())

    def act() -> None:
        words = {ViewHeading(name): text for name, text in form.words.items()}
        give_view(NewView(form.id, review_id, seat_id, words, form.given_on), by=by, at=by.now)

    if carried_out(form, act):
        say(request, "Thank you. Your coordinator has it.")
        return redirect("volunteering:review", review_id)
    context: dict[str, Any] = {"form": form, "review": own.review, "title": title, "said": said}
    return form_page(request, "volunteering/review_view.html", context)


def review_item(one: OwnInvitation, at: datetime) -> WorkItem:
    tag, colour = _state(one, at)
    review = one.review
    return WorkItem(
        title=f"{review.get_kind_display()}, {long_date(review.starts_at)}",
        url=reverse("volunteering:review", args=[review.pk]),
        facts=["Online" if review.online else review.place or "The place is not decided yet"],
        tag=tag,
        colour=colour,
        when=relative(review.starts_at, at),
        urgency="soon" if one.wants_something(at) else "",
    )


def _state(one: OwnInvitation, at: datetime) -> tuple[str, TagColour]:
    if one.is_cancelled:
        return "Cancelled", "grey"
    if one.coming is None and not one.is_over(at):
        return "Answer", "yellow"
    return ("View given", "green") if one.has_view else ("Your view is asked", "yellow")
