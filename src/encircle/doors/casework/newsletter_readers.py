"""Whether a volunteer, or somebody who has applied, wants the newsletter, as they said it; and how words are noted."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import date_and_time
from encircle.design.items import Row
from encircle.foundations.access.actor import names_of
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.messaging.actions.newsletter import ITEM, note_newsletter
from encircle.rooms.messaging.models import NewsletterWord, Supporter
from encircle.rooms.messaging.newsletter import words_of
from encircle.rooms.messaging.vocabulary import Said
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteer as found_volunteer

from .answers import once, page
from .guard import StaffRequest, for_staff
from .newsletter_forms import WordForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@needs(May.SEND_MESSAGES)
def volunteer_newsletter(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    """Of a volunteer, or of somebody who has applied. One's own stands in one's own door."""
    one = found_volunteer(volunteer_id)
    if one.user_id == request.actor.user_id:
        raise NotFound()
    form, done = noted(request, one)
    if done:
        return done
    words = words_of(one)
    record(Verb.LISTED, ITEM, one.pk, by=request.actor.acting, area_id=one.area_id)
    context = {"one": one, "form": form, "rows": word_rows(words), "said_nothing": not words}
    return page(request, "newsletter_word.html", context)


def noted(request: StaffRequest, one: Volunteer | Supporter) -> tuple[WordForm, HttpResponse | None]:
    """The form for what somebody said; with where to go once it is noted."""
    by, form = request.actor, WordForm(typed(request))

    def act() -> None:
        wants, said = form.cleaned_data["wants"] == "yes", Said(form.cleaned_data["said"])
        once(NewsletterWord, form.id, lambda: note_newsletter(one, wants, said, id=form.id, by=by, at=by.now))

    if not carried_out(form, act):
        return form, None
    say(request, "What they said is noted.")
    return form, redirect(request.path)


def word_rows(words: Sequence[NewsletterWord]) -> list[Row]:
    names = names_of(row.by_id for row in words)
    return [Row(date_and_time(row.at), f"{'Yes' if row.wants else 'No'}. {_how(row, names)}") for row in words]


def _how(row: NewsletterWord, names: dict[UUID, str]) -> str:
    how = str(Said(row.said).label)
    if row.said in (Said.OWN_PAGE, Said.LETTER) or row.by_id is None:
        return how
    return f"{how}; noted by {names.get(row.by_id, 'somebody')}"
