"""Change a Circle's phase, pause it, move its return, let it go on, note a release date, and end it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.rooms.organisation.clocks import end_of_day, start_of_day

from ..course_queries import Meets, day_back, has_release_date, rhythms_of
from ..models import (
    Circle,
    Ending,
    EndingWords,
    Pause,
    PauseReturn,
    PauseWords,
    Phase,
    PhaseWords,
    ReleaseDate,
    Rhythm,
    Seat,
)
from ..policy import is_less_often
from ..queries import now
from ..rules import require_changing
from ..vocabulary import EndingDecision, EndingReason, PauseReason, PhaseName, ReleaseDateSource
from .seating import A_MOMENT

LONGEST_WORDS = 1000


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """On what a Circle meets less often: a review, whose decision stands with it, or a reason and who said so."""

    of_a_review: bool = False
    said_by: str = ""
    text: str = ""


@transaction.atomic
def begin_phase(
    circle_id: UUID, name: PhaseName, *, by: Actor, at: datetime, grounds: Grounds | None = None
) -> Phase | None:
    """The next phase begins now and the one before it ends. The present phase again changes nothing.

    Raises NotFound, NotAllowed, and Invalid where the Circle would meet less often and nobody says why.
    """
    circle = going_on(circle_id, by)
    present = Phase.objects.filter(now(at), circle=circle).first()
    if present is not None and present.name == name:
        return None
    require_grounds(present.name if present else "", name, grounds)
    Phase.objects.filter(now(at), circle=circle).update(ends_at=at)
    phase = Phase(circle=circle, area_id=circle.area_id, name=name, starts_at=at, decided_by_id=by.user_id)
    Phase.objects.bulk_create([phase])
    if grounds is not None and grounds.text.strip():
        _say_why(phase, grounds)
    _decided("circles.phase", circle, by)
    return phase


def require_grounds(present: str, name: PhaseName, grounds: Grounds | None) -> None:
    """Raises Invalid where the Circle would meet less often and neither a review nor a reason says so."""
    if not is_less_often(present, name) or (grounds is not None and grounds.of_a_review):
        return
    errors = {}
    if grounds is None or not grounds.text.strip():
        errors["why"] = "Say why the Circle meets less often"
    elif len(grounds.text.strip()) > LONGEST_WORDS:
        errors["why"] = f"It must be {LONGEST_WORDS:,} characters or fewer"
    if grounds is None or not grounds.said_by.strip():
        errors["said_by"] = "Say who decided it"
    if errors:
        raise Invalid(errors)


def _say_why(phase: Phase, grounds: Grounds) -> None:
    words = PhaseWords(
        phase=phase,
        circle_id=phase.circle_id,
        area_id=phase.area_id,
        said_by=grounds.said_by.strip()[:120],
        text=grounds.text.strip(),
    )
    PhaseWords.objects.bulk_create([words])


def open_phase(phase_id: UUID, *, by: Actor) -> Phase:
    """Leaves the receipt for why it began. Raises NotFound. Call at the top of the request."""
    phase = Phase.objects.filter(pk=phase_id).first()
    if phase is None:
        raise NotFound()
    leave_receipt("circles.phase", phase.pk, by=by.acting, circle_id=phase.circle_id, area_id=phase.area_id)
    return phase


@transaction.atomic
def pause_circle(
    circle_id: UUID, *, reason: PauseReason, back_on: date | None, by: Actor, at: datetime, words: str = ""
) -> None:
    """`words` are for the staff alone. Raises NotFound, NotAllowed or Invalid."""
    circle = going_on(circle_id, by)
    if Pause.objects.filter(now(at), circle=circle).exists():
        raise Invalid("This Circle is paused already")
    _check_return(back_on, at)
    if len(words.strip()) > LONGEST_WORDS:
        raise Invalid({"words": f"It must be {LONGEST_WORDS:,} characters or fewer"})
    pause = Pause(
        circle=circle,
        area_id=circle.area_id,
        starts_at=at,
        reason=reason,
        expected_back_on=back_on,
        decided_by_id=by.user_id,
    )
    Pause.objects.bulk_create([pause])
    if words.strip():
        PauseWords.objects.bulk_create(
            [PauseWords(pause=pause, circle=circle, area_id=circle.area_id, text=words.strip())]
        )
    _decided("circles.pause", circle, by)


@transaction.atomic
def move_return(circle_id: UUID, back_on: date | None, *, id: UUID, by: Actor, at: datetime) -> None:
    """Another day on which a paused Circle is expected to go on, or none. What was said before stays."""
    circle = going_on(circle_id, by)
    pause = Pause.objects.filter(now(at), circle=circle).first()
    if pause is None:
        raise Invalid("This Circle is not paused")
    _check_return(back_on, at)
    if back_on == day_back(pause):
        raise Invalid({"back_on": "That is the day already"})
    row = PauseReturn(
        id=id, pause=pause, circle=circle, area_id=circle.area_id, back_on=back_on, recorded_at=at,
        recorded_by_id=by.user_id,
    )  # fmt: skip
    PauseReturn.objects.bulk_create([row])
    _decided("circles.pausereturn", circle, by)


def _check_return(back_on: date | None, at: datetime) -> None:
    if back_on is not None and start_of_day(back_on) <= at:
        raise Invalid({"back_on": "The day it is expected to go on must be after today"})


def open_pause(pause_id: UUID, *, by: Actor) -> Pause:
    """Leaves the receipt for why it pauses. Raises NotFound. Call at the top of the request."""
    pause = Pause.objects.filter(pk=pause_id).first()
    if pause is None:
        raise NotFound()
    leave_receipt("circles.pause", pause.pk, by=by.acting, circle_id=pause.circle_id, area_id=pause.area_id)
    return pause


@dataclass(frozen=True, kw_only=True)
class NewReleaseDate:
    """`id` comes with the form. No day: none is known any more."""

    id: UUID
    released_on: date | None
    source: ReleaseDateSource
    leads_to: PhaseName = PhaseName.THROUGH_GATE


@transaction.atomic
def set_release_date(circle_id: UUID, new: NewReleaseDate, *, by: Actor, at: datetime) -> None:
    """When the core member is to leave prison, as it is known now. NotFound for a kind that has no such day."""
    circle = going_on(circle_id, by)
    check_release_date(circle, new, at=at)
    row = ReleaseDate(
        id=new.id, circle=circle, area_id=circle.area_id, released_on=new.released_on, leads_to=new.leads_to,
        source=new.source, recorded_at=at, recorded_by_id=by.user_id,
    )  # fmt: skip
    ReleaseDate.objects.bulk_create([row])
    _decided("circles.releasedate", circle, by)


def check_release_date(circle: Circle, new: NewReleaseDate, *, at: datetime) -> None:
    """Raises NotFound for a kind that has no such day, and Invalid for what is known already."""
    if not has_release_date(circle.kind, in_london(at).date()):
        raise NotFound()
    latest = ReleaseDate.objects.filter(circle=circle).order_by("-recorded_at", "-pk").first()
    if (latest.released_on, latest.leads_to) == (new.released_on, new.leads_to) if latest else not new.released_on:
        raise Invalid({"released_on": "That is what is known already" if latest else "Enter the planned day"})


@transaction.atomic
def set_rhythm(circle_id: UUID, meets: Meets, *, by: Actor, at: datetime) -> None:
    """What is known already is not written again."""
    circle = going_on(circle_id, by)
    if rhythms_of(circle).get(meets.side) == meets:
        return
    row = Rhythm(
        circle=circle, area_id=circle.area_id, side=meets.side, weekday=meets.weekday, slot_time=meets.at,
        every_weeks=meets.every_weeks, venue_id=meets.venue_id, set_at=at, set_by_id=by.user_id,
    )  # fmt: skip
    Rhythm.objects.bulk_create([row])
    _decided("circles.rhythm", circle, by)


@transaction.atomic
def resume_circle(circle_id: UUID, *, by: Actor, at: datetime) -> None:
    """A Circle that is not paused stays as it is."""
    circle = going_on(circle_id, by)
    if Pause.objects.filter(now(at), circle=circle).update(ends_at=at):
        _decided("circles.pause", circle, by)


@transaction.atomic
def end_circle(
    circle_id: UUID,
    reason: EndingReason,
    *,
    by: Actor,
    at: datetime,
    decision_of: EndingDecision | Literal[""] = "",
    words: str = "",
) -> None:
    """The Circle ends now; its seats end with the London day, so that today's work can still be written up.

    `words` are for the staff alone.
    """
    circle = going_on(circle_id, by)
    if len(words.strip()) > LONGEST_WORDS:
        raise Invalid({"words": f"It must be {LONGEST_WORDS:,} characters or fewer"})
    ending = Ending(
        circle=circle, area_id=circle.area_id, ended_at=at, reason=reason, decision_of=decision_of,
        with_words=bool(words.strip()), decided_by_id=by.user_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            Ending.objects.bulk_create([ending])
    except IntegrityError:
        raise Invalid("This Circle has ended") from None
    if words.strip():
        EndingWords.objects.bulk_create(
            [EndingWords(ending=ending, circle=circle, area_id=circle.area_id, text=words.strip())]
        )
    Phase.objects.filter(now(at), circle=circle).update(ends_at=at)
    Pause.objects.filter(now(at), circle=circle).update(ends_at=at)
    _end_seats(circle, end_of_day(at))
    _decided("circles.ending", circle, by)


def open_ending(circle_id: UUID, *, by: Actor) -> Ending:
    """Leaves the receipt for why it ended. Raises NotFound. Call at the top of the request."""
    ending = Ending.objects.filter(pk=circle_id).first()
    if ending is None:
        raise NotFound()
    leave_receipt("circles.ending", ending.pk, by=by.acting, circle_id=ending.circle_id, area_id=ending.area_id)
    return ending


def _end_seats(circle: Circle, until: datetime) -> None:
    longer = Seat.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=until), circle=circle)
    longer.filter(starts_at__lt=until).update(ends_at=until)
    longer.filter(starts_at__gte=until).update(ends_at=F("starts_at") + A_MOMENT)  # over as soon as they begin


def going_on(circle_id: UUID, by: Actor) -> Circle:
    """The Circle, locked until the transaction ends so that two decisions follow one another."""
    circle = Circle.objects.select_for_update(of=("self",)).filter(pk=circle_id).first()
    if circle is None:
        raise NotFound()
    require_changing(by, circle.area_id)
    if Ending.objects.filter(circle=circle).exists():
        raise Invalid("This Circle has ended")
    return circle


def _decided(item_type: str, circle: Circle, by: Actor) -> None:
    record(Verb.DECIDED, item_type, circle.pk, by=by.acting, circle_id=circle.pk, area_id=circle.area_id)
