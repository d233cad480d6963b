"""Volunteers, core members and carers: nobody is brought in twice."""

from collections import defaultdict
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models.functions import Lower

from encircle.common.ids import new_reference
from encircle.rooms.circles.actions.seating import end_seats_of_volunteer
from encircle.rooms.people.models import Carer, CoreMember, HomeContact
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import accepted

from ..caseload import Item, found
from ..cells import Unfit, first_moment, key_of, last_moment
from ..reading import Row
from ..sheets import Kind
from .base import Importer

OLDEST, YOUNGEST = 110, 10  # years; the younger is the age of criminal responsibility in England and Wales
HOME = ("address", "postcode", "phone")


class Volunteers(Importer):
    kind = Kind.VOLUNTEER
    item = "volunteers.volunteer"
    columns = {"area_id": "area"}
    fixed = {
        "area_id": "A volunteer is moved to another area in Encircle, not by an import",
        "joined_on": "The day a volunteer joined is never changed by an import",
    }

    def load(self, rows: list[Row]) -> None:
        self.load_known(accepted(), with_ours=True)
        known = Volunteer.objects.annotate(address=Lower("email"))
        self.by_address: dict[str, Item] = {
            one.email.lower(): one for one in found(known, "address", {row["email"] for row in rows})
        }

    def wanted(self, row: Row) -> dict[str, Any]:
        area = self.case.linked(row, "area")
        if row["joined_on"] > self.case.today:
            raise Unfit("“Joined on” is in the future")
        if row["left_on"] and row["left_on"] < row["joined_on"]:
            raise Unfit("“Left on” is before “Joined on”")
        return {
            "area_id": area.pk,
            "given_name": row["given_name"],
            "family_name": row["family_name"],
            "email": row["email"],
            "phone": row["phone"] or "",
            "joined_on": row["joined_on"],
            "left_on": row["left_on"],
        }

    def adopt(self, row: Row) -> Item | None:
        ours = self.case.aliases[self.kind].get(row.key)
        return self.unlinked(ours) if ours is not None else None

    def make(self, row: Row, wanted: dict[str, Any]) -> Volunteer:
        self._refuse_known(row, None)
        volunteer = Volunteer(reference=new_reference("V"), **wanted)
        self.by_address[row["email"]] = volunteer
        self.case.add(volunteer)
        return volunteer

    def change(self, row: Row, item: Item, wanted: dict[str, Any], columns: set[str]) -> list[str]:
        if "email" in columns and item.user_id is not None and item.email.lower() != row["email"]:
            raise Unfit("This volunteer signs in with another address. It is changed with their account")
        self._refuse_known(row, item.pk)
        fields = super().change(row, item, wanted, columns)
        if "left_on" in fields and item.left_on is not None:
            end = partial(end_seats_of_volunteer, item.pk, on=item.left_on, by=self.case.by, at=self.case.at)
            self.case.last.append(end)
        return fields

    def _refuse_known(self, row: Row, mine: UUID | None) -> None:
        same = self.by_address.get(row["email"])
        if same is not None and same.pk != mine:
            raise Unfit(_known("A volunteer with this address", same))


