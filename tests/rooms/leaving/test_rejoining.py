"""A leaver comes back: a new period, a new way in, nothing of the old Circle, and the gate asks again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.accounts.models import Session, User
from encircle.foundations.post.models import Letter
from encircle.rooms.circles.actions.seating import seat_volunteer
from encircle.rooms.leaving.actions.rejoining import come_back
from encircle.rooms.leaving.actions.wishing import ask_to_stop
from encircle.rooms.leaving.models import Rejoining, Wish
from encircle.rooms.leaving.policy import Period, periods
from encircle.rooms.leaving.queries import asked_to_stop, open_wish, periods_of, standing
from encircle.rooms.readiness.actions.excepting import NewException, make_exception
from encircle.rooms.readiness.actions.noting import key_signing
from encircle.rooms.readiness.models import Requirement, Wording
from encircle.rooms.readiness.queries import missing_of, open_exceptions, present_exceptions
from encircle.rooms.readiness.vocabulary import Condition
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner, clock_shifted

from .scene import leave, today
from .test_leaving import seen

DAY = timedelta(days=1)


@pytest.fixture
def cast(db):
    return plant_cast()


def back(cast, who="vera", by="cora"):
    with acting(cast.users[by]) as actor:
        come_back(Volunteer.objects.get(pk=cast.volunteers[who].pk), by=actor, at=actor.now)


def vera_is(cast):
    with as_owner():
        return Volunteer.objects.get(pk=cast.volunteers["vera"].pk)


def test_they_are_invited_anew_and_see_nothing_of_their_old_circle(cast):
    old = signed_in(cast.vera)
    leave(cast)
    with as_owner():
        letters = Letter.objects.count()
    back(cast)
    assert old.get("/volunteering/").status_code == 302
    with as_owner():
        assert Letter.objects.count() == letters + 1
        assert not User.objects.get(pk=cast.vera.pk).has_usable_password()
        assert not Session.objects.filter(user=cast.vera, ended_at=None).exists()
    assert signed_in(cast.vera).get("/volunteering/").status_code == 200
    assert seen(cast.vera)["the own Circle"] == 0
    assert seen(cast.vera)["the own record"] == 1


def test_periods_of_service_are_kept(cast):
    with as_owner():
        Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).update(joined_on=date(2020, 2, 29))
    leave(cast)
    with clock_shifted(30 * DAY):
        back(cast)
    with acting(cast.cora):
        assert periods_of(vera_is_here(cast)) == [
            Period(date(2020, 2, 29), today(cast)),
            Period(today(cast) + 30 * DAY),
        ]
        assert standing(cast.volunteers["vera"].pk) is None


def vera_is_here(cast):
    return Volunteer.objects.get(pk=cast.volunteers["vera"].pk)


def test_who_has_not_left_does_not_come_back_and_nobody_lets_themselves(cast):
    with pytest.raises(NotAllowed):
        back(cast)
    leave(cast, days=3)
    with pytest.raises(NotAllowed):
        back(cast)
    with clock_shifted(4 * DAY):
        with pytest.raises(Volunteer.DoesNotExist):
            back(cast, by="colin")
        back(cast)
        with pytest.raises(NotAllowed):
            back(cast)
    with as_owner():
        assert Rejoining.objects.count() == 1


def test_the_agreement_is_signed_anew_before_they_can_sit_in_a_circle(cast):
    with as_owner():
        Requirement.objects.create(kind=cast.circle_1.kind, conditions=["agreement"], in_force_from=date(2002, 1, 1))
        Wording.objects.create(title="The agreement", lines="We keep to it.", in_force_from=date(2002, 1, 1))
    sign(cast)
    with acting(cast.cora) as cora:
        assert lacks(cast, cora) == []
    leave(cast)
    back(cast)
    with acting(cast.cora) as cora:
        assert lacks(cast, cora) == [Condition.AGREEMENT]
        with pytest.raises(Invalid):
            sit(cast, cora)
    sign(cast)
    with acting(cast.cora) as cora:
        assert lacks(cast, cora) == []
        sit(cast, cora)


def test_who_asked_to_stop_and_came_back_can_ask_again(cast):
    asks(cast)
    leave(cast)
    back(cast)
    with acting(cast.cora):
        assert open_wish(cast.volunteers["vera"].pk) is None
    asks(cast)
    with acting(cast.cora):
        assert open_wish(cast.volunteers["vera"].pk) is not None
        assert len(asked_to_stop(cast.areas["a"].pk)) == 1
        # Staff take back nothing that somebody asked for themselves.
        assert not Wish.objects.filter(withdrawn_at=None).update(withdrawn_at=cast.now)


def asks(cast):
    with acting(cast.vera) as vera:
        ask_to_stop(None, "", id=new_id(), by=vera, at=vera.now)


def test_an_exception_made_before_they_left_holds_no_longer(cast):
    with as_owner():
        Requirement.objects.create(kind=cast.circle_1.kind, conditions=["agreement"], in_force_from=date(2002, 1, 1))
        Wording.objects.create(title="The agreement", lines="We keep to it.", in_force_from=date(2002, 1, 1))
    excepted(cast)
    with acting(cast.cora) as cora:
        assert lacks(cast, cora) == []
    leave(cast)
    back(cast)
    with acting(cast.olga) as olga:
        assert open_exceptions(vera_is_here(cast), by=olga) == present_exceptions(cast.areas["a"].pk, today(cast)) == []
    with acting(cast.cora) as cora:
        assert lacks(cast, cora) == [Condition.AGREEMENT]
        with pytest.raises(Invalid):
            sit(cast, cora)
    excepted(cast)
    with acting(cast.cora) as cora:
        assert lacks(cast, cora) == []
        sit(cast, cora)


def excepted(cast):
    with acting(cast.olga) as olga:
        new = NewException(
            kind=cast.circle_1.kind,
            condition=Condition.AGREEMENT,
            ends_on=today(cast) + 20 * DAY,
            why="The paper is in the post.",
        )
        make_exception(vera_is_here(cast), new, id=new_id(), by=olga, at=olga.now)


def sign(cast):
    with acting(cast.cora) as cora:
        wording = Wording.objects.latest("in_force_from")
        key_signing(vera_is_here(cast), wording.pk, signed_on=today(cast), id=new_id(), by=cora, at=cora.now)


def lacks(cast, cora):
    found = missing_of([cast.volunteers["vera"].pk], cast.circle_1.kind, today(cast))
    return [one.condition for one in found.get(cast.volunteers["vera"].pk, ())]


def sit(cast, cora):
    starts = cora.now + DAY
    seat_volunteer(cast.circle_1, cast.volunteers["vera"].pk, starts_at=starts, sees_from=starts, by=cora, at=cora.now)


days = st.dates(date(1996, 1, 1), date(2060, 1, 1))


@given(st.lists(days, min_size=1, max_size=9, unique=True).map(sorted))
def test_periods_follow_one_another_and_lose_no_day_named(found):
    joined, rest = found[0], found[1:]
    breaks = list(zip(rest[::2], rest[1::2], strict=False))
    left = rest[-1] if len(rest) % 2 else None
    known = periods(joined, breaks, left)
    assert [day for one in known for day in (one.since, one.until) if day] == found
    assert [one for one in known if one.until is None] == ([] if left else known[-1:])
    assert known == sorted(known, key=lambda one: one.since)


def test_who_has_only_applied_has_no_period():
    assert periods(None, [], None) == []
