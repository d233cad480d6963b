"""Send a message or a newsletter, fixed with its recipients in one step.

Of a message each is told by the post that something is waiting; a newsletter goes in the email itself.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import LetterKind, NoticeKind
from encircle.foundations.post.notices import notify_each, write_to_each
from encircle.rooms.organisation.queries import standard_on
from encircle.rooms.volunteers.models import Volunteer

from ..group import Group, Reader, by_login, people_of
from ..models import Draft, Message, MessageWords, Reading, Recipient, Supporter, Withdrawal
from ..newsletter import hash_for
from ..queries import ITEM, sent_today
from ..rules import require_kind, require_sending, require_withdrawing
from ..vocabulary import Condition, Kind, WhyWithdrawn
from .writing import Written, check_words


def group_of(draft: Draft) -> Group:
    return Group(tuple(draft.areas), tuple(Condition(one) for one in draft.conditions), Kind(draft.kind))


def may_still_send(by: Actor) -> bool:
    """Whether the charity lets somebody send another message today."""
    return sent_today(by) < standard_on(in_london(by.now).date()).messages_a_day


def asks_twice(count: int, at: datetime) -> bool:
    """Whether so many recipients have to be confirmed."""
    return count > standard_on(in_london(at).date()).messages_confirmed_above


@transaction.atomic
def send_message(draft: Draft, *, expected: int, confirmed: bool, by: Actor, at: datetime) -> None:
    """To the group as it is now. The message keeps the draft's id, so that pressing twice sends it once.

    `expected`: how many the sender was shown. Raises NotAllowed, or Invalid with the field at fault.
    """
    locked = Draft.objects.select_for_update().filter(pk=draft.pk, author=by.user_id).first()
    if locked is None:
        return
    require_sending(by, locked.areas)
    require_kind(by, locked.kind)
    if not may_still_send(by):
        raise NotAllowed("You have sent as many messages today as your charity lets one person send in a day.")
    check_words(_written(locked), at=at)
    reached = people_of(group_of(locked), at).without(locked.left_out)
    _check(reached, expected, confirmed, at)
    _fix(locked, reached, by, at)
    Draft.objects.filter(pk=locked.pk).delete()
    record(Verb.CREATED, ITEM, locked.pk, by=by.acting, detail=str(len(reached)))


def _written(draft: Draft) -> Written:
    return Written(
        subject=draft.subject, text=draft.text, areas=tuple(draft.areas), kind=Kind(draft.kind),
        conditions=tuple(Condition(one) for one in draft.conditions), not_about_anybody=draft.not_about_anybody,
    )  # fmt: skip


def _check(reached: Sequence[Reader], expected: int, confirmed: bool, at: datetime) -> None:
    if not reached:
        raise Invalid("Nobody in this group can be reached. Choose another group")
    if len(reached) != expected:
        raise Invalid("The group has changed since you opened this page. Look at it once more")
    if asks_twice(len(reached), at) and not confirmed:
        raise Invalid({"confirmed": f"Tick that {len(reached)} people are to get this message"})


def _fix(draft: Draft, reached: Sequence[Reader], by: Actor, at: datetime) -> None:
    """The row, its text, its recipients, and a letter to each: no recipient without a letter."""
    areas = sorted({one.area_id for one in reached})
    message = Message(
        id=draft.pk,
        kind=draft.kind,
        subject=draft.subject,
        areas=areas,
        conditions=draft.conditions,
        sent_by_id=by.user_id,
        sent_at=at,
    )
    Message.objects.bulk_create([message])
    MessageWords.objects.bulk_create([MessageWords(message=message, text=draft.text)])
    recipients = [_recipient(message, one) for one in reached]
    Recipient.objects.bulk_create(recipients)
    if draft.kind == Kind.NEWSLETTER:
        letters = zip(reached, recipients, strict=True)
        whom = [(_login(one), row.pk, row.area_id) for one, row in letters]
        write_to_each(whom, LetterKind.NEWSLETTER, at=at)
    else:
        _tell(message, reached, at)


def _login(one: Reader) -> UUID | None:
    """Whose proved address it goes to; others gave an address only."""
    return one.user_id if isinstance(one, Volunteer) and by_login(one) else None


def _recipient(message: Message, one: Reader) -> Recipient:
    of = {"supporter": one} if isinstance(one, Supporter) else {"volunteer": one}
    row = Recipient(message=message, area_id=one.area_id, **of)
    row.token_hash = hash_for(row.pk) if message.kind == Kind.NEWSLETTER else ""
    return row


def _tell(message: Message, reached: Sequence[Reader], at: datetime) -> None:
    told: defaultdict[UUID, list[tuple[UUID, UUID | None]]] = defaultdict(list)
    for one in reached:
        if isinstance(one, Volunteer) and one.user_id is not None:
            told[one.area_id].append((one.user_id, message.pk))
    for area_id, whom in told.items():
        notify_each(whom, NoticeKind.MESSAGE, at=at, area_id=area_id)


@transaction.atomic
def withdraw_message(message: Message, why: WhyWithdrawn, *, by: Actor, at: datetime) -> None:
    """From now on no volunteer can read it. Withdrawing twice changes nothing. Raises NotAllowed."""
    require_withdrawing(by, message)
    if Withdrawal.objects.filter(message=message).exists():
        return
    row = Withdrawal(message=message, why=why, by_id=by.user_id, at=at)
    Withdrawal.objects.bulk_create([row], ignore_conflicts=True)
    record(Verb.ENDED, ITEM, message.pk, by=by.acting, detail=why)


def note_opened(message: Message, *, by: Actor, at: datetime) -> None:
    """The first time a volunteer opens a message that stands."""
    one = Recipient.objects.get(message=message, volunteer=by.volunteer_id).volunteer
    if one is None or Reading.objects.filter(message=message, volunteer=one).exists():
        return
    row = Reading(id=new_id(), message=message, volunteer=one, area_id=one.area_id, opened_at=at)
    Reading.objects.bulk_create([row], ignore_conflicts=True)
