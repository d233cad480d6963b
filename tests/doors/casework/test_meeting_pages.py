"""Meetings planned, added, moved and cancelled through the pages."""

from datetime import date, timedelta

from bs4 import BeautifulSoup
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.meetings.models import Attendance, Meeting, MeetingMove
from encircle.rooms.organisation.clocks import bank_holiday
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def boxes(field, day):
    return {f"{field}_day": str(day.day), f"{field}_month": str(day.month), f"{field}_year": str(day.year)}


def plan(first, **more):
    return {
        "weekday": str(first.weekday()),
        "at": "7pm",
        "how_many": "3",
        "every": "1",
        "holidays": "leave_out",
        **boxes("first_on", first),
        **more,
    }


def next_bank_holiday(after):
    day = after + timedelta(days=1)
    while bank_holiday(day) is None:
        day += timedelta(days=1)
    return day


def test_bank_holidays_are_left_out_or_flagged(db):
    cast = plant_cast()
    client, place = signed_in(cast.cora), address("meetings_planning", cast.circle_1.pk)
    holiday = next_bank_holiday(in_london(cast.now).date())
    kept = words(client.post(place, plan(holiday, holidays="keep")))
    assert bank_holiday(holiday) in kept
    left_out = words(client.post(place, plan(holiday)))
    assert bank_holiday(holiday) not in left_out
    assert "3 meetings to plan" in left_out
    with as_owner():
        assert Meeting.objects.filter(circle=cast.circle_1).count() == 3


def test_planned_twice_they_are_there_once(db):
    cast = plant_cast()
    client, place = signed_in(cast.cora), address("meetings_planning", cast.circle_1.pk)
    typed = plan(in_london(cast.now).date() + timedelta(days=10), step="plan", holidays="keep")
    for _ in range(2):
        assert client.post(place, typed).status_code == 302
    assert "These meetings were planned already." in words(client.get(address("meetings", cast.circle_1.pk)))
    with as_owner():
        assert Meeting.objects.filter(circle=cast.circle_1).count() == 6


def test_a_plan_that_makes_no_sense_says_so(db):
    cast = plant_cast()
    place = address("meetings_planning", cast.circle_1.pk)
    answer = signed_in(cast.cora).post(place, plan(date(2020, 1, 1), how_many="999", at="seven"))
    assert answer.status_code == 422
    assert "How many must be 60 or less" in words(answer)
    assert "must be on or after" in words(answer)
    assert "must be a time, like 7:30pm or 19:30" in words(answer)


def test_one_meeting_is_added_once(db):
    cast = plant_cast()
    client, place = signed_in(cast.cora), address("new_meeting", cast.circle_1.pk)
    day = in_london(cast.now).date() + timedelta(days=3)
    typed = {"once": str(new_id()), "starts": "2pm", "ends": "3.30pm", "venue": "", **boxes("day", day)}
    for _ in range(2):
        assert client.post(place, typed).status_code == 302
    other = client.post(place, typed | {"once": str(new_id())})
    assert "There is a meeting at this time already" in words(other)
    with as_owner():
        assert Meeting.objects.filter(circle=cast.circle_1).count() == 4


def test_a_time_the_clocks_skip_is_refused(db):
    cast = plant_cast()
    typed = {"once": str(new_id()), "starts": "1.30am", "ends": "3am", "venue": "", **boxes("day", date(2027, 3, 28))}
    answer = signed_in(cast.cora).post(address("new_meeting", cast.circle_1.pk), typed)
    assert answer.status_code == 422
    assert "does not exist, because the clocks go forward then" in words(answer)


