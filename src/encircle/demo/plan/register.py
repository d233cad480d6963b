"""Who there is: staff and their appointments, agencies and their professionals, volunteers."""

from datetime import date, datetime, timedelta

from ..days import DAY, at
from ..people import PERSONAL_DOMAINS
from ..places import AGENCIES, AREAS, Agency, agency
from .shapes import Agreement, Appointment, Professional, Volunteer
from .specs import CAST_PROFESSIONALS, NOT_SIGNED_UP, PROFESSIONALS, VOLUNTEERS
from .world import World

CHARITY_AGE = 4 * 365
STAFF = (  # key, role, area; the operations manager is the first, appointed by nobody
    ("olga", "operations_manager", None),
    ("sena", "senior_coordinator", None),
    ("sena", "safeguarding_lead", None),
    ("cora", "coordinator", "a"),
    ("cleo", "coordinator", "a"),
    ("colin", "coordinator", "b"),
    ("adam", "administrator", None),
    ("dana", "data_protection_lead", None),
    ("tess", "trustee", None),
    ("ida", "counsellor", None),
    ("fiona", "facilitator", None),
)
RESERVE = 12
CAST_VOLUNTEERS = {"a": ("vera", "vic", "nina"), "b": ("xena",)}


def since(world: World) -> datetime:
    return at(world.today - CHARITY_AGE * DAY, 9)


def coordinator_of(area: str, copy: int) -> str:
    if copy == 0 and area in "ab":
        return {"a": "cora", "b": "colin"}[area]
    return f"coordinator-{area}" + (f".{copy}" if copy else "")


def plan_staff(world: World) -> None:
    for key, role, area in STAFF:
        if key not in world.people:
            world.add_cast(key)
        _appoint(world, key, role, area, since(world), by=None if key == "olga" else "olga")
    world.add_cast("sol")
    for copy in range(world.size):
        for place in AREAS:
            _plan_coordinator(world, place.key, copy)
    _plan_covering(world)


def _plan_coordinator(world: World, area: str, copy: int) -> None:
    key = coordinator_of(area, copy)
    if key in world.people:
        return
    world.add_person(key, "staff", area=area, domain="lanternway.example", ages=(28, 60))
    _appoint(world, key, "coordinator", area, since(world) + 30 * DAY, by="olga")


def _plan_covering(world: World) -> None:
    """Colin stood in for Dorset for a fortnight; its coordinator before that one has left."""
    start = at(world.today - 35 * DAY, 9)
    _appoint(world, "colin", "coordinator", "c", start, by="olga", ends_at=start + 14 * DAY, covering=True)
    world.add_person("coordinator-left", "staff", area="c", domain="lanternway.example")
    left = at(world.today - 400 * DAY, 17)
    _appoint(world, "coordinator-left", "coordinator", "c", since(world), by="olga", ends_at=left)


def _appoint(
    world: World,
    person: str,
    role: str,
    area: str | None,
    starts_at: datetime,
    *,
    by: str | None,
    ends_at: datetime | None = None,
    covering: bool = False,
) -> None:
    key = f"{person}/{role}/{area or 'all'}"
    world.appointments.append(Appointment(key, person, role, area, starts_at, ends_at, by, covering))


def plan_agreements(world: World) -> None:
    for each in AGENCIES:
        if each.agreement != "none":
            world.agreements.append(_agreement(world, each))


def _agreement(world: World, agency: Agency) -> Agreement:
    today, rng = world.today, world.rng("agreement", agency.key)
    signed = today - timedelta(days=rng.randint(400, 900))
    review, ends = today + timedelta(days=rng.randint(40, 300)), today + timedelta(days=rng.randint(310, 700))
    if agency.agreement == "review due":
        review = today
    if agency.agreement == "lapsed":
        review, ends = today - timedelta(days=rng.randint(60, 120)), today - timedelta(days=rng.randint(8, 40))
    signer = rng.choice(("Head of public protection", "Assistant director", "Information governance lead"))
    return Agreement(agency.key, agency.key, signed, review, ends, signer)


