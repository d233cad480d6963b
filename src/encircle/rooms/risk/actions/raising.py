"""Raise a concern: what was seen, how urgent it is, and whom to tell of it at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_reference
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.models import Meeting

from ..models import Concern, ConcernAccount
from ..vocabulary import ConcernKind, Urgency

LONGEST_ACCOUNT = 20_000


@dataclass(frozen=True, kw_only=True)
class NewConcern:
    """What is told. `id` comes with the form, so that pressing twice raises one concern. Staff may raise one that is
    about no Circle, in an area, and name a colleague who has no seat."""

    id: UUID
    circle_id: UUID | None
    urgency: Urgency
    text: str = ""
    happened_at: datetime | None = None
    meeting_id: UUID | None = None
    about_someone_here: bool = False
    about_seat_id: UUID | None = None  # whose place in the Circle, where it is one of them
    about_user_id: UUID | None = None
    area_id: UUID | None = None  # where it is about no Circle
    kind: ConcernKind = ConcernKind.CONCERN
    told_to_id: UUID | None = None  # a disclosure: whose place in the Circle heard it
    own_words: bool | None = None  # a disclosure: as the core member put it


def raise_concern(new: NewConcern, *, by: Actor, at: datetime) -> Concern:
    """Raise a concern and tell whoever handles it. Raises Invalid, or NotFound for a Circle out of reach."""
    try:
        return _already_raised(new.id, by) or _raise(new, by, at)
    except IntegrityError:  # the same form sent twice at the same moment
        if (raised := _already_raised(new.id, by)) is not None:
            return raised
        raise NotFound() from None


@transaction.atomic
def ring_for_news(id: UUID, circle_id: UUID, area_id: UUID, *, by: Actor, at: datetime) -> None:
    """Urgent news from an agency rings like a concern: everyone on call is asked, and it climbs until somebody has
    taken it. Its words stay with the news. Whoever sent it sees nothing of the concern."""
    concern = Concern(
        id=id,
        kind=ConcernKind.DEVELOPMENT,
        reference=new_reference("N"),
        circle_id=circle_id,
        area_id=area_id,
        urgency=Urgency.IMMINENT,
        raised_by_id=by.user_id,
        raised_at=at,
    )
    Concern.objects.bulk_create([concern])
    _trace(Verb.CREATED, concern, by, detail=concern.kind)
    _tell_handlers(concern, by, at)


def add_to_account(concern_id: UUID, text: str, *, account_id: UUID, by: Actor, at: datetime) -> None:
    """Whoever raised a concern remembers more. The same form sent twice adds it once."""
    concern = own_concern(concern_id, by)
    _check(text, "Enter what you want to add")
    try:
        _add(concern, text, account_id, by, at)
    except IntegrityError:
        return


def own_concern(concern_id: UUID, by: Actor) -> Concern:
    """A concern this person raised and still has a place by. Raises NotFound for any other."""
    concern = Concern.objects.select_related("circle").filter(pk=concern_id, raised_by=by.user_id).first()
    if concern is None:
        raise NotFound()
    return concern


def seat_logins(circle_id: UUID) -> Mapping[UUID, UUID]:
    """The login in each inner seat of a Circle; a volunteer who has none is absent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seat_id, user_id FROM encircle.seat_logins(%s) WHERE user_id IS NOT NULL", [str(circle_id)]
        )
        return dict(cursor.fetchall())


# --- the rows ---


def _already_raised(concern_id: UUID, by: Actor) -> Concern | None:
    return Concern.objects.filter(pk=concern_id, raised_by=by.user_id).first()


@transaction.atomic
def _raise(new: NewConcern, by: Actor, at: datetime) -> Concern:
    circle = Circle.objects.filter(pk=new.circle_id).first() if new.circle_id else None
    area_id = circle.area_id if circle else new.area_id
    if area_id is None or (circle is None and new.circle_id):
        raise NotFound()
    if new.urgency != Urgency.IMMINENT or new.text:
        _check(new.text, "Enter what happened")
    concern = _concern(new, circle, area_id, by, at)
    Concern.objects.bulk_create([concern])
    if new.text.strip():
        _write_account(concern, new.text, new.id, by, at)
    _trace(Verb.CREATED, concern, by, detail=new.urgency)
    _tell_handlers(concern, by, at)
    return concern


