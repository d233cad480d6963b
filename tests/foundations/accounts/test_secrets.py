"""What is encrypted at rest opens for its purpose and its place, and for nothing else."""

import pytest

from encircle.foundations.accounts.secrets import Unreadable, blind, seal, seal_text, unseal, unseal_text


def test_what_was_sealed_opens_again():
    assert unseal(seal(b"heron", purpose="a", place="row 1"), purpose="a", place="row 1") == b"heron"
    assert unseal_text(seal_text("heron", purpose="a"), purpose="a") == "heron"


@pytest.mark.parametrize(("purpose", "place"), [("b", "row 1"), ("a", "row 2"), ("a", "")])
def test_it_opens_neither_for_another_purpose_nor_in_another_place(purpose, place):
    sealed = seal(b"heron", purpose="a", place="row 1")
    with pytest.raises(Unreadable):
        unseal(sealed, purpose=purpose, place=place)


def test_one_changed_bit_anywhere_makes_it_unreadable():
    sealed = seal(b"heron", purpose="a")
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(Unreadable):
            unseal(bytes(changed), purpose="a")


def test_the_words_are_not_in_it_and_no_two_are_alike():
    one, other = seal(b"heron", purpose="a"), seal(b"heron", purpose="a")
    assert b"heron" not in one
    assert one != other


def test_after_a_new_key_the_old_values_open_while_the_old_key_is_kept(settings):
    sealed = seal(b"heron", purpose="a")
    old, settings.FIELD_KEY = settings.FIELD_KEY, "ab" * 32
    with pytest.raises(Unreadable):
        unseal(sealed, purpose="a")
    settings.OLD_FIELD_KEYS = [old]
    assert unseal(sealed, purpose="a") == b"heron"
    assert unseal(seal(b"otter", purpose="a"), purpose="a") == b"otter"


def test_a_blinded_value_is_always_the_same_and_says_nothing():
    assert blind("vera@people.example", purpose="a") == blind("vera@people.example", purpose="a")
    assert blind("vera@people.example", purpose="a") != blind("vera@people.example", purpose="b")
    assert len(blind("vera@people.example", purpose="a")) == 64
