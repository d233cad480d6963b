"""Concerns: the list, one Circle's, and one concern with its chronology and what can be done about it next."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.access.roles import May
from encircle.rooms.organisation.queries import on_call
from encircle.rooms.organisation.rules import may_keep_rota
from encircle.rooms.received.actions import open_news_behind
from encircle.rooms.received.queries import words_of
from encircle.rooms.risk.actions.closing import why_not_closable
from encircle.rooms.risk.actions.reading import OpenedConcern, open_concern
from encircle.rooms.risk.models import Concern
from encircle.rooms.risk.policy import Stage
from encircle.rooms.risk.queries import (
    Page,
    Wanted,
    closed_concerns,
    lines_of,
    note_listing,
    open_and_lately_closed,
    open_by_kind,
    open_concerns,
)
from encircle.rooms.risk.rules import may_work_on_concerns
from encircle.rooms.risk.standing import State, Where
from encircle.rooms.risk.vocabulary import ConcernKind, Urgency
from encircle.rooms.sharing.rules import may_tell_agencies

from .answers import page
from .areas import areas_of, chosen
from .concern_forms import CLOSED, OPEN, ConcernsFilter
from .concern_words import STATES, URGENCIES, called, chronology, how_urgent, item, place, when_due, who_next
from .earlier import number_in
from .guard import StaffRequest, for_staff
from .links import to
from .record import circle_page

LATELY_CLOSED = 5


@require_safe
@for_staff
def concerns(request: StaffRequest) -> HttpResponse:
    """Open ones first, by urgency and age; then those lately closed."""
    by = request.actor
    if not may_work_on_concerns(by):
        raise NotFound()
    areas = areas_of(by)
    form = ConcernsFilter(request.GET, areas=areas)
    area = chosen(areas, form.chosen("area"))
    wanted = Wanted(form.chosen("urgency"), area.pk if area else None, kind=form.chosen("kind"))
    context = _lists(request, wanted, form, says_circle=True, says_area=len(areas) > 1 and area is None)
    context |= {
        "may_raise": by.may(May.TRIAGE_CONCERNS),
        "on_call": on_call([one.pk for one in areas], by.now),
        "may_keep_rota": may_keep_rota(by),
        "address": to("concerns"),
    }
    return page(request, "concerns.html", context)


@require_safe
@for_staff
def circle_concerns(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    context = circle_page(request, circle_id, "circle_concerns")
    form = ConcernsFilter(request.GET, areas=())
    wanted = Wanted(form.chosen("urgency"), circle_id=circle_id, kind=form.chosen("kind"))
    context |= _lists(request, wanted, form, says_circle=False, says_area=False)
    context |= {
        "may_raise": request.actor.may(May.TRIAGE_CONCERNS, area_id=context["circle"].area_id),
        "address": to("circle_concerns", circle_id),
    }
    return page(request, "circle_concerns.html", context)


def _lists(
    request: StaffRequest, wanted: Wanted, form: ConcernsFilter, *, says_circle: bool, says_area: bool
) -> dict[str, Any]:
    by, number, state = request.actor, number_in(request.GET.get("page")), form.chosen("state")
    there, past = Page(), Page()
    if state == CLOSED:
        past = closed_concerns(wanted, by=by, at=by.now, page=number)
    elif state == OPEN or number > 1:
        there = open_concerns(wanted, by=by, at=by.now, page=number)
    else:
        there, past = open_and_lately_closed(wanted, by=by, at=by.now, lately=LATELY_CLOSED)
    note_listing([there, past], wanted, by=by)

    def items(found: Page) -> list[object]:
        return [item(line, by.now, says_circle=says_circle, says_area=says_area) for line in found.lines]

    return {
        "filter_form": form,
        "open_items": items(there),
        "open_page": there,
        "closed_items": items(past),
        "closed_page": past,
        "state": state,
        "query": form.query(page=""),
        "closed_query": form.query(state=CLOSED),
        "all_closed": state == CLOSED,
        "open_by_kind": open_by_kind(wanted) if state != CLOSED else {},
    }


# --- one concern ---


@dataclass(frozen=True)
class Doing:
    """Something that can be done about a concern: a page, or (`is_press`) one press."""

    text: str
    name: str
    is_press: bool = False


@require_safe
@for_staff
def concern(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    """Opened against a receipt, whoever looks; the first of those who handle it is noted in its chronology."""
    by = request.actor
    opened = open_concern(concern_id, by=by, at=by.now)
    news = open_news_behind(opened.concern, handles=opened.is_handler, by=by, at=by.now)
    context = concern_page(request, opened.concern) | {"opened": opened, "accounts": _accounts(opened), "news": news}
    context["news_words"] = words_of(news.development) if news else ""
    if opened.own_only:
        return page(request, "concern_raised.html", context | {"state": STATES[opened.where.state]})
    (line,) = lines_of([opened.concern], at=by.now)
    main, others = doings(opened.where, by) if opened.is_handler else (None, [])
    context |= {
        "where": opened.where,
        "state": STATES[opened.where.state],
        "urgency": (how_urgent(opened.where), URGENCIES[opened.where.urgency]),
        "next": "" if opened.where.is_closed else who_next(line),
        "when": when_due(opened.where, by.now),
        "is_late": opened.where.is_overdue(by.now),
        "facts": _facts(opened, line.taken_by),
        "chronology": chronology(opened),
        "main": main,
        "others": others,
        "taken_by": opened.where.taken_by,
        "is_urgent": opened.where.urgency == Urgency.IMMINENT and opened.where.stage in (Stage.TAKE, Stage.TRIAGE),
    }
    return page(request, "concern.html", context)


def concern_page(request: StaffRequest, concern: Concern) -> dict[str, Any]:
    """What every page about one concern shows: the Circle's own frame where the reader sees the Circle."""
    context: dict[str, Any] = {"concern": concern, "called": called(concern), "place": place(concern), "record": None}
    if concern.circle is not None:
        context |= circle_page(request, concern.circle.pk, "circle_concerns")
    return context


