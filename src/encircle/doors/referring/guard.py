"""Who may come in by the referrers' door: professionals in post. For anybody else its pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.identity import Acting

View = Callable[..., HttpResponse]


class ReferrerRequest(HttpRequest):
    """A request that came in by this door: a professional acts in it."""

    actor: Actor
    acting: Acting


def for_referrers(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = request.actor  # type: ignore[attr-defined]
        if actor is None or not actor.professional_ids:
            raise NotFound()
        return view(request, *args, **kwargs)

    return guarded
