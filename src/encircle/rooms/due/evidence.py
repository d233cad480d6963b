"""Whether a clause of a code of practice was kept in a period: counted from what was owed, never from an opinion."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.clocks import last_day, start_of_day
from encircle.rooms.sharing.exports import harmless

from .models import Clause
from .queries import A_PAGE, Line, lines_of
from .vocabulary import Rule, Standing

MOST_ROWS = 20_000
HEADINGS = ("Clause", "What was owed", "Area", "Circle or reference", "From", "Due", "Done", "How it stands")
SHOWN = (Standing.IN_TIME, Standing.LATE, Standing.OVERDUE, Standing.PAUSED, Standing.LAPSED, Standing.TO_COME)
# How an obligation stands, as `queries.standing` says it, for whole periods at once.
_STANDING = """CASE WHEN o.met_at <= %(now)s AND (o.due_at IS NULL OR o.met_at <= o.due_at) THEN 'in_time'
    WHEN o.met_at <= %(now)s THEN 'late'
    WHEN o.closed_at IS NOT NULL AND o.paused > '0' THEN 'paused' WHEN o.closed_at IS NOT NULL THEN 'lapsed'
    WHEN o.due_at IS NULL THEN 'paused' WHEN o.due_at < %(now)s THEN 'overdue' ELSE 'to_come' END"""
# What fell due in the period, and what stood still so that it never did.
_IN_PERIOD = """o.rule = ANY (%(rules)s) AND o.opened_at <= %(now)s AND (
    (o.due_at >= %(since)s AND o.due_at < %(until)s)
    OR (o.due_at IS NULL AND o.stands_still_since < %(until)s
        AND (o.met_at IS NULL OR o.met_at >= %(since)s) AND (o.closed_at IS NULL OR o.closed_at >= %(since)s)))"""


@dataclass(frozen=True)
class Period:
    """Whole London days, the last one included."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        return start_of_day(self.first) + timedelta(microseconds=1)  # a midnight ends the day before it

    @property
    def until(self) -> datetime:
        return start_of_day(self.last + timedelta(days=1)) + timedelta(microseconds=1)


def present_clauses() -> list[Clause]:
    return list(Clause.objects.filter(retired_at__isnull=True))


def counted(clause: Clause, period: Period, at: datetime) -> dict[Rule, dict[Standing, int]]:
    """How often each of its rules stood how. One read."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT o.rule, {_STANDING}, count(*) FROM due_obligation o WHERE {_IN_PERIOD} GROUP BY 1, 2",
            _bound(clause, period, at),
        )
        rows = cursor.fetchall()
    found = {Rule(rule): dict.fromkeys(SHOWN, 0) for rule in clause.rules}
    for rule, standing, number in rows:
        found[Rule(rule)][Standing(standing)] = number
    return found


def behind(clause: Clause, period: Period, at: datetime, *, page: int = 1, size: int = A_PAGE) -> list[Line]:
    """The list behind the figures, in the order of their days; one more than asked for where there are more."""
    bound = _bound(clause, period, at) | {"size": size + 1, "skip": (page - 1) * size}
    return lines_of(
        f"""SELECT o.* FROM due_obligation o WHERE {_IN_PERIOD}
        ORDER BY o.due_at, o.id LIMIT %(size)s OFFSET %(skip)s""",
        bound,
    )


def _bound(clause: Clause, period: Period, at: datetime) -> dict[str, Any]:
    return {"rules": list(clause.rules), "since": period.since, "until": period.until, "now": at}


def export_evidence(clause: Clause, period: Period, *, by: Actor, at: datetime) -> bytes:
    """The list as CSV that no spreadsheet takes for formulas. Leaves a line in the trace."""
    lines = behind(clause, period, at, size=MOST_ROWS)[:MOST_ROWS]
    record(Verb.EXPORTED, "due.clause", clause.pk, by=by.acting, detail=f"csv {len(lines)}")
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([harmless(cell) for cell in _row(clause, one, at)] for one in lines)
    return out.getvalue().encode("utf-8-sig")


def _row(clause: Clause, one: Line, at: datetime) -> tuple[str, ...]:
    return (
        clause.code,
        one.rule.label,
        one.area_name,
        one.reference or one.name,
        _day(one.opened_at),
        last_day(one.due_at).isoformat() if one.due_at else "",
        _day(one.met_at),
        one.standing(at).label,
    )


def _day(moment: datetime | None) -> str:
    return last_day(moment + timedelta(microseconds=1)).isoformat() if moment else ""
