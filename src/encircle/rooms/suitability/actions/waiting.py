"""The waiting list: a place on it, looking at it again, leaving it. A seat in a Circle ends it by itself."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency, AgencyKind
from encircle.rooms.people.models import CoreMember
from encircle.rooms.referrals.models import Referral
from encircle.rooms.referrals.rules import require_taking
from encircle.rooms.volunteers.vocabulary import SLOTS

from ..models import WaitingFree, WaitingLeft, WaitingPlace, WaitingReview
from ..vocabulary import LeftReason, NextAction, Priority, WaitsFor

ITEM = "suitability.waitingplace"


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What whoever looks at the list says of one who waits."""

    priority: Priority
    waits_for: WaitsFor
    next_action: NextAction
    review_on: date


def place_on_list(
    core_member: CoreMember, kind: str, looked: Looked, *, referral: Referral | None, by: Actor, at: datetime
) -> None:
    """Part of a decision, in its transaction."""
    place = WaitingPlace(
        core_member=core_member, referral=referral, area_id=core_member.area_id, kind=kind, since=at, by_id=by.user_id
    )
    WaitingPlace.objects.bulk_create([place])
    _review(place, looked, None, by, at)
    _record(Verb.CREATED, place, by)


@transaction.atomic
def look_again(place: WaitingPlace, looked: Looked, *, id: UUID, by: Actor, at: datetime) -> None:
    """Raises NotAllowed or Invalid. The same form sent twice is kept once; what was said before stays."""
    if WaitingReview.objects.filter(pk=id).exists():
        return
    _require_waiting(place, by)
    if looked.review_on <= in_london(at).date():
        raise Invalid({"review_on": "Enter a day after today"})
    _review(place, looked, id, by, at)
    _record(Verb.CHANGED, place, by, ["review"])


@transaction.atomic
def say_when_free(
    place: WaitingPlace, slots: Collection[str], *, prison_id: UUID | None = None, id: UUID, by: Actor, at: datetime
) -> None:  # fmt: skip
    """When the person can meet each week, and in which prison they are if they wait for a Circle that begins in one.

    Raises NotAllowed or Invalid; what was said before stays.
    """
    if WaitingFree.objects.filter(pk=id).exists():
        return
    _require_waiting(place, by)
    if not slots or not set(slots) <= set(SLOTS):
        raise Invalid({"evening": "Select at least one day"})
    if prison_id is not None and not _may_be_in(place, prison_id):
        raise Invalid({"prison": "Select a prison, for somebody who waits for a Circle that begins in one"})
    kept = [slot for slot in SLOTS if slot in slots]
    row = WaitingFree(
        id=id, place=place, area_id=place.area_id, slots=kept, prison_id=prison_id, by_id=by.user_id, at=at
    )
    WaitingFree.objects.bulk_create([row])
    _record(Verb.CHANGED, place, by, ["slots", *(["prison"] if prison_id else [])])


def _may_be_in(place: WaitingPlace, prison_id: UUID) -> bool:
    is_asked = place.kind == CircleKind.PRISON
    return is_asked and Agency.objects.filter(pk=prison_id, kind=AgencyKind.PRISON).exists()


@transaction.atomic
def leave_list(place: WaitingPlace, reason: LeftReason, *, by: Actor, at: datetime) -> None:
    """Without a Circle. Raises NotAllowed where they left already."""
    _require_waiting(place, by)
    row = WaitingLeft(place=place, area_id=place.area_id, reason=reason, by_id=by.user_id, at=at)
    try:
        with transaction.atomic():
            WaitingLeft.objects.bulk_create([row])
    except IntegrityError:
        raise NotAllowed("They have left the waiting list already.") from None
    _record(Verb.ENDED, place, by)


def _require_waiting(place: WaitingPlace, by: Actor) -> None:
    require_taking(by, place.area_id)
    if WaitingLeft.objects.filter(place=place).exists():
        raise NotAllowed("They have left the waiting list already.")


def _review(place: WaitingPlace, looked: Looked, id: UUID | None, by: Actor, at: datetime) -> None:
    row = WaitingReview(place=place, area_id=place.area_id, by_id=by.user_id, at=at, **asdict(looked))
    if id:
        row.id = id
    WaitingReview.objects.bulk_create([row])


def _record(verb: Verb, place: WaitingPlace, by: Actor, fields: list[str] | None = None) -> None:
    record(
        verb, ITEM, place.core_member_id, by=by.acting, area_id=place.area_id, person_id=place.core_member_id,
        fields=fields or [],
    )  # fmt: skip
