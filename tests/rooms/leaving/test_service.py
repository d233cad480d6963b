"""Years of service: what is counted, what is not, and who comes near a milestone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.rooms.leaving.actions.thanking import thank
from encircle.rooms.leaving.models import Thanks
from encircle.rooms.leaving.policy import Period
from encircle.rooms.leaving.service import Milestone, days_served, milestone_near, whole_years
from encircle.rooms.leaving.service_queries import near_a_milestone, service_of
from encircle.rooms.leaving.vocabulary import Thanked
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.support.models import Away
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .scene import today

DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)
days = st.dates(date(2022, 1, 1), date(2026, 1, 1))
spans = st.lists(st.tuples(days, st.none() | st.integers(0, 900)), max_size=5)


def made(found):
    return [Period(since, None if length is None else since + length * DAY) for since, length in found]


def by_hand(periods, aways, day):
    """Day for day."""

    def inside(spans, one):
        return any(each.since <= one and (each.until is None or one <= each.until) for each in spans)

    first = min((each.since for each in periods), default=day)
    all_days = (first + number * DAY for number in range((day - first).days + 1))
    return sum(inside(periods, one) and not inside(aways, one) for one in all_days)


@given(spans, spans, days)
def test_every_day_here_and_not_away_counts_once(periods, aways, day):
    assert days_served(made(periods), made(aways), day) == by_hand(made(periods), made(aways), day)


def test_a_break_and_a_rest_take_away_from_it():
    here = [Period(date(2020, 1, 1), date(2020, 12, 31)), Period(date(2022, 1, 1))]
    assert days_served(here, [], date(2022, 1, 10)) == 366 + 10
    assert days_served(here, [Period(date(2022, 1, 5), date(2022, 1, 6))], date(2022, 1, 10)) == 366 + 8
    assert whole_years(366) == 1
    assert whole_years(365) == 0


def test_who_reaches_a_milestone_soon_or_did_of_late_and_was_not_thanked():
    near = {"milestones": [1, 5], "today": TODAY, "ahead": 92, "behind": 92}
    assert milestone_near(366 - 10, **near) == Milestone(1, TODAY + 10 * DAY)
    assert milestone_near(366 + 10, **near) == Milestone(1, TODAY - 10 * DAY)
    assert milestone_near(366 + 10, **near, thanked=[1]) is None
    assert milestone_near(366 - 93, **near) is None
    assert milestone_near(366 + 93, **near) is None


@pytest.fixture
def cast(db):
    return plant_cast()


def serves(cast, days, away=0):
    """Vera has been here so many days, of which the last were away."""
    with as_owner():
        Volunteer.objects.exclude(pk=cast.volunteers["vera"].pk).update(joined_on=today(cast))
        Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).update(joined_on=today(cast) - (days - 1) * DAY)
        if away:
            Away.objects.create(
                volunteer=cast.volunteers["vera"], area=cast.areas["a"], starts_on=today(cast) - (away - 1) * DAY,
                said_by=cast.vera, said_at=cast.now,
            )  # fmt: skip


def near(cast, who="cora"):
    with acting(cast.users[who]) as actor:
        found = near_a_milestone(cast.areas["a"].pk, actor.now)
        return [(one.volunteer.given_name, one.milestone.years) for one in found]


def thanked(cast, years=5, by="cora", day=None):
    with acting(cast.users[by]) as actor:
        one = Volunteer.objects.get(pk=cast.volunteers["vera"].pk)
        thank(one, Thanked.LETTER, day or today(cast), years, id=new_id(), by=actor, at=actor.now)


def test_who_comes_near_is_listed_until_they_were_thanked_and_time_away_is_not_counted(cast):
    serves(cast, 1830)
    assert near(cast) == near(cast, "sena") == [("Vera", 5)]
    assert near(cast, "colin") == near(cast, "vic") == []
    thanked(cast)
    assert near(cast) == []
    with pytest.raises(Invalid):
        thanked(cast)
    thanked(cast, years=None)
    with as_owner():
        assert sorted(str(one.years) for one in Thanks.objects.all()) == ["5", "None"]


def test_a_long_rest_puts_it_off_and_the_years_are_a_setting(cast):
    serves(cast, 1830, away=200)
    with acting(cast.users["cora"]):
        one = Volunteer.objects.get(pk=cast.volunteers["vera"].pk)
        assert service_of([one], today(cast)) == {one.pk: 1630}
    assert near(cast) == []
    with as_owner():
        PracticeStandard.objects.update(thanked_after_years=[4])
    assert near(cast) == []
    with as_owner():
        Away.objects.all().delete()
        PracticeStandard.objects.update(thanked_after_years=[5])
    assert near(cast) == [("Vera", 5)]


def test_nobody_thanks_themselves_and_no_day_is_to_come(cast):
    with pytest.raises(Invalid):
        thanked(cast, day=today(cast) + DAY)
    with as_owner():
        Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).update(user=cast.users["cora"])
    with pytest.raises(NotAllowed):
        thanked(cast)
