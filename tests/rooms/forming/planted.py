"""People who wait and volunteers who are free, in the cast's area A: enough for three Circles, and for no fourth."""

from dataclasses import dataclass, field
from datetime import timedelta

from encircle.common.ids import new_id, new_reference
from encircle.rooms.organisation.models import Area, Venue
from encircle.rooms.people.models import CoreMember
from encircle.rooms.referrals.models import Referral
from encircle.rooms.suitability.models import Resemblance, WaitingPlace, WaitingReview
from encircle.rooms.volunteers.models import Availability, Matching, Volunteer
from tests.cast import Cast
from tests.support.database import as_owner

GIVEN = ("Ada", "Ben", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal", "Ivy", "Jim", "Kay", "Lee", "May", "Ned")
WAITING = ("Walter", "Wilfred", "Winston", "Wyatt")


@dataclass
class Pool:
    cast: Cast
    area: Area
    waiting: list[CoreMember] = field(default_factory=list)
    volunteers: list[Volunteer] = field(default_factory=list)


def plant_pool(cast: Cast, which: str = "a", *, waiting: int = 4, volunteers: int = 10) -> Pool:
    """Committed. Every volunteer is free on Tuesday evenings, women and men in turn, every second one experienced."""
    staff = cast.users["cora" if which == "a" else "colin"]
    with as_owner():
        Venue.objects.filter(area=cast.areas[which]).update(place="SX9192")
        pool = Pool(cast, cast.areas[which])
        for name in WAITING[:waiting]:
            pool.waiting.append(plant_waiting(cast, pool.area, name, staff))
        for number, name in enumerate(GIVEN[:volunteers]):
            pool.volunteers.append(plant_volunteer(cast, pool.area, name, number, staff))
    return pool


def plant_waiting(cast, area, name, staff, kind="adult"):
    since = cast.now - timedelta(days=240)
    person = CoreMember.objects.create(
        reference=new_reference("P"), area=area, given_name=name, family_name="Waitwell", known_as=name,
        added_at=since, added_by=staff,
    )  # fmt: skip
    place = WaitingPlace.objects.create(core_member=person, area=area, kind=kind, since=since, by=staff)
    WaitingReview.objects.create(
        place=place, area=area, priority="usual", waits_for="volunteers", next_action="find_volunteers",
        review_on=(cast.now + timedelta(days=30)).date(), by=staff, at=since,
    )  # fmt: skip
    return person


def plant_volunteer(cast, area, name, number, staff):
    one = Volunteer.objects.create(
        id=new_id(), reference=new_reference("V"), area=area, given_name=name, family_name="Freehand",
        email=f"{name.lower()}.{area.code}@people.example", joined_on=(cast.now - timedelta(days=300)).date(),
    )  # fmt: skip
    said = {"volunteer": one, "area": area, "said_at": cast.now, "said_by": staff}
    Matching.objects.create(
        sex="woman" if number % 2 else "man", age_band="35_54", place="SX9192", circles_before=number % 2, **said
    )
    Availability.objects.create(slots=["1_evening"], miles=20, **said)
    return one


def conflict(cast, volunteer, person):
    """As `encircle.compare_referral` finds it: walled, and told to seniors alone."""
    with as_owner():
        referral = Referral.objects.create(
            reference=new_reference("R"), area=person.area, kind="adult", subject_id=person.pk, invited_at=cast.now,
            invited_by=cast.users["cora"], agency=cast.agencies["probation"],
        )  # fmt: skip
        WaitingPlace.objects.filter(pk=person.pk).update(referral=referral)
        return Resemblance.objects.create(
            referral=referral, area=person.area, about="apart", kind="volunteer", walled=True, other_id=volunteer.pk,
            other_area_id=volunteer.area_id, name="same", birthday="unknown", number="unknown", strength="strong",
            found_at=cast.now,
        )  # fmt: skip
