"""The charity's own choices, its areas, topics and closure days."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.forms import GovForm
from encircle.design.items import Action, Entry, Row
from encircle.design.jinja import joined
from encircle.foundations.access.actor import names_of
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.rooms.organisation.actions.areas import add_area, book_area_under, rename_area
from encircle.rooms.organisation.actions.closure_days import add_closure_day, remove_closure_day
from encircle.rooms.organisation.actions.settings import change_settings
from encircle.rooms.organisation.actions.topics import (
    Wording,
    add_topic,
    bring_back_topic,
    move_topic_up,
    retire_topic,
    reword_topic,
)
from encircle.rooms.organisation.models import Area, Charity, ClosureDay, SettingChange, Topic
from encircle.rooms.organisation.queries import present_charity
from encircle.rooms.organisation.vocabulary import Part

from .answers import page
from .guard import OfficeRequest
from .setting_forms import (
    AreaForm,
    ClosureDayForm,
    IdleForm,
    KnownAreaForm,
    LookForm,
    NewTopicForm,
    SharingForm,
    TopicForm,
)

SETS = needs(May.CHANGE_SETTINGS)
SAVED = "The settings are saved."
SHOWN = 20
SETTINGS = {
    "name": "Name",
    "colour": "Colour",
    "out_of_hours_number": "Out-of-hours number",
    "shared_parts": "Parts that may leave the inner circle",
    "blocks_without_agreement": "Nothing on consent without an agreement in force",
    "second_person_for_corrections": "A second person approves larger corrections",
    "answers_exact_reference": "Says whom to ask about an exact reference",
    "staff_idle_minutes": "Minutes before staff are signed out",
    "volunteer_idle_minutes": "Minutes before volunteers and professionals are signed out",
}


@require_safe
@SETS
def settings(request: OfficeRequest) -> HttpResponse:
    charity = _charity()
    context = {
        "look": _look_rows(charity),
        "sharing": _sharing_rows(charity),
        "idle": [
            Row("Staff", f"{charity.staff_idle_minutes} minutes"),
            Row("Volunteers and professionals", f"{charity.volunteer_idle_minutes} minutes"),
        ],
        "changes": _changes(),
        "change": {name: [Action("Change", reverse(f"administration:{name}"))] for name in ("look", "sharing", "idle")},
    }
    return page(request, "settings.html", "settings", context)


def _charity() -> Charity:
    charity = present_charity()
    if charity is None:
        raise NotFound()
    return charity


def _changes() -> list[Entry]:
    """What was changed last, the newest first."""
    rows = list(SettingChange.objects.order_by("-at", "field")[:SHOWN])
    names = names_of(row.by_id for row in rows)
    return [
        Entry(
            SETTINGS[row.field],
            row.at,
            by=names.get(row.by_id, ""),
            text=f"From {_value(row, row.old)} to {_value(row, row.new)}." + (f" {row.why}" if row.why else ""),
        )
        for row in rows
    ]


def _value(change: SettingChange, value: str) -> str:
    if change.field == "shared_parts":
        return joined([Part(one).label.lower() for one in value.split(", ")])
    return value or "nothing"


def _look_rows(charity: Charity) -> list[Row]:
    return [
        Row(SETTINGS["name"], charity.name),
        Row(SETTINGS["colour"], charity.colour),
        Row(SETTINGS["out_of_hours_number"], charity.out_of_hours_number),
    ]


def _sharing_rows(charity: Charity) -> list[Row]:
    yes = {True: "Yes", False: "No"}
    return [
        Row(SETTINGS["shared_parts"], ", ".join(Part(part).label for part in charity.shared_parts)),
        Row(SETTINGS["blocks_without_agreement"], yes[charity.blocks_without_agreement]),
        Row(SETTINGS["second_person_for_corrections"], yes[charity.second_person_for_corrections]),
        Row(SETTINGS["answers_exact_reference"], yes[charity.answers_exact_reference]),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@SETS
def look(request: OfficeRequest) -> HttpResponse:
    form = LookForm(typed(request), initial=LookForm.initial_of(_charity()))
    return _saved(
        request, form, "look.html", lambda: change_settings(form.look, by=request.actor, at=request.actor.now)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@SETS
def sharing(request: OfficeRequest) -> HttpResponse:
    form = SharingForm(typed(request), initial=SharingForm.initial_of(_charity()))
    return _saved(
        request,
        form,
        "sharing.html",
        lambda: change_settings(form.sharing, why=form.cleaned_data["why"], by=request.actor, at=request.actor.now),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@SETS
def idle(request: OfficeRequest) -> HttpResponse:
    form = IdleForm(typed(request), initial=IdleForm.initial_of(_charity()))
    return _saved(
        request, form, "idle.html", lambda: change_settings(form.idle, by=request.actor, at=request.actor.now)
    )


def _saved(
    request: OfficeRequest,
    form: GovForm,
    template: str,
    act: Callable[[], object],
    *,
    to: str = "settings",
    words: str = SAVED,
    **context: Any,
) -> HttpResponse:
    """One form, one action, back to its list."""
    if form.is_bound and carried_out(form, act):
        say(request, words)
        return redirect(f"administration:{to}")
    return page(request, template, "settings", {"form": form, **context})


@require_safe
@SETS
def areas(request: OfficeRequest) -> HttpResponse:
    rows = [
        Row(area.name, "", actions=[Action("Rename", reverse("administration:area", args=[area.pk]), area.name)])
        for area in Area.objects.order_by("name")
    ]
    return page(request, "areas.html", "settings", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@SETS
def area_new(request: OfficeRequest) -> HttpResponse:
    by, form = request.actor, AreaForm(typed(request))
    return _saved(
        request,
        form,
        "area.html",
        lambda: add_area(id=form.id, name=form.cleaned_data["name"], by=by, at=by.now),
        to="areas",
        words="The area is added. Appoint somebody to coordinate it.",
        area=None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@SETS
def area(request: OfficeRequest, area_id: UUID) -> HttpResponse:
    by, found = request.actor, Area.objects.filter(pk=area_id).first()
    if found is None:
        raise NotFound()
    form = KnownAreaForm(typed(request), initial={"name": found.name, "cost_code": found.cost_code})

    def act() -> None:
        rename_area(area_id, name=form.cleaned_data["name"], by=by, at=by.now)
        book_area_under(area_id, form.cleaned_data["cost_code"], by=by, at=by.now)

    return _saved(request, form, "area.html", act, to="areas", words="The area is changed.", area=found)


@require_safe
@SETS
def topics(request: OfficeRequest) -> HttpResponse:
    listed = list(Topic.objects.all())
    present = [topic for topic in listed if topic.retired_at is None]
    context = {
        "parts": [(part.label, [topic for topic in present if topic.part == part]) for part in Part],
        "retired": [topic for topic in listed if topic.retired_at is not None],
        "first": present[0].code if present else "",
    }
    return page(request, "topics.html", "settings", context)


@require_http_methods(["GET", "HEAD", "POST"])
@SETS
def topic_new(request: OfficeRequest) -> HttpResponse:
    by, form = request.actor, NewTopicForm(typed(request))

    def act() -> None:
        cleaned = form.cleaned_data
        add_topic(Wording(cleaned["name"], cleaned["hint"]), Part(cleaned["part"]), by=by, at=by.now)

    words = "The topic is added. No consent covers it yet, so it is shared with nobody."
    return _saved(request, form, "topic.html", act, to="topics", words=words, topic=None)


@require_http_methods(["GET", "HEAD", "POST"])
@SETS
def topic(request: OfficeRequest, code: str) -> HttpResponse:
    by, found = request.actor, Topic.objects.filter(pk=code).first()
    if found is None:
        raise NotFound()
    form = TopicForm(typed(request), initial={"name": found.name, "hint": found.hint})

    def act() -> None:
        reword_topic(code, Wording(form.cleaned_data["name"], form.cleaned_data["hint"]), by=by, at=by.now)

    return _saved(request, form, "topic.html", act, to="topics", words="The topic is reworded.", topic=found)


@require_POST
@SETS
def topic_retirement(request: OfficeRequest, code: str) -> HttpResponse:
    try:
        retire_topic(code, by=request.actor, at=request.actor.now)
    except Invalid as refusal:
        messages.error(request, str(refusal))
        return redirect("administration:topic", code)
    return _to_topics(request, "The topic is retired. What was written under it stays as it is.")


@require_POST
@SETS
def topic_return(request: OfficeRequest, code: str) -> HttpResponse:
    bring_back_topic(code, by=request.actor, at=request.actor.now)
    return _to_topics(request, "The topic is back.")


@require_POST
@SETS
def topic_place(request: OfficeRequest, code: str) -> HttpResponse:
    move_topic_up(code, by=request.actor, at=request.actor.now)
    return redirect("administration:topics")


def _to_topics(request: OfficeRequest, words: str) -> HttpResponse:
    say(request, words)
    return redirect("administration:topics")


@require_http_methods(["GET", "HEAD", "POST"])
@SETS
def closure_days(request: OfficeRequest) -> HttpResponse:
    """The list, and the form that adds to it."""
    by, form = request.actor, ClosureDayForm(typed(request))
    today = in_london(by.now).date()
    context = {
        "days": list(ClosureDay.objects.filter(day__gte=today).order_by("day")),
        "past": list(ClosureDay.objects.filter(day__lt=today).order_by("-day")[:20]),
    }

    def act() -> None:
        add_closure_day(form.cleaned_data["day"], form.cleaned_data["name"], by=by, at=by.now)

    words = "The day is added. Working-day clocks stand still on it."
    return _saved(request, form, "closure_days.html", act, to="closure_days", words=words, **context)


@require_POST
@SETS
def closure_day_removal(request: OfficeRequest, day: date) -> HttpResponse:
    remove_closure_day(day, by=request.actor, at=request.actor.now)
    say(request, "The day is a working day again.")
    return redirect("administration:closure_days")
