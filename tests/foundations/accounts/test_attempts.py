"""Limits on trying: counted also when the request fails, never shutting a person out for ever."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory

from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.accounts import attempts
from encircle.foundations.accounts.models import AttemptCount
from encircle.foundations.audit.models import Entry, Verb
from tests.cast import plant_cast
from tests.support.database import as_owner, clock_shifted
from tests.support.logins import code_of, give_app, give_password, type_password

TOO_MANY = "There were too many tries. Wait 15 minutes, then try again"
WRONG = "The email address or the password is not right"


@pytest.fixture
def cast(db):
    cast = plant_cast()
    give_app(give_password(cast.vera))
    return cast


def said(answer):
    if answer.status_code == 302:
        return answer.headers["Location"]
    return TOO_MANY if TOO_MANY in answer.text else WRONG if WRONG in answer.text else answer.text


def fail(client, times, email="vera@people.example", **more):
    return [said(type_password(client, email, "wrong-wrong-wrong", **more)) for _ in range(times)]


def test_five_wrong_passwords_then_even_the_right_one_has_to_wait(cast, client):
    assert fail(client, 6) == [WRONG] * 5 + [TOO_MANY]
    assert said(type_password(client, "vera@people.example")) == TOO_MANY
    with clock_shifted(timedelta(minutes=16)):
        assert said(type_password(client, "vera@people.example")) == "/sign-in/second-factor"


def test_an_unknown_address_is_counted_just_the_same(cast, client):
    assert fail(client, 6, "nobody@people.example") == [WRONG] * 5 + [TOO_MANY]


def test_someone_elsewhere_is_not_shut_out_by_it(cast):
    fail(Client(REMOTE_ADDR="203.0.113.9"), 6)
    assert said(type_password(Client(REMOTE_ADDR="198.51.100.7"), "vera@people.example")) == "/sign-in/second-factor"


def test_one_address_trying_many_accounts_is_stopped(cast):
    attacker = Client(REMOTE_ADDR="203.0.113.9")
    answers = [fail(attacker, 1, f"p{number}@people.example")[0] for number in range(attempts.ADDRESS + 1)]
    assert answers == [WRONG] * attempts.ADDRESS + [TOO_MANY]


def test_a_crowd_at_one_account_is_stopped_but_not_the_persons_own_browser(cast):
    home = Client()
    type_password(home, "vera@people.example")
    home.post("/sign-in/second-factor", {"code": code_of()})
    home.post("/account/sign-out")
    for number in range(attempts.ACCOUNT):
        fail(Client(REMOTE_ADDR=f"203.0.113.{number}"), 1)
    assert said(type_password(Client(REMOTE_ADDR="198.51.100.7"), "vera@people.example")) == TOO_MANY
    assert said(type_password(home, "vera@people.example")) == "/sign-in/second-factor"
    assert fail(home, 6) == [WRONG] * 5 + [TOO_MANY]
    assert said(type_password(home, "nobody@people.example", "wrong-wrong-wrong")) == WRONG


def test_the_right_password_clears_the_count(cast, client):
    fail(client, 4)
    type_password(client, "vera@people.example")
    assert fail(Client(), 5) == [WRONG] * 5


def test_it_is_counted_although_the_request_is_rolled_back(cast, client, monkeypatch):
    """The page fails after the wrong password: everything of that transaction is lost, but not the count."""
    client.raise_request_exception = False

    def breaks(*_args, **_kwargs):
        raise RuntimeError("the page fails")

    with monkeypatch.context() as broken:
        broken.setattr("encircle.doors.signin.views.standing_cast", breaks)
        statuses = [type_password(client, "vera@people.example", "wrong-wrong-wrong").status_code for _ in range(5)]
    assert statuses == [500] * 5
    assert said(type_password(client, "vera@people.example")) == TOO_MANY
    with as_owner():
        assert Entry.objects.filter(verb=Verb.FAILED, item_id=cast.vera.pk).count() == 5


def test_the_table_names_nobody(cast, client):
    fail(client, 1)
    with as_owner():
        keys = list(AttemptCount.objects.values_list("key", flat=True))
    assert [len(key) for key in keys] == [64, 64, 64]
    assert not any("vera" in key or "127.0.0.1" in key for key in keys)


def test_the_address_is_what_our_own_proxies_say(settings):
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "1.1.1.1, 2.2.2.2"}, REMOTE_ADDR="10.0.0.1")
    seen = {}
    for proxies in (0, 1, 2, 3):
        settings.TRUSTED_PROXIES = proxies
        seen[proxies] = attempts.client_address(request)
    assert seen == {0: "10.0.0.1", 1: "2.2.2.2", 2: "1.1.1.1", 3: "10.0.0.1"}


def test_two_web_processes_count_together_and_a_window_ends(cast):
    one = [attempts.limit("a", "b", most=2)]
    with acting_as(system("doorkeeper")) as doorkeeper:
        at = doorkeeper.at
        attempts.count(one, at)
        assert not attempts.is_reached(one, at)
        attempts.count(one, at)
        assert attempts.is_reached(one, at)
        later = at + timedelta(minutes=16)
        assert not attempts.is_reached(one, later)
        attempts.count(one, later)
        assert not attempts.is_reached(one, later)


def test_a_code_is_first_used_once(cast):
    with acting_as(system("doorkeeper")) as doorkeeper:
        uses = [attempts.is_first_use("v", "123456", at=doorkeeper.at, lasts=timedelta(minutes=2)) for _ in range(2)]
    assert uses == [True, False]
