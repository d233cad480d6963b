"""The small table of what is not done with always says what the facts say."""

from datetime import timedelta

import pytest
from django.db import connection

from encircle.common.ids import new_id
from encircle.rooms.meetings.actions.approving import approve_minutes
from encircle.rooms.meetings.actions.planning import cancel_meeting, wait_for_no_minutes
from encircle.rooms.meetings.actions.reading import return_minutes
from encircle.rooms.meetings.models import Meeting, MinutesVersion
from encircle.rooms.meetings.vocabulary import CancelReason
from encircle.rooms.practice.models import Waiting, WaitingKind
from encircle.rooms.practice.sql_facts import FACTS_SQL
from encircle.rooms.received.models import Development, DevelopmentRead
from encircle.rooms.sharing.models import Release, ReleaseEvent
from encircle.rooms.sharing.vocabulary import ReleaseKind
from tests.cast import acting, plant_cast
from tests.support.database import as_owner


def stages(cast):
    with as_owner():
        found = dict(Waiting.objects.filter(meeting__isnull=False).values_list("meeting", "kind"))
    return {key: found.get(meeting.pk) for key, meeting in cast.meetings.items() if key.endswith("_1")}


def others(cast):
    with as_owner():
        return sorted(Waiting.objects.filter(meeting__isnull=True).values_list("kind", "item_id"))


def require_facts():
    """What is kept is what working it out afresh would find."""
    with as_owner(), connection.cursor() as cursor:
        kept = "SELECT kind, item_id, meeting_id, circle_id, area_id, at FROM practice_waiting"
        cursor.execute(f"({kept} EXCEPT {FACTS_SQL}) UNION ALL ({FACTS_SQL} EXCEPT {kept})")
        assert cursor.fetchall() == []


def release(cast):
    with as_owner():
        return Release.objects.create(
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
    waiting = dict.fromkeys(("yesterday_1", "next_1"), WaitingKind.MINUTES)
    assert stages(cast) == waiting | {"past_1": WaitingKind.READ}
    with acting(cast.cora) as cora:
        approve_minutes(cast.minutes_1.pk, by=cora, at=cora.now)
    assert stages(cast) == waiting | {"past_1": WaitingKind.RELEASE}
    release(cast)
    assert stages(cast) == waiting | {"past_1": None}
    require_facts()


def test_returned_minutes_are_to_be_written_and_those_sent_again_to_be_read(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        return_minutes(cast.minutes_1.pk, "Say more of the week.", by=cora, at=cora.now)
    assert stages(cast)["past_1"] == WaitingKind.MINUTES
    with as_owner():
        again = MinutesVersion.objects.get(pk=cast.minutes_1.pk)
        again.pk, again.number, again.submitted_at = new_id(), again.number + 1, cast.now
        again.save(force_insert=True)
        assert Waiting.objects.get(meeting=again.meeting_id).item_id == again.pk
    require_facts()


def test_a_release_waits_until_it_is_opened_or_recalled(db):
    cast = plant_cast()
    before = others(cast)
    sent = release(cast)
    assert set(others(cast)) - set(before) == {("unopened", sent.pk)}
    with as_owner():
        ReleaseEvent.objects.create(
            release=sent, seat=sent.seat, circle=sent.circle, area=sent.area, kind="notified", at=cast.now
        )
    assert ("unopened", sent.pk) in others(cast)
    with as_owner():
        ReleaseEvent.objects.create(
            release=sent, seat=sent.seat, circle=sent.circle, area=sent.area, kind="opened", at=cast.now
        )
    assert others(cast) == before
    require_facts()


def test_news_waits_until_somebody_has_read_it(db):
    cast = plant_cast()
    before = others(cast)
    with as_owner():
        news = Development.objects.create(
            circle=cast.circle_1, area=cast.areas["a"], seat=cast.seats["omar"], kind="risk",
            professional=cast.professionals["omar"], agency=cast.agencies["police"],
            sent_by=cast.omar, sent_at=cast.now,
        )  # fmt: skip
    assert set(others(cast)) - set(before) == {("news", news.pk)}
    with as_owner():
        DevelopmentRead.objects.create(
            development=news, circle=news.circle, area=news.area, read_by=cast.cora, read_at=cast.now
        )
    assert others(cast) == before
    require_facts()


def test_one_that_is_cancelled_or_waited_for_no_more_is_gone(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        cancel_meeting(cast.meetings["next_1"].pk, CancelReason.ILLNESS, by=cora, at=cora.now)
        wait_for_no_minutes(cast.meetings["yesterday_1"].pk, by=cora, at=cora.now)
    assert stages(cast) == {"past_1": WaitingKind.READ, "yesterday_1": None, "next_1": None}


def test_one_that_is_moved_moves_here_too(db):
    cast = plant_cast()
    later = cast.meetings["next_1"].ends_at + timedelta(days=1)
    with as_owner():
        Meeting.objects.filter(pk=cast.meetings["next_1"].pk).update(ends_at=later)
        assert Waiting.objects.get(meeting=cast.meetings["next_1"].pk).at == later


@pytest.mark.parametrize(
    ("who", "sees"),
    [("cora", 3), ("colin", 3), ("olga", 6), ("vera", 0), ("omar", 0), ("adam", 0), ("dana", 0)],
)
def test_it_is_the_staffs_of_the_area(db, who, sees):
    cast = plant_cast()
    with acting(cast.users[who]):
        assert Waiting.objects.count() == sees


def test_nobody_writes_it_by_hand(db):
    cast = plant_cast()
    for statement in (
        "DELETE FROM practice_waiting",
        "UPDATE practice_waiting SET kind = 'release'",
    ):
        with acting(cast.cora), connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
            cursor.execute(statement)
