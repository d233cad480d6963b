"""Whom a message reaches: worked out from what is known of volunteers, never typed in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from encircle.common.clock import in_london
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.queries import kind_standards
from encircle.rooms.readiness.queries import lines_of
from encircle.rooms.support.presence_queries import away_on
from encircle.rooms.training.queries import may_train_of
from encircle.rooms.volunteers.matching import matching_of
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteers

from .models import Supporter
from .newsletter import PROVED, who_want_it
from .vocabulary import NARROWING, STANDINGS, Condition, Kind

Reader = Volunteer | Supporter


@dataclass(frozen=True)
class Group:
    """Areas, and conditions as they are chosen."""

    areas: tuple[UUID, ...]
    conditions: tuple[Condition, ...] = ()
    kind: Kind = Kind.MESSAGE

    @property
    def standings(self) -> frozenset[Condition]:
        return frozenset(self.conditions) & frozenset(STANDINGS)

    @property
    def narrowing(self) -> frozenset[Condition]:
        return frozenset(self.conditions) & frozenset(NARROWING)


@dataclass(frozen=True)
class People:
    """In the order of names."""

    reached: Sequence[Reader]
    not_reached: Sequence[Reader]  # of the group, without a login or an address that letters reach

    def without(self, left_out: Collection[UUID]) -> list[Reader]:
        return [one for one in self.reached if one.pk not in left_out]


def people_of(group: Group, at: datetime) -> People:
    """Of those the asker may see. Eight reads at most, however many people."""
    if group.kind is Kind.NEWSLETTER:
        return _readers(group.areas, at)
    today = in_london(at).date()
    there = list(volunteers(present_on=today).filter(area__in=group.areas))
    if group.standings:
        standing = standings_of([one.pk for one in there], at)
        there = [one for one in there if standing[one.pk] in group.standings]
    for condition in group.narrowing:
        kept = NARROWED_BY[condition]([one.pk for one in there], at)
        there = [one for one in there if one.pk in kept]
    reachable = _reachable(one.pk for one in there)
    return People(
        [one for one in there if one.pk in reachable], [one for one in there if one.pk not in reachable]
    )  # fmt: skip


def _readers(areas: Sequence[UUID], at: datetime) -> People:
    """Of a newsletter: everybody of these areas whose newest word is yes; a supporter once their address is proved."""
    wanting = who_want_it(areas)
    today = in_london(at).date()
    stays = (Q(ends_at=None) | Q(ends_at__gt=at)) & (Q(left_on=None) | Q(left_on__gte=today))
    there = list(Volunteer.objects.filter(stays, pk__in=wanting.volunteers))
    reachable = _reachable(one.pk for one in there)
    reached: list[Reader] = [one for one in there if not by_login(one) or one.pk in reachable]
    reached += Supporter.objects.filter(PROVED, pk__in=wanting.supporters, removed_at=None)
    return People(
        sorted(reached, key=lambda one: one.full_name),
        sorted((one for one in there if one not in reached), key=lambda one: one.full_name),
    )


def by_login(one: Reader) -> bool:
    """Whether a newsletter goes to the proved address of a login; else to the one they gave."""
    return isinstance(one, Volunteer) and one.user_id is not None and one.joined_on is not None


def standings_of(ids: Sequence[UUID], at: datetime) -> dict[UUID, Condition]:
    """Exactly one for everybody: who stepped out rests, whatever else; who is in no Circle is ready or not."""
    away = away_on(ids, in_london(at).date())
    seats = Seat.objects.filter(now(at), volunteer__in=ids, part=SeatPart.VOLUNTEER)
    seated = set(seats.values_list("volunteer", flat=True))
    free = [one for one in ids if one not in away and one not in seated]
    ready = _ready_for_any(free, at)
    return {
        one: Condition.AT_REST if one in away
        else Condition.IN_CIRCLE if one in seated
        else Condition.WAITING if one in ready
        else Condition.GETTING_READY
        for one in ids
    }  # fmt: skip


def _ready_for_any(ids: Sequence[UUID], at: datetime) -> set[UUID]:
    """Whoever lacks nothing that at least one kind of Circle asks which the charity runs."""
    today = in_london(at).date()
    kinds = list(kind_standards(today))
    lacking = {(line.volunteer_id, line.kind) for line in lines_of(ids, kinds, today) if line.is_missing}
    return {one for one in ids if any((one, kind) not in lacking for kind in kinds)}


def _experienced(ids: Sequence[UUID], at: datetime) -> set[UUID]:
    """As when Circles are formed: a place in one that has begun, here or where they came from."""
    begun = Q(part=SeatPart.VOLUNTEER, volunteer__in=ids, starts_at__lte=at)
    sat = set(Seat.objects.filter(begun).values_list("volunteer", flat=True))
    return {one for one in sat if one} | {pk for pk, said in matching_of(ids).items() if said.circles_before}


def _may_train(ids: Sequence[UUID], at: datetime) -> set[UUID]:
    return may_train_of(ids)


NARROWED_BY = {Condition.EXPERIENCED: _experienced, Condition.MAY_TRAIN: _may_train}


def _reachable(ids: Iterable[UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.reachable_volunteers(%s::uuid[])", [list(ids)])
        return set(cursor.fetchone()[0])
