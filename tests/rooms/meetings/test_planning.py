"""Meetings are planned ahead, moved and cancelled with a reason, by the staff of the area."""

from datetime import timedelta

import pytest

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.actions.phases import end_circle
from encircle.rooms.circles.vocabulary import EndingReason
from encircle.rooms.meetings.actions.planning import (
    Time,
    add_meeting,
    cancel_meeting,
    cancel_planned,
    move_meeting,
    plan_meetings,
    wait_for_no_minutes,
)
from encircle.rooms.meetings.models import Meeting, MeetingMove
from encircle.rooms.meetings.queries import Standing, meeting_page, meetings_so_far, meetings_to_come
from encircle.rooms.meetings.vocabulary import CancelReason
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

TWO_HOURS = timedelta(hours=2)


def times(cast, *days):
    start = cast.meetings["next_1"].starts_at
    return [start + timedelta(days=day) for day in days]


def at_time(start, venue_id=None):
    return Time(start, start + TWO_HOURS, venue_id)


def test_meetings_are_planned_ahead_at_the_usual_length_and_place(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        assert plan_meetings(cast.circle_1, times(cast, 7, 14, 21), by=cora, at=cora.now) == 3
        coming = meetings_to_come(cast.circle_1.pk, cora.now, 20)
    assert [line.meeting.starts_at for line in coming] == times(cast, 0, 7, 14, 21)
    assert {(line.meeting.ends_at - line.meeting.starts_at, line.meeting.venue_id) for line in coming[1:]} == {
        (TWO_HOURS, cast.circle_1.venue_id)
    }


def test_planning_again_plans_nothing_twice(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        assert plan_meetings(cast.circle_1, times(cast, 0, 7), by=cora, at=cora.now) == 1
        assert plan_meetings(cast.circle_1, times(cast, 0, 7), by=cora, at=cora.now) == 0


def test_only_the_staff_of_the_area_plan(db):
    cast = plant_cast()
    for user in (cast.colin, cast.vera, cast.omar, cast.adam):
        with acting(user) as actor, pytest.raises(NotAllowed):
            plan_meetings(cast.circle_1, times(cast, 7), by=actor, at=actor.now)


def test_a_meeting_of_another_area_is_not_there_to_move_or_cancel(db):
    cast = plant_cast()
    meeting = cast.meetings["next_1"]
    for user in (cast.colin, cast.omar):
        with acting(user) as actor, pytest.raises(NotFound):
            move_meeting(meeting.pk, at_time(times(cast, 1)[0]), CancelReason.VENUE, by=actor, at=actor.now)
        with acting(user) as actor, pytest.raises(NotFound):
            cancel_meeting(meeting.pk, CancelReason.VENUE, by=actor, at=actor.now)


def test_a_volunteer_neither_moves_nor_cancels_a_meeting_they_see(db):
    cast = plant_cast()
    with acting(cast.vera) as vera, pytest.raises(NotAllowed):
        cancel_meeting(cast.meetings["next_1"].pk, CancelReason.ILLNESS, by=vera, at=vera.now)


def test_a_move_keeps_where_it_was_and_why_and_tells_the_volunteers(db):
    cast = plant_cast()
    meeting, later = cast.meetings["next_1"], times(cast, 2)[0]
    for _ in range(2):  # pressed twice
        with acting(cast.cora) as cora:
            move_meeting(meeting.pk, at_time(later, meeting.venue_id), CancelReason.BANK_HOLIDAY, by=cora, at=cora.now)
    with as_owner():
        moved = Meeting.objects.get(pk=meeting.pk)
        assert (moved.planned_starts_at, moved.starts_at) == (meeting.starts_at, later)
        assert list(MeetingMove.objects.values_list("moved_from", "moved_to", "reason")) == [
            (meeting.starts_at, later, "bank_holiday")
        ]
        assert set(Notice.objects.values_list("user", flat=True)) == {cast.vera.pk, cast.vic.pk}


def test_two_meetings_never_start_at_one_time(db):
    cast = plant_cast()
    taken = times(cast, 0)[0]
    with acting(cast.cora) as cora:
        with pytest.raises(Invalid) as refused:
            add_meeting(cast.circle_1, at_time(taken), by=cora, at=cora.now)
        assert refused.value.errors == {"starts": "There is a meeting at this time already"}
        with pytest.raises(Invalid):
            move_meeting(cast.meetings["yesterday_1"].pk, at_time(taken), CancelReason.VENUE, by=cora, at=cora.now)


@pytest.mark.parametrize(
    ("start", "length", "field"),
    [
        (timedelta(days=3), timedelta(0), "ends"),
        (timedelta(days=3), timedelta(hours=13), "ends"),
        (timedelta(days=800), TWO_HOURS, "starts"),
    ],
)
def test_times_make_sense(db, start, length, field):
    cast = plant_cast()
    begins = cast.now + start
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refused:
        add_meeting(cast.circle_1, Time(begins, begins + length), by=cora, at=cora.now)
    assert list(refused.value.errors) == [field]


def test_a_cancelled_meeting_says_why_and_asks_for_no_minutes(db):
    cast = plant_cast()
    meeting = cast.meetings["yesterday_1"]
    with acting(cast.cora) as cora:
        cancel_meeting(meeting.pk, CancelReason.ILLNESS, by=cora, at=cora.now)
        page = meeting_page(meeting.pk, cora.now)
    assert (page.line.standing, page.line.due_at, page.meeting.cancel_reason) == (Standing.CANCELLED, None, "illness")
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        cancel_meeting(meeting.pk, CancelReason.ILLNESS, by=cora, at=cora.now)


def test_once_there_are_minutes_a_meeting_stays_where_it_was(db):
    cast = plant_cast()
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        cancel_meeting(cast.meetings["past_1"].pk, CancelReason.ILLNESS, by=cora, at=cora.now)


def test_no_minutes_are_waited_for_once_that_is_decided(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        with pytest.raises(NotAllowed):
            wait_for_no_minutes(cast.meetings["next_1"].pk, by=cora, at=cora.now)
        wait_for_no_minutes(cast.meetings["yesterday_1"].pk, by=cora, at=cora.now)
        lines = meetings_so_far(cast.circle_1.pk, cora.now, 20)
    assert [line.standing for line in lines] == [Standing.ELSEWHERE, Standing.TO_READ]


def test_an_ended_circle_meets_no_more(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        end_circle(cast.circle_1.pk, EndingReason.COMPLETED, by=cora, at=cora.now)
        assert cancel_planned(cast.circle_1, CancelReason.OTHER, by=cora, at=cora.now) == 1
        with pytest.raises(Invalid):
            plan_meetings(cast.circle_1, times(cast, 7), by=cora, at=cora.now)
