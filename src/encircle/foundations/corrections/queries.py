"""Reads of corrections: how many, and against a receipt what each said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.record import leave_receipt

from .models import Correction, CorrectionWords


@dataclass(frozen=True)
class Corrected:
    """One field, as it was and as it is since."""

    field: str
    old: str
    new: str
    why: str
    by: str
    at: datetime


@dataclass(frozen=True)
class History:
    item_type: str
    item_id: UUID
    circle_id: UUID | None
    lines: list[Corrected]


def times_corrected(item_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How often each record was corrected: one read, and no words."""
    found = Correction.objects.filter(item_id__in=list(item_ids)).values("item_id")
    return {row["item_id"]: row["times"] for row in found.annotate(times=Count("at", distinct=True))}


def open_corrections(item_id: UUID, *, by: Actor) -> History:
    """Everything corrected in one record, the newest first. Leaves a receipt. Raises NotFound where there is none."""
    rows = list(Correction.objects.filter(item_id=item_id).order_by("-at", "field"))
    if not rows:
        raise NotFound()
    first = rows[0]
    leave_receipt(first.item_type, item_id, by=by.acting, circle_id=first.circle_id, area_id=first.area_id)
    words = CorrectionWords.objects.in_bulk([row.pk for row in rows])
    names = names_of(row.by_id for row in rows)
    lines = [
        Corrected(row.field, said.old, said.new, said.why, names.get(row.by_id, ""), row.at)
        for row in rows
        if (said := words.get(row.pk)) is not None
    ]
    return History(first.item_type, item_id, first.circle_id, lines)
