"""Production refuses each unsafe setting, and says which."""

import pytest
from django.test import override_settings

from encircle.config import safety
from tests.support import database as databases

SAFE = {
    "DEMO": False,
    "DEBUG": False,
    "SECRET_KEY": "c5" * 32,
    "IDENTITY_KEY": "0123456789abcdef" * 4,
    "FIELD_KEY": "fedcba9876543210" * 4,
    "FILE_KEY": "00112233445566778899aabbccddeeff" * 2,
    "SITE_ADDRESS": "https://circles.example.org",
    "ALLOWED_HOSTS": ["circles.example.org"],
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SECURE_SSL_REDIRECT": True,
}
UNSAFE = [
    ({"SECRET_KEY": ""}, "ENCIRCLE_SECRET_KEY is missing or shorter than 50 characters."),
    ({"SECRET_KEY": "short"}, "ENCIRCLE_SECRET_KEY is missing or shorter than 50 characters."),
    ({"IDENTITY_KEY": ""}, "ENCIRCLE_IDENTITY_KEY must be 64 hexadecimal digits."),
    ({"IDENTITY_KEY": "11" * 32}, "ENCIRCLE_IDENTITY_KEY must be 64 hexadecimal digits."),
    ({"FIELD_KEY": "not a key"}, "ENCIRCLE_FIELD_KEY must be 64 hexadecimal digits."),
    (
        {"FIELD_KEY": SAFE["IDENTITY_KEY"]},
        "ENCIRCLE_SECRET_KEY, _IDENTITY_KEY, _FIELD_KEY and _FILE_KEY must differ from each other.",
    ),
    ({"FILE_KEY": ""}, "ENCIRCLE_FILE_KEY must be 64 hexadecimal digits."),
    (
        {"FILE_KEY": SAFE["FIELD_KEY"]},
        "ENCIRCLE_SECRET_KEY, _IDENTITY_KEY, _FIELD_KEY and _FILE_KEY must differ from each other.",
    ),
    ({"SITE_ADDRESS": "http://circles.example.org"}, "ENCIRCLE_SITE_ADDRESS must begin with https://."),
    ({"ALLOWED_HOSTS": ["*"]}, "ENCIRCLE_HOSTS must list the site's own names, without *."),
    ({"ALLOWED_HOSTS": []}, "ENCIRCLE_HOSTS must list the site's own names, without *."),
    (
        {"ALLOWED_HOSTS": ["other.example.org"]},
        "ENCIRCLE_HOSTS does not contain circles.example.org, the host of ENCIRCLE_SITE_ADDRESS.",
    ),
    ({"DEBUG": True}, "DEBUG is on: error pages would show case content."),
    ({"SESSION_COOKIE_SECURE": False}, "SESSION_COOKIE_SECURE is off: the session could be taken over."),
    ({"CSRF_COOKIE_SECURE": False}, "CSRF_COOKIE_SECURE is off: the session could be taken over."),
    ({"SECURE_SSL_REDIRECT": False}, "SECURE_SSL_REDIRECT is off: the session could be taken over."),
]


def test_only_who_seals_the_trail_must_have_its_key():
    with override_settings(**SAFE, SEAL_KEY=""):
        assert safety.unsafe_settings() == []
        assert safety.unsafe_settings(seals=True) == ["ENCIRCLE_SEAL_KEY must be 64 hexadecimal digits."]


def test_safe_settings_are_accepted():
    with override_settings(**SAFE):
        assert safety.unsafe_settings() == []


@pytest.mark.parametrize(("change", "sentence"), UNSAFE)
def test_an_unsafe_setting_is_named(change, sentence):
    with override_settings(**SAFE | change):
        assert safety.unsafe_settings() == [sentence]


def test_parameters_must_be_bound_by_the_server(monkeypatch):
    monkeypatch.setitem(safety.connection.settings_dict["OPTIONS"], "server_side_binding", False)
    with override_settings(**SAFE):
        (sentence,) = safety.unsafe_settings()
    assert sentence.startswith("server_side_binding is off")


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "192.0.2.7:8000", ":8000", "[::]:8000"])
def test_the_demonstration_is_served_on_this_machine_only(bind):
    with override_settings(DEMO=True):
        (sentence,) = safety.unsafe_demonstration(bind)
    assert sentence.startswith("The demonstration may only be served on this machine")


@pytest.mark.parametrize("bind", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_the_demonstration_is_served_on_loopback(bind):
    with override_settings(DEMO=True):
        assert safety.unsafe_demonstration(bind) == []


def facts_of(login):
    """What start-up would say if the application were given that login."""
    address = databases.current.conninfo(login)
    with databases.django_connected(address):
        return safety.unsafe_login()


@pytest.mark.parametrize("login", ["encircle_app", "encircle_worker"])
def test_the_application_and_the_worker_may_start(db, login):
    assert facts_of(login) == []


@pytest.mark.parametrize(
    ("login", "fact"),
    [
        ("encircle_owner", "owns tables, or may become the role that does"),
        ("encircle_backup", "has BYPASSRLS"),
        ("encircle_test", "owns tables, or may become the role that does"),
    ],
)
def test_a_login_that_row_policies_do_not_bind_is_refused(db, login, fact):
    assert facts_of(login) == [f"The database login {login} {fact}: row policies do not bind it."]


def test_a_superuser_is_refused(db):
    sentences = facts_of("encircle_superuser")
    assert "The database login encircle_superuser is a superuser: row policies do not bind it." in sentences


def test_a_database_that_does_not_answer_is_said_in_plain_words(db):
    with databases.django_connected("host=/nowhere dbname=none"):
        assert safety.unsafe_login() == [
            "The database does not answer. Look at ENCIRCLE_DATABASE_URL, and whether the server runs."
        ]


def test_all_reasons_are_said_at_once():
    refusal = safety.Unsafe(["One.", "Two."])
    assert str(refusal) == "refuses to start:\n  - One.\n  - Two."
