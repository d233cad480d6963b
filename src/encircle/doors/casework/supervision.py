"""Supervision of volunteers: planned, held, owed; its notes for its supervisor alone."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.errors import NotAllowed, NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import long_date_and_time, plain_date
from encircle.design.items import Row, TagColour, WorkItem
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.seat_queries import coordinators_of
from encircle.rooms.organisation.models import Area
from encircle.rooms.support.actions.supervising import (
    cancel_supervision,
    plan_supervision,
    record_presence,
    write_note,
)
from encircle.rooms.support.models import Supervision, SupervisionNote
from encircle.rooms.support.supervision_queries import (
    OpenSupervision,
    Owed,
    SupervisionLine,
    coming,
    open_supervision,
    owed,
    past,
    supervision_row,
)
from encircle.rooms.support.vocabulary import Presence, SupervisionKind
from encircle.rooms.volunteers.queries import volunteers

from .answers import once, page
from .areas import areas_of, chosen
from .guard import StaffRequest, for_staff
from .links import to
from .support_forms import NoteForm, PresenceForm, SupervisionForm

COLOURS: dict[Presence, TagColour] = {Presence.CAME: "green", Presence.APOLOGIES: "grey", Presence.MISSED: "orange"}


@require_safe
@for_staff
def supervisions(request: StaffRequest) -> HttpResponse:
    """One area at a time: what is owed, what comes, what was."""
    by, areas = request.actor, areas_of(request.actor)
    area = _area(request, areas)
    late = owed(area.pk, by.now)
    record(Verb.LISTED, "support.supervision", by=by.acting, area_id=area.pk, detail=str(len(late)))
    context = {
        "tab": "support",
        "area": area,
        "areas": areas,
        "owed": [owed_item(one) for one in late],
        "coming": [_item(line, by.now) for line in coming(area.pk, by.now)],
        "past": [_item(line, by.now) for line in past(area.pk, by.now)],
    }
    return page(request, "supervisions.html", context)


def owed_item(one: Owed) -> WorkItem:
    last = f"last on {plain_date(one.last_on)}" if one.last_on else "none yet"
    return WorkItem(
        title=one.volunteer.full_name,
        url=to("volunteer_support", one.volunteer.pk),
        facts=[f"{one.kind.label} supervision", last],
        tag="Overdue",
        colour="red",
        when=f"was due {plain_date(one.due_on)}",
        urgency="soon",
        hidden=one.kind.label.lower(),
    )


def _item(line: SupervisionLine, at: datetime) -> WorkItem:
    row = line.supervision
    is_past = row.starts_at <= at
    return WorkItem(
        title=f"{SupervisionKind(row.kind).label}, {long_date_and_time(row.starts_at)}",
        url=to("supervision", row.pk),
        facts=[", ".join(line.names), f"with {line.supervisor}"],
        tag="" if not is_past else "Held" if line.is_recorded else "To record",
        colour="green" if line.is_recorded else "yellow",
        urgency="soon" if is_past and not line.is_recorded else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def supervision_new(request: StaffRequest) -> HttpResponse:
    by = request.actor
    area = _area(request, areas_of(by))
    known = coordinators_of(area.pk, by.now)
    if by.user_id not in dict(known):
        known = [(by.user_id, by.name), *known]
    form = SupervisionForm(
        typed(request), area_id=area.pk, volunteers=list(volunteers(area.pk, present_on=by.now.date())),
        supervisors=[(str(pk), name) for pk, name in known], initial={"supervisor": str(by.user_id)},
    )  # fmt: skip
    back = f"{reverse('casework:supervisions')}?area={area.code}"

    def act() -> None:
        once(Supervision, form.id, lambda: plan_supervision(form.new, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The supervision is planned.")
        return redirect(back)
    return page(request, "supervision_new.html", {"form": form, "area": area, "back": back})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def supervision(request: StaffRequest, supervision_id: UUID) -> HttpResponse:
    """Who takes part, whether they did, and for its supervisor the notes."""
    by, row = request.actor, supervision_row(supervision_id)
    found = open_supervision(row, by=by)
    is_open = row.cancelled_at is None and row.starts_at <= by.now
    form = PresenceForm(typed(request), places=found.places) if is_open else None
    if request.method == "POST" and form is None:
        raise NotAllowed("You can record who took part once it was held.")

    def act() -> None:
        assert form is not None  # noqa: S101 (only bound once it was held)
        record_presence(row, form.came, by=by, at=by.now)

    if form is not None and carried_out(form, act):
        say(request, "Who took part is recorded.")
        return redirect("casework:supervision", supervision_id=row.pk)
    context = {
        "found": found,
        "rows": _rows(found),
        "form": form,
        "may_cancel": row.cancelled_at is None and not any(place.presence for place in found.places),
    }
    return page(request, "supervision.html", context)


def _rows(found: OpenSupervision) -> list[Row]:
    row = found.supervision
    return [
        Row("Kind", SupervisionKind(row.kind).label),
        Row("When", long_date_and_time(row.starts_at)),
        Row("Where", row.place),
        Row("Supervisor", found.names.get(row.supervisor_id, "Somebody")),
        *(
            Row(place.volunteer.full_name, Presence(place.presence).label if place.presence else "Not recorded yet")
            for place in found.places
        ),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def supervision_note(request: StaffRequest, supervision_id: UUID) -> HttpResponse:
    by, row = request.actor, supervision_row(supervision_id)
    if row.supervisor_id != by.user_id:
        raise NotAllowed("Only the supervisor writes the notes.")
    open_supervision(row, by=by)
    form = NoteForm(typed(request))

    def act() -> None:
        once(SupervisionNote, form.id, lambda: write_note(row, form.cleaned_data["text"], id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The note is kept.")
        return redirect("casework:supervision", supervision_id=row.pk)
    return page(request, "supervision_note.html", {"form": form, "row": row})


@require_POST
@for_staff
def supervision_cancellation(request: StaffRequest, supervision_id: UUID) -> HttpResponse:
    row = supervision_row(supervision_id)
    cancel_supervision(row, by=request.actor, at=request.actor.now)
    say(request, "The supervision is called off.")
    return redirect("casework:supervision", supervision_id=row.pk)


def _area(request: StaffRequest, areas: list[Area]) -> Area:
    """The one asked for, else the first."""
    area = chosen(areas, request.GET.get("area")) or (areas[0] if areas else None)
    if area is None or not request.actor.may(May.LOOK_AFTER_VOLUNTEERS):
        raise NotFound()
    return area
