"""A person's own login: where they are signed in, their password, how often they are written to, a printed list."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from encircle.foundations.accounts.actions import decide_change
from encircle.foundations.accounts.models import AccountChange, Session, User
from encircle.foundations.post.models import Notice, NoticeKind
from tests.cast import acting, plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner
from tests.support.logins import PASSWORD, give_app, give_password, sign_in, type_password

NEW = "another-otter-lantern"


@pytest.fixture
def cast(db):
    cast = plant_cast()
    give_app(give_password(cast.vera))
    return cast


def sessions_of(user):
    with as_owner():
        return list(Session.objects.filter(user=user, ended_at=None).order_by("created_at"))


def is_in(client):
    return client.get("/account/").status_code == 200


def test_one_sees_where_one_is_signed_in_and_nobody_elses(cast):
    signed_in(cast.vic, headers={"User-Agent": "Mozilla/5.0 (iPhone) Version/18.0 Safari/604.1"})
    signed_in(cast.vera, headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/132.0"})
    page = signed_in(cast.vera, headers={"User-Agent": "Mozilla/5.0 (Macintosh) Chrome/130.0"}).get("/account/").text
    assert "Chrome on Mac (this one)" in page
    assert "Firefox on Windows" in page
    assert "iPhone" not in page


def test_one_session_elsewhere_is_ended(cast):
    other, here = signed_in(cast.vera), signed_in(cast.vera)
    assert here.post(f"/account/sessions/{sessions_of(cast.vera)[0].pk}/end").headers["Location"] == "/account/"
    assert (is_in(other), is_in(here)) == (False, True)


def test_nobody_ends_anothers_session(cast):
    vic, vera = signed_in(cast.vic), signed_in(cast.vera)
    assert vera.post(f"/account/sessions/{sessions_of(cast.vic)[0].pk}/end").status_code == 404
    assert is_in(vic)


def test_all_others_or_all_are_ended(cast):
    others, here = [signed_in(cast.vera), signed_in(cast.vera)], signed_in(cast.vera)
    vic = signed_in(cast.vic)
    here.post("/account/sessions/others/end")
    assert [is_in(client) for client in (*others, here, vic)] == [False, False, True, True]
    here.post("/account/sessions/all/end")
    assert [is_in(client) for client in (here, vic)] == [False, True]


def test_changing_the_password_needs_the_present_one(cast):
    client = sign_in(cast.vera)
    wrong = client.post("/account/password", {"present": "wrong-wrong-wrong", "password": NEW})
    assert "The password is not right" in wrong.text
    weak = client.post("/account/password", {"present": PASSWORD, "password": "vera"})
    assert "Password must be 12 characters or more" in weak.text
    with as_owner():
        assert User.objects.get(pk=cast.vera.pk).check_password(PASSWORD)


def test_a_changed_password_signs_out_everywhere_else_and_tells_the_person(cast):
    elsewhere, client = signed_in(cast.vera), sign_in(cast.vera)
    client.post("/account/password", {"present": PASSWORD, "password": NEW})
    assert (is_in(elsewhere), is_in(client)) == (False, True)
    assert type_password(Client(), cast.vera.email, NEW).status_code == 302
    with as_owner():
        assert list(Notice.objects.values_list("user_id", "kind")) == [(cast.vera.pk, NoticeKind.ACCOUNT)]


def test_the_pace_of_notices_is_ones_own_choice(cast):
    client = signed_in(cast.vera)
    client.post("/account/notices", {"pace": "weekly"})
    assert client.post("/account/notices", {"pace": "never"}).status_code == 200
    with as_owner():
        paces = dict(User.objects.filter(persona__in=["vera", "vic"]).values_list("persona", "notice_pace"))
    assert paces == {"vera": "weekly", "vic": "immediate"}


def test_staying_answers_with_the_seconds_left(cast):
    vera, cora = signed_in(cast.vera), signed_in(cast.cora)
    json = {"Accept": "application/json"}
    assert vera.post("/account/stay", headers=json).json() == {"seconds": 3600}
    assert cora.post("/account/stay", headers=json).json() == {"seconds": 900}
    assert vera.post("/account/stay").headers["Location"] == "/home/"


def test_the_pages_carry_the_limits_for_the_warning(cast):
    page = signed_in(cast.cora).get("/account/").text
    assert 'data-idle="900"' in page
    assert 'data-absolute="2' in page  # eight hours are 28,800 seconds


def test_a_person_without_phone_or_passkey_comes_in_with_a_printed_list(cast, client):
    give_password(cast.vic)
    type_password(client, cast.vic.email)
    client.post("/account/second-factor/printed-list/request", {"reason": "I have no mobile phone."})
    assert "You have asked for a list" in client.get("/account/second-factor/").text
    assert client.post("/account/second-factor/printed-list").status_code == 403
    with as_owner():
        change = AccountChange.objects.get()
    with acting(cast.adam) as adam:
        decide_change(change_id=change.pk, approve=True, by=adam, at=adam.now)
    page = BeautifulSoup(client.post("/account/second-factor/printed-list").text, "html.parser")
    codes = [code.text for code in page.select("li code")]
    assert len(set(codes)) == 40
    assert is_in(client)
    later = Client()
    assert type_password(later, cast.vic.email).headers["Location"] == "/sign-in/code-list"
    assert not is_in(later)
    assert "The code is not right" in later.post("/sign-in/code-list", {"code": "00000000"}).text
    assert later.post("/sign-in/code-list", {"code": codes[7]}).headers["Location"] == "/home/"
    assert is_in(later)
    again = Client()
    type_password(again, cast.vic.email)
    assert again.post("/sign-in/code-list", {"code": codes[7]}).status_code == 200
    assert not is_in(again)


@pytest.mark.parametrize(
    "path",
    ["/account/", "/account/password", "/account/notices", "/account/second-factor/", "/account/second-factor/app"],
)
def test_signed_out_they_all_lead_to_signing_in(db, client, path):
    assert client.get(path).headers["Location"].startswith("/sign-in/?next=")
