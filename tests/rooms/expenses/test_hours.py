"""Hours: counted from what was recorded, never copied; noted where they are not; nobody else's."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import InternalError, ProgrammingError

from encircle.common.clock import LONDON, in_london
from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_id
from encircle.rooms.circles.models import Seat
from encircle.rooms.expenses.actions.hours import NewHours, note_hours, take_back_hours
from encircle.rooms.expenses.hours import hours_of, noted_row, quarter_of
from encircle.rooms.expenses.models import HoursTakenBack, OtherHours
from encircle.rooms.expenses.totals import Period, Span, totals
from encircle.rooms.expenses.vocabulary import HoursKind
from encircle.rooms.meetings.models import Attendance
from encircle.rooms.support.models import Supervision, SupervisionPlace
from encircle.rooms.training.models import Attendance as Trained
from encircle.rooms.training.models import Event, EventPart
from tests.cast import acting
from tests.support.database import as_owner

from . import scene

FIRST = date(1990, 1, 1)


@pytest.fixture
def cast(db):
    found = scene.planted()
    with as_owner():
        Attendance.objects.all().delete()
    return found


def note(cast, minutes=90, days=-1, who="vera", by=None, kind=HoursKind.PREPARING, circle=None):
    id = new_id()
    with acting(cast.users[by or who]) as actor:
        new = NewHours(scene.day(cast, days), minutes, kind, circle)
        note_hours(cast.volunteers[who], new, id=id, by=actor, at=actor.now)
    return id


def counted(cast, who="vera", by=None):
    with acting(cast.users[by or who]):
        found = hours_of(cast.volunteers[who].pk, since=None, until=scene.day(cast, 1))
    return dict(found.by_source)


def came(cast, meeting="past_1", **more):
    row = cast.meetings[meeting]
    with as_owner():
        Attendance.objects.create(
            meeting=row, circle=row.circle, area=row.area, seat=cast.seats["vera"], presence="present", **more
        )
    return row


def test_a_meeting_counts_as_long_as_it_was(cast):
    row = came(cast)
    minutes = int((row.ends_at - row.starts_at).total_seconds() / 60)
    assert counted(cast) == {"Circle meetings": minutes}


def test_as_long_as_it_was_held_where_that_is_recorded(cast):
    row = came(cast)
    with as_owner():
        type(row).objects.filter(pk=row.pk).update(
            held_from=row.starts_at, held_until=row.starts_at + timedelta(minutes=77)
        )
    assert counted(cast) == {"Circle meetings": 77}


def test_the_time_the_minutes_give_counts_before_it_and_travel_beside_it(cast):
    came(cast, minutes_given=130, travel_minutes=40)
    assert counted(cast) == {"Circle meetings": 130, "Travel to meetings": 40}


def test_hours_of_a_circle_they_have_left_stay_theirs(cast):
    came(cast, minutes_given=130)
    with as_owner():
        Seat.objects.filter(pk=cast.seats["vera"].pk).update(ends_at=cast.now - timedelta(minutes=1))
    assert counted(cast) == {"Circle meetings": 130}


def test_training_counts_what_was_noted_last_and_supervision_what_the_charity_says(cast):
    vera, area, day = cast.volunteers["vera"], cast.areas["a"], scene.day(cast, -9)
    who = {"volunteer": vera, "area": area, "by": cast.cora}
    with as_owner():
        event = Event.objects.create(
            area=area, kind="basic", first_on=day, last_on=day, places=9, opened_at=cast.now, opened_by=cast.cora
        )
        for number, hours in ((1, 3), (2, 2)):
            part = EventPart.objects.create(
                event=event, area=area, number=number, name="Part", on=day, starts=time(9), ends=time(9 + hours)
            )
            Trained.objects.create(part=part, event=event, came=True, at=cast.now - timedelta(hours=2), **who)
        Trained.objects.create(part=part, event=event, came=False, at=cast.now, **who)
        held = Supervision.objects.create(
            kind="group", area=area, starts_at=cast.now - timedelta(days=3), supervisor=cast.cora,
            planned_by=cast.cora, planned_at=cast.now,
        )  # fmt: skip
        SupervisionPlace.objects.create(
            supervision=held, volunteer=vera, area=area, presence="came", recorded_at=cast.now, recorded_by=cast.cora
        )
    assert counted(cast) == {"Training": 180, "Supervision": 60}


def test_other_hours_are_noted_once_and_taken_back_by_a_row_of_their_own(cast):
    id = note(cast)
    assert counted(cast) == {"Preparing": 90}
    for _ in range(2):
        with acting(cast.vera) as vera:
            take_back_hours(noted_row(id), by=vera, at=vera.now)
    assert counted(cast) == {}
    with as_owner():
        assert (OtherHours.objects.count(), HoursTakenBack.objects.count()) == (1, 1)


def test_nobody_edits_an_entry(cast):
    id = note(cast)
    with acting(cast.vera), pytest.raises((ProgrammingError, InternalError)):
        OtherHours.objects.filter(pk=id).update(minutes=600)


@pytest.mark.parametrize(("minutes", "days"), [(0, -1), (1441, -1), (60, 1), (60, -400)])
def test_hours_that_cannot_be_are_refused(cast, minutes, days):
    with pytest.raises(Invalid):
        note(cast, minutes, days)


def test_of_anothers_circle_nothing_is_noted(cast):
    with pytest.raises(Invalid):
        note(cast, circle=cast.meetings["past_2"].circle_id)
    note(cast, circle=cast.meetings["past_1"].circle_id)


def test_staff_of_the_area_note_hours_for_somebody_and_nobody_else_does(cast):
    note(cast, by="cora")
    assert counted(cast) == {"Preparing": 90}
    for who in ("vic", "colin", "xena"):
        with pytest.raises(NotFound):
            note(cast, by=who)


def test_hours_are_seen_by_their_volunteer_and_the_staff_of_the_area_alone(cast):
    note(cast)
    everybody = ("vera", "vic", "xena", "cora", "cleo", "colin", "sena", "olga", "petra", "adam", "tess")
    assert [who for who in everybody if counted(cast, by=who)] == ["vera", "cora", "cleo", "sena", "olga"]
    readers = []
    for who in everybody:
        with acting(cast.users[who]):
            readers += [who] if OtherHours.objects.exists() else []
    assert readers == ["vera", "cora", "cleo", "sena", "olga"]


def test_quarters_begin_in_january_april_july_and_october():
    months = [quarter_of(date(2026, month, 17)).month for month in range(1, 13)]
    assert months == [1, 1, 1, 4, 4, 4, 7, 7, 7, 10, 10, 10]


# --- by area ---


def period(cast, span=Span.MONTH):
    return Period(scene.day(cast, -400), scene.day(cast, 1), span)


def test_totals_by_area_hold_back_how_many_volunteers_where_they_are_few(cast):
    for who, by in (("vera", "vera"), ("vic", "vic"), ("xena", "xena")):
        note(cast, who=who, by=by)
    with acting(cast.olga) as olga:
        found = totals(period(cast, Span.QUARTER), by=olga)
    a, b = cast.areas["a"], cast.areas["b"]
    assert {one.area: (one.minutes, one.volunteers) for one in found} == {a: (180, None), b: (90, None)}


def test_totals_count_what_was_paid_in_its_month_and_not_what_fell_through(cast):
    scene.approve(cast, scene.sent(cast))
    scene.pay(cast)
    with acting(cast.olga) as olga:
        found = totals(period(cast), by=olga)
    month = in_london(cast.now).date().replace(day=1)
    assert [(one.area, one.starts_on, one.pence) for one in found] == [(cast.areas["a"], month, 420)]


def test_a_period_is_refused_backwards_and_beyond_five_years(cast):
    with acting(cast.olga) as olga:
        for since, until in ((scene.day(cast), scene.day(cast, -9)), (date(2001, 1, 1), scene.day(cast))):
            with pytest.raises(Invalid):
                totals(Period(since, until), by=olga)


def test_an_evening_meeting_counts_on_its_london_day(cast):
    row = came(cast, minutes_given=60)
    late = datetime(2026, 6, 30, 23, 30, tzinfo=LONDON)
    with as_owner():
        type(row).objects.filter(pk=row.pk).update(starts_at=late, ends_at=late + timedelta(hours=1))
    with acting(cast.vera):
        found = hours_of(cast.volunteers["vera"].pk, since=FIRST, until=date(2030, 1, 1))
    assert [one.on for one in found.rows] == [date(2026, 6, 30)]
