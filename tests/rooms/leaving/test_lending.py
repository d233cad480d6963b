"""What a volunteer was lent: it is noted, it comes back or is written off, and a leaver's stands out."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.rooms.leaving.actions.lending import NewLoan, end_loan, lend
from encircle.rooms.leaving.exit_queries import held_by, lent_row, lent_to, not_returned, things_held
from encircle.rooms.leaving.models import Lent, LentOver
from encircle.rooms.leaving.vocabulary import Became, Thing
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted

from .scene import leave, today

DAY = timedelta(days=1)


@pytest.fixture
def cast(db):
    return plant_cast()


def lends(cast, kind=Thing.BADGE, which="0142", days_ago=3, by="cora", who="vera"):
    id = new_id()
    with acting(cast.users[by]) as actor:
        new = NewLoan(kind, which, today(cast) - days_ago * DAY)
        lend(Volunteer.objects.get(pk=cast.volunteers[who].pk), new, id=id, by=actor, at=actor.now)
    return id


def ends(cast, id, became=Became.RETURNED, days_ago=0, by="cora"):
    with acting(cast.users[by]) as actor:
        end_loan(lent_row(id), became, today(cast) - days_ago * DAY, id=new_id(), by=actor, at=actor.now)


def test_what_is_held_stands_first_and_leaves_the_list_as_it_comes_back(cast):
    badge, phone = lends(cast), lends(cast, Thing.PHONE, "", days_ago=1)
    ends(cast, phone)
    with acting(cast.users["cora"]):
        assert [one.pk for one in lent_to(cast.volunteers["vera"].pk)] == [badge, phone]
        assert things_held([cast.volunteers["vera"].pk, cast.volunteers["vic"].pk]) == {cast.volunteers["vera"].pk: 1}
    with acting(cast.vera):
        assert [one.named for one in held_by(cast.volunteers["vera"].pk)] == ["Badge: 0142"]
    for who in ("vic", "xena", "colin", "petra"):
        with acting(cast.users[who]):
            assert (Lent.objects.count(), LentOver.objects.count()) == (0, 0)


def test_what_a_leaver_still_holds_stands_on_the_list_until_it_is_written_off(cast):
    badge = lends(cast)
    leave(cast, days=1)
    with acting(cast.users["cora"]):
        assert not_returned(cast.areas["a"].pk, cast.now + DAY) == []
        assert [one.lent.pk for one in not_returned(cast.areas["a"].pk, cast.now + 2 * DAY)] == [badge]
    with acting(cast.users["colin"]):
        assert not_returned(cast.areas["a"].pk, cast.now + 2 * DAY) == []
    with clock_shifted(2 * DAY):
        ends(cast, badge, Became.LOST)
    with acting(cast.users["cora"]):
        assert not_returned(cast.areas["a"].pk, cast.now + 2 * DAY) == []


def test_days_that_cannot_be_and_a_second_end_are_refused(cast):
    for wrong in ({"days_ago": -1}, {"kind": Thing.OTHER, "which": " "}):
        with pytest.raises(Invalid):
            lends(cast, **wrong)
    badge = lends(cast)
    for days_ago in (4, -1):
        with pytest.raises(Invalid):
            ends(cast, badge, days_ago=days_ago)
    ends(cast, badge)
    with pytest.raises(NotAllowed):
        ends(cast, badge, Became.LOST)


def test_nothing_is_lent_to_somebody_who_has_gone_but_what_they_held_is_noted(cast):
    leave(cast)
    lends(cast, days_ago=1)
    with clock_shifted(2 * DAY), pytest.raises(Invalid):
        lends(cast, days_ago=-1)


def test_the_database_takes_no_end_before_the_beginning_and_none_in_anothers_name(cast):
    badge = lends(cast)
    of = {"volunteer": cast.volunteers["vera"], "area": cast.areas["a"], "became": "returned", "at": cast.now}
    with acting(cast.users["cora"]) as cora:
        for wrong in (
            {"on": today(cast) - 9 * DAY, "by_id": cora.user_id},
            {"on": today(cast), "by_id": cast.users["cleo"].pk},
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                LentOver.objects.bulk_create([LentOver(lent_id=badge, **of, **wrong)])


def test_nobody_notes_what_they_themselves_were_lent(cast):
    with as_owner():
        Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).update(user=cast.users["cora"])
    with pytest.raises(NotAllowed):
        lends(cast)
