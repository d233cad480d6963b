"""Is the person known already: what was found, settling it, and holding the decision.

A conflict has no page for whoever may not know of it: the database leaves it out, and nothing here asks who looks.
"""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import date_and_time, plain_date, relative
from encircle.design.items import Entry, Row, WorkItem
from encircle.foundations.access.actor import Actor
from encircle.rooms.organisation.models import Area
from encircle.rooms.people.queries import whose
from encircle.rooms.referrals.models import Referral
from encircle.rooms.referrals.queries import referral as found_referral
from encircle.rooms.referrals.standard import decision_clock
from encircle.rooms.suitability import known as room
from encircle.rooms.suitability.actions.settling import (
    hold_decision,
    lift_hold,
    may_hold,
    may_settle,
    require_holding,
    settle,
)
from encircle.rooms.suitability.known import KnownLine
from encircle.rooms.suitability.rules import require_judging
from encircle.rooms.suitability.vocabulary import About, Birthday, KnownAs, Name, Number, Settled
from encircle.rooms.volunteers.models import Volunteer

from .answers import page
from .coming_in_pages import about_referral
from .guard import StaffRequest, for_staff
from .judging_forms import in_days
from .known_forms import HoldForm, SettlementForm
from .links import to
from .words import beginning_large

A_WEEK = 7
NAME_WORDS = {
    Name.SAME: "the same name",
    Name.CLOSE: "a name much like it",
    Name.PART: "part of the name",
    Name.OTHER: "another name",
}
BIRTHDAY_WORDS = {
    Birthday.SAME: "the same date of birth",
    Birthday.SLIP: "a date of birth that differs by a slip of the pen",
    Birthday.OTHER: "another date of birth",
    Birthday.UNKNOWN: "",
}
NUMBER_WORDS = {
    Number.SAME: "the same number of a service",
    Number.OTHER: "another number of the same service",
    Number.UNKNOWN: "",
}


def summary(line: KnownLine) -> str:
    """One line of it: for the home page and the referral."""
    found = line.found
    if not found.walled:
        return "The person may be known already"
    if found.about == About.APART:
        return "A person to be kept apart may be known here"
    return "The person may have a conflict of interest here"


def asks(line: KnownLine) -> str:
    return f"ask {', '.join(line.ask)}" if line.ask else ""


def agrees(line: KnownLine) -> str:
    found = line.found
    words = [
        NAME_WORDS[Name(found.name)], BIRTHDAY_WORDS[Birthday(found.birthday)], NUMBER_WORDS[Number(found.number)]
    ]  # fmt: skip
    return ", ".join(word for word in words if word)


def known_item(line: KnownLine, by: Actor, *, says_area: bool) -> WorkItem:
    found = line.found
    return WorkItem(
        title=summary(line),
        url=to("known", found.pk),
        facts=beginning_large(
            [
                found.area.name if says_area else "",
                agrees(line),
                asks(line),
                f"found {relative(found.found_at, by.now)}",
            ]
        ),
        tag="Likely" if line.is_strong else "Possible",
        colour="red" if found.walled or line.is_strong else "yellow",
        urgency="soon",
    )


def on_referral(referral_id: UUID, by: Actor) -> dict[str, object]:
    """What the page of a submitted referral says of it to this person, and of a held decision."""
    hold = room.present_hold(referral_id, in_london(by.now).date())
    return {
        "lines": [
            (line.found.pk, summary(line), asks(line), line.outcome.label if line.outcome else "Not settled yet")
            for line in room.known_in(referral_id)
        ],
        "hold": f"Do not accept before {plain_date(hold.row.not_before)}. Ask {hold.ask}." if hold else "",
        "may_hold": may_hold(by),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def known(request: StaffRequest, resemblance_id: UUID) -> HttpResponse:
    by = request.actor
    line, said = room.open_known(resemblance_id, by=by)
    form = SettlementForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        settle(line.found, Settled(given["outcome"]), given["words"], id=form.id, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "It is settled.")
        return redirect("casework:known", line.found.pk)
    seen = Referral.objects.filter(pk=line.found.referral_id).first()
    context = {
        "line": line,
        "title": summary(line),
        "rows": _rows(line, seen),
        "referral": seen,
        "said": [
            Entry(f"{Settled(one.settlement.outcome).label}: {one.text}", one.settlement.at, one.by) for one in said
        ],
        "form": form if may_settle(by, line.found) else None,
    }
    return page(request, "known.html", context)


def _rows(line: KnownLine, seen: Referral | None) -> list[Row]:
    found = line.found
    area = Area.objects.filter(pk=found.other_area_id).first() if found.other_area_id else None
    return [
        Row("Referral", f"{seen.reference}, {found.area.name}" if seen else found.area.name),
        Row("Who in it", About(found.about).label),
        Row("May be", KnownAs(found.kind).label),
        *([Row("Who that is", name)] if (name := _who(found.kind, found.other_id)) else []),
        Row("What agrees", beginning_large([agrees(line)])[0]),
        *([Row("Area", area.name)] if area else []),
        *([Row("Whom to ask", ", ".join(line.ask))] if line.ask else []),
        Row("Found", date_and_time(found.found_at)),
    ]


def _who(kind: str, other_id: UUID) -> str:
    """Named where the person may see them anyway; nothing where not."""
    if kind == KnownAs.CORE_MEMBER:
        one = whose(other_id)
        return f"{one.given_name} {one.family_name}, {one.reference}" if one else ""
    if kind == KnownAs.VOLUNTEER:
        volunteer = Volunteer.objects.filter(pk=other_id).first()
        return f"{volunteer.full_name}, {volunteer.reference}" if volunteer else ""
    if kind in (KnownAs.REFERRAL, KnownAs.KEPT_APART):
        referral = Referral.objects.filter(pk=other_id).first()
        return f"Referral {referral.reference}" if referral else ""
    return room.name_of_login(other_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def hold(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    by, line = request.actor, found_referral(referral_id, clock=decision_clock())
    form = HoldForm(typed(request), initial={"not_before": in_days(in_london(by.now).date(), A_WEEK)})
    require_holding(by)
    if carried_out(form, lambda: hold_decision(line, form.cleaned_data["not_before"], id=form.id, by=by, at=by.now)):
        say(request, "The decision is held. Whoever judges it sees the day and your name, and no reason.")
        return redirect("casework:referral", referral_id)
    if typed(request) is None:
        require_judging(by, line)
    return about_referral(request, form, line.referral, "Hold the decision", "Hold it")


@require_POST
@for_staff
def hold_ending(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    by, line = request.actor, found_referral(referral_id, clock=decision_clock())
    require_holding(by)
    held = room.present_hold(referral_id, in_london(by.now).date())
    if held is not None:  # lifted by somebody else, or its day has come
        lift_hold(line.referral, held, by=by, at=by.now)
    say(request, "The decision is held no longer.")
    return redirect("casework:referral", referral_id)
