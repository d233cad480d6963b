"""Reads about messages to volunteers: what was sent, how many have opened it, and one's own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from encircle.common.clock import LONDON, in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.circles.models import Circle
from encircle.rooms.people.models import CoreMember
from encircle.rooms.volunteers.models import Volunteer

from .models import Draft, Message, MessageWords, Reading, Recipient, Withdrawal
from .policy import Kept, Person
from .vocabulary import Kind

ITEM = "messaging.message"


@dataclass(frozen=True)
class Counted:
    sent_to: int
    opened: int


@dataclass(frozen=True)
class MessageLine:
    message: Message
    by: str
    counted: Counted
    is_withdrawn: bool


# --- what the sender must not name ---


def kept_names() -> Kept:
    """Core members and Circles the asker sees, by the database's own answer. Two reads."""
    people = CoreMember.objects.values_list("given_name", "family_name", "known_as", "reference")
    circles = Circle.objects.values_list("name", "reference")
    return Kept([Person(*row) for row in people], [words for row in circles for words in row])


# --- staff ---


def drafts_of(by: Actor) -> list[Draft]:
    return list(Draft.objects.filter(author=by.user_id).order_by("-saved_at"))


def draft_row(draft_id: UUID, *, by: Actor) -> Draft:
    found = Draft.objects.filter(pk=draft_id, author=by.user_id).first()
    if found is None:
        raise NotFound()
    return found


def sent(areas: Sequence[UUID], *, offset: int, size: int) -> list[MessageLine]:
    """Of these areas, the newest first; one more than asked for where there is more. Four reads."""
    rows = list(Message.objects.filter(areas__overlap=list(areas)).order_by("-sent_at")[offset : offset + size + 1])
    names = names_of(row.sent_by_id for row in rows)
    counted = counted_of(row.pk for row in rows)
    withdrawn = set(Withdrawal.objects.filter(message__in=rows).values_list("message", flat=True))
    return [
        MessageLine(row, names.get(row.sent_by_id, "Somebody"), counted[row.pk], row.pk in withdrawn) for row in rows
    ]


def counted_of(ids: Iterable[UUID]) -> dict[UUID, Counted]:
    wanted = list(ids)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM encircle.messages_read(%s::uuid[])", [wanted])
        return {pk: Counted(sent_to, opened) for pk, sent_to, opened in cursor.fetchall()}


def sent_today(by: Actor) -> int:
    """How many messages somebody has sent since the London day began."""
    begun = datetime.combine(in_london(by.now).date(), time.min, LONDON)
    return Message.objects.filter(sent_by=by.user_id, sent_at__gte=begun).count()


@dataclass(frozen=True)
class OpenMessage:
    message: Message
    text: str
    by: str
    withdrawal: Withdrawal | None


@dataclass(frozen=True)
class ForStaff(OpenMessage):
    counted: Counted
    withdrawn_by: str


def message_row(message_id: UUID, *, by: Actor) -> Message:
    """For staff. Raises NotFound for absent and hidden alike, and for whoever only received it."""
    found = Message.objects.filter(pk=message_id).first()
    if found is None or found.pk not in counted_of([found.pk]):
        raise NotFound()
    return found


def open_for_staff(message_id: UUID, *, by: Actor) -> ForStaff:
    """Call at the top of the request: it leaves a receipt."""
    row = message_row(message_id, by=by)
    leave_receipt(ITEM, row.pk, by=by.acting)
    withdrawal = Withdrawal.objects.filter(message=row).first()
    names = names_of([row.sent_by_id, withdrawal.by_id if withdrawal else None])
    return ForStaff(
        message=row,
        text=MessageWords.objects.get(message=row).text,
        by=names.get(row.sent_by_id, "Somebody"),
        withdrawal=withdrawal,
        counted=counted_of([row.pk])[row.pk],
        withdrawn_by=names.get(withdrawal.by_id, "Somebody") if withdrawal else "",
    )


def recipients(message: Message) -> list[Volunteer]:
    """In the areas the asker holds, by name."""
    rows = Recipient.objects.filter(message=message, volunteer__isnull=False).select_related("volunteer")
    return sorted((row.volunteer for row in rows if row.volunteer), key=lambda one: (one.given_name, one.family_name))


# --- a volunteer's own ---


@dataclass(frozen=True)
class OwnLine:
    message: Message
    is_new: bool
    is_withdrawn: bool


def _to_read(by: Actor) -> QuerySet[Message]:
    """A newsletter came by email: it is read there, and nobody is told whether."""
    return Message.objects.filter(kind=Kind.MESSAGE, recipients__volunteer=by.volunteer_id)


def own_messages(by: Actor, *, offset: int = 0, size: int = 20) -> list[OwnLine]:
    """The newest first; one more than asked for where there is more. Three reads."""
    found = _to_read(by).order_by("-sent_at")
    rows = list(found[offset : offset + size + 1])
    opened = set(Reading.objects.filter(message__in=rows, volunteer=by.volunteer_id).values_list("message", flat=True))
    withdrawn = set(Withdrawal.objects.filter(message__in=rows).values_list("message", flat=True))
    return [
        OwnLine(row, row.pk not in opened and row.pk not in withdrawn, row.pk in withdrawn) for row in rows
    ]  # fmt: skip


def unread(by: Actor) -> int:
    """How many messages stand that the volunteer has not opened. One read."""
    if by.volunteer_id is None:
        return 0
    mine = Recipient.objects.filter(
        volunteer=by.volunteer_id, message__kind=Kind.MESSAGE, message__withdrawal__isnull=True
    )
    opened = Reading.objects.filter(volunteer=by.volunteer_id).values("message")
    return mine.exclude(message__in=opened).count()


def own_message(message_id: UUID, *, by: Actor) -> Message:
    """Raises NotFound for absent and for another's alike."""
    found = _to_read(by).filter(pk=message_id).first()
    if found is None or by.volunteer_id is None:
        raise NotFound()
    return found


def open_own(message: Message, *, by: Actor) -> OpenMessage:
    """With its text while it stands. Leaves a receipt: call at the top of the request."""
    leave_receipt(ITEM, message.pk, by=by.acting)
    words = MessageWords.objects.filter(message=message).first()
    names = names_of([message.sent_by_id])
    return OpenMessage(
        message=message,
        text=words.text if words else "",
        by=names.get(message.sent_by_id, ""),
        withdrawal=Withdrawal.objects.filter(message=message).first(),
    )
