"""What a journey is worth: by the day, up to the threshold of a tax year, rounded once."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.common.small_numbers import shown_alone
from encircle.rooms.expenses.policy import CAR, Journey, Rates, tax_year, worth, worth_of

HMRC = Rates(car=450, car_beyond=250, car_threshold=10_000, motorcycle=240, bicycle=200, passenger=50)
DAY = date(2026, 5, 1)
miles = st.integers(1, 3_000)
journeys = st.lists(
    st.builds(
        Journey,
        on=st.dates(date(2026, 3, 20), date(2026, 4, 20)),
        vehicle=st.sampled_from(["car", "motorcycle", "bicycle"]),
        miles=miles,
    ),
    max_size=12,
)


def car(tenths, **more):
    return Journey(DAY, CAR, tenths, **more)


@pytest.mark.parametrize(
    ("journey", "before", "pence"),
    [
        (car(100), 0, 450),
        (car(1), 0, 5),  # 4.5 pence: half a penny up
        (car(123), 0, 554),  # 553.5
        (car(100), 100_000, 250),
        (car(100), 99_950, 350),  # half of it beyond the threshold
        (car(100, passengers=2), 0, 550),
        (Journey(DAY, "motorcycle", 100), 100_000, 240),
        (Journey(DAY, "bicycle", 35), 0, 70),
    ],
)
def test_a_journey_is_worth_what_hmrc_says(journey, before, pence):
    assert worth(journey, HMRC, before) == pence


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 4, 5), 2025), (date(2026, 4, 6), 2026), (date(2026, 1, 1), 2025)]
)
def test_the_tax_year_begins_on_6_april(day, year):
    assert tax_year(day) == year


def test_the_threshold_is_counted_within_a_claim_by_day_and_anew_in_a_new_tax_year():
    late, early, new = (Journey(date(2026, 4, one), CAR, 100) for one in (5, 4, 6))
    assert worth_of([late, new, early], lambda _: HMRC, {2025: 99_900}) == (250, 450, 450)


def test_the_rate_is_that_of_the_day_of_the_journey():
    dearer = Rates(500, 250, 10_000, 240, 200, 50)
    found = worth_of(
        [car(100), Journey(DAY + timedelta(days=1), CAR, 100)], lambda day: HMRC if day <= DAY else dearer, {}
    )
    assert found == (450, 500)


@given(miles, miles, st.integers(0, 120_000))
def test_a_journey_in_two_is_worth_the_same_but_for_rounding(one, other, before):
    apart = worth_of([car(one), car(other)], lambda _: HMRC, {2026: before})
    assert abs(sum(apart) - worth(car(one + other), HMRC, before)) <= 1


@given(miles, miles, st.integers(0, 120_000))
def test_further_is_never_worth_less_and_never_more_than_the_first_rate(one, more, before):
    assert worth(car(one), HMRC, before) <= worth(car(one + more), HMRC, before)
    assert Fraction(one * 25, 10) - 1 <= worth(car(one), HMRC, before) <= Fraction(one * 45, 10) + 1


@given(journeys, st.integers(0, 120_000), st.randoms())
def test_the_order_in_which_a_claim_is_typed_changes_nothing_it_is_worth(found, before, rng):
    counted = {2025: before, 2026: before}
    shuffled = sorted(found, key=lambda _: rng.random())
    one, other = (worth_of(each, lambda _: HMRC, counted) for each in (found, shuffled))
    # Two journeys of one day may change places at the threshold, and each is rounded by itself.
    assert abs(sum(one) - sum(other)) <= len(found)


@given(st.integers(0, 50))
def test_few_people_are_not_counted_on_screen(number):
    assert shown_alone(number, smallest=5) in ({number} if number == 0 or number > 4 else {None})
