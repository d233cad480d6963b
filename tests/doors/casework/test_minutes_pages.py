"""Minutes in the coordinator's hands: opened, answered, returned, corrected, approved, each once."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.meetings.models import (
    Approval,
    Attendance,
    Meeting,
    MinutesReturn,
    MinutesVersion,
    Passage,
    Remark,
    RemarkText,
)
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

FRAME = 9  # what every signed-in page asks: transaction, session, who acts, what they hold, the charity


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def buttons(answer):
    page = BeautifulSoup(answer.content, "html.parser").main
    return {button.get_text(strip=True) for button in page.select("button[type=submit]")}


def correction(cast, **more):
    with as_owner():
        texts = {f"topic_{passage.topic_id}": passage.text for passage in Passage.objects.all()}
    return {"once": str(new_id()), "kind": "names_and_spelling", **texts, **more}


# --- reading ---


def test_opening_minutes_shows_their_words_and_leaves_one_receipt(db):
    cast = plant_cast()
    answer = signed_in(cast.cora).get(address("minutes", cast.minutes_1.pk))
    assert "Words about week" in words(answer)
    with as_owner():
        lines = Entry.objects.filter(verb="opened", item_type="meetings.minutesversion")
        assert list(lines.values_list("actor_id", "item_id")) == [(cast.cora.pk, cast.minutes_1.pk)]


def test_no_other_page_holds_a_word_of_them(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    for name, args in (
        ("home", ()),
        ("circles", ()),
        ("circle", (cast.circle_1.pk,)),
        ("meetings", (cast.circle_1.pk,)),
        ("meeting", (cast.meetings["past_1"].pk,)),
        ("looked", (cast.circle_1.pk,)),
    ):
        assert b"Words about" not in client.get(address(name, *args)).content
    assert b"Words about" in client.get(address("minutes", cast.minutes_1.pk)).content


def test_a_word_typed_as_markup_stays_a_word(db):
    cast = plant_cast()
    with as_owner():
        Passage.objects.filter(topic="week").update(text="<script>alert(1)</script>")
    content = signed_in(cast.cora).get(address("minutes", cast.minutes_1.pk)).content
    assert b"<script>alert(1)" not in content
    assert b"&lt;script&gt;alert(1)" in content


@pytest.mark.parametrize("remarks", [1, 3])
def test_the_page_asks_as_often_whatever_was_said(db, remarks):
    cast = plant_cast()
    with as_owner():
        for number in range(remarks):
            remark = Remark.objects.create(
                version=cast.minutes_1,
                meeting=cast.meetings["past_1"],
                circle=cast.circle_1,
                area=cast.areas["a"],
                kind="question",
                to_user=cast.vera,
                said_by=cast.cora,
                said_at=cast.now,
            )
            RemarkText.objects.create(
                remark=remark, version=cast.minutes_1, circle=cast.circle_1, area=cast.areas["a"], text=f"Q{number}"
            )
    client = signed_in(cast.cora)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address("minutes", cast.minutes_1.pk))
    assert all(f"Q{number}" in words(answer) for number in range(remarks))
    assert len(captured) == FRAME + 15


# --- approving ---


def test_read_then_approve_leads_on_to_the_release(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    assert "Approve and go to release" in buttons(client.get(address("minutes", cast.minutes_1.pk)))
    answer = client.post(address("approval", cast.minutes_1.pk))
    assert (answer.status_code, answer.url) == (302, address("release", cast.minutes_1.pk))


def test_approval_sent_twice_approves_once_and_leads_to_the_same_place(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    answers = [client.post(address("approval", cast.minutes_1.pk)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    with as_owner():
        assert Approval.objects.count() == 1
        assert Entry.objects.filter(verb="decided", detail="approved").count() == 1


def test_a_glance_at_the_address_approves_nothing(db):
    cast = plant_cast()
    assert signed_in(cast.cora).get(address("approval", cast.minutes_1.pk)).status_code == 405
    with as_owner():
        assert not Approval.objects.exists()


# --- answering ---


def test_a_message_sent_twice_is_said_once(db):
    cast = plant_cast()
    client, typed = signed_in(cast.cora), {"once": str(new_id()), "kind": "thanks", "text": "Clear and kind."}
    for _ in range(2):
        assert client.post(address("minutes_remarks", cast.minutes_1.pk), typed).status_code == 302
    with as_owner():
        assert list(RemarkText.objects.values_list("text", flat=True)) == ["Clear and kind."]
    assert "Clear and kind." in words(client.get(address("minutes", cast.minutes_1.pk)))


def test_a_question_without_words_comes_back_with_the_page(db):
    cast = plant_cast()
    typed = {"once": str(new_id()), "kind": "question", "text": " "}
    answer = signed_in(cast.cora).post(address("minutes_remarks", cast.minutes_1.pk), typed)
    assert answer.status_code == 422
    assert "Enter your question" in words(answer)
    assert "Words about week" in words(answer)


def test_minutes_are_returned_with_a_reason_and_wait_no_more(db):
    cast = plant_cast()
    client, place = signed_in(cast.cora), address("minutes_return", cast.minutes_1.pk)
    assert client.post(place, {"once": str(new_id()), "reason": ""}).status_code == 422
    assert client.post(place, {"once": str(new_id()), "reason": "When did it end?"}).status_code == 302
    page = client.get(address("minutes", cast.minutes_1.pk))
    assert "Returned to the volunteers" in words(page)
    assert "Approve and go to release" not in buttons(page)
    assert client.post(place, {"once": str(new_id()), "reason": "Again"}).status_code == 403
    with as_owner():
        assert MinutesReturn.objects.count() == 1


# --- correcting ---


def test_a_correction_is_shown_beside_the_original_with_what_changed(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    answer = client.post(
        address("minutes_correction", cast.minutes_1.pk), correction(cast, topic_week="Words about another week.")
    )
    page = client.get(answer.url)
    found = BeautifulSoup(page.content, "html.parser")
    assert "Version 2" in words(page)
    assert found.main.select("ins")
    assert found.main.select("del")
    assert address("minutes", cast.minutes_1.pk) in page.content.decode()


def test_a_correction_sent_twice_is_one_version(db):
    cast = plant_cast()
    client, typed = signed_in(cast.cora), correction(cast, topic_week="Once.")
    answers = [client.post(address("minutes_correction", cast.minutes_1.pk), typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    with as_owner():
        assert MinutesVersion.objects.filter(meeting=cast.meetings["past_1"]).count() == 2


def test_what_she_typed_is_there_again_when_something_is_wrong(db):
    cast = plant_cast()
    typed = correction(cast, topic_week="Typed with care.", kind="")
    answer = signed_in(cast.cora).post(address("minutes_correction", cast.minutes_1.pk), typed)
    assert answer.status_code == 422
    assert "Choose what you changed" in words(answer)
    assert "Typed with care." in words(answer)


def test_a_form_of_somebody_elses_id_writes_nothing_and_shows_nothing(db):
    """The id in the form is that of a row out of reach: it is neither changed nor shown."""
    cast = plant_cast()
    typed = correction(cast, topic_week="Sly.", once=str(cast.minutes_2.pk))
    answer = signed_in(cast.cora).post(address("minutes_correction", cast.minutes_1.pk), typed)
    assert answer.status_code == 404
    with as_owner():
        assert MinutesVersion.objects.count() == 2


def test_approved_minutes_offer_no_correction(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    client.post(address("approval", cast.minutes_1.pk))
    assert client.get(address("minutes_correction", cast.minutes_1.pk)).status_code == 403


# --- keyed from paper ---


def keyed(cast, **more):
    seats = {f"presence_{cast.seats[key].pk.hex}": "present" for key in ("mark", "vera", "vic")}
    return {
        "once": str(new_id()),
        "starts": "6:30pm",
        "ends": "8:20pm",
        "outcome": "held",
        f"given_{cast.seats['vera'].pk.hex}": "120",
        "topic_week": "From the paper.",
        **seats,
        **more,
    }


def test_minutes_from_paper_need_somebody_else(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    answer = client.post(address("keyed_minutes", cast.meetings["yesterday_1"].pk), keyed(cast))
    assert answer.status_code == 302, words(answer)
    page = client.get(answer.url)
    assert "Approve and go to release" not in buttons(page)
    assert "You wrote these minutes. Ask a colleague" in words(page)
    version = answer.url.rstrip("/").rpartition("/")[2]
    assert client.post(address("approval", version)).status_code == 403
    assert signed_in(cast.cleo).post(address("approval", version)).status_code == 302
    with as_owner():
        meeting = Meeting.objects.get(pk=cast.meetings["yesterday_1"].pk)
        assert (meeting.held_until - meeting.held_from).total_seconds() == 110 * 60
        assert set(Attendance.objects.filter(meeting=meeting).values_list("seat__letter", "minutes_given")) == {
            ("", None),
            ("A", 120),
            ("B", None),
        }


def written(day):
    return {"written_on_day": str(day.day), "written_on_month": str(day.month), "written_on_year": str(day.year)}


def test_the_day_the_paper_was_written_stands_beside_the_day_it_was_keyed(db):
    cast = plant_cast()
    client, day = signed_in(cast.cora), in_london(cast.meetings["yesterday_1"].starts_at).date()
    sent = keyed(cast, **written(day))
    answer = client.post(address("keyed_minutes", cast.meetings["yesterday_1"].pk), sent)
    assert answer.status_code == 302, words(answer)
    today = in_london(cast.now).date()
    shown = words(client.get(answer.url))
    assert f"Written on paper {day:%A} {day.day} {day:%B %Y} , keyed in {today:%A} {today.day} {today:%B %Y}" in shown


def test_paper_is_written_from_the_day_of_the_meeting_on(db):
    cast = plant_cast()
    day = in_london(cast.meetings["yesterday_1"].starts_at).date()
    for wrong in (day - timedelta(days=1), day + timedelta(days=3)):
        sent = keyed(cast, **written(wrong))
        answer = signed_in(cast.cora).post(address("keyed_minutes", cast.meetings["yesterday_1"].pk), sent)
        assert answer.status_code == 422
        assert "must be from the day of the meeting to today" in words(answer)


@pytest.mark.parametrize(("name", "which"), [("meeting_paper", "next_1"), ("circle_paper", "")])
def test_a_page_to_write_on_is_handed_out_with_no_name_in_its_own(db, name, which):
    cast = plant_cast()
    about = cast.meetings[which].pk if which else cast.circle_1.pk
    answer = signed_in(cast.cora).get(address(name, about))
    assert answer.content.startswith(b"%PDF")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith('attachment; filename="page-to-write-on-20')
    assert signed_in(cast.colin).get(address(name, about)).status_code == 404


def test_who_came_is_asked_for_every_seat_but_hers(db):
    cast = plant_cast()
    typed = keyed(cast)
    del typed[f"presence_{cast.seats['vic'].pk.hex}"]
    answer = signed_in(cast.cora).post(address("keyed_minutes", cast.meetings["yesterday_1"].pk), typed)
    assert answer.status_code == 422
    assert "Select whether Vic came" in words(answer)
    assert "Select whether Cora came" not in words(answer)


def test_minutes_of_a_meeting_to_come_are_not_keyed(db):
    cast = plant_cast()
    assert signed_in(cast.cora).get(address("keyed_minutes", cast.meetings["next_1"].pk)).status_code == 403
