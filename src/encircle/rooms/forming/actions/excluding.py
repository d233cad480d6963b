"""Note that a volunteer and a person never sit in one Circle, with the reason; and end it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.rooms.people.models import CoreMember
from encircle.rooms.volunteers.queries import volunteer as found_volunteer

from ..models import Exclusion, ExclusionEnded, ExclusionWords
from ..rules import require_excluding
from ..vocabulary import Because

ITEM = "forming.exclusion"
SHORTEST = 10


@transaction.atomic
def note_exclusion(
    person: CoreMember, volunteer_id: UUID, because: Because, text: str, *, id: UUID, by: Actor, at: datetime
) -> None:
    """Raises NotAllowed, NotFound, or Invalid with the field at fault."""
    require_excluding(by, person.area_id)
    volunteer = found_volunteer(volunteer_id)
    if len(text.strip()) < SHORTEST:
        raise Invalid({"text": "Say in a few words what is known, so that a colleague can judge it"})
    if present_exclusions(person.pk).filter(volunteer=volunteer).exists():
        raise Invalid({"volunteer": "This is noted already"})
    row = Exclusion(
        id=id, area_id=person.area_id, core_member=person, volunteer=volunteer, because=because, by_id=by.user_id, at=at
    )
    Exclusion.objects.bulk_create([row])
    ExclusionWords.objects.bulk_create([ExclusionWords(exclusion=row, area_id=row.area_id, text=text.strip())])
    record(Verb.CREATED, ITEM, id, by=by.acting, area_id=row.area_id, person_id=person.pk)


@transaction.atomic
def end_exclusion(row: Exclusion, *, by: Actor, at: datetime) -> None:
    require_excluding(by, row.area_id)
    if ExclusionEnded.objects.filter(pk=row.pk).exists():  # pressed twice
        return
    ExclusionEnded.objects.bulk_create([ExclusionEnded(exclusion=row, area_id=row.area_id, by_id=by.user_id, at=at)])
    record(Verb.ENDED, ITEM, row.pk, by=by.acting, area_id=row.area_id, person_id=row.core_member_id)


def present_exclusions(core_member_id: UUID) -> QuerySet[Exclusion]:
    return Exclusion.objects.filter(core_member=core_member_id, ended=None)


def open_exclusion(exclusion_id: UUID, *, by: Actor) -> Exclusion:
    """With its words, against a receipt. Raises NotFound."""
    row = Exclusion.objects.select_related("core_member", "volunteer").filter(pk=exclusion_id).first()
    if row is None:
        raise NotFound()
    leave_receipt(
        ITEM, row.pk, by=by.acting, area_id=row.area_id, person_id=row.core_member_id
    )  # fmt: skip
    return row
