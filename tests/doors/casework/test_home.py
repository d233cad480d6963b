"""Home: what waits for each of the staff, concerns first, and nothing of anybody else's."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.doors.casework.volunteer_waiting import LISTS
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Phase, Seat
from encircle.rooms.due.vocabulary import Rule
from encircle.rooms.leaving.models import Wish
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.risk.models import Concern, ConcernAccount
from encircle.rooms.risk.vocabulary import Urgency
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner
from tests.support.reckoning import reckon_up

FRAME = 9
HOME = "/casework/"


def raise_concern(cast, reference="N-ABCDEF", **more):
    with as_owner():
        concern = Concern.objects.create(
            **{
                "reference": reference,
                "circle": cast.circle_1,
                "area": cast.areas["a"],
                "urgency": Urgency.IMMINENT,
                "raised_by": cast.vera,
                "raised_at": cast.now,
                **more,
            }
        )
        ConcernAccount.objects.create(
            concern=concern,
            circle=concern.circle,
            area=concern.area,
            walled=concern.walled,
            about_user=concern.about_user,
            text="CANARY-ACCOUNT",
            written_by=cast.vera,
            written_at=cast.now,
        )
    return concern


def look(user, address=HOME):
    answer = signed_in(user).get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").main


def headings(main):
    return [heading.get_text(" ", strip=True) for heading in main.select("h2")]


def text(main):
    return " ".join(main.get_text(" ").split())


@pytest.fixture
def cast(db):
    """With what is due worked out, as the worker does."""
    found = plant_cast()
    reckon_up()
    return found


def test_concerns_stand_first_then_minutes_by_age(cast):
    raise_concern(cast)
    main = look(cast.cora)
    assert headings(main) == [
        "Concerns (1)", "Minutes to read (1)", "Minutes not in yet (1)", "Reviews (1)", "About volunteers",
    ]  # fmt: skip
    assert "Someone is in danger now" in text(main)


def test_no_list_holds_narrative(cast):
    raise_concern(cast)
    assert "CANARY" not in text(look(cast.cora))
    assert "Words about" not in text(look(cast.cora))


def test_with_nothing_waiting_it_says_so(cast):
    with as_owner():
        Meeting.objects.update(minutes_elsewhere=True)
        cast.minutes_1.passages.all().delete()
        cast.meetings["past_1"].attendance.all().delete()
        cast.minutes_1.delete()
        Phase.objects.update(starts_at=cast.now)  # no review is due yet
        Seat.objects.filter(part="volunteer", ends_at=None).update(starts_at=cast.now)  # nor any supervision
    reckon_up()
    assert "Nothing is waiting for you." in text(look(cast.cora))


def test_each_coordinator_finds_her_own_area(cast):
    assert "Circle 2" not in text(look(cast.cora))
    assert "Circle 1" not in text(look(cast.colin))
    assert "Circle 2: minutes of" in text(look(cast.colin))


def test_the_manager_sees_every_area_how_it_ages_and_can_choose_one(cast):
    main = look(cast.olga)
    assert "Circle 1: minutes of" in text(main)
    assert "Circle 2: minutes of" in text(main)
    rows = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in main.select("tbody tr")]
    assert [row[0] for row in rows] == ["Devon and Cornwall", "Dorset"]
    assert [row[1] for row in rows] == ["none", "none"]
    assert all(row[3].startswith("1, oldest") for row in rows)
    only = look(cast.olga, HOME + "?area=dorset")
    assert "Circle 1" not in text(only)
    assert "Circle 2: minutes of" in text(only)


def test_a_coordinator_cannot_choose_another_area(cast):
    assert text(look(cast.cora, HOME + "?area=dorset")) == text(look(cast.cora))


def test_a_concern_about_her_is_not_there_for_her_and_is_there_for_sena(cast):
    raise_concern(cast, walled=True, about_user=cast.cora)
    assert "N-ABCDEF" not in text(look(cast.cora))
    sena = text(look(cast.sena))
    assert "N-ABCDEF" in sena
    assert "About someone who works here" in sena


def about_volunteers(main):
    lists = main.select_one("section[aria-labelledby=volunteers]")
    rows = lists.select("li") if lists else []
    return {row.a.get_text(strip=True): (row.a["href"], " ".join(row.get_text(" ").split())) for row in rows}


def test_what_is_due_about_volunteers_is_counted_by_what_it_is_and_leads_to_its_list(cast):
    with as_owner():
        for who, days in (("vera", 20), ("vic", 0)):
            of = {"volunteer": cast.volunteers[who], "area": cast.areas["a"], "by": cast.users[who]}
            Wish.objects.create(at=cast.now - timedelta(days=days), **of)
    reckon_up()
    main = look(cast.cora)
    found = about_volunteers(main)
    place, words = found["Answer a volunteer who would like to stop"]
    assert place == reverse("casework:leavings")
    assert words.endswith("would like to stop 2 to do in the next 7 days 1 overdue")
    assert found["Supervise a volunteer one to one"][1].endswith("one to one 2 overdue")
    assert "Vera" not in str(main.select_one("section[aria-labelledby=volunteers]"))
    assert "Answer a volunteer who would like to stop" not in about_volunteers(look(cast.colin))
    assert "Answer a volunteer who would like to stop" not in about_volunteers(look(cast.olga, HOME + "?area=dorset"))
    assert "Answer a volunteer who would like to stop" in about_volunteers(look(cast.olga))


def test_whatever_is_due_about_volunteers_stands_on_home_by_number_or_by_name():
    """A new rule belongs to one of the two."""
    by_name = {Rule.CALL_BACK, Rule.DEBRIEF}
    of_others = {
        Rule.ENQUIRY_CALL_BACK, Rule.REFERRAL_READ, Rule.REFERRAL_DECISION, Rule.PANEL_VIEW, Rule.WAITING_REVIEW,
        Rule.BRIEFING_HELD, Rule.AGREEMENT_TO_TAKE_PART, Rule.CARER_AGREEMENT, Rule.MEMBERS_AGREEMENT,
        Rule.MEETING_HELD, Rule.MINUTES_WRITTEN, Rule.MINUTES_READ, Rule.MINUTES_RELEASED, Rule.REVIEW_HELD,
        Rule.CONCERN_DECIDED, Rule.CONSENT_ENDING, Rule.PARTNER_AGREEMENT, Rule.PARTNER_CONTACT, Rule.MAPPA_ACTION,
        Rule.PAUSE_RETURN, Rule.PAUSE_LONGEST, Rule.FIRST_AFTER_RELEASE, Rule.PLANNED_END, Rule.ENDING_REPORT,
        Rule.QUESTIONNAIRE, Rule.FOLLOW_UP, Rule.FEW_VOLUNTEERS,
    }  # fmt: skip
    assert set(LISTS) == set(Rule) - by_name - of_others


def test_looking_leaves_one_line_with_how_many_were_shown(cast):
    look(cast.cora)
    with as_owner():
        lines = Entry.objects.filter(item_type="practice.waiting").values_list("verb", "actor_id", "detail")
        assert list(lines) == [("listed", cast.cora.pk, "2")]


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("cora", 19), ("olga", 20)])
def test_it_asks_as_often_for_three_as_for_one(cast, who, queries, times):
    for number in range(times):
        raise_concern(cast, f"N-AAAAA{number}")
    with as_owner():
        for number in range(times - 1):
            starts = cast.now - timedelta(days=20 + number)
            Meeting.objects.create(
                circle=cast.circle_1,
                area=cast.areas["a"],
                planned_starts_at=starts,
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
            )
    client = signed_in(cast.users[who])
    with CaptureQueriesContext(connection) as captured:
        assert client.get(HOME).status_code == 200
    assert len(captured) == FRAME + queries


def test_a_long_list_has_a_page_of_its_own(cast):
    for number in range(12):
        raise_concern(cast, f"N-AAAA{number:02}")
    main = look(cast.cora)
    assert "Concerns (12)" in headings(main)
    (link,) = [one for one in main.select("a") if one.get_text(strip=True).startswith("Show all 12")]
    assert text(look(cast.cora, link["href"])).count("Concern N-AAAA") == 12


def test_an_unknown_list_is_no_page(cast):
    assert signed_in(cast.cora).get(reverse("casework:waiting", args=["everything"])).status_code == 404
