"""A volunteer says whom or what they must keep clear of, and takes it back; staff look at it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.volunteers.models import Volunteer

from ..clear_queries import ITEM
from ..models import ClearLook, ClearLookWords, Exclusion, KeepClear, KeepClearWords
from ..rules import require_looking_at_clear
from ..vocabulary import Came, ClearOf

LONGEST = 1_000
SHORTEST_REASON = 10


@transaction.atomic
def say_keep_clear(kind: ClearOf, text: str, *, id: UUID, by: Actor, at: datetime) -> None:
    """By the volunteer themselves; the staff of their area see it, and nobody else. Raises Invalid."""
    volunteer = Volunteer.objects.filter(pk=by.volunteer_id).first() if by.volunteer_id else None
    if volunteer is None:
        raise NotFound()
    if not text.strip():
        raise Invalid({"text": "Say whom or what you must keep clear of"})
    if len(text) > LONGEST:
        raise Invalid({"text": f"This must be {LONGEST:,} characters or fewer. It has {len(text):,}"})
    of = {"volunteer": volunteer, "area_id": volunteer.area_id}
    row = KeepClear(id=id, kind=kind, by_id=by.user_id, at=at, **of)
    KeepClear.objects.bulk_create([row])
    KeepClearWords.objects.bulk_create([KeepClearWords(keep_clear=row, text=text.strip(), **of)])
    record(Verb.CREATED, ITEM, id, by=by.acting, area_id=row.area_id)


@transaction.atomic
def take_back(row: KeepClear, *, by: Actor, at: datetime) -> None:
    """By whoever said it. What staff noted because of it stays noted. Doing it twice changes nothing."""
    if row.volunteer_id != by.volunteer_id:
        raise NotAllowed("Only the volunteer takes it back.")
    if KeepClear.objects.filter(pk=row.pk, withdrawn_at__isnull=True).update(withdrawn_at=at):
        record(Verb.ENDED, ITEM, row.pk, by=by.acting, area_id=row.area_id)


@transaction.atomic
def look_at_clear(
    row: KeepClear, came: Came, *, exclusion: Exclusion | None, why: str, id: UUID, by: Actor, at: datetime
) -> None:
    """Raises NotAllowed, or Invalid with the field at fault."""
    require_looking_at_clear(by, row.volunteer)
    _check(row, came, exclusion, why)
    of = {"volunteer_id": row.volunteer_id, "area_id": row.area_id}
    look = ClearLook(id=id, keep_clear=row, came=came, exclusion=exclusion, by_id=by.user_id, at=at, **of)
    ClearLook.objects.bulk_create([look])
    if why.strip():
        ClearLookWords.objects.bulk_create([ClearLookWords(look=look, text=why.strip(), **of)])
    record(Verb.DECIDED, ITEM, row.pk, by=by.acting, area_id=row.area_id)


def _check(row: KeepClear, came: Came, exclusion: Exclusion | None, why: str) -> None:
    if came is Came.NOTED and (exclusion is None or exclusion.volunteer_id != row.volunteer_id):
        raise Invalid({"exclusion": "Select the exclusion that was noted"})
    if came is Came.NOTHING and exclusion is not None:
        raise Invalid({"exclusion": "Select no exclusion where there was nothing to do"})
    if came is Came.NOTHING and len(why.strip()) < SHORTEST_REASON:
        raise Invalid({"why": "Say in a few words why there is nothing to do"})
    if len(why) > LONGEST:
        raise Invalid({"why": f"This must be {LONGEST:,} characters or fewer. It has {len(why):,}"})
