"""Who has left, who leaves at the end of the month, and who asked to stop."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Model, Q

from encircle.foundations.accounts.models import User
from encircle.rooms.circles.models import Seat
from encircle.rooms.leaving.models import CarriedOut, EndedSeat, Leaving, LeavingWords, Wish, WishWords
from encircle.rooms.leaving.vocabulary import Decided, Reason
from encircle.rooms.organisation.clocks import end_of_day, start_of_day
from encircle.rooms.volunteers.models import Volunteer

from ..days import DAY
from ..plan import CharityPlan
from ..plan.register import coordinator_of
from .keys import Keys
from .supervision import seated

WISH = "My shifts change after the summer, and I do not want to let the Circle down by coming every other week."
WORDS = "They begin a course in another town. They would come back when it is done. The Circle has been told by them."
REASONS = (Reason.MOVED, Reason.STUDY_OR_WORK, Reason.FAMILY, Reason.HEALTH)


def ends(last_day: date) -> datetime:
    return end_of_day(start_of_day(last_day))


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    yield from _have_left(plan, keys)
    for area in plan.areas:
        stays = [one for one in seated(plan, area.key) if not plan.people[one].is_cast]
        if len(stays) > 3:
            yield from _leaves(plan, keys, area.key, stays[2])
            yield from _asks(plan, keys, area.key, stays[3])


def _have_left(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    gone = [(one, one.left_on) for one in plan.volunteers if one.left_on and one.left_on < plan.now.date()]
    noted = []
    for number, (one, left_on) in enumerate(gone):
        noted.append(
            Leaving(
                id=keys("leaving", one.person),
                last_day=left_on,
                ends_at=ends(left_on),
                reason=REASONS[number % len(REASONS)],
                decided=Decided.VOLUNTEER,
                login_ends=True,
                at=ends(left_on) - 9 * DAY,
                **_by(plan, keys, one.person, one.area),
            )
        )
    yield noted
    yield (
        CarriedOut(leaving_id=one.pk, volunteer_id=one.volunteer_id, area_id=one.area_id, at=one.ends_at)
        for one in noted
    )


def _leaves(plan: CharityPlan, keys: Keys, area: str, person: str) -> Iterator[Iterable[Model]]:
    """At the end of the month: the seat and the sign-in have their last day already."""
    last_day = _end_of_month(plan.now.date())
    leaving = Leaving(
        id=keys("leaving", person), last_day=last_day, ends_at=ends(last_day), reason=Reason.STUDY_OR_WORK,
        decided=Decided.VOLUNTEER, login_ends=True, at=plan.now - 5 * DAY, **_by(plan, keys, person, area),
    )  # fmt: skip
    yield [leaving]
    words = LeavingWords(leaving_id=leaving.pk, volunteer_id=leaving.volunteer_id, area_id=leaving.area_id, text=WORDS)
    yield [words]
    later = Q(ends_at__isnull=True) | Q(ends_at__gt=leaving.ends_at)
    seats = Seat.objects.filter(later, volunteer=leaving.volunteer_id)
    yield [
        EndedSeat(
            id=keys("ended seat", str(seat.pk)), leaving_id=leaving.pk, seat_id=seat.pk, circle_id=seat.circle_id,
            area_id=seat.area_id, ended_before=seat.ends_at,
        )
        for seat in seats
    ]  # fmt: skip
    seats.update(ends_at=leaving.ends_at)
    Volunteer.objects.filter(pk=leaving.volunteer_id).update(left_on=last_day, ends_at=leaving.ends_at)
    User.objects.filter(pk=keys.user(person)).update(ends_at=leaving.ends_at)


def _asks(plan: CharityPlan, keys: Keys, area: str, person: str) -> Iterator[Iterable[Model]]:
    of = {"volunteer_id": keys.often("volunteer", person), "area_id": keys.area(area)}
    wish = Wish(
        id=keys("wish", person), last_day=plan.now.date() + timedelta(days=40), by_id=keys.user(person),
        at=plan.now - 2 * DAY, **of,
    )  # fmt: skip
    yield [wish]
    yield [WishWords(wish_id=wish.pk, text=WISH, **of)]


def _by(plan: CharityPlan, keys: Keys, person: str, area: str) -> dict[str, object]:
    return {
        "volunteer_id": keys.often("volunteer", person), "area_id": keys.area(area),
        "by_id": keys.user(coordinator_of(area, 0)),
    }  # fmt: skip


def _end_of_month(day: date) -> date:
    """Of this one, or of the next where it is nearly over."""
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    last = after - DAY
    return last if last >= day + 3 * DAY else (after + timedelta(days=32)).replace(day=1) - DAY
