"""Whether this installation lives and is ready: words and numbers of machines, never of people."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET


@never_cache
@require_GET
def live(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"live": True})


@never_cache
@require_GET
def ready(_request: HttpRequest) -> HttpResponse:
    found = {name: _holds(check) for name, check in CHECKS.items()}
    return JsonResponse(
        {name: "ok" if holds else "failed" for name, holds in found.items()},
        status=200 if all(found.values()) else 503,
    )


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def migrations_are_applied() -> bool:
    """Reads every migration file, so a good answer is kept for the life of the process."""
    global _applied
    _applied = _applied or not list(pending_migrations())
    return _applied


_applied = False


def pending_migrations() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield f"{migration.app_label} {migration.name}"


def queue_answers() -> bool:
    """The queue's tables can be read. Whether a worker keeps up is for the doctor to say."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs LIMIT 1")
        return True


def storage_is_writable() -> bool:
    probe = settings.DATA_DIR / ".ready"
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    probe.write_bytes(b"")
    probe.unlink(missing_ok=True)
    return True


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "queue": queue_answers,
    "storage": storage_is_writable,
}
