"""A professional sends news; the staff of the area open it. Nothing sent is ever edited."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.circles.models import Seat
from encircle.rooms.partners.models import Professional

from .models import Development, DevelopmentKind, DevelopmentRead, DevelopmentText, OnwardPermission
from .queries import News, one_news, own_development

LONGEST = 20_000


@dataclass(frozen=True, kw_only=True)
class NewDevelopment:
    """`id` comes with the form, so that sending it twice sends it once."""

    id: UUID
    seat_id: UUID
    kind: DevelopmentKind
    text: str
    urgent: bool = False
    onward: OnwardPermission = OnwardPermission.COORDINATOR_ONLY


@transaction.atomic
def send_development(new: NewDevelopment, *, by: Actor, at: datetime) -> UUID:
    """From a seat held now, to the coordinators of that Circle. Raises NotFound, or Invalid with the field at fault."""
    seat = _own_seat(new.seat_id, by)
    if Development.objects.filter(pk=new.id, sent_by=by.user_id).exists():
        return new.id
    _check(new)
    _write(new, seat, by, at)
    record(
        Verb.CREATED,
        "received.development",
        new.id,
        by=by.acting,
        circle_id=seat.circle_id,
        area_id=seat.area_id,
        detail="urgent" if new.urgent else "",
    )
    kind = NoticeKind.CONCERN if new.urgent else NoticeKind.WAITING
    for user_id in _coordinators(seat.pk):
        notify(user_id, kind, at=at, item_id=new.id, area_id=seat.area_id)
    return new.id


def open_development(development_id: UUID, *, by: Actor, at: datetime) -> News:
    """For staff: leaves a receipt; the first to read it is what the sender sees. Call at the top of the request."""
    found = one_news(development_id)
    development = found.development
    leave_receipt(
        "received.development",
        development.pk,
        by=by.acting,
        circle_id=development.circle_id,
        area_id=development.area_id,
    )
    if found.read_at is None and _is_staff_of(development, by):
        first = DevelopmentRead(
            development_id=development.pk,
            circle_id=development.circle_id,
            area_id=development.area_id,
            read_by_id=by.user_id,
            read_at=at,
        )
        DevelopmentRead.objects.bulk_create([first], ignore_conflicts=True)
    return found


def open_own_development(development_id: UUID, *, by: Actor) -> News:
    """For the sender: leaves a receipt. Raises NotFound. Call at the top of the request."""
    found = own_development(development_id, by=by)
    leave_receipt(
        "received.development",
        found.development.pk,
        by=by.acting,
        circle_id=found.development.circle_id,
        area_id=found.development.area_id,
    )
    return found


def _own_seat(seat_id: UUID, by: Actor) -> Seat:
    found = Seat.objects.filter(pk=seat_id).first() if seat_id in by.outer_seats else None
    if found is None:
        raise NotFound()
    return found


def _check(new: NewDevelopment) -> None:
    if not new.text.strip():
        raise Invalid({"text": "Enter what has happened"})
    if len(new.text) > LONGEST:
        raise Invalid({"text": f"What has happened must be {LONGEST:,} characters or fewer"})


def _write(new: NewDevelopment, seat: Seat, by: Actor, at: datetime) -> None:
    professional = Professional.objects.get(seats=seat)
    development = Development(
        id=new.id,
        circle_id=seat.circle_id,
        area_id=seat.area_id,
        seat_id=seat.pk,
        professional_id=professional.pk,
        agency_id=professional.agency_id,
        kind=new.kind,
        urgent=new.urgent,
        onward=new.onward,
        sent_by_id=by.user_id,
        sent_at=at,
    )
    Development.objects.bulk_create([development])
    DevelopmentText.objects.bulk_create(
        [
            DevelopmentText(
                development_id=new.id,
                circle_id=seat.circle_id,
                area_id=seat.area_id,
                sent_by_id=by.user_id,
                text=new.text.strip(),
            )
        ]
    )


def _coordinators(seat_id: UUID) -> list[UUID]:
    """Whom the professional cannot see but must reach: worked out by the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.coordinators_of_seat(%s)", [seat_id])
        (found,) = cursor.fetchone()
    return list(found)


def _is_staff_of(development: Development, by: Actor) -> bool:
    """An hour of break-glass reads, and is not the coordinator having read it."""
    return by.all_areas or any(area_id == development.area_id for _, area_id in by.appointments)
