"""A forgotten password: the page does the same for everyone; the letter goes to people who sign in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.foundations.accounts.models import Invitation, Purpose, ResetRequest
from encircle.foundations.accounts.tasks import answer_reset
from encircle.foundations.post.models import Letter
from tests.cast import plant_cast
from tests.foundations.accounts.test_invitations import invited
from tests.support.database import as_owner
from tests.support.logins import give_password


@pytest.fixture
def cast(db):
    cast = plant_cast()
    give_password(cast.vera)
    return cast


def forget(client, email):
    answer = client.post("/sign-in/forgotten", {"email": email})
    assert answer.headers["Location"] == "/sign-in/forgotten/sent"
    with as_owner():
        row = ResetRequest.objects.order_by("asked_at").last()
    if row:
        answer_reset(str(row.pk))
    return row


def test_someone_who_signs_in_gets_a_letter_for_an_hour(cast, client):
    forget(client, " Vera@people.example ")
    with as_owner():
        row = Invitation.objects.get()
        assert (row.user, row.purpose) == (cast.vera, Purpose.PASSWORD)
        assert (row.expires_at - row.created_at).total_seconds() == 3600
        assert Letter.objects.get().user == cast.vera
        assert not ResetRequest.objects.exists()


def test_the_page_does_the_same_work_for_an_unknown_address(cast, client):
    work = {}
    for email in ("vera@people.example", "nobody@people.example"):
        with CaptureQueriesContext(connection) as captured:
            answer = client.post("/sign-in/forgotten", {"email": email})
        work[email] = (answer.status_code, answer.headers["Location"], len(captured))
    assert work["vera@people.example"] == work["nobody@people.example"]


def test_an_unknown_or_suspended_person_gets_no_letter(cast, client):
    with as_owner():
        cast.vic.password, cast.vic.suspended_at = cast.vera.password, cast.now
        cast.vic.save()
    forget(client, "nobody@people.example")
    forget(client, "vic@people.example")
    with as_owner():
        assert not Letter.objects.exists()
        assert not Invitation.objects.exists()
        assert not ResetRequest.objects.exists()


def test_someone_who_has_lost_their_invitation_gets_it_again(cast, client):
    user, _ = invited(cast)
    forget(client, user.email)
    with as_owner():
        rows = Invitation.objects.order_by("created_at")
        assert [(row.purpose, row.withdrawn_at is None) for row in rows] == [
            (Purpose.JOIN, False),
            (Purpose.JOIN, True),
        ]


def test_the_address_typed_is_unreadable_and_in_no_job(cast, client):
    client.post("/sign-in/forgotten", {"email": "vera@people.example"})
    with as_owner():
        assert b"vera" not in bytes(ResetRequest.objects.get().sealed_email)
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args::text FROM procrastinate_jobs")
        assert "vera" not in str(cursor.fetchall())


def test_three_letters_in_a_quarter_of_an_hour_are_enough(cast, client):
    rows = [forget(client, "vera@people.example") for _ in range(4)]
    assert [bool(row) for row in rows] == [True, True, True, False]
