"""The facts the calendar of reviews is derived from, for many Circles at once: six reads, however many they are."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from encircle.common.clock import in_london
from encircle.rooms.circles.models import Circle, Ending, PauseReturn, Phase
from encircle.rooms.circles.models import Pause as PauseRow
from encircle.rooms.circles.vocabulary import PhaseName
from encircle.rooms.organisation.models import KindStandard

from ..models import Holding
from ..policy import Calendar, Course, Pause, Standard, calendar


def calendars(circles: Iterable[Circle], *, today: date) -> dict[UUID, Calendar]:
    """What is due next of each Circle that has begun and not ended."""
    circles = list(circles)
    answered: dict[UUID, list[int]] = defaultdict(list)
    held = Holding.objects.filter(circle__in=[one.pk for one in circles], number__isnull=False)
    for circle_id, number in held.values_list("circle_id", "number"):
        answered[circle_id].append(number or 0)
    found = {
        circle_id: calendar(course, answered[circle_id], today=today)
        for circle_id, course in courses_of(circles).items()
    }
    return {circle_id: one for circle_id, one in found.items() if one is not None}


def calendar_of(circle: Circle, *, today: date) -> Calendar | None:
    return calendars([circle], today=today).get(circle.pk)


def courses_of(circles: Iterable[Circle]) -> dict[UUID, Course]:
    """Without the Circles that are still forming."""
    kinds = {one.pk: one.kind for one in circles}
    standards = _standards()
    pauses = _pauses(kinds)
    ended = dict(Ending.objects.filter(circle__in=list(kinds)).values_list("circle_id", "ended_at"))
    return {
        circle_id: Course(
            started_on=started_on,
            pauses=tuple(pauses[circle_id]),
            standards=tuple(standards[kinds[circle_id]]),
            ended_on=in_london(ended[circle_id]).date() if circle_id in ended else None,
        )
        for circle_id, started_on in _starts(kinds).items()
    }


def _starts(circle_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The first day of the first phase after forming."""
    rows = Phase.objects.filter(circle__in=list(circle_ids)).exclude(name=PhaseName.FORMING).order_by("-starts_at")
    return {circle_id: in_london(at).date() for circle_id, at in rows.values_list("circle_id", "starts_at")}


def _pauses(circle_ids: Iterable[UUID]) -> dict[UUID, list[Pause]]:
    found: dict[UUID, list[Pause]] = defaultdict(list)
    rows = list(PauseRow.objects.filter(circle__in=list(circle_ids)))
    back = dict(
        PauseReturn.objects.filter(pause__in=[row.pk for row in rows if row.ends_at is None])
        .order_by("recorded_at", "pk")
        .values_list("pause_id", "back_on")
    )
    for row in rows:
        found[row.circle_id].append(
            Pause(
                in_london(row.starts_at).date(),
                in_london(row.ends_at).date() if row.ends_at else None,
                back.get(row.pk, row.expected_back_on),
            )
        )
    return found


def _standards() -> dict[str, list[Standard]]:
    found: dict[str, list[Standard]] = defaultdict(list)
    for row in KindStandard.objects.order_by("in_force_from"):
        found[row.kind].append(Standard(row.in_force_from, row.review_every_months))
    return found
