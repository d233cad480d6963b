"""Keeps the table of what is owed equal to what the facts say: at once where somebody acts, by the worker otherwise.

Everything here works as the reckoner, a system identity that sees coded facts and no content. Two transactions that
touch the same Circle reckon one after the other: the second waits for the first and then sees its facts.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction

from encircle.foundations.access.identity import acting_as, switched, system
from encircle.rooms.organisation.clocks import WorkingCalendar
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.organisation.queries import all_standards, closure_days

from .facts import Practice
from .models import Obligation, Stale
from .reckoning import KINDS, Row, reckon
from .vocabulary import Scope

log = structlog.get_logger(__name__)

RECKONER = system("reckoner")
AT_ONCE = 8  # subjects a request works out itself; what touches more is left to the worker
BATCH = 200
COLUMNS = Row._fields
_NAMES = ", ".join(COLUMNS)
INSERT = (
    f"INSERT INTO due_obligation ({_NAMES}) SELECT {_NAMES} "
    "FROM json_populate_recordset(NULL::due_obligation, %s::json)"
)


def practice_at(at: datetime) -> Practice | None:
    """Three reads; None before the charity has a standard."""
    standards = all_standards()
    if not standards:
        return None
    kinds = tuple(KindStandard.objects.order_by("-in_force_from"))
    return Practice(standards, kinds, WorkingCalendar(closure_days()), at)


# --- one batch ---


def reckoned(scope: Scope, ids: Iterable[UUID], practice: Practice) -> list[Row]:
    """What the facts say now. Call as the reckoner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, area_id, facts::text FROM encircle.due_facts(%s, %s::uuid[])", [scope.value, list(ids)]
        )
        rows = cursor.fetchall()
    return [one for id, area, facts in rows for one in reckon(scope, id, area, json.loads(facts), practice)]


def work_out(scope: Scope, ids: Sequence[UUID], practice: Practice) -> int:
    """Makes the table say what the facts say; how many rows had to change. Call as the reckoner."""
    _one_at_a_time(ids)
    wanted = {one.id: one for one in reckoned(scope, ids, practice)}
    there = _stored(scope, ids)
    gone = [id for id, one in there.items() if one != wanted.get(id)]
    new = [one for id, one in wanted.items() if one != there.get(id)]
    _write(gone, new)
    return len({*gone, *(one.id for one in new)})


def _stored(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, Row]:
    rows = Obligation.objects.filter(subject_id__in=ids, scope=scope).values_list(*COLUMNS)
    return {row[0]: Row._make(row) for row in rows}


def _write(gone: Sequence[UUID], new: Sequence[Row]) -> None:
    """Two statements, however much there is to write, and also where there is nothing."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM due_obligation WHERE id = ANY (%s::uuid[])", [list(gone)])
        rows = json.dumps([dict(zip(COLUMNS, map(_said, one), strict=True)) for one in new])
        cursor.execute(INSERT, [rows])


def _said(value: Any) -> Any:
    if isinstance(value, timedelta):
        return f"{value.days} days {value.seconds} seconds {value.microseconds} microseconds"
    return value if value is None or isinstance(value, (bool, str)) else str(value)


def _one_at_a_time(ids: Sequence[UUID]) -> None:
    """Locked in one order, whoever comes; freed when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(t.id::text, 4711)) "
            "FROM (SELECT unnest(%s::uuid[]) AS id ORDER BY 1) t",
            [list(ids)],
        )


# --- what became stale ---


def settle(at: datetime) -> None:
    """What the present request has changed. Whatever goes wrong here is the worker's to mend, not the visitor's."""
    try:
        with transaction.atomic(), switched(RECKONER):
            rows = list(Stale.objects.filter(at=at).exclude(scope=Scope.EVERYTHING)[: AT_ONCE * 20])
            if rows and len({(one.scope, one.subject_id) for one in rows}) <= AT_ONCE:
                _work_off(rows, at)
    except Exception as error:
        log.error("what is due could not be worked out at once", error=type(error).__name__)


def _work_off(rows: Sequence[Stale], at: datetime) -> None:
    practice = practice_at(at)
    if practice is not None:
        for scope in KINDS:
            ids = sorted({one.subject_id for one in rows if one.scope == scope and one.subject_id})
            if ids:
                work_out(scope, ids, practice)
    Stale.objects.filter(pk__in=[one.pk for one in rows]).delete()


def work_off_stale() -> int:
    """Everything that was left: each minute, by the worker, a transaction a batch. How many were stale."""
    done = 0
    while rows := _some_stale():
        done += len(rows)
        if any(one.scope == Scope.EVERYTHING for one in rows):
            work_out_everything()
        else:
            with acting_as(RECKONER) as acting:
                _work_off(rows, acting.at)
    return done


def _some_stale() -> list[Stale]:
    with acting_as(RECKONER):
        return list(Stale.objects.order_by("pk")[: BATCH * 5])


# --- everything ---


def work_out_everything() -> int:
    """The nightly sweep: opens what time has brought, and puts right whatever was missed. How many rows changed."""
    with acting_as(RECKONER):
        newest = Stale.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    changed = sum(_swept(scope) for scope in KINDS)
    with acting_as(RECKONER):
        Stale.objects.filter(pk__lte=newest).delete()
    return changed


def _swept(scope: Scope) -> int:
    changed, after = 0, None
    while True:
        with acting_as(RECKONER) as acting:
            ids = _ids(scope, after)
            practice = practice_at(acting.at)
            if not ids or practice is None:
                return changed
            changed += work_out(scope, ids, practice)
            after = ids[-1]


def _ids(scope: Scope, after: UUID | None) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM encircle.due_subjects(%s, %s::uuid, %s)", [scope.value, after, BATCH])
        return [id for (id,) in cursor.fetchall()]


def differences(at: datetime) -> Iterator[str]:
    """Where the table does not say what the facts say; nothing means they agree. Call as the reckoner."""
    practice = practice_at(at)
    if practice is None:
        return
    for scope in KINDS:
        after = None
        while ids := _ids(scope, after):
            after = ids[-1]
            wanted = {one.id: one for one in reckoned(scope, ids, practice)}
            there = _stored(scope, ids)
            for id in sorted({*wanted, *there}, key=str):
                if wanted.get(id) != there.get(id):
                    one = wanted.get(id) or there[id]
                    yield f"{scope}: {one.rule} of {one.subject_id}"
