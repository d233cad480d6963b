"""Break-glass opens one record, read only, for an hour; others are told, and somebody else reviews it."""

from datetime import timedelta

import pytest

from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.models import BreakGlass
from encircle.foundations.audit.models import Entry
from encircle.foundations.audit.record import leave_receipt
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.actions.breaking_glass import break_glass, review_opening
from encircle.rooms.circles.models import Circle
from encircle.rooms.meetings.models import Passage
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted

WHY = "A neighbour rang: he may be on his way to the school."


def open_circle_2(cast, who="cora"):
    with acting(cast.users[who]) as actor:
        return break_glass(cast.circle_2.reference, WHY, by=actor, at=actor.now)


def circles(cast, who):
    with acting(cast.users[who]):
        return set(Circle.objects.values_list("name", flat=True))


def test_it_opens_exactly_one_record_for_exactly_one_person(db):
    cast = plant_cast()
    open_circle_2(cast)
    assert circles(cast, "cora") == {"Circle 1", "Circle 2"}
    assert circles(cast, "cleo") == {"Circle 1"}


def test_it_closes_by_itself_after_an_hour_of_the_database(db):
    cast = plant_cast()
    open_circle_2(cast)
    with clock_shifted(timedelta(minutes=61)):
        assert circles(cast, "cora") == {"Circle 1"}


def test_what_it_opens_can_be_read_against_a_receipt_and_not_changed(db):
    cast = plant_cast()
    open_circle_2(cast)
    with acting(cast.cora) as cora:
        assert Passage.objects.count() == 0
        leave_receipt("meetings.minutesversion", cast.minutes_2.pk, by=cora.acting)
        assert Passage.objects.count() == 7
        assert Circle.objects.filter(pk=cast.circle_2.pk).update(name="Changed") == 0


def test_the_coordinator_and_the_data_protection_lead_are_told_at_once(db):
    cast = plant_cast()
    open_circle_2(cast)
    with as_owner():
        told = set(Notice.objects.values_list("user_id", "kind"))
    assert told == {(cast.colin.pk, "concern"), (cast.dana.pk, "concern")}


@pytest.mark.parametrize("who", ["vera", "omar", "adam", "dana", "tess"])
def test_only_those_who_work_with_cases_may(db, who):
    cast = plant_cast()
    with pytest.raises(NotAllowed):
        open_circle_2(cast, who)


def test_a_short_reason_and_an_unknown_reference_are_refused(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        with pytest.raises(Invalid) as refusal:
            break_glass(cast.circle_2.reference, "Urgent", by=cora, at=cora.now)
        assert list(refusal.value.errors) == ["reason"]
        with pytest.raises(Invalid) as refusal:
            break_glass("C-NOBODY", WHY, by=cora, at=cora.now)
        assert list(refusal.value.errors) == ["reference"]


def test_references_can_be_tried_ten_times_an_hour(db):
    cast = plant_cast()
    for _ in range(10):
        with acting(cast.cora) as cora, pytest.raises(Invalid):
            break_glass("C-NOBODY", WHY, by=cora, at=cora.now)
    with pytest.raises(Invalid):
        open_circle_2(cast)
    with as_owner():
        assert Entry.objects.filter(verb="searched", item_type="access.breakglass").count() == 10
    with clock_shifted(timedelta(minutes=61)):
        open_circle_2(cast)


def test_nobody_reviews_their_own_opening(db):
    cast = plant_cast()
    open_circle_2(cast, "olga")
    with as_owner():
        opening = BreakGlass.objects.get()
    with acting(cast.olga) as olga, pytest.raises(NotAllowed):
        review_opening(opening.pk, by=olga, at=olga.now)
    with acting(cast.dana) as dana:
        review_opening(opening.pk, by=dana, at=dana.now)
    with as_owner():
        assert BreakGlass.objects.get().reviewed_by_id == cast.dana.pk
