"""The further courses the charity offers: when they renew, and which kinds of Circle need them."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.rooms.organisation.lasting import is_over
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.training.actions.offering import LONGEST_RENEWAL, Offered, add_course, change_course, end_course
from encircle.rooms.training.models import Course
from encircle.rooms.training.rules import may_set_training

from .answers import page
from .guard import OfficeRequest
from .lasting import Ending, ending, listed, one_form

TITLE = "Further courses"
NEEDED = "Where a kind of Circle asks its volunteers for their courses, nobody new takes a seat in it without this one."


class CourseForm(OnceForm):
    name = forms.CharField(label="Name of the course", max_length=120)
    renew_months = forms.IntegerField(
        label="Months until it has to be renewed",
        min_value=1,
        max_value=LONGEST_RENEWAL,
        required=False,
        help_text="Left empty, it always counts.",
    )
    needed_for = forms.MultipleChoiceField(
        label="Which kinds of Circle need it?",
        choices=CircleKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=f"{NEEDED} Choose none where nobody has to do it.",
    )
    called = {"name": "the name of the course", "renew_months": "months as a whole number"}

    @property
    def offered(self) -> Offered:
        given = self.cleaned_data
        kinds = [CircleKind(kind) for kind in given["needed_for"]]
        return Offered(name=given["name"], renew_months=given["renew_months"], needed_for=kinds)


@require_safe
@needs(May.CHANGE_SETTINGS)
def courses(request: OfficeRequest) -> HttpResponse:
    today = in_london(request.actor.now).date()
    context = {
        "courses": listed(Course.objects.all(), today, lambda one: [_renewal(one), _needed(one)]),
        "may_set": may_set_training(request.actor),
    }
    return page(request, "courses.html", "standard", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def course_new(request: OfficeRequest) -> HttpResponse:
    by, form = request.actor, CourseForm(typed(request))
    if form.is_bound and carried_out(form, lambda: add_course(form.offered, id=form.id, by=by, at=by.now)):
        say(request, "The course is added.")
        return redirect("administration:courses")
    return one_form(request, {"form": form, "button": "Add it"}, "Add a course", "courses", TITLE)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def course(request: OfficeRequest, course_id: UUID) -> HttpResponse:
    by = request.actor
    found = Course.objects.filter(pk=course_id).first()
    if found is None or is_over(found.ends_on, in_london(by.now).date()):
        raise NotFound()
    now = {"name": found.name, "renew_months": found.renew_months, "needed_for": found.needed_for}
    form = CourseForm(typed(request), initial=now)
    if form.is_bound and carried_out(form, lambda: change_course(course_id, form.offered, by=by, at=by.now)):
        say(request, "The course is changed. When earlier ones renew stays as it was.")
        return redirect("administration:courses")
    context = {"form": form, "heading": f"Change “{found.name}”", "button": "Change it"}
    says = "It holds from now on. When a course somebody has done renews stays as it was, and nobody’s seat ends by it."
    return one_form(request, context, "Change a course", "courses", TITLE, says)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def course_ending(request: OfficeRequest, course_id: UUID) -> HttpResponse:
    by = request.actor
    says = "It is given, and asked for before a seat, up to that day. Who has done it has done it."
    words = Ending("End a course", says, "courses", TITLE, "Its last day is set. Who has done it has done it.")
    return ending(request, Course, course_id, lambda pk, day: end_course(pk, day, by=by, at=by.now), words)


def _renewal(one: Course) -> str:
    if one.renew_months is None:
        return "Always counts"
    return f"Renewed after {one.renew_months} {'month' if one.renew_months == 1 else 'months'}"


def _needed(one: Course) -> str:
    kinds = [kind.label for kind in CircleKind if kind in one.needed_for]
    return f"Needed for: {', '.join(kinds)}" if kinds else "Nobody has to do it"
