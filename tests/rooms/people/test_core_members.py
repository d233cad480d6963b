"""Core members: known to the staff of their area; where they live is read only against a receipt."""

from datetime import date, timedelta

import pytest

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.people.actions import (
    Details,
    add_carer,
    add_core_member,
    change_core_member,
    end_carer,
    record_home,
)
from encircle.rooms.people.models import Carer, CoreMember, HomeContact
from encircle.rooms.people.queries import core_members, open_core_member, present_carers
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted


def lives_at(cast, address):
    with acting(cast.cora) as cora:
        record_home(cast.mark, id=new_id(), address=address, postcode="zz1 1zz", phone="", by=cora, at=cora.now)


def test_the_home_is_there_only_when_opened_and_the_opening_is_in_the_trace(db):
    cast = plant_cast()
    lives_at(cast, "1 Canary Lane")
    with acting(cast.cora):
        assert list(HomeContact.objects.all()) == []
    with acting(cast.cora) as cora:
        opened = open_core_member(cast.mark.pk, by=cora.acting, circle_id=cast.circle_1.pk)
        assert (opened.home.address, opened.home.postcode) == ("1 Canary Lane", "ZZ1 1ZZ")
    with as_owner():
        line = Entry.objects.get(verb="opened")
        assert (line.actor_id, line.person_id, line.circle_id) == (cast.cora.pk, cast.mark.pk, cast.circle_1.pk)


def test_the_newest_home_is_shown(db):
    cast = plant_cast()
    lives_at(cast, "1 Old Road")
    lives_at(cast, "2 New Road")
    with acting(cast.olga) as olga:
        assert open_core_member(cast.mark.pk, by=olga.acting).home.address == "2 New Road"


def test_for_everybody_else_the_core_member_is_not_there(db):
    cast = plant_cast()
    lives_at(cast, "1 Canary Lane")
    for user in (cast.colin, cast.vera, cast.omar, cast.adam, cast.dana):
        with acting(user) as actor:
            assert list(core_members()) == ([cast.other_core_member] if user == cast.colin else [])
            with pytest.raises(NotFound):
                open_core_member(cast.mark.pk, by=actor.acting)


def test_a_core_member_is_added_with_the_name_used_in_the_circle(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        added = add_core_member(
            new_id(), cast.areas["a"].pk, Details("Edward", "Fieldgate", "", date(1990, 2, 3)), by=cora, at=cora.now
        )
        change_core_member(added, Details("Edward", "Fieldgate", "Ned"), why="He goes by Ned", by=cora, at=cora.now)
    with as_owner():
        assert CoreMember.objects.get(pk=added.pk).known_as == "Ned"
        assert Entry.objects.filter(verb="changed").get().fields == ["known_as", "born_on"]


def test_a_date_of_birth_makes_sense(db):
    cast = plant_cast()
    for born_on in (cast.now.date(), cast.now.date() + timedelta(days=1), date(1890, 1, 1)):
        with acting(cast.cora) as cora, pytest.raises(Invalid) as refused:
            change_core_member(cast.mark, Details("Mark", "Hazelgrove", "", born_on), by=cora, at=cora.now)
        assert list(refused.value.errors) == ["born_on"]


def test_only_the_staff_of_the_area_change_anything(db):
    cast = plant_cast()
    for user in (cast.colin, cast.vera, cast.dana):
        with acting(user) as actor, pytest.raises(NotAllowed):
            change_core_member(cast.mark, Details("Mark", "Other"), by=actor, at=actor.now)


def test_a_carers_part_ends_with_the_day(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        add_carer(cast.mark, id=new_id(), name="Pam", standing="Parent", consent_required=True, by=cora, at=cora.now)
    with as_owner():
        carer = Carer.objects.get()
    with acting(cast.cora) as cora:
        end_carer(cast.mark, carer.pk, by=cora, at=cora.now)
        end_carer(cast.mark, carer.pk, by=cora, at=cora.now)
        assert [found.name for found in present_carers(cast.mark.pk, cora.now)] == ["Pam"]
    with clock_shifted(timedelta(days=1)), acting(cast.cora) as cora:
        assert present_carers(cast.mark.pk, cora.now) == []
