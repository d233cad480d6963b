"""The charity's own wording of the agreement that everybody in a Circle signs."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.design.forms import LongTextField
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.rooms.briefings.actions.agreeing import LONGEST, set_wording
from encircle.rooms.briefings.agreements import wordings
from encircle.rooms.briefings.wording import EASY_POINTS, USUAL_POINTS

from .answers import page
from .guard import OfficeRequest


class WordingForm(OnceForm):
    points = LongTextField(
        label="What everybody agrees to",
        help_text="One point a line, in short sentences. Each Circle can add points of its own.",
        max_length=LONGEST,
        rows=14,
        called="what everybody agrees to",
    )
    easy_points = LongTextField(
        label="The same in easy read",
        help_text="For kinds of Circle that ask for easy read. One idea a line, in everyday words.",
        max_length=LONGEST,
        rows=14,
        called="what everybody agrees to in easy read",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def circle_agreement_words(request: OfficeRequest) -> HttpResponse:
    """Agreements written before keep the words they have."""
    by, versions = request.actor, wordings()
    newest = versions[0][0] if versions else None
    points = newest.points if newest else "\n".join(USUAL_POINTS)
    easy_points = (newest.easy_points if newest else "") or "\n".join(EASY_POINTS)
    form = WordingForm(typed(request), initial={"points": points, "easy_points": easy_points})
    if carried_out(form, lambda: _set(form, by)):
        say(request, "The words are set. They stand in agreements written from now on.")
        return redirect("administration:circle_agreement_words")
    context = {"form": form, "versions": versions}
    return page(request, "circle_agreement_words.html", "standard", context)


def _set(form: WordingForm, by: Actor) -> None:
    given = form.cleaned_data
    set_wording(given["points"], given["easy_points"], id=form.id, by=by, at=by.now)
