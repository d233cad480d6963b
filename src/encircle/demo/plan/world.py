"""The charity while it is being planned: what has been decided so far, and the means to decide more."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from uuid import UUID

from ..canaries import CanaryBook
from ..chance import chance, draw_reference
from ..days import london_day
from ..people import CHARITY_DOMAIN, Crowd, Person
from ..places import towns_of
from . import shapes

STAFF_AREA = "a"  # where the head office is


@dataclass(slots=True)
class World:
    seed: int
    size: int
    now: datetime
    canaries: CanaryBook = field(init=False)
    crowd: Crowd = field(init=False)
    people: dict[str, Person] = field(default_factory=dict)
    appointments: list[shapes.Appointment] = field(default_factory=list)
    agreements: list[shapes.Agreement] = field(default_factory=list)
    volunteers: list[shapes.Volunteer] = field(default_factory=list)
    professionals: list[shapes.Professional] = field(default_factory=list)
    core_members: list[shapes.CoreMember] = field(default_factory=list)
    carers: list[shapes.Carer] = field(default_factory=list)
    circles: list[shapes.Circle] = field(default_factory=list)
    seats: list[shapes.Seat] = field(default_factory=list)
    meetings: list[shapes.Meeting] = field(default_factory=list)
    consents: list[shapes.Consent] = field(default_factory=list)
    grounds: list[shapes.Ground] = field(default_factory=list)
    releases: list[shapes.Release] = field(default_factory=list)
    concerns: list[shapes.Concern] = field(default_factory=list)
    developments: list[shapes.Development] = field(default_factory=list)
    shifts: list[shapes.Shift] = field(default_factory=list)
    breaches: list[shapes.Breach] = field(default_factory=list)
    break_glass: list[shapes.BreakGlass] = field(default_factory=list)
    enquiries: list[shapes.Enquiry] = field(default_factory=list)
    referrals: list[shapes.Referral] = field(default_factory=list)
    judgings: list[shapes.Judging] = field(default_factory=list)
    _references: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.canaries = CanaryBook(self.seed)
        self.crowd = Crowd(self.seed, self.today)

    @property
    def today(self) -> date:
        return london_day(self.now)

    def rng(self, *path: object) -> Random:
        return chance(self.seed, *path)

    def id(self, kind: str, key: str) -> UUID:
        return shapes.id_of(self.seed, kind, key)

    def mark(self, person: str, kind: str, circle: str = "", number: int = 0) -> str:
        return self.canaries.mark(person=person, kind=kind, circle=circle, number=number)

    def reference(self, prefix: str, key: str) -> str:
        rng = self.rng("reference", prefix, key)
        while (reference := draw_reference(rng, prefix)) in self._references:
            pass
        self._references.add(reference)
        return reference

    def add_cast(self, key: str, *, area: str = STAFF_AREA, domain: str | None = CHARITY_DOMAIN) -> Person:
        canary = self.mark(key, "address")
        person = self.crowd.cast(key, canary=canary, towns=towns_of(area), domain=domain)
        return self.people.setdefault(key, person)

    def add_person(
        self,
        key: str,
        kind: str,
        *,
        area: str,
        domain: str | None = None,
        ages: tuple[int, int] = (21, 72),
        women: float = 0.5,
    ) -> Person:
        canary, towns = self.mark(key, "address"), towns_of(area)
        person = self.crowd.invent(key, kind, canary=canary, towns=towns, domain=domain, ages=ages, women=women)
        return self.people.setdefault(key, person)
