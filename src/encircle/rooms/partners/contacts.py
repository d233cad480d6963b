"""Contacts with the boards and agencies of an area: who, when, about what, and when next. Coded: no word of a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.models import Area

from .models import Agency, AgencyArea, AgencyKind, ContactAbout, PartnerContact
from .rules import require_contacting


@dataclass(frozen=True, kw_only=True)
class NewContact:
    """`id` comes with the form, so that sending it twice records it once."""

    id: UUID
    area_id: UUID
    with_whom: str
    about: ContactAbout
    contacted_on: date
    next_on: date | None = None


@dataclass(frozen=True)
class ContactLine:
    """An agency of an area, and the last contact with it."""

    agency: Agency
    area: Area
    last: PartnerContact | None = None
    by: str = ""

    def is_silent(self, since: date) -> bool:
        return self.last is None or self.last.contacted_on < since

    def is_overdue(self, today: date) -> bool:
        return self.last is not None and self.last.next_on is not None and self.last.next_on < today


@transaction.atomic
def record_contact(agency: Agency, new: NewContact, *, by: Actor, at: datetime) -> None:
    """Raises NotAllowed, or Invalid with the field at fault."""
    require_contacting(by, new.area_id)
    if PartnerContact.objects.filter(pk=new.id).exists():
        return
    today, errors = in_london(at).date(), {}
    if not new.with_whom.strip():
        errors["with_whom"] = "Enter whom you were in touch with"
    if new.contacted_on > today:
        errors["contacted_on"] = "The day must be today or in the past"
    if new.next_on is not None and new.next_on <= new.contacted_on:
        errors["next_on"] = "The next contact must be after this one"
    if errors:
        raise Invalid(errors)
    row = PartnerContact(
        id=new.id,
        agency=agency,
        area_id=new.area_id,
        with_whom=new.with_whom.strip(),
        about=new.about,
        contacted_on=new.contacted_on,
        next_on=new.next_on,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    PartnerContact.objects.bulk_create([row])
    record(Verb.CREATED, "partners.partnercontact", new.id, by=by.acting, area_id=new.area_id, detail=new.about)


def contacts_by_area(areas: Iterable[Area]) -> list[ContactLine]:
    """Each area with the agencies said to work there, and every board: the longest silence first. Four reads."""
    known = {area.pk: area for area in areas}
    links = list(AgencyArea.objects.filter(area__in=known).select_related("agency"))
    latest = _latest(PartnerContact.objects.filter(area__in=known).select_related("agency"))
    pairs = {(link.agency_id, link.area_id): link.agency for link in links}
    pairs |= {(one.agency_id, one.area_id): one.agency for one in latest.values()}
    names = names_of(one.recorded_by_id for one in latest.values())
    lines = [
        _line(agency, known[area_id], latest.get((agency.pk, area_id)), names) for (_, area_id), agency in pairs.items()
    ]
    return sorted(lines, key=_silence)


def contacts_with(agency: Agency, *, most: int = 20) -> list[tuple[PartnerContact, str]]:
    """The newest first, with who of the staff it was; two reads."""
    rows = list(
        PartnerContact.objects.filter(agency=agency).select_related("area").order_by("-contacted_on", "pk")[:most]
    )
    names = names_of(row.recorded_by_id for row in rows)
    return [(row, names.get(row.recorded_by_id, "")) for row in rows]


def _latest(rows: QuerySet[PartnerContact]) -> dict[tuple[UUID, UUID], PartnerContact]:
    newest = rows.order_by("agency", "area", "-contacted_on", "-recorded_at").distinct("agency", "area")
    return {(one.agency_id, one.area_id): one for one in newest}


def _line(agency: Agency, area: Area, last: PartnerContact | None, names: dict[UUID, str]) -> ContactLine:
    return ContactLine(agency, area, last, names.get(last.recorded_by_id, "") if last else "")


def _silence(line: ContactLine) -> tuple[str, bool, date, str]:
    return (
        line.area.name,
        line.agency.kind != AgencyKind.BOARD,
        line.last.contacted_on if line.last else date.min,
        line.agency.name,
    )
