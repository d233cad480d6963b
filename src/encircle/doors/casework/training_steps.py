"""What is done about training: an event opened, people invited, who was there, who trains and scores, courses done."""

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed, NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.forms import GovForm
from encircle.foundations.access.actor import names_of
from encircle.rooms.circles.seat_queries import coordinators_of
from encircle.rooms.organisation.models import Venue
from encircle.rooms.training.actions.assessing import assign
from encircle.rooms.training.actions.attending import note_attendance
from encircle.rooms.training.actions.courses import record_before, record_course, say_may_train
from encircle.rooms.training.actions.events import (
    Trains,
    answer,
    cancel_event,
    invite,
    open_event,
    set_trainers,
)
from encircle.rooms.training.models import Assignment, Course, CourseRecord, Event, Outcome, Trainer
from encircle.rooms.training.queries import (
    courses_now,
    event,
    event_page,
    exercises_on,
    invitation,
    to_invite,
    who_may_train,
)
from encircle.rooms.training.rules import may_keep_training, require_keeping
from encircle.rooms.training.vocabulary import Reply
from encircle.rooms.volunteers.models import Volunteer

from .answers import once, page
from .areas import areas_of
from .guard import StaffRequest, for_staff
from .training import called
from .training_forms import (
    AssessorsForm,
    BeforeForm,
    CourseDoneForm,
    EventForm,
    InviteForm,
    ReplyForm,
    ThereForm,
    TrainersForm,
)

