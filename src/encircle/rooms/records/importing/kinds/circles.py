"""Circles with their phase, place and end."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.common.ids import new_reference
from encircle.rooms.briefings.models import BriefingHeld, StartException
from encircle.rooms.briefings.vocabulary import ExceptionReason
from encircle.rooms.circles.actions.phases import end_circle
from encircle.rooms.circles.models import Circle, Ending, Phase
from encircle.rooms.circles.vocabulary import EndingReason, PhaseName
from encircle.rooms.meetings.actions.planning import cancel_planned
from encircle.rooms.meetings.vocabulary import CancelReason
from encircle.rooms.organisation.models import Venue

from ..caseload import Item, found
from ..cells import Unfit, first_moment, key_of, last_moment
from ..reading import Row
from ..sheets import Kind
from .base import Importer

A_MOMENT = timedelta(microseconds=1)
USUAL_MINUTES = 120


class Circles(Importer):
    kind = Kind.CIRCLE
    item = "circles.circle"
    columns = {"area_id": "area", "opened_at": "opened_on", "venue_id": "venue"}
    fixed = {
        "area_id": "A Circle is moved to another area in Encircle, not by an import",
        "kind": "The kind of a Circle is never changed",
        "opened_at": "The day a Circle opened is never changed by an import",
    }

    def load(self, rows: list[Row]) -> None:
        self.load_known(Circle.objects.all(), with_ours=True)
        areas = {area.pk for kind in (self.case.items, self.case.aliases) for area in kind[Kind.AREA].values()}
        self.venues = {(one.area_id, key_of(one.name)): one for one in found(Venue.objects.all(), "area_id", areas)}
        self.names = {(one.area_id, key_of(one.name)): one.pk for one in found(Circle.objects.all(), "area_id", areas)}
        mine = {item.pk for kind in (self.case.items, self.case.aliases) for item in kind[self.kind].values()}
        self.phases = {one.circle_id: one for one in found(Phase.objects.filter(ends_at=None), "circle_id", mine)}
        self.startable = {one.circle_id for one in found(StartException.objects.all(), "circle_id", mine)} | {
            one.circle_id for one in found(BriefingHeld.objects.all(), "circle_id", mine)
        }
        self.endings: dict[UUID, Ending] = {
            one.circle_id: one for one in found(Ending.objects.all(), "circle_id", mine)
        }

    def wanted(self, row: Row) -> dict[str, Any]:
        area = self.case.linked(row, "area")
        _check(row, self.case.today)
        return {
            "name": row["name"],
            "area_id": area.pk,
            "kind": row["kind"],
            "opened_at": first_moment(row["opened_on"]),
            "venue_id": self._venue(row, area.pk),
            "weekday": int(row["weekday"]) if row["weekday"] else None,
            "slot_time": row["slot_time"],
            "meeting_minutes": row["meeting_minutes"] or USUAL_MINUTES,
        }

    def adopt(self, row: Row) -> Item | None:
        ours = self.case.aliases[self.kind].get(row.key)
        return self.unlinked(ours) if ours is not None else None

    def make(self, row: Row, wanted: dict[str, Any]) -> Circle:
        place = (wanted["area_id"], key_of(row["name"]))
        if place in self.names:
            raise Unfit("There is a Circle of this name in the area already")
        circle = Circle(reference=new_reference("C"), opened_by_id=self.case.by.user_id, **wanted)
        self.names[place] = circle.pk
        ended_at = self._ended_at(row)
        name = row["phase"] or PhaseName.ENDING
        self.case.add(circle)
        if name != PhaseName.FORMING:
            self.case.add(self._exception(circle))
        self.case.add(self._phase(circle, name, circle.opened_at, ended_at))
        if ended_at is not None:
            self.case.add(self._ending(circle, ended_at, row["ending_reason"]))
        return circle

    def change(self, row: Row, item: Item, wanted: dict[str, Any], columns: set[str]) -> list[str]:
        fields = super().change(row, item, wanted, columns)
        if item.pk in self.endings:
            if columns & {"phase", "ended_on", "ending_reason"} and not self._says_the_same(row, item):
                raise Unfit("This Circle has ended. Its end is never changed by an import")
            return fields
        ended_at = self._ended_at(row)
        if ended_at is not None and "ended_on" in columns:
            self.case.last.append(partial(self._end, item, ended_at, EndingReason(row["ending_reason"])))
            return [*fields, "ending"]
        if "phase" in columns and row["phase"] and self._begin(item, row["phase"]):
            return [*fields, "phase"]
        return fields

    def _written(self, fields: Iterable[str]) -> list[str]:
        return [name for name in super()._written(fields) if name not in ("ending", "phase")]

    def _venue(self, row: Row, area_id: UUID) -> UUID | None:
        if not row["venue"]:
            return None
        place = (area_id, key_of(row["venue"]))
        if place not in self.venues:
            self.venues[place] = Venue(area_id=area_id, name=row["venue"])
            self.case.add(self.venues[place])
        return self.venues[place].pk

    def _ended_at(self, row: Row) -> datetime | None:
        """The end of its last day; of today: now."""
        ended_at = last_moment(row["ended_on"])
        return min(ended_at - A_MOMENT, self.case.at) if ended_at else None

    def _phase(self, circle: Circle, name: str, starts_at: datetime, ends_at: datetime | None = None) -> Phase:
        return Phase(
            circle_id=circle.pk,
            area_id=circle.area_id,
            name=name,
            starts_at=starts_at,
            ends_at=ends_at,
            decided_by_id=self.case.by.user_id,
        )

    def _exception(self, circle: Circle) -> StartException:
        """It ran before Encircle knew it: its briefing, if it had one, is not kept here."""
        return StartException(
            circle_id=circle.pk,
            area_id=circle.area_id,
            reason=ExceptionReason.BEFORE,
            decided_by_id=self.case.by.user_id,
            decided_at=self.case.at,
        )

    def _ending(self, circle: Circle, ended_at: datetime, reason: str) -> Ending:
        return Ending(
            circle_id=circle.pk,
            area_id=circle.area_id,
            ended_at=ended_at,
            reason=reason,
            decided_by_id=self.case.by.user_id,
        )

    def _begin(self, circle: Circle, name: str) -> bool:
        """Another phase from now on: when it began is not in the workbook."""
        present = self.phases.get(circle.pk)
        if present is not None and present.name == name:
            return False
        if present is not None:
            present.ends_at = self.case.at
            self.case.change(present, ["ends_at"])
            if present.name == PhaseName.FORMING and circle.pk not in self.startable:
                self.case.add(self._exception(circle))
        self.case.add(self._phase(circle, name, self.case.at))
        return True

    def _end(self, circle: Circle, ended_at: datetime, reason: EndingReason) -> None:
        """As a coordinator would end it: its phase and seats end, and what was planned is cancelled."""
        end_circle(circle.pk, reason, by=self.case.by, at=ended_at)
        try:
            cancel_planned(circle, CancelReason.OTHER, by=self.case.by, at=self.case.at)
        except Invalid:  # nothing is planned after an end
            return

    def _says_the_same(self, row: Row, circle: Circle) -> bool:
        ending = self.endings[circle.pk]
        return bool(in_london(ending.ended_at).date() == row["ended_on"] and ending.reason == row["ending_reason"])


def _check(row: Row, today: Any) -> None:
    faults = []
    if row["opened_on"] > today:
        faults.append("“Opened on” is in the future")
    if row["ended_on"] and not row["opened_on"] <= row["ended_on"] <= today:
        faults.append("“Ended on” is not between “Opened on” and today")
    if bool(row["ended_on"]) != bool(row["ending_reason"]):
        faults.append("“Ended on” and “Why it ended” belong together: write both or neither")
    if not row["phase"] and not row["ended_on"]:
        faults.append("“Phase” is empty")
    if bool(row["slot_time"]) != bool(row["weekday"]):
        faults.append("“Usual day” and “Usual time” belong together: write both or neither")
    if faults:
        raise Unfit(*faults)
