"""An application through the pages: invited, written over several evenings, sent, and a few answers kept apart."""

from django.urls import reverse

from encircle.demo.words.applications import WRITTEN
from encircle.rooms.recruiting.actions.stepping import decline
from encircle.rooms.recruiting.application import SECTIONS
from encircle.rooms.recruiting.models import SaidApart, SectionDraft, Step
from encircle.rooms.recruiting.vocabulary import Reason
from tests.cast import acting, plant_cast
from tests.doors.casework.test_people_pages import words
from tests.rooms.recruiting.test_applying import invited, send, write
from tests.support.client import signed_in
from tests.support.database import as_owner


def address(name, *args):
    return reverse(f"volunteering:{name}", args=args)


def wilf(cast):
    """His id as an applicant, his login, and his browser."""
    id, user = invited(cast)
    with as_owner():
        user.persona = "wilf"
        type(user).objects.filter(pk=user.pk).update(persona="wilf", password="!unusable")
    return id, user, signed_in(user)


def test_who_is_invited_finds_their_application_and_nothing_else(db):
    cast = plant_cast()
    _, _, client = wilf(cast)
    assert client.get("/home/").url == address("application")
    assert "You have completed 0 of 9 sections." in words(client.get(address("application")))
    for path in (reverse("volunteering:home"), reverse("casework:applicants"), address("application_copy")):
        assert client.get(path).status_code == 404
    for other in (cast.vera, cast.cora):
        assert signed_in(other).get(address("application")).status_code == 404


def test_a_section_is_saved_half_done_and_comes_back_as_it_was_left(db):
    cast = plant_cast()
    _, _, client = wilf(cast)
    here = address("application_section", "reasons")
    assert client.post(here, {"why": "Half a", "go": "later", "revision": "0"}).url == address("application")
    assert "In progress" in words(client.get(address("application")))
    assert "Half a" in client.get(here).content.decode()
    answer = client.post(here, {"why": "Half a", "go": "on", "revision": "1"})
    assert answer.status_code == 422
    assert "Enter what you think would be hard" in words(answer)


def test_it_saves_by_itself_and_says_when_another_page_was_newer(db):
    cast = plant_cast()
    _, _, client = wilf(cast)
    here = address("application_section", "reasons")
    saved = client.post(here, {"why": "One", "revision": "0"}, headers={"X-Autosave": "1"})
    assert saved.json()["fields"] == {"revision": "1"}
    assert client.post(here, {"why": "Two", "revision": "0"}, headers={"X-Autosave": "1"}).status_code == 409
    clash = client.post(here, {"why": "Two", "hard": "x", "revision": "0", "go": "on"})
    assert clash.status_code == 422
    assert "saved from another page" in words(clash)
    assert "One" in words(clash)


def test_it_is_checked_and_sent_once_and_read_afterwards(db):
    cast = plant_cast()
    id, user, client = wilf(cast)
    write(user)
    page = client.get(address("application_answers"))
    assert WRITTEN["reasons"]["why"][:20] in words(page)
    checked = ".".join(["1"] * len(SECTIONS))
    for _ in range(2):
        assert client.post(address("application_submission"), {"checked": checked}).url == address("application")
    with as_owner():
        assert Step.objects.filter(applicant=id, stage="applied").count() == 1
    assert "Your application is sent" in words(client.get(address("application")))
    assert WRITTEN["reasons"]["why"][:20] in words(client.get(address("application_copy")))
    assert client.get(address("application_section", "reasons")).status_code == 404


def test_a_stale_check_is_told_and_sends_nothing(db):
    cast = plant_cast()
    _, user, client = wilf(cast)
    write(user)
    answer = client.post(address("application_submission"), {"checked": "9"})
    assert answer.status_code == 422
    assert "Something has changed" in words(answer)


def test_what_is_kept_apart_is_asked_once_and_may_be_left_out(db):
    cast = plant_cast()
    _, user, client = wilf(cast)
    assert client.get(address("application_apart")).status_code == 404
    write(user)
    send(user)
    assert client.get(address("application_apart")).status_code == 200
    assert client.post(address("application_apart"), {"age": "nonsense"}).status_code == 422
    assert client.post(address("application_apart"), {}).url == address("application")
    assert client.get(address("application_apart")).status_code == 404
    with as_owner():
        assert SaidApart.objects.count() == 0


def test_the_coordinator_invites_once_and_reads_what_was_sent_and_no_draft(db):
    cast = plant_cast()
    id, user, _ = wilf(cast)
    cora = signed_in(cast.cora)
    here = reverse("casework:applicant_application", args=[id])
    assert cora.post(reverse("casework:applicant_invitation", args=[id])).status_code == 302  # invited before
    write(user)
    assert cora.get(here).status_code == 404
    send(user)
    assert WRITTEN["reasons"]["why"][:20] in words(cora.get(here))
    assert signed_in(cast.colin).get(here).status_code == 404
    assert "Has applied" in words(cora.get(reverse("casework:applicants")))


def test_they_withdraw_by_themselves_and_what_was_not_sent_is_gone(db):
    cast = plant_cast()
    id, _, client = wilf(cast)
    client.post(address("application_section", "reasons"), {"why": "A half thought", "go": "later", "revision": "0"})
    here = address("application_withdrawal")
    assert here in client.get(address("application")).content.decode()
    assert "Select a reason" in words(client.post(here, {}))
    for _ in range(2):  # pressed twice
        assert client.post(here, {"reason": "time"}).url == address("application")
    assert "You have withdrawn your application" in words(client.get(address("application")))
    assert client.get(here).status_code == client.get(address("application_answers")).status_code == 404
    with as_owner():
        assert list(Step.objects.filter(applicant=id, stage="withdrawn").values_list("reason", flat=True)) == ["time"]
        assert not SectionDraft.objects.exists()
    theirs = signed_in(cast.cora).get(reverse("casework:applicant", args=[id]))
    assert "Has less time than they thought" in words(theirs)


def test_they_withdraw_also_once_it_is_sent_and_never_for_somebody_else(db):
    cast = plant_cast()
    _, user, client = wilf(cast)
    write(user)
    send(user)
    assert client.post(address("application_withdrawal"), {"reason": "other"}).url == address("application")
    for other in (cast.vera, cast.cora):
        assert signed_in(other).post(address("application_withdrawal"), {"reason": "other"}).status_code == 404


def test_a_decline_takes_away_what_they_were_still_writing(db):
    cast = plant_cast()
    id, _, client = wilf(cast)
    client.post(address("application_section", "reasons"), {"why": "A half thought", "go": "later", "revision": "0"})
    with acting(cast.cora) as cora:
        decline(id, reason=Reason.NO_PLACES, letter="With thanks.", by=cora, at=cora.now)
    with as_owner():
        assert not SectionDraft.objects.exists()
