"""Save a draft while others may be saving too: what one person changed is kept, what two changed is theirs to choose.

A page posts everything it holds and the revision it started from. What it said is kept as a revision of its own even
when it could be put together with somebody else's, because that is what the page still shows: the next time it is
compared with that, and so it can never take another's words back by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart

from ..comparison import Choice, clash, merge, must_choose
from ..drafts import (
    Body,
    Written,
    common_ground,
    meeting_of,
    own_waiting_words,
    refuse_unless_writable,
    revision_body,
    tidy,
    trace_session,
    waiting_words,
    written,
)
from ..models import DraftRevision, Meeting, MinutesDraft, MinutesVersion
from ..vocabulary import Outcome

# A page left open for longer starts from nothing: every difference is then shown and asked about.
REVISIONS_KEPT = timedelta(hours=36)


@dataclass(frozen=True)
class Saved:
    """`revision` is where the page starts from now. `with_others`: it lacks words that somebody else put in."""

    revision: int
    at: datetime
    with_others: bool = False


@dataclass(frozen=True)
class MustChoose:
    """Somebody else changed the same words. What the page said waits under this revision."""

    words: int


@dataclass(frozen=True)
class TooLate:
    """The minutes had been submitted meanwhile. What the page said is kept under this revision."""

    version: MinutesVersion
    words: int


@dataclass(frozen=True)
class Held:
    """How a meeting went, as far as it is known already: coded facts, recorded at once for the clock."""

    outcome: Outcome
    held_from: datetime
    held_until: datetime


@transaction.atomic
def save_draft(
    meeting_id: UUID, *, base: int, typed: Body, start: Body, by: Actor, at: datetime, held: Held | None = None
) -> Saved | MustChoose | TooLate:
    """Save what a page holds. `start`: what its first page held, used when there is no draft yet."""
    meeting = locked_meeting(meeting_id, by=by, at=at)
    trace_session(meeting, by=by)
    minutes, said = written(meeting.pk), tidy(typed)
    if minutes.newest is not None and not minutes.is_returned:
        return TooLate(minutes.newest, _keep_waiting(meeting, said, base, by, at))
    draft = _draft(meeting, minutes, start, by, at)
    fields = clash(revision_body(meeting.pk, base), said, draft.body)
    if must_choose(fields):
        return MustChoose(_keep_waiting(meeting, said, base, by, at))
    if held is not None:
        record_how_it_went(meeting, held, by=by, at=at)
    return _put_together(meeting, draft, said, merge(fields, {}), by, at)


@transaction.atomic
def choose_words(
    meeting_id: UUID, words: int, *, choices: Mapping[str, Choice], seen: int, start: Body, by: Actor, at: datetime
) -> Saved:
    """Settle a clash. `seen` is the draft's revision the person chose against.

    Raises NotChosen while a choice is missing, or when those words were changed again since the page was shown.
    """
    meeting = locked_meeting(meeting_id, by=by, at=at)
    mine = own_waiting_words(meeting.pk, words, by)
    draft = _draft(meeting, written(meeting.pk), start, by, at)
    shown = draft.body if draft.revision == seen else revision_body(meeting.pk, seen)
    still = {key: choice for key, choice in choices.items() if shown.get(key) == draft.body.get(key)}
    merged = merge(clash(common_ground(mine), mine.body, draft.body), still)
    DraftRevision.objects.filter(pk=mine.pk).delete()
    return _put_together(meeting, draft, merged, merged, by, at)


@transaction.atomic
def leave_words_out(meeting_id: UUID, words: int, *, by: Actor, at: datetime) -> None:
    """Throw away one's own words that wait for a choice."""
    meeting = meeting_of(meeting_id, by)
    DraftRevision.objects.filter(pk=own_waiting_words(meeting.pk, words, by).pk).delete()
    record(
        Verb.CHANGED,
        "meetings.minutesdraft",
        meeting.pk,
        by=by.acting,
        circle_id=meeting.circle_id,
        area_id=meeting.area_id,
        detail="own words left out",
    )


def record_how_it_went(meeting: Meeting, held: Held, *, by: Actor, at: datetime) -> None:
    """The recorded end starts the clock; whatever is not "held" the coordinator hears of the same day."""
    if not write_how_it_went(meeting, held, by=by):
        return
    if held.outcome not in (Outcome.HELD, meeting.outcome):
        tell_coordinators(meeting, at=at)


