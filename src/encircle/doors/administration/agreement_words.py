"""What people are asked to agree to before a Circle: the charity's own words, from a day on."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.design.forms import DateField, LongTextField
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.rooms.joining.actions.wording import set_words
from encircle.rooms.joining.queries import versions_of, words_on
from encircle.rooms.joining.vocabulary import Audience, Style
from encircle.rooms.joining.wording import PICTURES, Words

from .answers import page
from .guard import OfficeRequest


class WordsForm(OnceForm):
    called = {"title": "the title of the form"}
    title = forms.CharField(label="Title of the form", max_length=120)
    lines = LongTextField(
        label="What they agree to",
        help_text="One statement a line. An empty line begins a new part. In easy read a line may begin with a picture "
        f"in brackets: {', '.join(f'({name})' for name in PICTURES)}.",
        max_length=8000,
        rows=20,
        called="what they agree to",
    )
    starts_on = DateField(label="From which day?", called="the first day")


@require_safe
@needs(May.CHANGE_SETTINGS)
def agreement_words(request: OfficeRequest) -> HttpResponse:
    today = in_london(request.actor.now).date()
    forms_of_words = [(audience, style, *words_on(audience, style, today)) for audience in Audience for style in Style]
    context = {"forms_of_words": forms_of_words, "may_set": request.actor.may(May.SET_STANDARD)}
    return page(request, "agreement_words.html", "standard", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def agreement_words_new(request: OfficeRequest, audience: str, style: str) -> HttpResponse:
    if audience not in Audience.values or style not in Style.values:
        raise NotFound()
    by, whose, how = request.actor, Audience(audience), Style(style)
    today = in_london(by.now).date()
    words, _ = words_on(whose, how, today)
    form = WordsForm(typed(request), initial={"title": words.title, "lines": words.lines, "starts_on": today})

    def act() -> None:
        given = form.cleaned_data
        new = Words(given["title"], given["lines"])
        set_words(whose, how, new, starts_on=given["starts_on"], id=form.id, by=by, at=by.now)

    if form.is_bound and carried_out(form, act):
        say(request, "The words are set. What was agreed before stays agreed in the words it had.")
        return redirect("administration:agreement_words")
    context = {"form": form, "audience": whose, "style": how, "versions": versions_of(whose, how)}
    return page(request, "agreement_words_new.html", "standard", context)
