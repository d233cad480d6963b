"""What volunteers say that Circles are put together by: said, and read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.grid import NotOnTheGrid, tidy_reference

from .models import Availability, Matching, Volunteer
from .rules import may_manage_volunteers
from .vocabulary import SLOTS, AgeBand, Sex

MOST_MILES = 200


@dataclass(frozen=True)
class ForMatching:
    sex: Sex = Sex.UNSAID
    age_band: AgeBand = AgeBand.UNSAID
    place: str = ""  # a National Grid reference
    languages: str = ""
    circles_before: int = 0


@dataclass(frozen=True)
class WhenFree:
    slots: tuple[str, ...]
    miles: int


def may_say_for(actor: Actor, volunteer: Volunteer) -> bool:
    return volunteer.pk == actor.volunteer_id or may_manage_volunteers(actor, volunteer.area_id)


@transaction.atomic
def say_matching(volunteer: Volunteer, said: ForMatching, *, id: UUID, by: Actor, at: datetime) -> Matching:
    """Raises Invalid for a place that is not on the National Grid."""
    _require(by, volunteer)
    row = Matching(
        id=id,
        volunteer=volunteer,
        area_id=volunteer.area_id,
        sex=said.sex,
        age_band=said.age_band,
        place=_kilometre(said.place),
        languages=said.languages.strip(),
        circles_before=said.circles_before,
        said_at=at,
        said_by_id=by.user_id,
    )
    Matching.objects.bulk_create([row])
    record(Verb.CREATED, "volunteers.matching", row.pk, by=by.acting, area_id=row.area_id)
    return row


@transaction.atomic
def say_availability(volunteer: Volunteer, said: WhenFree, *, id: UUID, by: Actor, at: datetime) -> Availability:
    """No slot at all is an answer too: not free at present."""
    _require(by, volunteer)
    if not set(said.slots) <= set(SLOTS):
        raise Invalid({"slots": "Select days and parts of the day from the list"})
    if not 0 <= said.miles <= MOST_MILES:
        raise Invalid({"miles": f"Enter up to {MOST_MILES} miles"})
    row = Availability(
        id=id,
        volunteer=volunteer,
        area_id=volunteer.area_id,
        slots=[slot for slot in SLOTS if slot in said.slots],
        miles=said.miles,
        said_at=at,
        said_by_id=by.user_id,
    )
    Availability.objects.bulk_create([row])
    record(Verb.CREATED, "volunteers.availability", row.pk, by=by.acting, area_id=row.area_id)
    return row


def matching_of(volunteers: Iterable[UUID]) -> dict[UUID, Matching]:
    """The newest of each, of those who have said it."""
    rows = Matching.objects.filter(volunteer__in=list(volunteers)).order_by("volunteer", "-said_at", "-pk")
    return {row.volunteer_id: row for row in rows.distinct("volunteer")}


def availability_of(volunteers: Iterable[UUID]) -> dict[UUID, Availability]:
    rows = Availability.objects.filter(volunteer__in=list(volunteers)).order_by("volunteer", "-said_at", "-pk")
    return {row.volunteer_id: row for row in rows.distinct("volunteer")}


def _require(by: Actor, volunteer: Volunteer) -> None:
    if not may_say_for(by, volunteer):
        raise NotAllowed("This is said by the volunteer, or noted by staff of their area.")


def _kilometre(place: str) -> str:
    """To a whole kilometre, however exact it was typed."""
    if not place.strip():
        return ""
    try:
        tidy = tidy_reference(place)
    except NotOnTheGrid:
        raise Invalid({"place": "Enter a grid reference like SX 91 92"}) from None
    half = (len(tidy) - 2) // 2
    return f"{tidy[:2]}{tidy[2:4]}{tidy[2 + half : 4 + half]}"
