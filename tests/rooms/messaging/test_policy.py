"""What must not stand in a message to volunteers is found however it is written, and nothing else is echoed."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from encircle.rooms.messaging.policy import Find, Kept, Kind, Person, finds

PEOPLE = (
    Person("Zoë", "Ångström", "Zo", "M-4821"),
    Person("Mark", "O’Hallorann", "Mark", "M-1111"),
    Person("Anne-Marie", "Field", "Annie", "M-2222"),
)
KEPT = Kept(PEOPLE, ("Juniper", "C-10432", "Exeter Tuesday"))


def kinds(text):
    return [(one.kind, one.typed) for one in finds(text, KEPT, year=2026)]


def refused(text):
    return any(one.kind.is_refused for one in finds(text, KEPT, year=2026))


def test_a_core_members_name_is_found_with_accents_capitals_and_possessive():
    for typed in (
        "Zoë Ångström", "zoe angstrom", "ZOE ANGSTROM", "Ångström", "Angstrom’s", "Zoë Ångström's", "Ångström, Zoë",
        "Zo Angstrom", "Mark O'Hallorann", "mark o’hallorann’s", "the O'Halloranns", "anne marie field", "Field",
    ):  # fmt: skip
        assert refused(f"We meet at seven, and {typed} comes too."), typed


def test_a_circle_is_found_by_its_name_and_by_its_reference():
    for typed in ("Juniper", "juniper’s", "C-10432", "c 10432", "exeter tuesday", "m-4821"):
        assert refused(f"About {typed}: come early."), typed


def test_a_name_that_others_bear_is_asked_about_and_a_plain_word_is_not():
    assert kinds("Thanks to Mark from the bakery") == [(Kind.NAME, "Mark")]
    assert kinds("Mark your diary") == [(Kind.NAME, "Mark")]
    assert kinds("Please mark your diary") == []
    assert kinds("We picnic in the field behind") == [(Kind.NAME, "field")]
    assert kinds("A zone of its own, and a market") == []


def test_telephone_numbers_postcodes_and_dates_of_birth_are_asked_about():
    assert kinds("Ring 01632 960123 or +44 7700 900123") == [
        (Kind.TELEPHONE, "01632 960123"),
        (Kind.TELEPHONE, "+44 7700 900123"),
    ]
    assert kinds("At EX4 3SB, or ex43sb") == [(Kind.POSTCODE, "EX4 3SB"), (Kind.POSTCODE, "ex43sb")]
    assert kinds("born on 3 March 1971") == [(Kind.BIRTH, "born on"), (Kind.BIRTH, "3 March 1971")]
    assert kinds("03/04/1968, 1968-04-03, March 3rd, 1971") == [
        (Kind.BIRTH, "03/04/1968"),
        (Kind.BIRTH, "1968-04-03"),
        (Kind.BIRTH, "March 3rd, 1971"),
    ]


def test_a_plain_message_has_nothing_in_it():
    assert kinds("Training is on Tuesday 8 December 2026 at 7pm. Bring 12 copies; ring 999 if there is danger.") == []


def test_only_what_was_typed_is_said_again():
    text = "zoe angstrom and JUNIPER"
    assert [one.typed for one in finds(text, KEPT, year=2026)] == ["zoe angstrom", "JUNIPER"] or all(
        one.typed in text for one in finds(text, KEPT, year=2026)
    )


LETTERS = st.text(st.characters(whitelist_categories=("Lu", "Ll"), max_codepoint=0x17F), min_size=2, max_size=12)
AROUND = st.sampled_from(["{} comes", "we saw {}.", "({})", "“{}”", "{}’s coat", "{}'s", "to {},\nand home", "{}-run"])
WRITTEN = st.sampled_from([str, str.upper, str.lower, str.title, lambda one: unicodedata.normalize("NFD", one)])


@given(LETTERS, LETTERS, AROUND, WRITTEN)
def test_a_whole_name_is_refused_however_it_is_written(given_name, family_name, around, written):
    kept = Kept([Person(given_name, family_name)])
    text = around.format(written(f"{given_name} {family_name}"))
    assert any(one.kind is Kind.CORE_MEMBER for one in finds(text, kept, year=2026))


@given(st.text(max_size=200), LETTERS, LETTERS)
def test_what_is_found_stands_in_the_text_and_is_found_once(text, given_name, family_name):
    kept = Kept([Person(given_name, family_name)], ["Juniper"])
    found = finds(text, kept, year=2026)
    assert all(one.typed in unicodedata.normalize("NFC", text) for one in found)
    assert len(found) == len(set(found))


@given(st.text(max_size=200))
def test_without_names_to_keep_nothing_is_refused(text):
    assert not any(one.kind.is_refused for one in finds(text, Kept(), year=2026))


def test_the_same_find_twice_is_said_once():
    assert finds("Juniper and Juniper", KEPT, year=2026) == [Find(Kind.CIRCLE, "Juniper")]
