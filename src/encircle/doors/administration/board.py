"""Who sits on the board, and who did: the appointments of trustees."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from encircle.design.dates import short_date
from encircle.foundations.access.actor import names_of
from encircle.foundations.access.guards import needs
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.queries import appointments_of, board
from encircle.foundations.access.roles import May
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.clocks import last_day

from .answers import page
from .guard import OfficeRequest
from .queries import area_names, role_in_words


@require_safe
@needs(May.APPOINT_OTHERS)
def board_list(request: OfficeRequest) -> HttpResponse:
    """With what else each of them holds now. Whether one volunteers is the staff's of their area, and not said here."""
    at, found = request.actor.now, list(board())
    names, areas = names_of(one.user_id for one in found), area_names()
    others = appointments_of((one.user_id for one in found), at)
    record(Verb.LISTED, "access.appointment", by=request.acting, detail=str(len(found)))
    rows = [(one, _row(one, names, _others(others.get(one.user_id, ()), areas, at))) for one in found]
    context = {
        "now": [row for one, row in rows if one.starts_at <= at and not _is_over(one, at)],
        "to_come": [row for one, row in rows if one.starts_at > at],
        "before": [row[:3] for one, row in rows if _is_over(one, at)],
    }
    return page(request, "board.html", "appointments", context)


def _is_over(one: Appointment, at: datetime) -> bool:
    return one.ends_at is not None and one.ends_at <= at


def _row(one: Appointment, names: Mapping[UUID, str], others: str) -> list[str]:
    until = short_date(last_day(one.ends_at)) if one.ends_at else "No end is set"
    return [names.get(one.user_id, "Somebody"), short_date(one.starts_at), until, others]


def _others(held: Sequence[Appointment], areas: dict[UUID, str], at: datetime) -> str:
    found = [role_in_words(one, areas) for one in held if one.role != Role.TRUSTEE and one.starts_at <= at]
    return ", ".join(found) or "None"
