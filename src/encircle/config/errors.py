"""The few pages a refusal can become. None holds content; hidden and absent look the same."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.template import loader

# After an error the transaction is lost, so these pages are rendered without asking the database for anything.


def _page(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    request.encircle_error_page = True  # type: ignore[attr-defined]
    return HttpResponse(loader.render_to_string(f"errors/{template}", context, request), status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404.html", 404)


def not_allowed(request: HttpRequest, reasons: Sequence[str] = ()) -> HttpResponse:
    return _page(request, "403.html", 403, reasons=list(reasons))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return not_allowed(request)


def invalid(request: HttpRequest, reasons: Sequence[str] = ()) -> HttpResponse:
    return _page(request, "400.html", 400, reasons=list(reasons))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return invalid(request)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, "500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "csrf.html", 403)
