"""Sessions: known by hash, encrypted, ended by time and at once everywhere."""

from datetime import timedelta

import pytest
from django.test import Client

from encircle.foundations.access.identity import acting_as, person, system
from encircle.foundations.accounts.actions import suspend
from encircle.foundations.accounts.models import Session, WhyEnded
from encircle.foundations.accounts.sessions import end_sessions, hashed, sweep
from tests.cast import acting, plant_cast
from tests.support.client import signed_in
from tests.support.database import as_login, as_owner, clock_shifted

AUTOMATIC = {"X-Encircle-Automatic": "1"}


def is_in(client: Client) -> bool:
    return client.get("/account/", headers=AUTOMATIC).status_code == 200


def act(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def key_of(client: Client) -> str:
    return client.cookies["encircle_session"].value


@pytest.fixture
def cast(db):
    return plant_cast()


def test_the_table_holds_neither_the_key_nor_anything_readable(cast):
    client = signed_in(cast.cora, headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/132.0"})
    with as_owner():
        row = Session.objects.get()
    assert row.key_hash == hashed(key_of(client))
    assert row.agent == "Firefox on Linux"
    stored = b"".join(str(value).encode() if not isinstance(value, bytes) else value for value in vars(row).values())
    for secret in (key_of(client), "_auth_user", "AccountBackend", "second_factor"):
        assert secret.encode() not in bytes(row.sealed)
        assert key_of(client).encode() not in stored


def test_only_the_doorkeeper_sees_sessions(cast):
    signed_in(cast.cora)
    seen = {}
    for identity in (system("doorkeeper"), system("postman"), person(cast.cora.pk), person(cast.adam.pk)):
        with acting_as(identity):
            seen[identity.subject] = Session.objects.count()
    assert seen == {"doorkeeper": 1, "postman": 0, str(cast.cora.pk): 0, str(cast.adam.pk): 0}
    with as_login() as raw:
        assert raw.execute("SELECT count(*) FROM accounts_session").fetchone() == (0,)


@pytest.mark.parametrize(("who", "minutes"), [("cora", 15), ("adam", 15), ("vera", 60), ("petra", 60)])
def test_staff_may_be_away_for_a_quarter_of_an_hour_others_for_an_hour(cast, who, minutes):
    client = signed_in(cast.users[who])
    with clock_shifted(timedelta(minutes=minutes)):
        assert is_in(client)
    with clock_shifted(timedelta(minutes=minutes + 1)):
        assert not is_in(client)


def test_the_charity_sets_the_limits(cast):
    with as_owner():
        cast_charity().update(staff_idle_minutes=5)
    client = signed_in(cast.cora)
    with clock_shifted(timedelta(minutes=6)):
        assert not is_in(client)


def cast_charity():
    from encircle.rooms.organisation.models import Charity

    return Charity.objects.all()


def test_only_what_the_person_does_keeps_a_session(cast):
    busy, polling = signed_in(cast.cora), signed_in(cast.cora)
    with clock_shifted(timedelta(minutes=10)):
        assert act(busy)
        assert is_in(polling)
    with clock_shifted(timedelta(minutes=20)):
        assert is_in(busy)
        assert not is_in(polling)


def test_after_eight_hours_a_session_ends_whatever_is_done(cast):
    client = signed_in(cast.vera)
    for minutes in range(45, 480, 45):
        with clock_shifted(timedelta(minutes=minutes)):
            assert act(client)
    with clock_shifted(timedelta(minutes=475)):
        assert act(client)
    with clock_shifted(timedelta(minutes=481)):
        assert not act(client)


def test_a_new_password_does_not_lengthen_the_eight_hours(cast):
    client = signed_in(cast.vera)
    with as_owner():
        before = Session.objects.get()
    session = client.session
    session.cycle_key()
    session.save()
    with as_owner():
        after = Session.objects.get()
    assert (after.pk, after.ends_at) == (before.pk, before.ends_at)
    assert after.key_hash != before.key_hash


def test_someone_suspended_is_out_with_the_next_request_everywhere(cast):
    clients = [signed_in(cast.vera), signed_in(cast.vera)]
    with acting(cast.adam) as adam:
        suspend(user_id=cast.vera.pk, by=adam, at=adam.now)
    assert [is_in(client) for client in clients] == [False, False]
    with as_owner():
        assert set(Session.objects.values_list("why_ended", flat=True)) == {WhyEnded.SUSPENDED}


def test_suspension_alone_is_enough_even_if_the_session_row_lived_on(cast):
    client = signed_in(cast.vera)
    with as_owner():
        cast.vera.suspended_at = cast.now
        cast.vera.save()
    assert not is_in(client)


def test_a_session_ended_from_elsewhere_is_out_and_the_others_stay(cast):
    one, other = signed_in(cast.vera), signed_in(cast.vera)
    with as_owner():
        row = Session.objects.get(key_hash=hashed(key_of(one)))
    end_sessions(cast.vera.pk, WhyEnded.FROM_ELSEWHERE, at=cast.now, only=row.pk)
    assert (is_in(one), is_in(other)) == (False, True)


def test_signing_out_ends_the_session_and_its_cookie_is_worth_nothing(cast):
    client, thief = signed_in(cast.vera), Client()
    thief.cookies["encircle_session"] = key_of(client)
    assert is_in(thief)
    client.post("/account/sign-out")
    assert not is_in(thief)


def test_a_key_known_from_before_signing_in_is_worth_nothing(cast):
    client = Client()
    session = client.session  # somebody plants a key in the browser
    session["anything"] = 1
    session.save()
    planted = session.session_key
    client.cookies["encircle_session"] = planted
    client.post("/demo/sign-in", {"persona": "vera"})
    attacker = Client()
    attacker.cookies["encircle_session"] = planted
    assert not is_in(attacker)
    assert is_in(client)


def test_a_made_up_key_starts_nothing(cast):
    client = Client()
    client.cookies["encircle_session"] = "x" * 32
    assert not is_in(client)
    with as_owner():
        assert Session.objects.count() == 0


def test_another_user_in_the_same_browser_gets_a_session_of_their_own(cast):
    client = signed_in(cast.vera)
    client.post("/demo/sign-in", {"persona": "cora"})
    with as_owner():
        ended = dict(Session.objects.values_list("user__name", "why_ended"))
    assert ended == {cast.vera.name: WhyEnded.SIGNED_OUT, cast.cora.name: ""}


def test_old_sessions_and_half_finished_ones_are_forgotten(cast):
    signed_in(cast.vera)
    client = Client()
    session = client.session
    session["anything"] = 1
    session.save()
    with acting_as(system("doorkeeper")) as doorkeeper:
        sweep(doorkeeper.at + timedelta(hours=2))
        assert [row.user_id for row in Session.objects.all()] == [cast.vera.pk]
        sweep(doorkeeper.at + timedelta(days=31))
        assert not Session.objects.exists()
