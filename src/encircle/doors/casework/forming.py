"""Form Circles: ask for proposals, read them with their reasons, change them. Nothing is assigned here."""

from collections.abc import Container
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import NotAllowed
from encircle.design.answering import carried_out, typed
from encircle.design.dates import counted, plain_date, relative, relative_day
from encircle.design.items import WorkItem
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.forming.actions.asking import ITEM, ask_again, ask_for_proposals, open_proposal
from encircle.rooms.forming.clear_queries import said_something
from encircle.rooms.forming.models import Run
from encircle.rooms.forming.queries import Circle, RunLine, Told, runs, told, told_circle, who_else
from encircle.rooms.forming.queries import run as found_run
from encircle.rooms.forming.rules import may_form, require_forming
from encircle.rooms.forming.vocabulary import RunState
from encircle.rooms.organisation.models import Area, Venue
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.suitability.waiting import all_who_wait
from encircle.rooms.volunteers.vocabulary import slot_words

from .answers import once, page
from .areas import areas_of
from .forming_forms import ChangeForm, FormingForm
from .guard import StaffRequest, for_staff
from .links import to

SHOWN = 20
APART_SHOWN = 40


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def forming(request: StaffRequest) -> HttpResponse:
    """`?person=…` comes from the page of one who waits."""
    by = request.actor
    areas = [area for area in areas_of(by) if may_form(by, [area.pk])]
    if not areas:
        raise NotAllowed("You can form Circles only in areas you coordinate.")
    waiting = all_who_wait(area.pk for area in areas)
    form = FormingForm(
        typed(request), areas=areas, waiting=waiting, initial={"person": request.GET.get("person", "")}
    )  # fmt: skip
    if carried_out(
        form, lambda: once(Run, form.id, lambda: ask_for_proposals(form.asked, id=form.id, by=by, at=by.now))
    ):
        return redirect("casework:forming_run", form.id)
    lines = runs(SHOWN)
    record(Verb.LISTED, ITEM, by=by.acting, detail=str(len(lines)))
    context = {
        "tab": "forming",
        "form": form,
        "waiting": len(waiting),
        "placeless": _venues_without_a_place(areas),
        "items": [_item(line, by) for line in lines],
    }
    return page(request, "forming.html", context)


def _venues_without_a_place(areas: list[Area]) -> int:
    return Venue.objects.filter(area__in=areas, retired_at__isnull=True, place="").count()


def _item(line: RunLine, by: Actor) -> WorkItem:
    run = line.run
    facts = [scope_words(run), f"asked for by {line.asked_by or 'somebody'}"]
    done = run.state is RunState.DONE
    return WorkItem(
        title=f"{counted(line.circles, 'Circle')} for {counted(len(run.waited), 'person', 'people')}"
        if done
        else RunState(run.state).label,
        url=to("forming_run", run.pk),
        facts=facts,
        when=relative(run.asked_at, by.now),
        hidden=f", asked for {relative(run.asked_at, by.now)}",
    )


def scope_words(run: Run) -> str:
    """Where, for whom, of which kind."""
    where = run.area.name if run.area else counted(len(run.areas), "area")
    whom = "one person" if run.core_member_id else CircleKind(run.kind).label if run.kind else "everybody who waits"
    return f"{where}, {whom[:1].lower()}{whom[1:]}"


@require_safe
@for_staff
def forming_run(request: StaffRequest, forming_id: UUID) -> HttpResponse:
    by, run = request.actor, found_run(forming_id)
    found = told(run, by)
    said = said_something(line.seat.volunteer_id for one in found.circles for line in one.seats)
    record(Verb.LISTED, ITEM, forming_id, by=by.acting, area_id=run.area_id, detail=str(len(found.circles)))
    context = {
        "run": run,
        "state": run.state,
        "scope": scope_words(run),
        "summary": _summary(found),
        "facts": _facts(found, by),
        "circles": [_shown(one, said) for one in found.circles],
        "missing": found.missing,
        "without": found.without,
        "apart": found.apart[:APART_SHOWN],
        "more_apart": max(0, len(found.apart) - APART_SHOWN),
        "may_form": may_form(by, run.areas),
    }
    return page(request, "forming_run.html", context)


