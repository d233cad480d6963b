"""Hand an unfinished form to a colleague of the same agency. From that moment the former holder reaches it no more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify

from ..models import Holder
from .drafting import lock

UNKNOWN = "We know no colleague of yours with this address. Check it, or ask the coordinator to add them"


@dataclass(frozen=True)
class Colleague:
    professional_id: UUID
    name: str
    user_id: UUID


def colleague_at(referral_id: UUID, address: str) -> Colleague:
    """Somebody of the agency whose referral it is, by their whole work address. Raises Invalid."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, user_id FROM encircle.colleague_at(%s, %s)", [referral_id, address])
        found = cursor.fetchone()
    if found is None:
        raise Invalid({"email": UNKNOWN})
    return Colleague(*found)


@transaction.atomic
def hand_over(referral_id: UUID, address: str, *, by: Actor, at: datetime) -> Colleague:
    """Raises Invalid for an address of nobody in the agency, NotFound for a form that is not in hand."""
    referral = lock(referral_id)
    if referral.on_paper:
        raise NotFound()
    colleague = colleague_at(referral_id, address)
    present = Holder.objects.filter(referral=referral_id, ends_at__isnull=True)
    held = present.get()
    # The new holder first: once the old one's time is over, nobody here could write it.
    after = Holder(
        referral=referral,
        area_id=referral.area_id,
        professional_id=colleague.professional_id,
        starts_at=at,
        handed_by_id=by.user_id,
    )
    Holder.objects.bulk_create([after])
    if not Holder.objects.filter(pk=held.pk).update(ends_at=at):
        raise NotFound()
    notify(colleague.user_id, NoticeKind.WAITING, at=at, item_id=referral.pk, area_id=referral.area_id)
    record(
        Verb.CHANGED,
        "referrals.referral",
        referral.pk,
        by=by.acting,
        area_id=referral.area_id,
        person_id=referral.subject_id,
        fields=["holder"],
    )
    return colleague
