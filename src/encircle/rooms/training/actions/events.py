"""Open a training event, invite people, note their answers, say who trains, and cancel it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import connection, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify, notify_each
from encircle.rooms.volunteers.models import Volunteer

from ..models import Answer, Assignment, Event, EventPart, Invitation, Trainer
from ..rules import require_keeping
from ..vocabulary import EventKind, Reply
from .before import keep_what_it_was


@dataclass(frozen=True)
class NewPart:
    name: str
    on: date
    starts: time
    ends: time


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    area_id: UUID
    kind: EventKind
    course_id: UUID | None = None
    venue_id: UUID | None = None
    address: str = ""
    places: int
    parts: tuple[NewPart, ...]


@transaction.atomic
def open_event(new: NewEvent, *, id: UUID, by: Actor, at: datetime) -> None:
    """Raises NotAllowed, or Invalid with the fields at fault."""
    require_keeping(by, new.area_id)
    _check(new)
    parts = sorted(new.parts, key=lambda one: (one.on, one.starts))
    Event.objects.bulk_create(
        [
            Event(
                id=id,
                area_id=new.area_id,
                kind=new.kind,
                course_id=new.course_id,
                venue_id=new.venue_id,
                address=new.address.strip(),
                places=new.places,
                first_on=parts[0].on,
                last_on=parts[-1].on,
                opened_at=at,
                opened_by_id=by.user_id,
            )
        ]
    )
    EventPart.objects.bulk_create(
        EventPart(
            event_id=id,
            area_id=new.area_id,
            number=number,
            name=one.name,
            on=one.on,
            starts=one.starts,
            ends=one.ends,
        )
        for number, one in enumerate(parts, start=1)
    )
    record(Verb.CREATED, "training.event", id, by=by.acting, area_id=new.area_id, detail=new.kind)


def _check(new: NewEvent) -> None:
    errors = {}
    if not new.parts:
        errors["part_1_name"] = "Enter at least one part"
    if (new.kind == EventKind.COURSE) != (new.course_id is not None):
        errors["course"] = "Select the course"
    if not new.venue_id and not new.address.strip():
        errors["address"] = "Enter where it is, or select a venue"
    for number, one in enumerate(new.parts, start=1):
        if one.ends <= one.starts:
            errors[f"part_{number}_ends"] = "The end must be after the start"
    if errors:
        raise Invalid(errors)


@transaction.atomic
def invite(event: Event, whom: Collection[Volunteer], *, by: Actor, at: datetime) -> int:
    """How many were invited who were not before. Their notice says that something waits, and not what."""
    require_keeping(by, event.area_id)
    if event.cancelled_at is not None:
        raise NotAllowed("This event is cancelled.")
    there = set(Invitation.objects.filter(event=event).values_list("volunteer", flat=True))
    new = [one for one in whom if one.pk not in there and one.area_id == event.area_id and one.user_id != by.user_id]
    rows = [Invitation(event=event, volunteer=one, area_id=one.area_id, by_id=by.user_id, at=at) for one in new]
    Invitation.objects.bulk_create(rows)
    for row in rows:
        record(Verb.CREATED, "training.invitation", row.pk, by=by.acting, area_id=event.area_id)
    told = [(row.volunteer.user_id, row.pk) for row in rows if row.volunteer.user_id]
    notify_each(told, NoticeKind.WAITING, at=at, area_id=event.area_id)
    return len(rows)


@transaction.atomic
def answer(invitation: Invitation, reply: Reply, *, by: Actor, at: datetime) -> None:
    """By whoever was invited, or noted for them. Who waits longest moves up when a place comes free."""
    event = Event.objects.filter(pk=invitation.event_id).first()
    if event is None:
        raise NotFound()
    if not Volunteer.objects.filter(pk=invitation.volunteer_id, user=by.user_id).exists():
        require_keeping(by, invitation.area_id)
    if event.cancelled_at is not None or event.last_on < in_london(at).date():
        raise NotAllowed("This event is over or cancelled.")
    newest = Answer.objects.filter(invitation=invitation).order_by("-at", "-pk").first()
    if newest is not None and newest.reply == reply:
        return
    moves_up = _moves_up(invitation.pk) if reply == Reply.NOT_COMING else None
    Answer.objects.bulk_create(
        [
            Answer(
                invitation=invitation,
                volunteer_id=invitation.volunteer_id,
                area_id=invitation.area_id,
                reply=reply,
                by_id=by.user_id,
                at=at,
            )
        ]
    )
    record(Verb.CHANGED, "training.invitation", invitation.pk, by=by.acting, area_id=invitation.area_id, detail=reply)
    if moves_up is not None:
        notify(moves_up, NoticeKind.WAITING, at=at, item_id=event.pk, area_id=event.area_id)


def _moves_up(invitation_id: UUID) -> UUID | None:
    """The login of who has a place once this one is given up; nobody reads more of them by it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.moves_up(%s)", [invitation_id])
        found: UUID | None = cursor.fetchone()[0]
    return found


@dataclass(frozen=True)
class Trains:
    user_id: UUID
    volunteer_id: UUID | None = None


@transaction.atomic
def set_trainers(event: Event, trainers: Iterable[Trains], *, by: Actor, at: datetime) -> None:
    """Exactly these from now on. Raises Invalid for one who has somebody to score and is left out."""
    require_keeping(by, event.area_id)
    wanted = {one.user_id: one for one in trainers}
    there = set(Trainer.objects.filter(event=event).values_list("user", flat=True))
    gone = there - set(wanted)
    if Assignment.objects.filter(event=event, assessor__in=gone).exists():
        raise Invalid({"trainers": "Somebody you leave out has people to score. Take them off the scoring first"})
    if there and there != set(wanted):
        keep_what_it_was(event, by=by, at=at)
    Trainer.objects.filter(event=event, user__in=gone).delete()
    Trainer.objects.bulk_create(
        Trainer(
            event=event, area_id=event.area_id, user_id=one.user_id, volunteer_id=one.volunteer_id, by_id=by.user_id,
            at=at,
        )
        for one in wanted.values()
        if one.user_id not in there
    )  # fmt: skip
    record(Verb.CHANGED, "training.event", event.pk, by=by.acting, area_id=event.area_id, fields=["trainers"])


@transaction.atomic
def cancel_event(event: Event, *, by: Actor, at: datetime) -> None:
    require_keeping(by, event.area_id)
    changed = Event.objects.filter(pk=event.pk, cancelled_at__isnull=True).update(
        cancelled_at=at, cancelled_by_id=by.user_id
    )
    if not changed:
        raise NotFound()
    record(Verb.ENDED, "training.event", event.pk, by=by.acting, area_id=event.area_id)
    told = Invitation.objects.filter(event=event, volunteer__user__isnull=False)
    notify_each(
        [(user_id, pk) for user_id, pk in told.values_list("volunteer__user_id", "pk")],
        NoticeKind.WAITING,
        at=at,
        area_id=event.area_id,
    )
