"""The MAPPA register: days and codes over time, the charity's own actions, and never the minutes."""

from datetime import timedelta

import pytest

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.corrections.queries import open_corrections, times_corrected
from encircle.rooms.received import mappa
from encircle.rooms.received.mappa import NewAction, NewMeeting, NewPlacing
from encircle.rooms.received.models import MappaActionText, MappaMeeting, MappaPlacing
from encircle.rooms.received.vocabulary import MappaAttendance
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

DAY = timedelta(days=1)


@pytest.fixture
def cast(db):
    return plant_cast()


def today(cast):
    return in_london(cast.now).date()


def meeting(cast, by, *, ago=3, attendance=MappaAttendance.ATTENDED, **more):
    id, agency = new_id(), cast.agencies["police"].pk
    new = NewMeeting(id=id, agency_id=agency, held_on=today(cast) - ago * DAY, attendance=attendance, **more)
    mappa.record_meeting(cast.mark, new, by=by, at=by.now)
    return MappaMeeting.objects.get(pk=id)


def test_category_and_level_are_kept_over_time_and_the_newest_counts(cast):
    agency = cast.agencies["probation"].pk
    with acting(cast.cora) as cora:
        for ago, level in ((90, 2), (5, 1)):
            day = today(cast) - ago * DAY
            new = NewPlacing(id=new_id(), agency_id=agency, starts_on=day, category=1, level=level)
            mappa.record_placing(cast.mark, new, by=cora, at=cora.now)
            mappa.record_placing(cast.mark, new, by=cora, at=cora.now)  # pressed twice
        found = mappa.register_of(cast.mark.pk)
        assert [one.level for one in found.placings] == [1, 2]
        assert found.now(today(cast)).level == 1
        assert found.now(today(cast) - 30 * DAY).level == 2


def test_category_goes_with_level_and_neither_means_no_longer_managed(cast):
    with acting(cast.cora) as cora:
        given = {"id": new_id(), "agency_id": cast.agencies["probation"].pk, "starts_on": today(cast)}
        with pytest.raises(Invalid) as refused:
            mappa.record_placing(cast.mark, NewPlacing(**given, category=2), by=cora, at=cora.now)
        assert list(refused.value.errors) == ["level"]
        mappa.record_placing(cast.mark, NewPlacing(**given), by=cora, at=cora.now)
        assert mappa.register_of(cast.mark.pk).now(today(cast)).level is None


def test_an_action_of_ours_is_a_line_behind_a_receipt_and_is_done_by_somebody(cast):
    with acting(cast.cora) as cora:
        held = meeting(cast, cora)
        action = NewAction(id=new_id(), text="Ask about the whimbrel works", due_on=today(cast) + DAY)
        mappa.add_action(held, action, by=cora, at=cora.now)
        with pytest.raises(Invalid):
            mappa.add_action(held, NewAction(id=new_id(), text="x" * 201, due_on=today(cast)), by=cora, at=cora.now)
    with acting(cast.cora) as cora:
        assert list(MappaActionText.objects.all()) == []
        assert mappa.open_register(cast.mark.pk, by=cora).texts == {action.id: action.text}
        assert [one.pk for one in mappa.actions_to_do()] == [action.id]
        mappa.complete_action(mappa.mappa_action(action.id), today(cast), by=cora, at=cora.now)
        (line,) = mappa.register_of(cast.mark.pk).actions
        assert (line.done_on, line.done_by) == (today(cast), cast.cora.name)
        assert mappa.actions_to_do() == []


def test_what_became_of_a_meeting_is_a_step_and_changing_it_later_a_correction(cast):
    with acting(cast.cora) as cora:
        coming = meeting(cast, cora, ago=0, attendance=MappaAttendance.TO_COME)
        mappa.record_attendance(coming, MappaAttendance.ATTENDED, None, by=cora, at=cora.now)
        assert times_corrected([coming.pk]) == {}
        held = mappa.mappa_meeting(coming.pk)
        with pytest.raises(Invalid) as refused:
            mappa.record_attendance(held, MappaAttendance.APOLOGIES, None, by=cora, at=cora.now)
        assert list(refused.value.errors) == ["why"]
        why = "Looked at the wrong diary"
        mappa.record_attendance(held, MappaAttendance.APOLOGIES, None, why=why, by=cora, at=cora.now)
        assert times_corrected([coming.pk]) == {coming.pk: 1}
    with acting(cast.cora) as cora:
        (line,) = open_corrections(coming.pk, by=cora).lines
        assert (line.old, line.new, line.why, line.by) == ("We attended", "We sent apologies", why, cast.cora.name)


def test_nobody_outside_the_area_sees_or_writes_it(cast):
    with acting(cast.cora) as cora:
        meeting(cast, cora)
    for who in (cast.colin, cast.vera, cast.omar, cast.dana):
        with acting(who) as actor:
            assert list(MappaMeeting.objects.all()) == []
            new = NewPlacing(id=new_id(), agency_id=cast.agencies["police"].pk, starts_on=today(cast))
            with pytest.raises(NotAllowed):
                mappa.record_placing(cast.mark, new, by=actor, at=actor.now)
    with as_owner():
        assert MappaPlacing.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_is_read_in_four_reads_however_long_it_is(cast, count, django_assert_num_queries):
    with acting(cast.cora) as cora:
        for ago in range(1, count + 1):
            held = meeting(cast, cora, ago=ago)
            action = NewAction(id=new_id(), text="Ring them", due_on=today(cast))
            mappa.add_action(held, action, by=cora, at=cora.now)
            mappa.complete_action(mappa.mappa_action(action.id), today(cast), by=cora, at=cora.now)
    with acting(cast.cora), django_assert_num_queries(4):
        assert len(mappa.register_of(cast.mark.pk).meetings) == count
