"""Reads of what volunteers must keep clear of: that they said something, and, opened, what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.volunteers.models import Volunteer

from .models import ClearLook, ClearLookWords, Exclusion, KeepClear, KeepClearWords

ITEM = "forming.keepclear"


@dataclass(frozen=True)
class LookLine:
    look: ClearLook
    by: str
    why: str


@dataclass(frozen=True)
class ClearLine:
    row: KeepClear
    text: str
    looks: list[LookLine] = field(default_factory=list)  # the newest first


def said_something(volunteers: Iterable[UUID]) -> set[UUID]:
    """Which of them said whom or what they must keep clear of, and have not taken it back. No word of what."""
    found = KeepClear.objects.filter(volunteer__in=list(volunteers), withdrawn_at__isnull=True)
    return set(found.order_by().values_list("volunteer_id", flat=True).distinct())


def keep_clear_row(keep_clear_id: UUID) -> KeepClear:
    found = KeepClear.objects.select_related("volunteer").filter(pk=keep_clear_id).first()
    if found is None:
        raise NotFound()
    return found


def open_own_clear(volunteer: Volunteer, *, by: Actor) -> list[ClearLine]:
    """What the acting volunteer said themselves, and nothing of what staff made of it."""
    return _opened(volunteer, by)


def open_clear(volunteer: Volunteer, *, by: Actor) -> list[ClearLine]:
    """What one volunteer said, with what came of it; what was taken back comes last. Call at the top of the request."""
    lines = _opened(volunteer, by)
    looks = list(ClearLook.objects.filter(volunteer=volunteer).select_related("exclusion__core_member").order_by("-at"))
    why = dict(ClearLookWords.objects.filter(volunteer=volunteer).values_list("look_id", "text")) if looks else {}
    names = names_of(look.by_id for look in looks)
    for line in lines:
        line.looks.extend(
            LookLine(look, names.get(look.by_id, "somebody"), why.get(look.pk, ""))
            for look in looks
            if look.keep_clear_id == line.row.pk
        )
    return lines


def _opened(volunteer: Volunteer, by: Actor) -> list[ClearLine]:
    """A receipt only where there is something to read."""
    rows = list(KeepClear.objects.filter(volunteer=volunteer).order_by("-at"))
    if not rows:
        return []
    leave_receipt(ITEM, volunteer.pk, by=by.acting, area_id=volunteer.area_id)
    words = dict(KeepClearWords.objects.filter(volunteer=volunteer).values_list("keep_clear_id", "text"))
    lines = [ClearLine(row, words.get(row.pk, "")) for row in rows]
    return sorted(lines, key=lambda line: line.row.withdrawn_at is not None)


def exclusions_of_volunteer(volunteer_id: UUID) -> list[Exclusion]:
    """Those noted that hold, of core members whoever asks can see."""
    found = Exclusion.objects.filter(volunteer=volunteer_id, ended=None).select_related("core_member")
    return list(found.order_by("-at"))
