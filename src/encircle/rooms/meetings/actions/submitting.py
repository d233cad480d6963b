"""Submit minutes: the version, its passages, who came and how the meeting went, in one transaction, once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotAllowed, Refusal
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.models import Topic

from ..drafts import Written, hours_key, passage_key, presence_key, seats_at, travel_key, waiting_words, written
from ..models import DraftRevision, Meeting, MinutesDraft, MinutesVersion, Passage
from ..vocabulary import VersionKind
from .attendance import Came, write_attendance
from .drafting import Held, locked_meeting, tell_coordinators, write_how_it_went

LONGEST_PASSAGE = 20_000
LONGEST_DAY = 24 * 60


class AlreadySubmitted(Refusal):
    """Somebody, perhaps this person a moment ago, has submitted these minutes."""

    def __init__(self, version: MinutesVersion) -> None:
        super().__init__("These minutes have already been submitted.")
        self.version = version


class DraftChanged(Refusal):
    """The draft is not the one whose answers were checked."""

    def __init__(self) -> None:
        super().__init__("The draft has changed since you checked it.")


@dataclass(frozen=True)
class Minutes:
    """Minutes fit to be submitted. Passages by topic, in the order of the page."""

    held: Held
    attendance: Mapping[UUID, Came]  # by seat
    passages: Sequence[tuple[str, str]]


@transaction.atomic
def submit_minutes(meeting_id: UUID, minutes: Minutes, *, revision: int, by: Actor, at: datetime) -> MinutesVersion:
    """Make the draft of this revision a version. Raises AlreadySubmitted, DraftChanged, Invalid."""
    meeting = locked_meeting(meeting_id, by=by, at=at)
    before = written(meeting.pk)
    _refuse_unless_ready(meeting, before, revision, by)
    seats = seats_at(meeting)
    _check(minutes, seats, at)
    version = _write_version(meeting, before, by, at)
    _write_passages(version, minutes.passages)
    write_attendance(meeting, minutes.attendance, by=by, at=at)
    write_how_it_went(meeting, minutes.held, by=by)
    _clear_drafts(meeting)
    record(
        Verb.CREATED,
        "meetings.minutesversion",
        version.pk,
        by=by.acting,
        circle_id=meeting.circle_id,
        area_id=meeting.area_id,
        fields=["passages", "attendance", "outcome", "held_from", "held_until"],
        detail=f"version {version.number}",
    )
    tell_coordinators(meeting, at=at, item_id=version.pk)
    return version


def _refuse_unless_ready(meeting: Meeting, before: Written, revision: int, by: Actor) -> None:
    if before.newest is not None and not before.is_returned:
        raise AlreadySubmitted(before.newest)
    draft = MinutesDraft.objects.filter(meeting=meeting.pk).first()
    if draft is None or draft.revision != revision:
        raise DraftChanged()
    if any(words.edited_by_id == by.user_id for words in waiting_words(meeting.pk)):
        raise NotAllowed("Choose which of your words to keep before you submit these minutes.")


# --- what the database cannot say by itself ---


def _check(minutes: Minutes, seats: Sequence[Seat], at: datetime) -> None:
    errors = {**_wrong_times(minutes.held, at), **_wrong_attendance(minutes.attendance, seats)}
    errors |= _wrong_passages(minutes.passages)
    if errors:
        raise Invalid(errors)


def _wrong_times(held: Held, at: datetime) -> dict[str, str]:
    if held.held_until <= held.held_from:
        return {"ended": "The end must be after the start"}
    if held.held_until > at:
        return {"ended": "The end must be in the past"}
    return {}


def _wrong_attendance(attendance: Mapping[UUID, Came], seats: Sequence[Seat]) -> dict[str, str]:
    errors = {}
    for seat in seats:
        if seat.part != SeatPart.COORDINATOR and seat.pk not in attendance:
            errors[presence_key(seat.pk)] = f"Select whether {seat.display_name} came"
    if attendance.keys() - {seat.pk for seat in seats}:
        errors[""] = "Somebody no longer has a seat in this Circle. Check who came"
    for seat_id, came in attendance.items():
        if not 0 <= (came.minutes_given or 0) <= LONGEST_DAY:
            errors[hours_key(seat_id)] = "Hours given must be 24 or fewer"
        if not 0 <= (came.travel_minutes or 0) <= LONGEST_DAY:
            errors[travel_key(seat_id)] = "Travel must be 24 hours or less"
    return errors


def _wrong_passages(passages: Sequence[tuple[str, str]]) -> dict[str, str]:
    if not any(text.strip() for _, text in passages):
        return {"": "Write at least one passage"}
    return {
        passage_key(topic): f"This must be {LONGEST_PASSAGE:,} characters or fewer. It has {len(text):,}"
        for topic, text in passages
        if len(text) > LONGEST_PASSAGE
    }


# --- the rows ---


def _write_version(meeting: Meeting, before: Written, by: Actor, at: datetime) -> MinutesVersion:
    version = MinutesVersion(
        meeting=meeting,
        circle_id=meeting.circle_id,
        area_id=meeting.area_id,
        number=before.newest.number + 1 if before.newest else 1,
        kind=VersionKind.ORIGINAL,
        based_on=before.returned,
        written_by_id=by.user_id,
        submitted_at=at,
    )
    MinutesVersion.objects.bulk_create([version])
    return version


def _write_passages(version: MinutesVersion, passages: Iterable[tuple[str, str]]) -> None:
    parts = dict(Topic.objects.values_list("code", "part"))
    Passage.objects.bulk_create(
        Passage(
            version=version,
            meeting_id=version.meeting_id,
            circle_id=version.circle_id,
            area_id=version.area_id,
            part=parts[topic],
            topic_id=topic,
            position=position,
            text=text,
        )
        for position, (topic, text) in enumerate((topic, text) for topic, text in passages if text.strip())
    )


def _clear_drafts(meeting: Meeting) -> None:
    """The draft is a version now. Words that wait for somebody's choice stay theirs."""
    DraftRevision.objects.filter(meeting=meeting.pk, typed_over__isnull=True).delete()
    MinutesDraft.objects.filter(meeting=meeting.pk).delete()
