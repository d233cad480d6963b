"""Reads about agreements: who is asked, who has signed the newest version, and the paper to sign on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import names_of
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.queries import until_the_end
from encircle.rooms.circles.vocabulary import SeatPart

from .actions.agreeing import INNER
from .models import Agreement, AgreementAsked, AgreementTemplate, Signature

NEWEST = 20
ORDER = (SeatPart.CORE_MEMBER, SeatPart.VOLUNTEER, SeatPart.COORDINATOR, SeatPart.OUTER_CIRCLE)


@dataclass(frozen=True)
class AskedLine:
    """Somebody who is asked to sign the newest version, and the signature if it is there."""

    seat: Seat
    signature: Signature | None


@dataclass(frozen=True)
class AgreementNow:
    """The newest version with everybody who is asked now: whoever joined later has not signed yet."""

    agreement: Agreement
    asked: list[AskedLine]

    @property
    def signed(self) -> int:
        return sum(line.signature is not None for line in self.asked)

    @property
    def is_complete(self) -> bool:
        return bool(self.asked) and self.signed == len(self.asked)

    @property
    def missing(self) -> list[Seat]:
        return [line.seat for line in self.asked if line.signature is None]


def agreement_now(circle_id: UUID, at: datetime) -> AgreementNow | None:
    """Four reads, however many are asked. None: no agreement was written yet."""
    newest = Agreement.objects.filter(circle=circle_id).order_by("-number").first()
    if newest is None:
        return None
    outside = set(AgreementAsked.objects.filter(agreement=newest).values_list("seat_id", flat=True))
    seats = Seat.objects.filter(until_the_end(at), circle=circle_id)
    asked = [seat for seat in seats if seat.part in INNER or seat.pk in outside]
    signatures = {one.seat_id: one for one in Signature.objects.filter(agreement=newest)}
    asked.sort(key=lambda seat: (ORDER.index(SeatPart(seat.part)), seat.letter, seat.display_name))
    return AgreementNow(newest, [AskedLine(seat, signatures.get(seat.pk)) for seat in asked])


def agreement_row(agreement_id: UUID) -> Agreement:
    """Raises NotFound."""
    found = Agreement.objects.filter(pk=agreement_id).first()
    if found is None:
        raise NotFound()
    return found


def versions_of(circle: Circle) -> list[Agreement]:
    """The newest first."""
    return list(Agreement.objects.filter(circle=circle).order_by("-number"))


def wordings() -> list[tuple[AgreementTemplate, str]]:
    """What the charity set as its own wording, the newest first, with who set it."""
    rows = list(AgreementTemplate.objects.order_by("-set_at", "pk")[:NEWEST])
    names = names_of(row.set_by_id for row in rows)
    return [(row, names.get(row.set_by_id, "")) for row in rows]
