"""What a volunteer may say an expense was for: their own meetings, training and supervision of late."""

from collections.abc import Iterator
from datetime import date

from encircle.common.clock import in_london
from encircle.foundations.access.actor import Actor
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.organisation.clocks import start_of_day
from encircle.rooms.support.models import SupervisionPlace
from encircle.rooms.training.models import Invitation

from .actions.claiming import WhatFor
from .models import Line
from .vocabulary import Purpose

MOST = 60


def own_occasions(by: Actor, since: date) -> list[tuple[WhatFor, date]]:
    """Each with its day, the newest first, and nothing that is still to come. Three reads."""
    found = [*_meetings(by, since), *_supervisions(by, since), *_training(by, since)]
    return sorted(found, key=lambda pair: pair[1], reverse=True)


def _meetings(by: Actor, since: date) -> Iterator[tuple[WhatFor, date]]:
    rows = Meeting.objects.filter(
        circle__in=by.volunteer_circles, cancelled_at__isnull=True, starts_at__gte=start_of_day(since),
        starts_at__lte=by.now,
    )  # fmt: skip
    for pk, starts in rows.order_by("-starts_at").values_list("pk", "starts_at")[:MOST]:
        yield WhatFor(Purpose.MEETING, pk), in_london(starts).date()


def _supervisions(by: Actor, since: date) -> Iterator[tuple[WhatFor, date]]:
    rows = SupervisionPlace.objects.filter(
        volunteer=by.volunteer_id, supervision__cancelled_at__isnull=True,
        supervision__starts_at__gte=start_of_day(since), supervision__starts_at__lte=by.now,
    )  # fmt: skip
    for pk, starts in rows.order_by("-supervision__starts_at").values_list("supervision", "supervision__starts_at"):
        yield WhatFor(Purpose.SUPERVISION, pk), in_london(starts).date()


def _training(by: Actor, since: date) -> Iterator[tuple[WhatFor, date]]:
    rows = Invitation.objects.filter(
        volunteer=by.volunteer_id, event__cancelled_at__isnull=True, event__last_on__gte=since,
        event__first_on__lte=in_london(by.now).date(),
    )  # fmt: skip
    for pk, day in rows.order_by("-event__first_on").values_list("event", "event__first_on"):
        yield WhatFor(Purpose.TRAINING, pk), day


def occasion_of(line: Line) -> date | None:
    """The day of what a line was for, where it was a meeting, supervision or training."""
    if line.meeting is not None:
        return in_london(line.meeting.starts_at).date()
    if line.supervision is not None:
        return in_london(line.supervision.starts_at).date()
    return line.event.first_on if line.event is not None else None