class CoreMembers(Importer):
    kind = Kind.CORE_MEMBER
    item = "people.coremember"
    columns = {"area_id": "area"}
    fixed = {"area_id": "A core member is moved to another area in Encircle, not by an import"}

    def load(self, rows: list[Row]) -> None:
        self.load_known(CoreMember.objects.all(), with_ours=True)
        self.by_name: dict[tuple[str, str], list[Item]] = defaultdict(list)
        named = CoreMember.objects.annotate(family=Lower("family_name"))
        for one in found(named, "family", {(row["family_name"] or "").lower() for row in rows}):
            self.by_name[_name(one.given_name, one.family_name)].append(one)

    def wanted(self, row: Row) -> dict[str, Any]:
        area = self.case.linked(row, "area")
        if row["born_on"] and not _is_likely(row["born_on"], self.case.today):
            raise Unfit(f"“Date of birth” makes the person younger than {YOUNGEST} or older than {OLDEST}")
        return {
            "area_id": area.pk,
            "given_name": row["given_name"],
            "family_name": row["family_name"],
            "known_as": row["known_as"] or row["given_name"],
            "born_on": row["born_on"],
        }

    def adopt(self, row: Row) -> Item | None:
        ours = self.case.aliases[self.kind].get(row.key)
        return self.unlinked(ours) if ours is not None else None

    def make(self, row: Row, wanted: dict[str, Any]) -> CoreMember:
        names = self.by_name[_name(row["given_name"], row["family_name"])]
        for same in names:
            if not (row["born_on"] and same.born_on) or row["born_on"] == same.born_on:
                told_apart = "" if row["born_on"] and same.born_on else ". If not, write both dates of birth"
                raise Unfit(_known("A core member of this name", same) + told_apart)
        by = self.case.by
        core_member = CoreMember(reference=new_reference("P"), added_at=self.case.at, added_by_id=by.user_id, **wanted)
        names.append(core_member)
        self.case.add(core_member)
        self._add_home(row, core_member)
        return core_member

    def change(self, row: Row, item: Item, wanted: dict[str, Any], columns: set[str]) -> list[str]:
        """Where somebody lives is content: it is never read here, only written anew when the cells changed."""
        fields = super().change(row, item, wanted, columns)
        moved = columns & set(HOME) and self._add_home(row, item)
        return [*fields, *(["home_contact"] if moved else [])]

    def _written(self, fields: Any) -> list[str]:
        return [name for name in super()._written(fields) if name != "home_contact"]

    def _add_home(self, row: Row, core_member: CoreMember) -> bool:
        said = {name: row[name] or "" for name in HOME}
        if not any(said.values()):
            return False
        said["postcode"] = said["postcode"].upper()
        self.case.add(
            HomeContact(core_member_id=core_member.pk, area_id=core_member.area_id, since=self.case.at, **said)
        )
        return True


class Carers(Importer):
    kind = Kind.CARER
    item = "people.carer"
    columns = {"core_member_id": "core_member", "starts_at": "starts_on", "ends_at": "ends_on"}
    fixed = {
        "core_member_id": "A carer stays with their core member. Give the other one a row of its own",
        "area_id": "A carer stays with their core member. Give the other one a row of its own",
        "starts_at": "The day a carer began is never changed by an import",
    }

    def load(self, rows: list[Row]) -> None:
        self.load_known(Carer.objects.all())
        core_members = {one.pk for one in self.case.items[Kind.CORE_MEMBER].values()}
        self.known = {
            (one.core_member_id, key_of(one.name)): one.pk
            for one in found(Carer.objects.all(), "core_member_id", core_members)
        }

    def wanted(self, row: Row) -> dict[str, Any]:
        core_member = self.case.linked(row, "core_member")
        starts_at = first_moment(row["starts_on"] or self.case.today)
        ends_at = last_moment(row["ends_on"])
        if ends_at is not None and ends_at <= starts_at:
            raise Unfit("“Until” is before “From”" if row["starts_on"] else "“Until” is past, so “From” is needed")
        return {
            "core_member_id": core_member.pk,
            "area_id": core_member.area_id,
            "name": row["name"],
            "standing": row["standing"] or "",
            "consent_required": row["consent_required"] is not False,
            "starts_at": starts_at,
            "ends_at": ends_at,
        }

    def make(self, row: Row, wanted: dict[str, Any]) -> Carer:
        place = (wanted["core_member_id"], key_of(row["name"]))
        if place in self.known:
            raise Unfit("This core member has a carer of this name already")
        carer = Carer(**wanted)
        self.known[place] = carer.pk
        self.case.add(carer)
        return carer


def _known(who: str, same: Item) -> str:
    if same._state.adding:
        return f"{who} is in another row"
    return f"{who} is in Encircle. If it is the same, write {same.reference} as the reference of this row"


def _name(given: str, family: str) -> tuple[str, str]:
    return key_of(given), key_of(family)


def _is_likely(born_on: date, today: date) -> bool:
    age = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    return YOUNGEST <= age <= OLDEST
