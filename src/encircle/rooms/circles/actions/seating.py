"""Give people seats in a Circle, and end them. With the seat, what it lets a person see begins and ends by itself."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound, broken_constraint
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.organisation.clocks import end_of_day, start_of_day
from encircle.rooms.partners.models import Professional
from encircle.rooms.people.models import CoreMember
from encircle.rooms.volunteers.models import Volunteer

from ..gate import missing_for, not_ready
from ..models import Circle, Ending, Seat
from ..policy import name_inside, next_letter
from ..rules import require_changing
from ..vocabulary import SeatPart

A_MOMENT = timedelta(microseconds=1)
A_SENIOR = "a senior coordinator"
# Who must not meet is known to a room above, and held by the database wherever a seat is written.
APART = "circles_seat_apart"
ALREADY_SEATED = "This person already has a seat in the Circle at that time"


@transaction.atomic
def seat_volunteer(
    circle: Circle, volunteer_id: UUID, *, starts_at: datetime, sees_from: datetime, by: Actor, at: datetime
) -> Seat:
    """A volunteer's seat. `sees_from` is the start, unless earlier meetings are opened on purpose."""
    volunteer = Volunteer.objects.filter(pk=volunteer_id).first()
    if volunteer is None:
        raise NotFound()
    if volunteer.joined_on is None:
        raise Invalid({"volunteer": f"{volunteer.full_name} has applied and is not accepted as a volunteer yet"})
    if volunteer.left_on is not None and volunteer.left_on < in_london(starts_at).date():
        raise Invalid({"volunteer": f"{volunteer.full_name} has left the charity"})
    if lacking := missing_for(circle, [volunteer_id], starts_at=starts_at, at=at):
        raise Invalid({"volunteer": not_ready(volunteer.full_name, lacking[volunteer_id])})
    taken = list(Seat.objects.filter(circle=circle, part=SeatPart.VOLUNTEER))
    letter = next_letter([seat.letter for seat in taken])
    names = frozenset(seat.display_name for seat in taken if seat.volunteer_id != volunteer_id)
    seat = _seat(circle, SeatPart.VOLUNTEER, name_inside(volunteer.given_name, letter, names), starts_at, by)
    seat.volunteer_id, seat.letter, seat.sees_from = volunteer_id, letter, sees_from
    _give(seat, "volunteer", by=by, at=at, apart=apart_words(volunteer.full_name))
    if volunteer.user_id:
        notify(volunteer.user_id, NoticeKind.WAITING, at=at, item_id=circle.pk)
    return seat


@transaction.atomic
def seat_core_member(circle: Circle, core_member_id: UUID, *, starts_at: datetime, by: Actor, at: datetime) -> Seat:
    core_member = CoreMember.objects.filter(pk=core_member_id, area_id=circle.area_id).first()
    if core_member is None:
        raise Invalid({"core_member": "Select a core member of the Circle’s area"})
    seat = _seat(circle, SeatPart.CORE_MEMBER, core_member.known_as, starts_at, by)
    seat.core_member_id = core_member_id
    _give(
        seat,
        "core_member",
        by=by,
        at=at,
        taken="Somebody already holds the core member’s seat at that time",
        apart=f"{core_member.known_as} cannot sit in one Circle with a volunteer of this one. Ask {A_SENIOR}",
    )
    return seat


@transaction.atomic
def seat_coordinator(circle: Circle, user_id: UUID, *, name: str, starts_at: datetime, by: Actor, at: datetime) -> Seat:
    seat = _seat(circle, SeatPart.COORDINATOR, name.split(" ")[0], starts_at, by)
    seat.coordinator_id = user_id
    _give(seat, "coordinator", by=by, at=at)
    return seat


@transaction.atomic
def seat_professional(
    circle: Circle, professional_id: UUID, *, position: str, starts_at: datetime, by: Actor, at: datetime
) -> Seat:
    """An outer-circle seat. What was released before it began is not seen from it."""
    professional = Professional.objects.filter(pk=professional_id).first()
    if professional is None:
        raise NotFound()
    if professional.ends_at is not None and professional.ends_at <= starts_at:
        raise Invalid({"professional": f"{professional.name} no longer works at this agency"})
    seat = _seat(circle, SeatPart.OUTER_CIRCLE, professional.name, starts_at, by)
    seat.professional_id, seat.position = professional_id, position.strip() or professional.job_title
    _give(seat, "professional", by=by, at=at)
    return seat


@transaction.atomic
def end_seat(seat_id: UUID, *, on: date | None, by: Actor, at: datetime) -> Seat:
    """End a seat at the end of a London day, or now (`on=None`). From that instant its holder sees nothing more."""
    seat = _present_seat(seat_id, by, at)
    ends_at = at if on is None else end_of_day(start_of_day(on))
    if ends_at < at:
        raise Invalid({"on": "The last day must be today or later"})
    if seat.ends_at is not None and seat.ends_at < ends_at:
        raise Invalid({"on": "This seat already ends before that day"})
    _end(seat, ends_at, by)
    return seat


@transaction.atomic
def end_seats_of_volunteer(volunteer_id: UUID, *, on: date, by: Actor, at: datetime) -> int:
    """A volunteer leaves the charity: each seat that would last longer ends with that London day. How many."""
    ends_at = end_of_day(start_of_day(on))
    longer = Q(ends_at__isnull=True) | Q(ends_at__gt=ends_at)
    seats = list(Seat.objects.filter(longer, volunteer=volunteer_id))
    for seat in seats:
        require_changing(by, seat.area_id)
        _end(seat, ends_at, by)
    return len(seats)


