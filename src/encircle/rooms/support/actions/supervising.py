"""Plan supervision, record who took part, write its notes, and call it off. Counselling is offered beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.volunteers.models import Volunteer

from ..models import CounsellingOffer, CounsellingStep, Supervision, SupervisionNote, SupervisionPlace
from ..rules import require_looking_after
from ..vocabulary import CounsellingOutcome, Presence, SupervisionKind

LONGEST_NOTE = 10_000


@dataclass(frozen=True, kw_only=True)
class NewSupervision:
    kind: SupervisionKind
    area_id: UUID
    starts_at: datetime
    supervisor_id: UUID
    volunteers: Sequence[Volunteer]
    place: str = ""


@transaction.atomic
def plan_supervision(new: NewSupervision, *, id: UUID, by: Actor, at: datetime) -> None:
    """Also one that was held already. Whoever takes part is told that something waits. Raises NotAllowed or Invalid."""
    require_looking_after(by, new.area_id)
    _check(new, by)
    row = Supervision(
        id=id,
        kind=new.kind,
        area_id=new.area_id,
        starts_at=new.starts_at,
        place=new.place.strip(),
        supervisor_id=new.supervisor_id,
        planned_by_id=by.user_id,
        planned_at=at,
    )
    Supervision.objects.bulk_create([row])
    SupervisionPlace.objects.bulk_create(
        SupervisionPlace(supervision=row, volunteer=one, area_id=new.area_id) for one in new.volunteers
    )
    for one in new.volunteers:
        if one.user_id and new.starts_at > at:
            notify(one.user_id, NoticeKind.WAITING, at=at, item_id=id, area_id=new.area_id)
    record(Verb.CREATED, "support.supervision", id, by=by.acting, area_id=new.area_id, detail=new.kind)


def _check(new: NewSupervision, by: Actor) -> None:
    if not new.volunteers:
        raise Invalid({"volunteers": "Select who takes part"})
    if new.kind is SupervisionKind.ONE_TO_ONE and len(new.volunteers) > 1:
        raise Invalid({"volunteers": "Select one volunteer. For several, choose group supervision"})
    if new.kind is SupervisionKind.GROUP and len(new.volunteers) < 2:
        raise Invalid({"volunteers": "Select two volunteers or more. For one, choose one to one"})
    if any(one.pk == by.volunteer_id for one in new.volunteers):
        raise NotAllowed("Nobody plans their own supervision.")


@transaction.atomic
def record_presence(supervision: Supervision, came: Mapping[UUID, Presence], *, by: Actor, at: datetime) -> None:
    """Who took part, by place. Raises NotAllowed before it began or once it was called off."""
    require_looking_after(by, supervision.area_id)
    if supervision.cancelled_at or supervision.starts_at > at:
        raise NotAllowed("You can record who took part once it was held.")
    for place_id, presence in came.items():
        changed = SupervisionPlace.objects.filter(pk=place_id, supervision=supervision).update(
            presence=presence, recorded_at=at, recorded_by_id=by.user_id
        )
        if not changed:
            raise NotFound()
    record(
        Verb.CHANGED, "support.supervision", supervision.pk, by=by.acting, area_id=supervision.area_id,
        fields=["presence"],
    )  # fmt: skip


@transaction.atomic
def write_note(supervision: Supervision, text: str, *, id: UUID, by: Actor, at: datetime) -> None:
    """The supervisor's alone to write. Raises NotAllowed, or Invalid where nothing is typed."""
    if supervision.supervisor_id != by.user_id:
        raise NotAllowed("Only the supervisor writes the notes.")
    if not text.strip():
        raise Invalid({"text": "Enter the note"})
    if len(text) > LONGEST_NOTE:
        raise Invalid({"text": f"This must be {LONGEST_NOTE:,} characters or fewer. It has {len(text):,}"})
    row = SupervisionNote(
        id=id,
        supervision=supervision,
        area_id=supervision.area_id,
        text=text.strip(),
        written_by_id=by.user_id,
        written_at=at,
    )
    SupervisionNote.objects.bulk_create([row])
    record(
        Verb.CHANGED, "support.supervision", supervision.pk, by=by.acting, area_id=supervision.area_id, fields=["notes"]
    )


@transaction.atomic
def cancel_supervision(supervision: Supervision, *, by: Actor, at: datetime) -> None:
    """Called off before anybody took part; calling it off twice changes nothing."""
    require_looking_after(by, supervision.area_id)
    if SupervisionPlace.objects.filter(supervision=supervision).exclude(presence="").exists():
        raise NotAllowed("It stands who took part, so it can no longer be called off.")
    if Supervision.objects.filter(pk=supervision.pk, cancelled_at__isnull=True).update(cancelled_at=at):
        record(Verb.ENDED, "support.supervision", supervision.pk, by=by.acting, area_id=supervision.area_id)


# --- counselling ---


@transaction.atomic
def offer_counselling(volunteer: Volunteer, offered_on: date, *, id: UUID, by: Actor, at: datetime) -> None:
    require_looking_after(by, volunteer.area_id, volunteer_id=volunteer.pk)
    _past(offered_on, at, "offered_on")
    row = CounsellingOffer(
        id=id, volunteer=volunteer, area_id=volunteer.area_id, offered_on=offered_on, by_id=by.user_id, recorded_at=at
    )
    CounsellingOffer.objects.bulk_create([row])
    record(Verb.CREATED, "support.counsellingoffer", id, by=by.acting, area_id=volunteer.area_id)


@transaction.atomic
def record_counselling(
    offer: CounsellingOffer, outcome: CounsellingOutcome, on: date, *, id: UUID, by: Actor, at: datetime
) -> None:
    require_looking_after(by, offer.area_id, volunteer_id=offer.volunteer_id)
    _past(on, at, "on")
    if on < offer.offered_on:
        raise Invalid({"on": "This must not be before counselling was offered"})
    row = CounsellingStep(
        id=id,
        offer=offer,
        volunteer_id=offer.volunteer_id,
        area_id=offer.area_id,
        outcome=outcome,
        on=on,
        by_id=by.user_id,
        recorded_at=at,
    )
    CounsellingStep.objects.bulk_create([row])
    record(Verb.CHANGED, "support.counsellingoffer", offer.pk, by=by.acting, area_id=offer.area_id, detail=outcome)


def _past(day: date, at: datetime, field: str) -> None:
    if day > in_london(at).date():
        raise Invalid({field: "The day must be today or in the past"})
