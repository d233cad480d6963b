"""What a professional finds when they sign in: the releases addressed to a seat they hold, and nothing else.

But for the report at the end of a Circle: it is read for some time after the seat is over, see docs/adr/0011."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from encircle.foundations.access.actor import Actor, names_of

from ..models import PassageClosure, Release, ReleaseEvent, ReleasePassage
from ..vocabulary import Channel, EventKind, ReleaseKind

PAGE = 20
TITLES = {
    ReleaseKind.MINUTES: "Minutes of a meeting",
    ReleaseKind.CONCERN: "A concern you need to know about",
    ReleaseKind.REVIEW: "Review",
    ReleaseKind.ENDING: "Report on the ending of a Circle",
}


@dataclass(frozen=True)
class OwnRelease:
    release: Release
    sender: str
    opened_at: datetime | None = None
    acknowledged_at: datetime | None = None

    @property
    def is_concern(self) -> bool:
        return self.release.kind == ReleaseKind.CONCERN

    @property
    def title(self) -> str:
        return TITLES[ReleaseKind(self.release.kind)]


@dataclass(frozen=True)
class Text:
    """The words of a release as they may be read now."""

    passages: tuple[ReleasePassage, ...]
    closed: int  # passages that can no longer be read because consent was withdrawn
    taken_back: int = 0  # passages that the agency they came from lets go on no longer


def new_for(by: Actor) -> list[OwnRelease]:
    """Not opened yet, what is urgent first, then the newest."""
    rows = own_releases(by).exclude(_opened()).order_by("kind", "-released_at", "-pk")  # "concern" comes first
    return _described(list(rows))


def read_before(by: Actor, *, page: int = 1) -> tuple[list[OwnRelease], bool]:
    """Opened before, the newest first, 20 a page, and whether there are older ones."""
    start = (max(page, 1) - 1) * PAGE
    rows = list(own_releases(by).filter(_opened()).order_by("-released_at", "-pk")[start : start + PAGE + 1])
    return _described(rows[:PAGE]), len(rows) > PAGE


def described(release: Release) -> OwnRelease:
    return _described([release])[0]


def text_of(release: Release) -> Text:
    """Needs the receipt that `open_own_release` or `open_release` left in this request."""
    passages = ReleasePassage.objects.filter(release=release).order_by("position")
    return Text(tuple(passages), PassageClosure.objects.filter(release=release).count(), _taken_back(release))


def _taken_back(release: Release) -> int:
    """For its recipient alone: staff read the words all the same. Only packs and reports hold words of agencies."""
    if release.kind not in (ReleaseKind.REVIEW, ReleaseKind.ENDING):
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.taken_back_of(%s)", [release.pk])
        (count,) = cursor.fetchone()
    return int(count)


def own_releases(by: Actor) -> QuerySet[Release]:
    """To a seat held now, and reports to one held when its Circle ended while they are open."""
    at_the_end = Q(professional__in=by.professional_ids, open_until__gt=by.now)
    return Release.objects.filter(Q(seat__in=by.outer_seats) | at_the_end, channel=Channel.ONLINE)


def _opened() -> Exists:
    return Exists(ReleaseEvent.objects.filter(release=OuterRef("pk"), kind=EventKind.OPENED))


def _described(releases: list[Release]) -> list[OwnRelease]:
    events: dict[tuple[UUID, str], datetime] = {}
    for event in ReleaseEvent.objects.filter(release__in=[release.pk for release in releases]):
        events[event.release_id, event.kind] = event.at
    names = names_of(release.released_by_id for release in releases)
    return [
        OwnRelease(
            release,
            sender=names.get(release.released_by_id, ""),
            opened_at=events.get((release.pk, EventKind.OPENED)),
            acknowledged_at=events.get((release.pk, EventKind.ACKNOWLEDGED)),
        )
        for release in releases
    ]