def _summary(found: Told) -> list[str]:
    """How good it is, as far as it is proven."""
    run, number = found.run, len(found.circles)
    if run.state is not RunState.DONE:
        return []
    people = counted(len(run.waited), "person", "people")
    says = [
        f"{counted(number, 'Circle')} for {people} waiting." if number else f"No Circle can be formed for {people}."
    ]
    if run.has_most:
        if number < len(run.waited):
            says.append(
                "No more Circles, and none for somebody more urgent, can be formed with these volunteers and venues."
            )
    else:
        says.append("There may be more: the time was too short to prove that there are not.")
    if number and run.gap is not None:
        says.append(
            "Of all ways to form as many, none is better by the weights the charity has set."
            if run.gap == 0
            else "Of all ways to form as many, another may be better by up to "
            f"{max(1, round(100 * run.gap))}%, by the weights the charity has set."
        )
    return says


def _facts(found: Told, by: Actor) -> list[tuple[str, str]]:
    run = found.run
    rows = [
        ("Asked for", f"{plain_date(run.asked_at)} by {found.asked_by or 'somebody'}"),
        ("Looked at", f"{counted(run.free, 'volunteer')} and {counted(run.venues, 'venue')}"),
        ("Left out", _left_out(run)),
        ("Worked out in", f"{run.seconds:.1f} seconds" if run.seconds is not None else ""),
        ("Can be read until", f"{plain_date(run.expires_at)} ({relative_day(run.expires_at.date(), by.now)})"),
    ]
    return [(key, value) for key, value in rows if value]


def _left_out(run: Run) -> str:
    if not run.left_out:
        return ""
    who = counted(run.left_out, "volunteer")
    return f"{who} without a Circle who are not ready for one, or have not said when they are free or from where"


SEAT = ("Volunteer", "Travels", "In a Circle before", "Has waited", "Decided")


def _shown(one: Circle, said: Container[UUID] = ()) -> dict[str, Any]:
    proposal, seats = one.proposal, [_seat(line) for line in one.seats]
    is_decided = any(seat[-1] for seat in seats)  # else the last column would stand empty
    return {
        "id": proposal.pk,
        "name": f"{proposal.core_member.given_name} {proposal.core_member.family_name}",
        "where": f"{slot_words(proposal.slot)}s at {proposal.venue.name}",
        "headings": SEAT if is_decided else SEAT[:-1],
        "seats": seats if is_decided else [seat[:-1] for seat in seats],
        "said_clear": [(line.seat.volunteer_id, line.name) for line in one.seats if line.seat.volunteer_id in said],
        "why": one.why,
        "given_up": one.given_up,
        "is_possible": one.is_possible,
        "open_url": f"{reverse('casework:new_circle')}?area={proposal.area.code}&kind={proposal.kind}"
        f"&proposal={proposal.pk}",
    }


def _seat(line: Any) -> list[str]:
    seat = line.seat
    says = "Kept by you" if line.is_kept else ""
    if not line.is_possible:
        says = "Not possible any more"
    return [
        line.name,
        counted(seat.miles, "mile"),
        "Yes" if seat.is_experienced else "New",
        counted(seat.months_waited, "month"),
        says,
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def forming_change(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    by, proposal = request.actor, open_proposal(proposal_id)
    require_forming(by, proposal.run.areas)
    circle = told_circle(proposal)
    others = who_else(proposal, by.now)
    said = said_something([*(line.seat.volunteer_id for line in circle.seats), *(id for id, _, _ in others)])
    form = ChangeForm(typed(request), circle=circle, others=others)

    def act() -> None:
        ask_again(
            proposal, form.decided, keep_others=form.cleaned_data["keep_others"], id=form.id, by=by, at=by.now
        )  # fmt: skip

    if carried_out(form, lambda: once(Run, form.id, act)):
        return redirect("casework:forming_run", form.id)
    one = _shown(circle, said)
    clear = [*one["said_clear"], *((id, name) for id, name, _ in others if id in said)]
    context = {"form": form, "proposal": proposal, "one": one, "said_clear": clear, "run_id": proposal.run_id}
    return page(request, "forming_change.html", context)
