"""Agencies, met by their name, and the agreements with them."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from encircle.rooms.partners.models import Agency, AgencyAgreement, Professional
from encircle.rooms.partners.policy import domains, is_at_one_of

from ..caseload import Item, found
from ..cells import Unfit, key_of
from ..reading import Row
from ..sheets import Kind
from .base import Importer


class Agencies(Importer):
    kind = Kind.AGENCY
    item = "partners.agency"
    known_by_name = True

    def load(self, rows: list[Row]) -> None:
        self.load_known(Agency.objects.all())
        self.by_name = {key_of(agency.name): agency for agency in Agency.objects.all()}
        self.case.aliases[self.kind] = dict(self.by_name)
        known = [agency.pk for agency in self.case.items[self.kind].values()]
        self.addresses: dict[UUID, list[str]] = defaultdict(list)
        for one in found(Professional.objects.filter(ends_at__isnull=True), "agency_id", known):
            self.addresses[one.agency_id].append(one.email)

    def wanted(self, row: Row) -> dict[str, Any]:
        same = self.by_name.get(key_of(row["name"]))
        mine = self.case.items[self.kind].get(row.key)
        if same is not None and mine is not None and same.pk != mine.pk:
            raise Unfit("There is another agency of this name already")
        return {"name": row["name"], "kind": row["kind"], "email_domains": _domains(row["email_domains"])}

    def adopt(self, row: Row) -> Item | None:
        same = self.by_name.get(key_of(row["name"]))
        return self.unlinked(same) if same is not None else None

    def make(self, row: Row, wanted: dict[str, Any]) -> Agency:
        agency = Agency(**wanted)
        self.by_name[key_of(agency.name)] = agency
        self.case.add(agency)
        return agency

    def change(self, row: Row, item: Item, wanted: dict[str, Any], columns: set[str]) -> list[str]:
        """A domain can be taken away only when nobody's address is at it."""
        if "email_domains" in columns and any(
            not is_at_one_of(address, wanted["email_domains"]) for address in self.addresses[item.pk]
        ):
            raise Unfit("Professionals of this agency have addresses at a domain that is missing here. Keep it")
        return super().change(row, item, wanted, columns)


class Agreements(Importer):
    kind = Kind.AGREEMENT
    item = "partners.agencyagreement"
    columns = {"agency_id": "agency"}
    fixed = {
        "agency_id": "An agreement stays with its agency. Give the new one a reference of its own",
        "starts_on": "The first day of an agreement is never changed. Give a new one a reference of its own",
        "signed_by": "Who signed an agreement is never changed. Give a new one a reference of its own",
    }

    def load(self, rows: list[Row]) -> None:
        self.load_known(AgencyAgreement.objects.all())
        agencies = {agency.pk for agency in self.case.items[Kind.AGENCY].values()}
        agencies |= {agency.pk for agency in self.case.aliases[Kind.AGENCY].values()}
        mine = {item.pk for item in self.case.items[self.kind].values()}
        self.known: set[tuple[UUID, date]] = {
            (one.agency_id, one.starts_on)
            for one in found(AgencyAgreement.objects.all(), "agency_id", agencies)
            if one.pk not in mine
        }

    def wanted(self, row: Row) -> dict[str, Any]:
        agency = self.case.linked(row, "agency")
        faults = []
        if row["ends_on"] and row["ends_on"] < row["starts_on"]:
            faults.append("“Until” is before “From”")
        if row["review_on"] <= row["starts_on"]:
            faults.append("“Review on” is not after “From”")
        if faults:
            raise Unfit(*faults)
        return {
            "agency_id": agency.pk,
            "starts_on": row["starts_on"],
            "ends_on": row["ends_on"],
            "review_on": row["review_on"],
            "signed_by": row["signed_by"] or "",
        }

    def make(self, row: Row, wanted: dict[str, Any]) -> AgencyAgreement:
        place = (wanted["agency_id"], wanted["starts_on"])
        if place in self.known:
            raise Unfit("There is an agreement with this agency from that day already")
        self.known.add(place)
        agreement = AgencyAgreement(**wanted, recorded_by_id=self.case.by.user_id, recorded_at=self.case.at)
        self.case.add(agreement)
        return agreement


def _domains(said: str) -> list[str]:
    try:
        listed = domains(said)
    except ValueError:
        raise Unfit("“E-mail domains” holds something that is no domain. Write it like police.example") from None
    if not listed:
        raise Unfit("“E-mail domains” is empty")
    return listed
