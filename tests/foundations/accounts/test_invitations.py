"""Invitations: stored as a hash, used once, by the button; the address they went to is proved by using them."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.accounts import actions
from encircle.foundations.accounts.doorkeeper import as_doorkeeper
from encircle.foundations.accounts.invitations import NoLongerWorks, accept, find, hashed, make_invitation
from encircle.foundations.accounts.models import Invitation, Purpose, User
from encircle.foundations.accounts.secrets import unseal
from encircle.foundations.post.models import Letter
from encircle.foundations.post.words import LINK
from tests.cast import acting, plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner, clock_shifted
from tests.support.logins import PASSWORD, give_password


@pytest.fixture
def cast(db):
    return plant_cast()


def invited(cast, by="cora", email="nell@people.example"):
    """A new person, and the token in the letter to them."""
    with acting(cast.users[by]) as actor:
        user = actions.invite(name="Nell Bramblewick", email=email, by=actor, at=actor.now)
    return user, token_in_letter(user)


def token_in_letter(user):
    with as_owner():
        letter = Letter.objects.filter(user=user).latest("written_at")
        path = unseal(bytes(letter.link), purpose=LINK, place=str(letter.pk)).decode()
    return path.removeprefix("/invitation/")


def test_the_token_is_not_stored(cast):
    _, token = invited(cast)
    with as_owner():
        row = Invitation.objects.get()
    assert row.token_hash == hashed(token)
    assert token not in str(vars(row))


def test_opening_the_address_uses_nothing_up_the_button_does(cast, client):
    user, token = invited(cast)
    for _ in range(3):
        page = client.get(f"/invitation/{token}")
        assert page.status_code == 200
        assert "nell@people.example" in page.text
    with as_owner():
        assert Invitation.objects.get().accepted_at is None
    answer = client.post(f"/invitation/{token}", {"password": PASSWORD})
    assert answer.headers["Location"] == "/account/second-factor/"
    with as_owner():
        assert Invitation.objects.get().accepted_at is not None
        assert User.objects.get(pk=user.pk).check_password(PASSWORD)
        assert list(EmailAddress.objects.values_list("email", "verified")) == [("nell@people.example", True)]


def test_it_works_once(cast, client):
    _, token = invited(cast)
    client.post(f"/invitation/{token}", {"password": PASSWORD})
    client.post("/account/sign-out")
    assert client.get(f"/invitation/{token}").status_code == 404
    assert client.post(f"/invitation/{token}", {"password": "another-otter-lantern"}).status_code == 404
    with as_owner():
        assert User.objects.get(email="nell@people.example").check_password(PASSWORD)


def test_it_works_for_seven_days(cast):
    _, token = invited(cast)
    with clock_shifted(timedelta(days=6, hours=23)):
        find(token, at=cast.now + timedelta(days=6, hours=23))
    with pytest.raises(NoLongerWorks):
        find(token, at=cast.now + timedelta(days=7, minutes=1))


def test_used_withdrawn_expired_and_made_up_addresses_look_the_same(cast, client):
    _, used = invited(cast, email="a@people.example")
    accept(token=used, password=PASSWORD, at=cast.now)
    person, withdrawn = invited(cast, email="b@people.example")
    with acting(cast.cora) as cora:
        actions.withdraw(user_id=person.pk, by=cora, at=cora.now)
    late, expired = invited(cast, email="c@people.example")
    with as_owner():
        Invitation.objects.filter(user=late).update(
            created_at=cast.now - timedelta(days=9), expires_at=cast.now - timedelta(days=2)
        )
    pages = [client.get(f"/invitation/{token}") for token in (used, withdrawn, expired, "made-up")]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


def test_a_weak_password_is_refused_and_nothing_is_used_up(cast, client):
    _, token = invited(cast)
    page = client.post(f"/invitation/{token}", {"password": "bramblewick-12"})
    assert "Password must not contain your name" in page.text
    with as_owner():
        assert Invitation.objects.get().accepted_at is None


def test_a_suspended_person_cannot_use_theirs(cast):
    user, token = invited(cast)
    with acting(cast.adam) as adam:
        actions.suspend(user_id=user.pk, by=adam, at=adam.now)
    with pytest.raises(NoLongerWorks):
        find(token, at=cast.now)


def test_a_new_letter_ends_the_one_before(cast):
    user, first = invited(cast)
    with acting(cast.cora) as cora:
        actions.invite_again(user_id=user.pk, by=cora, at=cora.now)
    second = token_in_letter(user)
    with pytest.raises(NoLongerWorks):
        find(first, at=cast.now)
    assert find(second, at=cast.now).user == user


def test_nobody_writes_again_to_someone_who_can_sign_in_nor_to_anothers_invited(cast):
    user, token = invited(cast)
    with acting(cast.colin) as colin, pytest.raises(NotFound):
        actions.invite_again(user_id=user.pk, by=colin, at=colin.now)
    accept(token=token, password=PASSWORD, at=cast.now)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        actions.invite_again(user_id=user.pk, by=cora, at=cora.now)


@pytest.mark.parametrize("who", ["vera", "petra", "dana", "tess"])
def test_others_invite_nobody(cast, who):
    with acting(cast.users[who]) as actor, pytest.raises(NotAllowed):
        actions.invite(name="Nell", email="nell@people.example", by=actor, at=actor.now)


@pytest.mark.parametrize("email", ["vera@people.example", " VERA@people.example ", "not an address", ""])
def test_an_address_must_be_one_and_be_free(cast, email):
    with acting(cast.cora) as cora, pytest.raises(Invalid):
        actions.invite(name="Nell", email=email, by=cora, at=cora.now)


def test_accepting_ends_whatever_session_there_was_and_signs_the_right_person_in(cast, client):
    _, token = invited(cast)
    client.post("/demo/sign-in", {"persona": "cora"})
    client.post(f"/invitation/{token}", {"password": PASSWORD})
    page = client.get("/account/second-factor/")
    assert "Nell Bramblewick" in page.text
    assert cast.cora.name not in page.text


def test_a_forgotten_passwords_letter_keeps_the_second_factor_and_signs_nobody_in(cast, client):
    give_password(cast.vera)
    elsewhere = signed_in(cast.vera)
    with as_doorkeeper():
        token = make_invitation(cast.vera.pk, cast.vera.email, Purpose.PASSWORD, at=cast.now)
    answer = client.post(f"/invitation/{token}", {"password": "another-otter-lantern"})
    assert answer.headers["Location"] == "/sign-in/"
    assert client.get("/account/").status_code == 302
    assert elsewhere.get("/account/").status_code == 302
