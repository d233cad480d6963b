"""Add volunteers, change what is known of them, invite them to sign in, and record that one leaves."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_reference
from encircle.foundations.access.actor import Actor
from encircle.foundations.accounts.actions import invite
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.corrections.keeping import Record, keep_correction
from encircle.rooms.organisation.clocks import end_of_day, start_of_day

from .models import Volunteer
from .rules import require_managing


@dataclass(frozen=True)
class Details:
    given_name: str
    family_name: str
    email: str
    phone: str = ""


@transaction.atomic
def add_volunteer(id: UUID, area_id: UUID, details: Details, *, joined_on: date, by: Actor, at: datetime) -> Volunteer:
    require_managing(by, area_id)
    tidy = _checked(details)
    if joined_on > in_london(at).date():
        raise Invalid({"joined_on": "The day they joined must be today or earlier"})
    volunteer = Volunteer(
        id=id,
        reference=new_reference("V"),
        area_id=area_id,
        given_name=tidy.given_name,
        family_name=tidy.family_name,
        email=tidy.email,
        phone=tidy.phone,
        joined_on=joined_on,
    )
    Volunteer.objects.bulk_create([volunteer])
    _record(Verb.CREATED, volunteer, by)
    return volunteer


@transaction.atomic
def change_volunteer(volunteer: Volunteer, details: Details, *, why: str = "", by: Actor, at: datetime) -> None:
    """A correction: what it said before is kept, with the reason. Raises Invalid without one.

    The address at which somebody signs in is changed with their account, not here.
    """
    require_managing(by, volunteer.area_id)
    tidy = _checked(details)
    new = {
        "given_name": tidy.given_name,
        "family_name": tidy.family_name,
        "email": tidy.email,
        "phone": tidy.phone,
    }
    of = Record(item_type="volunteers.volunteer", item_id=volunteer.pk, area_id=volunteer.area_id)
    changed = keep_correction(of, {name: getattr(volunteer, name) for name in new}, new, why, by=by, at=at)
    _update(volunteer, **new)
    _record(Verb.CHANGED, volunteer, by, changed)


@transaction.atomic
def volunteer_leaves(
    volunteer: Volunteer, *, on: date, ends_at: datetime | None = None, by: Actor, at: datetime
) -> None:
    """The last day with the charity; `ends_at`: at an instant before that day is over. Their seats are ended by the
    Circles' own action, their sign-in by that of accounts.
    """
    require_managing(by, volunteer.area_id)
    if on < in_london(at).date():
        raise Invalid({"on": "The last day must be today or later"})
    if volunteer.joined_on is None:
        raise NotAllowed("This person has not joined.")
    if on < volunteer.joined_on:
        raise Invalid({"on": "The last day must not be before they joined"})
    ends = end_of_day(start_of_day(on))
    _update(volunteer, left_on=on, ends_at=min(ends_at or ends, ends))
    _record(Verb.ENDED, volunteer, by)


@transaction.atomic
def volunteer_stays(volunteer: Volunteer, *, by: Actor) -> None:
    """A last day is called off before it came."""
    require_managing(by, volunteer.area_id)
    _update(volunteer, left_on=None, ends_at=None)
    _record(Verb.CHANGED, volunteer, by, ["left_on"])


@transaction.atomic
def volunteer_returns(volunteer: Volunteer, *, by: Actor, at: datetime) -> None:
    """They come back after leaving; what is asked for with a day is asked for from this moment on."""
    require_managing(by, volunteer.area_id)
    _update(volunteer, left_on=None, ends_at=None, returned_at=at)
    _record(Verb.CHANGED, volunteer, by, ["left_on", "returned_at"])


@transaction.atomic
def invite_volunteer(volunteer: Volunteer, *, by: Actor, at: datetime) -> None:
    """Make a login for them and post its invitation."""
    require_managing(by, volunteer.area_id)
    if volunteer.user_id is not None:
        raise NotAllowed("This volunteer was invited already.")
    if volunteer.left_on is not None:
        raise NotAllowed("This volunteer has left.")
    user = invite(name=volunteer.full_name, email=volunteer.email, by=by, at=at)
    if not Volunteer.objects.filter(pk=volunteer.pk, user__isnull=True).update(user=user.pk):
        raise NotAllowed("This volunteer was invited already.")
    _record(Verb.CHANGED, volunteer, by, ["user"])


def _checked(details: Details) -> Details:
    tidy = Details(
        details.given_name.strip(), details.family_name.strip(), details.email.strip().lower(), details.phone.strip()
    )
    errors = {}
    if not tidy.given_name:
        errors["given_name"] = "Enter the given name"
    if not tidy.family_name:
        errors["family_name"] = "Enter the family name"
    try:
        validate_email(tidy.email)
    except ValidationError:
        errors["email"] = "Enter an email address in the correct format, like name@example.org"
    if errors:
        raise Invalid(errors)
    return tidy


def _update(volunteer: Volunteer, **columns: object) -> None:
    if not Volunteer.objects.filter(pk=volunteer.pk).update(**columns):
        raise NotFound()


def _record(verb: Verb, volunteer: Volunteer, by: Actor, fields: list[str] | None = None) -> None:
    record(verb, "volunteers.volunteer", volunteer.pk, by=by.acting, area_id=volunteer.area_id, fields=fields or [])
