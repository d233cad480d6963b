"""Striking out leaves nothing of the struck words; flags point at whatever may name somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.rooms.sharing.redaction import MARK, FlagKind, Known, flag_names, strike_out

KNOWN = Known(
    surnames=frozenset({"Smith", "O’Brien", "Núñez", "van der Berg", "Clarke-Jones", "Strauß", "Łukasz"}),
    first_names=frozenset({"Vera", "Zoë", "Will"}),
    addresses=frozenset({"12 Acacia Avenue, Anytown, ZZ1 4AB", "Flat 3, 7 Mill Lane", "Rose Cottage, Anytown"}),
    phones=frozenset({"01632 960123", "+33 1 99 00 12 34"}),
)


def found(text, known=KNOWN):
    return [(text[flag.start : flag.end], flag.kind.value) for flag in flag_names(text, known)]


def strike(text, *words):
    return strike_out(text, [(text.index(word), text.index(word) + len(word)) for word in words])


# --- striking out ---


def test_struck_words_are_replaced_by_one_mark_of_one_length():
    assert strike("He met Bo at work.", "Bo") == f"He met {MARK} at work."
    assert strike("He met Bartholomew at work.", "Bartholomew") == f"He met {MARK} at work."


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("Anna Bell came", [(0, 4), (5, 9)], f"{MARK} came"),
        ("Anna Bell came", [(0, 9), (5, 9)], f"{MARK} came"),
        ("Anna, Bell came", [(0, 4), (6, 10)], f"{MARK}, {MARK} came"),
        ("Annabel came", [(0, 4)], f"{MARK} came"),
        ("Annabel came", [(4, 7)], f"{MARK} came"),
        ("Jose\u0301 came", [(0, 4)], f"{MARK} came"),
        ("Anna’s mother came", [(0, 4)], f"{MARK}’s mother came"),
        ("Anna", [(0, 4)], MARK),
        ("Anna came", [(2, 2)], "Anna came"),
        ("", [], ""),
    ],
)
def test_half_words_go_whole_and_neighbours_become_one(text, spans, expected):
    assert strike_out(text, spans) == expected


@pytest.mark.parametrize("span", [(-1, 2), (0, 99), (3, 1)])
def test_a_span_outside_the_text_is_refused(span):
    with pytest.raises(ValueError, match="No such place"):
        strike_out("Anna came", [span])


words = st.lists(st.text("abcdefghij", min_size=1, max_size=9), min_size=1, max_size=12)


@given(words, st.data())
def test_the_struck_words_are_absent_and_every_other_word_stays(plain, data):
    numbered = [f"{number}{word}" for number, word in enumerate(plain)]
    struck = data.draw(st.sets(st.sampled_from(numbered)))
    text = " ".join(numbered)
    left = strike(text, *struck).split()
    assert [word for word in left if word != MARK] == [word for word in numbered if word not in struck]
    assert (MARK in left) == bool(struck)


@given(st.text(max_size=8), st.text("xyz", min_size=1), st.text("xyz", min_size=1), st.text(max_size=8))
def test_nothing_can_be_told_from_what_is_left(before, secret, other, after):
    def left(word):
        start = len(before) + 1
        return strike_out(f"{before} {word} {after}", [(start, start + len(word))])

    assert left(secret) == left(other)


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_striking_in_any_order_is_the_same(text, pairs):
    spans = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in pairs]
    assert strike_out(text, spans) == strike_out(text, spans[::-1])


# --- names ---


@pytest.mark.parametrize(
    "name",
    [
        "Smith", "SMITH", "smith", "Smith's", "Smith’s", "Smiths", "Smiths’", "O'Brien", "O’Brien",
        "OBrien", "o brien", "Nunez", "NÚÑEZ", "Nu\u0301n\u0303ez’s", "Van Der Berg", "Clarke-Jones",
        "Clarke Jones", "Clarke–Jones", "Strauss", "Lukasz",
    ],
)  # fmt: skip
def test_a_known_surname_is_found_however_it_is_written(name):
    assert found(f"Then ({name}) left, saying nothing.") == [(name, "surname")]


@pytest.mark.parametrize("word", ["Smithson", "blacksmith", "Smith2", "berg", "Jones"])
def test_another_word_is_not(word):
    assert found(f"Then {word} left.") == []


def test_first_names_are_found_but_an_ordinary_word_only_with_a_capital():
    assert found("vera and Zoe's friend will come; Will said so.") == [
        ("vera", "first_name"),
        ("Zoe's", "first_name"),
        ("Will", "first_name"),
    ]


def test_one_letter_is_no_name():
    assert found("A friend", Known(surnames=frozenset({"A", "", "-"}))) == []


# --- telephone, post, e-mail ---


@pytest.mark.parametrize(
    "number",
    [
        "01632 960123", "01632960123", "(01632) 960 123", "01632-960-123", "+44 1632 960123",
        "+44 (0)1632 960123", "0044 1632 960123", "+441632960123", "020 7946 0123", "(020) 7946 0123",
        "07700 900123", "07700900123", "07700 900 123", "+44 7700 900123", "7700 900123", "0115 496 0123",
        "03069 990123", "0 7 7 0 0 9 0 0 1 2 3",
    ],
)  # fmt: skip
def test_uk_telephone_numbers_are_found_in_any_layout(number):
    assert found(f"Ring {number}, please", Known()) == [(number, "phone")]


@pytest.mark.parametrize(
    "plain",
    [
        "on 01/02/2025 at 10:30",
        "on 01.02.2025 10.30",
        "2025-02-01 10:30",
        "0123",
        "page 012345 of 20",
        "£1,250,000",
    ],
)
def test_dates_and_other_figures_are_not(plain):
    assert found(plain, Known()) == []


@pytest.mark.parametrize("number", ["0033 1 99 00 12 34", "+33 199001234", "33 1 99.00.12.34"])
def test_a_known_number_from_abroad_is_found(number):
    assert found(f"Ring {number} now") == [(number, "phone")]


def test_a_known_number_is_found_without_its_first_nought():
    assert found("Ring 1632 960123 now") == [("1632 960123", "phone")]


@pytest.mark.parametrize(
    "code", ["ZZ1 4AB", "zz1 4ab", "ZZ14AB", "W1A 1AA", "EC1A 1BB", "M1 1AE", "B33 8TH", "GIR 0AA"]
)
def test_postcodes_are_found(code):
    assert found(f"near {code}.", Known()) == [(code, "postcode")]


@pytest.mark.parametrize("plain", ["from m1 2pm", "at 10 2am", "flat12 3rd", "A1 road"])
def test_other_letters_and_figures_are_no_postcode(plain):
    assert found(plain, Known()) == []


@pytest.mark.parametrize("address", ["a.b+c@example.org", "O'Neil@mail.example.co.uk", "ana@exämple.org"])
def test_email_addresses_are_found_whole(address):
    assert found(f"Write to {address}.", Known()) == [(address, "email")]


# --- addresses ---


@pytest.mark.parametrize(
    "place",
    [
        "12 Acacia Avenue",
        "12 acacia ave",
        "12, Acacia Ave",
        "Acacia Avenue",
        "acacia avenue",
        "7 Mill Lane",
        "Rose Cottage",
    ],
)
def test_a_known_address_is_found_with_or_without_its_number(place):
    assert found(f"He lives at {place} now.") == [(place, "address")]


@pytest.mark.parametrize(
    "place",
    [
        "10 Station Road",
        "10 station road",
        "10a Old Mill St",
        "Flat 2, 10 The Avenue",
        "221 King’s Close",
        "3 Hill View",
    ],
)
def test_an_unknown_house_and_street_is_found(place):
    assert found(f"He lives at {place}.", Known()) == [(place, "address")]


@pytest.mark.parametrize(
    "plain",
    [
        "10 minutes down the road", "2 volunteers walk home", "It was 3 times close to it",
        "the 2 of them at work", "1 way or another", "4 people in the house",
    ],
)  # fmt: skip
def test_a_number_before_ordinary_words_is_no_address(plain):
    assert found(plain, Known()) == []


# --- together ---


def test_flags_come_in_order_and_the_longer_one_stands():
    text = "Smith of 12 Smith Street, ZZ1 4AB (smith@example.org, 07700 900123) saw Vera."
    assert found(text) == [
        ("Smith", "surname"),
        ("12 Smith Street", "address"),
        ("ZZ1 4AB", "postcode"),
        ("smith@example.org", "email"),
        ("07700 900123", "phone"),
        ("Vera", "first_name"),
    ]


@given(st.text(max_size=80))
def test_every_flag_lies_in_the_text_in_order(text):
    flags = flag_names(text, KNOWN)
    assert all(0 <= flag.start < flag.end <= len(text) for flag in flags)
    assert list(flags) == sorted(flags)


@given(st.text(max_size=40), st.sampled_from(sorted(KNOWN.surnames)), st.text(max_size=40))
def test_a_planted_surname_is_always_gone_once_its_flag_is_struck(before, name, after):
    text = f"{before} {name} {after}"
    struck = strike_out(text, [(flag.start, flag.end) for flag in flag_names(text, KNOWN)])
    assert FlagKind.SURNAME not in [flag.kind for flag in flag_names(struck, KNOWN)]
