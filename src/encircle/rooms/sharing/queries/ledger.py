"""The ledger of a Circle: every release and disclosure, to whom, on what, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet

from encircle.foundations.access.actor import names_of

from ..models import PassageBasis, PassageClosure, Recall, Release, ReleaseEvent, Withheld
from ..policy import Reason
from ..signing_up import who_cannot_open
from ..vocabulary import Channel, EventKind, GroundKind, ReleaseKind
from .tellings import ToldLine, tellings, told_lines

PAGE = 20
CONSENT = "Consent"


@dataclass(frozen=True)
class LedgerLine:
    release: Release
    sender: str
    rests_on: tuple[str, ...]
    passages: int
    closed: int = 0
    delivered_at: datetime | None = None
    opened_at: datetime | None = None
    acknowledged_at: datetime | None = None
    spoke_to: str = ""
    chased_at: tuple[datetime, ...] = ()
    recall: Recall | None = None
    waits_for_sign_up: bool = False

    @property
    def recipient(self) -> str:
        return self.release.professional.name

    @property
    def item(self) -> str:
        """What went, in a few words without a name."""
        if self.release.kind != ReleaseKind.MINUTES:
            return str(ReleaseKind(self.release.kind).label)
        number = self.release.version.number if self.release.version else 1
        return "Minutes" if number == 1 else f"Minutes, version {number}"

    @property
    def state(self) -> str:
        if self.recall is not None:
            return "Recalled"
        if self.release.channel == Channel.PHONE:
            return "Told by telephone"
        if self.acknowledged_at:
            return "Acknowledged"
        if self.opened_at:
            return "Opened"
        return self._unopened

    @property
    def _unopened(self) -> str:
        if self.closed and self.closed == self.passages:
            return "Closed"
        if self.waits_for_sign_up:
            return "Waiting for sign-up"
        return "Reminded" if self.chased_at else "Not opened"


Line = LedgerLine | ToldLine


@dataclass(frozen=True)
class Stayed:
    """A passage that was withheld, by its heading, and why."""

    heading: str
    reason: Reason


def ledger(circle_id: UUID, *, page: int = 1) -> tuple[list[Line], bool]:
    """The newest of a Circle first, 20 a page, and whether there are older ones."""
    start = (max(page, 1) - 1) * PAGE
    rows = list(_everything(circle_id)[start : start + PAGE + 1])
    return _lines([row["id"] for row in rows[:PAGE]]), len(rows) > PAGE


def whole_ledger(circle_id: UUID) -> list[Line]:
    """All of it, for an export."""
    return _lines([row["id"] for row in _everything(circle_id)])


def ledger_line(release_id: UUID) -> LedgerLine | None:
    rows = list(_releases().filter(pk=release_id))
    return lines_of(rows)[0] if rows else None


def releases_of_version(version_id: UUID) -> list[LedgerLine]:
    return lines_of(list(_releases().filter(version=version_id)))


def releases_of_pack(pack_id: UUID) -> list[LedgerLine]:
    return lines_of(list(_releases().filter(pack_id=pack_id)))


def releases_of_report(report_id: UUID) -> list[LedgerLine]:
    return lines_of(list(_releases().filter(report_id=report_id)))


def told_of_concern(concern_id: UUID) -> list[LedgerLine]:
    """Which agencies were told of a concern, and what became of it: oldest first."""
    return lines_of(list(_releases().filter(concern=concern_id).order_by("released_at", "pk")))


def stayed_of(release_ids: Sequence[UUID]) -> dict[UUID, list[Stayed]]:
    """What was withheld with each release, in the order of the minutes."""
    found: dict[UUID, list[Stayed]] = {release_id: [] for release_id in release_ids}
    rows = Withheld.objects.filter(release__in=release_ids).select_related("topic").order_by("topic__position", "pk")
    for row in rows:
        found[row.release_id].append(Stayed(row.topic.name, Reason(row.reason)))
    return found


def lines_of(releases: list[Release]) -> list[LedgerLine]:
    """Six reads, however many releases."""
    ids = [release.pk for release in releases]
    events: dict[UUID, list[ReleaseEvent]] = {}
    for event in ReleaseEvent.objects.filter(release__in=ids).order_by("at"):
        events.setdefault(event.release_id, []).append(event)
    rests_on, passages = _bases(ids)
    closed = dict(
        PassageClosure.objects.filter(release__in=ids).values_list("release").annotate(Count("passage_id")).order_by()
    )
    names = names_of(release.released_by_id for release in releases)
    unjoined = who_cannot_open({release.professional_id for release in releases}).unjoined
    return [
        _line(
            release,
            events.get(release.pk, []),
            sender=names.get(release.released_by_id, ""),
            rests_on=tuple(sorted(rests_on.get(release.pk, set()))),
            passages=len(passages.get(release.pk, set())),
            closed=closed.get(release.pk, 0),
            waits_for_sign_up=release.professional_id in unjoined,
        )
        for release in releases
    ]


def _everything(circle_id: UUID) -> QuerySet[Release, Any]:
    """Releases, and what agencies were told of a concern without one: ids, the newest first."""
    releases = Release.objects.filter(circle=circle_id).values("id", moment=F("released_at"))
    told = tellings().filter(circle=circle_id).values("id", moment=F("at"))
    return releases.union(told, all=True).order_by("-moment", "-id")


def _lines(ids: list[UUID]) -> list[Line]:
    found: dict[UUID, Line] = {line.release.pk: line for line in lines_of(list(_releases().filter(pk__in=ids)))}
    found |= {line.step.pk: line for line in told_lines(tellings().filter(pk__in=ids))}
    return [found[one] for one in ids if one in found]


def _releases() -> QuerySet[Release]:
    related = ("professional", "agency", "version", "recall")
    return Release.objects.select_related(*related).order_by("-released_at", "-pk")


def _bases(ids: list[UUID]) -> tuple[dict[UUID, set[str]], dict[UUID, set[UUID]]]:
    rests_on: dict[UUID, set[str]] = {}
    passages: dict[UUID, set[UUID]] = {}
    rows = PassageBasis.objects.filter(release__in=ids).values_list("release_id", "passage_id", "ground__kind")
    for release_id, passage_id, kind in rows:
        rests_on.setdefault(release_id, set()).add(GroundKind(kind).label if kind else CONSENT)
        passages.setdefault(release_id, set()).add(passage_id)
    return rests_on, passages


def _line(
    release: Release,
    events: list[ReleaseEvent],
    *,
    sender: str,
    rests_on: tuple[str, ...],
    passages: int,
    closed: int,
    waits_for_sign_up: bool,
) -> LedgerLine:
    first = {event.kind: event for event in reversed(events)}
    acknowledged = first.get(EventKind.ACKNOWLEDGED)
    return LedgerLine(
        release=release,
        sender=sender,
        rests_on=rests_on,
        passages=passages,
        closed=closed,
        waits_for_sign_up=waits_for_sign_up,
        delivered_at=_at(first.get(EventKind.NOTIFIED)),
        opened_at=_at(first.get(EventKind.OPENED)),
        acknowledged_at=_at(acknowledged),
        spoke_to=acknowledged.spoke_to if acknowledged else "",
        chased_at=tuple(event.at for event in events if event.kind == EventKind.CHASED),
        recall=getattr(release, "recall", None),
    )


def _at(event: ReleaseEvent | None) -> datetime | None:
    return event.at if event else None