TITLES = {"Answer": "Note an answer to an invitation", "Assessors": "Who scores"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def training_new(request: StaffRequest) -> HttpResponse:
    by = request.actor
    areas = [one for one in areas_of(by) if may_keep_training(by, one.pk)]
    if not areas:
        raise NotAllowed("You can open training only in an area you coordinate.")
    venues = list(
        Venue.objects.filter(area__in=areas, retired_at__isnull=True).select_related("area").order_by("area", "name")
    )
    courses = courses_now(in_london(by.now).date())
    form = EventForm(typed(request), areas=areas, courses=courses, venues=venues)

    def act() -> None:
        once(Event, form.id, lambda: open_event(form.new, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The event is open. Nobody is invited yet.")
        return redirect("casework:training_event", form.id)
    return _form(request, form, "Open a training event", reverse("casework:training"), "Open it")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def training_invite(request: StaffRequest, training_id: UUID) -> HttpResponse:
    by, found = request.actor, _kept(request, training_id)
    people = {str(one.pk): one for one in to_invite(found)}
    form = InviteForm(typed(request), people=people.values())

    def act() -> None:
        invite(found, [people[pk] for pk in form.cleaned_data["whom"]], by=by, at=by.now)

    return _step(request, form, act, found, "Invite people", "They are invited. Those with a login are told.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def training_reply(request: StaffRequest, training_invitation_id: UUID) -> HttpResponse:
    by, asked = request.actor, invitation(training_invitation_id)
    found = _kept(request, asked.event_id)
    form = ReplyForm(typed(request))

    def act() -> None:
        answer(asked, Reply(form.cleaned_data["reply"]), by=by, at=by.now)

    return _step(request, form, act, found, f"Answer of {asked.volunteer.full_name}", "The answer is noted.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def training_attendance(request: StaffRequest, training_id: UUID) -> HttpResponse:
    by, found = request.actor, _kept(request, training_id)
    if found.first_on > in_london(by.now).date():
        raise NotAllowed("Who was there is noted from the first day on.")
    held = event_page(found.pk)
    form = ThereForm(typed(request), people=held.people, parts=held.parts)

    def act() -> None:
        note_attendance(found, form.came, by=by, at=by.now)

    return _step(request, form, act, found, "Who was there", "It is noted who was there.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def training_trainers(request: StaffRequest, training_id: UUID) -> HttpResponse:
    by, found = request.actor, _kept(request, training_id)
    there = set(Trainer.objects.filter(event=found).values_list("user", flat=True))
    volunteers = {one.user_id: one for one in who_may_train(found.area_id) if one.user_id}
    staff = dict(coordinators_of(found.area_id, by.now)) | {by.user_id: by.name} | names_of(there)
    people = staff | {user: f"{one.full_name} (volunteer)" for user, one in volunteers.items()}
    form = TrainersForm(typed(request), people=people, initial={"trainers": [str(user) for user in there]})

    def act() -> None:
        users = [UUID(pk) for pk in form.cleaned_data["trainers"]]
        trains = [Trains(user, volunteers[user].pk if user in volunteers else None) for user in users]
        set_trainers(found, trains, by=by, at=by.now)

    return _step(request, form, act, found, "Who trains and assesses", "It is noted who trains and assesses.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def training_assessors(request: StaffRequest, training_id: UUID) -> HttpResponse:
    """The same for everybody with a place whose outcome is not decided."""
    by, held = request.actor, event_page(training_id)
    found = _kept(request, training_id)
    whom = [one.invitation for one in held.people if one.has_place and one.result is None]
    asked: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for exercise, user in Assignment.objects.filter(event=found).values_list("exercise", "assessor"):
        asked[exercise].add(user)
    form = AssessorsForm(typed(request), exercises=exercises_on(found.first_on), trainers=held.trainers, asked=asked)

    def act() -> None:
        assign(found, whom, form.assessors, by=by, at=by.now)

    title = f"Assessors of the {len(whom)} people with a place"
    return _step(request, form, act, found, title, "It is noted who scores. They are told that something waits.")


@require_POST
@for_staff
def training_cancellation(request: StaffRequest, training_id: UUID) -> HttpResponse:
    found = event(training_id)
    require_keeping(request.actor, found.area_id)
    if found.cancelled_at is None:
        cancel_event(found, by=request.actor, at=request.actor.now)
    say(request, "The event is cancelled. Those with a login are told that something waits for them.")
    return redirect("casework:training_event", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def course_done(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one, today = request.actor, _volunteer(request, volunteer_id), in_london(request.actor.now).date()
    courses = {str(each.pk): each for each in courses_now(today)}
    form = CourseDoneForm(typed(request), courses=courses.values(), initial={"done_on": today})

    def act() -> None:
        course: Course = courses[form.cleaned_data["course"]]
        done_on = form.cleaned_data["done_on"]
        once(CourseRecord, form.id, lambda: record_course(one, course, done_on, id=form.id, by=by, at=by.now))

    return _own_step(request, form, act, one, "A course they did", "The course is recorded.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def training_before(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, _volunteer(request, volunteer_id)
    form = BeforeForm(typed(request))

    def act() -> None:
        done_on = form.cleaned_data["done_on"]
        once(Outcome, form.id, lambda: record_before(one, done_on, id=form.id, by=by, at=by.now))

    return _own_step(request, form, act, one, "Trained before Encircle", "The basic training is recorded.")


@require_POST
@for_staff
def training_may_train(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    one = _volunteer(request, volunteer_id)
    say_may_train(one, request.POST.get("may") == "yes", by=request.actor, at=request.actor.now)
    say(request, "It is recorded whether they may train.")
    return redirect("casework:volunteer_training", one.pk)


def _kept(request: StaffRequest, training_id: UUID) -> Event:
    found = event(training_id)
    require_keeping(request.actor, found.area_id)
    if found.cancelled_at is not None:
        raise NotAllowed("This event is cancelled.")
    return found


def _volunteer(request: StaffRequest, volunteer_id: UUID) -> Volunteer:
    one = Volunteer.objects.filter(pk=volunteer_id).first()
    if one is None:
        raise NotFound()
    require_keeping(request.actor, one.area_id, one)
    return one


def _step(
    request: StaffRequest, form: GovForm, act: Callable[[], object], found: Event, title: str, done: str
) -> HttpResponse:
    back = reverse("casework:training_event", args=[found.pk])
    if carried_out(form, act):
        say(request, done)
        return redirect(back)
    return _form(request, form, title, back, "Save", called(found))


def _own_step(
    request: StaffRequest, form: GovForm, act: Callable[[], object], one: Volunteer, title: str, done: str
) -> HttpResponse:
    back = reverse("casework:volunteer_training", args=[one.pk])
    if carried_out(form, act):
        say(request, done)
        return redirect(back)
    return _form(request, form, title, back, "Save", one.full_name)


def _form(request: StaffRequest, form: GovForm, title: str, back: str, button: str, caption: str = "") -> HttpResponse:
    window = TITLES.get(title.split()[0], title)  # never with a name or a number
    context = {"form": form, "title": title, "window": window, "back": back, "button": button, "caption": caption}
    return page(request, "people_form.html", context)
