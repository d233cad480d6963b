"""Open one Circle's record outside one's areas in an emergency: by its exact reference, for sixty minutes, read only.

Its coordinators and the data-protection lead are told at once, and somebody else reviews it afterwards.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.models import Appointment, BreakGlass
from encircle.foundations.access.roles import May
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify

from ..models import Seat

SHORTEST_REASON = 20


def break_glass(reference: str, reason: str, *, by: Actor, at: datetime) -> UUID:
    """Open the record and return its Circle's id. Raises NotAllowed, Invalid (also for a reference nobody has)."""
    if not by.may(May.BREAK_GLASS):
        raise NotAllowed("Only coordinators and managers can open a record in an emergency.")
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise Invalid({"reason": f"Say why in at least {SHORTEST_REASON} characters"})
    # Outside any savepoint: the trace of a try must outlive its refusal, or references could be tried without end.
    circle_id = _circle_of(reference)
    if circle_id is None:
        raise Invalid({"reference": "There is no Circle with this reference that can be opened in an emergency"})
    with transaction.atomic():
        _open(circle_id, reason, by=by, at=at)
    return circle_id


def _open(circle_id: UUID, reason: str, *, by: Actor, at: datetime) -> None:
    opening = BreakGlass(user_id=by.user_id, circle_id=circle_id, reason=reason, opened_at=at)
    BreakGlass.objects.bulk_create([opening])
    record(Verb.OPENED, "access.breakglass", opening.pk, by=by.acting, circle_id=circle_id, detail="emergency")
    _tell(opening, at=at)


def _circle_of(reference: str) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.circle_to_break_open(%s)", [reference])
        found: UUID | None = cursor.fetchone()[0]
    return found


def _tell(opening: BreakGlass, *, at: datetime) -> None:
    # From here on the record is open to the asker, so its coordinators' seats can be read.
    coordinators = Seat.objects.filter(circle_id=opening.circle_id, part="coordinator", ends_at__isnull=True)
    leads = Appointment.objects.filter(role=Role.DATA_PROTECTION_LEAD, starts_at__lte=at).exclude(ends_at__lte=at)
    people = {*coordinators.values_list("coordinator_id", flat=True), *leads.values_list("user_id", flat=True)}
    for user_id in people - {opening.user_id}:
        notify(user_id, NoticeKind.CONCERN, at=at, item_id=opening.pk)


@transaction.atomic
def close_glass(opening_id: UUID, *, by: Actor, at: datetime) -> None:
    """Close one's own opening before the hour is over."""
    own = BreakGlass.objects.filter(pk=opening_id, user_id=by.user_id, closed_at__isnull=True)
    if not own.update(closed_at=at):
        raise NotFound()
    record(Verb.ENDED, "access.breakglass", opening_id, by=by.acting)


@transaction.atomic
def review_opening(opening_id: UUID, *, by: Actor, at: datetime) -> None:
    """Note that the reason was looked at by somebody else than who opened the record."""
    if not by.may(May.REVIEW_BREAK_GLASS):
        raise NotAllowed("Only the operations manager and the data-protection lead review emergency openings.")
    opening = BreakGlass.objects.filter(pk=opening_id).first()
    if opening is None:
        raise NotFound()
    if opening.user_id == by.user_id:
        raise NotAllowed("Somebody else must review what you opened.")
    if BreakGlass.objects.filter(pk=opening_id, reviewed_at__isnull=True).update(
        reviewed_at=at, reviewed_by_id=by.user_id
    ):
        record(Verb.DECIDED, "access.breakglass", opening_id, by=by.acting, fields=["reviewed_at"])
