"""Areas and agencies are real public bodies; venues, towns and approved premises are invented.

The dealings shown with a real body (agreements, people, meetings) are invented too, and so are all addresses.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    key: str
    name: str
    towns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agency:
    key: str
    name: str
    kind: str  # police, probation, prison, approved premises, health, learning disability, council, youth justice
    area: str | None  # None: serves every area
    domain: str
    agreement: str  # in force, review due, lapsed, none


@dataclass(frozen=True, slots=True)
class Venue:
    key: str
    name: str
    area: str
    address: tuple[str, ...]
    access: str


AREAS = (
    Area("a", "Devon and Cornwall", ("Otterpool Quay", "Trevanmere", "Combe Saffron")),
    Area("b", "Avon and Somerset", ("Wickhollow", "Stoke Medlar", "Bellwater")),
    Area("c", "Dorset", ("Purbeck Gorse", "Lynmarsh", "Shingle Combe")),
    Area("d", "Wiltshire", ("Barrow Thistle", "Chalkmere", "Ridgeway Cross")),
    Area("e", "Gloucestershire", ("Severnwick", "Cotsdown", "Nettlestone Fold")),
)

AGENCIES = (
    Agency("probation", "Probation Service South West", "probation", None, "probation.example", "in force"),
    Agency("police-a", "Devon and Cornwall Police", "police", "a", "devon-cornwall.police.example", "in force"),
    Agency("health-a", "Devon Partnership NHS Trust", "health", "a", "dpt.nhs.example", "in force"),
    Agency("learning-a", "Cornwall Partnership NHS Foundation Trust", "learning disability", "a",
           "cornwallpartnership.nhs.example", "review due"),
    Agency("prison-a", "HMP Channings Wood", "prison", "a", "channingswood.prison.example", "in force"),
    Agency("premises-a", "Tamarisk House approved premises (invented)", "approved premises", "a",
           "tamarisk.probation.example", "in force"),
    Agency("youth-a", "Devon Youth Justice Service", "youth justice", "a", "youthjustice.devon.example", "in force"),
    Agency("council-a", "Cornwall Council children's services", "council", "a", "cornwall.example", "in force"),
    Agency("police-b", "Avon and Somerset Police", "police", "b", "avon-somerset.police.example", "in force"),
    Agency("health-b", "Avon and Wiltshire Mental Health Partnership NHS Trust", "health", "b", "awp.nhs.example",
           "in force"),
    Agency("prison-b", "HMP Leyhill", "prison", "b", "leyhill.prison.example", "in force"),
    Agency("premises-b", "Quayside House approved premises (invented)", "approved premises", "b",
           "quayside.probation.example", "lapsed"),
    Agency("learning-b", "Somerset NHS Foundation Trust", "learning disability", "b", "somerset.nhs.example",
           "in force"),
    Agency("youth-b", "Bristol Youth Justice Service", "youth justice", "b", "youthjustice.bristol.example",
           "in force"),
    Agency("police-c", "Dorset Police", "police", "c", "dorset.police.example", "in force"),
    Agency("prison-c", "HMP The Verne", "prison", "c", "theverne.prison.example", "review due"),
    Agency("health-c", "Dorset HealthCare University NHS Foundation Trust", "health", "c",
           "dorsethealthcare.nhs.example", "in force"),
    Agency("youth-c", "Dorset Combined Youth Justice Service", "youth justice", "c", "youthjustice.dorset.example",
           "in force"),
    Agency("police-d", "Wiltshire Police", "police", "d", "wiltshire.police.example", "in force"),
    Agency("council-d", "Swindon Borough Council adult social care", "council", "d", "swindon.example", "lapsed"),
    Agency("police-e", "Gloucestershire Constabulary", "police", "e", "gloucestershire.police.example", "in force"),
    Agency("health-e", "Gloucestershire Health and Care NHS Foundation Trust", "health", "e", "ghc.nhs.example",
           "none"),
    Agency("youth-e", "Gloucestershire Youth Justice Service", "youth justice", "e",
           "youthjustice.gloucestershire.example", "in force"),
)  # fmt: skip

VENUES = (
    Venue("a1", "The Sail Loft, upstairs room", "a", ("2 Old Ropewalk Yard", "Otterpool Quay"),
          "Side door on the yard. Lift. Kettle and cups in the cupboard."),
    Venue("a2", "Trevanmere Friends' Hall, back room", "a", ("11 Bellfounders Hill", "Trevanmere"),
          "Ring at the blue door. Step-free. The choir uses the big hall until nine."),
    Venue("a3", "Combe Saffron Community House", "a", ("60 Saffron Terrace", "Combe Saffron"),
          "Key safe by the gate; the coordinator has the code. Hearing loop."),
    Venue("b1", "The Ropeworks, meeting room 3", "b", ("8 Weaver's Tenter", "Bellwater"),
          "Sign in at the desk as the reading group. Lift to the third floor."),
    Venue("b2", "Stoke Medlar Chapel Rooms", "b", ("1 Medlar Close", "Stoke Medlar"),
          "Step-free at the garden side. Heating takes half an hour."),
    Venue("b3", "Wickhollow Library, study room", "b", ("24 Candlewick Street", "Wickhollow"),
          "After seven ring the bell; the caretaker lets the Circle in."),
    Venue("c1", "The Net Store", "c", ("3 Sailmaker's Row", "Lynmarsh"), "Ground floor. Parking behind."),
    Venue("c2", "Purbeck Gorse Village Rooms", "c", ("19 Cobnut Avenue", "Purbeck Gorse"),
          "Small room on the left. Last bus at 21:40."),
    Venue("d1", "Chalkmere Pavilion", "d", ("5 Fiddler's Green", "Chalkmere"), "Step-free. Outside light is at the back."),
    Venue("d2", "Ridgeway Cross Meeting House", "d", ("40 Tollgate End", "Ridgeway Cross"), "Door code from the coordinator."),
    Venue("e1", "Severnwick Old School", "e", ("7 Thimble Court", "Severnwick"), "Ramp. The clock in the room is ten minutes fast."),
    Venue("e2", "Nettlestone Fold Parish Office", "e", ("13 Primrose Steps", "Nettlestone Fold"), "Two steps; ask for the ramp."),
)  # fmt: skip


def towns_of(area: str) -> tuple[str, ...]:
    return next(each.towns for each in AREAS if each.key == area)


def agency(key: str) -> Agency:
    return next(each for each in AGENCIES if each.key == key)


def agency_of_kind(kind: str, area: str) -> Agency | None:
    return next((each for each in AGENCIES if each.kind == kind and each.area in (area, None)), None)


def venues_of(area: str) -> tuple[Venue, ...]:
    return tuple(each for each in VENUES if each.area == area)
