"""The practice standard: the clocks in force, those before and to come, and what differs between kinds."""

import re
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.items import Action, Row
from encircle.foundations.access.actor import names_of
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.rooms.organisation.actions.standard import set_kind_standard, set_standard
from encircle.rooms.organisation.models import KindStandard, PracticeStandard
from encircle.rooms.organisation.queries import kind_standard as standard_of_kind
from encircle.rooms.organisation.queries import kind_standards, standard_on
from encircle.rooms.organisation.rules import may_set_standard
from encircle.rooms.organisation.vocabulary import CircleKind, DecidedBy, Respondent
from encircle.rooms.partners.models import AgencyKind
from encircle.rooms.referrals.sections import sections_asked

from .answers import page
from .guard import OfficeRequest
from .standard_forms import CLOCKS, GROUPS, STEPS, KindForm, StandardForm

SHOWN = 20
MANY = r"\b(minute|hour|day|month|volunteer)s\b"


@require_safe
@needs(May.CHANGE_SETTINGS)
def standard(request: OfficeRequest) -> HttpResponse:
    today, may_set = in_london(request.actor.now).date(), may_set_standard(request.actor)
    every = list(PracticeStandard.objects.order_by("-in_force_from")[:SHOWN])
    present = next((one for one in every if one.in_force_from <= today), None)
    names = names_of(one.set_by_id for one in every)
    context = {
        "present": present,
        "groups": _clock_rows(present) if present else [],
        "others": [
            (
                one,
                "To come" if one.in_force_from > today else "Before",
                names.get(one.set_by_id, "") if one.set_by_id else "",
                _changes(one, every),
            )
            for one in every
            if one is not present
        ],
        "kinds": _kinds(today, may_set),
        "may_set": may_set,
    }
    return page(request, "standard.html", "standard", context)


def _clock_rows(one: PracticeStandard) -> list[tuple[str, list[Row]]]:
    """Under their headings."""
    return [(heading, [_clock_row(one, name) for name in names]) for heading, names in GROUPS.items()]


def _clock_row(one: PracticeStandard, name: str) -> Row:
    label, _, unit = (CLOCKS | STEPS)[name]
    value = getattr(one, name)
    return Row(label, _steps(value, unit) if name in STEPS else _amount(value, unit))


def _amount(number: int, unit: str) -> str:
    """1 working day, 2 working days."""
    one = re.sub(MANY, lambda word: word[1], unit)
    return f"{number} {one if number == 1 else unit}"


def _steps(numbers: list[int], unit: str) -> str:
    return f"{', '.join(map(str, numbers))} {unit}" if numbers else "Never"


def _changes(one: PracticeStandard, every: list[PracticeStandard]) -> list[str]:
    """What it changed against the one before it."""
    place = every.index(one)
    if place + 1 == len(every):
        return []
    before = every[place + 1]
    return [
        f"{new.key} {new.value} (before: {old.value})"
        for new, old in ((_clock_row(one, name), _clock_row(before, name)) for name in (*CLOCKS, *STEPS))
        if new.value != old.value
    ]


def _kinds(today: date, may_set: bool) -> list[tuple[str, list[Row], list[Action], list[KindStandard]]]:
    """What holds for each kind today, and what is to come."""
    coming: dict[str, list[KindStandard]] = {}
    for one in KindStandard.objects.filter(in_force_from__gt=today).order_by("kind", "in_force_from"):
        coming.setdefault(one.kind, []).append(one)
    return [
        (
            CircleKind(kind).label,
            kind_rows(one),
            [Action("Change", reverse("administration:kind_standard", args=[kind]))] if may_set else [],
            coming.get(kind, []),
        )
        for kind, one in sorted(kind_standards(today).items())
    ]


def kind_rows(one: KindStandard) -> list[Row]:
    asked = [section.title for section in sections_asked(one.kind, one.referral_sections)]
    return [
        Row("Volunteers", f"{one.least_volunteers} to {one.most_volunteers}"),
        Row("Usual length", f"{one.months} months"),
        Row("A carer’s agreement", "Part of it" if one.needs_carers else "Not needed"),
        Row("A planned release date", "Kept" if one.has_release_date else "None"),
        Row("Forms and letters", "In easy read" if one.easy_read else "In plain English"),
        Row("The capacity to agree", "Recorded" if one.needs_capacity else "Taken as given"),
        Row("What may be talked about", "Agreed with the referrer" if one.needs_disclosure_scope else "Not limited"),
        Row("Expected in the outer circle", _agencies(one.expected_agencies)),
        Row("A referral is decided within", f"{one.decision_working_days} working days"),
        Row("Who decides", _who_decides(one)),
        Row("A referrer is asked", "\n".join(asked)),
        Row("Expected at the briefing", _agencies(one.briefing_agencies)),
        Row("A briefing pack is open for", f"{one.briefing_open_days} days"),
        Row("A review every", f"{one.review_every_months} months"),
        Row("Invited to reviews", _agencies(one.review_agencies)),
        Row("A pause is too long after", f"{one.pause_longest_days} days"),
        Row("First meeting after a release", f"Within {one.first_meeting_after_release_days} days"),
        Row(
            "Asked by questionnaire", ", ".join(str(Respondent(who).label) for who in one.questionnaires_to) or "Nobody"
        ),
        Row("Followed up after the start", _steps(one.follow_up_months_after_start, "months")),
        Row("Followed up after the end", _steps(one.follow_up_months_after_end, "months")),
    ]


def _agencies(kinds: list[str]) -> str:
    return ", ".join(str(AgencyKind(kind).label) for kind in kinds) or "Nobody in particular"


def _who_decides(one: KindStandard) -> str:
    who = DecidedBy(one.decided_by)
    return f"{who.label}, {one.panel_quorum} views at least" if who is DecidedBy.PANEL else str(who.label)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def standard_new(request: OfficeRequest) -> HttpResponse:
    by, today = request.actor, in_london(request.actor.now).date()
    form = StandardForm(typed(request), initial=_initial(today))

    def act() -> None:
        set_standard(form.clocks, id=form.id, in_force_from=form.first_day, by=by, at=by.now)

    if form.is_bound and carried_out(form, act):
        say(request, "The standard is set. What is due already stays due as it was.")
        return redirect("administration:standard")
    return page(request, "standard_new.html", "standard", {"form": form})


def _initial(today: Any) -> dict[str, Any]:
    try:
        return StandardForm.initial_of(standard_on(today), today)
    except PracticeStandard.DoesNotExist:
        return StandardForm.initial_of(PracticeStandard(), today)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def kind_standard(request: OfficeRequest, kind: str) -> HttpResponse:
    """What differs for one kind of Circle, from a day on; filled in with what holds now."""
    by, today = request.actor, in_london(request.actor.now).date()
    found = standard_of_kind(kind, on=today)
    if found is None:
        raise NotFound()
    form, name = KindForm(typed(request), initial=KindForm.initial_of(found, today)), CircleKind(found.kind)

    def act() -> None:
        set_kind_standard(name, form.rules, id=form.id, in_force_from=form.first_day, by=by, at=by.now)

    if form.is_bound and carried_out(form, act):
        say(request, "It is set. Circles that run already keep their volunteers.")
        return redirect("administration:standard")
    return page(request, "kind_standard.html", "standard", {"form": form, "name": name.label})
