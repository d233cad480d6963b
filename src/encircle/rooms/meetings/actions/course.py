"""A release date that moves, and a phase of another rhythm, with the meetings that follow: both at once or neither."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import NotFound, Refusal
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.actions.phases import Grounds, NewReleaseDate, begin_phase, set_release_date, set_rhythm
from encircle.rooms.circles.course_queries import Meets
from encircle.rooms.circles.models import Circle, Phase, ReleaseDate
from encircle.rooms.circles.vocabulary import PhaseName

from ..course_plan import around_release, at_rhythm, release_known
from ..replanning import said
from ..vocabulary import CancelReason
from .planning import replan_meetings, tell_circle


class PlanChanged(Refusal):
    """The meetings are not the ones that were shown."""

    def __init__(self) -> None:
        super().__init__("The meetings have changed since you looked at them. Check them once more.")


@transaction.atomic
def move_release(
    circle_id: UUID, new: NewReleaseDate, meets: Sequence[Meets], *, agreed: str, by: Actor, at: datetime
) -> None:
    """`agreed` is what `said` of the changes that were shown. Meetings that were held, or begun, never change.

    Raises NotFound, NotAllowed, Invalid and PlanChanged. The same form sent twice moves once.
    """
    if ReleaseDate.objects.filter(pk=new.id).exists():
        return
    circle = _circle(circle_id)
    will = {one.side: one for one in meets}
    changes = around_release(circle, release_known(circle, at, after=new.released_on, will=will), at)
    set_release_date(circle_id, new, by=by, at=at)
    if said(changes) != agreed:
        raise PlanChanged()
    for one in meets:
        set_rhythm(circle_id, one, by=by, at=at)
    replan_meetings(circle, changes, CancelReason.RELEASE, by=by, at=at)
    if not changes:
        tell_circle(circle_id, circle_id, at=at, but=by.user_id)


@transaction.atomic
def change_phase(
    circle_id: UUID,
    name: PhaseName,
    *,
    agreed: str,
    by: Actor,
    at: datetime,
    grounds: Grounds | None = None,
) -> Phase | None:
    """The next phase, and the planned meetings at its rhythm. Raises as `begin_phase` does, and PlanChanged."""
    circle = _circle(circle_id)
    changes = at_rhythm(circle, name, at)
    phase = begin_phase(circle_id, name, by=by, at=at, grounds=grounds)
    if phase is None:
        return None
    if said(changes) != agreed:
        raise PlanChanged()
    replan_meetings(circle, changes, CancelReason.RHYTHM, by=by, at=at)
    return phase


def _circle(circle_id: UUID) -> Circle:
    circle = Circle.objects.filter(pk=circle_id).first()
    if circle is None:
        raise NotFound()
    return circle
