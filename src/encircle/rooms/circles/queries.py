"""Reads about Circles. What comes back is what the database lets the asker see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import names_of

from .models import Circle, Ending, Pause, Phase, Seat
from .vocabulary import CircleState, PhaseName, SeatPart


def now(at: datetime) -> Q:
    """Rows whose period covers this instant."""
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


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


def with_state(circles: QuerySet[Circle], at: datetime) -> QuerySet[Circle]:
    """Adds `phase_now` and `state_now` to each Circle, by the rows of this instant."""
    of_this = Q(circle=OuterRef("pk"))
    phase = Phase.objects.filter(of_this & now(at)).values("name")[:1]
    return circles.annotate(phase_now=Subquery(phase, output_field=CharField())).annotate(
        state_now=Case(
            When(Exists(Ending.objects.filter(of_this, ended_at__lte=at)), then=Value(CircleState.ENDED.value)),
            When(Exists(Pause.objects.filter(of_this & now(at))), then=Value(CircleState.PAUSED.value)),
            When(Q(phase_now=PhaseName.FORMING.value), then=Value(CircleState.FORMING.value)),
            default=Value(CircleState.RUNNING.value),
            output_field=CharField(),
        )
    )


def described(circles: list[Circle], at: datetime) -> list[CircleNow]:
    """Circles from `with_state`, with the names of those at their centre and those who run them: two reads."""
    seats = list(
        Seat.objects.filter(
            now(at), circle__in=[circle.pk for circle in circles], part__in=(SeatPart.CORE_MEMBER, SeatPart.COORDINATOR)
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
