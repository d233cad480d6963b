"""What these pages share: words that are used from one day to another, and the page on which they end."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.design.forms import DateField, GovForm
from encircle.rooms.organisation.lasting import is_over
from encircle.rooms.training.models import Course

from .answers import page
from .guard import OfficeRequest


class LastDayForm(GovForm):
    ends_on = DateField(label="What is the last day?", called="the last day")


class LastingForm(OnceForm):
    """Words, what helps with them, and from which day."""

    words = forms.CharField(label="In a few words", max_length=120)
    hint = forms.CharField(label="What helps to judge it", max_length=250, required=False)
    starts_on = DateField(label="From which day?", called="the first day")


@dataclass(frozen=True)
class Shown:
    """A row of a list, with what stands under its words."""

    id: UUID
    words: str
    under: list[str]
    starts_on: date | None  # none: a course, which is there from the day it is added
    ends_on: date | None


@dataclass(frozen=True)
class Listed:
    """The rows in use or to come, and those that have ended."""

    present: list[Shown]
    before: list[Shown]
    today: date


def listed(rows: Iterable[Any], today: date, under: Callable[[Any], list[str]]) -> Listed:
    parted: dict[bool, list[Shown]] = {False: [], True: []}
    for one in rows:
        parted[_has_ended(one, today)].append(_shown(one, [line for line in under(one) if line]))
    return Listed(parted[False], parted[True], today)


@dataclass(frozen=True)
class Ending:
    """What a page that ends something says."""

    title: str
    says: str
    back: str  # the list's address in this door
    called: str  # the list's title
    done: str


def ending(
    request: OfficeRequest, model: Any, pk: UUID, act: Callable[[UUID, date], object], words: Ending
) -> HttpResponse:
    """Raises NotFound where it is not there or has ended."""
    today = in_london(request.actor.now).date()
    found = model.objects.filter(pk=pk).first()
    if found is None or _has_ended(found, today):
        raise NotFound()
    form = LastDayForm(typed(request), initial={"ends_on": found.ends_on or today})
    if form.is_bound and carried_out(form, lambda: act(pk, form.cleaned_data["ends_on"])):
        say(request, words.done)
        return redirect(f"administration:{words.back}")
    context = {"form": form, "heading": f"End “{_shown(found, []).words}”", "button": "Set its last day"}
    return one_form(request, context, words.title, words.back, words.called, words.says)


def one_form(
    request: OfficeRequest, context: dict[str, Any], title: str, back: str, called: str, says: str = ""
) -> HttpResponse:
    """A page with one form, which leads back to its list."""
    more = {"title": title, "says": says, "back": reverse(f"administration:{back}"), "called": called}
    return page(request, "lasting_form.html", "standard", {"heading": title, **more, **context})


def _shown(one: Any, under: list[str]) -> Shown:
    if isinstance(one, Course):
        return Shown(one.pk, one.name, under, None, one.ends_on)
    return Shown(one.pk, one.words, under, one.starts_on, one.ends_on)


def _has_ended(one: Any, today: date) -> bool:
    return is_over(one.ends_on, today, starts_on=getattr(one, "starts_on", None))
