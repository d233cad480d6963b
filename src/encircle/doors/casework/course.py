"""The course of a Circle: its phases, pauses and release dates as they came, and the decisions about them."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.actions.phases import move_return, open_pause, open_phase, pause_circle, resume_circle
from encircle.rooms.circles.course_queries import (
    ReleaseDateLine,
    course_of,
    has_release_date,
    pause_words,
    phase_words,
    prisons_of,
)
from encircle.rooms.circles.models import PauseReturn
from encircle.rooms.circles.rules import may_change_circle
from encircle.rooms.circles.vocabulary import CircleState, PauseReason
from encircle.rooms.meetings.actions.planning import cancel_planned
from encircle.rooms.meetings.vocabulary import CancelReason
from encircle.rooms.organisation.clocks import start_of_day
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.reviews.queries.held import review_of_phases

from .answers import once, page
from .circle_forms import PauseForm, ReturnForm
from .circles import to_change
from .course_words import pause_rows, phase_rows, prison_rows, release_rows
from .guard import StaffRequest, for_staff
from .record import circle_page


@require_safe
@for_staff
def course(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "circle")
    circle, found = context["circle"], course_of(context["circle"])
    record(Verb.LISTED, "circles.phase", by=by.acting, circle_id=circle_id, area_id=circle.area_id)
    is_over = context["circle_now"].state is CircleState.ENDED
    context |= {
        "phases": phase_rows(found),
        "pauses": pause_rows(found),
        "less_often": found.less_often,
        "release_dates": release_rows(found),
        "prisons": prison_rows(prisons_of(circle)),
        "asks_prison": circle.kind == CircleKind.PRISON,
        "has_come": _has_come(found.planned_phase, in_london(by.now).date()),
        "asks_release": has_release_date(circle.kind, in_london(by.now).date()),
        "is_paused": found.pause_at(by.now) is not None,
        "may_change": may_change_circle(by, circle.area_id) and not is_over,
    }
    return page(request, "circle_course.html", context)


def _has_come(planned: ReleaseDateLine | None, today: date) -> ReleaseDateLine | None:
    """The planned day of release, once it is here: that the person really left prison, somebody has to say."""
    day = planned.row.released_on if planned is not None else None
    return planned if day is not None and day <= today else None


@require_safe
@for_staff
def one_phase(request: StaffRequest, phase_id: UUID) -> HttpResponse:
    """Why the Circle meets less often since, in words: opened, so that the trace says who read it."""
    found = open_phase(phase_id, by=request.actor)
    context = circle_page(request, found.circle_id, "circle")
    return page(
        request,
        "phase.html",
        context
        | {
            "phase": found,
            "words": phase_words(phase_id),
            "review": review_of_phases(found.circle_id).get(phase_id),
        },
    )


@require_safe
@for_staff
def one_pause(request: StaffRequest, pause_id: UUID) -> HttpResponse:
    """Why it paused, in words: opened, so that the trace says who read it."""
    found = open_pause(pause_id, by=request.actor)
    context = circle_page(request, found.circle_id, "circle")
    line = next(line for line in course_of(context["circle"]).pauses if line.pause.pk == found.pk)
    return page(request, "pause.html", context | {"line": line, "words": pause_words(pause_id)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def pause(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, to_change(request, circle_id)
    form = PauseForm(typed(request))

    def act() -> None:
        back_on = form.cleaned_data["back_on"]
        reason, words = PauseReason(form.cleaned_data["reason"]), form.cleaned_data["words"]
        pause_circle(circle_id, reason=reason, words=words, back_on=back_on, by=by, at=by.now)
        if form.cleaned_data["cancels"]:
            until = start_of_day(back_on) if back_on else None
            cancel_planned(context["circle"], CancelReason.OTHER, by=by, at=by.now, until=until)

    if carried_out(form, act):
        say(request, "The Circle is paused.")
        return redirect("casework:circle", circle_id)
    return page(request, "circle_pause.html", context | {"form": form})


@require_http_methods(["POST"])
@for_staff
def resumption(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    resume_circle(circle_id, by=request.actor, at=request.actor.now)
    say(request, "The Circle goes on. Plan its next meetings if they were cancelled.")
    return redirect("casework:circle", circle_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def return_date(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, to_change(request, circle_id)
    present = course_of(context["circle"]).pause_at(by.now)
    form = ReturnForm(typed(request), initial={"back_on": present.back_on if present else None})

    def act() -> None:
        day = form.cleaned_data["back_on"]
        once(PauseReturn, form.id, lambda: move_return(circle_id, day, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The day it is expected to go on is moved.")
        return redirect("casework:circle_course", circle_id)
    title = {"title": "Move the day it goes on", "button": "Move the day", "here": "circle_return_date"}
    return page(request, "course_form.html", context | title | {"form": form})
