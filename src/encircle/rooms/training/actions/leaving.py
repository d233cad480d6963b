"""A volunteer leaves: places at coming events come free, and they train and assess no more."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..leavers import places_after, trains_after
from ..models import Assignment, Event, Sheet, Trainer
from ..vocabulary import Reply
from .assessing import take_off
from .events import answer


@transaction.atomic
def give_up_places(volunteer_id: UUID, last_day: date, *, by: Actor, at: datetime) -> None:
    """Whoever waits longest moves up. Scores that were sent stay; so does a sheet they have begun, which is theirs."""
    for place in places_after(volunteer_id, last_day):
        answer(place, Reply.NOT_COMING, by=by, at=at)
    for trainer in trains_after(volunteer_id, last_day):
        _take_off_event(trainer.event, trainer, by=by)


def _take_off_event(event: Event, trainer: Trainer, *, by: Actor) -> None:
    given = Assignment.objects.filter(event=event, assessor=trainer.user_id)
    sent = set(Sheet.objects.filter(assignment__in=given).values_list("assignment", flat=True))
    try:
        with transaction.atomic():
            take_off([pk for pk in given.values_list("pk", flat=True) if pk not in sent])
            if not sent:
                Trainer.objects.filter(event=event, user=trainer.user_id).delete()
    except Invalid:
        return  # begun: the draft is theirs, and the person it is about is scored by another
    record(Verb.CHANGED, "training.event", event.pk, by=by.acting, area_id=event.area_id, fields=["trainers"])
