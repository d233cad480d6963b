"""How names, birthdays and numbers are compared: by the database, by a table that plain Python makes."""

import itertools

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from encircle.rooms.suitability.policy import Birthday, Name, Number, Strength, strength
from encircle.rooms.suitability.short_forms import families
from tests.support.database import as_owner

WORDS = st.sampled_from(
    ["Robert", "Bob", "Rob", "Róbert", "Catherine", "Kathryn", "Katie", "Stephen", "Steven", "Smith", "Smyth", "Smithe",
     "O’Brien", "OBrien", "Hassan", "Hasan", "Ali", "Jones-Smith", "Müller", "Muller", "Lee", "Zoë", "Zoe", "", "X"]
)  # fmt: skip
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
ORDER = {Strength.NONE: 0, Strength.POSSIBLE: 1, Strength.STRONG: 2}


def asked(sql, *given):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(sql, list(given))
        return cursor.fetchone()[0]


def likeness(one, other):
    return asked("SELECT encircle.name_likeness(%s, %s)", one, other)


@settings(max_examples=60)
@given(one=NAMES, other=NAMES)
def test_names_resemble_each_other_whichever_is_asked_first(db_once, one, other):
    assert likeness(one, other) == likeness(other, one)


@settings(max_examples=40)
@given(name=NAMES)
def test_the_order_of_a_name_its_capitals_and_its_accents_change_nothing(db_once, name):
    turned = " ".join(reversed(name.upper().split(" ")))
    assert likeness(name, "Robert Smith") == likeness(turned, "Robert Smith")


@settings(max_examples=40)
@given(one=NAMES, other=NAMES)
def test_what_is_the_same_or_close_is_found_by_the_index_unless_it_is_one_letter_off(db_once, one, other):
    """The index is asked first: what it does not find is not compared at all."""
    found = likeness(one, other)
    shares = asked("SELECT encircle.name_pairs(ARRAY[%s]) && encircle.name_pairs(ARRAY[%s])", one, other)
    letters = asked(
        "SELECT EXISTS (SELECT FROM unnest(encircle.name_words(%s)) a, unnest(encircle.name_words(%s)) b "
        "WHERE public.levenshtein(a, b) = 1)", one, other,
    )  # fmt: skip
    assert shares or letters or found not in (Name.SAME, Name.CLOSE)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Robert Smith", "smith, robert", "same"),
        ("Zoë O’Brien", "Zoe OBrien", "same"),
        ("Bob Smith", "Robert Smyth", "close"),
        ("Kathryn Jones", "Cathy Jones", "close"),
        ("Stephen Phillips", "Steven Philips", "close"),
        ("Mohammed Hussain", "Mo Hussein", "close"),
        ("Robert James Smith", "Robert Smith", "close"),
        ("Mr Robert Smith", "Robert Smith", "same"),
        ("Robert Smith", "Susan Smith", "part"),
        ("Robert Smith", "Robert Taylor", "part"),
        ("Robert Smith", "Susan Taylor", "other"),
        ("Smith", "Smith", "part"),
        ("", "Robert Smith", "other"),
    ],
)
def test_how_names_resemble_each_other(db, one, other, found):
    assert likeness(one, other) == found


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("1980-03-27", "1980-03-27", "same"),
        ("1980-03-07", "1980-07-03", "slip"),
        ("1980-03-27", "1980-03-21", "slip"),
        ("1980-03-27", "1990-03-21", "other"),
        ("1980-03-27", None, "unknown"),
        ("1980-03-27", "not_known", "unknown"),
    ],
)
def test_how_birthdays_resemble_each_other(db, one, other, found):
    assert asked("SELECT encircle.birthday_likeness(%s, %s)", one, other) == found
    assert asked("SELECT encircle.birthday_likeness(%s, %s)", other, one) == found


def test_numbers_are_compared_kind_by_kind(db):
    sql = "SELECT encircle.number_likeness(%s::text[], %s::text[])"
    assert asked(sql, ["pnc:1", "nhs:2"], ["nhs:2"]) == "same"
    assert asked(sql, ["pnc:1"], ["pnc:2"]) == "other"
    assert asked(sql, ["pnc:1"], ["nhs:1"]) == "unknown"


def test_another_birthday_and_no_number_is_never_strong():
    for name, number in itertools.product(Name, (Number.UNKNOWN, Number.OTHER)):
        assert strength(name, Birthday.OTHER, number) is not Strength.STRONG


def test_a_name_alone_is_never_strong():
    for name in Name:
        assert strength(name, Birthday.UNKNOWN, Number.UNKNOWN) is not Strength.STRONG


def test_more_that_agrees_never_makes_it_weaker():
    """Each list runs from what says least for it to what says most."""
    names = [Name.OTHER, Name.PART, Name.CLOSE, Name.SAME]
    birthdays = [Birthday.OTHER, Birthday.UNKNOWN, Birthday.SLIP, Birthday.SAME]
    numbers = [Number.OTHER, Number.UNKNOWN, Number.SAME]
    for axis, pairs in enumerate(
        (itertools.pairwise(names), itertools.pairwise(birthdays), itertools.pairwise(numbers))
    ):
        others = [values for place, values in enumerate((names, birthdays, numbers)) if place != axis]
        for (less, more), rest in itertools.product(list(pairs), itertools.product(*others)):
            weak, strong = list(rest), list(rest)
            weak.insert(axis, less)
            strong.insert(axis, more)
            assert ORDER[strength(*weak)] <= ORDER[strength(*strong)]


def test_the_database_judges_as_the_table_says(db):
    for name, birthday, number in itertools.product(Name, Birthday, Number):
        found = asked("SELECT encircle.likeness(%s, %s, %s)", name, birthday, number)
        assert found == strength(name, birthday, number)


def test_a_name_belongs_to_the_family_of_its_short_form():
    known = families()
    assert set(known["bob"]) & set(known["robert"]) == {"robert"}
    assert len(known["alex"]) > 1  # Alexander and Alexandra


@pytest.fixture(scope="module")
def db_once(django_db_setup, django_db_blocker):
    """Nothing is written: the examples of one test share what the functions need."""
    with django_db_blocker.unblock():
        yield
