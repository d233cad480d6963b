"""Who has a place, when the training is complete, until when a course counts, and how far assessors agree."""

from datetime import UTC, date, datetime, timedelta

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.rooms.training.agreement import FEWEST, agreement
from encircle.rooms.training.policy import Held, Said, completed, missing_parts, order_of_places, renew_on

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
SATURDAY, SUNDAY = date(2026, 3, 7), date(2026, 3, 8)
LATER = date(2026, 5, 9)
NUMBERS = st.sets(st.integers(1, 4), min_size=1)


@st.composite
def events(draw):
    """Up to four events of one kind, each with parts on its own days, and what somebody was there for."""
    found = []
    for number in range(draw(st.integers(1, 4))):
        parts = {one: date(2026, 1 + number, one) for one in draw(NUMBERS)}
        there = draw(st.sets(st.sampled_from(sorted(parts))))
        found.append(Held(f"event-{number}", parts, frozenset(there)))
    return found


def test_places_go_in_the_order_of_the_answers():
    said = [
        Said("third", True, AT + timedelta(hours=2)), Said("first", True, AT), Said("no", False, AT),
        Said("second", True, AT + timedelta(hours=1)),
    ]  # fmt: skip
    assert order_of_places(said) == ["first", "second", "third"]


def test_a_part_that_was_missed_is_made_up_at_another_event():
    first = Held("march", {1: SATURDAY, 2: SUNDAY}, frozenset({1}))
    assert completed([first]) is None
    assert missing_parts(first, [first]) == [2]
    second = Held("may", {1: LATER, 2: LATER + timedelta(days=1)}, frozenset({2}))
    assert completed([first, second]).on == LATER + timedelta(days=1)


@given(events())
def test_it_is_complete_only_with_every_part_of_an_event_they_came_to(held):
    found = completed(held)
    there = {number for one in held for number in one.attended}
    whole = [one for one in held if one.attended and set(one.parts) <= there]
    assert (found is not None) == bool(whole)
    if found is not None:
        assert found.event in {one.event for one in whole}


@given(events(), st.integers(0, 3), st.integers(1, 4))
def test_being_there_for_one_more_part_never_undoes_it_nor_makes_it_later(held, which, number):
    before = completed(held)
    one = held[which % len(held)]
    if number in one.parts and one.attended:
        more = [other for other in held if other is not one]
        after = completed([*more, Held(one.event, one.parts, one.attended | {number})])
        if before is not None:
            assert after is not None
            assert after.on <= before.on


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 120))
def test_a_course_that_is_renewed_counts_until_a_later_day(day, months):
    until = renew_on(day, months)
    assert until > day
    assert (until.year - day.year) * 12 + until.month - day.month == months


def test_a_course_without_a_renewal_always_counts():
    assert renew_on(SATURDAY, None) is None


# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve units.
OBSERVERS = ("123321412***", "1233224125*3", "*3332342251*", "12332441251*")


def scores(lines):
    return [
        (who, unit, int(mark)) for who, line in enumerate(lines) for unit, mark in enumerate(line) if mark in "1234"
    ]


def test_full_agreement_is_one_and_chance_is_far_below():
    same = scores(["123412341234", "123412341234"])
    assert agreement(same).alpha == 1.0
    assert agreement(scores(["123412341234", "432143214321"])).alpha < 0


def test_the_value_is_the_published_one():
    table = [[float(mark) if mark != "*" else float("nan") for mark in line] for line in OBSERVERS]
    found = krippendorff.alpha(reliability_data=table, level_of_measurement="ordinal")
    assert found == pytest.approx(0.815, abs=0.0005)


def test_too_few_scores_say_nothing():
    few = agreement(scores(["1" * (FEWEST - 1), "2" * (FEWEST - 1)]))
    assert few.alpha is None
    assert "Too few scores" in few.words


def test_one_score_for_everything_says_nothing():
    assert agreement(scores(["3" * 12, "3" * 12])).alpha is None


def test_what_one_assessor_alone_scored_does_not_count():
    assert agreement(scores(["123412341234", "*" * 12])).compared == 0
