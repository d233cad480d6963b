"""Who may come in by the volunteers' door. For anybody else its pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor

View = Callable[..., HttpResponse]


class VolunteerRequest(HttpRequest):
    """A request that came in by this door: somebody acts in it."""

    actor: Actor


def for_applicants(view: View) -> View:
    """Whoever was invited to apply, until they are accepted: nothing but their own application stands behind it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None or actor.applicant_id is None:
            raise NotFound()
        return view(request, *args, **kwargs)

    return guarded


def for_trainees(view: View) -> View:
    """Volunteers, and who has applied: both are trained."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None or not (actor.volunteer_id or actor.applicant_id):
            raise NotFound()
        return view(request, *args, **kwargs)

    return guarded


def for_volunteers(view: View) -> View:
    """A volunteer whose last seat has ended still finds the door, and nothing behind it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None or not (actor.volunteer_seats or actor.volunteer_id):
            raise NotFound()
        return view(request, *args, **kwargs)

    return guarded
