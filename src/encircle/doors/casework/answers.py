"""What the views of this door share: trying an action with a form, doing it once, saying that it was done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_id
from encircle.design.forms import GovForm


class OnceForm(GovForm):
    """A form that brings the id of what it will make, so that pressing twice makes it once."""

    once = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "Open this page again"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = new_id

    @property
    def id(self) -> UUID:
        return UUID(str(self.cleaned_data["once"]))


def typed(request: HttpRequest) -> Any:
    """What a form binds to: the posted page, or nothing on a first look."""
    return request.POST if request.method == "POST" else None


def carried_out(form: GovForm, act: Callable[[], object]) -> bool:
    """Whether the form is right and the action took it. What the action refuses is shown beside the fields."""
    if not form.is_valid():
        return False
    try:
        act()
    except Invalid as refusal:
        form.add_invalid(refusal)
        return False
    return True


def once(model: type[Model], id: UUID, act: Callable[[], object]) -> None:
    """Do it, unless this very form did it before, or does it at this moment in another request.

    An id that belongs to a row out of reach is answered as if there were no such page.
    """
    if model._default_manager.filter(pk=id).exists():
        return
    try:
        act()
    except IntegrityError as error:
        if not _is_the_id_taken(error, model):
            raise
        if not model._default_manager.filter(pk=id).exists():
            raise NotFound() from None


def _is_the_id_taken(error: IntegrityError, model: type[Model]) -> bool:
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", "") == f"{model._meta.db_table}_pkey"


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page; 422 while its form is wrong."""
    form = context.get("form")
    is_wrong = isinstance(form, GovForm) and form.is_bound and bool(form.errors)
    return render(request, f"casework/{template}", context, status=422 if is_wrong else 200)


def say(request: HttpRequest, text: str) -> None:
    """Said at the top of the next page. Never a name beside an offence, never narrative."""
    messages.success(request, text)
