"""Minutes opened for release: what would go to whom, what stays, and why.

`open_for_release` reads the words against a receipt, once a request; `sift` judges them as often as is needed.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from encircle.common.errors import NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.circles.models import Circle
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.models import Attendance, Meeting, MinutesVersion, Passage
from encircle.rooms.meetings.vocabulary import Presence

from .facts import Papers, Recipient, centre_of, papers_of, recipients_of
from .models import Release, Strike
from .policy import Part, PassageFacts, Verdict
from .redaction import Span
from .rules import require_releasing
from .surroundings import Surroundings, surroundings_of

Holds = frozenset[tuple[UUID, UUID]]  # (passage, seat) held back by hand
NOBODY_HELD: Holds = frozenset()


@dataclass(frozen=True)
class Opened:
    """One approved version of minutes with its words, in a request that left a receipt for it."""

    version: MinutesVersion
    passages: tuple[Passage, ...]
    attendance: str  # who was there, by the names of their seats
    core_member_id: UUID
    surroundings: Surroundings
    strikes: Mapping[UUID, tuple[Span, ...]]  # as in earlier releases

    @property
    def circle(self) -> Circle:
        return self.version.circle

    @property
    def meeting(self) -> Meeting:
        return self.version.meeting


@dataclass(frozen=True)
class Sifted:
    """What one recipient would get."""

    recipient: Recipient
    verdicts: tuple[Verdict, ...]
    release: Release | None = None  # the one that stands already
    replaced: Release | None = None  # the last one, if it was recalled or nothing of it can be read any more

    @property
    def going(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.goes)

    @property
    def is_outstanding(self) -> bool:
        return self.release is None and bool(self.going)

    @property
    def waits_for_sign_up(self) -> bool:
        return not self.recipient.has_signed_up


@dataclass(frozen=True)
class Sifting:
    """The verdicts for everyone, and a token of what consent and law allow: holding back by hand does not change it."""

    recipients: tuple[Sifted, ...]
    papers: Papers
    token: str = field(repr=False)

    @property
    def outstanding(self) -> tuple[Sifted, ...]:
        return tuple(sifted for sifted in self.recipients if sifted.is_outstanding)

    @property
    def has_releases(self) -> bool:
        return any(sifted.release for sifted in self.recipients)


def open_for_release(version_id: UUID, *, by: Actor) -> Opened:
    """Raises NotFound, or NotAllowed while the minutes are not approved. Call at the top of the request."""
    version = MinutesVersion.objects.select_related("meeting", "circle__area", "approval").filter(pk=version_id).first()
    if version is None:
        raise NotFound()
    require_releasing(by, version.area_id)
    if getattr(version, "approval", None) is None:
        raise NotAllowed("These minutes have not been approved.")
    core_member_id = centre_of(version.circle_id, version.meeting.starts_at)
    if core_member_id is None:
        raise NotAllowed("This Circle has no core member, so there is no consent to rest on.")
    return _opened(version, core_member_id, by)


def sift(opened: Opened, *, at: datetime, holds: Holds = NOBODY_HELD, lock: bool = False) -> Sifting:
    """Judge every passage for everybody who had a seat outside since the meeting. A constant number of reads."""
    papers = papers_of(opened.core_member_id, opened.circle.kind, at=at, lock=lock)
    recipients = recipients_of(opened.circle, since=opened.meeting.starts_at, at=papers.at)
    standing, replaced = _releases(opened.version)
    sifted = tuple(
        Sifted(
            recipient=recipient,
            verdicts=papers.verdicts(_facts(opened, recipient), recipient.facts),
            release=standing.get(recipient.seat.pk),
            replaced=replaced.get(recipient.seat.pk),
        )
        for recipient in recipients
    )
    return held_back(opened, Sifting(sifted, papers, _token(opened, sifted)), holds)


def held_back(opened: Opened, sifting: Sifting, holds: Holds) -> Sifting:
    """The same with some passages held back by hand: judged again, nothing read again, the token as it was."""
    return replace(
        sifting, recipients=tuple(_held_back(opened, one, sifting.papers, holds) for one in sifting.recipients)
    )


def _held_back(opened: Opened, sifted: Sifted, papers: Papers, holds: Holds) -> Sifted:
    facts = _facts(opened, sifted.recipient, holds)
    return replace(sifted, verdicts=papers.verdicts(facts, sifted.recipient.facts))


def attendance_in_words(meeting: Meeting) -> str:
    """Who was there by the name of their seat, so that no volunteer is named outside."""
    rows = list(Attendance.objects.filter(meeting=meeting).select_related("seat").order_by("seat__letter", "pk"))
    lines = []
    for presence in Presence:
        names = [_seat_name(row) for row in rows if row.presence == presence]
        if names:
            lines.append(f"{presence.label}: {', '.join(sorted(names))}.")
    return "\n".join(lines) or "Nobody has recorded who came."


def _opened(version: MinutesVersion, core_member_id: UUID, by: Actor) -> Opened:
    leave_receipt(
        "meetings.minutesversion",
        version.pk,
        by=by.acting,
        circle_id=version.circle_id,
        area_id=version.area_id,
        person_id=core_member_id,
    )
    strikes: dict[UUID, list[Span]] = {}
    for strike in Strike.objects.filter(version=version).order_by("start"):
        strikes.setdefault(strike.passage_id, []).append((strike.start, strike.end))
    return Opened(
        version=version,
        passages=tuple(Passage.objects.filter(version=version).select_related("topic").order_by("position")),
        attendance=attendance_in_words(version.meeting),
        core_member_id=core_member_id,
        surroundings=surroundings_of(version.circle, core_member_id, by=by),
        strikes={passage: tuple(spans) for passage, spans in strikes.items()},
    )


def _facts(opened: Opened, recipient: Recipient, holds: Holds = NOBODY_HELD) -> list[PassageFacts]:
    return [
        PassageFacts(
            id=passage.pk,
            part=Part(passage.part),
            subject=passage.topic_id,
            held_back=(passage.pk, recipient.seat.pk) in holds,
        )
        for passage in opened.passages
    ]


def _releases(version: MinutesVersion) -> tuple[dict[UUID, Release], dict[UUID, Release]]:
    """By seat: the release that stands, and the last one that does not: recalled, or closed from end to end."""
    standing: dict[UUID, Release] = {}
    fallen: dict[UUID, Release] = {}
    rows = Release.objects.filter(version=version).select_related("recall").order_by("released_at")
    counted = rows.annotate(
        passage_count=Count("bases__passage_id", distinct=True), closed_count=Count("closures", distinct=True)
    )
    for release in counted:
        is_closed = release.passage_count == release.closed_count
        kept = fallen if is_closed or getattr(release, "recall", None) is not None else standing
        kept[release.seat_id] = release
    return standing, {seat: release for seat, release in fallen.items() if seat not in standing}


def _token(opened: Opened, by_law: Iterable[Sifted]) -> str:
    lines = [str(opened.version.pk), opened.attendance]
    for sifted in by_law:
        lines.append(str(sifted.recipient.seat.pk))
        lines += [f"{v.passage_id} {v.goes} {v.reason} {[str(basis.id) for basis in v.basis]}" for v in sifted.verdicts]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _seat_name(row: Attendance) -> str:
    seat = row.seat
    if seat.part == SeatPart.CORE_MEMBER:
        return "the core member"
    if seat.part == SeatPart.COORDINATOR:
        return "the coordinator"
    return f"Volunteer {seat.letter}" if seat.letter else "a volunteer"
