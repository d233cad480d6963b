"""What becomes of planned meetings when others are wanted."""

from datetime import UTC, datetime, timedelta

from encircle.common.ids import new_id
from encircle.rooms.meetings.replanning import Place, Planned, What, only_changes, replanned, said

MONDAY = datetime(2031, 3, 3, 18, 30, tzinfo=UTC)
TWO_HOURS = timedelta(hours=2)


def at(weeks, days=0, hours=0):
    return MONDAY + timedelta(weeks=weeks, days=days, hours=hours)


def planned(weeks, days=0, venue=None):
    return Planned(id=new_id(), starts_at=at(weeks, days), ends_at=at(weeks, days) + TWO_HOURS, venue_id=venue)


def wanted(weeks, days=0, venue=None):
    return Place(starts_at=at(weeks, days), ends_at=at(weeks, days) + TWO_HOURS, venue_id=venue)


def told(changes):
    return [(change.what, change.at) for change in changes]


def test_what_is_wanted_where_it_stands_is_kept():
    changes = replanned([planned(0), planned(1)], [wanted(0), wanted(1)])
    assert told(changes) == [(What.KEPT, at(0)), (What.KEPT, at(1))]
    assert only_changes(changes) == ()


def test_another_day_of_the_same_week_is_a_move_and_keeps_the_meeting():
    one = planned(1)
    (change,) = replanned([one], [wanted(1, days=2)])
    assert (change.what, change.before, change.after.starts_at) == (What.MOVED, one, at(1, days=2))


def test_another_place_is_a_move_too():
    prison = new_id()
    (change,) = replanned([planned(1)], [wanted(1, venue=prison)])
    assert (change.what, change.after.venue_id) == (What.MOVED, prison)


def test_a_week_for_which_none_is_wanted_is_cancelled_and_one_without_gets_one():
    changes = replanned([planned(0), planned(1)], [wanted(1), wanted(2)])
    assert told(changes) == [(What.CANCELLED, at(0)), (What.KEPT, at(1)), (What.ADDED, at(2))]


def test_what_is_settled_stays_whatever_is_wanted_of_its_week():
    odd = planned(3, days=4)
    changes = replanned([planned(0), odd], [wanted(0, days=1), wanted(3), wanted(4)], settled_from=at(2))
    assert told(changes) == [(What.MOVED, at(0, days=1)), (What.KEPT, at(3, days=4)), (What.ADDED, at(4))]


def test_a_meeting_moved_by_hand_stays_in_its_week_where_only_the_rhythm_changes():
    changes = replanned([planned(0, days=2), planned(1), planned(2)], [wanted(0), wanted(2)], stays_in_its_week=True)
    assert told(changes) == [(What.KEPT, at(0, days=2)), (What.CANCELLED, at(1)), (What.KEPT, at(2))]


def test_two_meetings_in_a_week_for_which_one_is_wanted_leave_one():
    changes = replanned([planned(0), planned(0, days=3)], [wanted(0)])
    assert told(changes) == [(What.KEPT, at(0)), (What.CANCELLED, at(0, days=3))]


def test_two_plans_that_say_the_same_are_the_same_and_others_are_not():
    there = [planned(0), planned(1)]
    first, again = replanned(there, [wanted(1)]), replanned(there, [wanted(1)])
    assert said(first) == said(again)
    assert said(first) != said(replanned(there, [wanted(0)]))
