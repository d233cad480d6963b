"""The morning after a meeting each volunteer who was there and has not said how it left them is written to, once."""

import threading
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from encircle.common.clock import LONDON, in_london
from encircle.foundations.audit.models import Entry
from encircle.foundations.each_alone import SomeFailed
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Pause, Seat
from encircle.rooms.meetings.models import Attendance, Meeting
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.support.actions.asking import ask_after, ask_all
from encircle.rooms.support.models import Absence, Away, CheckAsked
from encircle.rooms.support.policy import AskingClock, AtMeeting, asked_from, is_asked, is_time_to_ask
from encircle.rooms.support.vocabulary import Answer
from tests.cast import plant_cast
from tests.foundations.post.test_letters import postbox, verified, work  # noqa: F401 (a fixture)
from tests.support.database import as_owner, clock_shifted

from . import scene

HOUR = timedelta(hours=1)


@pytest.fixture
def cast(db):
    """Circle 1 met last evening and nobody else did: it ended at 20:00 of the day before `morning`."""
    cast = plant_cast()
    ended = in_london(cast.now).replace(hour=20, minute=0, second=0, microsecond=0) - timedelta(days=1)
    with as_owner():
        Meeting.objects.exclude(pk=cast.meetings["yesterday_1"].pk).update(
            cancelled_at=cast.now, cancel_reason="illness"
        )
        Meeting.objects.filter(pk=cast.meetings["yesterday_1"].pk).update(
            starts_at=ended - 2 * HOUR, ends_at=ended, held_from=None, held_until=None
        )
        Attendance.objects.filter(meeting=cast.meetings["yesterday_1"]).delete()
        cast.meetings["yesterday_1"].refresh_from_db()
    return cast


def look(cast, hour=9, minute=1, days=1):
    """How many are asked at this time in London, so many days after the meeting."""
    ended = in_london(cast.meetings["yesterday_1"].ends_at)
    at = ended.replace(hour=hour, minute=minute) + timedelta(days=days)
    with clock_shifted(at - datetime.now(UTC)):
        return ask_all()


def told():
    with as_owner():
        return sorted(Notice.objects.values_list("user__persona", flat=True))


def change(row, **values):
    with as_owner():
        type(row).objects.filter(pk=row.pk).update(**values)


def plant_away(cast, who, **days):
    with as_owner():
        one = cast.volunteers[who]
        Away.objects.create(volunteer=one, area=one.area, said_by=cast.users[who], said_at=cast.now, **days)


def note(cast, who, presence):
    with as_owner():
        held = cast.meetings["yesterday_1"]
        Attendance.objects.create(
            meeting=held, circle=held.circle, area=held.area, seat=cast.seats[who], presence=presence
        )


def day_of(cast, after=0):
    return in_london(cast.meetings["yesterday_1"].ends_at).date() + timedelta(days=after)


def test_nobody_is_asked_before_the_hour_of_the_next_morning(cast):
    assert (look(cast, hour=22, days=0), look(cast, hour=8, minute=58), told()) == (0, 0, [])


def test_each_volunteer_of_the_circle_is_asked_once_and_never_again(cast):
    assert look(cast) == 2
    assert [look(cast, hour=10), look(cast, days=2), look(cast, days=3)] == [0, 0, 0]
    assert told() == ["vera", "vic"]
    with as_owner():
        assert CheckAsked.objects.count() == 2


def test_who_has_said_it_is_not_asked(cast):
    scene.plant_check(cast, "vera", Answer.FINE)
    assert (look(cast), told()) == (1, ["vic"])


@pytest.mark.parametrize("presence", ["apologies", "absent"])
def test_who_was_noted_as_not_there_is_not_asked(cast, presence):
    note(cast, "vera", presence)
    note(cast, "vic", "present")
    assert (look(cast), told()) == (1, ["vic"])


def plant_absence(cast, **more):
    with as_owner():
        held = cast.meetings["yesterday_1"]
        Absence.objects.create(
            meeting=held, circle=held.circle, area=held.area, seat=cast.seats["vera"], said_by=cast.vera,
            said_at=cast.now, **more,
        )  # fmt: skip


def test_who_said_they_could_not_come_is_asked_only_where_the_minutes_have_them_there(cast):
    plant_absence(cast)
    assert (look(cast), told()) == (1, ["vic"])


def test_who_came_although_they_had_said_they_could_not_is_asked(cast):
    plant_absence(cast)
    note(cast, "vera", "present")
    assert (look(cast), told()) == (2, ["vera", "vic"])


@pytest.mark.parametrize(
    ("starts", "until", "back", "asked"),
    [
        (-5, None, None, ["vic"]),
        (-5, 0, None, ["vic"]),  # of that evening's meeting itself
        (1, None, None, ["vic"]),  # from this morning on
        (-5, None, -1, ["vera", "vic"]),
        (-9, -3, None, ["vera", "vic"]),
        (2, None, None, ["vera", "vic"]),
    ],
)
def test_who_is_away_is_left_in_peace(cast, starts, until, back, asked):
    plant_away(
        cast, "vera", starts_on=day_of(cast, starts), until=None if until is None else day_of(cast, until),
        back_on=None if back is None else day_of(cast, back),
    )  # fmt: skip
    look(cast)
    assert told() == asked


def test_whoever_gave_up_their_seat_is_not_asked(cast):
    change(cast.seats["vera"], ends_at=cast.meetings["yesterday_1"].ends_at + HOUR)
    assert (look(cast), told()) == (1, ["vic"])


def test_whoever_has_left_is_not_asked(cast):
    change(cast.volunteers["vera"], left_on=day_of(cast), ends_at=cast.now)
    assert (look(cast), told()) == (1, ["vic"])


