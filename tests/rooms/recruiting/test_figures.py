"""What was said apart is read as numbers alone, and no number says what one person answered."""

from itertools import product

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from encircle.rooms.recruiting.figures import equal_opportunity
from encircle.rooms.recruiting.models import SaidApart
from tests.cast import acting, plant_cast
from tests.support.database import as_owner


def left_out(counts):
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.small_left_out(%s::integer[])", [counts])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([], []),
        ([12, 30], [12, 30]),
        ([3], [None]),
        ([3, 20, 9], [None, 20, None]),  # a single one would be the rest of the total
        ([2, 1, 20], [None, None, 20]),
        ([4, 4, 20, 7], [None, None, 20, None]),  # 8 in two places of at most 4 each could only be 4 and 4
        ([0, 0, 15], [None, None, 15]),
        ([4, 4], [None, None]),
    ],
)
def test_small_numbers_are_left_out_with_as_many_more_as_it_takes(db, counts, shown):
    assert left_out(counts) == shown


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.lists(st.integers(0, 9), min_size=2, max_size=4))
def test_nobody_can_work_out_what_was_left_out(db, counts):
    """Whoever knows the total and how figures are made finds for each number left out more than one that it can be.

    But for the sure knowledge that nobody is there: that is of no person.
    """
    shown = left_out(counts)
    hidden = [place for place, count in enumerate(shown) if count is None]
    assert all(count is None or count >= 5 for count in shown)
    if len(hidden) == len(counts) and sum(counts) == 4 * len(counts):
        return  # everything is left out, and the total is never shown
    rest = sum(counts) - sum(count for count in shown if count is not None)
    most = min(rest, 9)
    possible = [
        guess
        for guess in product(range(most + 1), repeat=len(hidden))
        if sum(guess) == rest and left_out(_filled(shown, hidden, guess)) == shown
    ]
    for each in range(len(hidden)):
        values = {guess[each] for guess in possible}
        assert values == {0} or len(values) > 1


def _filled(shown, hidden, guess):
    whole = list(shown)
    for place, count in zip(hidden, guess, strict=True):
        whole[place] = count
    return whole


@pytest.fixture
def cast(db):
    return plant_cast()


def said(year, *answers):
    with as_owner():
        SaidApart.objects.bulk_create([SaidApart(year=year, answers=one) for one in answers])


def lines(year, question):
    (found,) = [one for one in equal_opportunity() if (one.year, one.question) == (year, question)]
    return {line.words: line.people for line in found.lines}


def test_the_operations_manager_sees_numbers_of_years_that_have_ended(cast):
    before = cast.now.year - 1
    said(before, *[{"sex": "female"}] * 7, *[{"sex": "male"}] * 6, {"age": "over69"})
    said(cast.now.year, *[{"sex": "female"}] * 20)
    with acting(cast.users["olga"]):
        assert {one.year for one in equal_opportunity()} == {before}
        assert lines(before, "Your sex") == {
            "Female": 7, "Male": None, "I would rather not say": None, "Not answered": None,
        }  # fmt: skip
        # The one who is 70 or over answered nothing else: neither that nor the others' silence is a number by itself.
        assert lines(before, "Your age")["70 or over"] is None
        assert lines(before, "Your age")["Not answered"] is None


def test_a_year_in_which_few_answered_says_nothing(cast):
    said(cast.now.year - 1, *[{"sex": "female"}] * 9)
    with acting(cast.users["olga"]):
        assert equal_opportunity() == []


@pytest.mark.parametrize("who", ["cora", "sena", "vera", "petra", "adam", "dana"])
def test_nobody_else_gets_a_number_out_of_the_database(cast, who):
    said(cast.now.year - 1, *[{"sex": "female"}] * 30)
    with acting(cast.users[who]):
        assert equal_opportunity() == []
        assert SaidApart.objects.count() == 0
