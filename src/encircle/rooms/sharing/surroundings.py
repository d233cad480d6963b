"""What the charity knows about the people round one Circle, so that their names can be pointed at in a passage."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.people.models import Carer, HomeContact

from .redaction import Known


@dataclass(frozen=True)
class Surroundings:
    known: Known
    volunteers: Known  # surnames and telephone numbers that never leave unless somebody decides so


def surroundings_of(circle: Circle, core_member_id: UUID, *, by: Actor) -> Surroundings:
    """Leaves a receipt for the core member: their address and telephone number are read to be looked for."""
    seats = list(Seat.objects.filter(circle=circle).select_related("core_member", "volunteer", "professional"))
    leave_receipt(
        "people.coremember",
        core_member_id,
        by=by.acting,
        circle_id=circle.pk,
        area_id=circle.area_id,
        person_id=core_member_id,
    )
    homes = list(HomeContact.objects.filter(core_member=core_member_id))
    carers = Carer.objects.filter(core_member=core_member_id).values_list("name", flat=True)
    volunteers = _volunteers(seats)
    return Surroundings(known=_everyone(seats, list(carers), homes, volunteers), volunteers=volunteers)


def _volunteers(seats: list[Seat]) -> Known:
    people = [seat.volunteer for seat in seats if seat.part == SeatPart.VOLUNTEER and seat.volunteer]
    return Known(
        surnames=_words(person.family_name for person in people), phones=_words(person.phone for person in people)
    )


def _everyone(seats: list[Seat], carers: list[str], homes: list[HomeContact], volunteers: Known) -> Known:
    """The core member's own first name is left alone: whoever gets the minutes knows who they are about."""
    professionals = [seat.professional for seat in seats if seat.professional]
    families = {seat.core_member.family_name for seat in seats if seat.core_member}
    last_names = [person.name.split()[-1] for person in professionals if person.name.split()]
    return Known(
        surnames=volunteers.surnames | _words([*families, *last_names, *(name.split()[-1] for name in carers if name)]),
        first_names=_words(
            [*(seat.volunteer.given_name for seat in seats if seat.volunteer), *(n.split()[0] for n in carers if n)]
        ),
        addresses=_words(home.address for home in homes),
        phones=volunteers.phones
        | _words([*(person.phone for person in professionals), *(home.phone for home in homes)]),
    )


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.strip() for word in words if word.strip())
