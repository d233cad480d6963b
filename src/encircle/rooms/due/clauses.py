"""Loading the clauses of a code of practice from a sheet: a code, its words, and the rules that show it is kept."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from .models import Clause
from .vocabulary import Rule

MOST_CLAUSES = 300
COLUMNS = ("code", "words", "rules")


@dataclass(frozen=True)
class NewClause:
    code: str
    words: str
    rules: tuple[Rule, ...]


def read_clauses(sheet: str) -> list[NewClause]:
    """Raises Invalid({"sheet": …}) with the first line that cannot be read."""
    rows = list(csv.DictReader(io.StringIO(sheet.lstrip("\ufeff"))))
    if not rows or not set(COLUMNS) <= {str(name).strip().lower() for name in rows[0]}:
        raise _wrong("The first line must name the columns code, words and rules")
    if len(rows) > MOST_CLAUSES:
        raise _wrong(f"There may be at most {MOST_CLAUSES} clauses")
    found = [_clause(number, row) for number, row in enumerate(rows, start=2)]
    for number, one in enumerate(found, start=2):
        if any(other.code == one.code for other in found[: number - 2]):
            raise _wrong(f"Line {number}: the code {one.code} is there twice")
    return found


def _clause(number: int, row: dict[str, str | None]) -> NewClause:
    cells = {str(name).strip().lower(): str(cell or "").strip() for name, cell in row.items()}
    code, words = cells["code"], cells["words"]
    if not code or len(code) > 30:
        raise _wrong(f"Line {number}: a code of up to 30 characters is needed")
    if not words or len(words) > 1000:
        raise _wrong(f"Line {number}: the words of the clause are needed, up to 1,000 characters")
    return NewClause(code, words, tuple(_rules(number, cells["rules"])))


def _rules(number: int, cell: str) -> Iterator[Rule]:
    names = [name.strip() for name in cell.replace(";", ",").split(",") if name.strip()]
    if not names:
        raise _wrong(f"Line {number}: name at least one rule")
    for name in dict.fromkeys(names):
        if name not in Rule.values:
            raise _wrong(f"Line {number}: there is no rule “{name[:40]}”")
        yield Rule(name)


def _wrong(sentence: str) -> Invalid:
    return Invalid({"sheet": sentence})


@transaction.atomic
def load_clauses(clauses: list[NewClause], *, by: Actor, at: datetime) -> int:
    """Replaces what was loaded before: what stays the same stays, the rest is retired. How many are new or changed."""
    if not by.may(May.SET_STANDARD):
        raise NotAllowed("Only the operations manager loads a code of practice.")
    there = {one.code: one for one in Clause.objects.filter(retired_at__isnull=True)}
    wanted = {one.code: (position, one) for position, one in enumerate(clauses, start=1)}
    same = {code for code, (position, one) in wanted.items() if code in there and _is_same(there[code], position, one)}
    Clause.objects.filter(pk__in=[one.pk for code, one in there.items() if code not in same]).update(retired_at=at)
    new = [
        Clause(
            code=code, words=one.words, rules=list(one.rules), position=position, loaded_by_id=by.user_id, loaded_at=at
        )
        for code, (position, one) in wanted.items()
        if code not in same
    ]
    Clause.objects.bulk_create(new)
    record(Verb.CHANGED, "due.clause", by=by.acting, detail=f"{len(clauses)} clauses, {len(new)} new")
    return len(new)


def _is_same(there: Clause, position: int, one: NewClause) -> bool:
    return (there.words, there.rules, there.position) == (one.words, list(one.rules), position)
