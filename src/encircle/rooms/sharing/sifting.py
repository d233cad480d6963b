"""Minutes, or another paper, opened for release: what would go to whom, what stays, and why.

`open_for_release` reads the words of minutes against a receipt, once a request; a room above this one opens its own
papers (a review's pack) with `opened_paper`. `sift` judges either as often as is needed.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.circles.models import Circle
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.models import Attendance, Meeting, MinutesVersion, Passage
from encircle.rooms.meetings.vocabulary import Presence
from encircle.rooms.organisation.models import Topic

from .facts import Papers, Recipient, centre_of, papers_of, recipients_at_the_end, recipients_of
from .models import Release, Strike
from .policy import Part, PassageFacts, Verdict
from .redaction import Span
from .rules import require_releasing
from .surroundings import Surroundings, surroundings_of
from .vocabulary import ReleaseKind

Holds = frozenset[tuple[UUID, UUID]]  # (passage, seat) held back by hand
NOBODY_HELD: Holds = frozenset()
# Where a release keeps the id of the version that went.
COLUMN_OF = {ReleaseKind.MINUTES: "version_id", ReleaseKind.REVIEW: "pack_id", ReleaseKind.ENDING: "report_id"}


@dataclass(frozen=True)
class Paper:
    """An approved version of what is released: minutes of a meeting, a review's pack, or the report at the end."""

    id: UUID  # of the version
    kind: ReleaseKind
    circle: Circle
    moment: datetime  # of the meeting or review: whoever has had a seat outside since is a recipient. Or of the ending
    about_on: date
    meeting_id: UUID | None = None  # of minutes
    review_id: UUID | None = None  # of a pack
    open_until: datetime | None = None  # of a report: whoever sat outside at the ending may have it until then

    @property
    def pk(self) -> UUID:
        return self.id

    @property
    def area_id(self) -> UUID:
        return self.circle.area_id


@dataclass(frozen=True)
class PaperPassage:
    """One passage of a paper: what the sieve and a release need of it."""

    pk: UUID
    part: str
    topic: Topic
    position: int
    text: str
    heading: str

    @property
    def topic_id(self) -> str:
        return self.topic.pk


@dataclass(frozen=True)
class Opened:
    """One approved paper with its words, in a request that left a receipt for it."""

    paper: Paper
    passages: tuple[PaperPassage, ...]
    attendance: str  # who was there, by the names of their seats; "" where that is not said
    core_member_id: UUID
    surroundings: Surroundings
    strikes: Mapping[UUID, tuple[Span, ...]]  # as in earlier releases

    @property
    def circle(self) -> Circle:
        return self.paper.circle


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
    """Judge every passage for each recipient (see `Paper`). A constant number of reads."""
    papers = papers_of(opened.core_member_id, opened.circle.kind, at=at, lock=lock)
    recipients = _recipients(opened.paper, papers.at)
    standing, replaced = _releases(opened.paper)
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


def _recipients(paper: Paper, at: datetime) -> list[Recipient]:
    if paper.open_until is not None:
        return recipients_at_the_end(paper.circle, ended_at=paper.moment, until=paper.open_until, at=at)
    return recipients_of(paper.circle, since=paper.moment, at=at)


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


def opened_paper(
    paper: Paper,
    passages: Iterable[PaperPassage],
    core_member_id: UUID,
    *,
    by: Actor,
    attendance: str = "",
) -> Opened:
    """A paper whose words were read against its own receipt. Call at the top of the request."""
    strikes: dict[UUID, list[Span]] = {}
    for strike in Strike.objects.filter(paper_id=paper.id).order_by("start"):
        strikes.setdefault(strike.passage_id, []).append((strike.start, strike.end))
    return Opened(
        paper=paper,
        passages=tuple(passages),
        attendance=attendance,
        core_member_id=core_member_id,
        surroundings=surroundings_of(paper.circle, core_member_id, by=by),
        strikes={passage: tuple(spans) for passage, spans in strikes.items()},
    )


def _opened(version: MinutesVersion, core_member_id: UUID, by: Actor) -> Opened:
    leave_receipt(
        "meetings.minutesversion",
        version.pk,
        by=by.acting,
        circle_id=version.circle_id,
        area_id=version.area_id,
        person_id=core_member_id,
    )
    passages = Passage.objects.filter(version=version).select_related("topic").order_by("position")
    return opened_paper(
        _of_minutes(version),
        [PaperPassage(p.pk, p.part, p.topic, p.position, p.text, p.topic.name) for p in passages],
        core_member_id,
        by=by,
        attendance=attendance_in_words(version.meeting),
    )


def _of_minutes(version: MinutesVersion) -> Paper:
    meeting = version.meeting
    return Paper(
        id=version.pk,
        kind=ReleaseKind.MINUTES,
        circle=version.circle,
        moment=meeting.starts_at,
        about_on=in_london(meeting.held_from or meeting.starts_at).date(),
        meeting_id=meeting.pk,
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


def _releases(paper: Paper) -> tuple[dict[UUID, Release], dict[UUID, Release]]:
    """By seat: the release that stands, and the last one that does not: recalled, or closed from end to end."""
    standing: dict[UUID, Release] = {}
    fallen: dict[UUID, Release] = {}
    rows = Release.objects.filter(**{COLUMN_OF[paper.kind]: paper.id}).select_related("recall").order_by("released_at")
    counted = rows.annotate(
        passage_count=Count("bases__passage_id", distinct=True), closed_count=Count("closures", distinct=True)
    )
    for release in counted:
        is_closed = release.passage_count == release.closed_count
        kept = fallen if is_closed or getattr(release, "recall", None) is not None else standing
        kept[release.seat_id] = release
    return standing, {seat: release for seat, release in fallen.items() if seat not in standing}


def _token(opened: Opened, by_law: Iterable[Sifted]) -> str:
    lines = [str(opened.paper.id), opened.attendance]
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
