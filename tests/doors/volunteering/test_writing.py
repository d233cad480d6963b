"""The one page of the minutes: saved with and without JavaScript, by one and by two, and nothing typed is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Seat
from encircle.rooms.meetings.models import DraftRevision, Meeting, MinutesDraft, MinutesReturn, MinutesVersion
from encircle.rooms.organisation.models import Topic
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner, clock_shifted

from .page import at, faults, fields, soup, whole_answers, words
from .test_who_comes_in import asked


def page_of(client, cast, meeting="yesterday_1"):
    address = at("draft", cast.meetings[meeting].pk)
    return address, client.get(address)


def save(client, cast, meeting="yesterday_1", go="save", **typed):
    """Open the page, type, and press a button."""
    address, page = page_of(client, cast, meeting)
    return client.post(address, {**fields(page, address), **typed, "go": go})


def autosave(client, cast, revision, **typed):
    address = at("draft", cast.meetings["yesterday_1"].pk)
    sent = {"revision": revision, "started": "18:30", "ended": "20:30", **typed}
    return client.post(address, sent, headers={"X-Autosave": "1"})


def body(cast):
    with as_owner():
        return MinutesDraft.objects.get(meeting=cast.meetings["yesterday_1"]).body


# --- saving ---


def test_the_page_asks_for_everything_of_a_meeting(db):
    cast = plant_cast()
    _, page = page_of(signed_in(cast.vera), cast)
    headings = [one.get_text(strip=True) for one in soup(page).select("main h2")]
    assert headings == [
        "How it went",
        "Who came",
        "Volunteers' preparation",
        "With the core member",
        "Volunteers' debrief",
        "Contact between meetings",
        "Time you gave",
    ]
    asked_of = [one.get_text(strip=True) for one in soup(page).select("main legend")]
    assert asked_of == [
        "How did it go?",
        "Mark, core member",
        "Vera, volunteer",
        "Vic, volunteer",
        "Cora, coordinator",
        "Vera",
        "Vic",
    ]


def test_a_draft_is_saved_by_a_button_and_found_again(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    answer = save(client, cast, passage_week="A quiet <b>week</b>.\r\n\r\nOn Monday …")
    assert answer["Location"].endswith("/draft/?saved=yes")
    page = client.get(answer["Location"])
    assert "Draft saved at" in words(page)
    address = at("draft", cast.meetings["yesterday_1"].pk)
    assert fields(page, address)["passage_week"] == "A quiet <b>week</b>.\n\nOn Monday …"


def test_twenty_thousand_characters_survive_the_page(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    long = "\n" + ("Ä🍎 & “so on” <i>\n" * 1_250)[:19_998].rstrip() + "."
    address = at("draft", cast.meetings["yesterday_1"].pk)
    save(client, cast, passage_week=long, passage_housing=long)
    found = fields(client.get(address), address)
    assert (found["passage_week"], found["passage_housing"]) == (long, long)


def test_what_is_wrong_is_kept_too(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    answer = save(client, cast, started="half past six", passage_week="x" * 20_500)
    assert answer.status_code == 302
    assert body(cast)["started"] == "half past six"
    assert len(body(cast)["passage_week"]) == 20_500


def test_a_save_by_the_page_itself_answers_with_where_it_goes_on_from(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    answer = autosave(client, cast, 0, passage_week="A")
    assert answer.status_code == 200
    told = answer.json()
    assert set(told) == {"revision", "saved_at", "fields"}
    assert told["fields"] == {"revision": str(told["revision"])}
    assert autosave(client, cast, told["revision"], passage_week="A B").status_code == 200
    assert body(cast)["passage_week"] == "A B"


def test_a_clash_met_by_the_page_itself_keeps_the_words_and_says_where(db):
    cast = plant_cast()
    vera, vic = signed_in(cast.vera), signed_in(cast.vic)
    autosave(vera, cast, 0, passage_week="Vera's")
    answer = autosave(vic, cast, 0, passage_week="Vic's")
    assert answer.status_code == 409
    assert "Vic's" in words(vic.get(answer.json()["url"]))
    assert vera.get(answer.json()["url"]).status_code == 404


def test_the_page_itself_gets_the_same_answer_for_a_real_and_an_unreal_meeting(db):
    cast = plant_cast()
    client = signed_in(cast.xena)
    for meeting_id in (cast.meetings["yesterday_1"].pk, new_id()):
        answer = client.post(at("draft", meeting_id), {"passage_week": "x"}, headers={"X-Autosave": "1"})
        assert answer.status_code == 404


def test_a_tampered_revision_overwrites_nothing(db):
    cast = plant_cast()
    vera, vic = signed_in(cast.vera), signed_in(cast.vic)
    save(vera, cast, passage_week="Vera's")
    address = at("draft", cast.meetings["yesterday_1"].pk)
    for revision in ("", "-1", "1e9", "9" * 30, "²", "<script>"):
        answer = vic.post(address, {"revision": revision, "passage_week": "Vic's", "go": "save"})
        assert "/draft/choice/" in answer["Location"]
    assert body(cast)["passage_week"] == "Vera's"


def test_saving_works_from_hidden_fields_with_a_new_token(db):
    """As a form held while the session had expired is sent again: the same fields, the same address, a new session."""
    cast = plant_cast()
    address, page = page_of(signed_in(cast.vera), cast)
    held = {**fields(page, address), "passage_week": "Typed before the session ended.", "go": "save"}
    again = signed_in(cast.vera)
    assert again.post(address, held)["Location"].endswith("?saved=yes")
    assert body(cast)["passage_week"] == "Typed before the session ended."


def test_a_lost_place_gives_the_words_back_to_whoever_typed_them(db):
    cast = plant_cast()
    with as_owner():
        Seat.objects.filter(pk=cast.seats["vera"].pk).update(ends_at=cast.now + timedelta(hours=1))
    client = signed_in(cast.vera)
    address, page = page_of(client, cast)
    typed = {**fields(page, address), "passage_week": "Not to be lost.", "go": "save"}
    with clock_shifted(timedelta(hours=1, minutes=1)):
        answer = signed_in(cast.vera).post(address, typed)
    assert answer.status_code == 404
    assert "Not to be lost." in words(answer)
    assert "Your place in the Circle may have ended" in words(answer)


def test_a_meeting_cancelled_meanwhile_gives_the_words_back(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    address, page = page_of(client, cast)
    with as_owner():
        Meeting.objects.filter(pk=cast.meetings["yesterday_1"].pk).update(
            cancelled_at=cast.now, cancel_reason="illness", cancelled_by=cast.cora
        )
    answer = client.post(address, {**fields(page, address), "passage_week": "Not to be lost.", "go": "save"})
    assert answer.status_code == 403
    assert "This meeting was cancelled, so it has no minutes." in words(answer)
    assert "Not to be lost." in words(answer)
    assert client.get(address).status_code == 403


def test_a_topic_retired_meanwhile_loses_no_words(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    address, page = page_of(client, cast)
    with as_owner():
        Topic.objects.filter(code="housing").update(retired_at=cast.now)
    client.post(address, {**fields(page, address), "passage_housing": "The flat is damp.", "go": "save"})
    assert fields(client.get(address), address)["passage_housing"] == "The flat is damp."


def test_the_page_asks_the_database_the_same_however_many_volunteers_there_are(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    save(client, cast, passage_week="x")
    counts = []
    for newcomer in ("xena", "nina"):
        with CaptureQueriesContext(connection) as queries:
            page_of(client, cast)
        counts.append(len(queries))
        with as_owner():
            Seat.objects.create(
                circle=cast.circle_1,
                area=cast.areas["a"],
                part="volunteer",
                volunteer=cast.volunteers[newcomer],
                display_name=newcomer,
                letter="D",
                starts_at=cast.now - timedelta(days=5),
                sees_from=cast.now,
            )
    assert counts[0] == counts[1], counts


# --- how it went ---


def test_saving_tells_the_coordinator_the_same_day_that_the_core_member_did_not_come(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    answer = save(client, cast, outcome="not_attended")
    with as_owner():
        assert list(Notice.objects.values_list("user__persona", flat=True)) == ["cora"]
        assert Meeting.objects.get(pk=cast.meetings["yesterday_1"].pk).outcome == "not_attended"
    assert "Your coordinator has been told: the core member did not come." in words(client.get(answer["Location"]))


def test_a_slip_of_the_finger_reaches_nobody(db):
    cast = plant_cast()
    autosave(signed_in(cast.vera), cast, 0, outcome="not_attended")
    with as_owner():
        assert Notice.objects.count() == 0
        assert Meeting.objects.get(pk=cast.meetings["yesterday_1"].pk).outcome == ""


def test_times_that_cannot_be_are_not_recorded(db):
    cast = plant_cast()
    save(signed_in(cast.vera), cast, outcome="held", started="8pm", ended="7pm")
    with as_owner():
        assert Meeting.objects.get(pk=cast.meetings["yesterday_1"].pk).held_until is None


def test_quorum_and_being_alone_are_warned_about_and_do_not_stop_anyone(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    vic = f"presence_{cast.seats['vic'].pk.hex}"
    answer = save(client, cast, go="check", **whole_answers(cast, **{vic: "apologies"}))
    page = client.get(answer["Location"])
    assert "Too few volunteers were with the core member." in words(page)
    assert "The core member was alone with one volunteer." in words(page)
    assert "Submit the minutes" in words(page)


def test_with_the_coordinator_there_nobody_was_alone(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    vic, cora = (f"presence_{cast.seats[key].pk.hex}" for key in ("vic", "cora"))
    answer = save(client, cast, go="check", **whole_answers(cast, **{vic: "absent", cora: "present"}))
    assert "alone with one volunteer" not in words(client.get(answer["Location"]))


# --- checking ---


def test_what_is_missing_is_said_beside_its_field(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    page = client.get(save(client, cast, go="check")["Location"])
    mark, vera, vic = (cast.seats[key].pk.hex for key in ("mark", "vera", "vic"))
    assert faults(page) == {
        "Select how the meeting went": "#id_outcome_0",
        "Select whether Mark came": f"#id_presence_{mark}_0",
        "Select whether Vera came": f"#id_presence_{vera}_0",
        "Select whether Vic came": f"#id_presence_{vic}_0",
        "Write something under at least one heading": "#id_passage_week",
    }


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"started": "half six"}, "The start must be a time, like 7:30pm or 19:30"),
        ({"ended": ""}, "Enter the end"),
        ({"started": "8pm", "ended": "7pm"}, "The end must be after the start"),
        ({"passage_week": "x" * 20_001}, "How the week went must be 20000 characters or fewer. It has 20001"),
        ({"outcome": "cancelled"}, "Select an answer to this question from the list"),
    ],
)
def test_what_is_wrong_is_said_and_still_stands_there(db, typed, says):
    cast = plant_cast()
    client = signed_in(cast.vera)
    page = client.get(save(client, cast, go="check", **whole_answers(cast, **typed))["Location"])
    assert says in faults(page)
    address = at("draft", cast.meetings["yesterday_1"].pk)
    kept = fields(page, address)
    assert {key: kept.get(key, "") for key in typed if key != "outcome"} == {
        key: text for key, text in typed.items() if key != "outcome"
    }


def moved(cast, starts):
    with as_owner():
        Meeting.objects.filter(pk=cast.meetings["yesterday_1"].pk).update(
            starts_at=starts, ends_at=starts + timedelta(hours=2)
        )


@pytest.mark.parametrize(
    ("starts", "typed", "says"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "1:30am", "1:30am on 29 March 2026 does not exist"),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "1:30am", "1:30am on 25 October 2026 comes twice"),
    ],
)
def test_a_time_over_a_clock_change_is_refused_in_words(db, starts, typed, says):
    cast = plant_cast(datetime(2026, 12, 1, 12, tzinfo=UTC))
    moved(cast, starts)
    with as_owner():
        Seat.objects.update(starts_at=datetime(2026, 1, 1, tzinfo=UTC))
        Seat.objects.filter(part="volunteer").update(sees_from=datetime(2026, 1, 1, tzinfo=UTC))
    with clock_shifted(datetime(2026, 12, 1, 12, tzinfo=UTC) - datetime.now(UTC)):
        client = signed_in(cast.vera)
        page = client.get(
            save(client, cast, go="check", **whole_answers(cast, started="12:15am", ended=typed))["Location"]
        )
    assert [fault for fault in faults(page) if fault.startswith(says)] != []


def test_an_end_in_the_future_is_refused(db):
    cast = plant_cast()
    moved(cast, cast.now - timedelta(seconds=30))  # today, at whatever hour this runs
    client = signed_in(cast.vera)
    page = client.get(
        save(client, cast, go="check", **whole_answers(cast, started="12:01am", ended="11:59pm"))["Location"]
    )
    assert "The end must be in the past" in faults(page)


def test_minutes_of_a_meeting_that_has_not_begun_cannot_be_written(db):
    cast = plant_cast()
    _, page = page_of(signed_in(cast.vera), cast, "next_1")
    assert page.status_code == 403
    assert "This meeting has not started yet." in words(page)


# --- two at once, without JavaScript ---


def clashing(cast):
    """Vera and Vic open the page; both save the same passage. Vic meets the choice."""
    vera, vic = signed_in(cast.vera), signed_in(cast.vic)
    address, page = page_of(vic, cast)
    save(vera, cast, passage_week="The week was good.", passage_health="Vera alone.")
    typed = {**fields(page, address), "passage_week": "The week was hard.", "passage_housing": "Vic alone."}
    return vic, vic.post(address, {**typed, "go": "save"})["Location"]


def test_both_texts_stand_side_by_side_with_what_differs_marked(db):
    cast = plant_cast()
    vic, address = clashing(cast)
    page = vic.get(address)
    sides = soup(page).select(".encircle-difference")
    assert [" ".join(side.get_text("").split()) for side in sides] == [
        "The week was[only here: good].",
        "The week was[only here: hard].",
    ]
    assert "Only you changed, and it will go in: Housing." in words(page)
    assert "Only Vera changed, and it stays: Health and wellbeing." in words(page)
    assert body(cast)["passage_week"] == "The week was good."


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        ("mine", "The week was hard."),
        ("theirs", "The week was good."),
        ("both", "The week was good.\n\nThe week was hard."),
    ],
)
def test_one_the_other_or_both_is_chosen(db, choice, text):
    cast = plant_cast()
    vic, address = clashing(cast)
    sent = fields(vic.get(address), address)
    assert vic.post(address, {**sent, "choose_passage_week": choice}).status_code == 302
    assert (body(cast)["passage_week"], body(cast)["passage_housing"], body(cast)["passage_health"]) == (
        text,
        "Vic alone.",
        "Vera alone.",
    )


def test_without_a_choice_the_page_asks_again(db):
    cast = plant_cast()
    vic, address = clashing(cast)
    sent = fields(vic.get(address), address)
    for wrong in ({}, {"choose_passage_week": "whatever"}):
        page = vic.post(address, {**sent, **wrong})
        assert faults(page) == {"Choose what stays for “How the week went”": "#id_choose_passage_week_0"}
    assert body(cast)["passage_week"] == "The week was good."


def test_both_of_two_answers_to_one_question_cannot_be_kept(db):
    cast = plant_cast()
    vera, vic = signed_in(cast.vera), signed_in(cast.vic)
    address, page = page_of(vic, cast)
    save(vera, cast, outcome="held")
    clash = vic.post(address, {**fields(page, address), "outcome": "stopped_early", "go": "save"})["Location"]
    page = vic.get(clash)
    assert "Held" in words(page)
    assert "Stopped early" in words(page)
    assert "Keep both" not in words(page)
    assert vic.post(clash, {**fields(page, clash), "choose_outcome": "both"}).status_code == 422


def test_words_that_wait_are_said_on_the_draft_to_their_writer_and_to_the_other(db):
    cast = plant_cast()
    vic, _ = clashing(cast)
    assert "Some of your words are not in the draft yet" in words(page_of(vic, cast)[1])
    assert "Vic has typed something that is not in this draft yet" in words(page_of(signed_in(cast.vera), cast)[1])


def test_a_choice_made_twice_is_gone_the_second_time(db):
    cast = plant_cast()
    vic, address = clashing(cast)
    sent = {**fields(vic.get(address), address), "choose_passage_week": "both"}
    assert [vic.post(address, sent).status_code for _ in (1, 2)] == [302, 404]
    assert body(cast)["passage_week"] == "The week was good.\n\nThe week was hard."


# --- minutes that came back ---


def test_returned_minutes_stand_in_the_page_with_the_reason_on_top(db):
    cast = plant_cast()
    with as_owner():
        MinutesReturn.objects.create(
            version=cast.minutes_1,
            circle=cast.circle_1,
            area=cast.areas["a"],
            returned_by=cast.cora,
            returned_at=cast.now,
        )
    asked(cast, "return", text="Please say who was there.")
    for who in (cast.vera, cast.vic):
        client = signed_in(who)
        address, page = page_of(client, cast, "past_1")
        assert "Cora sent these minutes back Please say who was there." in words(page)
        assert fields(page, address)["passage_week"] == "Words about week with heron-week."
    with as_owner():
        opened = Entry.objects.filter(verb="opened", item_id=cast.minutes_1.pk)
        assert sorted(str(line.actor_id) for line in opened) == sorted([str(cast.vera.pk), str(cast.vic.pk)])


def test_what_was_typed_after_somebody_submitted_is_kept(db):
    cast = plant_cast()
    vera, vic = signed_in(cast.vera), signed_in(cast.vic)
    address, page = page_of(vic, cast)
    with as_owner():
        MinutesVersion.objects.create(
            meeting=cast.meetings["yesterday_1"],
            circle=cast.circle_1,
            area=cast.areas["a"],
            number=1,
            kind="original",
            written_by=cast.vera,
            submitted_at=cast.now,
        )
    kept = vic.post(address, {**fields(page, address), "passage_week": "Vic was late.", "go": "save"})["Location"]
    assert "Vera had submitted the minutes before you saved" in words(vic.get(kept))
    assert "Vic was late." in words(vic.get(kept))
    assert vera.get(kept).status_code == 404
    assert "Words of yours are not in these minutes" in words(vic.get(at("minutes", cast.meetings["yesterday_1"].pk)))
    vic.post(kept)
    with as_owner():
        assert DraftRevision.objects.count() == 0
