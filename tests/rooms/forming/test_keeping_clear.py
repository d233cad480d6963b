"""A volunteer says whom or what they keep clear of: staff look at it, it keeps nobody apart, nothing comes back."""

import pytest
from django.db import IntegrityError, connection, transaction

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.rooms.due.models import Obligation
from encircle.rooms.due.vocabulary import Rule
from encircle.rooms.forming.actions.excluding import note_exclusion
from encircle.rooms.forming.actions.keeping_clear import look_at_clear, say_keep_clear, take_back
from encircle.rooms.forming.clear_queries import keep_clear_row, open_clear, open_own_clear, said_something
from encircle.rooms.forming.models import ClearLook, ClearLookWords, Exclusion, KeepClear, KeepClearWords
from encircle.rooms.forming.vocabulary import Because, Came, ClearOf
from encircle.rooms.people.models import CoreMember
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner
from tests.support.reckoning import disagreements, reckon_up

COUSIN = "My cousin, who was in prison: dotterel-3"


@pytest.fixture
def cast(db):
    return plant_cast()


def say(cast, who="vera", text=COUSIN, kind=ClearOf.PERSON):
    id = new_id()
    with acting(cast.users[who]) as actor:
        say_keep_clear(kind, text, id=id, by=actor, at=actor.now)
    return id


def look(cast, id, came=Came.NOTHING, exclusion=None, why="Nobody we work with", who="cora"):
    with acting(cast.users[who]) as actor:
        look_at_clear(
            keep_clear_row(id), came, exclusion=exclusion, why=why, id=new_id(), by=actor, at=actor.now
        )  # fmt: skip


def exclude(cast, volunteer="vera"):
    with acting(cast.cora) as cora:
        note_exclusion(
            CoreMember.objects.get(pk=cast.mark.pk), cast.volunteers[volunteer].pk, Because.PERSON,
            "They are cousins, it is said.", id=new_id(), by=cora, at=cora.now,
        )  # fmt: skip
        return Exclusion.objects.latest("at")


def seen(cast, who):
    """Who can tell that Vera said something, and read what, after opening it."""
    with acting(cast.users[who]) as actor:
        assert KeepClearWords.objects.count() == 0
        one = Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).first()
        said = said_something([cast.volunteers["vera"].pk])
        return [line.text for line in open_clear(one, by=actor)] if one else [], bool(said)


def owed(cast):
    reckon_up()
    assert disagreements() == []
    with acting(cast.cora):
        return {row.item_id for row in Obligation.objects.filter(rule=Rule.KEEP_CLEAR, met_at=None, closed_at=None)}


def test_the_staff_of_their_area_and_they_themselves_read_it_and_nobody_else(cast):
    say(cast)
    for who in ("cora", "cleo", "sena", "olga", "vera"):
        assert seen(cast, who) == ([COUSIN], True), who
    for who in ("vic", "xena", "colin", "tess", "petra", "adam", "dana"):
        assert seen(cast, who) == ([], False), who


def test_it_keeps_nobody_apart_by_itself(cast):
    say(cast, text="Mark Penhallow: dotterel-3")
    with as_owner():
        assert Exclusion.objects.count() == 0


def test_it_is_due_until_somebody_looked_or_it_is_taken_back(cast):
    first, second = say(cast), say(cast, text="The estate by the mill", kind=ClearOf.PLACE)
    assert owed(cast) == {first, second}
    look(cast, first)
    assert owed(cast) == {second}
    with acting(cast.vera) as vera:
        for _ in range(2):
            take_back(KeepClear.objects.get(pk=second), by=vera, at=vera.now)
    assert owed(cast) == set()
    with acting(cast.cora):
        assert said_something([cast.volunteers["vera"].pk]) == {cast.volunteers["vera"].pk}, "the first still stands"
    with acting(cast.vera) as vera:
        take_back(KeepClear.objects.get(pk=first), by=vera, at=vera.now)
    with acting(cast.cora):
        assert said_something([cast.volunteers["vera"].pk]) == set()


def test_what_staff_made_of_it_is_never_read_by_the_volunteer(cast):
    say_id = say(cast)
    look(cast, say_id, Came.NOTED, exclude(cast), "")
    other = say(cast, text="The mill")
    look(cast, other, why="Mark lives far from it: dotterel-4")
    with acting(cast.cora) as cora:
        lines = open_clear(Volunteer.objects.get(pk=cast.volunteers["vera"].pk), by=cora)
        assert {(one.look.came, one.why) for line in lines for one in line.looks} == {
            ("noted", ""), ("nothing", "Mark lives far from it: dotterel-4"),
        }  # fmt: skip
    with acting(cast.vera) as vera:
        lines = open_own_clear(Volunteer.objects.get(pk=cast.volunteers["vera"].pk), by=vera)
        assert {line.text for line in lines} == {COUSIN, "The mill"}
        assert (ClearLook.objects.count(), ClearLookWords.objects.count()) == (0, 0)


def test_staff_who_volunteer_neither_look_at_their_own_nor_read_what_was_made_of_it(cast):
    with as_owner():
        Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).update(user=cast.users["cleo"])
    own = say(cast, "cleo")
    with pytest.raises(NotAllowed):
        look(cast, own, who="cleo")
    look(cast, own, why="Not one of ours: dotterel-5")
    with acting(cast.users["cleo"]) as cleo:
        assert [line.looks for line in open_clear(Volunteer.objects.get(pk=cast.volunteers["vera"].pk), by=cleo)] == [
            []
        ]
        assert ClearLook.objects.count() == 0


def test_what_came_of_it_is_an_exclusion_of_this_volunteer_or_nothing_with_a_reason(cast):
    own = say(cast)
    of_vic = exclude(cast, "vic")
    for wrong, field in (
        ({"came": Came.NOTED}, "exclusion"),
        ({"came": Came.NOTED, "exclusion": of_vic}, "exclusion"),
        ({"exclusion": of_vic}, "exclusion"),
        ({"why": "no"}, "why"),
        ({"why": "x" * 1_001}, "why"),
    ):
        with pytest.raises(Invalid) as refused:
            look(cast, own, **wrong)
        assert list(refused.value.errors) == [field], wrong
    vera = cast.volunteers["vera"]
    nameless = ClearLook(keep_clear_id=own, came="noted", volunteer=vera, area=vera.area, by=cast.cora, at=cast.now)
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        nameless.save()


def test_nobody_says_nothing_or_too_much_or_for_somebody_else(cast):
    for wrong in (" ", "x" * 1_001):
        with pytest.raises(Invalid):
            say(cast, text=wrong)
    with pytest.raises(NotFound):
        say(cast, "cora")
    own = say(cast)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        take_back(KeepClear.objects.get(pk=own), by=cora, at=cora.now)


def test_said_things_are_never_edited(cast):
    say(cast)
    with acting(cast.vera):
        for statement in (
            "UPDATE forming_keepclear SET kind = 'other'", "UPDATE forming_keepclearwords SET text = 'other'",
            "DELETE FROM forming_keepclear", "DELETE FROM forming_keepclearwords",
        ):  # fmt: skip
            with pytest.raises(Exception, match=r"permission denied|append"), transaction.atomic():
                connection.cursor().execute(statement)
