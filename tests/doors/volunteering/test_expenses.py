"""A volunteer's hours and expenses by page: one claim put together, sent, and mended; nobody else's."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.rooms.expenses.models import Claim, HoursTakenBack, Line, OtherHours, Receipt, Submission
from tests.doors.casework.test_people_pages import boxes, words
from tests.rooms.expenses import scene
from tests.support.client import signed_in
from tests.support.database import as_owner


@pytest.fixture
def cast(db):
    return scene.planted()


def address(name, *args):
    return reverse(f"volunteering:{name}", args=args)


def cost(cast, **more):
    return {
        "once": str(new_id()), **boxes("on", scene.day(cast)), "what_for": "other", "kind": "parking", "amount": "4.20",
    } | more  # fmt: skip


def journey(cast, **more):
    return {
        "once": str(new_id()), **boxes("on", scene.day(cast)), "what_for": "other", "vehicle": "car", "miles": "12.5",
        "passengers": "",
    } | more  # fmt: skip


def begun(client):
    return client.post(address("claim_new")).url


def of(path):
    return path.rstrip("/").rpartition("/")[2]


def test_hours_are_noted_once_shown_and_taken_back(cast):
    vera = signed_in(cast.vera)
    form = {"once": str(new_id()), **boxes("on", scene.day(cast, 0)), "minutes": "95", "kind": "talks", "circle": ""}
    for _ in range(2):
        assert vera.post(address("hours_new"), form).url == address("own_hours")
    assert "Talks and events: 1 hour 35 minutes" in words(vera.get(address("own_hours")))
    with as_owner():
        (row,) = OtherHours.objects.all()
    vera.post(address("hours_removal", row.pk))
    assert "Talks and events" not in words(vera.get(address("own_hours")))
    with as_owner():
        assert HoursTakenBack.objects.count() == 1


def test_what_is_wrong_with_hours_is_said_beside_it_and_nothing_typed_is_lost(cast):
    form = {"once": str(new_id()), **boxes("on", scene.day(cast, 2)), "minutes": "95", "kind": "talks"}
    answer = signed_in(cast.vera).post(address("hours_new"), form)
    assert answer.status_code == 422
    assert "The day must be today or in the past" in words(answer)
    assert 'value="95"' in answer.content.decode()


def test_a_claim_is_put_together_and_sent(cast):
    vera = signed_in(cast.vera)
    page = begun(vera)
    vera.post(address("journey_new", of(page)), journey(cast))
    vera.post(address("cost_new", of(page)), cost(cast))
    assert "12.5 miles by car or van" in words(vera.get(page))
    assert "Altogether £9.83" in words(vera.get(page))
    vera.post(address("claim_submission", of(page)))
    assert "Take the claim back" in words(vera.get(page))
    assert "1 sent" in words(vera.get(address("home")))
    with as_owner():
        assert Submission.objects.get().pence == 983


def test_the_same_form_sent_twice_adds_one_line(cast):
    vera = signed_in(cast.vera)
    page, form = begun(vera), cost(cast)
    for _ in range(2):
        vera.post(address("cost_new", of(page)), form)
    with as_owner():
        assert Line.objects.count() == 1


def test_an_empty_claim_is_refused_in_words(cast):
    vera = signed_in(cast.vera)
    answer = vera.post(address("claim_submission", of(begun(vera))))
    assert answer.status_code == 422
    assert "Add a journey or a cost before you send the claim" in words(answer)


def test_a_cost_comes_with_its_photo_and_a_wrong_file_adds_nothing(cast):
    vera = signed_in(cast.vera)
    page = begun(vera)
    wrong = cost(cast, file=SimpleUploadedFile("receipt.png", b"MZ not a picture"))
    assert vera.post(address("cost_new", of(page)), wrong).status_code == 422
    with as_owner():
        assert (Line.objects.count(), Receipt.objects.count()) == (0, 0)
    vera.post(address("cost_new", of(page)), cost(cast, file=SimpleUploadedFile("IMG_1.png", scene.PNG)))
    with as_owner():
        photo = Receipt.objects.get()
    seen = vera.get(address("receipt", photo.pk))
    assert "IMG_1.png" in words(seen)
    picture = vera.get(address("receipt_page", photo.pk, 1))
    assert (picture["Content-Type"], "IMG" in str(picture.headers)) == ("image/jpeg", False)


def test_a_photo_is_added_to_a_line_later_and_a_line_is_taken_away(cast):
    vera = signed_in(cast.vera)
    page = begun(vera)
    vera.post(address("cost_new", of(page)), cost(cast, amount="9"))
    assert "A receipt is asked for" in words(vera.get(page))
    with as_owner():
        line = Line.objects.get()
    once = {"once": str(new_id()), "file": SimpleUploadedFile("IMG_1.png", scene.PNG)}
    vera.post(address("line_receipt", line.pk), once)
    assert "A receipt is asked for" not in words(vera.get(page))
    vera.post(address("line_removal", line.pk))
    assert "Nothing is added yet" in words(vera.get(page))
    with as_owner():
        assert (Line.objects.count(), Receipt.objects.count()) == (0, 0)


def test_a_meeting_of_their_own_is_offered_and_anothers_is_refused(cast):
    vera = signed_in(cast.vera)
    page = begun(vera)
    form = vera.get(address("cost_new", of(page))).content.decode()
    own, other = cast.meetings["past_1"].pk, cast.meetings["past_2"].pk
    assert (str(own) in form, str(other) in form) == (True, False)
    assert vera.post(address("cost_new", of(page)), cost(cast, what_for=f"meeting:{other}")).status_code == 422
    assert vera.post(address("cost_new", of(page)), cost(cast, what_for=f"meeting:{own}")).status_code == 302


def test_a_claim_that_came_back_says_why_and_is_mended(cast):
    pk = scene.sent(cast)
    scene.back(cast, pk, "Which evening: whimbrel-9?")
    vera = signed_in(cast.vera)
    assert "Which evening: whimbrel-9?" in words(vera.get(address("claim", pk)))
    assert "whimbrel-9" not in words(vera.get(address("expenses")))
    draft = vera.post(address("claim_mending", pk)).url
    vera.post(address("claim_submission", of(draft)))
    assert "You mended this in another claim" in words(vera.get(address("claim", pk)))
    with as_owner():
        assert Claim.objects.get(mends=pk).pk.__str__() == of(draft)


def test_a_claim_is_taken_back(cast):
    pk = scene.sent(cast)
    vera = signed_in(cast.vera)
    vera.post(address("claim_withdrawal", pk))
    assert "Taken back" in words(vera.get(address("claim", pk)))


@pytest.mark.parametrize("who", ["vic", "xena", "cora", "petra", "nina"])
def test_for_anybody_else_a_volunteers_claims_do_not_exist(cast, who):
    pk = scene.sent(cast, scene.cost(cast))
    with as_owner():
        line = Line.objects.get(claim=pk)
    other = signed_in(cast.users[who])
    pages = [address(name, pk) for name in ("claim", "journey_new", "cost_new")]
    assert {other.get(page).status_code for page in pages} == {404}
    posted = [address(name, pk) for name in ("claim_submission", "claim_withdrawal", "claim_mending")]
    assert {other.post(page).status_code for page in [*posted, address("line_removal", line.pk)]} == {404}


@pytest.mark.parametrize("times", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(cast, times):
    for _ in range(times):
        scene.approve(cast, scene.sent(cast))
    vera = signed_in(cast.vera)
    vera.get(address("expenses"))
    with CaptureQueriesContext(connection) as queries:
        assert words(vera.get(address("expenses"))).count("Approved") == times
    assert len(queries) == 23


def test_claims_are_shown_a_page_at_a_time_and_what_waits_is_never_on_another(cast):
    old = scene.sent(cast)
    scene.back(cast, old)
    with as_owner():
        of = {"volunteer": cast.volunteers["vera"], "area": cast.volunteers["vera"].area, "by": cast.vera}
        for number in range(20):
            at = cast.now + timedelta(days=1, minutes=number)
            claim = Claim.objects.create(reference=f"E-{number:02}", at=at, **of)
            Submission.objects.create(claim=claim, pence=420, needs_second=False, at=at, **of)
    vera = signed_in(cast.vera)
    first, second = (vera.get(address("expenses"), {"page": page}).content.decode() for page in (1, 2))
    with as_owner():
        newest = Claim.objects.get(reference="E-19").pk
    assert [str(pk) in first for pk in (newest, old)] == [True, True]
    assert [str(pk) in second for pk in (newest, old)] == [False, True]
    assert "Claims waiting for you" in first
    assert "1 came back" in words(vera.get(reverse("volunteering:home")))
