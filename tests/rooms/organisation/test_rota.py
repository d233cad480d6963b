"""The on-call rota: who keeps it, what cannot be changed afterwards, and when nobody would answer."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.post.models import Notice
from encircle.rooms.organisation.actions.rota import Shift, add_shift, change_shift, remove_shift
from encircle.rooms.organisation.models import OnCallShift
from encircle.rooms.organisation.queries import on_call
from encircle.rooms.organisation.rota import Gap, Turn, gaps
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
A, B = UUID(int=1), UUID(int=2)
HOUR = timedelta(hours=1)


def turn(start, end, area=None):
    return Turn(MIDNIGHT + start * HOUR, MIDNIGHT + end * HOUR, area)


def found(*turns, areas=(A, B), until=24):
    stretches = gaps(turns, areas, since=MIDNIGHT, until=MIDNIGHT + until * HOUR)
    return [((g.starts_at - MIDNIGHT) / HOUR, (g.ends_at - MIDNIGHT) / HOUR, g.area_ids) for g in stretches]


def test_a_turn_for_all_areas_leaves_no_gap_anywhere():
    assert found(turn(-2, 30)) == []


def test_without_turns_the_whole_time_is_a_gap_for_every_area():
    assert found() == [(0, 24, (A, B))]


def test_turns_that_overlap_and_touch_leave_none_between_them():
    assert found(turn(0, 8), turn(6, 12), turn(12, 20)) == [(20, 24, (A, B))]


def test_a_turn_for_one_area_leaves_the_other_open():
    assert found(turn(0, 24), turn(3, 4, A)) == []
    assert found(turn(0, 12, A), turn(12, 24)) == [(0, 12, (B,))]


def test_a_longer_turn_that_began_earlier_counts_to_its_end():
    assert found(turn(0, 20), turn(2, 3)) == [(20, 24, (A, B))]


def test_gaps_compare_by_time():
    assert Gap(MIDNIGHT, MIDNIGHT + HOUR, (A,)) < Gap(MIDNIGHT + HOUR, MIDNIGHT + 2 * HOUR, (A,))


# --- keeping it ---


@pytest.fixture
def cast(db):
    return plant_cast()


def shift(cast, who="cleo", *, area=None, hours=(1, 13), **more):
    starts, ends = (cast.now + each * HOUR for each in hours)
    told = {"name": cast.users[who].name, "number": "01632 960111", "starts_at": starts, "ends_at": ends}
    return Shift(user_id=cast.users[who].pk, area_id=cast.areas[area].pk if area else None, **(told | more))


def add(cast, new, *, by="sena", id=None):
    with acting(cast.users[by]) as actor:
        return add_shift(new, id=id or new_id(), by=actor, at=actor.now)


@pytest.mark.parametrize("by", ["sena", "olga"])
def test_it_is_kept_by_senior_coordinators_and_managers_and_the_person_is_told(cast, by):
    once = new_id()
    for _ in range(2):
        add(cast, shift(cast), by=by, id=once)
    with as_owner():
        assert list(OnCallShift.objects.values_list("user__persona", "number")) == [("cleo", "01632 960111")]
        assert list(Notice.objects.values_list("user__persona", "kind")) == [("cleo", "waiting")]


@pytest.mark.parametrize("by", ["cora", "vera", "omar", "adam", "dana"])
def test_nobody_else_keeps_it(cast, by):
    with pytest.raises(NotAllowed):
        add(cast, shift(cast), by=by)
    with acting(cast.users[by]), pytest.raises(Exception, match="row-level security"):
        OnCallShift.objects.bulk_create([OnCallShift(user=cast.cleo, name="x", number="1", starts_at=cast.now,
                                                     ends_at=cast.now + HOUR)])  # fmt: skip


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"who": "vera"}, "person"),
        ({"who": "adam"}, "person"),
        ({"name": " "}, "name"),
        ({"number": "none"}, "number"),
        ({"hours": (5, 5)}, "ends_at"),
        ({"hours": (-9, -1)}, "ends_at"),
        ({"hours": (1, 24 * 40)}, "ends_at"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(cast, more, field):
    with pytest.raises(Invalid) as refusal:
        add(cast, shift(cast, **more))
    assert list(refusal.value.errors) == [field]


def test_a_turn_under_way_can_end_earlier_and_keeps_who_and_since_when(cast):
    running = add(cast, shift(cast, hours=(-2, 10)))
    with acting(cast.sena) as sena:
        with pytest.raises(Invalid):
            change_shift(running, shift(cast, "cora", hours=(-2, 10)), by=sena, at=sena.now)
        with pytest.raises(Invalid):
            change_shift(running, shift(cast, hours=(-1, 10)), by=sena, at=sena.now)
        with pytest.raises(Invalid, match="why"):
            change_shift(running, shift(cast, hours=(-2, 1)), by=sena, at=sena.now)
        change_shift(running, shift(cast, hours=(-2, 1)), why="Cleo was taken ill.", by=sena, at=sena.now)
        with pytest.raises(NotAllowed):
            remove_shift(running, by=sena, at=sena.now)
    with acting(cast.vera):
        assert [one.user_id for one in on_call([], cast.now + 0.5 * HOUR)] == [cast.cleo.pk]
        assert on_call([], cast.now + 2 * HOUR) == []


def test_a_turn_that_is_over_stays_as_it_was(cast):
    with as_owner():
        over = OnCallShift.objects.create(
            user=cast.cleo, name="Cleo", number="1", starts_at=cast.now - 9 * HOUR, ends_at=cast.now - HOUR
        )
    with acting(cast.sena) as sena:
        with pytest.raises(NotAllowed):
            change_shift(over.pk, shift(cast), by=sena, at=sena.now)
        assert OnCallShift.objects.filter(pk=over.pk).update(number="2") == 0
        assert OnCallShift.objects.filter(pk=over.pk).delete()[0] == 0


def test_a_turn_to_come_can_be_taken_off_again(cast):
    coming = add(cast, shift(cast))
    with acting(cast.olga) as olga:
        remove_shift(coming, by=olga, at=olga.now)
    with as_owner():
        assert not OnCallShift.objects.exists()