def test_a_meeting_is_moved_with_a_reason_and_remembers_where_it_was(db):
    cast = plant_cast()
    client, place = signed_in(cast.cora), address("meeting_move", cast.meetings["next_1"].pk)
    day = in_london(cast.meetings["next_1"].starts_at).date() + timedelta(days=1)
    typed = {"once": str(new_id()), "starts": "6pm", "ends": "8pm", "venue": "", **boxes("day", day)}
    assert "Select why is it moved" in words(client.post(place, typed)) or client.post(place, typed).status_code == 422
    assert client.post(place, typed | {"reason": "venue"}).status_code == 302
    assert "Moved once" in words(client.get(address("meeting", cast.meetings["next_1"].pk)))
    with as_owner():
        assert MeetingMove.objects.count() == 1


def test_a_cancelled_meeting_says_why_and_offers_nothing_more(db):
    cast = plant_cast()
    client, meeting = signed_in(cast.cora), cast.meetings["next_1"].pk
    assert client.post(address("meeting_cancellation", meeting), {"reason": "illness"}).status_code == 302
    page = client.get(address("meeting", meeting))
    assert "Illness" in words(page)
    assert "Move the meeting" not in words(page)
    assert client.post(address("meeting_cancellation", meeting), {"reason": "illness"}).status_code == 403


def test_a_meeting_the_core_member_missed_is_seen_on_its_page_and_at_home_the_same_day(db):
    cast = plant_cast()
    meeting = cast.meetings["yesterday_1"]
    with as_owner():
        Meeting.objects.filter(pk=meeting.pk).update(outcome="not_attended")
        Attendance.objects.create(
            meeting=meeting, circle=meeting.circle, area=meeting.area, seat=cast.seats["mark"], presence="absent"
        )
    client = signed_in(cast.cora)
    assert "The core member did not come." in words(client.get(address("meeting", meeting.pk)))
    assert "The core member did not come (1)" in words(client.get(address("home")))


def test_minutes_that_will_not_come_are_waited_for_no_more(db):
    cast = plant_cast()
    client, meeting = signed_in(cast.cora), cast.meetings["yesterday_1"].pk
    assert "Minutes not in yet (1)" in words(client.get(address("home")))
    for _ in range(2):
        assert client.post(address("meeting_no_minutes", meeting)).status_code == 302
    assert "Minutes not in yet" not in words(client.get(address("home")))


def test_who_came_is_put_right_and_what_stood_there_is_kept(db):
    cast = plant_cast()
    client, meeting, vic = signed_in(cast.cora), cast.meetings["past_1"].pk, cast.seats["vic"].pk
    place = address("meeting_attendance", meeting)
    form = BeautifulSoup(client.get(place).content, "html.parser").main
    stands = {box["name"]: box["value"] for box in form.select("input[type=radio][checked]")}
    stands |= {field["name"]: field.get("value", "") for field in form.select("input[inputmode], input[type=text]")}
    right = stands | {f"presence_{vic.hex}": "apologies", f"given_{vic.hex}": "90"}
    refused = client.post(place, right | {"why": ""})
    assert refused.status_code == 422
    assert "Enter why this is changed" in words(refused)
    assert client.post(place, right | {"why": "He had rung to say he was ill."}).status_code == 302
    shown = words(client.get(address("meeting", meeting)))
    assert "Corrected once" in shown
    assert "Who came, as it was recorded before Vic: present" in shown
    assert "changed by Cora Fernleigh" in shown
    with as_owner():
        assert Attendance.objects.filter(meeting=meeting, seat=vic).values_list("presence", "minutes_given").get() == (
            "apologies",
            None,
        )
    kept = words(client.get(address("corrections", meeting)))
    assert "Before Vic: present" in kept
    assert "Since then Vic: apologies" in kept
    assert "He had rung to say he was ill." in kept
    client.post(place, right | {"why": "Pressed twice."})
    assert "Corrected once" in words(client.get(address("meeting", meeting)))


def test_there_is_nothing_to_put_right_while_nobody_has_said_who_came(db):
    cast = plant_cast()
    assert signed_in(cast.cora).get(address("meeting_attendance", cast.meetings["next_1"].pk)).status_code == 403
