"""The first page after a hard evening: what is due, when they meet next, what was said, whom to ring."""

import re
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.common.ids import new_reference
from encircle.foundations.accounts.models import User
from encircle.rooms.circles.models import Seat
from encircle.rooms.meetings.models import Meeting, MinutesReturn
from encircle.rooms.organisation.models import OnCallShift
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner, clock_shifted

from .page import at, soup, words
from .test_who_comes_in import asked, raised


def home(cast, who="vera"):
    return signed_in(cast.users[who]).get(at("home"))


def recorded_end(cast, ago):
    """The meeting of yesterday, held so that it ended that long ago."""
    with as_owner():
        Meeting.objects.filter(pk=cast.meetings["yesterday_1"].pk).update(
            held_from=cast.now - ago - timedelta(hours=2), held_until=cast.now - ago, outcome="held"
        )


def main_button(answer):
    return [one.get_text(strip=True) for one in soup(answer).select("main a.govuk-button:not([class*=secondary])")]


def test_minutes_are_due_forty_eight_hours_after_the_recorded_end(db):
    cast = plant_cast()
    recorded_end(cast, timedelta(hours=17))
    page = home(cast)
    assert re.search(r"Minutes due by \w+day (\d[\d:]*[ap]m|midday|midnight) \( in 3[01] hours \)", words(page))
    assert main_button(page) == ["Write the minutes"]


def test_the_clock_is_forty_eight_real_hours_when_the_clocks_go_back(db):
    """Saturday 24 October 2026, 9pm in summer time: due on Monday at 8pm by the wall."""
    cast = plant_cast()
    ended = datetime(2026, 10, 24, 20, tzinfo=UTC)
    with as_owner():
        Meeting.objects.filter(pk=cast.meetings["yesterday_1"].pk).update(
            starts_at=ended - timedelta(hours=2), ends_at=ended, held_from=ended - timedelta(hours=2), held_until=ended
        )
    with clock_shifted(ended + timedelta(hours=1) - datetime.now(UTC)):
        assert "Minutes due by Monday 8pm ( in 46 hours )" in words(home(cast))


def test_overdue_minutes_say_so_kindly(db):
    cast = plant_cast()
    recorded_end(cast, timedelta(hours=53))
    assert "Overdue Minutes were due by" in words(home(cast))
    assert "(5 hours ago)" in words(home(cast))


def test_when_all_is_written_nothing_is_asked(db):
    cast = plant_cast()
    with as_owner():
        Meeting.objects.filter(pk=cast.meetings["yesterday_1"].pk).update(
            cancelled_at=cast.now, cancel_reason="illness", cancelled_by=cast.cora
        )
    page = home(cast)
    assert "There are no minutes to write." in words(page)
    assert main_button(page) == []


def test_minutes_that_came_back_come_first(db):
    cast = plant_cast()
    with as_owner():
        MinutesReturn.objects.create(
            version=cast.minutes_1,
            circle=cast.circle_1,
            area=cast.areas["a"],
            returned_by=cast.cora,
            returned_at=cast.now,
        )
    page = home(cast)
    assert main_button(page) == ["Change the minutes"]
    assert "More minutes to write" in words(page)


def test_the_next_meeting_stands_with_its_place(db):
    cast = plant_cast()
    assert "The Invented Hall A" in words(home(cast))


def test_without_a_planned_meeting_the_page_says_who_plans_them(db):
    cast = plant_cast()
    with as_owner():
        Meeting.objects.filter(pk=cast.meetings["next_1"].pk).update(
            cancelled_at=cast.now, cancel_reason="venue", cancelled_by=cast.cora
        )
    assert "No meeting is planned. Your coordinator plans them." in words(home(cast))