def plan_professionals(world: World, copy: int) -> list[Professional]:
    hired: list[Professional] = []
    for key, jobs in PROFESSIONALS.items():
        cast = list(CAST_PROFESSIONALS.get(key, ())) if copy == 0 else []
        for area, job, count in jobs:
            for number in range(1, count + 1):
                person = cast.pop(0) if cast else f"{key}-{area}-{number}" + (f".{copy}" if copy else "")
                hired.append(_professional(world, person, agency(key), area, job, number, count))
    world.professionals += hired
    return hired


def _professional(
    world: World, person: str, agency: Agency, area: str, job: str, number: int, count: int
) -> Professional:
    """The last of several at some agencies has only been invited; one has left."""
    if person in ("petra", "paul", "ravi", "omar", "hana"):
        world.add_cast(person, area=area, domain=agency.domain)
    else:
        world.add_person(person, "professional", area=area, domain=agency.domain, ages=(25, 62))
    starts = at(world.today - 21 * DAY, 9) if person == "paul" else since(world) + 60 * DAY
    has_left = agency.key == "youth-b" and number == count
    ends = at(world.today - 75 * DAY, 17) if has_left else None
    waits = agency.key in NOT_SIGNED_UP and number == count
    return Professional(person, agency.key, job, area, starts, ends, has_signed_up=not waits)


def plan_volunteers(world: World, copy: int) -> list[Volunteer]:
    joined: list[Volunteer] = []
    for area, count in VOLUNTEERS.items():
        cast = list(CAST_VOLUNTEERS.get(area, ())) if copy == 0 else []
        for number in range(1, count + 1):
            key = cast.pop(0) if cast else f"volunteer-{area}-{number:02}" + (f".{copy}" if copy else "")
            joined.append(_volunteer(world, key, area, number, count))
    world.volunteers += joined
    if copy == 0:
        _plan_applicants(world)
    return joined


def _plan_applicants(world: World) -> None:
    """Two of the cast and two others who were invited to apply, all of area A."""
    for key in ("wilma", "wes"):
        world.add_cast(key, area="a", domain=PERSONAL_DOMAINS[0])
    for number in (1, 2):
        world.add_person(f"applicant-{number}", "applicant", area="a", domain=PERSONAL_DOMAINS[0])


def plan_reserve(world: World) -> None:
    """New volunteers of area A who wait for their first Circle here. Planned last: nothing else changes for them."""
    for number in range(1, RESERVE + 1):
        key = f"reserve-a-{number:02}"
        rng = world.rng("volunteer", key)
        world.add_person(key, "volunteer", area="a", domain=rng.choice(PERSONAL_DOMAINS), women=0.6)
        joined = world.today - timedelta(days=rng.randint(15, 80))
        world.volunteers.append(Volunteer(key, world.reference("V", key), "a", joined, None))


def in_reserve(volunteer: Volunteer) -> bool:
    """They have everything that is asked, and said lately on what evening they could come."""
    return volunteer.person.startswith("reserve-")


def _volunteer(world: World, key: str, area: str, number: int, count: int) -> Volunteer:
    rng = world.rng("volunteer", key)
    if key in ("vera", "vic", "nina", "xena"):
        world.add_cast(key, area=area, domain=PERSONAL_DOMAINS[0])
    else:
        world.add_person(key, "volunteer", area=area, domain=rng.choice(PERSONAL_DOMAINS), women=0.6)
    joined = world.today - timedelta(days=rng.randint(1000, 1400))
    left: date | None = None
    if key == "nina":
        left = world.today - 70 * DAY
    elif number == count:  # the last of each area has left altogether; the one before is new
        left = world.today - timedelta(days=rng.randint(30, 200))
    elif number == count - 1:
        joined = world.today - timedelta(days=rng.randint(10, 60))
    return Volunteer(key, world.reference("V", key), area, joined, left)


def may_be_seated(volunteer: Volunteer, world: World) -> bool:
    return volunteer.left_on is None and volunteer.joined_on < world.today - 90 * DAY
