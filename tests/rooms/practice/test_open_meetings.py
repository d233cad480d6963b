"""The small table of meetings that are not done with always says what the facts say."""

from datetime import timedelta

import pytest
from django.db import connection

from encircle.rooms.meetings.actions.approving import approve_minutes
from encircle.rooms.meetings.actions.planning import cancel_meeting, wait_for_no_minutes
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.meetings.vocabulary import CancelReason
from encircle.rooms.practice.models import OpenMeeting, Stage
from encircle.rooms.sharing.models import Release
from encircle.rooms.sharing.vocabulary import ReleaseKind
from tests.cast import acting, plant_cast
from tests.support.database import as_owner


def stages(cast):
    with as_owner():
        found = dict(OpenMeeting.objects.values_list("meeting", "stage"))
    return {key: found.get(meeting.pk) for key, meeting in cast.meetings.items() if key.endswith("_1")}


def release(cast):
    with as_owner():
        Release.objects.create(
            circle=cast.circle_1,
            area=cast.areas["a"],
            kind=ReleaseKind.MINUTES,
            meeting=cast.meetings["past_1"],
            version=cast.minutes_1,
            seat=cast.seats["omar"],
            professional=cast.professionals["omar"],
            agency=cast.agencies["police"],
            circle_reference=cast.circle_1.reference,
            about_on=cast.now.date(),
            released_by=cast.cora,
            released_at=cast.now,
        )


def test_a_meeting_waits_for_minutes_then_for_its_release_then_for_nothing(db):
    cast = plant_cast()
    waiting = dict.fromkeys(("past_1", "yesterday_1", "next_1"), Stage.MINUTES)
    assert stages(cast) == waiting
    with acting(cast.cora) as cora:
        approve_minutes(cast.minutes_1.pk, by=cora, at=cora.now)
    assert stages(cast) == waiting | {"past_1": Stage.RELEASE}
    release(cast)
    assert stages(cast) == waiting | {"past_1": None}


def test_one_that_is_cancelled_or_waited_for_no_more_is_gone(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        cancel_meeting(cast.meetings["next_1"].pk, CancelReason.ILLNESS, by=cora, at=cora.now)
        wait_for_no_minutes(cast.meetings["yesterday_1"].pk, by=cora, at=cora.now)
    assert stages(cast) == {"past_1": Stage.MINUTES, "yesterday_1": None, "next_1": None}


def test_one_that_is_moved_moves_here_too(db):
    cast = plant_cast()
    later = cast.meetings["next_1"].ends_at + timedelta(days=1)
    with as_owner():
        Meeting.objects.filter(pk=cast.meetings["next_1"].pk).update(ends_at=later)
        assert OpenMeeting.objects.get(meeting=cast.meetings["next_1"].pk).ends_at == later


@pytest.mark.parametrize(
    ("who", "sees"),
    [("cora", 3), ("colin", 3), ("olga", 6), ("vera", 0), ("omar", 0), ("adam", 0), ("dana", 0)],
)
def test_it_is_the_staffs_of_the_area(db, who, sees):
    cast = plant_cast()
    with acting(cast.users[who]):
        assert OpenMeeting.objects.count() == sees


def test_nobody_writes_it_by_hand(db):
    cast = plant_cast()
    for statement in (
        "DELETE FROM practice_openmeeting",
        "UPDATE practice_openmeeting SET stage = 'release'",
    ):
        with acting(cast.cora), connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
            cursor.execute(statement)