def write_how_it_went(meeting: Meeting, held: Held, *, by: Actor) -> bool:
    """Whether anything was new."""
    present = (meeting.outcome, meeting.held_from, meeting.held_until)
    is_new = present != (held.outcome, held.held_from, held.held_until)
    if is_new:
        Meeting.objects.filter(pk=meeting.pk).update(
            outcome=held.outcome, held_from=held.held_from, held_until=held.held_until, recorded_by=by.user_id
        )
        record(
            Verb.CHANGED,
            "meetings.meeting",
            meeting.pk,
            by=by.acting,
            circle_id=meeting.circle_id,
            area_id=meeting.area_id,
            fields=["outcome", "held_from", "held_until"],
            detail=held.outcome,
        )
    return is_new


def tell_coordinators(meeting: Meeting, *, at: datetime, item_id: UUID | None = None) -> None:
    """A notice to whoever runs the Circle: that something is waiting, never what."""
    for user_id in coordinator_logins(meeting.circle_id, at):
        notify(user_id, NoticeKind.WAITING, at=at, item_id=item_id or meeting.pk)


def coordinator_logins(circle_id: UUID, at: datetime) -> list[UUID]:
    seats = Seat.objects.filter(now(at), circle=circle_id, part=SeatPart.COORDINATOR)
    return [user_id for user_id in seats.values_list("coordinator", flat=True) if user_id is not None]


# --- the rows of a draft ---


def locked_meeting(meeting_id: UUID, *, by: Actor, at: datetime) -> Meeting:
    """One save or submission at a time for a meeting."""
    meeting = meeting_of(meeting_id, by, lock=True)
    refuse_unless_writable(meeting, at)
    return meeting


def _draft(meeting: Meeting, minutes: Written, start: Body, by: Actor, at: datetime) -> MinutesDraft:
    """The draft as it stands now; where there is none, what the first page held is its first revision."""
    draft = MinutesDraft.objects.filter(meeting=meeting.pk).first()
    if draft is not None:
        return draft
    first = MinutesDraft(
        meeting=meeting,
        circle_id=meeting.circle_id,
        area_id=meeting.area_id,
        revision=minutes.first_revision,
        body=tidy(start),
        edited_by_id=by.user_id,
        edited_at=at,
        returned=minutes.is_returned,
    )
    MinutesDraft.objects.bulk_create([first])
    _keep(meeting, first.revision, first.body, by, at)
    return first


def _put_together(meeting: Meeting, draft: MinutesDraft, said: Body, merged: Body, by: Actor, at: datetime) -> Saved:
    with_others = said != merged
    if said == merged == draft.body:
        return Saved(draft.revision, at)
    page = newest = _next_revision(meeting)
    _keep(meeting, page, said, by, at)
    if with_others and merged != draft.body:
        newest += 1
        _keep(meeting, newest, merged, by, at)
    if merged != draft.body:
        MinutesDraft.objects.filter(meeting=meeting.pk).update(
            revision=newest, body=dict(merged), edited_by=by.user_id, edited_at=at
        )
    _forget_old_revisions(meeting, at)
    return Saved(page, at, with_others)


def _keep_waiting(meeting: Meeting, said: Body, base: int, by: Actor, at: datetime) -> int:
    """Keep words for their writer to choose about. Earlier ones of the same page that they contain make way."""
    earlier = [words for words in waiting_words(meeting.pk) if words.edited_by_id == by.user_id]
    contained = [words for words in earlier if words.typed_over == base and _contains(said, words.body)]
    DraftRevision.objects.filter(pk__in=[words.pk for words in contained]).delete()
    number = _next_revision(meeting)
    _keep(meeting, number, said, by, at, typed_over=base)
    return number


def _contains(said: Body, earlier: Body) -> bool:
    return all(text in said.get(key, "") for key, text in earlier.items())


def _keep(
    meeting: Meeting, revision: int, body: Body, by: Actor, at: datetime, *, typed_over: int | None = None
) -> None:
    DraftRevision.objects.bulk_create(
        [
            DraftRevision(
                meeting=meeting,
                circle_id=meeting.circle_id,
                area_id=meeting.area_id,
                revision=revision,
                body=dict(body),
                edited_by_id=by.user_id,
                edited_at=at,
                typed_over=typed_over,
            )
        ]
    )


def _next_revision(meeting: Meeting) -> int:
    newest = DraftRevision.objects.filter(meeting=meeting.pk).aggregate(newest=Max("revision"))["newest"]
    return (newest or 0) + 1


def _forget_old_revisions(meeting: Meeting, at: datetime) -> None:
    """The words themselves are in the draft; only the common ground of pages long gone is forgotten."""
    old = DraftRevision.objects.filter(
        meeting=meeting.pk, typed_over__isnull=True, edited_at__lt=at - REVISIONS_KEPT
    ).exclude(revision__in=MinutesDraft.objects.filter(meeting=meeting.pk).values("revision"))
    old.delete()
