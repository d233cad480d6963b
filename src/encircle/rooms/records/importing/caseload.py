"""What one run knows: every item its rows speak of, found in Encircle or made by this very workbook, and what to write.

Nothing is written while rows are checked; `write` then puts all of it into the database, in a few large statements.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.accounts.secrets import blind, blinds
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import Line, record_many

from .cells import Unfit, canonical, key_of, several
from .models import ExternalReference
from .reading import Book, Done, Row
from .sheets import Column, Form, Kind

Item = Any  # one row of a table, of any room
AnyModel = TypeVar("AnyModel", bound=Model)
AT_ONCE = 2000  # rows in one statement: far below the 65,535 parameters a statement may have
ASKED_AT_ONCE = 10_000
PURPOSE = "import"
SHORT = 12  # hexadecimal digits: a change is missed once in 281 million million


@dataclass
class Caseload:
    by: Actor
    at: datetime
    links: dict[tuple[Kind, str], ExternalReference] = field(default_factory=dict)
    items: dict[Kind, dict[str, Item]] = field(default_factory=lambda: {kind: {} for kind in Kind})
    aliases: dict[Kind, dict[str, Item]] = field(default_factory=lambda: {kind: {} for kind in Kind})  # names, our own
    named: dict[Kind, set[str]] = field(default_factory=lambda: {kind: set() for kind in Kind})
    refused: dict[Kind, set[str]] = field(default_factory=lambda: {kind: set() for kind in Kind})
    new: dict[type[Model], list[Any]] = field(default_factory=dict)
    changed: dict[tuple[type[Model], tuple[str, ...]], list[Any]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    last: list[Callable[[], object]] = field(default_factory=list)  # actions of other rooms, once the rows are there

    @property
    def today(self) -> date:
        return in_london(self.at).date()

    def find(self, kind: Kind, reference: str) -> Item:
        """The item a reference stands for. Raises Unfit."""
        key = key_of(reference)
        if key in self.items[kind]:
            return self.items[kind][key]
        if key in self.refused[kind]:
            raise Unfit(f"The row of the {kind} “{reference}” was refused, so this one cannot be brought in")
        if key in self.aliases[kind]:
            return self.aliases[kind][key]
        raise Unfit(f"There is no {kind} with the reference “{reference}”, in this workbook or brought in before")

    def linked(self, row: Row, column: str) -> Item:
        """The item a cell of the row refers to."""
        to = row.sheet.column(column).to
        return self.find(to[0], row[column])

    def linked_if_said(self, row: Row, column: str) -> Item | None:
        return self.linked(row, column) if row[column] else None

    def add(self, *rows: Model) -> None:
        for row in rows:
            self.new.setdefault(type(row), []).append(row)

    def change(self, item: Model, fields: Iterable[str]) -> None:
        if names := tuple(sorted(fields)):
            self.changed.setdefault((type(item), names), []).append(item)

    def trace(self, verb: Verb, item_type: str, item: Model, fields: Iterable[str] = ()) -> None:
        own = {"circles.circle": "circle_id", "people.coremember": "person_id"}.get(item_type, "")
        about = {
            "circle_id": getattr(item, "circle_id", None),
            "area_id": getattr(item, "area_id", None),
            "person_id": getattr(item, "core_member_id", None),
        }
        self.lines.append(
            Line(verb, item_type, item.pk, fields=tuple(fields), **{**about, **({own: item.pk} if own else {})})
        )

    def remember(self, row: Row, item: Model) -> None:
        """Next time, the row stands for this item, and says what it says now."""
        link = self.links.get((row.sheet.kind, row.key))
        said = said_by(row)
        if link is None:
            link = ExternalReference(
                kind=row.sheet.kind.value,
                reference=row.key,
                item_id=item.pk,
                said=said,
                imported_by_id=self.by.user_id,
                imported_at=self.at,
            )
            self.links[row.sheet.kind, row.key] = link
            self.add(link)
        elif link.said != said:
            link.said, link.imported_by_id, link.imported_at = {**link.said, **said}, self.by.user_id, self.at
            self.change(link, ("said", "imported_by", "imported_at"))

    def write(self) -> None:
        """Raises NotFound when a row that was there a moment ago is not, IntegrityError when somebody was faster."""
        # Changes first: a seat or a phase has to end before the next one takes its place.
        for (model, fields), rows in self.changed.items():
            if model._default_manager.bulk_update(rows, fields, batch_size=AT_ONCE // 4) != len(rows):
                raise NotFound()
        for model, rows in self.new.items():
            model._default_manager.bulk_create(rows, batch_size=AT_ONCE)
        for start in range(0, len(self.lines), AT_ONCE):
            record_many(self.lines[start : start + AT_ONCE], by=self.by.acting)
        for action in self.last:
            action()


def said_by(row: Row) -> dict[str, str]:
    """For each column a keyed hash of what stands there."""
    return {name: blind(words, purpose=PURPOSE)[:SHORT] for name, words in _words(row)}


def says_anew(row: Row, said: Mapping[str, str]) -> set[str]:
    """The columns that do not say what they said before; that was perhaps hashed under a former key."""
    return {
        name
        for name, words in _words(row)
        if said.get(name) not in [one[:SHORT] for one in blinds(words, purpose=PURPOSE)]
    }


def _words(row: Row) -> Iterator[tuple[str, str]]:
    place = f"{row.sheet.kind}|{row.key}"
    for name, value in row.values.items():
        if name != "reference":
            yield name, f"{place}|{name}|{canonical(value)}"


def load_links(case: Caseload, book: Book) -> None:
    """Find what the references of the workbook stand for already: one read a kind."""
    case.named.update(_references(book))
    for kind, keys in case.named.items():
        for link in found(ExternalReference.objects.filter(kind=kind.value), "reference", keys):
            case.links[kind, link.reference] = link


def found(rows: QuerySet[AnyModel], column: str, values: Iterable[Any]) -> Iterator[AnyModel]:
    """Rows whose column holds one of the values, however many there are."""
    for part in _parts({value for value in values if value}):
        yield from rows.filter(**{f"{column}__in": part})


def _references(book: Book) -> dict[Kind, set[str]]:
    """Every reference the workbook names, of its own rows and of others."""
    named: dict[Kind, set[str]] = defaultdict(set)
    for row in book.every_row:
        if row.done != Done.REFUSED or row.key:
            named[row.sheet.kind].add(row.key)
        for column in row.sheet.columns:
            for kind in column.to:
                named[kind].update(key_of(reference) for reference in _named_in(row, column))
    return named


def _named_in(row: Row, column: Column) -> list[str]:
    said = row[column.name]
    if not said:
        return []
    return several(said) if column.form == Form.REFERENCES else [said]


def _parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    listed = list(values)
    for start in range(0, len(listed), ASKED_AT_ONCE):
        yield listed[start : start + ASKED_AT_ONCE]
