"""Read the trace: for the data-protection lead as a whole, for others what the policies let them see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from .models import Entry, Seal

PAGE = 50


@dataclass(frozen=True)
class Filter:
    """What to look for; empty fields ask for everything."""

    actor_id: UUID | None = None
    verb: str = ""
    item_type: str = ""
    item_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


def trail(wanted: Filter, *, before: int | None = None) -> list[Entry]:
    """The newest lines that match, one page and one more; `before` is the id to go on from."""
    entries: QuerySet[Entry] = Entry.objects.order_by("-id")
    equal = {
        "actor_id": wanted.actor_id,
        "verb": wanted.verb or None,
        "item_type": wanted.item_type or None,
        "item_id": wanted.item_id,
    }
    entries = entries.filter(**{name: value for name, value in equal.items() if value is not None})
    if wanted.since:
        entries = entries.filter(at__gte=wanted.since)
    if wanted.until:
        entries = entries.filter(at__lt=wanted.until)
    if before:
        entries = entries.filter(id__lt=before)
    return list(entries[: PAGE + 1])


def newest_seal() -> Seal | None:
    return Seal.objects.order_by("-id").first()


def of_circle(circle_id: UUID, verbs: Sequence[str] = (), *, before: int | None = None) -> list[Entry]:
    """The newest lines about one Circle that the asker may see, one page and one more."""
    entries = Entry.objects.filter(circle_id=circle_id).order_by("-id")
    if verbs:
        entries = entries.filter(verb__in=verbs)
    if before:
        entries = entries.filter(id__lt=before)
    return list(entries[: PAGE + 1])


def of_item(item_id: UUID, *, count: int = PAGE) -> list[Entry]:
    """The newest lines about one thing that the asker may see."""
    return list(Entry.objects.filter(item_id=item_id).order_by("-id")[:count])
