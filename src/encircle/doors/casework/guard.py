"""Who may come in by the casework door: those who work with cases. For anybody else its pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.identity import Acting
from encircle.foundations.access.vocabulary import Role

View = Callable[..., HttpResponse]
COMES_IN = frozenset({Role.COORDINATOR, Role.SENIOR_COORDINATOR, Role.OPERATIONS_MANAGER, Role.SAFEGUARDING_LEAD})


class StaffRequest(HttpRequest):
    """A request that came in by this door: somebody acts in it."""

    actor: Actor
    acting: Acting


def for_staff(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = request.actor  # type: ignore[attr-defined]
        if actor is None or not actor.roles & COMES_IN:
            raise NotFound()
        return view(request, *args, **kwargs)

    return guarded
