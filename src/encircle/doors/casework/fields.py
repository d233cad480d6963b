"""What a form's fields offer is known only when the page is asked for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from encircle.design.forms import DateField


def offer(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    field.choices = list(choices)


def between(form: forms.Form, name: str, *, earliest: date | None = None, latest: date | None = None) -> None:
    field = form.fields[name]
    if not isinstance(field, DateField):
        raise TypeError(name)
    field.earliest, field.latest = earliest, latest
