"""Consents as they are met: full, narrow, named, expired, ending today, withdrawn; a young person's with carers.

Where consent is partial, the second agency was asked for and refused, and nobody asked about the others."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from ..days import DAY, at, in_office, london_day
from ..words.letters import letter
from ..words.library import TOPICS
from .circles import Planned
from .shapes import Consent, Ground, Subject
from .world import World

EVERYTHING = tuple(TOPICS)
NARROW = ("week", "health")
VALID_DAYS = 730
EVIDENCE = {"signed_form": 6, "in_person": 2, "telephone": 1, "letter": 1}
WITHDRAWN = {  # Circle -> whose agency, which topics, how many days ago
    "b2": ("police", ("relationships", "thoughts"), 9),
    "b7": ("health", EVERYTHING, 20),
    "b5": ("youth", EVERYTHING, 12),
}
GROUNDS = {  # Circle -> kind, whose agency, topics, since how many days, for how many
    "a6": ("safeguarding", "council", ("housing", "relationships"), 50, 120),
    "d3": ("serious_harm", "police", ("thoughts",), 5, 30),
    "e2": ("court_order", "police", ("week", "licence"), 200, 365),
}


def plan_consents(world: World, planned: Planned) -> list[Consent]:
    consents = [] if planned.spec.consents == "none" else list(_consents(world, planned))
    world.consents += consents
    return consents


def plan_grounds(world: World, planned: Planned) -> list[Ground]:
    if planned.spec.key not in GROUNDS:
        return []
    kind, service, topics, days, length = GROUNDS[planned.spec.key]
    agency = _agency_of(planned, service)
    rng = world.rng("ground", planned.key)
    start = in_office(rng, at(world.today - days * DAY, 9))
    by = "sena" if kind == "safeguarding" else planned.circle.coordinator
    canary = world.mark(by, "ground", planned.key)
    reason = letter(rng, "grounds", kind, planned.circle.life.slots(), canary)
    ground = Ground(planned.key, planned.key, kind, agency, topics, start, start + length * DAY, by, reason)
    world.grounds.append(ground)
    return [ground]


def _consents(world: World, planned: Planned) -> Iterator[Consent]:
    core = planned.circle.core_member
    carers = [each.person for each in world.carers if each.core_member == core]
    for place, agency in enumerate(_agencies(planned)):
        if planned.spec.consents == "partial" and place > 0:
            if place == 1:
                yield _refusal(_consent(world, planned, agency, place, core))
            continue
        if planned.spec.consents == "court order" and agency.startswith("police"):
            continue
        for giver in [core, *carers]:
            yield _consent(world, planned, agency, place, giver)


def _refusal(asked: Consent) -> Consent:
    """The same question, answered with no."""
    subjects = tuple(Subject(each.topic, asked.starts_at, asked.taken_by) for each in asked.subjects)
    return replace(asked, answer="no", subjects=subjects, ends_at=None, evidence="in_person")


def _agencies(planned: Planned) -> list[str]:
    return list(dict.fromkeys(seat.agency for seat in planned.seats if seat.agency))


def _agency_of(planned: Planned, service: str) -> str:
    return next(agency for agency in _agencies(planned) if agency.startswith(service))


def _consent(world: World, planned: Planned, agency: str, place: int, giver: str) -> Consent:
    key = f"{planned.key}/{agency}/{giver}"
    rng = world.rng("consent", key)
    first = planned.past[0] if planned.past else planned.circle.opened_at
    start = in_office(rng, at(london_day(first) - 8 * DAY, 9))
    return Consent(
        key=key, circle=planned.key, given_by=giver, is_carers=giver != planned.circle.core_member, agency=agency,
        professionals=_named(planned, agency, place), subjects=_subjects(world, planned, agency, place, giver),
        starts_at=start, ends_at=_end(world, planned, agency, start), taken_by=planned.circle.coordinator,
        evidence=rng.choices(list(EVIDENCE), list(EVIDENCE.values()))[0],
    )  # fmt: skip


def _named(planned: Planned, agency: str, place: int) -> tuple[str, ...]:
    """Narrowed to the one professional known to the core member."""
    if planned.spec.consents != "named" or place == 0:
        return ()
    return tuple(seat.person for seat in planned.seats if seat.agency == agency)[:1]


def _subjects(world: World, planned: Planned, agency: str, place: int, giver: str) -> tuple[Subject, ...]:
    is_narrow = planned.spec.consents == "narrow" and place >= 2
    is_hanas = planned.spec.consents == "cast" and agency.startswith("health")
    topics = NARROW if is_narrow or is_hanas else EVERYTHING
    gone = _withdrawn(world, planned, agency, giver)
    by = planned.circle.coordinator
    return tuple(Subject(topic, gone[topic], by) if topic in gone else Subject(topic) for topic in topics)


def _withdrawn(world: World, planned: Planned, agency: str, giver: str) -> dict[str, datetime]:
    service, topics, days = WITHDRAWN.get(planned.spec.key, ("nobody", (), 0))
    is_carers = planned.spec.consents == "young stopped"
    if not agency.startswith(service) or (is_carers and not giver.endswith("-2")):
        return {}
    moment = in_office(world.rng("withdrawal", planned.key), at(world.today - days * DAY, 9))
    return dict.fromkeys(topics, moment)


def _end(world: World, planned: Planned, agency: str, start: datetime) -> datetime:
    if planned.spec.consents == "expired" and agency.startswith("police"):
        return at(world.today - 40 * DAY, 0)
    if planned.spec.consents == "ends today":
        return at(world.today + DAY, 0)
    return at(london_day(start) + timedelta(days=VALID_DAYS), 0)
