"""A conversation after a seat, and an answer to whoever would like to stop, on the days the lists of leaving say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.common.clock import in_london
from encircle.rooms.circles.actions.breaking_glass import break_glass
from encircle.rooms.circles.models import Seat
from encircle.rooms.due import facts as f
from encircle.rooms.due.facts_looking_after import EndedSeatFact, LeavingFact, WishFact
from encircle.rooms.due.models import Obligation
from encircle.rooms.due.queries import standing
from encircle.rooms.due.rules.leaving import conversations, wishes_to_stop
from encircle.rooms.due.vocabulary import Rule, Scope, Standing
from encircle.rooms.leaving.actions.leaving import call_off_leaving
from encircle.rooms.leaving.actions.rejoining import come_back
from encircle.rooms.leaving.actions.talking import Talk, keep_talk
from encircle.rooms.leaving.actions.wishing import ask_to_stop, stay_after_all
from encircle.rooms.leaving.models import Leaving
from encircle.rooms.leaving.queries import asked_to_stop
from encircle.rooms.leaving.talk_queries import talks_owed
from encircle.rooms.leaving.vocabulary import Next
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.rooms.leaving.scene import leave
from tests.support.database import as_owner
from tests.support.reckoning import disagreements, owed, reckon_up

from .test_rules import ME, OTHER, at, practice, said

NOW = "2026-06-30"
DAY = timedelta(days=1)


def ended(day, talked=None, **more):
    seat = EndedSeatFact(OTHER, at(day), at(talked) if talked else None)
    return f.VolunteerFacts(ME, date(2023, 1, 1), ended_seats=(seat,), **more)


TALKS = {
    "not kept": (ended("2026-05-01"), [("2026-05-29T23:00", "overdue")]),
    "kept": (ended("2026-05-01", "2026-05-20"), [("2026-05-29T23:00", "in_time")]),
    "kept late": (ended("2026-05-01", "2026-06-20"), [("2026-05-29T23:00", "late")]),
    "half a year on": (ended("2025-12-01"), [("2025-12-30T00:00", "lapsed")]),
    "their seat ended with their leaving": (ended("2026-05-01", ends_at=at("2026-05-01")), []),
    "they left later": (ended("2026-05-01", ends_at=at("2026-05-08")), [("2026-05-29T23:00", "lapsed")]),
    "they are to leave": (ended("2026-06-20", ends_at=at("2026-07-20")), [("2026-07-18T23:00", "to_come")]),
    "the seat ends in the autumn": (ended("2026-09-20"), []),
}


@pytest.mark.parametrize(("volunteer", "wanted"), TALKS.values(), ids=TALKS)
def test_a_volunteer_is_talked_with_after_their_seat(volunteer, wanted):
    assert said(conversations(volunteer, practice(NOW)), Rule.END_TALK, NOW) == wanted


def wish(day, withdrawn=None, leavings=(), **more):
    one = WishFact(OTHER, at(day), at(withdrawn) if withdrawn else None)
    noted = tuple(LeavingFact(at(since), at(off) if off else None) for since, off in leavings)
    return f.VolunteerFacts(ME, date(2023, 1, 1), wishes=(one,), leavings=noted, **more)


WISHES = {
    "nobody answered": (wish("2026-06-01"), [("2026-06-04T23:00", "overdue")]),
    "taken back": (wish("2026-06-01", "2026-06-03"), [("2026-06-04T23:00", "in_time")]),
    "their last day is noted": (wish("2026-06-01", leavings=[("2026-06-09", None)]), [("2026-06-04T23:00", "late")]),
    "a leaving before the wish answers nothing": (
        wish("2026-06-01", leavings=[("2026-01-09", "2026-01-10")]),
        [("2026-06-04T23:00", "overdue")],
    ),
    "called off: asked again from then": (
        wish("2026-06-01", leavings=[("2026-06-02", "2026-06-24")]),
        [("2026-06-04T23:00", "in_time"), ("2026-06-29T23:00", "overdue")],
    ),
    "changed: called off and noted at once": (
        wish("2026-06-01", leavings=[("2026-06-02", "2026-06-24"), ("2026-06-24", None)]),
        [("2026-06-04T23:00", "in_time")],
    ),
    "called off, and taken back before that": (
        wish("2026-06-01", "2026-06-10", leavings=[("2026-06-02", "2026-06-24")]),
        [("2026-06-04T23:00", "in_time")],
    ),
    "left before leaving was kept": (
        wish("2026-06-01", left_on=date(2026, 6, 20)),
        [("2026-06-04T23:00", "lapsed")],
    ),
}


@pytest.mark.parametrize(("volunteer", "wanted"), WISHES.values(), ids=WISHES)
def test_whoever_would_like_to_stop_is_answered(volunteer, wanted):
    assert said(wishes_to_stop(volunteer, practice(NOW)), Rule.WISH_TO_STOP, NOW) == wanted


PAST = st.dates(date(2025, 11, 1), date(2026, 6, 30))
DAYS = st.dates(date(2025, 11, 1), date(2026, 7, 5))


@given(PAST, st.none() | PAST, st.none() | DAYS, st.integers(1, 183))
def test_a_conversation_is_owed_once_and_never_of_whoever_has_left(end, talked, left, days):
    standard = PracticeStandard(in_force_from=date(2020, 1, 1), set_at=at("2020-01-01"), end_talk_days=days)
    talked = max(talked, end) if talked else None
    known = ended(end.isoformat(), talked.isoformat() if talked else None, left_on=left)
    rows = list(conversations(known, practice(NOW, standards=[standard])))
    assert len(rows) <= 1
    for one in rows:
        state = standing(one, at(NOW))
        assert one.opened_at == at(end.isoformat())
        assert (state in (Standing.IN_TIME, Standing.LATE)) == (talked is not None)
        assert in_london(one.due_at - DAY / 2).date() == end + timedelta(days=days)
        if state in (Standing.OVERDUE, Standing.TO_COME):
            assert left is None or left >= at(NOW).date()


def test_whoever_breaks_the_glass_over_a_circle_sees_nothing_owed_about_its_volunteers(db):
    cast = plant_cast()
    seat = end_seat(cast, "vera", 30)
    reckon_up()
    with as_owner():
        Obligation.objects.filter(item_id=seat).update(circle=cast.circle_1)
    with acting(cast.colin) as colin:
        break_glass(cast.circle_1.reference, "Somebody has to know this tonight", by=colin, at=colin.now)
    seen = {}
    for who in ("cora", "colin"):
        with acting(cast.users[who]):
            found = Obligation.objects.filter(circle=cast.circle_1)
            seen[who] = {scope: found.filter(scope=scope).exists() for scope in (Scope.CIRCLE, Scope.VOLUNTEER)}
    assert seen == {
        "cora": {Scope.CIRCLE: True, Scope.VOLUNTEER: True},
        "colin": {Scope.CIRCLE: True, Scope.VOLUNTEER: False},
    }


# --- as the lists of leaving say ---


def listed(cast, rule):
    """What is still owed in area A as the coordinator sees it: of which seat or wish, and whether it is late."""
    reckon_up()
    assert disagreements() == []
    with acting(cast.cora) as cora:
        found = Obligation.objects.filter(rule=rule, opened_at__lte=cora.now, met_at=None, closed_at=None)
        return {one.item_id: standing(one, cora.now) is Standing.OVERDUE for one in found}


def end_seat(cast, name, days):
    with as_owner():
        Seat.objects.filter(pk=cast.seats[name].pk).update(
            starts_at=cast.now - timedelta(days=400), ends_at=cast.now - timedelta(days=days)
        )
    return cast.seats[name].pk


@pytest.mark.parametrize("days", [23, 27, 30, 182, 184])
def test_the_work_list_and_the_list_of_leaving_say_the_same_of_conversations(db, days):
    cast = plant_cast()
    seat = end_seat(cast, "vera", days)
    with as_owner():  # another clock since yesterday counts for seats that end from then on
        PracticeStandard.objects.create(
            in_force_from=in_london(cast.now).date() - DAY, end_talk_days=1, set_at=cast.now
        )
    due = listed(cast, Rule.END_TALK)
    with acting(cast.cora) as cora:
        wanted = {one.seat.pk: one.is_late for one in talks_owed(cast.areas["a"].pk, cora.now)}
    assert due == wanted
    assert (seat in wanted) == (days < 183)


def test_a_conversation_that_is_kept_leaves_the_work_list(db):
    cast = plant_cast()
    seat = end_seat(cast, "vera", 30)
    before = listed(cast, Rule.END_TALK)
    assert before[seat] is True
    with acting(cast.cora) as cora:
        row = Seat.objects.get(pk=seat)
        talk = Talk(on=in_london(cora.now).date(), next=Next.CIRCLE)
        keep_talk(row, row.volunteer, talk, id=OTHER, by=cora, at=cora.now)
    assert listed(cast, Rule.END_TALK) == {id: late for id, late in before.items() if id != seat}
    (one,) = owed(rule=Rule.END_TALK, item_id=seat)
    assert (one.area_id, one.met_at is not None) == (cast.areas["a"].pk, True)


def wishes_listed(cast):
    with acting(cast.cora):
        return {one.pk for one in asked_to_stop(cast.areas["a"].pk)}


def test_a_wish_stands_on_both_lists_until_it_is_answered_or_taken_back(db):
    cast = plant_cast()
    with acting(cast.vera) as vera:
        ask_to_stop(None, "", id=ME, by=vera, at=vera.now)
    assert set(listed(cast, Rule.WISH_TO_STOP)) == wishes_listed(cast) == {ME}
    leave(cast, days=9)
    assert (wishes_listed(cast), listed(cast, Rule.WISH_TO_STOP)) == (set(), {})
    with acting(cast.cora) as cora:
        call_off_leaving(Leaving.objects.get(), by=cora, at=cora.now)
    assert wishes_listed(cast) == {ME} == set(listed(cast, Rule.WISH_TO_STOP))
    with acting(cast.vera) as vera:
        stay_after_all(by=vera, at=vera.now)
    assert (wishes_listed(cast), listed(cast, Rule.WISH_TO_STOP)) == (set(), {})


def test_whoever_left_and_came_back_does_not_ask_to_stop_any_more(db):
    cast = plant_cast()
    with acting(cast.vera) as vera:
        ask_to_stop(None, "", id=ME, by=vera, at=vera.now)
    leave(cast)
    with acting(cast.cora) as cora:
        come_back(Volunteer.objects.get(pk=cast.volunteers["vera"].pk), by=cora, at=cora.now)
    assert (wishes_listed(cast), listed(cast, Rule.WISH_TO_STOP)) == (set(), {})
