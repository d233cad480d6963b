"""Passkeys: made and used with a key of software; another key, another challenge, another origin are refused."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.cast import plant_cast
from tests.support.database import as_owner
from tests.support.logins import give_app, give_password, sign_in, type_password
from tests.support.passkeys import Passkey

JSON = {"Accept": "application/json"}


@pytest.fixture
def cast(db):
    cast = plant_cast()
    give_app(give_password(cast.vera))
    give_password(cast.vic)
    return cast


def add(client, passkey, **more):
    options = client.get("/account/second-factor/passkey/options").json()["creation_options"]
    return client.post(
        "/account/second-factor/passkey", {"name": "My phone", "credential": passkey.make(options)} | more
    )


def use(client, passkey):
    options = client.get("/sign-in/passkey", headers=JSON).json()["request_options"]
    return client.post("/sign-in/passkey", {"credential": passkey.use(options)})


@pytest.fixture
def passkey(cast):
    made = Passkey()
    assert add(sign_in(cast.vera), made).status_code == 302
    return made


def test_a_passkey_can_be_the_first_second_factor(cast, client):
    type_password(client, cast.vic.email)
    assert add(client, Passkey()).headers["Location"] == "/account/second-factor/recovery-codes"
    assert client.get("/account/").status_code == 200


def test_it_signs_in_alone(cast, passkey, client):
    assert use(client, passkey).headers["Location"] == "/home/"
    assert client.get("/account/").status_code == 200


def test_it_serves_after_the_password_too(cast, passkey, client):
    type_password(client, cast.vera.email)
    options = client.get("/sign-in/second-factor/passkey").json()["request_options"]
    answer = client.post("/sign-in/second-factor", {"credential": passkey.use(options)})
    assert answer.headers["Location"] == "/home/"


def test_an_answer_is_good_once(cast, passkey):
    client = Client()
    options = client.get("/sign-in/passkey", headers=JSON).json()["request_options"]
    answer = passkey.use(options)
    client.post("/sign-in/passkey", {"credential": answer})
    client.post("/account/sign-out")
    client.post("/sign-in/passkey", {"credential": answer})
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("other", [Passkey(), Passkey(origin="https://evil.example"), Passkey(host="evil.example")])
def test_another_key_or_another_site_is_refused(cast, passkey, client, other):
    if other.origin != "https://testserver" or other.host != "testserver":
        other.key = passkey.key
    other.id, other.user_handle = passkey.id, passkey.user_handle
    assert use(client, other).headers["Location"] == "/sign-in/"
    assert client.get("/account/").status_code == 302


def test_one_persons_passkey_does_not_serve_as_anothers_second_factor(cast, passkey, client):
    own = Passkey()
    type_password(client, cast.vic.email)
    add(client, own)
    thief = Client()
    type_password(thief, cast.vera.email)
    options = thief.get("/sign-in/second-factor/passkey").json()["request_options"]
    assert thief.post("/sign-in/second-factor", {"credential": own.use(options)}).status_code == 200
    assert thief.get("/account/").status_code == 302


def test_a_suspended_person_does_not_come_in_with_one(cast, passkey, client):
    with as_owner():
        cast.vera.suspended_at = cast.now
        cast.vera.save()
    use(client, passkey)
    assert client.get("/account/").status_code == 302


def test_renamed_and_removed(cast, passkey):
    client = Client()
    use(client, passkey)
    with as_owner():
        row = Authenticator.objects.get(type="webauthn")
    client.post(f"/account/second-factor/passkey/{row.pk}/name", {"name": "Old phone"})
    assert "Old phone" in client.get("/account/second-factor/").text
    client.post(f"/account/second-factor/passkey/{row.pk}/removal")
    with as_owner():
        assert not Authenticator.objects.filter(type="webauthn").exists()


def test_nobody_renames_or_removes_anothers(cast, passkey):
    give_app(cast.vic)
    with as_owner():
        row = Authenticator.objects.get(type="webauthn")
    client = sign_in(cast.vic, steps=-1)
    for path in ("name", "removal"):
        assert client.post(f"/account/second-factor/passkey/{row.pk}/{path}", {"name": "Mine"}).status_code == 404
    with as_owner():
        assert Authenticator.objects.filter(type="webauthn").exists()


@pytest.mark.parametrize("nonsense", ["", "{}", "[]", "null", '{"id": 1}', "not json", '{"response": {}}'])
def test_nonsense_gets_an_answer(cast, client, nonsense):
    client.get("/sign-in/passkey", headers=JSON)
    answer = client.post("/sign-in/passkey", {"credential": nonsense})
    assert answer.headers["Location"] == "/sign-in/"
