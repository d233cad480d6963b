"""Seats: who sits in which Circle from when until when. Nobody holds two at once, and each is given its name.

A volunteer's seat that runs brings a dated exception with it for everything its kind of Circle asks and they lack.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from encircle.common.clock import in_london
from encircle.foundations.access.queries import present
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.accounts.models import User
from encircle.rooms.circles.models import Circle, Ending, Seat
from encircle.rooms.circles.policy import name_inside, next_letter
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.queries import standard_on
from encircle.rooms.readiness.models import DatedException
from encircle.rooms.readiness.queries import asked_on, lines_of
from encircle.rooms.readiness.vocabulary import Condition, Source
from encircle.rooms.volunteers.models import Volunteer

from ..caseload import Item, found
from ..cells import Unfit, first_moment, last_moment
from ..reading import Row
from ..sheets import Kind
from .base import Importer

RUNS_CIRCLES = (Role.COORDINATOR, Role.SENIOR_COORDINATOR, Role.OPERATIONS_MANAGER)
PERSON = {
    SeatPart.CORE_MEMBER: Kind.CORE_MEMBER,
    SeatPart.VOLUNTEER: Kind.VOLUNTEER,
    SeatPart.OUTER_CIRCLE: Kind.PROFESSIONAL,
}
HOLDERS = ("core_member_id", "volunteer_id", "professional_id", "coordinator_id")
_STAYS = "A seat stays with its Circle, its person and its first day. Give another seat a reference of its own"


class Seats(Importer):
    kind = Kind.SEAT
    item = "circles.seat"
    columns = {
        "circle_id": "circle",
        "starts_at": "starts_on",
        "ends_at": "ends_on",
        **dict.fromkeys(HOLDERS, "person"),
    }
    fixed = dict.fromkeys(("circle_id", "area_id", "part", "starts_at", *HOLDERS), _STAYS)

    def load(self, rows: list[Row]) -> None:
        self.load_known(Seat.objects.all())
        circles = {one.pk for kind in (self.case.items, self.case.aliases) for one in kind[Kind.CIRCLE].values()}
        self.seats: dict[UUID, list[Item]] = defaultdict(list)
        mine = {seat.pk: seat for seat in self.case.items[self.kind].values()}
        for seat in found(Seat.objects.all(), "circle_id", circles | {seat.circle_id for seat in mine.values()}):
            self.seats[seat.circle_id].append(mine.get(seat.pk, seat))
        self.ended = {one.circle_id: one.ended_at for one in found(Ending.objects.all(), "circle_id", circles)}
        self.ended |= {one.circle_id: one.ended_at for one in self.case.new.get(Ending, [])}
        self._load_coordinators(rows)
        self._load_readiness()

    def wanted(self, row: Row) -> dict[str, Any]:
        circle = self.case.linked(row, "circle")
        part = SeatPart(row["part"])
        starts_at = first_moment(row["starts_on"])
        person = self._person(row, part, circle)
        ends_at = self._end(row, circle, part, person)
        self._check(row, circle, starts_at, ends_at)
        holder = "professional_id" if part == SeatPart.OUTER_CIRCLE else f"{part.value}_id"
        wanted: dict[str, Any] = {**dict.fromkeys(HOLDERS), holder: person.pk}
        if part == SeatPart.VOLUNTEER:
            wanted["sees_from"] = first_moment(row["sees_from"] or row["starts_on"])
        if part == SeatPart.OUTER_CIRCLE:
            wanted["position"] = row["position"] or person.job_title[:80]
        return wanted | {
            "circle_id": circle.pk,
            "area_id": circle.area_id,
            "part": part.value,
            "starts_at": starts_at,
            "ends_at": ends_at,
        }

    def make(self, row: Row, wanted: dict[str, Any]) -> Seat:
        seat = Seat(**wanted, added_by_id=self.case.by.user_id)
        self._refuse_overlap(seat)
        seat.display_name, seat.letter = self._names(row, seat)
        self.seats[seat.circle_id].append(seat)
        if seat.volunteer_id is not None and self._runs(seat.ends_at):
            self._except(seat.volunteer_id, self.case.linked(row, "circle").kind)
        self.case.add(seat)
        return seat

    def change(self, row: Row, item: Item, wanted: dict[str, Any], columns: set[str]) -> list[str]:
        ended = item.ends_at
        fields = super().change(row, item, wanted, columns)
        if "ends_at" in fields:
            self._refuse_overlap(item)
            self._refuse_lasting_longer(row, item, ended)
        return fields

    def our_reference(self, item: Item) -> str:
        return ""

    def _load_coordinators(self, rows: list[Row]) -> None:
        """Those who sign in with the addresses named, and where they may run Circles now."""
        named = {row["person"].lower() for row in rows if row["part"] == SeatPart.COORDINATOR and row["person"]}
        users = User.objects.annotate(address=Lower("email")).defer("password")
        self.coordinators = {user.email.lower(): user for user in found(users, "address", named)}
        ids = [user.pk for user in self.coordinators.values()]
        self.runs: set[tuple[UUID, UUID | None]] = set(
            present(self.case.at).filter(Q(role__in=RUNS_CIRCLES), user__in=ids).values_list("user_id", "area_id")
        )

    def _load_readiness(self) -> None:
        """What the volunteers who are in Encircle already lack, and what is asked of those who are not."""
        volunteers = [one for kind in (self.case.items, self.case.aliases) for one in kind[Kind.VOLUNTEER].values()]
        self.area_of = {one.pk: one.area_id for one in volunteers}
        new = {one.pk for one in self.case.new.get(Volunteer, [])}
        today = self.case.today
        self.asked = asked_on(today)
        self.lacking: dict[tuple[UUID, str], list[Condition]] = defaultdict(list)
        for line in lines_of(set(self.area_of) - new, list(self.asked), today):
            if line.is_missing and line.condition not in self.lacking[line.volunteer_id, line.kind]:
                self.lacking[line.volunteer_id, line.kind].append(line.condition)
        for who in new:
            self.lacking |= {(who, kind): list(asked) for kind, asked in self.asked.items()}
        self.until = today + timedelta(days=standard_on(today).gate_exception_days)
        self.case.new.setdefault(DatedException, [])  # written before the seats they are for

    def _runs(self, ends_at: datetime | None) -> bool:
        return ends_at is None or ends_at > self.case.at

    def _except(self, volunteer_id: UUID, kind: str) -> None:
        """Once for each condition: a second seat in the same kind of Circle needs no other."""
        for condition in self.lacking.pop((volunteer_id, kind), []):
            self.case.add(
                DatedException(
                    volunteer_id=volunteer_id, area_id=self.area_of[volunteer_id], kind=kind,
                    condition=condition, source=Source.BEFORE, starts_on=self.case.today, ends_on=self.until,
                    by_id=self.case.by.user_id, at=self.case.at,
                )
            )  # fmt: skip

    def _refuse_lasting_longer(self, row: Row, seat: Item, ended: datetime | None) -> None:
        """A seat that had an end and is to go on is given anew, and so only to who is ready."""
        is_longer = ended is not None and (seat.ends_at is None or seat.ends_at > ended) and self._runs(seat.ends_at)
        if is_longer and self.lacking.get((seat.volunteer_id, self.case.linked(row, "circle").kind)):
            raise Unfit("The volunteer is not ready to go on in this kind of Circle. Give the seat in Encircle")

    def _person(self, row: Row, part: SeatPart, circle: Circle) -> Item:
        if part == SeatPart.COORDINATOR:
            return self._coordinator(row, circle)
        person = self.case.find(PERSON[part], row["person"])
        if part == SeatPart.CORE_MEMBER and person.area_id != circle.area_id:
            raise Unfit("The core member is of another area than the Circle")
        return person

    def _coordinator(self, row: Row, circle: Circle) -> Item:
        user = self.coordinators.get(row["person"].lower())
        if user is None:
            raise Unfit("Nobody signs in with this address. Invite the coordinator in Administration first")
        present_seat = row["ends_on"] is None or row["ends_on"] >= self.case.today
        if present_seat and not {(user.pk, None), (user.pk, circle.area_id)} & self.runs:
            raise Unfit("This person is no coordinator of the Circle’s area now. Appoint them in Administration first")
        return user

    def _end(self, row: Row, circle: Circle, part: SeatPart, person: Item) -> datetime | None:
        """Not after the Circle, nor after a volunteer's last day."""
        ends = [last_moment(row["ends_on"])]
        if circle.pk in self.ended:
            ends.append(last_moment(in_london(self.ended[circle.pk]).date()))
        if part == SeatPart.VOLUNTEER:
            ends.append(last_moment(person.left_on))
        return min((end for end in ends if end is not None), default=None)

    def _check(self, row: Row, circle: Circle, starts_at: datetime, ends_at: datetime | None) -> None:
        faults = []
        if row["starts_on"] < in_london(circle.opened_at).date():
            faults.append("“From” is before the Circle opened")
        if row["starts_on"] > self.case.today:
            faults.append("“From” is in the future. Give such a seat in Encircle")
        if row["ends_on"] and row["ends_on"] < row["starts_on"]:
            faults.append("“Until” is before “From”")
        elif ends_at is not None and ends_at <= starts_at:
            faults.append("“From” is after the Circle ended, or after the volunteer left")
        if row["sees_from"] and row["part"] != SeatPart.VOLUNTEER:
            faults.append("“Sees meetings from” is for volunteers only")
        if faults:
            raise Unfit(*faults)

    def _refuse_overlap(self, seat: Seat) -> None:
        for other in self.seats[seat.circle_id]:
            if other.pk == seat.pk or other.part != seat.part or not _meet(seat, other):
                continue
            if seat.part == SeatPart.CORE_MEMBER:
                raise Unfit("Somebody holds the core member’s seat of this Circle at that time already")
            if any(
                getattr(seat, holder) is not None and getattr(seat, holder) == getattr(other, holder)
                for holder in HOLDERS
            ):
                raise Unfit("This person has a seat in the Circle at that time already")

    def _names(self, row: Row, seat: Seat) -> tuple[str, str]:
        """The name inside the Circle, and a volunteer's letter outside it."""
        if seat.part == SeatPart.COORDINATOR:
            return self.coordinators[row["person"].lower()].get_short_name()[:80], ""
        person = self.case.find(PERSON[SeatPart(seat.part)], row["person"])
        if seat.part == SeatPart.CORE_MEMBER:
            return person.known_as, ""
        if seat.part == SeatPart.OUTER_CIRCLE:
            return person.name[:80], ""
        others = [one for one in self.seats[seat.circle_id] if one.part == SeatPart.VOLUNTEER]
        letter = next_letter([one.letter for one in others])
        taken = frozenset(one.display_name for one in others if one.volunteer_id != person.pk)
        return name_inside(person.given_name, letter, taken)[:80], letter


def _meet(one: Seat, other: Seat) -> bool:
    return (other.ends_at is None or one.starts_at < other.ends_at) and (
        one.ends_at is None or other.starts_at < one.ends_at
    )
