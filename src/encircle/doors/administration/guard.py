"""Who may come in by the administration door, and to which of its pages. For anybody else they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.identity import Acting
from encircle.foundations.access.roles import May

View = Callable[..., HttpResponse]


class OfficeRequest(HttpRequest):
    """A request that came in by this door: somebody acts in it."""

    actor: Actor
    acting: Acting


def needs(what: May) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = request.actor  # type: ignore[attr-defined]
            if actor is None or not actor.may(what):
                raise NotFound()
            return view(request, *args, **kwargs)

        return guarded

    return decorate
