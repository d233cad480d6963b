"""Missing minutes are chased at the set moments, each once: volunteers, then the coordinator, then those above."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections

from encircle.foundations.access.models import Appointment
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.accounts.models import User
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Pause
from encircle.rooms.meetings.actions.chasing import chase_all, chase_minutes
from encircle.rooms.meetings.models import Meeting, MinutesChase, MinutesReturn, MinutesVersion
from tests.cast import acting, plant_cast, plant_minutes
from tests.support.database import as_owner, clock_shifted

HOUR = timedelta(hours=1)
ALL = ["volunteers_reminded"] * 3 + ["coordinator_told", "manager_told"]


@pytest.fixture
def cast(db):
    """Only Circle 1's meeting of yesterday wants minutes; it ended at the moment `cast.now`."""
    cast = plant_cast()
    with as_owner():
        Meeting.objects.exclude(pk=cast.meetings["yesterday_1"].pk).update(minutes_elsewhere=True)
        Meeting.objects.filter(pk=cast.meetings["yesterday_1"].pk).update(
            starts_at=cast.now - 2 * HOUR, ends_at=cast.now
        )
    return cast


def look(hours):
    with clock_shifted(hours * HOUR):
        return chase_all()


def told():
    with as_owner():
        return sorted(Notice.objects.values_list("user__persona", flat=True))


def chased():
    with as_owner():
        return [kind for kind, _ in MinutesChase.objects.order_by("chased_at", "kind").values_list("kind", "number")]


def test_before_the_first_moment_nobody_is_chased(cast):
    assert (look(23), told(), chased()) == (0, [], [])


def test_the_volunteers_of_the_circle_are_reminded_at_each_set_moment_once(cast):
    look(24.1)
    look(25)
    assert told() == ["vera", "vic"]
    look(40.1)
    look(47.1)
    assert told() == sorted(["vera", "vic"] * 3)


def test_when_they_are_due_the_coordinator_is_told_and_later_those_above(cast):
    look(47.5)
    with as_owner():
        Notice.objects.all().delete()
    look(48.1)
    assert told() == ["cora"]
    look(96.1)
    assert told() == ["cora", "olga", "sena"]


def test_a_clock_that_stood_still_writes_to_each_person_once(cast):
    assert look(97) == 1
    assert (told(), sorted(chased())) == (["cora", "olga", "sena", "vera", "vic"], sorted(ALL))


def test_once_submitted_nobody_is_chased(cast):
    with as_owner():
        plant_minutes(cast, Meeting.objects.get(pk=cast.meetings["yesterday_1"].pk), by="vera", secret="wren")
    assert (look(97), told()) == (0, [])


@pytest.mark.parametrize(
    "change",
    [{"cancelled_at": "now", "cancel_reason": "illness"}, {"minutes_elsewhere": True}],
)
def test_a_meeting_that_wants_no_minutes_is_not_chased(cast, change):
    if change.get("cancelled_at"):
        change["cancelled_at"] = cast.now
    with as_owner():
        Meeting.objects.filter(pk=cast.meetings["yesterday_1"].pk).update(**change)
    assert (look(97), told()) == (0, [])


def test_the_clocks_of_a_paused_circle_stand_still(cast):
    with as_owner():
        Pause.objects.create(circle=cast.circle_1, area=cast.circle_1.area, starts_at=cast.now - 9 * HOUR)
    assert (look(97), told()) == (0, [])


def test_it_counts_from_the_recorded_end(cast):
    with as_owner():
        Meeting.objects.filter(pk=cast.meetings["yesterday_1"].pk).update(
            held_from=cast.now, held_until=cast.now + 2 * HOUR
        )
    assert look(25) == 0
    assert look(26.1) == 1


def test_whoever_joined_after_the_meeting_or_is_suspended_is_not_reminded(cast):
    with as_owner():
        seat = cast.seats["vic"]
        type(seat).objects.filter(pk=seat.pk).update(sees_from=cast.now + HOUR)
        User.objects.filter(pk=cast.vera.pk).update(suspended_at=cast.now, suspended_by=cast.adam)
    look(25)
    assert told() == []


def test_whoever_covers_the_area_is_told_too(cast):
    with as_owner():
        Appointment.objects.create(
            user=cast.colin, role=Role.COORDINATOR, area_id=cast.areas["a"].pk, starts_at=cast.now - HOUR,
            appointed_by=cast.olga, appointed_at=cast.now, covering=True,
        )  # fmt: skip
    look(49)
    assert told() == ["colin", "cora", "vera", "vic"]


