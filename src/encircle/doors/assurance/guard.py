"""Who may come in by the assurance door: the data-protection lead, and the manager for emergency openings."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from encircle.common.errors import NotFound
from encircle.foundations.access.roles import May

View = Callable[..., HttpResponse]


def needs(what: May) -> Callable[[View], View]:
    """For anybody who may not, the page does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = request.actor  # type: ignore[attr-defined]
            if actor is None or not actor.may(what):
                raise NotFound()
            return view(request, *args, **kwargs)

        return guarded

    return decorate
