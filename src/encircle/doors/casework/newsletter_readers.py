"""Who wants the newsletter, as they said it: a volunteer, somebody who has applied, a supporter."""

from collections.abc import Sequence
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import date_and_time
from encircle.design.items import Row, WorkItem
from encircle.foundations.access.actor import names_of
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.messaging.actions.newsletter import ITEM, add_supporter, note_newsletter
from encircle.rooms.messaging.models import NewsletterWord, Supporter
from encircle.rooms.messaging.newsletter import supporters_of, words_of
from encircle.rooms.messaging.vocabulary import Said
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteer as found_volunteer

from .answers import once, page
from .areas import areas_of
from .guard import StaffRequest, for_staff
from .links import to
from .newsletter_forms import SupporterForm, WordForm

ON_A_PAGE = 50


@require_safe
@for_staff
@needs(May.SEND_MESSAGES)
def supporters(request: StaffRequest) -> HttpResponse:
    by, areas = request.actor, areas_of(request.actor)
    shown = Paginator(supporters_of([one.pk for one in areas]), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = list(shown.object_list)
    record(Verb.LISTED, "messaging.supporter", by=by.acting, detail=str(len(rows)))
    names = {one.pk: one.name for one in areas} if len(areas) > 1 else {}
    context = {
        "items": [_item(one, names.get(one.area_id, "")) for one in rows],
        "number": shown.number,
        "last": shown.paginator.num_pages,
    }
    return page(request, "supporters.html", context)


def _item(one: Supporter, area: str) -> WorkItem:
    wants = one.wants_it  # type: ignore[attr-defined]  # said by the query
    return WorkItem(
        title=one.name, url=to("supporter", one.pk), facts=[area] if area else [],
        tag="Wants it" if wants else "No longer", colour="green" if wants else "grey",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@needs(May.SEND_MESSAGES)
def supporter_new(request: StaffRequest) -> HttpResponse:
    by, form = request.actor, SupporterForm(typed(request), areas=areas_of(request.actor))

    def act() -> None:
        given = form.cleaned_data
        who, said = (given["name"], given["email"], UUID(given["area"])), Said(given["said"])
        once(Supporter, form.id, lambda: add_supporter(*who, said, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The supporter is added. Every newsletter has a link that ends it.")
        return redirect("casework:supporters")
    return page(request, "supporter_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@needs(May.SEND_MESSAGES)
def supporter(request: StaffRequest, supporter_id: UUID) -> HttpResponse:
    one = Supporter.objects.filter(pk=supporter_id).first()
    if one is None:
        raise NotFound()
    return _noted(request, one, to("supporters"), "Supporters", [Row("Email", one.email)])


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@needs(May.SEND_MESSAGES)
def volunteer_newsletter(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    """Of a volunteer, or of somebody who has applied. One's own stands in one's own door."""
    one = found_volunteer(volunteer_id)
    if one.user_id == request.actor.user_id:
        raise NotFound()
    return _noted(request, one, to("volunteer", one.pk), one.full_name, [])


def _noted(
    request: StaffRequest, one: Volunteer | Supporter, back: str, back_words: str, facts: Sequence[Row]
) -> HttpResponse:  # fmt: skip
    by, form = request.actor, WordForm(typed(request))

    def act() -> None:
        wants, said = form.cleaned_data["wants"] == "yes", Said(form.cleaned_data["said"])
        once(NewsletterWord, form.id, lambda: note_newsletter(one, wants, said, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "What they said is noted.")
        return redirect(request.path)
    words = words_of(one)
    record(Verb.LISTED, ITEM, one.pk, by=by.acting, area_id=one.area_id)
    context = {
        "one": one, "form": form, "back": back, "back_words": back_words, "rows": [*facts, *_rows(words)],
        "said_nothing": not words, "is_supporter": isinstance(one, Supporter),
    }  # fmt: skip
    return page(request, "newsletter_word.html", context)


def _rows(words: Sequence[NewsletterWord]) -> list[Row]:
    names = names_of(row.by_id for row in words)
    return [Row(date_and_time(row.at), f"{'Yes' if row.wants else 'No'}. {_how(row, names)}") for row in words]


def _how(row: NewsletterWord, names: dict[UUID, str]) -> str:
    how = str(Said(row.said).label)
    if row.said in (Said.OWN_PAGE, Said.LETTER) or row.by_id is None:
        return how
    return f"{how}; noted by {names.get(row.by_id, 'somebody')}"
