"""`encircle init`: a real charity with two people who have one invitation each, and nobody else."""

import re
from argparse import Namespace

import pytest
from django.test import Client

from encircle.common.errors import Invalid, NotAllowed
from encircle.config.commands import init
from encircle.foundations.access.models import Appointment
from encircle.foundations.accounts.models import Invitation, User
from encircle.foundations.audit.models import Entry
from encircle.rooms.organisation.models import Area, Charity, KindStandard, PracticeStandard, Topic
from tests.support.database import as_owner


def said(**more):
    given = {
        "charity": "Circles of the Invented Coast",
        "area": ["North Shore", "South Shore"],
        "administrator_email": "ada.grey@circles.example",
        "administrator_name": "",
        "manager_email": "Mo@circles.example",
        "manager_name": "Mo Tarn",
    }
    return Namespace(**{**given, **more})


def began(**more):
    with as_owner():
        return init.run(said(**more))


def test_it_makes_a_real_charity_with_its_standards_and_no_case(db):
    assert began() == 0
    with as_owner():
        charity = Charity.objects.get()
        assert (charity.name, charity.is_demo) == ("Circles of the Invented Coast", False)
        assert list(Area.objects.order_by("name").values_list("name", "code")) == [
            ("North Shore", "north-shore"),
            ("South Shore", "south-shore"),
        ]
        sizes = KindStandard.objects.order_by("kind").values_list(
            "kind", "least_volunteers", "most_volunteers", "months", "needs_carers"
        )
        assert list(sizes) == [
            ("adapted", 4, 5, 12, False),
            ("adult", 4, 6, 12, False),
            ("prison", 3, 6, 18, False),
            ("young", 3, 4, 12, True),
        ]
        assert PracticeStandard.objects.get().minutes_due_hours == 48
        assert set(Topic.objects.values_list("part", flat=True)) == {
            "preparation",
            "with_core_member",
            "contact",
            "debrief",
        }


def test_the_first_two_people_were_appointed_by_nobody_and_are_two(db):
    began()
    with as_owner():
        held = Appointment.objects.order_by("role").values_list("user__name", "role", "appointed_by")
        assert list(held) == [("Ada Grey", "administrator", None), ("Mo Tarn", "operations_manager", None)]
        assert Invitation.objects.count() == 2
        assert set(Entry.objects.values_list("system", "verb")) == {("installer", "created")}


def test_each_printed_address_opens_and_is_stored_nowhere(db, capsys):
    began()
    printed = capsys.readouterr().out
    tokens = re.findall(r"/invitation/(\S+)", printed)
    assert len(tokens) == 2
    for token in tokens:
        assert Client().get(f"/invitation/{token}").status_code == 200
    with as_owner():
        assert not Invitation.objects.filter(token_hash__in=tokens).exists()


def test_it_refuses_where_there_is_a_charity(db):
    began()
    with pytest.raises(NotAllowed):
        began()
    with as_owner():
        assert (Charity.objects.count(), User.objects.count()) == (1, 2)


@pytest.mark.parametrize("address", ["ADA.grey@circles.example ", "ada.grey@circles.example"])
def test_one_person_cannot_be_both(db, address):
    with pytest.raises(Invalid):
        began(manager_email=address)
    with as_owner():
        assert not Charity.objects.exists()


def test_a_wrong_address_or_area_leaves_nothing_behind(db):
    for wrong in ({"manager_email": "mo"}, {"area": ["North", " north "]}, {"area": ["North", ""]}):
        with pytest.raises(Invalid):
            began(**wrong)
    with as_owner():
        assert (Charity.objects.count(), User.objects.count(), Area.objects.count()) == (0, 0, 0)


def test_in_a_terminal_it_asks_for_what_was_not_said():
    answers = {"Name of the charity: ": "Typed Circles", "Areas it works in, separated by commas: ": "North, South"}
    given = said(charity=None, area=None)
    init.complete(given, ask=answers.__getitem__)
    assert (given.charity, given.area) == ("Typed Circles", ["North", " South"])


def test_without_a_terminal_it_names_what_is_missing():
    with pytest.raises(init.NotSaid) as refused:
        init.complete(said(manager_email=None), ask=None)
    assert str(refused.value) == "say --manager-email"
