"""Reads about Circles. What comes back is what the database lets the asker see."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    DecimalField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import names_of
from encircle.rooms.organisation.queries import kind_standard
from encircle.rooms.partners.models import AgencyKind

from .models import Circle, Ending, Pause, Phase, Seat
from .policy import Expected
from .vocabulary import CircleState, PhaseName, SeatPart


def now(at: datetime) -> Q:
    """Rows whose period covers this instant."""
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def until_the_end(at: datetime) -> Q:
    """Seats held at this instant; of a Circle that has ended by then, those that were held to its end."""
    return now(at) | Q(circle__ending__ended_at__lte=at, ends_at__gte=F("circle__ending__ended_at"))


@dataclass(frozen=True)
class CircleNow:
    """A Circle with what identifies it on every page about it."""

    circle: Circle
    state: CircleState
    phase: PhaseName | None
    core_member: str = ""  # the name used in the Circle
    core_member_id: UUID | None = None
    coordinators: tuple[str, ...] = ()

    @property
    def standing(self) -> str:
        """Ended, Paused, or the phase in words."""
        if self.phase is None or self.state in (CircleState.ENDED, CircleState.PAUSED):
            return self.state.label
        return self.phase.label


def circle_now(circle_id: UUID, at: datetime) -> CircleNow:
    """One Circle. Raises NotFound for absent and hidden alike."""
    found = with_state(Circle.objects.filter(pk=circle_id), at).select_related("area", "venue").first()
    if found is None:
        raise NotFound()
    return described([found], at)[0]


@dataclass(frozen=True)
class Wanted:
    """What a list of Circles is narrowed to; empty means all."""

    area_id: UUID | None = None
    kind: str = ""
    state: str = ""


class FirstNumber(Func):
    """The first number in a name, so that Circle 2 stands before Circle 10."""

    template = "substring(%(expressions)s from '[0-9]+')::numeric"
    output_field = DecimalField()


@dataclass(frozen=True)
class CirclesPage:
    circles: list[CircleNow]
    total: int


def circles_page(wanted: Wanted, *, first: int, count: int, at: datetime) -> CirclesPage:
    """A stretch of the list, by area and name; ended Circles only when asked for."""
    found = Circle.objects.filter(_in_state(wanted.state, at))
    if wanted.area_id:
        found = found.filter(area=wanted.area_id)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    shown = with_state(found, at).select_related("area").order_by("area__name", FirstNumber("name"), "name", "pk")
    return CirclesPage(described(list(shown[first : first + count]), at), found.count())


def with_state(circles: QuerySet[Circle], at: datetime) -> QuerySet[Circle]:
    """Adds `phase_now` and `state_now` to each Circle, by the rows of this instant."""
    phase = Phase.objects.filter(now(at), circle=OuterRef("pk")).values("name")[:1]
    states = (CircleState.ENDED, CircleState.PAUSED, CircleState.FORMING)
    return circles.annotate(
        phase_now=Subquery(phase, output_field=CharField()),
        state_now=Case(
            *[When(_is(state, at), then=Value(state.value)) for state in states],
            default=Value(CircleState.RUNNING.value),
            output_field=CharField(),
        ),
    )


def _is(state: CircleState, at: datetime) -> Exists:
    """The row that speaks for a state; the first of ended, paused and forming that there is decides."""
    if state is CircleState.ENDED:
        return Exists(Ending.objects.filter(circle=OuterRef("pk"), ended_at__lte=at))
    if state is CircleState.PAUSED:
        return Exists(Pause.objects.filter(now(at), circle=OuterRef("pk")))
    return Exists(Phase.objects.filter(now(at), circle=OuterRef("pk"), name=PhaseName.FORMING))


def _in_state(state: str, at: datetime) -> Q:
    ended, paused, forming = (_is(one, at) for one in (CircleState.ENDED, CircleState.PAUSED, CircleState.FORMING))
    match state:
        case CircleState.ENDED:
            return Q(ended)
        case CircleState.PAUSED:
            return Q(paused) & ~Q(ended)
        case CircleState.FORMING:
            return Q(forming) & ~Q(paused) & ~Q(ended)
        case CircleState.RUNNING:
            return ~Q(forming) & ~Q(paused) & ~Q(ended)
        case _:
            return ~Q(ended)


def described(circles: list[Circle], at: datetime) -> list[CircleNow]:
    """Circles from `with_state`, with the names of those at their centre and those who run them: two reads.

    Of a Circle that has ended, those who were there to its end.
    """
    seats = list(
        Seat.objects.filter(
            until_the_end(at),
            circle__in=[circle.pk for circle in circles],
            part__in=(SeatPart.CORE_MEMBER, SeatPart.COORDINATOR),
        ).order_by("starts_at")
    )
    names = names_of(seat.coordinator_id for seat in seats)
    return [_described(circle, [seat for seat in seats if seat.circle_id == circle.pk], names) for circle in circles]


def _described(circle: Circle, seats: list[Seat], names: dict[UUID, str]) -> CircleNow:
    core_member = next((seat for seat in seats if seat.part == SeatPart.CORE_MEMBER), None)
    phase = getattr(circle, "phase_now", None)
    return CircleNow(
        circle=circle,
        state=CircleState(circle.state_now),  # type: ignore[attr-defined]  # from with_state
        phase=PhaseName(phase) if phase else None,
        core_member=core_member.display_name if core_member else "",
        core_member_id=core_member.core_member_id if core_member else None,
        coordinators=tuple(
            names.get(seat.coordinator_id, seat.display_name) for seat in seats if seat.coordinator_id is not None
        ),
    )


def expected_of(kind: str, on: date) -> Expected | None:
    """What a Circle of this kind has by the practice standard of a London day."""
    standard = kind_standard(kind, on=on)
    if standard is None:
        return None
    agencies = tuple((one, str(AgencyKind(one).label).lower()) for one in standard.expected_agencies)
    return Expected(standard.least_volunteers, standard.most_volunteers, agencies)
