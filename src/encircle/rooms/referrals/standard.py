"""What the practice standard says about coming in: how long a decision may take."""

from datetime import datetime
from functools import cached_property

from encircle.common.clock import in_london
from encircle.rooms.organisation.clocks import WorkingCalendar, add_working_days
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.organisation.queries import closure_days

UNSAID = 10  # working days, for a kind the charity has set no standard for [assume]


class DecisionClock:
    """By when a referral is to be decided on: by the standard of its kind on the day it was submitted.

    What it counts by is read when it is first asked.
    """

    def __init__(self, standards: list[KindStandard] | None = None, calendar: WorkingCalendar | None = None) -> None:
        self._standards, self._calendar = standards, calendar

    def due(self, kind: str, submitted_at: datetime) -> datetime:
        day = in_london(submitted_at).date()
        found = (one for one in self.standards if one.kind == kind and one.in_force_from <= day)
        standard = next(found, None)
        return add_working_days(submitted_at, standard.decision_working_days if standard else UNSAID, self.calendar)

    @cached_property
    def standards(self) -> list[KindStandard]:
        """The newest first."""
        if self._standards is None:
            return list(KindStandard.objects.order_by("-in_force_from"))
        return self._standards

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return self._calendar or WorkingCalendar(closure_days())


def decision_clock(calendar: WorkingCalendar | None = None) -> DecisionClock:
    return DecisionClock(calendar=calendar)
