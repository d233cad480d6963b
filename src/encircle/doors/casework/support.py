"""Looking after volunteers: who waits for a call or a debrief, and one answer with its calls."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import counted, long_date_and_time, relative, relative_day
from encircle.design.items import Row, WorkItem
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Circle
from encircle.rooms.organisation.clocks import last_day
from encircle.rooms.support.actions.after_meetings import record_call
from encircle.rooms.support.models import CallBack
from encircle.rooms.support.patterns import Pattern, Seen, patterns
from encircle.rooms.support.queries import (
    CallLine,
    OpenCheck,
    calls_wanted,
    check_row,
    may_ring_back,
    open_check,
    whom_to_call,
)
from encircle.rooms.support.supervision_queries import owed
from encircle.rooms.support.vocabulary import Answer

from .answers import once, page
from .areas import areas_of, chosen
from .guard import StaffRequest, for_staff
from .links import to
from .supervision import owed_item
from .support_forms import CallBackForm


@require_safe
@for_staff
def support(request: StaffRequest) -> HttpResponse:
    """All areas of the person, or one of them."""
    by, areas = request.actor, areas_of(request.actor)
    if not by.may(May.LOOK_AFTER_VOLUNTEERS):
        raise NotFound()
    area = chosen(areas, request.GET.get("area")) or (areas[0] if len(areas) == 1 else None)
    lines = calls_wanted(area.pk if area else None)
    record(Verb.LISTED, "support.check", by=by.acting, area_id=area.pk if area else None, detail=str(len(lines)))
    context = {
        "tab": "support",
        "area": area,
        "areas": areas,
        "calls": [call_item(line, by.now) for line in lines],
        "seen": [_seen_item(one) for one in patterns(area.pk, by.now)] if area else [],
        "owed": [owed_item(one) for one in owed(area.pk, by.now)] if area else [],
    }
    return page(request, "support.html", context)


def _seen_item(one: Seen) -> WorkItem:
    """In words, and without a score."""
    words = {
        Pattern.HARD: f"Asked for a call after each of the last {one.meetings} meetings",
        Pattern.SILENT: f"Has not said how they are after the last {one.meetings} meetings they were at",
    }
    return WorkItem(
        title=one.volunteer.full_name, url=to("volunteer_support", one.volunteer.pk), facts=[words[one.pattern]]
    )


def call_item(line: CallLine, at: datetime) -> WorkItem:
    late = line.is_overdue(at)
    today = line.check.answer == Answer.TODAY and not line.to_debrief
    words = "Debrief to follow" if line.to_debrief else "Needs a call today" if today else "Would like a call"
    tried = [f"{counted(line.tried, 'call')}, not reached"] if line.tried and not line.to_debrief else []
    return WorkItem(
        title=line.name,
        url=to("call_back", line.check.pk),
        facts=[*([line.circle] if line.circle else []), f"asked {relative(line.check.answered_at, at)}", *tried],
        tag="Overdue" if late and not today else words,
        colour="red" if late or today else "blue",
        when=f"due {relative(line.due, at) if today else relative_day(last_day(line.due), at)}",
        urgency="urgent" if late or today else "soon",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def call_back(request: StaffRequest, wellbeing_id: UUID) -> HttpResponse:
    """Whom to ring, what they wrote, who was asked, and what came of each call."""
    by = request.actor
    check = check_row(wellbeing_id)
    if check.volunteer_id == by.volunteer_id:
        raise NotFound()
    found = open_check(check, by=by)
    may_call = may_ring_back(by, check) and found.answer.asks_for_a_call
    form = CallBackForm(typed(request), now=by.now) if may_call else None

    def act() -> None:
        assert form is not None  # noqa: S101 (only bound where one may ring)
        once(CallBack, form.id, lambda: record_call(check, form.call, id=form.id, by=by, at=by.now))

    if form is not None and carried_out(form, act):
        say(request, "The call is recorded.")
        return redirect("casework:call_back", wellbeing_id=check.pk)
    name, phone = whom_to_call([check.pk]).get(check.pk, ("A volunteer", ""))
    context = {"found": found, "rows": _rows(found, name, phone), "form": form}
    return page(request, "call_back.html", context)


def _rows(found: OpenCheck, name: str, phone: str) -> list[Row]:
    circle = Circle.objects.filter(pk=found.check.circle_id).first()
    asked = [
        f"{found.names.get(one.to_user_id, 'Somebody')}, {long_date_and_time(one.asked_at)}" for one in found.asked
    ]
    return [
        Row("Volunteer", name),
        Row("Telephone", phone),
        *([Row("Circle", circle.name)] if circle else []),
        Row("Said", f"{found.answer.label}, {long_date_and_time(found.check.answered_at)}"),
        *([Row("Asked to ring", "\n".join(asked))] if asked else []),
    ]
