"""The forecast: who waits and who is free, in the areas one works in and in no other."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_reference
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.people.models import CoreMember
from encircle.rooms.readiness.models import Requirement
from encircle.rooms.suitability.models import WaitingPlace
from encircle.rooms.volunteers.models import Availability, Matching, Volunteer
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def volunteer(cast, area, *, sex="woman", slots=("1_evening",), before=0, **more):
    """Free: in no Circle."""
    with as_owner():
        one = Volunteer.objects.create(
            reference=new_reference("V"), area=cast.areas[area], given_name="Wren", family_name="Birchall",
            email="wren@people.example", **{"joined_on": cast.now.date() - timedelta(days=90), **more},
        )  # fmt: skip
        said = {"volunteer": one, "area": one.area, "said_at": cast.now, "said_by": cast.cora}
        if slots is not None:
            Availability.objects.create(slots=list(slots), miles=10, **said)
        Matching.objects.create(sex=sex, age_band="55", circles_before=before, **said)


def waits(cast, area, number=1):
    with as_owner():
        for _ in range(number):
            who = CoreMember.objects.create(
                reference=new_reference("P"), area=cast.areas[area], given_name="Moss", family_name="Underbank",
                known_as="Moss", added_at=cast.now, added_by=cast.cora,
            )  # fmt: skip
            WaitingPlace.objects.create(core_member=who, area=who.area, kind="adult", since=cast.now, by=cast.cora)


@pytest.fixture
def cast(db):
    return plant_cast()


def seen(who):
    return words(signed_in(who).get(reverse("casework:forecast")))


def test_who_is_too_few_is_said_with_when_most_could_come(cast):
    waits(cast, "a", 2)
    for _ in range(6):
        volunteer(cast, "a", before=1)
    volunteer(cast, "a", sex="man", slots=("1_evening", "3_evening"))
    found = seen(cast.cora)
    assert "2 people waiting; volunteers for 1 Circle at most." in found
    assert "Recruit men: 1 free, and each Circle needs one." in found
    assert "Most could come on Tuesday evening." in found
    assert "Recruit women" not in found


def test_only_who_is_here_and_in_no_circle_is_free(cast):
    waits(cast, "a")
    volunteer(cast, "a", left_on=cast.now.date() - timedelta(days=1))
    volunteer(cast, "a", joined_on=None)
    volunteer(cast, "a", slots=None)
    found = seen(cast.cora)
    assert "1 person waiting; volunteers for 0 Circles at most." in found
    assert "Recruit 3 more volunteers for everybody to have a Circle." in found
    assert "they have not said" in found


def test_another_area_is_not_counted_and_not_named(cast):
    waits(cast, "b", 4)
    volunteer(cast, "b")
    assert "Dorset" not in seen(cast.cora)
    assert "4 people waiting" in seen(cast.colin)


def test_across_areas_the_one_to_recruit_in_next_stands_first(cast):
    waits(cast, "a", 1)
    waits(cast, "b", 3)
    found = seen(cast.olga)
    assert found.index("Dorset") < found.index("Devon and Cornwall")


def test_nothing_to_show_is_said(cast):
    with as_owner():
        Volunteer.objects.update(left_on=cast.now.date() - timedelta(days=1))
    assert "Nobody waits for a Circle here, and no volunteer is without one." in seen(cast.cora)


def test_who_is_not_ready_for_any_kind_of_circle_is_not_counted(cast):
    waits(cast, "a")
    volunteer(cast, "a")
    assert "Tuesday evening 1" in seen(cast.cora)
    with as_owner():
        for kind in CircleKind:
            Requirement.objects.create(kind=kind, conditions=["references"], in_force_from=date(2002, 1, 1))
    assert "Tuesday evening 1" not in seen(cast.cora)


def test_a_page_costs_the_same_with_one_and_with_three(cast):
    client, counts = signed_in(cast.cora), []
    for number in (1, 2):
        waits(cast, "a", number)
        for _ in range(number):
            volunteer(cast, "a")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("casework:forecast"))
        counts.append(len(asked))
    assert counts == [18, 18]
