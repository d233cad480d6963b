"""Note that an assessor knows somebody: they are taken off that one person, at this event and at those to come."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..conflicts import who_know
from ..models import Assignment, Conflict, Invitation
from ..rules import require_keeping

ITEM = "training.conflict"


@transaction.atomic
def note_who_know(
    invitation: Invitation, know: Collection[UUID], *, of: Collection[UUID], by: Actor, at: datetime
) -> None:
    """Exactly these of those who train. The database takes them off what they have not sent; what was sent stays."""
    require_keeping(by, invitation.area_id, invitation.volunteer)
    there = who_know(invitation.volunteer_id)
    for assessor in set(know) & set(of) - there:
        _note(invitation.volunteer_id, invitation.area_id, assessor, by=by, at=at)
    gone = Conflict.objects.filter(
        volunteer=invitation.volunteer_id, assessor__in=(there & set(of)) - set(know), taken_back_at__isnull=True
    )
    for row in list(gone):
        if not Conflict.objects.filter(pk=row.pk).update(taken_back_at=at, taken_back_by_id=by.user_id):
            raise NotFound()
        record(Verb.ENDED, ITEM, row.pk, by=by.acting, area_id=row.area_id)


@transaction.atomic
def say_one_knows(assignment: Assignment, *, by: Actor, at: datetime) -> None:
    """By the assessor themselves. Said twice it is noted once."""
    if assignment.assessor_id != by.user_id:
        raise NotFound()
    if by.user_id not in who_know(assignment.volunteer_id):
        _note(assignment.volunteer_id, assignment.area_id, by.user_id, by=by, at=at)


def _note(volunteer_id: UUID, area_id: UUID, assessor_id: UUID, *, by: Actor, at: datetime) -> None:
    row = Conflict(
        id=new_id(), volunteer_id=volunteer_id, area_id=area_id, assessor_id=assessor_id, by_id=by.user_id, at=at
    )
    Conflict.objects.bulk_create([row])
    record(Verb.CREATED, ITEM, row.pk, by=by.acting, area_id=area_id)
