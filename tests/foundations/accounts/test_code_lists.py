"""Printed codes: approved by a named person, shown once, each good once."""

import pytest

from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.accounts import actions, code_lists
from encircle.foundations.accounts.models import AccountChange, CodeList
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

WHY = "I have no mobile phone."


@pytest.fixture
def cast(db):
    return plant_cast()


def ask(cast, who="vera"):
    user = cast.users[who]
    with acting_as(system("doorkeeper", on_behalf=user.pk)) as doorkeeper:
        return actions.ask_for_code_list(user=user, reason=WHY, by=doorkeeper, at=doorkeeper.at)


def decide(cast, change, by="adam", approve=True):
    with acting(cast.users[by]) as actor:
        actions.decide_change(change_id=change, approve=approve, by=actor, at=actor.now)


def test_without_approval_there_is_no_list(cast):
    change = ask(cast)
    with pytest.raises(NotAllowed):
        code_lists.make_list(user_id=cast.vera.pk, at=cast.now)
    decide(cast, change, approve=False)
    with pytest.raises(NotAllowed):
        code_lists.make_list(user_id=cast.vera.pk, at=cast.now)


def test_one_approval_makes_one_list(cast):
    decide(cast, ask(cast))
    assert len(set(code_lists.make_list(user_id=cast.vera.pk, at=cast.now))) == 40
    with pytest.raises(NotAllowed):
        code_lists.make_list(user_id=cast.vera.pk, at=cast.now)


def test_the_codes_are_not_stored(cast):
    decide(cast, ask(cast))
    codes = code_lists.make_list(user_id=cast.vera.pk, at=cast.now)
    with as_owner():
        stored = " ".join(CodeList.objects.get().unused)
    assert not [code for code in codes if code in stored]


def test_each_code_is_good_once_and_only_for_its_person(cast):
    decide(cast, ask(cast))
    codes = code_lists.make_list(user_id=cast.vera.pk, at=cast.now)
    assert not code_lists.use_code(cast.vic.pk, codes[0])
    assert code_lists.use_code(cast.vera.pk, f" {codes[0][:4]} {codes[0][4:]} ")
    assert not code_lists.use_code(cast.vera.pk, codes[0])
    assert code_lists.codes_left(cast.vera.pk) == 39
    assert code_lists.codes_left(cast.vic.pk) is None


def test_a_new_list_ends_the_one_before(cast):
    decide(cast, ask(cast))
    old = code_lists.make_list(user_id=cast.vera.pk, at=cast.now)
    decide(cast, ask(cast))
    new = code_lists.make_list(user_id=cast.vera.pk, at=cast.now)
    assert not code_lists.use_code(cast.vera.pk, old[0])
    assert code_lists.use_code(cast.vera.pk, new[0])


def test_nobody_approves_their_own(cast):
    change = ask(cast, "adam")
    with pytest.raises(NotAllowed):
        decide(cast, change, by="adam")


def test_it_is_asked_for_by_the_person_alone_and_once(cast):
    ask(cast)
    with pytest.raises(Invalid):
        ask(cast)
    with acting(cast.adam) as adam, pytest.raises(NotAllowed):
        actions.ask_for_change(user_id=cast.vic.pk, kind="code_list", reason=WHY, by=adam, at=adam.now)
    with as_owner():
        assert AccountChange.objects.count() == 1


def test_a_printed_list_still_works_after_a_new_key_while_the_former_is_kept(cast, settings):
    decide(cast, ask(cast))
    codes = code_lists.make_list(user_id=cast.vera.pk, at=cast.now)
    former, settings.FIELD_KEY = settings.FIELD_KEY, "ab" * 32
    assert not code_lists.use_code(cast.vera.pk, codes[0])
    settings.OLD_FIELD_KEYS = [former]
    assert code_lists.use_code(cast.vera.pk, codes[0])
    assert not code_lists.use_code(cast.vera.pk, codes[0])
    assert code_lists.codes_left(cast.vera.pk) == 39
