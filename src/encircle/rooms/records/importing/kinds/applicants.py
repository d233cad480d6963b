"""People who came forward to volunteer and are not accepted yet: brought in once, and from then on kept in Encircle."""

from typing import Any

from encircle.common.errors import Invalid
from encircle.common.ids import new_id
from encircle.rooms.recruiting.actions.enquiring import Asked, check_asked, keyed
from encircle.rooms.recruiting.models import Applicant, Step
from encircle.rooms.recruiting.vocabulary import Channel, Contact, Stage
from encircle.rooms.volunteers.models import Volunteer

from ..caseload import Item, found
from ..cells import Unfit, first_moment
from ..reading import Row
from ..sheets import Kind
from .base import Importer

KEPT = "What somebody said when they came forward is never changed by an import"
SAID = ("area_id", "given_name", "family_name", "email", "phone", "post_to", "prefers", "heard", "channel", "asked_at")
# The same fault, by the column in which it is put right.
COLUMNS = {"email": "E-mail address", "phone": "Telephone", "post_to": "Where letters go"}


class Applicants(Importer):
    kind = Kind.APPLICANT
    item = "recruiting.applicant"
    columns = {"area_id": "area", "asked_at": "asked_on"}
    fixed = dict.fromkeys(SAID, KEPT)

    def load(self, rows: list[Row]) -> None:
        self.load_known(Applicant.objects.all(), with_ours=True)
        addresses = {row["email"] for row in rows}
        self.by_address: dict[str, str] = {one.email: one.reference for one in _at(addresses)}

    def wanted(self, row: Row) -> dict[str, Any]:
        area = self.case.linked(row, "area")
        if row["asked_on"] > self.case.today:
            raise Unfit("“Asked on” is in the future")
        if row["informed_on"] and not row["asked_on"] <= row["informed_on"] <= self.case.today:
            raise Unfit("“Information sent on” is before “Asked on”, or in the future")
        said = {name: row[name] or "" for name in ("email", "phone", "post_to", "prefers", "heard", "channel")}
        names = {name: row[name] for name in ("given_name", "family_name")}
        return {"area_id": area.pk, **names, **said, "asked_at": first_moment(row["asked_on"])}

    def adopt(self, row: Row) -> Item | None:
        ours = self.case.aliases[self.kind].get(row.key)
        return self.unlinked(ours) if ours is not None else None

    def make(self, row: Row, wanted: dict[str, Any]) -> Applicant:
        self._refuse_known(row)
        asked = Asked(id=new_id(), **{name: wanted[name] for name in SAID if name not in ("channel", "asked_at")})
        try:
            check_asked(asked)
        except Invalid as refusal:
            raise Unfit(*(_in_words(field, why) for field, why in refusal.errors.items())) from None
        applicant = keyed(asked, Channel(wanted["channel"]), at=wanted["asked_at"], by=self.case.by)
        self.case.add(applicant)
        if row["informed_on"]:
            self.case.add(self._informed(row, applicant))
        return applicant

    def _informed(self, row: Row, applicant: Applicant) -> Step:
        return Step(
            applicant=applicant,
            area_id=applicant.area_id,
            stage=Stage.INFORMED,
            sent_by=Contact(applicant.prefers),
            happened_on=row["informed_on"],
            at=self.case.at,
            by_id=self.case.by.user_id,
        )

    def _refuse_known(self, row: Row) -> None:
        if address := row["email"]:
            if address in self.by_address:
                raise Unfit(f"Somebody with this address is in Encircle already: {self.by_address[address]}")
            self.by_address[address] = f"“{row['reference']}” of this workbook"


def _at(addresses: set[Any]) -> list[Applicant | Volunteer]:
    """Who came forward before, and who is a volunteer already: kept in small letters."""
    return [
        *found(Applicant.objects.all(), "email", addresses),
        *found(Volunteer.objects.all(), "email", addresses),
    ]


def _in_words(field: str, why: str) -> str:
    return f"“{COLUMNS[field]}”: {why[:1].lower()}{why[1:]}" if field in COLUMNS else why
