"""Keep the on-call rota: who answers, for which area, on which number, from when to when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.queries import present
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.corrections.keeping import Record, keep_correction
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify

from ..models import Area, OnCallShift
from ..rules import require_keeping_rota

ITEM = "organisation.oncallshift"
ANSWERS = (Role.COORDINATOR, Role.SENIOR_COORDINATOR, Role.OPERATIONS_MANAGER)
LONGEST = timedelta(days=31)


@dataclass(frozen=True, kw_only=True)
class Shift:
    """`name` is what volunteers read; no area means all areas."""

    user_id: UUID
    name: str
    number: str
    starts_at: datetime
    ends_at: datetime
    area_id: UUID | None = None


@transaction.atomic
def add_shift(shift: Shift, *, id: UUID, by: Actor, at: datetime) -> UUID:
    """Raises NotAllowed, or Invalid with the field at fault. The same form sent twice adds one."""
    require_keeping_rota(by)
    if OnCallShift.objects.filter(pk=id).exists():
        return id
    _check(shift, at)
    OnCallShift.objects.bulk_create([OnCallShift(id=id, **_columns(shift))])
    record(Verb.CREATED, ITEM, id, by=by.acting, area_id=shift.area_id)
    _tell(shift, id, by, at)
    return id


@transaction.atomic
def change_shift(shift_id: UUID, shift: Shift, *, why: str = "", by: Actor, at: datetime) -> None:
    """A shift to come, or one under way: that needs a reason, and what stood there is kept.

    One that is over stays as it was. Raises NotFound, NotAllowed or Invalid.
    """
    require_keeping_rota(by)
    before = shift_row(shift_id)
    if before.ends_at <= at:
        raise NotAllowed("This turn is over. Who was on call stays on record.")
    _check(shift, at)
    if before.starts_at <= at and shift.starts_at != before.starts_at:
        raise Invalid({"starts_at": "This turn has begun. Change only when it ends"})
    if before.starts_at <= at and shift.user_id != before.user_id:
        raise Invalid({"person": "This turn has begun. End it now, and add another for whoever takes over"})
    old = {name: getattr(before, name) for name in _columns(shift)}
    changed = [name for name, value in _columns(shift).items() if old[name] != value]
    if not changed:
        return
    if before.starts_at <= at:
        _keep(before, shift, old, why, by, at)
    if not OnCallShift.objects.filter(pk=shift_id).update(**_columns(shift)):
        raise NotFound()
    record(Verb.CHANGED, ITEM, shift_id, by=by.acting, area_id=shift.area_id, fields=changed)
    _tell(shift, shift_id, by, at)


@transaction.atomic
def remove_shift(shift_id: UUID, *, by: Actor, at: datetime) -> None:
    """Only one that has not begun."""
    require_keeping_rota(by)
    shift = shift_row(shift_id)
    if shift.starts_at <= at:
        raise NotAllowed("This turn has begun. Change when it ends instead.")
    OnCallShift.objects.filter(pk=shift_id).delete()
    record(Verb.ENDED, ITEM, shift_id, by=by.acting, area_id=shift.area_id)
    if shift.user_id != by.user_id:
        notify(shift.user_id, NoticeKind.WAITING, at=at)


def _keep(before: OnCallShift, shift: Shift, old: dict[str, object], why: str, by: Actor, at: datetime) -> None:
    """Of the whole charity, like the rota itself: areas by name, times as they read in London."""
    areas = {one.pk: one.name for one in Area.objects.filter(pk__in=[before.area_id, shift.area_id])}

    def read(columns: dict[str, object]) -> dict[str, object]:
        where = areas.get(columns["area_id"], "All areas")  # type: ignore[call-overload]
        until = in_london(columns["ends_at"])  # type: ignore[arg-type]
        return {"on_call_name": columns["name"], "number": columns["number"], "area": where, "until": until}

    keep_correction(Record(item_type=ITEM, item_id=before.pk), read(old), read(_columns(shift)), why, by=by, at=at)


def shift_row(shift_id: UUID) -> OnCallShift:
    """Raises NotFound."""
    found = OnCallShift.objects.filter(pk=shift_id).first()
    if found is None:
        raise NotFound()
    return found


def _columns(shift: Shift) -> dict[str, object]:
    return {
        "user_id": shift.user_id,
        "name": shift.name.strip(),
        "number": shift.number.strip(),
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
        "area_id": shift.area_id,
    }


def _check(shift: Shift, at: datetime) -> None:
    errors = {}
    if not present(at).filter(user_id=shift.user_id, role__in=ANSWERS).exists():
        errors["person"] = "Select somebody who works with cases"
    if not shift.name.strip():
        errors["name"] = "Enter the name volunteers read"
    if not any(character.isdigit() for character in shift.number):
        errors["number"] = "Enter a telephone number, like 01632 960 001"
    if shift.ends_at <= max(shift.starts_at, at):
        errors["ends_at"] = "The end must be after the start, and not in the past"
    elif shift.ends_at - shift.starts_at > LONGEST:
        errors["ends_at"] = f"A turn lasts at most {LONGEST.days} days"
    if errors:
        raise Invalid(errors)


def _tell(shift: Shift, shift_id: UUID, by: Actor, at: datetime) -> None:
    if shift.user_id != by.user_id:
        notify(shift.user_id, NoticeKind.WAITING, at=at, item_id=shift_id)
