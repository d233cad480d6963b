"""Record what was found out, and correct it by a newer row that says why. Nothing is changed, nothing removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.rooms.circles.models import Circle

from .models import Check, CheckWords, Circumstances, Event
from .queries import core_member_of
from .rules import require_following_up
from .vocabulary import (
    Because,
    Benefits,
    EventKind,
    Evidence,
    Housing,
    Nature,
    Notification,
    Relationship,
    Since,
    Source,
    Work,
)

LONGEST = 2000


@dataclass(frozen=True)
class At:
    """The set point a record is for; none: in between."""

    since: Since
    months: int


@dataclass(frozen=True)
class Correction:
    of: UUID
    because: Because


@dataclass(frozen=True)
class NewEvent:
    kind: EventKind
    nature: Nature
    happened_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewCheck:
    """`id` comes with the form. No events: it was looked, and nothing was found."""

    id: UUID
    source: Source
    evidence: Evidence
    searched_from: date
    searched_to: date
    checked_on: date
    notification: Notification
    events: Sequence[NewEvent] = ()
    at_point: At | None = None
    words: str = ""
    corrects: Correction | None = None


@transaction.atomic
def record_check(circle_id: UUID, new: NewCheck, *, by: Actor, at: datetime) -> Check:
    """Raises NotFound, NotAllowed or Invalid."""
    circle, core_member_id = _about(circle_id, by)
    _check_days(new, in_london(at).date())
    if new.corrects:
        _require_correctable(Check, new.corrects.of, circle_id)
    of = {"circle_id": circle.pk, "area_id": circle.area_id}
    row = Check(
        id=new.id, core_member_id=core_member_id, **of, **_when(new.at_point), **_correcting(new.corrects),
        source=new.source, evidence=new.evidence, searched_from=new.searched_from, searched_to=new.searched_to,
        checked_on=new.checked_on, found_nothing=not new.events, notification=new.notification, recorded_at=at,
        recorded_by_id=by.user_id,
    )  # fmt: skip
    Check.objects.bulk_create([row])
    Event.objects.bulk_create(
        Event(id=new_id(), check_of=row, kind=one.kind, nature=one.nature, happened_on=one.happened_on, **of)
        for one in new.events
    )
    if new.words.strip():
        CheckWords.objects.bulk_create([CheckWords(id=new_id(), check_of=row, text=new.words.strip(), **of)])
    _trace("outcomes.check", row.pk, circle, core_member_id, by, corrects=new.corrects is not None)
    return row


def _check_days(new: NewCheck, today: date) -> None:
    wrong = {}
    if new.searched_to < new.searched_from:
        wrong["searched_to"] = "The last day searched must be on or after the first"
    elif new.checked_on < new.searched_to:
        wrong["searched_to"] = "Nobody can look for what comes after the day they looked"
    if new.checked_on > today:
        wrong["checked_on"] = "The day must be today or in the past"
    if any(one.happened_on and not new.searched_from <= one.happened_on <= new.searched_to for one in new.events):
        wrong["happened_on"] = "It must have happened within the days that were searched"
    if len(new.words) > LONGEST:
        wrong["words"] = f"It must be {LONGEST:,} characters or fewer"
    if wrong:
        raise Invalid(wrong)


@dataclass(frozen=True, kw_only=True)
class NewCircumstances:
    id: UUID
    as_of: date
    housing: Housing
    work: Work
    relationship: Relationship
    benefits: Benefits
    at_point: At | None = None
    corrects: Correction | None = None


@transaction.atomic
def record_circumstances(circle_id: UUID, new: NewCircumstances, *, by: Actor, at: datetime) -> Circumstances:
    """Raises NotFound, NotAllowed or Invalid."""
    circle, core_member_id = _about(circle_id, by)
    if new.as_of > in_london(at).date():
        raise Invalid({"as_of": "The day must be today or in the past"})
    if new.corrects:
        _require_correctable(Circumstances, new.corrects.of, circle_id)
    row = Circumstances(
        id=new.id, core_member_id=core_member_id, circle_id=circle.pk, area_id=circle.area_id, as_of=new.as_of,
        housing=new.housing, work=new.work, relationship=new.relationship, benefits=new.benefits,
        **_when(new.at_point), **_correcting(new.corrects), recorded_at=at, recorded_by_id=by.user_id,
    )  # fmt: skip
    Circumstances.objects.bulk_create([row])
    _trace("outcomes.circumstances", row.pk, circle, core_member_id, by, corrects=new.corrects is not None)
    return row


def open_check(check_id: UUID, *, by: Actor) -> Check:
    """Leaves the receipt for its words. Raises NotFound. Call at the top of the request."""
    check = Check.objects.filter(pk=check_id).first()
    if check is None:
        raise NotFound()
    leave_receipt(
        "outcomes.check", check.pk, by=by.acting, circle_id=check.circle_id, area_id=check.area_id,
        person_id=check.core_member_id,
    )  # fmt: skip
    return check


def _about(circle_id: UUID, by: Actor) -> tuple[Circle, UUID]:
    circle = Circle.objects.filter(pk=circle_id).first()
    if circle is None:
        raise NotFound()
    require_following_up(by, circle.area_id)
    core_member_id = core_member_of(circle_id)
    if core_member_id is None:
        raise Invalid("Nobody has sat at the centre of this Circle")
    return circle, core_member_id


def _require_correctable(model: type[Check] | type[Circumstances], pk: UUID, circle_id: UUID) -> None:
    if not model.objects.filter(pk=pk, circle=circle_id).exists():
        raise NotFound()
    if model.objects.filter(corrects=pk).exists():
        raise Invalid("This was corrected already. Correct the newer record")


def _when(point: At | None) -> dict[str, object]:
    return {"since": point.since, "months": point.months} if point else {}


def _correcting(correction: Correction | None) -> dict[str, object]:
    return {"corrects_id": correction.of, "because": correction.because} if correction else {}


def _trace(item_type: str, pk: UUID, circle: Circle, person_id: UUID, by: Actor, *, corrects: bool) -> None:
    record(
        Verb.CHANGED if corrects else Verb.CREATED, item_type, pk, by=by.acting, circle_id=circle.pk,
        area_id=circle.area_id, person_id=person_id,
    )  # fmt: skip
