"""A call that was asked for, the debrief and supervision are due on the days the lists of support say."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.common.clock import in_london, months_after
from encircle.rooms.circles.models import Seat
from encircle.rooms.due import facts as f
from encircle.rooms.due.facts_looking_after import AskedFact, CallFact, SupervisionFact
from encircle.rooms.due.models import Obligation
from encircle.rooms.due.queries import standing
from encircle.rooms.due.rules.looking_after import calls_back, debriefs, supervisions
from encircle.rooms.due.vocabulary import Rule, Standing
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.support.models import CallBack, Check, Supervision, SupervisionPlace
from encircle.rooms.support.policy import Sat, stretches
from encircle.rooms.support.queries import calls_wanted
from encircle.rooms.support.supervision_queries import owed as supervision_owed
from tests.cast import acting, plant_cast
from tests.support.database import as_owner
from tests.support.reckoning import disagreements, reckon_up

from .test_rules import ME, OTHER, THIRD, at, practice, said

NOW = "2026-06-30"
DAY = timedelta(days=1)


def asked(day, *calls, answer="call"):
    rang = tuple(CallFact(at(moment), outcome) for moment, outcome in calls)
    return f.VolunteerFacts(ME, date(2023, 1, 1), asked=(AskedFact(OTHER, THIRD, answer, at(day), rang),))


# what came of ringing -> the call, the debrief
CALLS = {
    "nobody rang": ((), [("2026-06-03T23:00", "overdue")], []),
    "not reached": ((("2026-06-02", "not_reached"),), [("2026-06-03T23:00", "overdue")], []),
    "debriefed at once": ((("2026-06-02", "debriefed"),), [("2026-06-03T23:00", "in_time")], []),
    "they want none": ((("2026-06-05", "enough"),), [("2026-06-03T23:00", "late")], []),
    "to follow": (
        (("2026-06-02", "later"),),
        [("2026-06-03T23:00", "in_time")],
        [("2026-06-04T23:00", "overdue")],
    ),
    "it followed": (
        (("2026-06-02", "later"), ("2026-06-04", "debriefed")),
        [("2026-06-03T23:00", "in_time")],
        [("2026-06-04T23:00", "in_time")],
    ),
}


@pytest.mark.parametrize(("calls", "call", "debrief"), CALLS.values(), ids=CALLS)
def test_a_volunteer_who_would_like_a_call_is_rung_and_debriefed(calls, call, debrief):
    known = asked("2026-06-01", *calls)
    assert said(calls_back(known, practice(NOW)), Rule.CALL_BACK, NOW) == call
    assert said(debriefs(known, practice(NOW)), Rule.DEBRIEF, NOW) == debrief


def test_who_needs_a_call_today_is_rung_within_hours_and_it_stands_in_the_area_of_the_circle():
    (one,) = calls_back(asked("2026-06-01", answer="today"), practice(NOW))
    assert (one.due_at, one.area_id, one.item_id) == (at("2026-06-01T14:00"), THIRD, OTHER)


def supervised(*held, seats=(("2026-01-06", None),), kind="one_to_one", **more):
    """Seats as (since, until), all in one area; supervision as (day, presence)."""
    sat = tuple(f.VolunteerSeatFact(OTHER, "adult", at(a), at(b) if b else None, THIRD) for a, b in seats)
    known = tuple(SupervisionFact(kind, at(day), presence) for day, presence in held)
    return f.VolunteerFacts(ME, date(2023, 1, 1), seats=sat, supervisions=known, **more)


SUPERVISED = {
    "never yet": (supervised(), [("2026-04-06T23:00", "overdue")]),
    "held, and again": (
        supervised(("2026-03-01", "came")),
        [("2026-04-06T23:00", "in_time"), ("2026-06-01T23:00", "overdue")],
    ),
    "held late": (
        supervised(("2026-05-01", "came")),
        [("2026-04-06T23:00", "late"), ("2026-08-01T23:00", "to_come")],
    ),
    "they did not come": (supervised(("2026-03-01", "missed")), [("2026-04-06T23:00", "overdue")]),
    "of another kind": (supervised(("2026-03-01", "came"), kind="group"), [("2026-04-06T23:00", "overdue")]),
    "planned": (supervised(("2026-07-10", "")), [("2026-07-10T23:00", "to_come")]),
    "planned earlier than it has to be": (
        supervised(("2026-05-01", "came"), ("2026-07-10", "")),
        [("2026-04-06T23:00", "late"), ("2026-08-01T23:00", "to_come")],
    ),
    "planned for a day that is over": (supervised(("2026-06-20", "")), [("2026-04-06T23:00", "overdue")]),
    "from one Circle to the next": (
        supervised(("2026-03-01", "came"), seats=(("2026-01-06", "2026-04-01"), ("2026-04-01", None))),
        [("2026-04-06T23:00", "in_time"), ("2026-06-01T23:00", "overdue")],
    ),
    "after a time without a Circle": (
        supervised(seats=(("2025-01-06", "2025-02-01"), ("2026-05-01", None))),
        [("2025-04-06T23:00", "lapsed"), ("2026-08-01T23:00", "to_come")],
    ),
    "they have left": (supervised(ends_at=at("2026-05-01")), [("2026-04-06T23:00", "lapsed")]),
    "they are to leave": (supervised(ends_at=at("2026-08-01")), [("2026-04-06T23:00", "overdue")]),
}


@pytest.mark.parametrize(("volunteer", "wanted"), SUPERVISED.values(), ids=SUPERVISED)
def test_a_volunteer_in_a_circle_is_supervised_by_the_clock(volunteer, wanted):
    assert said(supervisions(volunteer, practice(NOW)), Rule.SUPERVISION, NOW) == wanted


PAST = st.dates(date(2025, 1, 1), date(2026, 6, 29))


@given(PAST, st.lists(PAST, max_size=6, unique=True))
def test_each_supervision_meets_one_and_opens_the_next(since, days):
    known = supervised(*((day.isoformat(), "came") for day in days), seats=((since.isoformat(), None),))
    rows = sorted(
        (one for one in supervisions(known, practice(NOW)) if one.rule == Rule.SUPERVISION),
        key=lambda one: one.opened_at,
    )
    held = [at(day.isoformat()) for day in sorted(days) if day > since]
    assert [one.met_at for one in rows] == [*held, None]
    assert [one.opened_at for one in rows] == [at(since.isoformat()), *held]
    for one in rows:
        assert in_london(one.due_at - DAY / 2).date() == months_after(one.opened_at.date(), 3)


@given(st.lists(st.tuples(PAST, st.none() | st.integers(1, 300)), max_size=6))
def test_stretches_touch_nowhere_and_lose_no_day(rows):
    seats = [Sat(at(a.isoformat()), at(a.isoformat()) + b * DAY if b else None) for a, b in rows]
    found = stretches(seats)
    for one, following in pairwise(found):
        assert one.until is not None
        assert one.until < following.since
    for day in {moment for seat in seats for moment in (seat.since, seat.until) if moment}:
        assert any(one.since <= day and (one.until is None or day <= one.until) for one in found)


# --- as the lists of support say ---


def still_owed(cast, rules, who="cora"):
    reckon_up()
    assert disagreements() == []
    with acting(cast.users[who]) as actor:
        found = Obligation.objects.filter(rule__in=rules, opened_at__lte=actor.now, met_at=None, closed_at=None)
        return {(one.rule, one.item_id): (one.due_at, standing(one, actor.now) is Standing.OVERDUE) for one in found}


def answers(cast, who, answer, hours, *outcomes):
    meeting, volunteer = cast.meetings["past_1"], cast.volunteers[who]
    of = {"circle": meeting.circle, "area": meeting.area}
    then = cast.now - timedelta(hours=hours)
    with as_owner():
        row = Check.objects.create(
            meeting=meeting, volunteer=volunteer, answer=answer, answered_by=volunteer.user, answered_at=then, **of
        )
        for number, outcome in enumerate(outcomes, start=1):
            moment = then + timedelta(minutes=number)
            CallBack.objects.create(
                check_of=row, outcome=outcome, called_at=moment, recorded_at=moment, by=cast.cora, **of
            )


@pytest.mark.parametrize("hours", [1, 3, 200])
def test_the_work_list_and_the_list_of_calls_say_the_same(db, hours):
    cast = plant_cast()
    answers(cast, "vera", "call", hours, "not_reached", "later")
    answers(cast, "vic", "today", hours, "not_reached")
    due = still_owed(cast, (Rule.CALL_BACK, Rule.DEBRIEF))
    with acting(cast.cora) as cora:
        lines = calls_wanted(cast.areas["a"].pk)
        wanted = {
            (Rule.DEBRIEF if one.to_debrief else Rule.CALL_BACK, one.check.pk): (one.due, one.is_overdue(cora.now))
            for one in lines
        }
    assert due == wanted
    assert len(wanted) == 2
    assert still_owed(cast, (Rule.CALL_BACK, Rule.DEBRIEF), "colin") == {}


def supervise(cast, who, days, presence, kind="one_to_one"):
    volunteer, starts = cast.volunteers[who], cast.now + timedelta(days=days)
    with as_owner():
        row = Supervision.objects.create(
            kind=kind, area=volunteer.area, starts_at=starts, supervisor=cast.cora, planned_by=cast.cora,
            planned_at=cast.now,
        )  # fmt: skip
        SupervisionPlace.objects.create(
            supervision=row, volunteer=volunteer, area=volunteer.area, presence=presence,
            **({"recorded_at": cast.now, "recorded_by": cast.cora} if presence else {}),
        )  # fmt: skip
    return row


def seated_for_long(cast):
    with as_owner():
        Seat.objects.filter(part="volunteer", ends_at=None).update(starts_at=cast.now - timedelta(days=200))


HISTORIES = {
    "nothing yet": [],
    "one came of late": [("vera", -10, "came")],
    "one came long ago": [("vera", -140, "came")],
    "one is planned": [("vera", -140, "came"), ("vera", 12, "")],
    "one is over and not recorded": [("vic", -2, "")],
    "one did not come": [("vera", -10, "missed"), ("vic", -10, "came")],
    "in a group": [("vera", -10, "came", "group"), ("vic", 9, "", "group")],
}


@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES)
def test_the_work_list_and_the_list_of_supervision_say_the_same(db, history):
    cast = plant_cast()
    seated_for_long(cast)
    with as_owner():  # another clock counts for what begins from then on
        PracticeStandard.objects.create(
            in_force_from=in_london(cast.now).date() - 30 * DAY, supervision_months=1, set_at=cast.now
        )
    for one in history:
        supervise(cast, *one)
    rules = {"one_to_one": Rule.SUPERVISION, "group": Rule.GROUP_SUPERVISION}
    late = {key for key, (_, is_late) in still_owed(cast, rules.values()).items() if is_late}
    with acting(cast.cora) as cora:
        wanted = {(rules[one.kind], one.volunteer.pk) for one in supervision_owed(cast.areas["a"].pk, cora.now)}
    assert late == wanted
    assert wanted


def test_a_supervision_that_is_called_off_is_owed_again(db):
    cast = plant_cast()
    vera = cast.volunteers["vera"].pk
    seated_for_long(cast)
    row = supervise(cast, "vera", 5, "")
    assert still_owed(cast, [Rule.SUPERVISION])[Rule.SUPERVISION, vera][1] is False
    with as_owner():
        Supervision.objects.filter(pk=row.pk).update(cancelled_at=cast.now)
    assert still_owed(cast, [Rule.SUPERVISION])[Rule.SUPERVISION, vera][1] is True


def test_what_is_owed_to_a_volunteer_is_seen_by_the_staff_of_the_area_and_by_nobody_of_the_circle(db):
    cast = plant_cast()
    answers(cast, "vera", "today", 1)
    rules = (Rule.CALL_BACK, Rule.SUPERVISION)
    seen = {who: bool(still_owed(cast, rules, who)) for who in ("cora", "cleo", "sena", "olga")}
    assert seen == dict.fromkeys(seen, True)
    everybody = ("vera", "vic", "petra", "omar", "adam", "dana", "tess")
    assert {who for who in everybody if still_owed(cast, rules, who)} == set()
    with acting(cast.colin):
        assert not Obligation.objects.filter(subject_id=cast.volunteers["vera"].pk).exists()


def test_of_a_volunteer_in_circles_of_two_areas_no_row_names_the_circle_of_the_other_area(db):
    cast = plant_cast()
    vera, then = cast.volunteers["vera"], cast.now - timedelta(days=100)
    with as_owner():
        Seat.objects.create(
            circle=cast.circle_2, area=cast.areas["b"], part="volunteer", volunteer=vera, display_name="Vera",
            letter="Z", starts_at=then, sees_from=then,
        )  # fmt: skip
    reckon_up()
    assert disagreements() == []
    with as_owner():
        found = Obligation.objects.filter(subject_id=vera.pk, rule=Rule.SUPERVISION)
        placed = set(found.values_list("area", "circle"))
    assert placed == {
        (cast.areas["a"].pk, cast.circle_1.pk),
        (cast.areas["b"].pk, cast.circle_2.pk),
    }
