"""The on-call rota: who answers, the turns to come, when nobody would, and keeping it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.errors import NotAllowed
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.design.dates import date_and_time
from encircle.design.forms import DateTimeLondon
from encircle.design.jinja import joined
from encircle.foundations.access.actor import names_of
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.queries import present
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.corrections.queries import times_corrected
from encircle.rooms.organisation.actions.rota import ANSWERS, Shift, add_shift, change_shift, remove_shift, shift_row
from encircle.rooms.organisation.models import Area, OnCallShift
from encircle.rooms.organisation.queries import past_shifts, present_charity, shifts_from
from encircle.rooms.organisation.rota import LOOK_AHEAD, Gap, Turn, gaps
from encircle.rooms.organisation.rules import may_keep_rota, require_keeping_rota

from .answers import page
from .fields import offer
from .guard import StaffRequest, for_staff

PAST = 10
EVERYWHERE = "all"


class ShiftForm(OnceForm):
    person = forms.ChoiceField(label="Who answers?")
    name = forms.CharField(
        label="Name volunteers read", max_length=120, required=False, help_text="Left empty, it is the person’s own."
    )
    number = forms.CharField(
        label="Telephone number", max_length=30, widget=forms.TextInput(attrs={"class": "govuk-input--width-20"})
    )
    area = forms.ChoiceField(label="For which area?")
    starts_at = DateTimeLondon(label="From", called="when the turn starts")
    ends_at = DateTimeLondon(label="Until", called="when the turn ends")
    why = forms.CharField(
        label="Why is this changed?", max_length=400, help_text="The turn has begun: what stood there is kept"
    )
    called = {"person": "who answers", "area": "the area", "why": "why this is changed"}

    def __init__(
        self,
        data: Any,
        *,
        people: Sequence[tuple[str, str]],
        areas: Sequence[Area],
        has_begun: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        if not has_begun:
            del self.fields["why"]
        self.people = dict(people)
        offer(self, "person", [("", "Select a person"), *people])
        offer(self, "area", [(EVERYWHERE, "All areas"), *[(str(area.pk), area.name) for area in areas]])

    def shift(self) -> Shift:
        given = self.cleaned_data
        return Shift(
            user_id=UUID(given["person"]),
            name=given["name"].strip() or self.people[given["person"]],
            number=given["number"],
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            area_id=None if given["area"] == EVERYWHERE else UUID(given["area"]),
        )


@require_safe
@for_staff
def rota(request: StaffRequest) -> HttpResponse:
    """For all who work with cases: whom to ring is no secret among them."""
    by = request.actor
    until = by.now + LOOK_AHEAD
    shifts, past = shifts_from(by.now, until), past_shifts(by.now, PAST)
    areas = list(Area.objects.order_by("name"))
    record(Verb.LISTED, "organisation.oncallshift", by=by.acting, detail=str(len(shifts)))
    charity = present_charity()
    turns = [Turn(one.starts_at, one.ends_at, one.area_id) for one in shifts]
    missing = gaps(turns, [area.pk for area in areas], since=by.now, until=until)
    context = {
        "shifts": shifts,
        "past": past,
        "people": names_of(one.user_id for one in [*shifts, *past]),
        "changed": times_corrected(one.pk for one in [*shifts, *past]),
        "blind": _see_no_circle(shifts, by.now),
        "gaps": [_gap_words(gap, areas, by.now, until) for gap in missing],
        "may_keep": may_keep_rota(by),
        "charity_number": charity.out_of_hours_number if charity else "",
    }
    return page(request, "rota.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def rota_new(request: StaffRequest) -> HttpResponse:
    by = request.actor
    require_keeping_rota(by)
    form = ShiftForm(typed(request), people=_people(by.now), areas=list(Area.objects.order_by("name")))
    return _kept(request, form, lambda: add_shift(form.shift(), id=form.id, by=by, at=by.now), None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def rota_shift(request: StaffRequest, shift_id: UUID) -> HttpResponse:
    by = request.actor
    require_keeping_rota(by)
    shift = shift_row(shift_id)
    if typed(request) is None and shift.ends_at <= by.now:
        raise NotAllowed("This turn is over. Who was on call stays on record.")
    form = ShiftForm(
        typed(request),
        people=_people(by.now, shift.user_id),
        areas=list(Area.objects.order_by("name")),
        has_begun=shift.starts_at <= by.now,
        initial=_initial(shift),
    )

    def act() -> None:
        change_shift(shift_id, form.shift(), why=form.cleaned_data.get("why", ""), by=by, at=by.now)

    return _kept(request, form, act, shift)


@require_POST
@for_staff
def rota_removal(request: StaffRequest, shift_id: UUID) -> HttpResponse:
    by = request.actor
    require_keeping_rota(by)
    if OnCallShift.objects.filter(pk=shift_id).exists():  # pressed twice, it is gone already
        remove_shift(shift_id, by=by, at=by.now)
    say(request, "The turn is off the rota.")
    return redirect("casework:rota")


def _kept(request: StaffRequest, form: ShiftForm, act: Callable[[], object], shift: OnCallShift | None) -> HttpResponse:
    if carried_out(form, act):
        say(request, "The rota is changed. The person is told.")
        return redirect("casework:rota")
    removable = shift is not None and shift.starts_at > request.actor.now
    return page(request, "rota_shift.html", {"form": form, "shift": shift, "removable": removable})


def _initial(shift: OnCallShift) -> dict[str, Any]:
    return {
        "person": str(shift.user_id),
        "name": shift.name,
        "number": shift.number,
        "area": str(shift.area_id or EVERYWHERE),
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
    }


def _people(at: datetime, *besides: UUID) -> list[tuple[str, str]]:
    ids = set(present(at).filter(role__in=ANSWERS).values_list("user_id", flat=True)) | set(besides)
    return sorted(((str(one), name) for one, name in names_of(ids).items()), key=lambda one: one[1])


def _see_no_circle(shifts: Sequence[OnCallShift], at: datetime) -> set[UUID]:
    """Turns of people who would see an imminent concern and not the Circle it is about: they hold no role there."""
    held: dict[UUID, list[Appointment]] = {}
    for one in present(at).filter(user_id__in=[shift.user_id for shift in shifts], role__in=ANSWERS):
        held.setdefault(one.user_id, []).append(one)
    everywhere = (Role.SENIOR_COORDINATOR, Role.OPERATIONS_MANAGER)
    return {
        shift.pk
        for shift in shifts
        if not any(
            one.role in everywhere or (shift.area_id is not None and one.area_id == shift.area_id)
            for one in held.get(shift.user_id, [])
        )
    }


def _gap_words(gap: Gap, areas: Sequence[Area], now: datetime, until: datetime) -> str:
    where = "" if len(gap.area_ids) == len(areas) else joined([one.name for one in areas if one.pk in gap.area_ids])
    start = "now" if gap.starts_at <= now else date_and_time(gap.starts_at)
    end = f"until {date_and_time(gap.ends_at)}" if gap.ends_at < until else "onwards"
    words = f"{where + ': ' if where else ''}from {start} {end}"
    return words[:1].upper() + words[1:]
