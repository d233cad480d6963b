"""Change where and when an event is and how many places it has: what it was is kept, and who is invited is told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify_each

from ..models import Assignment, Attendance, Event, EventPart, Invitation, Trainer
from ..queries import exercises_on
from ..rules import require_keeping
from .before import keep_what_it_was
from .events import NewPart

GONE_BY = "Choose a day that is not over"
ATTENDED = "Somebody’s attendance at this event is kept. It counts by the parts there were, so they stay"
OTHERS_ON_THAT_DAY = "On that day other exercises are in force. Take off who scores before you move the event"


@dataclass(frozen=True, kw_only=True)
class Replanned:
    """`parts` by number, the event's own and new ones; None once it has begun: days and times stay. `out`: the numbers
    of those that somebody means to take out."""

    venue_id: UUID | None
    address: str
    places: int
    parts: Mapping[int, NewPart] | None
    out: Collection[int] = ()


@transaction.atomic
def plan_anew(event: Event, new: Replanned, *, by: Actor, at: datetime) -> int:
    """How many who are invited have no login and are told by somebody. What is not different writes nothing.

    Raises NotAllowed, or Invalid with the fields at fault.
    """
    require_keeping(by, event.area_id)
    today = in_london(at).date()
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.cancelled_at is not None or event.last_on < today:
        raise NotAllowed("This event is over or cancelled.")
    parts = list(EventPart.objects.filter(event=event))
    planned = _planned(event, parts, new, today)
    _check(event, new, planned, today)
    columns = {
        "venue_id": new.venue_id, "address": new.address.strip(), "places": new.places,
        "first_on": _first_on(planned),
        "last_on": max(one.on for one in planned.values()),
    }  # fmt: skip
    fields = [name for name, value in columns.items() if getattr(event, name) != value]
    if planned != _there(parts):
        fields.append("parts")
    if not fields:
        return 0
    keep_what_it_was(event, by=by, at=at)
    if not Event.objects.filter(pk=event.pk).update(**columns):
        raise NotFound()
    _move(event, parts, planned)
    record(Verb.CHANGED, "training.event", event.pk, by=by.acting, area_id=event.area_id, fields=fields)
    return _tell(event, by=by, at=at)


def _there(parts: Sequence[EventPart]) -> dict[int, NewPart]:
    return {one.number: NewPart(one.name, one.on, one.starts, one.ends) for one in parts}


def _planned(event: Event, parts: Sequence[EventPart], new: Replanned, today: date) -> Mapping[int, NewPart]:
    there = _there(parts)
    if new.parts is None or dict(new.parts) == there:
        return there
    if event.first_on <= today:
        raise NotAllowed("This event has begun: its days and times stay as they are.")
    gone = sorted(set(there) - set(new.parts))
    if unsaid := [number for number in gone if number not in new.out]:
        raise Invalid({f"part_{unsaid[0]}_name": "People were invited to this part. Name it again, or take it out"})
    if gone and Attendance.objects.filter(event=event).exists():
        raise Invalid({f"part_{gone[0]}_out": ATTENDED})
    if not new.parts:
        raise Invalid({"part_1_name": "An event has at least one part. Cancel the event instead"})
    return new.parts


def _check(event: Event, new: Replanned, planned: Mapping[int, NewPart], today: date) -> None:
    errors = {}
    if not new.venue_id and not new.address.strip():
        errors["address"] = "Enter where it is, or select a venue"
    for number, one in planned.items():
        if one.ends <= one.starts:
            errors[f"part_{number}_ends"] = "The end must be after the start"
        if event.first_on > today and one.on < today:
            errors[f"part_{number}_on"] = GONE_BY
    first, first_on = min((number, one.on) for number, one in planned.items() if one.on == _first_on(planned))
    if first_on != event.first_on and f"part_{first}_on" not in errors and _scored_by_others(event, first_on):
        errors[f"part_{first}_on"] = OTHERS_ON_THAT_DAY
    if errors:
        raise Invalid(errors)


def _first_on(planned: Mapping[int, NewPart]) -> date:
    return min(one.on for one in planned.values())


def _scored_by_others(event: Event, first_on: date) -> bool:
    """Somebody is asked to score in an exercise that is not in force on that day."""
    asked = set(Assignment.objects.filter(event=event).values_list("exercise", flat=True))
    return not asked <= {one.pk for one in exercises_on(first_on)}


def _move(event: Event, parts: Sequence[EventPart], planned: Mapping[int, NewPart]) -> None:
    """A part keeps its number, also when another is taken out: parts of one number make up for each other."""
    there = _there(parts)
    for row in parts:
        if row.number not in planned:
            _take_out(row)
        elif planned[row.number] != there[row.number]:
            one = planned[row.number]
            columns = {"name": one.name, "on": one.on, "starts": one.starts, "ends": one.ends}
            if not EventPart.objects.filter(pk=row.pk).update(**columns):
                raise NotFound()
    EventPart.objects.bulk_create(
        EventPart(event=event, area_id=event.area_id, number=number, name=one.name, on=one.on, starts=one.starts,
                  ends=one.ends)
        for number, one in planned.items() if number not in there
    )  # fmt: skip


def _take_out(row: EventPart) -> None:
    removed, _ = EventPart.objects.filter(pk=row.pk).delete()
    if not removed:
        raise NotFound()


def _tell(event: Event, *, by: Actor, at: datetime) -> int:
    """Their notice says that something waits, and not what."""
    invited = list(Invitation.objects.filter(event=event).values_list("volunteer__user", "pk"))
    train = Trainer.objects.filter(event=event).exclude(user=by.user_id).values_list("user", "pk")
    told = dict(train) | {user: pk for user, pk in invited if user is not None and user != by.user_id}
    notify_each(list(told.items()), NoticeKind.WAITING, at=at, area_id=event.area_id)
    return sum(user is None for user, _ in invited)