@transaction.atomic
def end_seat_of_leaver(seat: Seat, *, ends_at: datetime, by: Actor) -> None:
    """At the instant a volunteer leaves the charity, which may be now. One that ends before is left as it is."""
    require_changing(by, seat.area_id)
    if seat.ends_at is None or seat.ends_at > ends_at:
        _end(seat, ends_at, by)


@transaction.atomic
def lengthen_seat(seat_id: UUID, *, ends_at: datetime | None, by: Actor, at: datetime) -> None:
    """A seat whose end was planned lasts after all. Raises Invalid where the gate refuses it, or it has ended."""
    seat = _present_seat(seat_id, by, at)
    sitting = [seat.volunteer_id] if seat.volunteer_id else []
    for lacking in missing_for(Circle.objects.get(pk=seat.circle_id), sitting, starts_at=at, at=at).values():
        raise Invalid(not_ready(seat.display_name, lacking))
    _update_ends(seat, ends_at)
    _changed(seat, ["ends_at"], by)


@transaction.atomic
def open_earlier_meetings(seat_id: UUID, *, sees_from: datetime, by: Actor, at: datetime) -> Seat:
    """Let a volunteer see meetings from before they joined: a choice of its own, never a default."""
    seat = _present_seat(seat_id, by, at)
    if seat.part != SeatPart.VOLUNTEER or seat.sees_from is None:
        raise NotFound()
    if sees_from >= seat.sees_from:
        raise Invalid({"sees_from": "Choose a day before the one from which meetings are open already"})
    _update(seat, sees_from=sees_from)
    seat.sees_from = sees_from
    _changed(seat, ["sees_from"], by)
    return seat


@transaction.atomic
def hand_over_seat(seat_id: UUID, successor_id: UUID, *, on: date, by: Actor, at: datetime) -> Seat:
    """An outer-circle seat passes to a colleague of the same agency from a day on; nothing earlier is seen."""
    seat = _present_seat(seat_id, by, at)
    if seat.part != SeatPart.OUTER_CIRCLE or seat.professional_id is None:
        raise NotFound()
    _check_successor(seat.professional_id, successor_id)
    starts_at = max(start_of_day(on), at)
    if in_london(starts_at).date() != on:
        raise Invalid({"on": "The day of the handover must be today or later"})
    if starts_at <= seat.starts_at or (seat.ends_at is not None and seat.ends_at < starts_at):
        raise Invalid({"on": "The handover must fall within the seat’s own time"})
    _end(seat, starts_at, by)
    circle = Circle.objects.get(pk=seat.circle_id)
    return seat_professional(circle, successor_id, position=seat.position, starts_at=starts_at, by=by, at=at)


def _check_successor(professional_id: UUID, successor_id: UUID) -> None:
    agencies = dict(Professional.objects.filter(pk__in=(professional_id, successor_id)).values_list("pk", "agency_id"))
    if successor_id not in agencies or successor_id == professional_id:
        raise Invalid({"successor": "Select who takes over"})
    if agencies[successor_id] != agencies.get(professional_id):
        raise Invalid({"successor": "Select somebody at the same agency"})


def _seat(circle: Circle, part: SeatPart, display_name: str, starts_at: datetime, by: Actor) -> Seat:
    return Seat(
        circle=circle,
        area_id=circle.area_id,
        part=part,
        display_name=display_name,
        starts_at=starts_at,
        added_by_id=by.user_id,
    )


def apart_words(name: str, ask: str = A_SENIOR) -> str:
    """That the two must not meet, and no word of why."""
    return f"{name} cannot sit in one Circle with its core member. Ask {ask}"


def _give(
    seat: Seat, field: str, *, by: Actor, at: datetime, taken: str = ALREADY_SEATED, apart: str = ALREADY_SEATED
) -> None:
    require_changing(by, seat.area_id)
    if Ending.objects.filter(circle_id=seat.circle_id, ended_at__lte=at).exists():
        raise Invalid("This Circle has ended")
    try:
        with transaction.atomic():
            Seat.objects.bulk_create([seat])
    except IntegrityError as error:
        raise Invalid({field: apart if broken_constraint(error) == APART else taken}) from None
    record(Verb.CREATED, "circles.seat", seat.pk, by=by.acting, circle_id=seat.circle_id, area_id=seat.area_id)


def _present_seat(seat_id: UUID, by: Actor, at: datetime) -> Seat:
    """A seat that has not ended, and that `by` may change."""
    seat = Seat.objects.filter(pk=seat_id).first()
    if seat is None:
        raise NotFound()
    require_changing(by, seat.area_id)
    if seat.ends_at is not None and seat.ends_at <= at:
        raise Invalid("This seat has already ended")
    return seat


def _end(seat: Seat, ends_at: datetime, by: Actor) -> None:
    """A seat that had not begun by then is over as soon as it begins."""
    ends_at = max(ends_at, seat.starts_at + A_MOMENT)
    _update(seat, ends_at=ends_at)
    seat.ends_at = ends_at
    record(Verb.ENDED, "circles.seat", seat.pk, by=by.acting, circle_id=seat.circle_id, area_id=seat.area_id)


def _update_ends(seat: Seat, ends_at: datetime | None) -> None:
    if not Seat.objects.filter(pk=seat.pk).update(ends_at=ends_at):
        raise NotFound()
    seat.ends_at = ends_at


def _update(seat: Seat, **columns: datetime) -> None:
    if not Seat.objects.filter(pk=seat.pk).update(**columns):
        raise NotFound()


def _changed(seat: Seat, fields: list[str], by: Actor) -> None:
    record(
        Verb.CHANGED,
        "circles.seat",
        seat.pk,
        by=by.acting,
        circle_id=seat.circle_id,
        area_id=seat.area_id,
        fields=fields,
    )
