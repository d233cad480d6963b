"""A review somebody outside is invited to: the day and place, whether they come, and their view in writing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.design.answering import carried_out, typed
from encircle.design.forms import Option
from encircle.design.view_form import ViewForm
from encircle.rooms.reviews.actions.answering import NewView, answer_invitation, give_view
from encircle.rooms.reviews.actions.opening import open_review
from encircle.rooms.reviews.queries.own import own_invitation, own_views
from encircle.rooms.reviews.vocabulary import Coming, Onward, ViewHeading

from .guard import ProfessionalRequest, for_professionals

ONWARD = [
    (Onward.COORDINATOR_ONLY.value, Option(Onward.COORDINATOR_ONLY.label, hint="It is not passed on")),
    (Onward.OUTER_CIRCLE.value, Option(Onward.OUTER_CIRCLE.label, hint="Other agencies may get it in the review")),
    (Onward.WHOLE_CIRCLE.value, Option(Onward.WHOLE_CIRCLE.label, hint="It may be read out in the Circle")),
]


@require_GET
@for_professionals
def review(request: ProfessionalRequest, review_id: UUID) -> HttpResponse:
    by = request.actor
    own = own_invitation(review_id, by=by)
    open_review(review_id, by=by)
    context = {"own": own, "review": own.review, "views": own_views(own.review, by=by), "answers": list(Coming)}
    return render(request, "outer_circle/review.html", context | {"is_over": own.is_over(by.now)})


@require_POST
@for_professionals
def answer(request: ProfessionalRequest, review_id: UUID) -> HttpResponse:
    by = request.actor
    own = own_invitation(review_id, by=by)
    coming = request.POST.get("coming", "")
    if coming not in Coming.values:
        raise Invalid("Select whether you will come.")
    answer_invitation(review_id, own.seat_id, Coming(coming), by=by, at=by.now)
    messages.success(request, "Thank you. The coordinator sees your answer.")
    return redirect("outer_circle:review", review_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_professionals
def view_new(request: ProfessionalRequest, review_id: UUID) -> HttpResponse:
    by = request.actor
    own = own_invitation(review_id, by=by)
    if own.is_cancelled:
        raise NotFound()
    form = ViewForm(typed(request), onward=ONWARD, today=in_london(by.now).date())

    def act() -> None:
        words = {ViewHeading(name): text for name, text in form.words.items()}
        onward = Onward(form.cleaned_data["onward"])
        give_view(NewView(form.id, review_id, own.seat_id, words, form.given_on, onward), by=by, at=by.now)

    if carried_out(form, act):
        messages.success(request, "Thank you. The coordinator has your view.")
        return redirect("outer_circle:review", review_id)
    context: dict[str, Any] = {"form": form, "own": own, "review": own.review}
    return render(request, "outer_circle/review_view.html", context, status=422 if form.errors else 200)
