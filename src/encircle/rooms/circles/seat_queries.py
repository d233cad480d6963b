"""Reads about the seats of one Circle, with the names their holders have for the staff of the area."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import names_of
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.vocabulary import Role
from encircle.rooms.partners.models import Professional
from encircle.rooms.people.models import CoreMember
from encircle.rooms.volunteers.models import Volunteer

from .models import Circle, Seat
from .policy import Seats, seat_warnings
from .queries import expected_of, now
from .vocabulary import SeatPart


@dataclass(frozen=True)
class SeatLine:
    """One seat: the full name where the asker may know it, and for the outer circle the agency."""

    seat: Seat
    name: str
    agency: str = ""
    agency_kind: str = ""
    agency_id: UUID | None = None
    reference: str = ""

    @property
    def part(self) -> SeatPart:
        return SeatPart(self.seat.part)

    @property
    def said_as(self) -> str:
        """Core member, Volunteer A, Coordinator, or the part in the outer circle."""
        if self.part is SeatPart.VOLUNTEER:
            return f"Volunteer {self.seat.letter}".strip()
        if self.part is SeatPart.OUTER_CIRCLE and self.seat.position:
            return self.seat.position
        return self.part.label


@dataclass(frozen=True)
class SeatsOfCircle:
    present: list[SeatLine] = field(default_factory=list)
    coming: list[SeatLine] = field(default_factory=list)
    past: list[SeatLine] = field(default_factory=list)

    def of(self, part: SeatPart) -> list[SeatLine]:
        return [line for line in self.present if line.part is part]


def seats_of(circle_id: UUID, at: datetime) -> SeatsOfCircle:
    """Five reads, however many seats there are."""
    seats = list(Seat.objects.filter(circle=circle_id).order_by("starts_at", "pk"))
    lines = lines_for(seats)
    return SeatsOfCircle(
        present=[line for line in lines if _is_now(line.seat, at)],
        coming=[line for line in lines if line.seat.starts_at > at],
        past=[line for line in reversed(lines) if line.seat.ends_at is not None and line.seat.ends_at <= at],
    )


def seat_line(seat_id: UUID) -> SeatLine:
    """One seat. Raises NotFound."""
    seat = Seat.objects.select_related("circle").filter(pk=seat_id).first()
    if seat is None:
        raise NotFound()
    return lines_for([seat])[0]


def lines_for(seats: list[Seat]) -> list[SeatLine]:
    """Each kind of person is read apart: a join would drop the seat of somebody the asker may not see."""
    volunteers = Volunteer.objects.in_bulk([seat.volunteer_id for seat in seats if seat.volunteer_id])
    core_members = CoreMember.objects.in_bulk([seat.core_member_id for seat in seats if seat.core_member_id])
    professionals = Professional.objects.select_related("agency").in_bulk(
        [seat.professional_id for seat in seats if seat.professional_id]
    )
    names = names_of(seat.coordinator_id for seat in seats)

    def line(seat: Seat) -> SeatLine:
        if seat.volunteer_id and (volunteer := volunteers.get(seat.volunteer_id)):
            return SeatLine(seat, volunteer.full_name, reference=volunteer.reference)
        if seat.core_member_id and (core_member := core_members.get(seat.core_member_id)):
            return SeatLine(
                seat, f"{core_member.given_name} {core_member.family_name}", reference=core_member.reference
            )
        if seat.professional_id and (professional := professionals.get(seat.professional_id)):
            agency = professional.agency
            return SeatLine(seat, professional.name, agency.name, agency.kind, agency.pk)
        if seat.coordinator_id:
            return SeatLine(seat, names.get(seat.coordinator_id, seat.display_name))
        return SeatLine(seat, seat.display_name)

    return [line(seat) for seat in seats]


def coordinators_of(area_id: UUID, at: datetime) -> list[tuple[UUID, str]]:
    """Those appointed to coordinate the area now, covering ones too, by name."""
    appointed = Appointment.objects.filter(now(at), role=Role.COORDINATOR, area_id=area_id)
    return sorted(names_of(appointed.values_list("user", flat=True)).items(), key=lambda pair: pair[1])


def warnings_now(circle: Circle, at: datetime) -> tuple[str, ...]:
    """What to say about a Circle's present seats: two reads, and no names."""
    held = Seat.objects.filter(now(at), circle=circle).values_list("part", "professional__agency__kind")
    parts = [part for part, _ in held]
    return seat_warnings(
        Seats(
            volunteers=parts.count(SeatPart.VOLUNTEER),
            has_core_member=SeatPart.CORE_MEMBER in parts,
            has_coordinator=SeatPart.COORDINATOR in parts,
            outer_kinds=frozenset(kind for part, kind in held if part == SeatPart.OUTER_CIRCLE and kind),
        ),
        expected_of(circle.kind, in_london(at).date()),
    )


def _is_now(seat: Seat, at: datetime) -> bool:
    return seat.starts_at <= at and (seat.ends_at is None or seat.ends_at > at)