def test_whoever_may_not_sign_in_is_not_asked(cast):
    change(cast.vera, suspended_at=cast.now)
    assert (look(cast), told()) == (1, ["vic"])


def test_whoever_joined_the_circle_since_is_not_asked_about_a_meeting_before(cast):
    with as_owner():
        Seat.objects.filter(pk=cast.seats["vera"].pk).update(sees_from=cast.meetings["yesterday_1"].ends_at)
    assert (look(cast), told()) == (1, ["vic"])


def test_no_meeting_that_was_cancelled_is_asked_about(cast):
    change(cast.meetings["yesterday_1"], cancelled_at=cast.now, cancel_reason="illness")
    assert (look(cast), told()) == (0, [])


def test_no_meeting_in_a_pause_of_the_circle_is_asked_about(cast):
    held = cast.meetings["yesterday_1"]
    with as_owner():
        Pause.objects.create(circle=held.circle, area=held.area, starts_at=held.starts_at - HOUR)
    assert (look(cast), told()) == (0, [])


def test_a_clock_that_stood_still_asks_while_the_charitys_days_last_and_not_after(cast):
    assert (look(cast, days=4), told()) == (0, [])
    assert (look(cast, days=3), told()) == (2, ["vera", "vic"])


def test_a_charity_that_sets_no_days_asks_nobody_by_letter(cast):
    with as_owner():
        PracticeStandard.objects.update(check_asked_days=0)
    assert (look(cast), look(cast, days=2), told()) == (0, 0, [])


def test_the_hour_is_that_of_the_standard_in_force_on_the_day_of_the_meeting(cast):
    with as_owner():
        PracticeStandard.objects.update(check_asked_hour=12)
        PracticeStandard.objects.create(in_force_from=day_of(cast, 1), check_asked_hour=6, set_at=cast.now)
    assert (look(cast, hour=9), look(cast, hour=12)) == (0, 2)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_ask_once(transactional_db):
    cast = plant_cast()
    held = cast.meetings["yesterday_1"].pk
    asked, together = [], threading.Barrier(2)

    def ask():
        try:
            together.wait()
            asked.append(ask_after(held))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=ask) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert (sorted(asked), told()) == ([0, 2], ["vera", "vic"])


def test_one_meeting_that_fails_stops_no_other(cast, monkeypatch):
    with as_owner():
        Meeting.objects.filter(pk=cast.meetings["past_1"].pk).update(
            cancelled_at=None, cancel_reason="", ends_at=cast.meetings["yesterday_1"].ends_at - HOUR,
            starts_at=cast.meetings["yesterday_1"].ends_at - 3 * HOUR, held_from=None, held_until=None,
        )  # fmt: skip
    bad, real = cast.meetings["past_1"].pk, ask_after
    monkeypatch.setattr(
        "encircle.rooms.support.actions.asking.ask_after", lambda one: real(one) if one != bad else 1 / 0
    )
    with pytest.raises(SomeFailed):
        look(cast)
    assert told() == ["vera", "vic"]


def test_the_letter_says_only_that_something_waits(cast, postbox):  # noqa: F811
    verified(cast.vera, cast.vic)
    look(cast)
    work()
    assert sorted(to for to, _ in postbox.letters) == [[cast.vera.email], [cast.vic.email]]
    for _, text in postbox.letters:
        assert "Subject: Something is waiting for you" in text
        for secret in ("Vera", "Vic", "Mark", "Circle 1", cast.circle_1.reference, "meeting", "fine"):
            assert secret not in text.partition("\r\n\r\n")[2].replace("Circles", "")


def test_that_they_were_asked_is_in_the_ledger(cast):
    look(cast)
    with as_owner():
        [entry] = Entry.objects.filter(item_type="support.checkasked")
        assert (entry.item_id, entry.detail) == (cast.meetings["yesterday_1"].pk, "2")


# --- the policy ---

CLOCKS = st.builds(AskingClock, hour=st.integers(0, 23), days=st.integers(0, 14))
YEARS = [datetime(year, 1, 1) for year in (2024, 2028)]  # noqa: DTZ001 (the strategy adds the zone)
MOMENTS = st.datetimes(*YEARS, timezones=st.just(UTC))


@given(over=MOMENTS, clock=CLOCKS, later=st.timedeltas(timedelta(0), timedelta(days=40)))
def test_the_time_to_ask_begins_the_next_morning_and_ends_with_the_last_day(over, clock, later):
    at = over + later
    days = (in_london(at).date() - in_london(over).date()).days
    come = days > 1 or (days == 1 and in_london(at).hour >= clock.hour)
    assert is_time_to_ask(over, at, clock) == (come and days <= clock.days)


@given(over=MOMENTS, clock=CLOCKS)
def test_the_hour_is_londons_also_on_the_morning_when_the_clocks_change(over, clock):
    found = asked_from(over, clock).astimezone(LONDON)
    assert found.date() == in_london(over).date() + timedelta(days=1)
    on_the_wall = datetime(found.year, found.month, found.day, clock.hour, tzinfo=LONDON)
    assert found == on_the_wall.astimezone(UTC)


def test_exactly_who_was_there_or_due_and_neither_rests_nor_has_said_is_asked():
    asked = {
        (noted, cannot)
        for noted, cannot, away, said in product((None, True, False), (True, False), (True, False), (True, False))
        if is_asked(AtMeeting(noted, cannot, away, said)) and not (away or said)
    }
    assert asked == {(None, False), (True, False), (True, True)}
    assert not any(is_asked(AtMeeting(*one, True, said)) for one in asked for said in (True, False))
    assert not any(is_asked(AtMeeting(*one, False, True)) for one in asked)
