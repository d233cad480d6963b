"""A Circle's timeline: every kind of fact in one order, in two reads, without a word of narrative."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.rooms.circles.actions.phases import pause_circle
from encircle.rooms.circles.vocabulary import PauseReason
from encircle.rooms.meetings.actions.approving import approve_minutes
from encircle.rooms.meetings.actions.planning import cancel_meeting
from encircle.rooms.meetings.vocabulary import CancelReason
from encircle.rooms.practice.timeline import EventKind, events_of
from encircle.rooms.risk.models import Concern
from encircle.rooms.risk.vocabulary import Urgency
from tests.cast import acting, plant_cast
from tests.support.database import as_owner


def events(cast, who="cora", **more):
    with acting(cast.users[who]) as actor:
        return events_of(cast.circle_1.pk, actor.now, **more)


def kinds(found):
    return [event.kind for event in found]


def raise_concern(cast, **more):
    with as_owner():
        return Concern.objects.create(
            **{
                "reference": "N-234567",
                "circle": cast.circle_1,
                "area": cast.areas["a"],
                "urgency": Urgency.OTHER,
                "raised_by": cast.vera,
                "raised_at": cast.now - timedelta(hours=1),
                **more,
            }
        )


def test_facts_of_every_room_stand_in_one_order(db):
    cast = plant_cast()
    raise_concern(cast)
    with acting(cast.cora) as cora:
        approve_minutes(cast.minutes_1.pk, by=cora, at=cora.now)
    with acting(cast.cora) as cora:
        cancel_meeting(cast.meetings["next_1"].pk, CancelReason.VENUE, by=cora, at=cora.now)
        pause_circle(cast.circle_1.pk, reason=PauseReason.AWAY, back_on=None, by=cora, at=cora.now)
    found = events(cast)
    assert set(kinds(found)) == {
        EventKind.PAUSED,
        EventKind.CANCELLED,
        EventKind.APPROVED,
        EventKind.CONCERN,
        EventKind.MEETING,
        EventKind.SUBMITTED,
        EventKind.SEAT_ENDED,
        EventKind.SEAT_BEGAN,
        EventKind.PHASE,
        EventKind.OPENED,
    }
    assert [event.at for event in found] == sorted((event.at for event in found), reverse=True)
    assert next(event.by for event in found if event.kind is EventKind.APPROVED) == "Cora Fernleigh"


def test_the_list_goes_on_where_it_stopped(db):
    cast = plant_cast()
    everything = events(cast, count=100)
    first = events(cast, count=3)
    assert first == everything[:4]
    assert events(cast, count=100, before=first[2].at)[0].at < first[2].at


def test_a_concern_behind_the_wall_is_not_there_for_its_subject(db):
    cast = plant_cast()
    raise_concern(cast, walled=True, about_user=cast.cora)
    assert EventKind.CONCERN not in kinds(events(cast))
    assert EventKind.CONCERN in kinds(events(cast, "sena"))


@pytest.mark.parametrize("who", ["colin", "omar", "nina", "adam", "xena"])
def test_outsiders_have_no_timeline(db, who):
    cast = plant_cast()
    raise_concern(cast)
    assert [event for event in events(cast, who) if event.kind is not EventKind.SEAT_BEGAN] == []


@pytest.mark.parametrize("more", [1, 3])
def test_it_takes_two_reads_however_much_happened(db, more):
    cast = plant_cast()
    for number in range(more):
        raise_concern(cast, reference=f"N-23456{number}")
    with acting(cast.cora) as cora, CaptureQueriesContext(connection) as queries:
        events_of(cast.circle_1.pk, cora.now)
    assert len(queries) == 2
