"""The end of a Circle on one page: when it is planned or how it came, what everybody said, the report, what follows."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.actions.phases import open_ending
from encircle.rooms.circles.models import Ending, EndingWords
from encircle.rooms.circles.rules import may_change_circle
from encircle.rooms.circles.vocabulary import EndingDecision, EndingReason
from encircle.rooms.endings.actions.planning import move_planned_end
from encircle.rooms.endings.models import PlannedEnd
from encircle.rooms.endings.queries import asked_of, moves_of, planned_ends
from encircle.rooms.endings.report import report_due_on, versions_of
from encircle.rooms.endings.vocabulary import MovedBecause
from encircle.rooms.outcomes.queries import points_of, to_do
from encircle.rooms.reviews.queries.held import ending_review
from encircle.rooms.reviews.rules import may_keep_reviews

from .answers import once, page
from .circles import to_change
from .ending_forms import PlannedEndForm
from .ending_words import asked_summary, ending_review_row, ending_rows, point_items, version_rows
from .guard import StaffRequest, for_staff
from .record import circle_page


@require_safe
@for_staff
def after(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "after")
    circle = context["circle"]
    ending = Ending.objects.filter(pk=circle_id).first()
    record(Verb.LISTED, "endings.ending", by=by.acting, circle_id=circle_id, area_id=circle.area_id)
    may_plan = ending is None and may_keep_reviews(by, circle.area_id)
    review = ending_review_row(circle_id, ending_review(circle_id), may_plan=may_plan, has_ended=ending is not None)
    context |= {
        "ending": ending,
        "ending_rows": ending_rows(
            ending, planned_ends([circle_id], by.now).get(circle_id), moves_of(circle_id), review
        ),
        "may_change": may_change_circle(by, circle.area_id),
        "asked": asked_summary(asked_of(circle_id)),
        "versions": version_rows(versions_of(circle_id)),
        "report_due_on": report_due_on(circle, ending) if ending else None,
        "points": point_items(points_of(circle, by.now), to_do(circle, by.now), by.now),
    }
    return page(request, "after.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def planned_end(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, to_change(request, circle_id)
    form = PlannedEndForm(typed(request), initial={"ends_on": planned_ends([circle_id], by.now).get(circle_id)})

    def act() -> None:
        day, because = form.cleaned_data["ends_on"], MovedBecause(form.cleaned_data["because"])
        once(PlannedEnd, form.id, lambda: move_planned_end(circle_id, day, because, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The planned end is moved. What was planned before stays on record.")
        return redirect("casework:after", circle_id)
    return page(
        request, "after_form.html", context | {"form": form, "title": "Move the planned end", "button": "Move it"}
    )


@require_safe
@for_staff
def ending_words(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    """Why it ended, in words: opened, so that the trace says who read it."""
    ending = open_ending(circle_id, by=request.actor)
    words = EndingWords.objects.filter(ending=ending).values_list("text", flat=True).first()
    context: dict[str, Any] = circle_page(request, circle_id, "after")
    whose = EndingDecision(ending.decision_of).label if ending.decision_of else ""
    facts = {"reason": EndingReason(ending.reason).label, "whose": whose, "words": words}
    return page(request, "ending_words.html", context | {"ending": ending, **facts})


def ended_page(request: StaffRequest, circle_id: UUID) -> dict[str, Any]:
    """The page of a Circle that has ended. Raises NotFound for one that goes on."""
    context = circle_page(request, circle_id, "after")
    if not Ending.objects.filter(pk=circle_id, ended_at__lte=request.actor.now).exists():
        raise NotFound()
    return context
