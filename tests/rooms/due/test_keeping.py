"""The table of what is owed says what the facts say: at once after an action, else after the worker's minute."""

from encircle.rooms.due.models import Stale
from encircle.rooms.due.vocabulary import Rule
from encircle.rooms.meetings.actions.approving import approve_minutes
from tests.cast import acting, plant_cast
from tests.support.database import as_owner
from tests.support.reckoning import disagreements, owed, reckon_up


def test_what_the_cast_owes_is_worked_out_from_its_facts(db):
    cast = plant_cast()
    assert owed() == []
    assert reckon_up() > 0
    assert disagreements() == []
    written = owed(rule=Rule.MINUTES_WRITTEN, circle=cast.circle_1)
    assert {one.item_id for one in written} >= {cast.meetings["past_1"].pk, cast.meetings["yesterday_1"].pk}
    (read,) = owed(rule=Rule.MINUTES_READ, circle=cast.circle_1)
    assert (read.item_id, read.met_at) == (cast.minutes_1.pk, None)


def test_an_approval_fulfils_the_reading_and_opens_the_release(db):
    cast = plant_cast()
    reckon_up()
    with acting(cast.cora) as cora:
        approve_minutes(cast.minutes_1.pk, by=cora, at=cora.now)
    reckon_up()
    (read,) = owed(rule=Rule.MINUTES_READ, circle=cast.circle_1)
    (release,) = owed(rule=Rule.MINUTES_RELEASED, circle=cast.circle_1)
    assert read.met_at is not None
    assert (release.item_id, release.met_at) == (cast.minutes_1.pk, None)
    assert disagreements() == []


def test_nothing_stays_stale(db):
    plant_cast()
    reckon_up()
    with as_owner():
        assert not Stale.objects.exists()
    assert reckon_up() == 0
