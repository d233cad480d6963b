"""What was released to whom: decided by the same sieve as the real thing, then opened, acknowledged or not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from encircle.rooms.sharing.policy import (
    BasisKind,
    CaseFacts,
    ConsentFacts,
    GiverId,
    GroundFacts,
    GroundKind,
    Part,
    PassageFacts,
    RecipientFacts,
    SharingStandard,
    Stop,
    Verdict,
    sieve,
)

from ..days import DAY, HOUR, in_office, london_day
from ..words.minutes import outline
from .circles import Planned
from .shapes import Consent, Event, Ground, Meeting, Professional, Release, Seat, Shared, Stayed
from .world import World

STANDARD = SharingStandard(parts_that_may_go=frozenset({Part.WITH_CORE_MEMBER}))
CHASED_AFTER = 5 * DAY
NEW_FOR, FRESH = ("omar", "hana"), 50 * HOUR
RELEASED_ANEW = 18 * DAY  # ago: what Petra had read and Paul was given after the handover


@dataclass(slots=True)
class Case:
    """One Circle's papers as the sieve wants them."""

    facts: CaseFacts
    consents: dict[UUID, list[ConsentFacts]]  # by agency
    grounds: list[GroundFacts]
    withdrawn: dict[UUID, datetime]


def plan_releases(
    world: World, planned: Planned, meetings: list[Meeting], consents: list[Consent], grounds: list[Ground]
) -> list[Release]:
    case = _case(world, planned, consents, grounds)
    known = {each.person: each for each in world.professionals}
    releases = [
        release
        for meeting in meetings
        if meeting.minutes and (moment := meeting.minutes.released_at)
        for seat in planned.holders("outer_circle", moment)
        if (release := _release(world, planned, meeting, seat, moment, case, known[seat.person]))
    ]
    releases += _released_anew(world, planned, meetings, case, known)
    world.releases += releases
    return releases


def _released_anew(
    world: World, planned: Planned, meetings: list[Meeting], case: Case, known: dict[str, Professional]
) -> list[Release]:
    """A successor sees nothing earlier until chosen items are released anew: Paul was given one."""
    moment = world.now - RELEASED_ANEW
    seats = [seat for seat in planned.holders("outer_circle", moment) if seat.person == "paul"]
    old = [each for each in meetings if each.minutes and each.minutes.released_at and each.ends_at < moment - 30 * DAY]
    found = (_release(world, planned, old[-1], seat, moment, case, known["paul"]) for seat in seats)
    return [release for release in found if release]


def _release(
    world: World,
    planned: Planned,
    meeting: Meeting,
    seat: Seat,
    moment: datetime,
    case: Case,
    professional: Professional,
) -> Release | None:
    minutes = meeting.minutes
    if minutes is None or minutes.approval is None:
        return None
    version = minutes.approval.version
    passages = [
        PassageFacts(world.id("passage", f"{meeting.key}/{version}/{place}"), Part(part), topic)
        for place, (part, topic) in enumerate(outline(minutes.brief))
    ]
    recipient = RecipientFacts(
        world.id("seat", seat.key), world.id("professional", seat.person), world.id("agency", str(seat.agency)),
        seat.starts_at, seat.ends_at, agreement_in_force=True,
    )  # fmt: skip
    verdicts = sieve(
        passages=passages, recipient=recipient, grounds=case.grounds, case=case.facts, standard=STANDARD,
        consents=case.consents.get(recipient.agency_id, []), at=moment,
    )  # fmt: skip
    shared, stayed = _sorted(case, passages, verdicts)
    if not shared:
        return None
    key = f"{meeting.key}/{version}/{seat.person}"
    rng = world.rng("release", key)
    return Release(
        key=key, circle=planned.key, seat=seat.key, professional=seat.person, agency=str(seat.agency),
        by=planned.circle.coordinator, at=moment, about_on=london_day(meeting.starts_at), channel="online",
        meeting=meeting.key, version=version, concern=None, shared=shared, stayed=stayed, text="",
        events=events_of(world, rng, moment, seat, has_signed_up=professional.has_signed_up),
    )  # fmt: skip


