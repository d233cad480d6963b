"""Remind professionals of what they have not opened; note that a notice reached the mail server."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from encircle.common.clock import in_london
from encircle.foundations.post.models import Notice, NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.organisation.queries import standard_on

from ..models import PassageBasis, PassageClosure, Recall, Release, ReleaseEvent
from ..signing_up import who_cannot_open
from ..vocabulary import Channel, EventKind, ReleaseKind

MOST_REMINDERS = 3  # after that the ledger says it, and a person telephones


def due_chases(at: datetime) -> list[Release]:
    """Releases that nobody has opened for as long as the practice standard waits, and so again after each reminder.

    Run as the escalator. Left out: recalled, closed from end to end, and professionals who cannot open it anyway.
    """
    waits = timedelta(days=standard_on(in_london(at).date()).chase_unopened_after_days)
    chased = ReleaseEvent.objects.filter(release=OuterRef("pk"), kind=EventKind.CHASED).order_by()
    rows = _unopened(at).annotate(
        reminders=_count(chased),
        last_reminder=chased.values("release").annotate(last=Max("at")).values("last"),
        open_passages=_count(_open_passages(), "passage_id"),
    )
    due = rows.filter(
        Q(last_reminder__isnull=True) | Q(last_reminder__lte=at - waits),
        Q(reminders__isnull=True) | Q(reminders__lt=MOST_REMINDERS),
        released_at__lte=at - waits,
        open_passages__gt=0,
    )
    found = list(due.order_by("released_at", "pk"))
    unjoined = who_cannot_open({release.professional_id for release in found}).unjoined if found else frozenset()
    return [release for release in found if release.professional_id not in unjoined]


def chase(release: Release, *, at: datetime) -> None:
    """Remind once: the event and the notice in one transaction. Run as the escalator."""
    user_id = release.professional.user_id
    if user_id is None:
        return
    ReleaseEvent.objects.bulk_create([_event(release, EventKind.CHASED, at)])
    kind = NoticeKind.CONCERN if release.kind == ReleaseKind.CONCERN else NoticeKind.WAITING
    notify(user_id, kind, at=at, item_id=release.pk)


def note_deliveries(*, since: datetime) -> int:
    """Write `notified` for releases whose notice has left in a letter. Run as the postman; again changes nothing."""
    noted = ReleaseEvent.objects.filter(release=OuterRef("pk"), kind=EventKind.NOTIFIED)
    waiting = Release.objects.filter(released_at__gte=since, channel=Channel.ONLINE).exclude(Exists(noted))
    by_id: dict[UUID, Release] = {release.pk: release for release in waiting}
    sent = Notice.objects.filter(item_id__in=list(by_id), letter__sent_at__isnull=False).order_by("letter__sent_at")
    first: dict[UUID, datetime] = {}
    for item_id, sent_at in sent.values_list("item_id", "letter__sent_at"):
        if item_id and sent_at:
            first.setdefault(item_id, sent_at)
    events = [_event(by_id[item_id], EventKind.NOTIFIED, sent_at) for item_id, sent_at in first.items()]
    ReleaseEvent.objects.bulk_create(events)
    return len(events)


def _unopened(at: datetime) -> QuerySet[Release]:
    happened = ReleaseEvent.objects.filter(release=OuterRef("pk"))
    return (
        Release.objects.filter(
            Q(seat__ends_at__isnull=True) | Q(seat__ends_at__gt=at) | Q(open_until__gt=at),
            Q(professional__ends_at__isnull=True) | Q(professional__ends_at__gt=at),
            channel=Channel.ONLINE,
            professional__user__isnull=False,
        )
        .exclude(Exists(happened.filter(kind__in=[EventKind.OPENED, EventKind.ACKNOWLEDGED])))
        .exclude(Exists(Recall.objects.filter(release=OuterRef("pk"))))
        .select_related("professional")
    )


def _open_passages() -> QuerySet[PassageBasis]:
    closed = Exists(PassageClosure.objects.filter(passage=OuterRef("passage_id")))
    return PassageBasis.objects.filter(release=OuterRef("pk")).exclude(closed).order_by()


def _count(rows: QuerySet[Any], of: str = "pk") -> Any:
    return rows.annotate(one=F("release")).values("one").annotate(n=Count(of, distinct=True)).values("n")


def _event(release: Release, kind: EventKind, at: datetime) -> ReleaseEvent:
    return ReleaseEvent(
        release_id=release.pk,
        seat_id=release.seat_id,
        circle_id=release.circle_id,
        area_id=release.area_id,
        kind=kind,
        at=at,
    )
