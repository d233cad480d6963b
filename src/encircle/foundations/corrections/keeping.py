"""Keep what a record said before it was corrected, and why, in the transaction of the correction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from encircle.common.errors import Invalid
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor

from .models import Correction, CorrectionWords

SHORTEST_WHY = 5
LONGEST_WHY = 1_000
WHY = "why"


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is corrected, named as in the trace, and where it belongs."""

    item_type: str
    item_id: UUID
    circle_id: UUID | None = None
    area_id: UUID | None = None


def changed_fields(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    return [field for field, value in after.items() if said(value) != said(before.get(field))]


def keep_correction(
    of: Record, before: Mapping[str, object], after: Mapping[str, object], why: str, *, by: Actor, at: datetime
) -> list[str]:
    """A row for each field that says something else now; which ones. Raises Invalid where no reason is given."""
    fields = changed_fields(before, after)
    if not fields:
        return []
    check_why(why)
    rows = [
        Correction(
            id=new_id(),
            item_type=of.item_type,
            item_id=of.item_id,
            field=field,
            circle_id=of.circle_id,
            area_id=of.area_id,
            by_id=by.user_id,
            at=at,
        )
        for field in fields
    ]
    Correction.objects.bulk_create(rows)
    CorrectionWords.objects.bulk_create(
        CorrectionWords(
            correction_id=row.pk,
            item_id=of.item_id,
            circle_id=of.circle_id,
            area_id=of.area_id,
            old=said(before.get(row.field)),
            new=said(after[row.field]),
            why=why.strip(),
        )
        for row in rows
    )
    return fields


def check_why(why: str) -> None:
    if len(why.strip()) < SHORTEST_WHY:
        raise Invalid({WHY: "Say why this is changed"})
    if len(why) > LONGEST_WHY:
        raise Invalid({WHY: f"The reason must be {LONGEST_WHY:,} characters or fewer"})


def said(value: object) -> str:
    """How a value reads on the page of corrections."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(said(one) for one in value)
    return str(value).strip()
