"""Add core members and their carers, and keep what is known of them true."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_reference
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.corrections.keeping import Record, keep_correction
from encircle.rooms.organisation.clocks import end_of_day

from .models import Carer, CoreMember, HomeContact
from .rules import require_keeping

YOUNGEST = 10  # the age of criminal responsibility in England and Wales
OLDEST = 110


@dataclass(frozen=True)
class Details:
    given_name: str
    family_name: str
    known_as: str = ""  # empty: the given name
    born_on: date | None = None


@transaction.atomic
def add_core_member(id: UUID, area_id: UUID, details: Details, *, by: Actor, at: datetime) -> CoreMember:
    require_keeping(by, area_id)
    tidy = _checked(details, at)
    core_member = CoreMember(
        id=id,
        reference=new_reference("P"),
        area_id=area_id,
        given_name=tidy.given_name,
        family_name=tidy.family_name,
        known_as=tidy.known_as,
        born_on=tidy.born_on,
        added_at=at,
        added_by_id=by.user_id,
    )
    CoreMember.objects.bulk_create([core_member])
    _record(Verb.CREATED, core_member, by)
    return core_member


@transaction.atomic
def change_core_member(core_member: CoreMember, details: Details, *, why: str = "", by: Actor, at: datetime) -> None:
    """A correction: what it said before is kept, with the reason. Raises Invalid without one."""
    require_keeping(by, core_member.area_id)
    tidy = _checked(details, at)
    new = {
        "given_name": tidy.given_name,
        "family_name": tidy.family_name,
        "known_as": tidy.known_as,
        "born_on": tidy.born_on,
    }
    of = Record(item_type="people.coremember", item_id=core_member.pk, area_id=core_member.area_id)
    changed = keep_correction(of, {name: getattr(core_member, name) for name in new}, new, why, by=by, at=at)
    if not CoreMember.objects.filter(pk=core_member.pk).update(**new):
        raise NotFound()
    _record(Verb.CHANGED, core_member, by, changed)


def record_home(
    core_member: CoreMember, *, id: UUID, address: str, postcode: str, phone: str, by: Actor, at: datetime
) -> None:
    """Where they live from now on. What stood before stays readable in its own row.

    The same form sent twice records it once: the first row cannot be looked for without opening it.
    """
    require_keeping(by, core_member.area_id)
    if not (address.strip() or postcode.strip() or phone.strip()):
        raise Invalid("Enter an address or a telephone number")
    home = HomeContact(
        id=id,
        core_member=core_member,
        area_id=core_member.area_id,
        address=address.strip(),
        postcode=postcode.strip().upper(),
        phone=phone.strip(),
        since=at,
    )
    try:
        with transaction.atomic():
            HomeContact.objects.bulk_create([home])
            _record(Verb.CHANGED, core_member, by, ["home_contact"])
    except IntegrityError:
        return


@transaction.atomic
def add_carer(
    core_member: CoreMember, *, id: UUID, name: str, standing: str, consent_required: bool, by: Actor, at: datetime
) -> None:
    require_keeping(by, core_member.area_id)
    if not name.strip():
        raise Invalid({"name": "Enter the name of the parent or carer"})
    Carer.objects.bulk_create(
        [
            Carer(
                id=id,
                core_member=core_member,
                area_id=core_member.area_id,
                name=name.strip(),
                standing=standing.strip(),
                consent_required=consent_required,
                starts_at=at,
            )
        ]
    )
    _record(Verb.CHANGED, core_member, by, ["carers"])


@transaction.atomic
def end_carer(core_member: CoreMember, carer_id: UUID, *, by: Actor, at: datetime) -> None:
    """From the end of the London day nobody asks for this carer's consent. Ended already: nothing changes."""
    require_keeping(by, core_member.area_id)
    carer = Carer.objects.filter(pk=carer_id, core_member=core_member).first()
    if carer is None:
        raise NotFound()
    if carer.ends_at is not None:
        return
    if not Carer.objects.filter(pk=carer_id).update(ends_at=end_of_day(at)):
        raise NotFound()
    _record(Verb.CHANGED, core_member, by, ["carers"])


def _checked(details: Details, at: datetime) -> Details:
    given, family = details.given_name.strip(), details.family_name.strip()
    errors = {}
    if not given:
        errors["given_name"] = "Enter the given name"
    if not family:
        errors["family_name"] = "Enter the family name"
    if details.born_on is not None and not is_likely_birthday(details.born_on, in_london(at).date()):
        errors["born_on"] = f"The date of birth must make the person between {YOUNGEST} and {OLDEST} years old"
    if errors:
        raise Invalid(errors)
    return Details(given, family, details.known_as.strip() or given, details.born_on)


def is_likely_birthday(born_on: date, today: date) -> bool:
    """Whether somebody born that day is of an age the charity works with."""
    age = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    return YOUNGEST <= age <= OLDEST


def _record(verb: Verb, core_member: CoreMember, by: Actor, fields: list[str] | None = None) -> None:
    record(
        verb,
        "people.coremember",
        core_member.pk,
        by=by.acting,
        area_id=core_member.area_id,
        person_id=core_member.pk,
        fields=fields or [],
    )