def _concern(new: NewConcern, circle: Circle | None, area_id: UUID, by: Actor, at: datetime) -> Concern:
    if new.happened_at is not None and new.happened_at > at:
        raise Invalid({"happened_at": "When it happened must be in the past"})
    if new.meeting_id and not Meeting.objects.filter(pk=new.meeting_id, circle=circle).exists():
        raise NotFound()
    _check_disclosure(new, circle)
    about = seat_logins(circle.pk).get(new.about_seat_id) if circle and new.about_seat_id else new.about_user_id
    return Concern(
        id=new.id,
        kind=new.kind,
        told_to_id=new.told_to_id,
        own_words=new.own_words,
        reference=new_reference("N"),
        circle=circle,
        area_id=area_id,
        meeting_id=new.meeting_id,
        urgency=new.urgency,
        raised_by_id=by.user_id,
        raised_at=at,
        happened_at=new.happened_at,
        walled=new.about_someone_here,
        about_user_id=about if new.about_someone_here else None,
    )


def _check_disclosure(new: NewConcern, circle: Circle | None) -> None:
    """What the core member said to somebody of their Circle; never about those who work here, which is a concern."""
    if new.kind == ConcernKind.CONCERN:
        return
    if new.kind != ConcernKind.DISCLOSURE or circle is None or new.about_someone_here:
        raise NotFound()
    if new.own_words is None:
        raise Invalid({"own_words": "Select whose words these are"})
    heard = (SeatPart.VOLUNTEER, SeatPart.COORDINATOR)
    if new.told_to_id is None or not Seat.objects.filter(pk=new.told_to_id, circle=circle, part__in=heard).exists():
        raise Invalid({"told_to": "Select who heard it"})


@transaction.atomic
def _add(concern: Concern, text: str, account_id: UUID, by: Actor, at: datetime) -> None:
    _write_account(concern, text, account_id, by, at)
    _trace(Verb.CHANGED, concern, by, detail="account added")
    _tell_handlers(concern, by, at)


def _write_account(concern: Concern, text: str, account_id: UUID, by: Actor, at: datetime) -> None:
    ConcernAccount.objects.bulk_create(
        [
            ConcernAccount(
                id=account_id,
                concern=concern,
                circle_id=concern.circle_id,
                area_id=concern.area_id,
                walled=concern.walled,
                about_user_id=concern.about_user_id,
                text=text.strip(),
                written_by_id=by.user_id,
                written_at=at,
            )
        ]
    )


def _trace(verb: Verb, concern: Concern, by: Actor, *, detail: str) -> None:
    """A walled concern leaves neither Circle nor area in the trace: only assurance sees the line."""
    record(
        verb,
        "risk.concern",
        concern.pk,
        by=by.acting,
        circle_id=None if concern.walled else concern.circle_id,
        area_id=None if concern.walled else concern.area_id,
        detail=detail,
    )


def _tell_handlers(concern: Concern, by: Actor, at: datetime) -> None:
    """Whoever raised it may not see their logins, so the database says whom to tell. Nobody is told by themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.concern_handlers(%s)", [str(concern.pk)])
        handlers = [user_id for (user_id,) in cursor.fetchall() if user_id != by.user_id]
    for user_id in handlers:
        notify(user_id, NoticeKind.CONCERN, at=at, item_id=concern.pk)


def _check(text: str, missing: str) -> None:
    if not text.strip():
        raise Invalid({"text": missing})
    if len(text) > LONGEST_ACCOUNT:
        raise Invalid({"text": f"This must be {LONGEST_ACCOUNT:,} characters or fewer. It has {len(text):,}"})
