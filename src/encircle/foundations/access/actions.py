"""Appoint people to roles for a period, have somebody cover an area, and end an appointment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify

from .actor import Actor
from .models import Appointment
from .queries import present
from .rules import may_cover, require_appointing, require_ending
from .vocabulary import BY_AREA, CASE_BEARING, Role

A_MOMENT = timedelta(microseconds=1)
ITEM = "access.appointment"


@dataclass(frozen=True, kw_only=True)
class NewAppointment:
    """`id` comes with the form, so that it is made once. No end: until somebody ends it."""

    id: UUID
    user_id: UUID
    role: Role
    starts_at: datetime
    ends_at: datetime | None = None
    area_id: UUID | None = None
    covering: bool = False


@transaction.atomic
def appoint(new: NewAppointment, *, by: Actor, at: datetime) -> UUID:
    """Give a role from an instant on. Raises NotAllowed, NotFound, or Invalid with the field at fault."""
    require_appointing(by, new.user_id, new.role)
    if Appointment.objects.filter(pk=new.id).exists():
        return new.id
    if not get_user_model().objects.filter(pk=new.user_id).exists():
        raise NotFound()
    _check(new, at)
    _write(new, by, at)
    record(Verb.CREATED, ITEM, new.id, by=by.acting, area_id=new.area_id, detail=new.role)
    notify(new.user_id, NoticeKind.ACCOUNT, at=at, item_id=new.id)
    return new.id


@transaction.atomic
def cover(
    *, id: UUID, user_id: UUID, area_id: UUID, starts_at: datetime, ends_at: datetime, by: Actor, at: datetime
) -> UUID:
    """Somebody who works with cases already stands in for the coordinators of an area, until a day."""
    if not may_cover(by):
        raise NotAllowed("Only an operations manager decides who covers an area.")
    if not present(at).filter(user_id=user_id, role__in=CASE_BEARING).exists():
        raise Invalid({"person": "Select somebody who works with cases. Appoint others as a coordinator first"})
    new = NewAppointment(
        id=id,
        user_id=user_id,
        role=Role.COORDINATOR,
        area_id=area_id,
        starts_at=starts_at,
        ends_at=ends_at,
        covering=True,
    )
    return appoint(new, by=by, at=at)


@transaction.atomic
def end_appointment(appointment_id: UUID, *, ends_at: datetime, by: Actor, at: datetime) -> None:
    """From `ends_at` on the role and what it shows are gone. One that has ended stays as it is."""
    found = Appointment.objects.filter(pk=appointment_id).first()
    if found is None:
        raise NotFound()
    require_ending(by, found)
    if found.ends_at is not None and found.ends_at <= at:
        return
    if ends_at < at:
        raise Invalid({"on": "The last day must be today or later"})
    if found.ends_at is not None and found.ends_at < ends_at:
        raise Invalid({"on": "This appointment already ends before that day"})
    # One that has not begun is over as soon as it begins.
    if not Appointment.objects.filter(pk=found.pk).update(ends_at=max(ends_at, found.starts_at + A_MOMENT)):
        raise NotFound()
    record(Verb.ENDED, ITEM, found.pk, by=by.acting, area_id=found.area_id, detail=found.role)
    notify(found.user_id, NoticeKind.ACCOUNT, at=at, item_id=found.pk)


def _check(new: NewAppointment, at: datetime) -> None:
    errors = {}
    if (new.role in BY_AREA) != (new.area_id is not None):
        errors["area"] = "Select the area" if new.role in BY_AREA else "This role is not held by area"
    if in_london(new.starts_at).date() < in_london(at).date():
        errors["starts_on"] = "The first day must be today or later"
    if new.ends_at is not None and new.ends_at <= max(new.starts_at, at):
        errors["ends_on"] = "The last day must be on or after the first"
    if errors:
        raise Invalid(errors)


def _write(new: NewAppointment, by: Actor, at: datetime) -> None:
    appointment = Appointment(
        id=new.id,
        user_id=new.user_id,
        role=new.role,
        area_id=new.area_id,
        starts_at=max(new.starts_at, at),
        ends_at=new.ends_at,
        appointed_by_id=by.user_id,
        appointed_at=at,
        covering=new.covering,
    )
    try:
        with transaction.atomic():
            Appointment.objects.bulk_create([appointment])
    except IntegrityError:
        raise Invalid("They hold this role at that time already") from None