def doings(where: Where, by: Actor) -> tuple[Doing | None, list[Doing]]:
    """The one thing to do next, and whatever else can be done."""
    if where.is_closed:
        return None, [REOPEN, ADD]
    possible = _possible(where, by)
    main = next((doing for doing in _wanted(where, by) if doing in possible), None)
    return main, [doing for doing in possible if doing != main]


TAKE = Doing("Take it on", "concern_taking", is_press=True)
TAKE_OVER = Doing("Take it over", "concern_taking", is_press=True)
DECIDE = Doing("Decide what to do", "concern_triage")
DECIDE_ANEW = Doing("Decide anew", "concern_triage")
CALL = Doing("Record a telephone call", "concern_call")
TELL = Doing("Tell agencies", "concern_disclosure")
TELL_OUTSIDE = Doing("Tell somebody outside the outer circle", "concern_disclosure_outside")
ACKNOWLEDGE = Doing("Record an acknowledgement", "concern_acknowledgement")
CLOSE = Doing("Close this concern", "concern_closing")
REOPEN = Doing("Open this concern again", "concern_reopening")
ADD = Doing("Add to the account", "concern_addition")


def _possible(where: Where, by: Actor) -> list[Doing]:
    concern = where.concern
    found = [TAKE if where.taken_by is None else TAKE_OVER] if where.taken_by != by.user_id else []
    found += [DECIDE_ANEW if where.is_decided else DECIDE, CALL]
    if concern.circle_id and may_tell_agencies(by, concern.area_id, walled=concern.walled):
        found.append(TELL)
    found.append(TELL_OUTSIDE)
    if where.silent_agencies and concern.circle_id and may_tell_agencies(by, concern.area_id, walled=concern.walled):
        found.append(ACKNOWLEDGE)
    found.append(ADD)
    return found if why_not_closable(where) else [*found, CLOSE]


def _wanted(where: Where, by: Actor) -> list[Doing]:
    """What should be done next, the first that can be. In danger the telephone comes before the decision."""
    if where.state in (State.UNREAD, State.READ, State.REOPENED):
        return [TAKE]
    if where.waits_for(Stage.TRIAGE):
        is_danger = where.urgency == Urgency.IMMINENT and not where.was_telephoned
        return [CALL] if is_danger else [DECIDE]
    if where.waits_for(Stage.TELL):
        return [TELL, TELL_OUTSIDE]
    if where.waits_for(Stage.ACKNOWLEDGE):
        return [ACKNOWLEDGE, CALL]
    return [CLOSE]


def _facts(opened: OpenedConcern, taken_by: str) -> list[tuple[str, object]]:
    concern = opened.concern
    facts: list[tuple[str, object]] = [
        ("Raised by", opened.names.get(concern.raised_by_id, "Somebody of the Circle")),
        ("Raised", concern.raised_at),
        ("It happened", concern.happened_at),
    ]
    if concern.kind == ConcernKind.DISCLOSURE:
        heard = concern.told_to.display_name if concern.told_to else ""
        words = "The core member’s own words" if concern.own_words else "The words of whoever heard it"
        facts += [("Told to", heard), ("In whose words", words)]
    if concern.walled:
        about = names_of([concern.about_user_id]).get(concern.about_user_id) if concern.about_user_id else None
        facts.insert(0, ("About", about or "Somebody who works or volunteers here"))
    if opened.where.is_closed:
        facts.append(("Urgency", opened.where.urgency.label))
    elif taken_by:
        facts.append(("Dealing with it", taken_by))
    return facts


def _accounts(opened: OpenedConcern) -> list[tuple[str, Any]]:
    """Who wrote, and what: the first is the account of whoever raised it."""
    return [(opened.names.get(one.written_by_id, "Somebody of the Circle"), one) for one in opened.accounts]
