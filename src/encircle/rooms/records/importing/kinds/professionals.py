"""Professionals: a present one is met by their address; a new address or agency is another row."""

from typing import Any

from django.db.models.functions import Lower

from encircle.rooms.partners.models import Professional
from encircle.rooms.partners.policy import is_at_one_of

from ..caseload import Item, found
from ..cells import Unfit, first_moment, last_moment
from ..reading import Row
from ..sheets import Kind
from .base import Importer


class Professionals(Importer):
    kind = Kind.PROFESSIONAL
    item = "partners.professional"
    columns = {"agency_id": "agency", "starts_at": "starts_on", "ends_at": "ends_on"}
    fixed = {
        "agency_id": "A professional stays with their agency. Who moves is a new row with a reference of its own",
        "email": "An address is never changed. Give the person at the new address a row and reference of their own",
        "starts_at": "The first day at the agency is never changed by an import",
    }

    def load(self, rows: list[Row]) -> None:
        self.load_known(Professional.objects.all())
        present = Professional.objects.filter(ends_at__isnull=True).annotate(address=Lower("email"))
        self.present: dict[str, Item] = {
            one.email.lower(): one for one in found(present, "address", {row["email"] for row in rows})
        }

    def wanted(self, row: Row) -> dict[str, Any]:
        agency = self.case.linked(row, "agency")
        if not is_at_one_of(row["email"], agency.email_domains):
            raise Unfit(f"“E-mail address” is not at one of the agency’s domains: {', '.join(agency.email_domains)}")
        starts_at = first_moment(row["starts_on"] or self.case.today)
        ends_at = last_moment(row["ends_on"])
        if ends_at is not None and ends_at <= starts_at:
            raise Unfit("“Until” is before “From”" if row["starts_on"] else "“Until” is past, so “From” is needed")
        self._refuse_taken(row)
        return {
            "agency_id": agency.pk,
            "name": row["name"],
            "job_title": row["job_title"] or "",
            "email": row["email"],
            "phone": row["phone"] or "",
            "starts_at": starts_at,
            "ends_at": ends_at,
        }

    def adopt(self, row: Row) -> Item | None:
        """The present professional with this address at this agency."""
        same = None if row["ends_on"] else self.present.get(row["email"])
        if same is None:
            return None
        if same.agency_id != self.case.linked(row, "agency").pk:
            raise Unfit("Somebody with this address works at another agency. End that one first, in Encircle")
        return self.unlinked(same)

    def make(self, row: Row, wanted: dict[str, Any]) -> Professional:
        professional = Professional(**wanted)
        if professional.ends_at is None:
            self.present[row["email"]] = professional
        self.case.add(professional)
        return professional

    def _refuse_taken(self, row: Row) -> None:
        mine = self.case.items[self.kind].get(row.key)
        same = self.present.get(row["email"])
        if mine is not None and same is not None and same.pk != mine.pk and not row["ends_on"]:
            raise Unfit("Another professional has this address")
