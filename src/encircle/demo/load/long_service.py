"""Long service: who was thanked, whose thanks are due, who rests for long, who came back, and who went to the board."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Model

from encircle.common.clock import in_london
from encircle.rooms.leaving.models import CarriedOut, Leaving, Rejoining, Thanks
from encircle.rooms.leaving.vocabulary import Decided, Reason, Thanked
from encircle.rooms.organisation.clocks import start_of_day
from encircle.rooms.support.models import Away
from encircle.rooms.volunteers.models import Volunteer

from ..days import DAY
from ..plan import CharityPlan
from ..plan.register import coordinator_of
from .keys import Keys
from .leaving import ends
from .supervision import seated

AREA = "a"
TEN_YEARS = timedelta(days=3653)
CAME_BACK = "reserve-a-12"  # new here in the plan: they come back on the day they join there


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys, today = Keys(plan), in_london(plan.now).date()
    thanked, due, rests, soon_back = [one for one in seated(plan, AREA) if not plan.people[one].is_cast][4:8]
    _joined(keys, thanked, today - TEN_YEARS - 60 * DAY)
    _joined(keys, due, today - TEN_YEARS - 20 * DAY)
    yield [
        Thanks(
            id=keys("thanks", thanked), on=today - 30 * DAY, how=Thanked.EVENT, years=10, at=plan.now - 30 * DAY,
            **_by(keys, thanked),
        )
    ]  # fmt: skip
    yield [
        Away(
            id=keys("away", one), volunteer_id=keys.often("volunteer", one), area_id=keys.area(AREA),
            starts_on=today - 45 * DAY, until=today + days * DAY, said_by_id=keys.user(one),
            said_at=plan.now - 50 * DAY,
        )
        for one, days in ((rests, 45), (soon_back, 5))  # the second is to be talked with about coming back
    ]  # fmt: skip
    yield from _came_back(plan, keys)
    yield [_trustee(keys, today)]


def _joined(keys: Keys, person: str, day: date) -> None:
    Volunteer.objects.filter(pk=keys.often("volunteer", person)).update(joined_on=day)


def _came_back(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    back_on = next(one.joined_on for one in plan.volunteers if one.person == CAME_BACK)
    last_day, back_at = back_on - 400 * DAY, start_of_day(back_on)
    by = _by(keys, CAME_BACK)
    leaving = Leaving(
        id=keys("leaving", CAME_BACK), last_day=last_day, ends_at=ends(last_day), reason=Reason.STUDY_OR_WORK,
        decided=Decided.VOLUNTEER, login_ends=False, at=ends(last_day) - 20 * DAY, **by,
    )  # fmt: skip
    yield [leaving]
    of = {"volunteer_id": leaving.volunteer_id, "area_id": leaving.area_id}
    yield [CarriedOut(leaving_id=leaving.pk, at=leaving.ends_at, **of)]
    yield [Rejoining(id=keys("rejoining", CAME_BACK), leaving_id=leaving.pk, left_on=last_day, at=back_at, **by)]
    joined_on = last_day - 900 * DAY
    Volunteer.objects.filter(pk=leaving.volunteer_id).update(joined_on=joined_on, returned_at=back_at)


def _trustee(keys: Keys, today: date) -> Volunteer:
    """Tess was a volunteer before she sat on the board; it was not noted here why she stopped."""
    left_on = today - 1500 * DAY
    return Volunteer(
        id=keys.often("volunteer", "tess"), reference="V-TESS22", area_id=keys.area(AREA), given_name="Tess",
        family_name="Wrenfield", email="tess.wrenfield@people.example", user_id=keys.user("tess"),
        joined_on=left_on - 2000 * DAY, left_on=left_on, ends_at=ends(left_on),
    )  # fmt: skip


def _by(keys: Keys, person: str) -> dict[str, object]:
    return {
        "volunteer_id": keys.often("volunteer", person), "area_id": keys.area(AREA),
        "by_id": keys.user(coordinator_of(AREA, 0)),
    }  # fmt: skip
