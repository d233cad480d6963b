"""The standing cast with one of everything in each area, and canaries in whatever somebody wrote.

Area A is "1" and area B is "2". Besides: "0" does not exist, "w" stands behind the wall (a concern of Vera's about
Cora), "g" is a Circle of area B that Cora may look into by the emergency opening (see `open_glass`).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from encircle.common.ids import new_id
from encircle.foundations.access.models import Appointment, BreakGlass
from encircle.foundations.accounts.models import User
from tests.cast import Cast, plant_cast
from tests.support.database import as_owner

AREAS = {"1": "a", "2": "b"}
STAFF = {"1": "cora", "2": "colin", "g": "colin"}
WRITER = {"1": "vera", "2": "xena", "g": "nina"}


@dataclass
class World:
    cast: Cast
    objects: dict[str, dict[str, object]] = field(default_factory=dict)  # argument of an address -> which -> value
    # For an address that uses its object up, one of its own: (address, argument) -> which -> value
    own: dict[tuple[str, str], dict[str, object]] = field(default_factory=dict)
    behind: dict[str, UUID] = field(default_factory=dict)  # canary -> the item whose receipt opens its words
    opened_besides: list[UUID] = field(default_factory=list)  # content in which no canary stands
    walled: dict[str, UUID] = field(default_factory=dict)  # what stands behind the wall, by kind
    reports: dict[str, UUID] = field(default_factory=dict)  # released reports at the end, by their canary

    def add(self, kind: str, which: str, value: object) -> None:
        self.objects.setdefault(kind, {})[which] = value

    def add_for(self, address: str, kind: str, which: str, value: object) -> None:
        self.own.setdefault((address, kind), {})[which] = value

    def value(self, address: str, kind: str, which: str) -> object:
        return self.own.get((address, kind), self.objects.get(kind, {})).get(which)


def build_world() -> World:
    """Committed, as the owner of the tables."""
    from . import (
        planted_briefings,
        planted_circles,
        planted_course,
        planted_due,
        planted_endings,
        planted_enquiries,
        planted_expenses,
        planted_files,
        planted_forming,
        planted_goals,
        planted_joining,
        planted_judging,
        planted_leaving,
        planted_messages,
        planted_news,
        planted_office,
        planted_readiness,
        planted_recruiting,
        planted_referrals,
        planted_reviews,
        planted_sharing,
        planted_support,
        planted_training,
        planted_vetting,
        planted_volunteers,
    )

    world = World(plant_cast())
    # One transaction: a released passage and what it rests on are checked together, at its end.
    with as_owner(), transaction.atomic():
        for which in AREAS:
            planted_circles.plant(world, which)
            planted_goals.plant(world, which)
            planted_goals.plant_course(world, which)
            planted_course.plant(world, which)
            planted_sharing.plant(world, which)
            planted_reviews.plant(world, which)
            planted_files.plant(world, which)
            planted_referrals.plant_drafts(world, which)
            planted_course.plant_papers(world, which)
            planted_enquiries.plant(world, which)
            planted_judging.plant(world, which)
            planted_joining.plant(world, which)
            planted_news.plant(world, which)
            planted_recruiting.plant(world, which)
            planted_volunteers.plant(world, which)
            planted_vetting.plant(world, which)
            planted_training.plant(world, which)
            planted_support.plant(world, which)
            planted_leaving.plant(world, which)
            planted_messages.plant(world, which)
            planted_expenses.plant(world, which)
            planted_readiness.plant(world, which)
            planted_briefings.plant(world, which)
            planted_endings.plant(world, which)
            planted_forming.plant(world, which)
        planted_circles.behind_the_wall(world)
        planted_sharing.behind_the_wall(world)
        planted_endings.at_their_door(world)
        planted_circles.another_circle(world)
        planted_goals.plant(world, "g")
        planted_joining.plant_for_all(world)
        planted_forming.plant_for_all(world)
        planted_office.plant(world)
        planted_news.plant_for_all(world)
        _suspended(world)
        planted_leaving.plant_leaver(world)
        for known in (*world.objects.values(), *world.own.values()):
            known["0"] = _absent(next(iter(known.values())))
    planted_office.plant_import_runs(world)
    planted_due.plant(world)
    return world


def _absent(like: object) -> object:
    """Nothing has this id, this code or this day."""
    if isinstance(like, UUID):
        return new_id()
    return {str: "nothing", int: 99, date: date(2099, 1, 1)}[type(like)]


def _suspended(world: World) -> None:
    """Another coordinator of area A, suspended after signing in (see the matrix)."""
    sly = User.objects.create(
        email="sly@people.example", name="Sly Ragwort", created_at=world.cast.now, persona="sly", password="!unusable"
    )
    world.cast.users["sly"] = sly
    Appointment.objects.create(
        user=sly, role="coordinator", area_id=world.cast.areas["a"].pk, starts_at=world.cast.now - timedelta(days=9),
        appointed_by=world.cast.users["olga"], appointed_at=world.cast.now,
    )  # fmt: skip


def open_glass(world: World) -> None:
    """Cora has opened Circle "g" in an emergency: hers to read for an hour, and nothing else of area B."""
    with as_owner():
        opening = BreakGlass.objects.create(
            user=world.cast.users["cora"], circle_id=world.objects["circle_id"]["g"],
            reason="For the proof: a call from the hospital", opened_at=world.cast.now,
        )  # fmt: skip
    world.add("opening_id", "g", opening.pk)
