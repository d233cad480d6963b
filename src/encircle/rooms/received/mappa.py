"""The MAPPA register of a core member: category and level over time, meetings, and what the charity is to do.

Never the minutes: MAPPA minutes belong to the responsible authority and are not kept by others (MAPPA Guidance,
Ministry of Justice, chapters on information sharing and on disclosure of minutes; Criminal Justice Act 2003, sections
325 to 327). The only words here are the charity's own actions, a line each.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.foundations.corrections.keeping import Record, keep_correction
from encircle.rooms.partners.models import Agency
from encircle.rooms.people.models import CoreMember

from .models import MappaAction, MappaActionDone, MappaActionText, MappaMeeting, MappaPlacing
from .rules import require_recording
from .vocabulary import MappaAttendance

LONGEST_ACTION = 200
MOST_LISTED = 20


@dataclass(frozen=True, kw_only=True)
class NewPlacing:
    """`category` and `level` both empty: no longer managed under MAPPA."""

    id: UUID
    agency_id: UUID
    starts_on: date
    category: int | None = None
    level: int | None = None


@dataclass(frozen=True, kw_only=True)
class NewMeeting:
    id: UUID
    agency_id: UUID
    held_on: date
    attendance: MappaAttendance
    next_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewAction:
    id: UUID
    text: str
    due_on: date


@dataclass(frozen=True)
class ActionLine:
    """An action of the charity: its day, and whether it was done; never its words."""

    action: MappaAction
    done_on: date | None = None
    done_by: str = ""

    def is_overdue(self, today: date) -> bool:
        return self.done_on is None and self.action.due_on < today


@dataclass(frozen=True)
class Register:
    """The newest of each come first."""

    placings: list[MappaPlacing]
    meetings: list[MappaMeeting]
    actions: list[ActionLine]
    texts: dict[UUID, str] = field(default_factory=dict)

    def now(self, today: date) -> MappaPlacing | None:
        """The placing in force: the newest that has begun; of one day what was recorded last."""
        return next((one for one in self.placings if one.starts_on <= today), None)


@transaction.atomic
def record_placing(core_member: CoreMember, new: NewPlacing, *, by: Actor, at: datetime) -> None:
    """Raises NotAllowed or Invalid. A later word of the same day stands above an earlier: nothing is edited."""
    require_recording(by, core_member.area_id)
    if MappaPlacing.objects.filter(pk=new.id).exists():
        return
    _check_agency(new.agency_id)
    _check_past(new.starts_on, at, "starts_on", "The day it began")
    if (new.category is None) != (new.level is None):
        raise Invalid({"level" if new.level is None else "category": "Enter both the category and the level"})
    row = MappaPlacing(
        id=new.id,
        category=new.category,
        level=new.level,
        starts_on=new.starts_on,
        agency_id=new.agency_id,
        **_of(core_member, by, at),
    )
    MappaPlacing.objects.bulk_create([row])
    _trace(Verb.CREATED, "received.mappaplacing", new.id, core_member, by)


@transaction.atomic
def record_meeting(core_member: CoreMember, new: NewMeeting, *, by: Actor, at: datetime) -> None:
    """That there is or was a meeting. Raises NotAllowed or Invalid."""
    require_recording(by, core_member.area_id)
    if MappaMeeting.objects.filter(pk=new.id).exists():
        return
    _check_agency(new.agency_id)
    _check_meeting(new.held_on, new.attendance, new.next_on, at)
    if MappaMeeting.objects.filter(core_member=core_member, held_on=new.held_on, agency=new.agency_id).exists():
        raise Invalid({"held_on": "A meeting of this agency on this day is in the register already"})
    row = MappaMeeting(
        id=new.id,
        held_on=new.held_on,
        attendance=new.attendance,
        next_on=new.next_on,
        agency_id=new.agency_id,
        **_of(core_member, by, at),
    )
    MappaMeeting.objects.bulk_create([row])
    _trace(Verb.CREATED, "received.mappameeting", new.id, core_member, by)


@transaction.atomic
def record_attendance(
    meeting: MappaMeeting,
    attendance: MappaAttendance,
    next_on: date | None,
    *,
    why: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """What became of a meeting that was to come; once that is recorded, a change is a correction with its reason."""
    require_recording(by, meeting.area_id)
    _check_meeting(meeting.held_on, attendance, next_on, at)
    if meeting.attendance != MappaAttendance.TO_COME:
        keep_correction(
            Record(item_type="received.mappameeting", item_id=meeting.pk, area_id=meeting.area_id),
            {"attendance": meeting.get_attendance_display(), "next_on": meeting.next_on},
            {"attendance": attendance.label, "next_on": next_on},
            why,
            by=by,
            at=at,
        )
    if not MappaMeeting.objects.filter(pk=meeting.pk).update(attendance=attendance, next_on=next_on):
        raise NotFound()
    record(
        Verb.CHANGED,
        "received.mappameeting",
        meeting.pk,
        by=by.acting,
        area_id=meeting.area_id,
        person_id=meeting.core_member_id,
        fields=["attendance", "next_on"],
    )


@transaction.atomic
def add_action(meeting: MappaMeeting, new: NewAction, *, by: Actor, at: datetime) -> None:
    """Something the charity is to do: a line, and by when. Raises NotAllowed or Invalid."""
    require_recording(by, meeting.area_id)
    if MappaAction.objects.filter(pk=new.id).exists():
        return
    if meeting.attendance == MappaAttendance.TO_COME:
        raise NotAllowed("Record first whether we attended the meeting.")
    _check_action(new, meeting)
    person = meeting.core_member
    row = MappaAction(id=new.id, meeting=meeting, due_on=new.due_on, **_of(person, by, at))
    MappaAction.objects.bulk_create([row])
    words = MappaActionText(action=row, area_id=row.area_id, text=new.text.strip())
    MappaActionText.objects.bulk_create([words])
    _trace(Verb.CREATED, "received.mappaaction", new.id, person, by)


@transaction.atomic
def complete_action(action: MappaAction, done_on: date, *, by: Actor, at: datetime) -> None:
    """Done, by whoever says so. The same form twice counts once."""
    require_recording(by, action.area_id)
    if MappaActionDone.objects.filter(pk=action.pk).exists():
        return
    _check_past(done_on, at, "done_on", "The day it was done")
    row = MappaActionDone(action=action, area_id=action.area_id, done_on=done_on, done_by_id=by.user_id, recorded_at=at)
    MappaActionDone.objects.bulk_create([row])
    record(
        Verb.ENDED,
        "received.mappaaction",
        action.pk,
        by=by.acting,
        area_id=action.area_id,
        person_id=action.core_member_id,
    )


# --- reads ---


def register_of(core_member_id: UUID) -> Register:
    """Dates and codes; five reads at most. For the words see `open_register`."""
    of = {"core_member": core_member_id}
    placings = MappaPlacing.objects.filter(**of).select_related("agency").order_by("-starts_on", "-recorded_at")
    meetings = MappaMeeting.objects.filter(**of).select_related("agency").order_by("-held_on", "-recorded_at")
    actions = MappaAction.objects.filter(**of).select_related("done").order_by("-due_on", "pk")
    return Register(
        list(placings[:MOST_LISTED]), list(meetings[:MOST_LISTED]), _lines(list(actions[: 2 * MOST_LISTED]))
    )


def open_register(core_member_id: UUID, *, by: Actor) -> Register:
    """With the words of the actions, against a receipt each. Call at the top of the request."""
    found = register_of(core_member_id)
    for line in found.actions:
        one = line.action
        leave_receipt("received.mappaaction", one.pk, by=by.acting, area_id=one.area_id, person_id=core_member_id)
    wanted = [line.action.pk for line in found.actions]
    texts = dict(MappaActionText.objects.filter(pk__in=wanted).values_list("pk", "text")) if wanted else {}
    return Register(found.placings, found.meetings, found.actions, texts)


def actions_to_do(area_ids: list[UUID] | None = None) -> list[MappaAction]:
    """Open actions in reach, the most pressing first."""
    found = MappaAction.objects.filter(done__isnull=True).select_related("core_member").order_by("due_on", "pk")
    return list(found if area_ids is None else found.filter(area__in=area_ids))


def mappa_meeting(meeting_id: UUID) -> MappaMeeting:
    """Raises NotFound."""
    found = MappaMeeting.objects.select_related("agency", "core_member").filter(pk=meeting_id).first()
    if found is None:
        raise NotFound()
    return found


def mappa_action(action_id: UUID) -> MappaAction:
    """Raises NotFound."""
    found = MappaAction.objects.filter(pk=action_id).first()
    if found is None:
        raise NotFound()
    return found


def _lines(actions: list[MappaAction]) -> list[ActionLine]:
    done = {one.pk: one.done for one in actions if hasattr(one, "done")}
    names = names_of(one.done_by_id for one in done.values())
    return [
        ActionLine(one, done[one.pk].done_on, names.get(done[one.pk].done_by_id, ""))
        if one.pk in done
        else ActionLine(one)
        for one in actions
    ]


def _of(core_member: CoreMember, by: Actor, at: datetime) -> dict[str, object]:
    return {
        "core_member_id": core_member.pk,
        "area_id": core_member.area_id,
        "recorded_by_id": by.user_id,
        "recorded_at": at,
    }


def _trace(verb: Verb, item_type: str, id: UUID, core_member: CoreMember, by: Actor) -> None:
    record(verb, item_type, id, by=by.acting, area_id=core_member.area_id, person_id=core_member.pk)


def _check_agency(agency_id: UUID) -> None:
    if not Agency.objects.filter(pk=agency_id).exists():
        raise Invalid({"agency": "Select who told us"})


def _check_past(day: date, at: datetime, where: str, what: str) -> None:
    if day > in_london(at).date():
        raise Invalid({where: f"{what} must be today or in the past"})


def _check_meeting(held_on: date, attendance: MappaAttendance, next_on: date | None, at: datetime) -> None:
    today = in_london(at).date()
    if attendance == MappaAttendance.TO_COME and held_on < today:
        raise Invalid({"attendance": "The meeting is over. Say whether we attended"})
    if attendance == MappaAttendance.ATTENDED and held_on > today:
        raise Invalid({"attendance": "The meeting is still to come"})
    if next_on is not None and next_on <= held_on:
        raise Invalid({"next_on": "The next meeting must be after this one"})


def _check_action(new: NewAction, meeting: MappaMeeting) -> None:
    errors = {}
    if not new.text.strip():
        errors["text"] = "Enter what we are to do"
    elif len(new.text.strip()) > LONGEST_ACTION:
        errors["text"] = (
            f"What we are to do must be {LONGEST_ACTION} characters or fewer: it is not a place for minutes"
        )
    if new.due_on < meeting.held_on:
        errors["due_on"] = "The day must be on or after the meeting"
    if errors:
        raise Invalid(errors)
