"""Supporters of the newsletter: who they are, whether they confirmed their address, corrected, removed."""

from collections.abc import Sequence
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import date_and_time, plain_date
from encircle.design.items import Row, TagColour, WorkItem
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.messaging.actions.newsletter import ITEM as WORD
from encircle.rooms.messaging.actions.supporters import (
    ITEM,
    add_supporter,
    ask_again,
    correct_supporter,
    remove_supporter,
)
from encircle.rooms.messaging.models import AddressAsked, NewsletterWord, Supporter
from encircle.rooms.messaging.newsletter import asked_of, last_not_delivered, supporters_of, words_of
from encircle.rooms.messaging.rules import may_ask_again
from encircle.rooms.messaging.vocabulary import Said
from encircle.rooms.organisation.queries import standard_on

from .answers import once, page
from .areas import areas_of
from .guard import StaffRequest, for_staff
from .links import to
from .newsletter_forms import CorrectionForm, RemovalForm, SupporterForm
from .newsletter_readers import noted, word_rows

ON_A_PAGE = 50
WANTS: tuple[str, TagColour] = ("Wants it", "green")
ENDED: tuple[str, TagColour] = ("No longer", "grey")
WAITS: tuple[str, TagColour] = ("Asked, not yet confirmed", "yellow")


@require_safe
@for_staff
@needs(May.SEND_MESSAGES)
def supporters(request: StaffRequest) -> HttpResponse:
    by, areas = request.actor, areas_of(request.actor)
    shown = Paginator(supporters_of([one.pk for one in areas]), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = list(shown.object_list)
    record(Verb.LISTED, ITEM, by=by.acting, detail=str(len(rows)))
    names = {one.pk: one.name for one in areas} if len(areas) > 1 else {}
    context = {
        "items": [_item(one, names.get(one.area_id, "")) for one in rows],
        "number": shown.number,
        "last": shown.paginator.num_pages,
        "days": _days(by),
    }
    return page(request, "supporters.html", context)


def _days(by: Actor) -> int:
    days: int = standard_on(in_london(by.now).date()).supporter_proof_days
    return days


def _item(one: Supporter, area: str) -> WorkItem:
    tag, colour = _standing(one.wants_it, one.is_proved)  # type: ignore[attr-defined]  # said by the query
    return WorkItem(
        title=one.name, url=to("supporter", one.pk), facts=[area] if area else [], tag=tag, colour=colour
    )  # fmt: skip


def _standing(wants: bool, proved: bool) -> tuple[str, TagColour]:
    if not wants:
        return ENDED
    return WANTS if proved else WAITS


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@needs(May.SEND_MESSAGES)
def supporter_new(request: StaffRequest) -> HttpResponse:
    by, form = request.actor, SupporterForm(typed(request), areas=areas_of(request.actor))

    def act() -> None:
        given = form.cleaned_data
        who, said = (given["name"], given["email"], UUID(given["area"])), Said(given["said"])
        again = given["asked_again"]
        once(Supporter, form.id, lambda: add_supporter(*who, said, id=form.id, by=by, at=by.now, asked_again=again))

    if carried_out(form, act):
        say(request, "The supporter is added. An email asks them to confirm; until they do, they get nothing else.")
        return redirect("casework:supporters")
    return page(request, "supporter_new.html", {"form": form, "days": _days(by)})


def _found(supporter_id: UUID) -> Supporter:
    """Raises NotFound for absent, hidden and removed alike."""
    one = Supporter.objects.filter(pk=supporter_id, removed_at=None).first()
    if one is None:
        raise NotFound()
    return one


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@needs(May.SEND_MESSAGES)
def supporter(request: StaffRequest, supporter_id: UUID) -> HttpResponse:
    by, one = request.actor, _found(supporter_id)
    form, done = noted(request, one)
    if done:
        return done
    words, asked = words_of(one), asked_of(one)
    record(Verb.LISTED, WORD, one.pk, by=by.acting, area_id=one.area_id)
    is_proved = any(row.proved_at and row.email == one.email for row in asked)
    wants = bool(words) and words[0].wants
    tag, colour = _standing(wants, is_proved)
    context = {
        "one": one, "form": form, "tag": tag, "colour": colour, "rows": [*_facts(one, asked), _said(words)],
        "may_ask": wants and not is_proved and may_ask_again(asked[0].asked_at if asked else None, by.now),
        "days": _days(by) if wants and not is_proved else 0,
    }  # fmt: skip
    return page(request, "supporter.html", context)


def _said(words: Sequence[NewsletterWord]) -> Row:
    return Row("What they said", "\n".join(f"{row.value} ({row.key})" for row in word_rows(words)))


def _facts(one: Supporter, asked: list[AddressAsked]) -> list[Row]:
    lost = last_not_delivered(one, asked)
    proved = [row.proved_at for row in asked if row.proved_at]
    return [
        Row("Email", one.email),
        *(
            [Row("Not delivered", f"The last email that could not be delivered to it: {plain_date(lost)}")]
            if lost
            else []
        ),
        *([Row("Confirmed", f"{date_and_time(proved[0])}, by the button behind the link")] if proved else []),
        Row("Asked to confirm", "\n".join(date_and_time(row.asked_at) for row in asked) or "Not yet"),
    ]


@require_POST
@for_staff
@needs(May.SEND_MESSAGES)
def supporter_asking(request: StaffRequest, supporter_id: UUID) -> HttpResponse:
    by, one = request.actor, _found(supporter_id)
    ask_again(one, by=by, at=by.now)
    say(request, "An email asks them once more to confirm.")
    return redirect("casework:supporter", supporter_id=one.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@needs(May.SEND_MESSAGES)
def supporter_correction(request: StaffRequest, supporter_id: UUID) -> HttpResponse:
    by, one = request.actor, _found(supporter_id)
    form = CorrectionForm(typed(request), one=one)
    was = one.email

    def act() -> None:
        correct_supporter(one, form.cleaned_data["name"], form.cleaned_data["email"], by=by, at=by.now)

    if carried_out(form, act):
        asked = "" if one.email == was else " An email asks them to confirm the new address."
        say(request, f"What we keep of them is corrected.{asked}")
        return redirect("casework:supporter", supporter_id=one.pk)
    return page(request, "supporter_correction.html", {"form": form, "one": one})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@needs(May.SEND_MESSAGES)
def supporter_removal(request: StaffRequest, supporter_id: UUID) -> HttpResponse:
    by, one = request.actor, _found(supporter_id)
    form = RemovalForm(typed(request))
    if carried_out(form, lambda: remove_supporter(one, form.reason, by=by, at=by.now)):
        say(request, "They are removed. Neither their name nor their address is kept.")
        return redirect("casework:supporters")
    return page(request, "supporter_removal.html", {"form": form, "one": one})
