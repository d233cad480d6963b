"""Who may come to a page. For anybody else it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from encircle.common.errors import NotFound

from .roles import May

View = Callable[..., HttpResponse]


def needs(what: May) -> Callable[[View], View]:
    """The page of those whose appointment allows `what`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = request.actor  # type: ignore[attr-defined]
            if actor is None or not actor.may(what):
                raise NotFound()
            return view(request, *args, **kwargs)

        return guarded

    return decorate
