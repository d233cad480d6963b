"""Drafts of minutes: what a page opens with, what it said when it was saved, and words that wait for a choice.

A draft is everything typed so far, flat: the name of each field and what stands in it, right or wrong. Empty fields
are left out. Every save keeps what the page said as a revision, the common ground when two people type at once.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Entry, Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.models import Topic

from .models import Attendance, DraftRevision, Meeting, MinutesDraft, MinutesReturn, MinutesVersion, Passage
from .vocabulary import Presence

Body = Mapping[str, str]

INNER_CIRCLE = (SeatPart.CORE_MEMBER, SeatPart.VOLUNTEER, SeatPart.COORDINATOR)
REVISIONS_A_VERSION = 1_000_000
KEY = re.compile(r"started|ended|outcome|(presence|hours|travel)_[0-9a-f]{32}|passage_[a-z0-9_-]{1,30}")


def presence_key(seat_id: UUID) -> str:
    return f"presence_{seat_id.hex}"


def hours_key(seat_id: UUID) -> str:
    return f"hours_{seat_id.hex}"


def travel_key(seat_id: UUID) -> str:
    return f"travel_{seat_id.hex}"


def passage_key(topic: str) -> str:
    return f"passage_{topic}"


def tidy(typed: Mapping[str, str]) -> dict[str, str]:
    """What of a posted page belongs to a draft: known fields that hold anything, each line's end one character."""
    plain = {key: text.replace("\0", "").replace("\r\n", "\n") for key, text in typed.items() if KEY.fullmatch(key)}
    return {key: text for key, text in plain.items() if text.strip()}


# --- which meeting, and may its minutes be written ---


@dataclass(frozen=True)
class Written:
    """Where the minutes of a meeting stand: their newest version, and whether it came back."""

    newest: MinutesVersion | None
    is_returned: bool = False

    @property
    def waits_for_writing(self) -> bool:
        return self.newest is None or self.is_returned

    @property
    def first_revision(self) -> int:
        """Revisions never start again at the same number: a page left open from before must not pass for a new one."""
        return self.newest.number * REVISIONS_A_VERSION if self.newest else 0

    @property
    def returned(self) -> MinutesVersion | None:
        return self.newest if self.is_returned else None


def meeting_of(meeting_id: UUID, by: Actor, *, lock: bool = False) -> Meeting:
    """A meeting of a Circle the person is a volunteer of now. Raises NotFound for absent and hidden alike."""
    found = Meeting.objects.select_related("circle", "venue").filter(pk=meeting_id, circle__in=by.volunteer_circles)
    meeting = (found.select_for_update(of=("self",), no_key=True) if lock else found).first()
    if meeting is None:
        raise NotFound()
    return meeting


def written(meeting_id: UUID) -> Written:
    newest = MinutesVersion.objects.filter(meeting=meeting_id).order_by("-number").first()
    is_returned = newest is not None and MinutesReturn.objects.filter(version=newest.pk).exists()
    return Written(newest, is_returned)


def refuse_unless_writable(meeting: Meeting, at: datetime) -> None:
    """Minutes are written from the start of a meeting on, unless it was cancelled."""
    if meeting.cancelled_at is not None:
        raise NotAllowed("This meeting was cancelled, so it has no minutes.")
    if at < meeting.starts_at:
        raise NotAllowed("This meeting has not started yet. You can write its minutes once it has.")


def seats_at(meeting: Meeting) -> list[Seat]:
    """The inner circle on that day: the core member, the volunteers by letter, the coordinator."""
    seats = Seat.objects.filter(circle=meeting.circle_id, part__in=INNER_CIRCLE, starts_at__lte=meeting.starts_at)
    there = [seat for seat in seats if seat.ends_at is None or seat.ends_at > meeting.starts_at]
    return sorted(there, key=lambda seat: (INNER_CIRCLE.index(SeatPart(seat.part)), seat.letter, seat.display_name))


def topics_for(body: Body) -> list[Topic]:
    """The charity's topics, and any retired one that words were already written under."""
    return [topic for topic in Topic.objects.all() if topic.retired_at is None or passage_key(topic.code) in body]


# --- opening a draft ---


@dataclass(frozen=True)
class OpenDraft:
    """A draft as a page shows it. Nothing has been saved while there is no moment of it."""

    revision: int
    body: Body
    edited_by: UUID | None = None
    edited_at: datetime | None = None
    waiting: tuple[DraftRevision, ...] = ()  # words typed while somebody else saved, not yet chosen about

    def waiting_of(self, user_id: UUID) -> tuple[DraftRevision, ...]:
        return tuple(words for words in self.waiting if words.edited_by_id == user_id)

    def waiting_of_others(self, user_id: UUID) -> frozenset[UUID]:
        return frozenset(words.edited_by_id for words in self.waiting if words.edited_by_id != user_id)


