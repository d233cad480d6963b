"""Areas: met by their name, so that those of the settings are taken as the same."""

from typing import Any

from encircle.rooms.organisation.actions.areas import free_code
from encircle.rooms.organisation.models import Area

from ..caseload import Item
from ..cells import Unfit, key_of
from ..reading import Row
from ..sheets import Kind
from .base import Importer


class Areas(Importer):
    kind = Kind.AREA
    item = "organisation.area"
    known_by_name = True

    def load(self, rows: list[Row]) -> None:
        self.load_known(Area.objects.all())
        self.by_name = {key_of(area.name): area for area in Area.objects.all()}
        self.codes = {area.code for area in self.by_name.values()}
        self.case.aliases[self.kind] = dict(self.by_name)

    def wanted(self, row: Row) -> dict[str, Any]:
        same = self.by_name.get(key_of(row["name"]))
        mine = self.case.items[self.kind].get(row.key)
        if same is not None and mine is not None and same.pk != mine.pk:
            raise Unfit("There is another area of this name already")
        return {"name": row["name"]}

    def adopt(self, row: Row) -> Item | None:
        same = self.by_name.get(key_of(row["name"]))
        return self.unlinked(same) if same is not None else None

    def make(self, row: Row, wanted: dict[str, Any]) -> Area:
        area = Area(name=wanted["name"], code=free_code(wanted["name"], self.codes))
        self.codes.add(area.code)
        self.by_name[key_of(area.name)] = area
        self.case.add(area)
        return area
