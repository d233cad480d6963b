"""Change a Circle's phase, pause it, move its return, let it go on, note a release date, and end it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.rooms.organisation.clocks import end_of_day, start_of_day

from ..course_queries import day_back, has_release_date
from ..models import Circle, Ending, Pause, PauseReturn, PauseWords, Phase, ReleaseDate, Seat
from ..queries import now
from ..rules import require_changing
from ..vocabulary import EndingReason, PauseReason, PhaseName, ReleaseDateSource
from .seating import A_MOMENT

LONGEST_WORDS = 1000


@transaction.atomic
def begin_phase(circle_id: UUID, name: PhaseName, *, by: Actor, at: datetime) -> None:
    """The next phase begins now and the one before it ends. The present phase again changes nothing."""
    circle = going_on(circle_id, by)
    present = Phase.objects.filter(now(at), circle=circle).first()
    if present is not None and present.name == name:
        return
    Phase.objects.filter(now(at), circle=circle).update(ends_at=at)
    Phase.objects.bulk_create(
        [Phase(circle=circle, area_id=circle.area_id, name=name, starts_at=at, decided_by_id=by.user_id)]
    )
    _decided("circles.phase", circle, by)


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
    if not has_release_date(circle.kind, in_london(at).date()):
        raise NotFound()
    latest = ReleaseDate.objects.filter(circle=circle).order_by("-recorded_at", "-pk").first()
    if (latest.released_on, latest.leads_to) == (new.released_on, new.leads_to) if latest else not new.released_on:
        raise Invalid({"released_on": "That is what is known already" if latest else "Enter the planned day"})
    row = ReleaseDate(
        id=new.id, circle=circle, area_id=circle.area_id, released_on=new.released_on, leads_to=new.leads_to,
        source=new.source, recorded_at=at, recorded_by_id=by.user_id,
    )  # fmt: skip
    ReleaseDate.objects.bulk_create([row])
    _decided("circles.releasedate", circle, by)


@transaction.atomic
def resume_circle(circle_id: UUID, *, by: Actor, at: datetime) -> None:
    """A Circle that is not paused stays as it is."""
    circle = going_on(circle_id, by)
    if Pause.objects.filter(now(at), circle=circle).update(ends_at=at):
        _decided("circles.pause", circle, by)


@transaction.atomic
def end_circle(circle_id: UUID, reason: EndingReason, *, by: Actor, at: datetime) -> None:
    """The Circle ends now; its seats end with the London day, so that today's work can still be written up."""
    circle = going_on(circle_id, by)
    try:
        with transaction.atomic():
            Ending.objects.bulk_create(
                [Ending(circle=circle, area_id=circle.area_id, ended_at=at, reason=reason, decided_by_id=by.user_id)]
            )
    except IntegrityError:
        raise Invalid("This Circle has ended") from None
    Phase.objects.filter(now(at), circle=circle).update(ends_at=at)
    Pause.objects.filter(now(at), circle=circle).update(ends_at=at)
    _end_seats(circle, end_of_day(at))
    _decided("circles.ending", circle, by)


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
