"""Areas and agencies are real public bodies; venues, towns and approved premises are invented.

The dealings shown with a real body (agreements, people, meetings) are invented too, and so are all addresses.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    key: str
    name: str
    code: str
    towns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agency:
    key: str
    name: str
    service: str
    area: str | None  # None: serves every area
    domain: str
    agreement: str  # in force, review due, lapsed, none

    @property
    def kind(self) -> str:
        return KINDS[self.service]


@dataclass(frozen=True, slots=True)
class Venue:
    key: str
    name: str
    area: str
    address: tuple[str, ...]


KINDS = {  # service -> kind as the room of partners knows it
    "police": "police",
    "probation": "probation",
    "prison": "prison",
    "approved premises": "prison",
    "health": "health",
    "learning disability": "health",
    "council": "social_care",
    "youth justice": "youth_justice",
    "harmful sexual behaviour": "health",
}
AREAS = (
    Area("a", "Devon and Cornwall", "devon-cornwall", ("Otterpool Quay", "Trevanmere", "Combe Saffron")),
    Area("b", "Avon and Somerset", "avon-somerset", ("Wickhollow", "Stoke Medlar", "Bellwater")),
    Area("c", "Dorset", "dorset", ("Purbeck Gorse", "Lynmarsh", "Shingle Combe")),
    Area("d", "Wiltshire", "wiltshire", ("Barrow Thistle", "Chalkmere", "Ridgeway Cross")),
    Area("e", "Gloucestershire", "gloucestershire", ("Severnwick", "Cotsdown", "Nettlestone Fold")),
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
    Agency("harmful-behaviour", "Harbourlight harmful sexual behaviour service (invented)", "harmful sexual behaviour",
           None, "harbourlight.nhs.example", "in force"),
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
    Venue("a1", "The Sail Loft, upstairs room", "a", ("2 Old Ropewalk Yard", "Otterpool Quay")),
    Venue("a2", "Trevanmere Friends' Hall, back room", "a", ("11 Bellfounders Hill", "Trevanmere")),
    Venue("a3", "Combe Saffron Community House", "a", ("60 Saffron Terrace", "Combe Saffron")),
    Venue("b1", "The Ropeworks, meeting room 3", "b", ("8 Weaver's Tenter", "Bellwater")),
    Venue("b2", "Stoke Medlar Chapel Rooms", "b", ("1 Medlar Close", "Stoke Medlar")),
    Venue("b3", "Wickhollow Library, study room", "b", ("24 Candlewick Street", "Wickhollow")),
    Venue("c1", "The Net Store", "c", ("3 Sailmaker's Row", "Lynmarsh")),
    Venue("c2", "Purbeck Gorse Village Rooms", "c", ("19 Cobnut Avenue", "Purbeck Gorse")),
    Venue("d1", "Chalkmere Pavilion", "d", ("5 Fiddler's Green", "Chalkmere")),
    Venue("d2", "Ridgeway Cross Meeting House", "d", ("40 Tollgate End", "Ridgeway Cross")),
    Venue("e1", "Severnwick Old School", "e", ("7 Thimble Court", "Severnwick")),
    Venue("e2", "Nettlestone Fold Parish Office", "e", ("13 Primrose Steps", "Nettlestone Fold")),
)

# Kilometres east and north of the grid's origin: about the middle of where the area's volunteers live and meet.
MIDDLES = {"a": (292, 92), "b": (345, 155), "c": (380, 95), "d": (400, 160), "e": (385, 215)}


def towns_of(area: str) -> tuple[str, ...]:
    return next(each.towns for each in AREAS if each.key == area)


def agency(key: str) -> Agency:
    return next(each for each in AGENCIES if each.key == key)


def agency_for(service: str, area: str) -> Agency | None:
    """The area's own; people also go to a prison of the next area."""
    near = [each for each in AGENCIES if each.service == service and each.area in (area, None)]
    further = [each for each in AGENCIES if each.service == service and service == "prison"]
    return next(iter((*near, *further)), None)


def venues_of(area: str) -> tuple[Venue, ...]:
    return tuple(each for each in VENUES if each.area == area)
