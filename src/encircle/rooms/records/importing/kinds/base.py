"""What every sheet has in common: which item a row stands for, what changed since it was last brought in."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model, QuerySet

from encircle.common.clock import in_london
from encircle.foundations.audit.models import Verb

from ..caseload import Caseload, Item, found, says_anew
from ..cells import Unfit, key_of
from ..models import ExternalReference
from ..reading import Done, Row
from ..sheets import Kind


class Importer(ABC):
    """One sheet. Rows are taken in their order; a row that is refused stops no other."""

    kind: ClassVar[Kind]
    item: ClassVar[str]  # as the trace names it
    columns: ClassVar[Mapping[str, str]] = {}  # attribute of the item -> column it comes from
    fixed: ClassVar[Mapping[str, str]] = {}  # attributes that an import never changes, with why
    known_by_name: ClassVar[bool] = False  # other sheets may name it as this workbook does

    def __init__(self, case: Caseload) -> None:
        self.case = case
        self.met: dict[UUID, int] = {}  # which row stands for an item

    def take(self, rows: list[Row]) -> None:
        self.load(rows)
        first: dict[str, int] = {}
        for row in rows:
            try:
                self._refuse_twice(row, first)
                if not row.reasons:
                    self._take(row)
            except Unfit as unfit:
                row.refuse(*unfit.reasons)
            if row.done == Done.REFUSED:
                self.case.items[self.kind].pop(row.key, None)
                self.case.refused[self.kind].add(row.key)

    @abstractmethod
    def load(self, rows: list[Row]) -> None:
        """Read what the rows stand for, and what they must not collide with: a constant number of reads."""

    @abstractmethod
    def wanted(self, row: Row) -> dict[str, Any]:
        """The attributes the row asks for. Raises Unfit."""

    @abstractmethod
    def make(self, row: Row, wanted: dict[str, Any]) -> Model:
        """A new item, added to the caseload with whatever belongs to it. Raises Unfit."""

    def adopt(self, row: Row) -> Item | None:
        """An item that is in Encircle already and was not brought in: by name, address or Encircle's own reference."""
        return None

    def change(self, row: Row, item: Item, wanted: dict[str, Any], columns: set[str]) -> list[str]:
        """Set what the changed columns ask for; the names of the attributes that differ. Raises Unfit."""
        differing = [name for name in self.asked_by(columns, wanted) if differs(getattr(item, name), wanted[name])]
        if never := [name for name in differing if name in self.fixed]:
            raise Unfit(*dict.fromkeys(self.fixed[name] for name in never))
        for name in differing:
            setattr(item, name, wanted[name])
        return differing

    def load_known(self, rows: QuerySet[Any], *, with_ours: bool = False) -> None:
        """What the references of this kind stand for; `with_ours`: Encircle's own references may be written too."""
        kind, links = self.kind, {k: link for k, link in self.case.links.items() if k[0] == self.kind}
        items = {item.pk: item for item in found(rows, "pk", {link.item_id for link in links.values()})}
        self.case.items[kind] = {key: items[link.item_id] for (_, key), link in links.items() if link.item_id in items}
        if with_ours:
            unknown = {key.upper() for key in self.case.named[kind] if key not in self.case.items[kind]}
            for item in found(rows, "reference", unknown):
                self.case.aliases[kind][key_of(item.reference)] = item

    def unlinked(self, item: Item) -> Item:
        """An item met by its name or address, unless another reference stands for it. Raises Unfit."""
        other = ExternalReference.objects.filter(kind=self.kind.value, item_id=item.pk).first()
        if other is not None:
            raise Unfit(f"This {self.kind} was brought in before with the reference “{other.reference}”. Use that one")
        return item

    def our_reference(self, item: Item) -> str:
        return str(getattr(item, "reference", ""))

    def _refuse_twice(self, row: Row, first: dict[str, int]) -> None:
        if not row.key:
            return
        if row.key in first:
            row.refuse(f"The reference is the same as in row {first[row.key]}")
        first.setdefault(row.key, row.number)

    def _take(self, row: Row) -> None:
        case = self.case
        link = case.links.get((self.kind, row.key))
        item = case.items[self.kind].get(row.key) or self.adopt(row)
        if item is None and link is not None:
            raise Unfit("What this reference stood for is no longer in Encircle")
        wanted = self.wanted(row)
        if item is not None:
            self._refuse_met(row, item)
        if item is None:
            item = self.make(row, wanted)
            row.done = Done.NEW
            case.trace(Verb.CREATED, self.item, item)
        else:
            self._keep(row, item, wanted, link.said if link else None)
        case.items[self.kind][row.key] = item
        if self.known_by_name:
            case.aliases[self.kind].setdefault(key_of(row["name"]), item)
        case.remember(row, item)
        row.given = self.our_reference(item)

    def _refuse_met(self, row: Row, item: Item) -> None:
        """One item, one reference: two rows cannot stand for the same."""
        if item.pk in self.met:
            raise Unfit(f"Row {self.met[item.pk]} stands for the same {self.kind}")
        self.met[item.pk] = row.number

    def _keep(self, row: Row, item: Item, wanted: dict[str, Any], said: Mapping[str, str] | None) -> None:
        """What the row said before and says again is left as people have made it since."""
        if said is None:  # met for the first time: an empty cell takes nothing away
            columns = {name for name in row.values if name != "reference" and row[name] is not None}
        else:
            columns = says_anew(row, said)
        fields = self.change(row, item, wanted, columns) if columns else []
        if fields:
            row.done = Done.CHANGED
            self.case.change(item, self._written(fields))
            self.case.trace(Verb.CHANGED, self.item, item, fields)

    def asked_by(self, columns: Iterable[str], wanted: Mapping[str, Any]) -> list[str]:
        return [name for name in wanted if self.columns.get(name, name) in columns]

    def _written(self, fields: Iterable[str]) -> list[str]:
        """Attributes as `bulk_update` wants them: a relation by its own name."""
        return [name.removesuffix("_id") for name in fields]


def differs(has: Any, wanted: Any) -> bool:
    """A workbook knows days: two moments of one London day are the same to it."""
    if isinstance(has, datetime) and isinstance(wanted, datetime):
        return in_london(has).date() != in_london(wanted).date()
    return bool(has != wanted)
