"""A professional sends news; the staff of the area open it. Nothing sent is ever edited."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import connection, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.partners.models import Agency, Professional
from encircle.rooms.risk.actions.raising import ring_for_news
from encircle.rooms.risk.models import Concern

from .models import Development, DevelopmentRead, DevelopmentText
from .onward import check_words, give_onward
from .queries import News, news_behind, one_news, own_development
from .rules import require_recording
from .vocabulary import DevelopmentKind, KnownTo, OnwardPermission

LONGEST = 20_000


@dataclass(frozen=True, kw_only=True)
class NewDevelopment:
    """`id` comes with the form, so that sending it twice sends it once. `seat_id`: from whose seat it is sent."""

    id: UUID
    seat_id: UUID | None = None
    kind: DevelopmentKind
    text: str
    urgent: bool = False
    onward: OnwardPermission = OnwardPermission.COORDINATOR_ONLY
    volunteer_words: str = ""
    happened_on: date | None = None
    known_to: tuple[KnownTo, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rang:
    """The same by telephone: who of which agency rang, and when. A professional on record, or a name."""

    agency_id: UUID
    rang_at: datetime
    professional_id: UUID | None = None
    name: str = ""


@transaction.atomic
def send_development(new: NewDevelopment, *, by: Actor, at: datetime) -> UUID:
    """From a seat held now, to the coordinators of that Circle. Raises NotFound, or Invalid with the field at fault."""
    seat = _own_seat(new.seat_id, by)
    if Development.objects.filter(pk=new.id, sent_by=by.user_id).exists():
        return new.id
    _check(new, at)
    professional = Professional.objects.get(seats=seat)
    development = _development(new, seat.circle_id, seat.area_id, by, at)
    development.seat_id, development.professional_id = seat.pk, professional.pk
    development.agency_id = professional.agency_id
    _write(new, development, professional.name, by, at)
    if not new.urgent:
        for user_id in _coordinators(seat.pk):
            notify(user_id, NoticeKind.WAITING, at=at, item_id=new.id, area_id=seat.area_id)
    return new.id


@transaction.atomic
def record_development(circle: Circle, new: NewDevelopment, rang: Rang, *, by: Actor, at: datetime) -> UUID:
    """An agency rang and a coordinator writes it down: read by them already. Raises NotAllowed or Invalid."""
    require_recording(by, circle.area_id)
    if Development.objects.filter(pk=new.id, sent_by=by.user_id).exists():
        return new.id
    _check(new, at)
    professional = _caller(rang, at)
    development = _development(new, circle.pk, circle.area_id, by, at)
    development.agency_id, development.rang_at = rang.agency_id, rang.rang_at
    development.professional_id = professional.pk if professional else None
    development.rang_by = "" if professional else rang.name.strip()
    _write(new, development, professional.name if professional else rang.name.strip(), by, at)
    _note_first_reading(development, by, at)
    return new.id


def _caller(rang: Rang, at: datetime) -> Professional | None:
    if rang.rang_at > at:
        raise Invalid({"rang_at": "The time of the call must not be in the future"})
    if not Agency.objects.filter(pk=rang.agency_id).exists():
        raise Invalid({"agency": "Select the agency whose news it is"})
    if rang.professional_id is None:
        if not rang.name.strip():
            raise Invalid({"name": "Enter who rang"})
        return None
    found = Professional.objects.filter(pk=rang.professional_id, agency=rang.agency_id).first()
    if found is None:
        raise Invalid({"professional": "Select somebody of that agency, or “Somebody else”"})
    return found


def _development(new: NewDevelopment, circle_id: UUID, area_id: UUID, by: Actor, at: datetime) -> Development:
    return Development(
        id=new.id,
        circle_id=circle_id,
        area_id=area_id,
        kind=new.kind,
        happened_on=new.happened_on,
        known_to=[one.value for one in new.known_to],
        urgent=new.urgent,
        concern_id=uuid5(new.id, "rings") if new.urgent else None,
        onward=new.onward,
        sent_by_id=by.user_id,
        sent_at=at,
    )


def _write(new: NewDevelopment, development: Development, agreed_by: str, by: Actor, at: datetime) -> None:
    """Urgent news rings first: the news names its concern."""
    place = {"circle_id": development.circle_id, "area_id": development.area_id}
    if development.concern_id:
        ring_for_news(development.concern_id, **place, by=by, at=at)
    Development.objects.bulk_create([development])
    words = DevelopmentText(development_id=new.id, sent_by_id=by.user_id, text=new.text.strip(), **place)
    DevelopmentText.objects.bulk_create([words])
    if new.onward == OnwardPermission.VOLUNTEERS:
        give_onward(development, uuid5(new.id, "onward"), new.onward, new.volunteer_words, agreed_by, by=by, at=at)
    record(
        Verb.CREATED,
        "received.development",
        new.id,
        by=by.acting,
        circle_id=development.circle_id,
        area_id=development.area_id,
        detail="urgent" if new.urgent else "",
    )


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
        _note_first_reading(development, by, at)
    return found


def open_news_behind(concern: Concern, *, handles: bool, by: Actor, at: datetime) -> News | None:
    """The news by which a concern rings, for whoever deals with it; leaves a receipt. None where there is none."""
    found = news_behind(concern)
    if found is None:
        return None
    one = found.development
    leave_receipt("received.development", one.pk, by=by.acting, circle_id=one.circle_id, area_id=one.area_id)
    if handles and found.read_at is None:
        _note_first_reading(one, by, at)
    return found


def _note_first_reading(development: Development, by: Actor, at: datetime) -> None:
    first = DevelopmentRead(
        development_id=development.pk,
        circle_id=development.circle_id,
        area_id=development.area_id,
        read_by_id=by.user_id,
        read_at=at,
    )
    DevelopmentRead.objects.bulk_create([first], ignore_conflicts=True)


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


def _own_seat(seat_id: UUID | None, by: Actor) -> Seat:
    found = Seat.objects.filter(pk=seat_id).first() if seat_id in by.outer_seats else None
    if found is None:
        raise NotFound()
    return found


def _check(new: NewDevelopment, at: datetime) -> None:
    if new.happened_on and new.happened_on > in_london(at).date():
        raise Invalid({"happened_on": "The day it happened must be today or in the past"})
    if new.onward == OnwardPermission.VOLUNTEERS:
        check_words(new.volunteer_words)
    if not new.text.strip():
        raise Invalid({"text": "Enter what has happened"})
    if len(new.text) > LONGEST:
        raise Invalid({"text": f"What has happened must be {LONGEST:,} characters or fewer"})


def _coordinators(seat_id: UUID) -> list[UUID]:
    """Whom the professional cannot see but must reach: worked out by the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.coordinators_of_seat(%s)", [seat_id])
        (found,) = cursor.fetchone()
    return list(found)


def _is_staff_of(development: Development, by: Actor) -> bool:
    """An hour of break-glass reads, and is not the coordinator having read it."""
    return by.all_areas or any(area_id == development.area_id for _, area_id in by.appointments)
