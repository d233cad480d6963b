"""The site, and beside it, on the same server in the same run, the bare views without any middleware."""

import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ["ENCIRCLE_MODE"] = "demo"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "encircle.config.settings.demo")

import psycopg
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.db import connection

from benchmarks import bare

site: WSGIHandler = get_wsgi_application()


class Counting:
    """Counts statements of one request when asked; a timed request is never counted."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path.startswith("/bare/"):
        return _bare(environ, start_response, path.removeprefix("/bare/"))
    if "HTTP_X_COUNT" in environ:
        return _counted(environ, start_response)
    return site(environ, start_response)


def _bare(environ: dict[str, Any], start_response: Callable[..., Any], name: str) -> Iterable[bytes]:
    if bare.OWNER is None or bare.OWNER.closed:
        bare.OWNER = psycopg.connect(os.environ["BENCHMARK_OWNER"], autocommit=True)
    response = bare.VIEWS[name](WSGIRequest(environ))
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(response.content)))])
    return [response.content]


def _counted(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    counting = Counting()

    def starting(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, ("X-Queries", str(counting.count))], *rest)

    with connection.execute_wrapper(counting):
        return site(environ, starting)