def open_draft(meeting: Meeting, minutes: Written, *, by: Actor) -> OpenDraft:
    """The draft, or what a first page starts with. One line of trace for each person, meeting and hour."""
    trace_session(meeting, by=by)
    waiting = tuple(waiting_words(meeting.pk))
    draft = MinutesDraft.objects.filter(meeting=meeting.pk).first()
    if draft is None:
        return OpenDraft(minutes.first_revision, starting_body(meeting, minutes, by=by), waiting=waiting)
    return OpenDraft(draft.revision, draft.body, draft.edited_by_id, draft.edited_at, waiting)


def has_draft(meeting_id: UUID) -> bool:
    return MinutesDraft.objects.filter(meeting=meeting_id).exists()


def starting_body(meeting: Meeting, minutes: Written, *, by: Actor) -> dict[str, str]:
    """What the first page holds: the planned times and usual hours, or the version that came back, under a receipt."""
    if minutes.returned is not None:
        return _body_of_version(meeting, minutes.returned, by)
    return {
        "started": _wall(meeting.starts_at),
        "ended": _wall(meeting.ends_at),
        **_usual_hours(meeting),
    }


def revision_body(meeting_id: UUID, revision: int) -> Body:
    """What the draft said then; nothing when that revision is gone, so that every difference asks for a choice."""
    kept = DraftRevision.objects.filter(meeting=meeting_id, revision=revision).values_list("body", flat=True).first()
    return kept or {}


def common_ground(words: DraftRevision) -> Body:
    """What stood on the page before these waiting words were typed."""
    return revision_body(words.meeting_id, words.typed_over or 0)


def waiting_words(meeting_id: UUID) -> Iterable[DraftRevision]:
    return DraftRevision.objects.filter(meeting=meeting_id, typed_over__isnull=False).order_by("revision")


def own_waiting_words(meeting_id: UUID, revision: int, by: Actor) -> DraftRevision:
    """Raises NotFound unless they are this person's own."""
    words = waiting_words(meeting_id)
    found = next((one for one in words if one.revision == revision and one.edited_by_id == by.user_id), None)
    if found is None:
        raise NotFound()
    return found


def trace_session(meeting: Meeting, *, by: Actor) -> None:
    """Drafts need no receipt; the trace says once an hour that this person has this one open."""
    hour = f"editing {by.now:%Y-%m-%dT%H}"
    seen = Entry.objects.filter(item_id=meeting.pk, actor_id=by.user_id, verb=Verb.CHANGED, detail=hour)
    if not seen.exists():
        record(
            Verb.CHANGED,
            "meetings.minutesdraft",
            meeting.pk,
            by=by.acting,
            circle_id=meeting.circle_id,
            area_id=meeting.area_id,
            detail=hour,
        )


def _usual_hours(meeting: Meeting) -> dict[str, str]:
    """The planned length for every volunteer, and each one's travel as last recorded."""
    volunteers = [seat.pk for seat in seats_at(meeting) if seat.part == SeatPart.VOLUNTEER]
    planned = hours_text(_minutes(meeting.ends_at - meeting.starts_at))
    travel = (
        Attendance.objects.filter(seat__in=volunteers, travel_minutes__isnull=False)
        .order_by("seat", "-meeting__starts_at")
        .distinct("seat")
        .values_list("seat", "travel_minutes")
    )
    return {hours_key(seat): planned for seat in volunteers} | {travel_key(seat): str(took) for seat, took in travel}


def open_version(version: MinutesVersion, *, by: Actor) -> None:
    """Leave a receipt for a version, once a request; from here on its words can be read."""
    if ("meetings.minutesversion", version.pk) not in by.acting.opened:
        leave_receipt(
            "meetings.minutesversion", version.pk, by=by.acting, circle_id=version.circle_id, area_id=version.area_id
        )


def _body_of_version(meeting: Meeting, version: MinutesVersion, by: Actor) -> dict[str, str]:
    open_version(version, by=by)
    body = {passage_key(passage.topic_id): passage.text for passage in Passage.objects.filter(version=version.pk)}
    for came in Attendance.objects.filter(meeting=meeting.pk):
        body |= _attendance(came)
    recorded = {"started": meeting.held_from, "ended": meeting.held_until}
    body |= {key: _wall(instant) for key, instant in recorded.items() if instant is not None}
    return body | ({"outcome": meeting.outcome} if meeting.outcome else {})


def _attendance(came: Attendance) -> dict[str, str]:
    body = {presence_key(came.seat_id): Presence(came.presence).value}
    if came.minutes_given is not None:
        body[hours_key(came.seat_id)] = hours_text(came.minutes_given)
    if came.travel_minutes is not None:
        body[travel_key(came.seat_id)] = str(came.travel_minutes)
    return body


def hours_text(minutes: int) -> str:
    """90 minutes are 1.5 hours."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds()) // 60


def _wall(instant: datetime) -> str:
    return f"{in_london(instant):%H:%M}"
