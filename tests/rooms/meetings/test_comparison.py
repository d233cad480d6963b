"""Readable differences, and two people editing at once: no words of either are lost."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.rooms.meetings.comparison import (
    Change,
    ChangeKind,
    Choice,
    ClashState,
    NotChosen,
    PassageText,
    Piece,
    PieceKind,
    clash,
    difference,
    merge,
    must_choose,
    word_difference,
)


def pieces(old, new):
    marks = {PieceKind.KEPT: "=", PieceKind.TAKEN_OUT: "-", PieceKind.PUT_IN: "+"}
    return [marks[piece.kind] + piece.text for piece in word_difference(old, new)]


def changes(old, new):
    def texts(pairs):
        return [PassageText(key, text) for key, text in pairs]

    return [(change.key, change.kind.value, change.moved) for change in difference(texts(old), texts(new))]


# --- words ---


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("He came.", "He came.", ["=He came."]),
        ("He came.", "He came late.", ["=He came", "+ late", "=."]),
        ("He came late.", "He came.", ["=He came", "- late", "=."]),
        ("He didn’t come.", "He did come.", ["=He", "- didn’t", "+ did", "= come."]),
        ("", "New words", ["+New words"]),
        ("Old words", "", ["-Old words"]),
        ("One.\nTwo.", "One.\n\nTwo.", ["=One.", "-\nTwo", "+\n\nTwo", "=."]),
        ("He met Jon at work", "He met John at the work", ["=He met", "- Jon", "+ John", "= at", "+ the", "= work"]),
    ],
)  # fmt: skip
def test_the_difference_is_told_in_words(old, new, expected):
    assert pieces(old, new) == expected


texts = st.text(st.sampled_from("ab '’-.,\n\té漢"), max_size=60)


@given(texts, texts)
def test_both_texts_can_be_read_off_the_difference(old, new):
    found = word_difference(old, new)
    assert "".join(piece.text for piece in found if piece.kind is not PieceKind.PUT_IN) == old
    assert "".join(piece.text for piece in found if piece.kind is not PieceKind.TAKEN_OUT) == new
    assert all(piece.text for piece in found)


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert word_difference(text, text) == ((Piece(PieceKind.KEPT, text),) if text else ())


@pytest.mark.parametrize("old", ["a b " * 5000, ".," * 10000, "word and " * 2200])
def test_twenty_thousand_characters_are_compared_at_once(old):
    started = time.perf_counter()
    word_difference(old, "b b " + old[::-1])
    assert time.perf_counter() - started < 2


# --- passages ---


def test_passages_are_same_changed_added_or_removed():
    old = [("health", "Well."), ("work", "Looking."), ("home", "Quiet.")]
    new = [("health", "Well."), ("work", "Found."), ("money", "Short.")]
    assert changes(old, new) == [
        ("health", "same", False),
        ("work", "changed", False),
        ("money", "added", False),
        ("home", "removed", False),
    ]


def test_a_removed_passage_keeps_its_words():
    (change,) = difference([PassageText("home", "Quiet.")], [])
    assert change == Change("home", ChangeKind.REMOVED, (Piece(PieceKind.TAKEN_OUT, "Quiet."),))


def test_only_the_passage_that_moved_is_said_to_have_moved():
    old = [(key, key) for key in "abcd"]
    assert [key for key, _, moved in changes(old, [(key, key) for key in "dabc"]) if moved] == ["d"]
    assert [key for key, _, moved in changes(old, [(key, key) for key in "bcda"]) if moved] == ["a"]
    assert [key for key, _, moved in changes(old, [(key, key) for key in "xbd"]) if moved] == []


def test_a_passage_may_be_moved_and_changed():
    old = [("a", "1"), ("b", "2"), ("c", "3")]
    assert changes(old, [("b", "2"), ("c", "3"), ("a", "9")])[2] == ("a", "changed", True)


def test_a_second_passage_under_one_heading_is_another():
    assert changes([("a", "1")], [("a", "1"), ("a", "2")]) == [("a", "same", False), ("a", "added", False)]


versions = st.lists(st.builds(PassageText, st.sampled_from("abcde"), texts), max_size=6)


@given(versions, versions)
def test_every_passage_of_both_versions_is_in_the_difference(old, new):
    found = difference(old, new)

    def read(change, hidden):
        return change.key, "".join(piece.text for piece in change.pieces if piece.kind is not hidden)

    in_new = [read(c, PieceKind.TAKEN_OUT) for c in found if c.kind is not ChangeKind.REMOVED]
    assert in_new == [(passage.key, passage.text) for passage in new]
    in_old = [read(c, PieceKind.PUT_IN) for c in found if c.kind is not ChangeKind.ADDED]
    assert sorted(in_old) == sorted((passage.key, passage.text) for passage in old)


# --- two people at once ---

BASE = {"health": "Well.", "work": "Looking.", "home": "Quiet.", "ends": "20:00"}


def states(mine, theirs):
    return {field.key: field.state.value for field in clash(BASE, BASE | mine, BASE | theirs)}


def test_what_only_one_changed_merges_by_itself():
    fields = clash(BASE, BASE | {"health": "Tired.", "money": "Short."}, BASE | {"work": "Found."})
    assert must_choose(fields) == ()
    assert merge(fields, {}) == BASE | {"health": "Tired.", "work": "Found.", "money": "Short."}


def test_the_five_states():
    found = states(
        {"health": "Tired.", "home": "Loud.", "ends": "20:10"},
        {"work": "Found.", "home": "Loud.", "ends": "20:20", "money": "Short."},
    )
    assert found == {
        "health": "only_mine",
        "work": "only_theirs",
        "home": "both_alike",
        "ends": "must_choose",
        "money": "only_theirs",
    }
    assert set(states({}, {}).values()) == {"same"}


def test_what_both_changed_must_be_chosen():
    fields = clash(BASE, BASE | {"home": "Loud."}, BASE | {"home": "Empty."})
    with pytest.raises(NotChosen) as refusal:
        merge(fields, {})
    assert refusal.value.keys == ["home"]
    homes = [merge(fields, {"home": choice})["home"] for choice in Choice]
    assert homes == ["Loud.", "Empty.", "Empty.\n\nLoud."]


def test_removing_what_the_other_changed_must_be_chosen():
    mine = {key: text for key, text in BASE.items() if key != "home"}
    fields = clash(BASE, mine, BASE | {"home": "Loud."})
    assert [field.key for field in must_choose(fields)] == ["home"]
    assert "home" not in merge(fields, {"home": Choice.MINE})
    assert merge(fields, {"home": Choice.BOTH})["home"] == "Loud."


def test_removing_what_the_other_left_alone_removes_it():
    mine = {key: text for key, text in BASE.items() if key != "home"}
    assert merge(clash(BASE, mine, BASE), {}) == mine


drafts = st.dictionaries(st.sampled_from("abcdef"), texts, max_size=6)


def words(text):
    return re.findall(r"\S+", text or "")


@given(drafts, drafts, drafts)
def test_no_words_of_either_are_lost(base, mine, theirs):
    """Whatever one of the two wrote is saved, or stands before them to choose, and both can be kept."""
    fields = clash(base, mine, theirs)
    offered = {field.key for field in must_choose(fields)}
    merged = merge(fields, dict.fromkeys(offered, Choice.BOTH))
    for whose in (mine, theirs):
        for key, text in whose.items():
            if text != base.get(key):
                assert set(words(text)) <= set(words(merged[key]))
                assert key in offered or merged[key] == text


@given(drafts, drafts, drafts)
def test_nothing_appears_that_nobody_wrote_and_choosing_is_honoured(base, mine, theirs):
    fields = clash(base, mine, theirs)
    offered = [field.key for field in must_choose(fields)]
    assert {k: v for k, v in merge(fields, dict.fromkeys(offered, Choice.MINE)).items() if k in offered} == {
        key: mine[key] for key in offered if key in mine
    }
    for key, text in merge(fields, dict.fromkeys(offered, Choice.THEIRS)).items():
        assert text in (mine.get(key), theirs.get(key))


@given(drafts, drafts, drafts)
def test_both_people_see_the_same_clash_from_their_side(base, mine, theirs):
    turned = {ClashState.ONLY_MINE: ClashState.ONLY_THEIRS, ClashState.ONLY_THEIRS: ClashState.ONLY_MINE}
    seen = {field.key: field.state for field in clash(base, mine, theirs)}
    other = {field.key: turned.get(field.state, field.state) for field in clash(base, theirs, mine)}
    assert seen == other


@given(drafts, drafts)
def test_with_one_person_nothing_ever_clashes(base, mine):
    assert merge(clash(base, mine, base), {}) == mine