def test_two_workers_at_once_chase_once(cast):
    together, wrote = threading.Barrier(2), []

    def work():
        together.wait()
        try:
            wrote.append(chase_minutes(cast.meetings["yesterday_1"].pk))
        finally:
            connections["default"].close()

    with clock_shifted(25 * HOUR):
        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert (sorted(wrote), told()) == ([False, True], ["vera", "vic"])


def test_each_sees_the_chases_of_their_own_circle_only(cast):
    look(25)
    seen = {}
    for who in ("vera", "cora", "xena", "colin", "omar"):
        with acting(cast.users[who]):
            seen[who] = MinutesChase.objects.count()
    assert seen == {"vera": 1, "cora": 1, "xena": 0, "colin": 0, "omar": 0}


# --- minutes that came back ---


@pytest.fixture
def returned(cast):
    """Vera's minutes came back at the moment `cast.now`."""
    with as_owner():
        meeting = Meeting.objects.get(pk=cast.meetings["yesterday_1"].pk)
        version = plant_minutes(cast, meeting, by="vera", secret="wren")
        MinutesReturn.objects.create(
            version=version, circle=cast.circle_1, area=cast.circle_1.area, returned_by=cast.cora, returned_at=cast.now
        )
    return version


def test_minutes_that_came_back_are_chased_at_the_same_moments_counted_from_then(cast, returned):
    assert (look(23), told()) == (0, [])
    look(24.1)
    look(25)
    assert told() == ["vera", "vic"]
    look(49)
    assert told() == ["cora", "vera", "vera", "vic", "vic"]
    look(97)
    assert sorted(chased()) == sorted(ALL)
    assert look(98) == 0
    with as_owner():
        assert set(MinutesChase.objects.values_list("returned", flat=True)) == {returned.pk}


def test_while_the_circle_pauses_minutes_that_came_back_wait_in_peace(cast, returned):
    with as_owner():
        Pause.objects.create(
            circle=cast.circle_1, area=cast.circle_1.area, starts_at=cast.now + 2 * HOUR, ends_at=cast.now + 60 * HOUR,
            reason="other", decided_by=cast.cora,
        )  # fmt: skip
    assert (look(25), look(49), told()) == (0, 0, [])
    assert look(61) == 1


def test_submitted_again_they_are_chased_no_more_and_another_return_begins_anew(cast, returned):
    look(25)
    with as_owner():
        again = MinutesVersion.objects.create(
            meeting=returned.meeting, circle=returned.circle, area=returned.area, number=2, kind="original",
            written_by=cast.vera, submitted_at=cast.now + 26 * HOUR,
        )  # fmt: skip
        Notice.objects.all().delete()
    assert (look(60), told()) == (0, [])
    with as_owner():
        MinutesReturn.objects.create(
            version=again, circle=again.circle, area=again.area, returned_by=cast.cora,
            returned_at=cast.now + 60 * HOUR,
        )  # fmt: skip
    assert (look(83), told()) == (0, [])
    assert (look(85), told()) == (1, ["vera", "vic"])


def test_what_was_chased_before_the_submission_is_chased_again_after_the_return(cast):
    look(25)
    with as_owner():
        meeting = Meeting.objects.get(pk=cast.meetings["yesterday_1"].pk)
        version = plant_minutes(cast, meeting, by="vera", secret="wren")
        MinutesReturn.objects.create(
            version=version, circle=cast.circle_1, area=cast.circle_1.area, returned_by=cast.cora,
            returned_at=cast.now + 30 * HOUR,
        )  # fmt: skip
    look(55)
    assert told() == sorted(["vera", "vic"] * 2)


def test_two_workers_chase_a_return_once(cast, returned):
    with as_owner():
        back = MinutesReturn.objects.select_related("version").get()
    with clock_shifted(25 * HOUR):
        assert [chase_minutes(returned.meeting_id, back) for _ in range(2)] == [True, False]
    with as_owner(), pytest.raises(IntegrityError):
        MinutesChase.objects.create(
            meeting_id=returned.meeting_id, circle=returned.circle, area=returned.area, returned=returned,
            kind="volunteers_reminded", number=1, chased_at=cast.now,
        )  # fmt: skip
