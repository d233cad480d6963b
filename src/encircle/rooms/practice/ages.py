"""For those who look after several areas: what waits in each, and since when the oldest does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from encircle.foundations.access.actor import Actor
from encircle.rooms.risk.models import OpenConcern

from .queries import Wanted, news_unread, unread_minutes, unreleased_minutes, without_minutes


@dataclass(frozen=True)
class Age:
    """How many of one kind wait in an area, and since when the oldest does."""

    waiting: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True)
class AreaAges:
    area_id: UUID
    concerns: Age
    developments: Age
    to_read: Age
    to_release: Age
    missing: Age


def ages_by_area(by: Actor, area_ids: Iterable[UUID]) -> list[AreaAges]:
    """Five reads, however many areas there are."""
    everywhere, nothing = Wanted(by), Age()
    counted = [
        _ages(OpenConcern.objects.all(), "raised_at"),
        _ages(news_unread(everywhere), "sent_at"),
        _ages(unread_minutes(everywhere), "submitted_at"),
        _ages(unreleased_minutes(everywhere), "approved_at"),
        _ages(without_minutes(everywhere), "ends_at"),
    ]
    return [AreaAges(area_id, *(ages.get(area_id, nothing) for ages in counted)) for area_id in area_ids]


def _ages(rows: QuerySet[Any], since: str) -> dict[UUID, Age]:
    counted = rows.order_by().values_list("area").annotate(Count("pk"), Min(since))
    return {area_id: Age(waiting, oldest) for area_id, waiting, oldest in counted}
