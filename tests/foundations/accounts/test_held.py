"""Held forms: for their writer alone, for a day, unreadable in the table; never a password."""

from datetime import timedelta

import pytest
from django.test import RequestFactory

from encircle.foundations.access.identity import acting_as, person, system
from encircle.foundations.accounts import held
from encircle.foundations.accounts.doorkeeper import as_doorkeeper
from encircle.foundations.accounts.models import HeldForm
from encircle.foundations.accounts.sweep import sweep
from tests.cast import plant_cast
from tests.support.database import as_login, as_owner

TEXT = "He said the heron was back at the weir.\r\nWe talked about his flat."


@pytest.fixture
def cast(db):
    return plant_cast()


def hold(cast, path="/casework/x", who="vera", at=None, **fields):
    request = RequestFactory().post(path, {"text": TEXT} | fields)
    return held.hold(request, cast.users[who].pk, at=at or cast.now)


def test_what_was_typed_is_kept_word_for_word(cast):
    form_id = hold(cast, "/casework/x?part=2", chosen=["a", "b"])
    kept = held.kept_form(form_id, cast.vera.pk, at=cast.now)
    assert kept.address == "/casework/x?part=2"
    assert kept.path == "/casework/x"
    assert kept.fields == (("text", TEXT), ("chosen", "a"), ("chosen", "b"))
    assert kept.texts == [TEXT]


def test_twenty_thousand_characters_are_kept(cast):
    long = "heron " * 3334
    assert held.kept_form(hold(cast, text=long), cast.vera.pk, at=cast.now).fields[0][1] == long


def test_it_is_never_another_persons(cast):
    form_id = hold(cast)
    with as_owner():
        for who in ("vic", "cora", "adam"):
            assert held.kept_form(form_id, cast.users[who].pk, at=cast.now) is None
            assert held.kept_forms(cast.users[who].pk, at=cast.now) == []


def test_a_row_moved_to_another_person_does_not_open(cast):
    form_id = hold(cast)
    with as_owner():
        HeldForm.objects.update(user=cast.xena)
        assert held.kept_form(form_id, cast.xena.pk, at=cast.now) is None


def test_the_table_is_unreadable(cast):
    hold(cast)
    with as_owner():
        row = HeldForm.objects.get()
    assert b"heron" not in bytes(row.sealed)
    assert b"casework" not in bytes(row.sealed)
    seen = {}
    for identity in (system("doorkeeper"), person(cast.vera.pk), person(cast.adam.pk), system("postman")):
        with acting_as(identity):
            seen[identity.subject] = HeldForm.objects.count()
    assert list(seen.values()) == [1, 0, 0, 0]
    with as_login() as raw:
        assert raw.execute("SELECT count(*) FROM accounts_heldform").fetchone() == (0,)


def test_neither_passwords_nor_tokens_are_kept(cast):
    form_id = hold(cast, password="otter", new_password2="otter", csrfmiddlewaretoken="token")
    assert [name for name, _ in held.kept_form(form_id, cast.vera.pk, at=cast.now).fields] == ["text"]


def test_a_form_without_anything_typed_is_not_kept(cast):
    request = RequestFactory().post("/casework/x", {"csrfmiddlewaretoken": "token"})
    assert held.hold(request, cast.vera.pk, at=cast.now) is None


def test_the_newest_copy_of_a_form_replaces_the_one_before(cast):
    hold(cast, text="the first")
    hold(cast, text="the second")
    hold(cast, "/casework/y", text="elsewhere")
    texts = {form.fields[0][1] for form in held.kept_forms(cast.vera.pk, at=cast.now)}
    assert texts == {"the second", "elsewhere"}


def test_after_a_day_it_is_gone(cast):
    form_id = hold(cast)
    late = cast.now + timedelta(hours=24)
    assert held.kept_form(form_id, cast.vera.pk, at=late) is None
    with as_doorkeeper():
        sweep(late + timedelta(seconds=1))
    with as_owner():
        assert not HeldForm.objects.exists()


def test_there_is_a_limit_to_size_and_to_number(cast):
    assert hold(cast, text="x" * 1_000_001) is None
    ids = [hold(cast, f"/casework/{number}") for number in range(21)]
    assert [bool(form_id) for form_id in ids] == [True] * 20 + [False]
