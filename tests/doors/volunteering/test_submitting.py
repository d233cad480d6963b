"""Check, submit, and what happens next: once, and kindly the second time."""

from datetime import timedelta

from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Seat
from encircle.rooms.meetings.models import Attendance, Meeting, MinutesVersion, Passage
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

from .page import at, fields, whole_answers, words
from .test_writing import page_of, save


def checked(client, cast, **typed):
    """The page that shows the answers, and what its button would send."""
    page = client.get(save(client, cast, go="check", **whole_answers(cast, **typed))["Location"])
    address = at("submission", cast.meetings["yesterday_1"].pk)
    return page, address, fields(page, address)


def test_the_answers_are_shown_before_they_are_sent(db):
    cast = plant_cast()
    page, _, _ = checked(signed_in(cast.vera), cast)
    shown = words(page)
    for answer in (
        "6:30pm",
        "8:15pm",
        "Held",
        "Mark, core member Present",
        "2.5 hours, 40 minutes’ travel",
        "A quiet week.",
    ):
        assert answer in shown, answer


def test_submitting_writes_the_minutes_and_says_what_happens_next(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    _, address, sent = checked(client, cast)
    page = client.post(address, sent, follow=True)
    assert "Minutes submitted" in words(page)
    assert "Your coordinator has been told and reads them, normally by the end of" in words(page)
    with as_owner():
        version = MinutesVersion.objects.get(meeting=cast.meetings["yesterday_1"])
        assert list(Passage.objects.filter(version=version).values_list("topic", "text")) == [("week", "A quiet week.")]
        assert sorted(
            Attendance.objects.filter(meeting=version.meeting_id).values_list("minutes_given", "travel_minutes"),
            key=str,
        ) == [(120, None), (150, 40), (None, None)]
        assert list(Notice.objects.values_list("user__persona", flat=True)) == ["cora"]
    assert "There are no minutes to write." in words(client.get(at("home")))


def test_pressing_twice_writes_nothing_twice_and_says_so(db):
    cast = plant_cast()
    vera, vic = signed_in(cast.vera), signed_in(cast.vic)
    _, address, sent = checked(vera, cast)
    vera.post(address, sent)
    for client, who in ((vera, "You"), (vic, "Vera")):
        page = client.post(address, sent, follow=True)
        assert "These minutes were already submitted" in words(page)
        assert f"{who} submitted them on" in words(page)
    with as_owner():
        assert MinutesVersion.objects.filter(meeting=cast.meetings["yesterday_1"]).count() == 1
        assert Notice.objects.count() == 1


def test_a_draft_changed_since_it_was_checked_is_shown_again(db):
    cast = plant_cast()
    vera, vic = signed_in(cast.vera), signed_in(cast.vic)
    _, address, sent = checked(vera, cast)
    save(vic, cast, passage_housing="Vic adds.")
    page = vera.post(address, sent, follow=True)
    assert "Vic changed the draft while you were checking it." in words(page)
    assert "Vic adds." in words(page)
    with as_owner():
        assert MinutesVersion.objects.filter(meeting=cast.meetings["yesterday_1"]).count() == 0
    assert "Minutes submitted" in words(vera.post(address, fields(page, address), follow=True))


def test_a_tampered_revision_submits_nothing(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    _, address, _ = checked(client, cast)
    for revision in ("", "0", "abc", "9" * 40):
        client.post(address, {"revision": revision})
    with as_owner():
        assert MinutesVersion.objects.filter(meeting=cast.meetings["yesterday_1"]).count() == 0


def test_nothing_can_be_submitted_before_anything_was_saved(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    answer = client.post(at("submission", cast.meetings["yesterday_1"].pk), {"revision": "0"})
    assert answer.status_code == 422
    with as_owner():
        assert MinutesVersion.objects.filter(meeting=cast.meetings["yesterday_1"]).count() == 0


def test_own_words_that_wait_come_before_submitting(db):
    cast = plant_cast()
    vera, vic = signed_in(cast.vera), signed_in(cast.vic)
    address, page = page_of(vic, cast)
    _, submission, sent = checked(vera, cast)
    vic.post(address, {**fields(page, address), "passage_week": "Vic saw another week.", "go": "save"})
    check = vic.get(at("check", cast.meetings["yesterday_1"].pk))
    assert "Some of your words are not in the draft yet" in words(check)
    assert "Submit the minutes" not in words(check)
    assert vic.post(submission, sent).status_code == 403
    page = vera.get(at("check", cast.meetings["yesterday_1"].pk))
    assert "Vic has typed something that is not in this draft yet." in words(page)
    assert vera.post(submission, sent).status_code == 302


def test_a_seat_that_vanished_meanwhile_is_left_out_and_said(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    _, address, sent = checked(client, cast)
    with as_owner():
        Seat.objects.filter(pk=cast.seats["vic"].pk).update(
            ends_at=cast.meetings["yesterday_1"].starts_at - timedelta(days=1)
        )
    page = client.get(at("check", cast.meetings["yesterday_1"].pk))
    assert "no longer has a seat for this meeting" in words(page)
    client.post(address, sent)
    with as_owner():
        there = Attendance.objects.filter(meeting=cast.meetings["yesterday_1"]).values_list("seat", flat=True)
        assert set(there) == {cast.seats["mark"].pk, cast.seats["vera"].pk}


def test_a_meeting_cancelled_meanwhile_keeps_the_draft(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    _, address, sent = checked(client, cast)
    there = Meeting.objects.filter(pk=cast.meetings["yesterday_1"].pk)
    with as_owner():
        there.update(cancelled_at=cast.now, cancel_reason="illness", cancelled_by=cast.cora)
    answer = client.post(address, sent)
    assert answer.status_code == 403
    assert "This meeting was cancelled" in words(answer)
    with as_owner():
        there.update(cancelled_at=None, cancel_reason="", cancelled_by=None)
    assert client.post(address, sent, follow=True).status_code == 200
    with as_owner():
        assert MinutesVersion.objects.filter(meeting=cast.meetings["yesterday_1"]).count() == 1


def test_twenty_thousand_characters_go_all_the_way(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    long = ("Ä🍎 & “so on”\n" * 2_000)[:19_999] + "."
    _, address, sent = checked(client, cast, passage_week=long)
    client.post(address, sent)
    with as_owner():
        assert Passage.objects.get(version__meeting=cast.meetings["yesterday_1"]).text == long
    assert "“so on”" in words(client.get(at("minutes", cast.meetings["yesterday_1"].pk)))
