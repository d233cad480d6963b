"""Who must not sit in a Circle with somebody who waits or has one: noted with the reason, and ended."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import plain_date
from encircle.design.items import Row, WorkItem
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.forming.actions.excluding import ITEM, end_exclusion, note_exclusion, open_exclusion
from encircle.rooms.forming.models import Exclusion
from encircle.rooms.forming.queries import (
    ExclusionLine,
    exclusions_of,
    in_one_circle,
    is_ended,
    volunteers_to_exclude,
)
from encircle.rooms.forming.rules import may_exclude, require_excluding
from encircle.rooms.forming.vocabulary import Because
from encircle.rooms.people.models import CoreMember
from encircle.rooms.people.queries import core_member

from .answers import once, page
from .forming_forms import ExclusionForm
from .guard import StaffRequest, for_staff
from .links import to


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def exclusions(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    """Who is noted, and a form for one more."""
    by, person = request.actor, core_member(core_member_id)
    require_excluding(by, person.area_id)
    form = ExclusionForm(typed(request), volunteers=volunteers_to_exclude(by.now))

    def act() -> None:
        given = form.cleaned_data
        note_exclusion(
            person, volunteer_in(form), Because(given["because"]), given["text"], id=form.id, by=by, at=by.now
        )

    if carried_out(form, lambda: once(Exclusion, form.id, act)):
        say(request, _noted(person, volunteer_in(form), by))
        return redirect("casework:exclusions", person.pk)
    lines = exclusions_of(person.pk, by.now)
    record(Verb.LISTED, ITEM, by=by.acting, area_id=person.area_id, person_id=person.pk, detail=str(len(lines)))
    context = {
        "form": form,
        "person": person,
        "name": called(person),
        "items": [_item(line) for line in lines],
    }
    return page(request, "exclusions.html", context)


def volunteer_in(form: ExclusionForm) -> UUID:
    return UUID(form.cleaned_data["volunteer"])


def _noted(person: CoreMember, volunteer_id: UUID, by: Actor) -> str:
    if in_one_circle(person.pk, [volunteer_id], by.now):
        return "It is noted. They sit in one Circle now: noting it ends no seat. End the seat, or speak to a senior."
    return "It is noted. They are never proposed for one Circle, and cannot be given a seat in one."


def called(person: CoreMember) -> str:
    return f"{person.given_name} {person.family_name}"


def _item(line: ExclusionLine) -> WorkItem:
    tag = "In one Circle now" if line.are_together else "Ended" if is_ended(line.row) else ""
    return WorkItem(
        title=line.volunteer,
        url=to("exclusion", line.row.pk),
        facts=[
            Because(line.row.because).label,
            f"noted on {plain_date(line.row.at)} by {line.noted_by or 'somebody'}",
        ],
        tag=tag,
        colour="red" if line.are_together else "grey",
    )


@require_safe
@for_staff
def exclusion(request: StaffRequest, exclusion_id: UUID) -> HttpResponse:
    """With what is known, in words: opened, so that the trace says who read it."""
    by, row = request.actor, open_exclusion(exclusion_id, by=request.actor)
    names = names_of([row.by_id, row.ended.by_id if is_ended(row) else None])
    rows = [
        Row("Volunteer", row.volunteer.full_name),
        Row("Core member", called(row.core_member)),
        Row("Why not", Because(row.because).label),
        Row("What is known", row.words.text),
        Row("Noted", f"{plain_date(row.at)} by {names.get(row.by_id, 'somebody')}"),
    ]
    if is_ended(row):
        rows.append(Row("Ended", f"{plain_date(row.ended.at)} by {names.get(row.ended.by_id, 'somebody')}"))
    context = {
        "row": row,
        "rows": rows,
        "back": reverse("casework:exclusions", args=[row.core_member_id]),
        "may_end": not is_ended(row) and may_exclude(by, row.area_id),
    }
    return page(request, "exclusion.html", context)


@require_http_methods(["POST"])
@for_staff
def exclusion_ending(request: StaffRequest, exclusion_id: UUID) -> HttpResponse:
    by, row = request.actor, open_exclusion(exclusion_id, by=request.actor)
    end_exclusion(row, by=by, at=by.now)
    say(request, "It is ended. They may be proposed for one Circle again.")
    return redirect("casework:exclusions", row.core_member_id)