def _sorted(
    case: Case, passages: list[PassageFacts], verdicts: tuple[Verdict, ...]
) -> tuple[tuple[Shared, ...], tuple[Stayed, ...]]:
    shared, stayed = [], []
    for place, (passage, verdict) in enumerate(zip(passages, verdicts, strict=True)):
        if not verdict.goes:
            stayed.append(Stayed(place, passage.part.value, passage.subject, verdict.reason.value))
            continue
        consents = tuple(each.id for each in verdict.basis if each.kind is BasisKind.CONSENT)
        grounds = tuple(each.id for each in verdict.basis if each.kind is BasisKind.GROUND)
        closed_by = next((each for each in consents if each in case.withdrawn), None) if not grounds else None
        shared.append(Shared(place, passage.part.value, passage.subject, consents, grounds, closed_by))
    return tuple(shared), tuple(stayed)


def events_of(world: World, rng: Random, sent: datetime, seat: Seat, *, has_signed_up: bool) -> tuple[Event, ...]:
    """Most are opened within days and acknowledged; some of late not yet; who has not signed up has not been told."""
    if not has_signed_up:
        return ()
    until = min(world.now, seat.ends_at or world.now)
    opened = sent + HOUR * min(rng.expovariate(1 / 30), 200) + timedelta(minutes=3)
    events = [Event("notified", min(sent + timedelta(minutes=1), world.now), None)]
    is_opened = opened < until and not _lies_unopened(world, rng, sent, seat)
    if (not is_opened or opened > sent + CHASED_AFTER) and sent + CHASED_AFTER < until:
        events.append(Event("chased", sent + CHASED_AFTER, None))
    if is_opened:
        events.append(Event("opened", opened, seat.person))
        acknowledged = in_office(rng, opened + timedelta(minutes=4))
        if rng.random() < 0.85 and acknowledged < until:
            events.append(Event("acknowledged", acknowledged, seat.person))
    return tuple(events)


def _lies_unopened(world: World, rng: Random, sent: datetime, seat: Seat) -> bool:
    """Omar and Hana always find something new; of anything older than four weeks hardly a thing lies unopened."""
    age, turn = world.now - sent, rng.random()
    if seat.person in NEW_FOR and age < FRESH:
        return True
    return turn < (0.25 if age < 28 * DAY else 0.003)


def _case(world: World, planned: Planned, consents: list[Consent], grounds: list[Ground]) -> Case:
    core = planned.circle.core_member
    carers = [each for each in world.carers if each.core_member == core and each.consent_required]
    facts = CaseFacts(
        core_member_id=GiverId(world.id("giver", core)),
        is_young_person=planned.circle.kind == "young",
        born_on=world.people[core].born_on,
        required_carers=frozenset(GiverId(world.id("giver", each.person)) for each in carers),
        stops=frozenset(_no(world, each) for each in consents if each.answer == "no"),
    )
    papers: dict[UUID, list[ConsentFacts]] = {}
    for consent in (each for each in consents if each.answer == "yes"):
        papers.setdefault(world.id("agency", consent.agency), []).extend(_consent_facts(world, consent))
    withdrawn = {paper.id: paper.withdrawn_at for own in papers.values() for paper in own if paper.withdrawn_at}
    return Case(facts, papers, [_ground_facts(world, each) for each in grounds], withdrawn)


def _no(world: World, refusal: Consent) -> Stop:
    topics = frozenset(each.topic for each in refusal.subjects)
    return Stop(
        GiverId(world.id("giver", refusal.given_by)), world.id("agency", refusal.agency), topics, refusal.starts_at
    )


def _consent_facts(world: World, consent: Consent) -> list[ConsentFacts]:
    """One paper a subject, because each can be withdrawn alone."""
    names = frozenset(world.id("professional", each) for each in consent.professionals)
    agency, giver = world.id("agency", consent.agency), GiverId(world.id("giver", consent.given_by))
    return [
        ConsentFacts(
            world.id("consent_subject", f"{consent.key}/{each.topic}"), giver, agency, names, frozenset({each.topic}),
            consent.starts_at, consent.ends_at, each.withdrawn_at,
        )
        for each in consent.subjects
    ]  # fmt: skip


def _ground_facts(world: World, ground: Ground) -> GroundFacts:
    return GroundFacts(
        world.id("ground", ground.key), GroundKind(ground.kind), world.id("agency", ground.agency), frozenset(),
        frozenset(ground.topics), ground.starts_at, ground.ends_at,
    )  # fmt: skip
