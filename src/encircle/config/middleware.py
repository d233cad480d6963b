"""One request, one transaction, one signed identity; refusals become the same few pages and leave a trace."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import Error as DatabaseError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from encircle.common.errors import Invalid, NotAllowed, NotFound, Refusal
from encircle.config import errors
from encircle.foundations.access.actor import load_actor
from encircle.foundations.access.identity import Acting, Identity, acting_as, person, sign, system
from encircle.foundations.accounts.afterwards import write_afterwards
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.due.keeping import settle

GetResponse = Callable[[HttpRequest], HttpResponse]

# Paths anyone may ask for. Every other path, real or not, sends a signed-out person to the same sign-in page.
PUBLIC = ("/", "/robots.txt", "/favicon.ico")
PUBLIC_PREFIXES = (
    "/about/",
    "/brand-",
    "/sign-in/",
    "/invitation/",
    "/questionnaire/",
    "/reference/",
    "/newsletter/",
    "/health/",
    "/static/",
    "/demo/",
)
# The sign-in door: always worked by the doorkeeper, on behalf of whoever is signed in.
SIGN_IN_PREFIXES = ("/sign-in/", "/account/", "/invitation/", "/demo/")

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)

# What PostgreSQL answers when a policy or a grant refuses: the same as absent.
INSUFFICIENT_PRIVILEGE = "42501"


def is_public(path: str) -> bool:
    return path in PUBLIC or path.startswith(PUBLIC_PREFIXES)


class OutermostMiddleware:
    """Writes, in a transaction of its own after the rollback, what the failed transaction could not keep."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.encircle_failed = False  # type: ignore[attr-defined]
        response = self.get_response(request)
        write_afterwards(request)
        acting: Acting | None = getattr(request, "acting", None)
        if acting is not None and self._is_worth_a_line(request, response):
            self._write(request, response, acting)
        return response

    def _is_worth_a_line(self, request: HttpRequest, response: HttpResponse) -> bool:
        return bool(request.encircle_failed) or response.status_code in (403, 404)  # type: ignore[attr-defined]

    def _write(self, request: HttpRequest, response: HttpResponse, acting: Acting) -> None:
        match = request.resolver_match
        view = (match.view_name if match else "") or "no such page"
        with acting_as(acting.identity) as again:
            if request.encircle_failed:  # type: ignore[attr-defined]
                for item_type, item_id in acting.opened:
                    record(Verb.OPENED, item_type, item_id, by=again, detail="page failed afterwards")
            record(Verb.REFUSED, view[:60], by=again, detail=f"{request.method} {response.status_code}")


class PageHeadersMiddleware:
    """Headers of every page: a strict policy, and nothing signed-in is ever kept by a browser or a proxy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self)"
        )
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class IdentityMiddleware:
    """The request's transaction, signed as the doorkeeper until it is known who asks."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/health/"):
            return self.get_response(request)
        with acting_as(system("doorkeeper")) as acting:
            request.acting = acting  # type: ignore[attr-defined]
            response = self.get_response(request)
            if hasattr(response, "render") and callable(response.render):
                response.render()
            if request.encircle_failed or response.status_code >= 500:  # type: ignore[attr-defined]
                request.encircle_failed = True  # type: ignore[attr-defined]
                transaction.set_rollback(True)
        return response


class ActingMiddleware:
    """From here on the database answers as the person who asks. Signed out, every other path looks the same."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.actor = None  # type: ignore[attr-defined]
        if user.is_authenticated:
            request.acting = sign(self._identity(request, user), after=request.acting)  # type: ignore[attr-defined]
            if request.acting.user_id:  # type: ignore[attr-defined]
                request.actor = load_actor(request.acting, user.name)  # type: ignore[attr-defined, union-attr]
        elif not is_public(request.path):
            return HttpResponseRedirect(sign_in_address(request))
        response = self.get_response(request)
        if request.actor and request.method == "POST" and not request.encircle_failed:  # type: ignore[attr-defined]
            settle(request.acting.at)  # type: ignore[attr-defined]
        return response

    def _identity(self, request: HttpRequest, user: Any) -> Identity:
        if request.path.startswith(SIGN_IN_PREFIXES):
            return system("doorkeeper", on_behalf=user.pk)
        return person(user.pk)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        request.encircle_failed = True  # type: ignore[attr-defined]
        return refusal_page(request, exception)


def sign_in_address(request: HttpRequest) -> str:
    """The sign-in page; it comes back to the page asked for, whether that page exists or not."""
    address = reverse("account_login")
    if request.method == "GET" and request.path != "/":
        return f"{address}?{urlencode({'next': request.path})}"
    return address


def refusal_page(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """The page for a refusal, or None for what is not one."""
    if isinstance(exception, (NotFound, Http404)) or _is_hidden_row(exception):
        return errors.not_found(request)
    if isinstance(exception, NotAllowed):
        return errors.not_allowed(request, exception.reasons)
    if isinstance(exception, PermissionDenied):
        return errors.not_allowed(request, ())
    if isinstance(exception, Invalid):
        return errors.invalid(request, list(exception.errors.values()))
    if isinstance(exception, Refusal):
        return errors.not_allowed(request, [str(exception)])
    return None


def _is_hidden_row(exception: Exception) -> bool:
    cause = exception.__cause__ if isinstance(exception, DatabaseError) else None
    return getattr(cause, "sqlstate", None) == INSUFFICIENT_PRIVILEGE
