"""Past meetings with who came. Nobody is asked for their minutes."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from encircle.common.clock import in_london
from encircle.rooms.circles.models import Circle, Ending, Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.models import Attendance, Meeting, MinutesVersion
from encircle.rooms.meetings.vocabulary import Presence

from ..caseload import Item, found
from ..cells import Unfit, key_of, london_moment, several
from ..reading import Row
from ..sheets import CANCELLED, Kind
from .base import Importer

LONGEST = timedelta(hours=12)  # a longer "meeting" is a slip of the pen
LISTS = {"present": Presence.PRESENT, "apologies": Presence.APOLOGIES, "absent": Presence.ABSENT}
CAME = {*LISTS, "minutes_given"}
COLUMNS = {
    "circle_id": ("circle",),
    "starts_at": ("day", "starts"),
    "ends_at": ("day", "starts", "ends"),
    "held_from": ("day", "starts", "outcome"),
    "held_until": ("day", "starts", "ends", "outcome"),
    "outcome": ("outcome",),
    "cancelled_at": ("outcome", "day", "starts"),
    "cancel_reason": ("cancel_reason", "outcome"),
}


class Meetings(Importer):
    kind = Kind.MEETING
    item = "meetings.meeting"
    fixed = {"circle_id": "A meeting stays with its Circle. Give the other one a row and reference of its own"}

    def load(self, rows: list[Row]) -> None:
        self.load_known(Meeting.objects.all())
        mine = {meeting.pk for meeting in self.case.items[self.kind].values()}
        circles = {one.pk for kind in (self.case.items, self.case.aliases) for one in kind[Kind.CIRCLE].values()}
        self.taken: dict[tuple[UUID, datetime], UUID] = {
            (one.circle_id, one.starts_at): one.pk for one in found(Meeting.objects.all(), "circle_id", circles)
        }
        self.written: set[UUID] = {one.meeting_id for one in found(MinutesVersion.objects.all(), "meeting_id", mine)}
        self.attendance: dict[UUID, dict[UUID, Item]] = defaultdict(dict)
        for one in found(Attendance.objects.all(), "meeting_id", mine):
            self.attendance[one.meeting_id][one.seat_id] = one
        self.ended = {one.circle_id: one.ended_at for one in found(Ending.objects.all(), "circle_id", circles)}
        self.ended |= {one.circle_id: one.ended_at for one in self.case.new.get(Ending, [])}
        self._load_seats(circles)

    def wanted(self, row: Row) -> dict[str, Any]:
        circle = self.case.linked(row, "circle")
        starts_at, ends_at = _times(row)
        self._check(row, circle, starts_at, ends_at)
        cancelled = row["outcome"] == CANCELLED
        return {
            "circle_id": circle.pk,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "held_from": None if cancelled else starts_at,
            "held_until": None if cancelled else ends_at,
            "outcome": "" if cancelled else row["outcome"],
            "cancelled_at": starts_at if cancelled else None,
            "cancel_reason": row["cancel_reason"] or "",
        }

    def make(self, row: Row, wanted: dict[str, Any]) -> Meeting:
        self._refuse_taken(wanted, None)
        circle = self.case.linked(row, "circle")
        came = self._came(row, circle, wanted["starts_at"])
        meeting = Meeting(
            area_id=circle.area_id,
            planned_starts_at=wanted["starts_at"],
            recorded_by_id=self.case.by.user_id,
            minutes_elsewhere=True,
            **wanted,
        )
        self.taken[circle.pk, meeting.starts_at] = meeting.pk
        self.case.add(meeting, *(self._attendance(meeting, seat, presence, row) for seat, presence in came.items()))
        return meeting

    def change(self, row: Row, item: Item, wanted: dict[str, Any], columns: set[str]) -> list[str]:
        if item.pk in self.written and columns - {"reference"}:
            raise Unfit("There are minutes of this meeting in Encircle: it is changed there")
        self._refuse_taken(wanted, item.pk)
        came = self._came(row, self.case.linked(row, "circle"), wanted["starts_at"]) if columns & CAME else None
        fields = self._set(item, wanted, columns)
        return [*fields, *(["attendance"] if came is not None and self._change_attendance(item, came, row) else [])]

    def _set(self, item: Item, wanted: dict[str, Any], columns: set[str]) -> list[str]:
        asked = [name for name in wanted if set(COLUMNS[name]) & columns and getattr(item, name) != wanted[name]]
        if "circle_id" in asked:
            raise Unfit(self.fixed["circle_id"])
        for name in asked:
            setattr(item, name, wanted[name])
        return asked

    def our_reference(self, item: Item) -> str:
        return ""

    def _written(self, fields: Any) -> list[str]:
        return [name for name in fields if name != "attendance"]

    def _load_seats(self, circles: set[UUID]) -> None:
        """Seats by Circle and by each reference they can be named by."""
        self.seats: dict[UUID, dict[UUID, Item]] = defaultdict(dict)
        for seat in [*found(Seat.objects.all(), "circle_id", circles), *self.case.new.get(Seat, [])]:
            self.seats[seat.circle_id][seat.pk] = seat
        for seat in self.case.items[Kind.SEAT].values():  # as this workbook changes them
            self.seats[seat.circle_id][seat.pk] = seat

    def _check(self, row: Row, circle: Circle, starts_at: datetime, ends_at: datetime) -> None:
        faults = []
        if ends_at > self.case.at:
            faults.append("The meeting is not over yet. Plan it in Encircle")
        if ends_at - starts_at > LONGEST:
            faults.append("The meeting is longer than 12 hours")
        if row["day"] < in_london(circle.opened_at).date():
            faults.append("“Date” is before the Circle opened")
        if circle.pk in self.ended and row["day"] > in_london(self.ended[circle.pk]).date():
            faults.append("“Date” is after the Circle ended")
        if (row["outcome"] == CANCELLED) != bool(row["cancel_reason"]):
            faults.append("“Why it was cancelled” is written for a cancelled meeting, and only for one")
        if row["outcome"] == CANCELLED and any(row[name] for name in CAME):
            faults.append("Nobody attended a meeting that was cancelled")
        if faults:
            raise Unfit(*faults)

    def _refuse_taken(self, wanted: dict[str, Any], mine: UUID | None) -> None:
        other = self.taken.get((wanted["circle_id"], wanted["starts_at"]))
        if other is not None and other != mine:
            raise Unfit("There is a meeting of this Circle at this time already")

    def _came(self, row: Row, circle: Circle, starts_at: datetime) -> dict[UUID, Presence]:
        came: dict[UUID, Presence] = {}
        faults: list[str] = []
        for column, presence in LISTS.items():
            for reference in several(row[column] or ""):
                try:
                    seat = self._seat(reference, circle, starts_at)
                except Unfit as unfit:
                    faults.extend(unfit.reasons)
                    continue
                if came.setdefault(seat.pk, presence) != presence:
                    faults.append(f"“{reference}” stands in two of Present, Apologies and Absent")
        if faults:
            raise Unfit(*faults)
        return came

    def _seat(self, reference: str, circle: Circle, moment: datetime) -> Item:
        """The seat a reference names, or the one its person held in the Circle on that day."""
        seat = self.case.items[Kind.SEAT].get(key_of(reference))
        if seat is None:
            seat = self._seat_of_person(reference, circle, moment)
        if seat.circle_id != circle.pk or not _held(seat, moment):
            raise Unfit(f"“{reference}” had no seat in this Circle on that day")
        return seat

    def _seat_of_person(self, reference: str, circle: Circle, moment: datetime) -> Item:
        seats = [
            seat
            for holder, person in self._people(reference)
            for seat in self.seats[circle.pk].values()
            if getattr(seat, holder) == person.pk and _held(seat, moment)
        ]
        if not seats:
            raise Unfit(f"“{reference}” had no seat in this Circle on that day")
        if len(seats) > 1:
            raise Unfit(f"“{reference}” is the reference of two people here. Write the reference of the seat")
        return seats[0]

    def _people(self, reference: str) -> list[tuple[str, Item]]:
        """A core member and a volunteer may have the same reference. Raises Unfit when it is nobody's."""
        people, reasons = [], []
        for holder, kind in (("volunteer_id", Kind.VOLUNTEER), ("core_member_id", Kind.CORE_MEMBER)):
            try:
                people.append((holder, self.case.find(kind, reference)))
            except Unfit as unfit:
                reasons.append(unfit.reasons[0])
        if people:
            return people
        refused = [reason for reason in reasons if "refused" in reason]
        raise Unfit(*refused or [f"There is no seat, volunteer or core member with the reference “{reference}”"])

    def _attendance(self, meeting: Meeting, seat_id: UUID, presence: Presence, row: Row) -> Attendance:
        return Attendance(
            meeting_id=meeting.pk,
            circle_id=meeting.circle_id,
            area_id=meeting.area_id,
            seat_id=seat_id,
            presence=presence,
            minutes_given=self._given(meeting.circle_id, seat_id, presence, row),
        )

    def _given(self, circle_id: UUID, seat_id: UUID, presence: Presence, row: Row) -> int | None:
        volunteered = self.seats[circle_id][seat_id].part == SeatPart.VOLUNTEER and presence == Presence.PRESENT
        return row["minutes_given"] if volunteered else None

    def _change_attendance(self, meeting: Meeting, came: dict[UUID, Presence], row: Row) -> bool:
        """Whoever was brought in before stays: what is missing now is not taken away."""
        known = self.attendance[meeting.pk]
        if set(known) - set(came):
            raise Unfit("Somebody whose attendance was brought in before stands in none of the three lists now")
        changed = False
        for seat_id, presence in came.items():
            if seat_id not in known:
                self.case.add(self._attendance(meeting, seat_id, presence, row))
                changed = True
                continue
            given = self._given(meeting.circle_id, seat_id, presence, row)
            one = known[seat_id]
            if (one.presence, one.minutes_given) != (presence, given):
                one.presence, one.minutes_given = presence, given
                self.case.change(one, ["presence", "minutes_given"])
                changed = True
        return changed


def _times(row: Row) -> tuple[datetime, datetime]:
    """A meeting that ends earlier on the clock than it began went past midnight."""
    day: date = row["day"]
    next_day = row["ends"] <= row["starts"]
    starts_at = london_moment(day, row["starts"], "Start")
    ends_at = london_moment(day + timedelta(days=1) if next_day else day, row["ends"], "End")
    if ends_at <= starts_at:
        raise Unfit("“End” is not after “Start”")
    return starts_at, ends_at


def _held(seat: Item, moment: datetime) -> bool:
    return bool(seat.starts_at <= moment and (seat.ends_at is None or moment < seat.ends_at))
