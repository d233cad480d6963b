"""Keep that a reference is asked for, whether the volunteer agrees, and the letter that was sent on."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.volunteers.models import Volunteer

from ..models import GivenReference, ReferenceAnswer, ReferenceSent, ReferenceWords
from ..queries import has_left
from ..rules import require_keeping, require_own_or_keeping
from ..vocabulary import SentBy
from .exits import not_to_come

LONGEST_LETTER = 10_000


@transaction.atomic
def reference_asked(volunteer: Volunteer, asker: str, asked_on: date, *, id: UUID, by: Actor, at: datetime) -> None:
    """Also of whoever has left. While they have access, they are told that something waits."""
    require_keeping(by, volunteer)
    not_to_come(asked_on, at, "asked_on")
    if not asker.strip():
        raise Invalid({"asker": "Enter who asks"})
    row = GivenReference(
        id=id, volunteer=volunteer, area_id=volunteer.area_id, asker=asker.strip(), asked_on=asked_on,
        by_id=by.user_id, at=at,
    )  # fmt: skip
    GivenReference.objects.bulk_create([row])
    if volunteer.user_id is not None and not has_left(volunteer, at):
        notify(volunteer.user_id, NoticeKind.WAITING, at=at, item_id=id, area_id=volunteer.area_id)
    record(Verb.CREATED, "leaving.givenreference", id, by=by.acting, area_id=volunteer.area_id)


@transaction.atomic
def answer_reference(reference: GivenReference, agrees: bool, *, id: UUID, by: Actor, at: datetime) -> None:
    """By the volunteer, or as they told staff; once. Raises NotAllowed."""
    require_own_or_keeping(by, reference.volunteer)
    if ReferenceAnswer.objects.filter(reference=reference).exists():
        raise NotAllowed("It has been answered.")
    row = ReferenceAnswer(
        id=id, reference=reference, volunteer_id=reference.volunteer_id, area_id=reference.area_id, agrees=agrees,
        by_id=by.user_id, at=at,
    )  # fmt: skip
    ReferenceAnswer.objects.bulk_create([row])
    detail = "agreed" if agrees else "refused"
    record(
        Verb.CHANGED, "leaving.givenreference", reference.pk, by=by.acting, area_id=reference.area_id, detail=detail
    )  # fmt: skip


@transaction.atomic
def send_reference(
    reference: GivenReference, text: str, channel: SentBy, sent_on: date, *, id: UUID, by: Actor, at: datetime
) -> None:
    """Once they agreed, and once. Raises NotAllowed, or Invalid with what to mend."""
    require_keeping(by, reference.volunteer)
    if not ReferenceAnswer.objects.filter(reference=reference, agrees=True).exists():
        raise NotAllowed("Nothing is sent before the volunteer has agreed.")
    if ReferenceSent.objects.filter(reference=reference).exists():
        raise NotAllowed("It has been sent.")
    not_to_come(sent_on, at, "sent_on")
    if sent_on < reference.asked_on:
        raise Invalid({"sent_on": "The day must be the day it was asked for or later"})
    if not text.strip():
        raise Invalid({"text": "Enter what the reference says"})
    if len(text) > LONGEST_LETTER:
        raise Invalid({"text": f"This must be {LONGEST_LETTER:,} characters or fewer. It has {len(text):,}"})
    of = {"volunteer_id": reference.volunteer_id, "area_id": reference.area_id}
    row = ReferenceSent(id=id, reference=reference, sent_on=sent_on, channel=channel, by_id=by.user_id, at=at, **of)
    ReferenceSent.objects.bulk_create([row])
    ReferenceWords.objects.bulk_create([ReferenceWords(sent=row, text=text.strip(), **of)])
    record(Verb.CREATED, "leaving.referencesent", id, by=by.acting, area_id=reference.area_id)
