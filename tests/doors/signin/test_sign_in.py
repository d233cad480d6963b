"""Signing in: password and second factor for everyone, and nothing to be learnt at the door."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client, override_settings

from encircle.foundations.accounts.models import User
from encircle.foundations.audit.models import Entry, Verb
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner
from tests.support.logins import PASSWORD, SECRET, code_of, give_app, give_password, sign_in, type_password

WRONG = "The email address or the password is not right"
WRONG_CODE = "The code is not right"


@pytest.fixture
def cast(db):
    cast = plant_cast()
    give_app(give_password(cast.vera))
    give_password(cast.vic)
    return cast


def test_password_and_code_lead_to_the_page_asked_for(cast, client):
    asked = client.get("/volunteering/")
    assert asked.headers["Location"] == "/sign-in/?next=%2Fvolunteering%2F"
    type_password(client, "VERA@people.example", next="/volunteering/")
    assert client.get("/volunteering/").status_code == 302  # a password alone is not enough
    assert client.post("/sign-in/second-factor", {"code": code_of()}).headers["Location"] == "/volunteering/"
    assert client.get("/volunteering/").status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "evil"]
)
def test_it_leads_nowhere_else(cast, client, elsewhere):
    type_password(client, cast.vera.email, next=elsewhere)
    assert client.post("/sign-in/second-factor", {"code": code_of()}).headers["Location"] == "/home/"
    client.post("/account/sign-out")
    answer = client.post("/demo/sign-in", {"persona": "vera", "next": elsewhere})
    assert answer.headers["Location"] == "/home/"


def without_what_was_typed(page, email):
    return page.text.replace(email, "")


def test_unknown_suspended_never_accepted_and_wrong_look_the_same(cast, client):
    give_password(cast.nina)
    with as_owner():
        cast.nina.suspended_at = cast.now
        cast.nina.save()
    tries = {
        "unknown": ("nobody@people.example", PASSWORD),
        "wrong": ("vera@people.example", "wrong-wrong-wrong"),
        "suspended": ("nina@people.example", PASSWORD),
        "never accepted": ("xena@people.example", PASSWORD),
    }
    pages = {}
    for what, (email, password) in tries.items():
        answer = type_password(Client(), email, password)
        assert WRONG in answer.text
        token = answer.context_data["form"].data.get("csrfmiddlewaretoken", "")
        pages[what] = (answer.status_code, len(without_what_was_typed(answer, email)), token)
    assert len(set(pages.values())) == 1


def test_each_of_them_costs_the_same_work(cast, monkeypatch):
    """One password is hashed, whoever it is: hashing is what takes the time."""
    hashed = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: hashed.append(1) or real(self, *args))
    work = {}
    for email in ("nobody@people.example", "vera@people.example", "xena@people.example"):
        hashed.clear()
        type_password(Client(), email, "wrong-wrong-wrong")
        work[email] = len(hashed)
    assert set(work.values()) == {1}


def test_a_failure_leaves_a_trace(cast, client):
    type_password(client, cast.vera.email, "wrong-wrong-wrong")
    type_password(client, "nobody@people.example", "wrong-wrong-wrong")
    with as_owner():
        lines = Entry.objects.filter(verb=Verb.FAILED).values_list("item_id", "system")
        assert set(lines) == {(cast.vera.pk, "doorkeeper"), (None, "doorkeeper")}


def test_without_a_second_factor_every_page_leads_to_its_set_up(cast, client):
    assert type_password(client, cast.vic.email).headers["Location"] == "/home/"
    for path in ("/home/", "/volunteering/", "/account/", "/account/password", "/casework/", "/no-such-page"):
        assert client.get(path).headers["Location"] == "/account/second-factor/"
        assert client.post(path).headers["Location"] == "/account/second-factor/"
    assert client.get("/account/second-factor/").status_code == 200


def test_setting_up_an_app_opens_the_site_and_gives_recovery_codes_once(cast, client):
    type_password(client, cast.vic.email)
    page = client.get("/account/second-factor/app")
    secret = page.context_data["form"].secret
    assert page.context_data["typed_key"].replace(" ", "") == secret
    picture = client.get("/account/second-factor/app/picture.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert "data:" not in page.text
    answer = client.post("/account/second-factor/app", {"code": code_of(secret)})
    assert answer.headers["Location"] == "/account/second-factor/recovery-codes"
    codes = client.get("/account/second-factor/recovery-codes").context_data["unused_codes"]
    assert len(set(codes)) == 10
    again = client.get("/account/second-factor/recovery-codes")
    assert not [code for code in codes if code[:4] in again.text and code[4:] in again.text]
    assert client.get("/account/").status_code == 200


def test_a_wrong_code_sets_up_nothing(cast, client):
    type_password(client, cast.vic.email)
    client.get("/account/second-factor/app")
    assert WRONG_CODE in client.post("/account/second-factor/app", {"code": "000000"}).text
    assert client.get("/home/").headers["Location"] == "/account/second-factor/"


def test_the_secrets_in_the_table_are_unreadable(cast, client):
    type_password(client, cast.vic.email)
    secret = client.get("/account/second-factor/app").context_data["form"].secret
    client.post("/account/second-factor/app", {"code": code_of(secret)})
    codes = client.get("/account/second-factor/recovery-codes").context_data["unused_codes"]
    with as_owner():
        stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert SECRET not in stored
    assert not [code for code in codes if code in stored]


def test_a_code_is_worth_one_sign_in(cast):
    code = code_of()
    first, second = Client(), Client()
    for client in (first, second):
        type_password(client, cast.vera.email)
    assert first.post("/sign-in/second-factor", {"code": code}).status_code == 302
    assert WRONG_CODE in second.post("/sign-in/second-factor", {"code": code}).text
    assert second.get("/account/").status_code == 302


def test_a_recovery_code_is_worth_one_sign_in(cast, client):
    type_password(client, cast.vic.email)
    secret = client.get("/account/second-factor/app").context_data["form"].secret
    client.post("/account/second-factor/app", {"code": code_of(secret)})
    code = client.get("/account/second-factor/recovery-codes").context_data["unused_codes"][3]
    spaced = f"{code[:4]} {code[4:]}"
    answers = []
    for _ in range(2):
        other = Client()
        type_password(other, cast.vic.email)
        answers.append(other.post("/sign-in/second-factor", {"code": spaced}).status_code)
    assert answers == [302, 200]


def test_ten_wrong_codes_then_even_the_right_one_has_to_wait(cast, client):
    type_password(client, cast.vera.email)
    for _ in range(10):
        assert WRONG_CODE in client.post("/sign-in/second-factor", {"code": "000000"}).text
    assert "There were too many wrong codes" in client.post("/sign-in/second-factor", {"code": code_of()}).text


def test_a_session_begun_with_a_password_ends_when_a_factor_was_set_up_elsewhere(cast, client):
    """Whoever knew the password before cannot add a factor of their own afterwards."""
    type_password(client, cast.vic.email)
    give_app(cast.vic)
    assert client.get("/account/second-factor/app").headers["Location"] == "/sign-in/"
    assert client.get("/account/").headers["Location"].startswith("/sign-in/")


def test_the_last_second_factor_stays(cast):
    client = sign_in(cast.vera)
    page = client.get("/account/second-factor/app/removal")
    assert "This is your only second factor" in page.text
    client.post("/account/second-factor/app/removal")
    with as_owner():
        assert Authenticator.objects.filter(user=cast.vera).count() == 1


def test_changing_how_one_signs_in_asks_for_the_password_again(cast):
    from datetime import timedelta

    from tests.support.database import clock_shifted

    client = sign_in(cast.vera)
    with clock_shifted(timedelta(minutes=6)):
        answer = client.get("/account/second-factor/passkey")
        assert answer.headers["Location"] == "/account/confirm-password/?next=%2Faccount%2Fsecond-factor%2Fpasskey"
        client.post(answer.headers["Location"], {"password": "wrong-wrong-wrong"})
        assert client.get("/account/second-factor/passkey").status_code == 302
        client.post(answer.headers["Location"], {"password": PASSWORD})
        assert client.get("/account/second-factor/passkey").status_code == 200


def test_there_is_no_sign_up(cast, client):
    for path in ("/sign-in/signup/", "/account/signup/", "/accounts/signup/", "/sign-in/sign-up"):
        assert client.get(path).status_code in (302, 404)
    with as_owner():
        assert User.objects.count() == len(cast.users)


def test_the_demonstration_signs_in_its_cast_and_nobody_else(cast, client):
    assert cast.vera.name in client.get("/sign-in/").text
    assert client.post("/demo/sign-in", {"persona": "vera"}).headers["Location"] == "/home/"
    for persona in ("", "nobody", str(cast.vera.pk)):
        assert Client().post("/demo/sign-in", {"persona": persona}).status_code == 404
    assert Client(enforce_csrf_checks=True).post("/demo/sign-in", {"persona": "vera"}).status_code == 403
    with override_settings(DEMO=False):
        assert cast.vera.name not in Client().get("/sign-in/").text


def test_sign_out_is_a_button_and_leaves_a_trace(cast):
    client = signed_in(cast.vera)
    assert client.get("/account/sign-out").status_code == 405
    client.post("/account/sign-out")
    assert client.get("/account/").status_code == 302
    with as_owner():
        verbs = list(Entry.objects.filter(item_id=cast.vera.pk).order_by("id").values_list("verb", flat=True))
    assert verbs == [Verb.SIGNED_IN, Verb.SIGNED_OUT]