def test_whom_to_ring_is_whoever_is_on_call_else_the_charitys_number(db):
    cast = plant_cast()
    assert "Out of hours: 01632 960999" in words(home(cast))
    with as_owner():
        for area, number in (("a", "01632 960111"), ("b", "01632 960222")):
            OnCallShift.objects.create(
                user=cast.sena,
                name="Sena",
                area=cast.areas[area],
                number=number,
                starts_at=cast.now - timedelta(hours=1),
                ends_at=cast.now + timedelta(hours=1),
            )
    page = words(home(cast))
    assert "If anyone is in danger now, ring 999 first." in page
    assert "On call now: Sena , 01632 960111" in page
    assert "960222" not in page
    assert "960999" not in page


def test_a_question_waits_until_it_is_answered_and_thanks_until_they_are_read(db):
    cast = plant_cast()
    asked(cast), asked(cast, "thanks", text="Very clear.")
    page = words(home(cast))
    assert "Cora asked you something" in page
    assert "Cora thanked you" in page
    assert "Why was he low?" not in page
    assert "asked you" not in words(home(cast, "vic"))
    signed_in(cast.vera).get(at("version", cast.meetings["past_1"].pk, 1))
    page = words(home(cast))
    assert "Cora asked you something" in page
    assert "Cora thanked you" not in page


def test_concerns_stand_by_reference_and_state_only(db):
    cast = plant_cast()
    concern = raised(cast)
    page = words(home(cast))
    assert concern.reference in page
    assert "Not read yet" in page
    assert "Kestrel" not in page


def test_a_volunteer_of_two_circles_sees_which_is_which(db):
    cast = plant_cast()
    with as_owner():
        _seat(cast, cast.circle_2, cast.volunteers["vera"])
    page = words(home(cast))
    assert page.startswith("Your Circles")
    assert "Circle 1" in page
    assert "Circle 2" in page


def _seat(cast, circle, volunteer):
    return Seat.objects.create(
        circle=circle,
        area=circle.area,
        part="volunteer",
        volunteer=volunteer,
        display_name=volunteer.given_name,
        letter="D",
        starts_at=cast.now - timedelta(days=100),
        sees_from=cast.now - timedelta(days=100),
    )


def grown(cast):
    """Two more meetings to write, two more volunteers, questions and concerns."""
    with as_owner():
        for number in (2, 3):
            starts = cast.meetings["yesterday_1"].starts_at - timedelta(days=number)
            Meeting.objects.create(
                circle=cast.circle_1,
                area=cast.areas["a"],
                planned_starts_at=starts,
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
            )
            user = User.objects.create(
                email=f"more{number}@people.example", name=f"More {number}", created_at=cast.now, password="!"
            )
            volunteer = Volunteer.objects.create(
                reference=new_reference("V"),
                area=cast.areas["a"],
                given_name=f"More{number}",
                family_name="Person",
                email=user.email,
                user=user,
                joined_on=cast.now.date(),
            )
            _seat(cast, cast.circle_1, volunteer)
    for _ in (2, 3):
        asked(cast), raised(cast)


def test_the_page_asks_the_database_the_same_however_much_there_is(db):
    cast = plant_cast()
    asked(cast), raised(cast)
    client = signed_in(cast.vera)
    counts = []
    for _ in (1, 3):
        client.get(at("home"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at("home")).status_code == 200
        counts.append(len(queries))
        grown(cast) if len(counts) == 1 else None
    assert counts == [40, 40]


def test_past_meetings_are_listed_twenty_at_a_time(db):
    cast = plant_cast()
    with as_owner():
        for days in range(20, 62, 2):
            starts = cast.now - timedelta(days=days)
            Meeting.objects.create(
                circle=cast.circle_1,
                area=cast.areas["a"],
                planned_starts_at=starts,
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
            )
    client = signed_in(cast.vera)
    first, second = client.get(at("meetings")), client.get(at("meetings") + "?page=2")
    assert [len(soup(page).select(".govuk-summary-list__row")) for page in (first, second)] == [20, 3]
    assert "Older meetings" in words(first)
    assert "Newer meetings" in words(second)
    assert client.get(at("meetings") + f"?circle={cast.circle_2.pk}").status_code == 404


def test_a_circle_that_does_not_exist_has_no_meetings(db):
    cast = plant_cast()
    assert signed_in(cast.vera).get(at("meetings") + "?circle=nonsense").status_code == 404
