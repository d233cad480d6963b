"""What was said apart is read as numbers alone, and no number says what one person answered."""

import pytest

from encircle.rooms.recruiting.figures import equal_opportunity
from encircle.rooms.recruiting.models import SaidApart
from tests.cast import acting, plant_cast
from tests.support.database import as_owner


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
        assert lines(before, "Your sex") == {"Female": 5, "Male": 5, "I would rather not say": 0, "Not answered": 0}
        # The one who is 70 or over answered nothing else.
        assert lines(before, "Your age")["70 or over"] == 0
        assert lines(before, "Your age")["Not answered"] == 15


@pytest.mark.parametrize(("people", "shown"), [(1, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_each_number_is_rounded_to_the_nearest_five(cast, people, shown):
    before = cast.now.year - 1
    said(before, *[{"sex": "female"}] * people, *[{"sex": "male"}] * 10)
    with acting(cast.users["olga"]):
        assert lines(before, "Your sex")["Female"] == shown


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
