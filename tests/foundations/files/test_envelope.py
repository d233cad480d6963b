"""Keys inside keys: what is locked for one person and one document opens for nothing else."""

from uuid import uuid4

import pytest

from encircle.foundations.files import envelope
from encircle.foundations.files.envelope import Unreadable

NEW = "ab" * 32


def test_what_was_locked_opens_with_its_key_in_its_place():
    key = envelope.new_key()
    assert envelope.unlock(key, envelope.lock(key, b"words", bound_to=b"here"), bound_to=b"here") == b"words"


def test_it_does_not_open_with_another_key_in_another_place_or_tampered_with():
    key = envelope.new_key()
    locked = envelope.lock(key, b"words", bound_to=b"here")
    for other_key, changed, place in (
        (envelope.new_key(), locked, b"here"),
        (key, locked, b"there"),
        (key, locked[:-1] + bytes([locked[-1] ^ 1]), b"here"),
        (key, b"\x02" + locked[1:], b"here"),
        (key, b"", b"here"),
    ):
        with pytest.raises(Unreadable):
            envelope.unlock(other_key, changed, bound_to=place)


def test_the_same_words_never_look_the_same():
    key = envelope.new_key()
    assert envelope.lock(key, b"words", bound_to=b"here") != envelope.lock(key, b"words", bound_to=b"here")


def test_a_persons_key_opens_for_that_person_only():
    key, mark, other = envelope.new_key(), uuid4(), uuid4()
    name, wrapped = envelope.wrap_person_key(key, mark)
    assert envelope.unwrap_person_key(name, wrapped, mark) == key
    with pytest.raises(Unreadable):
        envelope.unwrap_person_key(name, wrapped, other)


def test_under_a_new_key_of_the_charity_the_former_still_opens_until_it_is_gone(settings):
    key, mark = envelope.new_key(), uuid4()
    name, wrapped = envelope.wrap_person_key(key, mark)
    former, settings.FILE_KEY = settings.FILE_KEY, NEW
    with pytest.raises(Unreadable):
        envelope.unwrap_person_key(name, wrapped, mark)
    settings.OLD_FILE_KEYS = [former]
    assert envelope.unwrap_person_key(name, wrapped, mark) == key
