"""Reads: is somebody in a referral known already, what came of asking, and is the decision held.

What the acting person may not know of is not there: the database leaves it out, so nothing here asks who they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.record import leave_receipt

from .models import DecisionHold, HoldLifted, Resemblance, Settlement, SettlementWords
from .vocabulary import Settled, Strength

ITEM = "suitability.resemblance"


@dataclass(frozen=True)
class KnownLine:
    """One finding, and the newest word on it."""

    found: Resemblance
    settled: Settlement | None = None
    settled_by: str = ""
    ask: tuple[str, ...] = ()  # who knows the other

    @property
    def is_strong(self) -> bool:
        return self.found.strength == Strength.STRONG

    @property
    def outcome(self) -> Settled | None:
        return Settled(self.settled.outcome) if self.settled else None


@dataclass(frozen=True)
class Said:
    """What was written when it was settled."""

    settlement: Settlement
    by: str
    text: str


@dataclass(frozen=True)
class Hold:
    row: DecisionHold
    ask: str


def known_in(referral_id: UUID) -> list[KnownLine]:
    """What was found about one referral that the acting person may know of: the strongest first."""
    rows = Resemblance.objects.filter(referral=referral_id)
    return _lines(rows.order_by("-walled", "-strength", "name", "found_at", "pk"))


def known_waiting(*, areas: Iterable[UUID] | None, count: int) -> tuple[list[KnownLine], int]:
    """Not settled yet, the longest waiting first; `areas` None is all of them. Who works in none sees conflicts."""
    rows = Resemblance.objects.filter(~Exists(Settlement.objects.filter(resemblance=OuterRef("pk"))))
    if areas is not None:
        wanted = list(areas)
        rows = rows.filter(area__in=wanted) if wanted else rows.filter(walled=True)
    rows = rows.order_by("found_at", "pk")
    lines = _lines(rows[:count])
    return lines, len(lines) if len(lines) < count else rows.count()


def known(resemblance_id: UUID) -> KnownLine:
    """Raises NotFound."""
    found = _lines(Resemblance.objects.filter(pk=resemblance_id))
    if not found:
        raise NotFound()
    return found[0]


def open_known(resemblance_id: UUID, *, by: Actor) -> tuple[KnownLine, list[Said]]:
    """With what was written of it, the newest first. Leaves a receipt; of a conflict, one that names no area."""
    line = known(resemblance_id)
    found = line.found
    leave_receipt(ITEM, found.pk, by=by.acting, area_id=None if found.walled else found.area_id)
    rows = list(Settlement.objects.filter(resemblance=found).order_by("-at"))
    names = names_of(row.by_id for row in rows)
    words = dict(SettlementWords.objects.filter(resemblance=found).values_list("settlement", "text"))
    return line, [Said(row, names.get(row.by_id, ""), words.get(row.pk, "")) for row in rows]


def name_of_login(user_id: UUID) -> str:
    return names_of([user_id]).get(user_id, "")


def present_hold(referral_id: UUID, day: date) -> Hold | None:
    """The hold that counts on a day: the one that lasts longest."""
    lifted = HoldLifted.objects.filter(hold=OuterRef("pk"))
    rows = DecisionHold.objects.filter(~Exists(lifted), referral=referral_id, not_before__gt=day)
    row = rows.order_by("-not_before", "-at").first()
    return Hold(row, names_of([row.by_id]).get(row.by_id, "a senior coordinator")) if row else None


def _lines(rows: QuerySet[Resemblance]) -> list[KnownLine]:
    """Four reads, however many there are."""
    found = list(rows.select_related("area"))
    newest = _newest(found)
    names = names_of(one.by_id for one in newest.values())
    ask = _whom_to_ask({one.other_area_id for one in found if one.other_area_id})
    return [
        KnownLine(
            one,
            newest.get(one.pk),
            names.get(newest[one.pk].by_id, "") if one.pk in newest else "",
            tuple(ask.get(one.other_area_id, ())) if one.other_area_id else (),
        )
        for one in found
    ]


def _newest(found: Sequence[Resemblance]) -> dict[UUID, Settlement]:
    if not found:
        return {}
    rows = Settlement.objects.filter(resemblance__in=[one.pk for one in found]).order_by("resemblance", "-at")
    return {one.resemblance_id: one for one in rows.distinct("resemblance")}


def _whom_to_ask(areas: set[UUID]) -> dict[UUID, list[str]]:
    if not areas:
        return {}
    asked: dict[UUID, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT area_id, name FROM encircle.whom_to_ask_in(%s::uuid[]) ORDER BY name", [list(areas)])
        for area_id, name in cursor.fetchall():
            asked.setdefault(area_id, []).append(name)
    return asked
