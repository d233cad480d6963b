"""What the views of this door share: doing a form's action once, and their pages."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from encircle.common.errors import NotFound, broken_constraint
from encircle.design.answering import form_page


def once(model: type[Model], id: UUID, act: Callable[[], object]) -> None:
    """Do it, unless this very form did it before, or does it at this moment in another request.

    An id that belongs to a row out of reach is answered as if there were no such page.
    """
    if model._default_manager.filter(pk=id).exists():
        return
    try:
        act()
    except IntegrityError as error:
        if broken_constraint(error) != f"{model._meta.db_table}_pkey":
            raise
        if not model._default_manager.filter(pk=id).exists():
            raise NotFound() from None


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of this door; 422 while its form is wrong."""
    return form_page(request, f"casework/{template}", context)
