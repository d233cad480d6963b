"""Who has to agree, and what is lacking: plain values."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.rooms.joining.policy import Asked, Newest, Standing, State, parties
from encircle.rooms.joining.vocabulary import Audience, Style
from encircle.rooms.joining.wording import PICTURES, SHIPPED, Words, unknown_pictures
from encircle.rooms.people.ages import comes_of_age

DAY = date(2026, 3, 1)
CARER = UUID(int=7)
YOUNG = Asked(carers=True)


def newest(withdrawn=False):
    return Newest(UUID(int=1), DAY, withdrawn)


def standing(agreed=(), *, asked=YOUNG, of_age_on=DAY + timedelta(days=1), on=DAY, withdrawn=(), **more):
    given = {who: newest() for who in agreed} | {who: newest(True) for who in withdrawn}
    found = parties("Yan", [(CARER, "Pam")], given, asked=asked, of_age_on=of_age_on, on=on)
    return Standing(found, asked, **more)


def test_a_young_person_and_each_carer_agree():
    assert standing().lacking == ("agreement of the core member", "agreement of Pam")
    assert standing([CARER]).lacking == ("agreement of the core member",)
    assert standing([None, CARER]).is_complete


def test_a_carers_part_ends_on_the_day_they_come_of_age():
    birthday = DAY
    assert [one.state for one in standing([None], of_age_on=birthday, withdrawn=[CARER]).parties] == [
        State.AGREED,
        State.OVER,
    ]
    assert standing([None], of_age_on=birthday).is_complete
    assert not standing([None], of_age_on=birthday + timedelta(days=1)).is_complete


def test_without_a_date_of_birth_a_carer_is_asked_where_the_kind_asks_them():
    assert not standing([None], of_age_on=None).is_complete
    assert standing([None], of_age_on=None, asked=Asked()).is_complete


def test_who_agrees_no_longer_is_named_first():
    found = standing([None], withdrawn=[CARER])
    assert found.lacking == ("Pam agrees no longer",)
    assert found.is_withdrawn


def test_capacity_and_what_may_be_talked_about_are_asked_of_the_kinds_that_need_them():
    asked = Asked(capacity=True, scope=True)
    assert standing([None], asked=asked).lacking == (
        "capacity to agree not looked at",
        "what may be talked about not agreed",
    )
    assert standing([None], asked=asked, can_decide=False, has_scope=True).lacking == (
        "cannot decide on it at present",
    )
    assert standing([None], asked=asked, can_decide=True, has_scope=True).is_complete


@given(
    agreed=st.sets(st.sampled_from([None, CARER])),
    days=st.integers(-400, 400),
    carers=st.booleans(),
)
def test_nobody_takes_part_without_their_own_agreement(agreed, days, carers):
    found = standing(agreed, asked=Asked(carers=carers), of_age_on=DAY + timedelta(days=days))
    assert None in agreed or not found.is_complete


@given(st.dates(date(1990, 1, 1), date(2020, 12, 31)))
def test_coming_of_age_is_eighteen_birthdays_later(born_on):
    day = comes_of_age(born_on)
    assert day.year == born_on.year + 18
    assert (day.month, day.day) in ((born_on.month, born_on.day), (3, 1))


@pytest.mark.parametrize("audience", Audience)
def test_easy_read_is_easy_to_read(audience):
    """One idea a line: few words, no long ones, no brackets left over."""
    words = SHIPPED[audience, Style.EASY_READ]
    lines = [line.text for part in words.parts for line in part]
    assert max(len(line.split()) for line in lines) <= 15
    assert max(len(word.strip(".,’")) for line in lines for word in line.split()) <= 11
    assert not any(character in line for line in lines for character in ";(:")
    assert unknown_pictures(words.lines) == []
    assert {line.picture for part in words.parts for line in part} - {""} <= set(PICTURES)


@pytest.mark.parametrize(("audience", "style"), SHIPPED)
def test_every_form_says_that_no_court_asks_it_and_that_one_can_stop(audience, style):
    words = SHIPPED[audience, style].lines.lower()
    assert "court" in words
    assert "stop" in words or "no longer" in words


def test_a_line_may_name_its_picture():
    ((first, second),) = Words("", "(people) We meet.\n(maybe) Brackets stay.").parts
    assert (first.text, first.picture, second.text, second.picture) == (
        "We meet.",
        "people",
        "(maybe) Brackets stay.",
        "",
    )
    assert unknown_pictures("(people) a\n(owl) b\n(Not a name) c") == ["owl"]
