"""Reads of runs: what was proposed, in words, and whom it keeps apart. Names are read now; nothing here keeps them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.rooms.circles.actions.seating import A_SENIOR
from encircle.rooms.circles.models import Seat
from encircle.rooms.people.models import CoreMember
from encircle.rooms.suitability.waiting import free_of
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteers

from . import missing, words
from .forecast import slot_of
from .inputs import candidates, known, not_possible, prison_of, unready_of
from .model import AgeBand, Candidate, Formed, Id, Point, Problem, Sex, SizeForKind, Venue, Waiting
from .models import Exclusion, Lock, Missing, Proposal, ProposalSeat, Run
from .weighing import present_settings


@dataclass(frozen=True)
class RunLine:
    run: Run
    circles: int
    asked_by: str


@dataclass(frozen=True)
class SeatLine:
    seat: ProposalSeat
    name: str
    is_kept: bool  # whoever asked wants them here
    is_possible: bool  # nothing was noted since that keeps them apart


@dataclass(frozen=True)
class Circle:
    """One proposal as it is shown."""

    proposal: Proposal
    seats: list[SeatLine]
    why: list[str]
    given_up: list[str]

    @property
    def is_possible(self) -> bool:
        return all(line.is_possible for line in self.seats)


@dataclass(frozen=True)
class Apart:
    volunteer: str
    core_member: str
    ask: str


@dataclass(frozen=True)
class Told:
    """A run as its page tells it."""

    run: Run
    asked_by: str
    circles: list[Circle]
    missing: list[tuple[Missing, str]]
    without: list[CoreMember] = field(default_factory=list)  # waited, and no Circle was proposed for them
    apart: list[Apart] = field(default_factory=list)


def runs(count: int) -> list[RunLine]:
    """Those that have not expired, the newest first."""
    rows = list(Run.objects.select_related("area").annotate(circles=Count("proposals")).order_by("-asked_at")[:count])
    names = names_of(row.asked_by_id for row in rows)
    return [RunLine(row, row.circles, names.get(row.asked_by_id, "")) for row in rows]


def run(run_id: UUID) -> Run:
    """Raises NotFound, for one that has expired too."""
    found = Run.objects.select_related("area", "core_member").filter(pk=run_id).first()
    if found is None:
        raise NotFound()
    return found


def told(found: Run, by: Actor) -> Told:
    """As many reads, however many Circles."""
    proposals = list(found.proposals.select_related("core_member", "venue", "area").order_by("position"))
    seats = list(ProposalSeat.objects.filter(run=found).order_by("-is_experienced", "pk"))
    pairs = set(not_possible(found.waited))
    names = _names({seat.volunteer_id for seat in seats} | {volunteer for volunteer, _ in pairs})
    kept = {
        (lock.volunteer_id, lock.core_member_id) for lock in Lock.objects.filter(run=found, stays=True)
    }  # fmt: skip
    people = {one.pk: one for one in CoreMember.objects.filter(pk__in=found.waited)}
    circles = [
        _circle(one, [seat for seat in seats if seat.proposal_id == one.pk], names, kept, pairs) for one in proposals
    ]
    formed = {one.core_member_id for one in proposals}
    return Told(
        run=found,
        asked_by=names_of([found.asked_by_id]).get(found.asked_by_id, ""),
        circles=circles,
        missing=[(one, _missing_words(one)) for one in _missing(found)],
        without=[one for id, one in people.items() if id not in formed] if found.done_at else [],
        apart=_apart(pairs, names, people, by),
    )


def told_circle(proposal: Proposal) -> Circle:
    """One of them, with who sits there."""
    seats = list(proposal.seats.order_by("-is_experienced", "pk"))
    pairs = set(not_possible([proposal.core_member_id]))
    kept = set(Lock.objects.filter(run=proposal.run_id, stays=True).values_list("volunteer_id", "core_member_id"))
    return _circle(proposal, seats, _names({seat.volunteer_id for seat in seats}), kept, pairs)


def who_else(proposal: Proposal, at: datetime) -> list[tuple[UUID, str, str]]:
    """Who is free now and could be put into this Circle: id, name, and for whom they are proposed besides."""
    free, _ = candidates(proposal.run.areas, present_settings(), at)
    apart = {volunteer for volunteer, _ in not_possible([proposal.core_member_id])}
    there = {
        seat.volunteer_id: seat
        for seat in ProposalSeat.objects.filter(run=proposal.run_id).select_related("core_member")
    }
    ids = [known(one.id) for one in free if one.id not in apart]
    asked = free_of([proposal.core_member_id]).get(proposal.core_member_id)
    what = (str(proposal.kind), prison_of(asked, proposal.kind))
    unready = unready_of(ids, [what], in_london(at).date())[what]
    ids = [id for id in ids if id not in unready]
    names = _names(ids)
    here = {id for id, seat in there.items() if seat.proposal_id == proposal.pk}
    found = [
        (id, names[id], there[id].core_member.known_as if id in there else "") for id in ids if id not in here
    ]  # fmt: skip
    return sorted(found, key=lambda one: one[1])


@dataclass(frozen=True)
class ExclusionLine:
    row: Exclusion
    volunteer: str
    noted_by: str
    are_together: bool  # both have a seat in one Circle, now or to come


def exclusions_of(core_member_id: UUID, at: datetime) -> list[ExclusionLine]:
    """Those noted that hold, newest first; what was ended comes last."""
    rows = list(
        Exclusion.objects.filter(core_member=core_member_id).select_related("ended", "volunteer").order_by("-at")
    )
    names = names_of(row.by_id for row in rows)
    together = in_one_circle(core_member_id, [row.volunteer_id for row in rows if not is_ended(row)], at)
    lines = [
        ExclusionLine(row, row.volunteer.full_name, names.get(row.by_id, ""), row.volunteer_id in together)
        for row in rows
    ]
    return sorted(lines, key=lambda line: is_ended(line.row))


def who_keeps_apart(core_members: Sequence[UUID]) -> dict[tuple[UUID, UUID], str]:
    """Volunteer and core member who must never sit in one Circle, with whom to ask about it."""
    return _whom_to_ask(not_possible(core_members), core_members)


def in_one_circle(core_member_id: UUID, volunteer_ids: Sequence[UUID], at: datetime) -> set[UUID]:
    """Which of them sit in a Circle with this person now, or are to."""
    to_come = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    circles = Seat.objects.filter(to_come, core_member=core_member_id).values("circle")
    there = Seat.objects.filter(to_come, circle__in=circles, volunteer__in=volunteer_ids)
    return set(there.values_list("volunteer_id", flat=True).distinct())


def is_ended(row: Exclusion) -> bool:
    return hasattr(row, "ended")


def volunteers_to_exclude(at: datetime) -> list[tuple[str, str]]:
    rows = volunteers(present_on=in_london(at).date())
    return [(str(one.pk), f"{one.full_name} ({one.reference})") for one in rows]


def _names(ids: Iterable[UUID]) -> dict[UUID, str]:
    return {one.pk: one.full_name for one in Volunteer.objects.filter(pk__in=list(ids))}


def _circle(
    proposal: Proposal,
    seats: Sequence[ProposalSeat],
    names: dict[UUID, str],
    kept: set[tuple[UUID, UUID]],
    pairs: set[tuple[UUID, UUID]],
) -> Circle:
    problem, formed = _as_weighed(proposal, seats)
    called: dict[Id, str] = {seat.volunteer_id: names.get(seat.volunteer_id, "Somebody") for seat in seats}
    of = proposal.core_member_id
    lines = [
        SeatLine(
            seat,
            names.get(seat.volunteer_id, "Somebody"),
            is_kept=(seat.volunteer_id, of) in kept,
            is_possible=(seat.volunteer_id, of) not in pairs,
        )
        for seat in seats
    ]
    return Circle(proposal, lines, words.why(problem, formed, called), words.given_up(problem, formed, called))


def _as_weighed(proposal: Proposal, seats: Sequence[ProposalSeat]) -> tuple[Problem, Formed]:
    """The facts that spoke for this Circle, as the solver saw them. Distances are kept, directions are not."""
    middle, slot = Point(0, 0), slot_of(proposal.slot)
    team = tuple(
        Candidate(
            id=seat.volunteer_id, area=proposal.area_id, point=Point(seat.miles, 0), reach=float(seat.miles),
            slots=frozenset({slot}), sex=Sex(seat.sex), age=AgeBand(seat.age_band),
            is_experienced=seat.is_experienced, months_waited=seat.months_waited,
        )
        for seat in seats
    )  # fmt: skip
    person = Waiting(
        proposal.core_member_id,
        proposal.area_id,
        SizeForKind(proposal.least, proposal.most),
        months_waited=proposal.months_waited,
    )
    venue = Venue(proposal.venue_id, proposal.area_id, middle)
    return Problem((person,), team, (venue,)), Formed(person.id, slot, venue.id, tuple(one.id for one in team))


def _missing(found: Run) -> list[Missing]:
    return list(found.missings.select_related("core_member", "venue", "area").order_by("area__name"))


def _missing_words(one: Missing) -> str:
    needs = tuple(missing.Need(Sex(sex), known, number) for sex, known, number in one.needs)
    if not needs:
        return ""
    lack = missing.Missing(one.core_member_id, slot_of(one.slot), one.venue_id, needs, one.is_least)
    return words.missing_words(lack, one.venue.name)


def _apart(
    pairs: set[tuple[UUID, UUID]], names: dict[UUID, str], people: dict[UUID, CoreMember], by: Actor
) -> list[Apart]:
    """Pairs and whom to ask, and no word of why. Nobody is told of a pair with themselves."""
    asked = _whom_to_ask(pairs, list(people))
    shown = [pair for pair in pairs if pair[0] in names and pair[1] in people and pair[0] != by.volunteer_id]
    found = [Apart(names[pair[0]], _called(people[pair[1]]), asked[pair]) for pair in shown]
    return sorted(found, key=lambda one: (one.core_member, one.volunteer))


def _whom_to_ask(pairs: Collection[tuple[UUID, UUID]], core_members: Sequence[UUID]) -> dict[tuple[UUID, UUID], str]:
    """Whoever noted it. What the database found is told by seniors."""
    rows = Exclusion.objects.filter(core_member__in=core_members, ended=None) if pairs else ()
    noted = {(row.volunteer_id, row.core_member_id): row.by_id for row in rows}
    names = names_of(noted.values())
    return {pair: names.get(noted[pair], A_SENIOR) if pair in noted else A_SENIOR for pair in pairs}


def _called(person: CoreMember) -> str:
    return f"{person.given_name} {person.family_name}"
