"""What a volunteer finds: minutes to write, the next meeting, what was said to them, minutes they may read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from encircle.common.clock import in_london
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.models import Entry, Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.rooms.circles.models import Circle
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.organisation.queries import standard_on

from .models import (
    Approval,
    Attendance,
    Meeting,
    MinutesDraft,
    MinutesReturn,
    MinutesVersion,
    Passage,
    Remark,
    RemarkText,
)
from .policy import MeetingFacts, MinutesStandard, minutes_due
from .vocabulary import RemarkKind

STOPS_ASKING = timedelta(days=28)  # older minutes are a matter between the coordinator and the volunteers
SAID_LATELY = timedelta(days=60)
A_PAGE = 20


def minutes_standard(at: datetime) -> MinutesStandard:
    return as_policy(standard_on(in_london(at).date()))


def as_policy(standard: PracticeStandard) -> MinutesStandard:
    return MinutesStandard(
        due_hours=standard.minutes_due_hours,
        remind_after_hours=tuple(standard.minutes_chase_hours),
        manager_told_after_hours=standard.manager_told_after_hours,
        quorum=standard.quorum,
    )


# --- what waits ---


@dataclass(frozen=True)
class ToWrite:
    """Minutes nobody has submitted yet, or that came back."""

    meeting: Meeting
    due: datetime
    is_returned: bool
    begun_by: str = ""
    begun_at: datetime | None = None

    def is_overdue(self, at: datetime) -> bool:
        return at > self.due


def minutes_to_write(by: Actor) -> list[ToWrite]:
    """Most urgent first: those that came back, then by when they are due."""
    meetings = list(
        with_minutes(_own(by))
        .filter(cancelled_at__isnull=True, starts_at__lte=by.now, starts_at__gt=by.now - STOPS_ASKING)
        .annotate(begun_by=_draft("edited_by"), begun_at=_draft("edited_at"))
    )
    open_ones = [meeting for meeting in meetings if meeting.newest is None or meeting.came_back]  # type: ignore[attr-defined]
    names = names_of(meeting.begun_by for meeting in open_ones)
    standard = minutes_standard(by.now)
    waiting = [_to_write(meeting, standard, names) for meeting in open_ones]
    return sorted(waiting, key=lambda one: (not one.is_returned, one.due))


def _to_write(meeting: Meeting, standard: MinutesStandard, names: dict[UUID, str]) -> ToWrite:
    due = minutes_due(MeetingFacts(planned_end=meeting.ends_at, recorded_end=meeting.held_until), standard)
    assert due is not None  # noqa: S101 (only a cancelled meeting has none)
    return ToWrite(
        meeting=meeting,
        due=due,
        is_returned=bool(meeting.came_back),  # type: ignore[attr-defined]
        begun_by=names.get(meeting.begun_by, ""),  # type: ignore[attr-defined]
        begun_at=meeting.begun_at,  # type: ignore[attr-defined]
    )


def next_meetings(by: Actor) -> list[Meeting]:
    """The next meeting of each own Circle, soonest first."""
    coming = _own(by).filter(cancelled_at__isnull=True, starts_at__gt=by.now).select_related("circle", "venue")
    first = coming.order_by("circle", "starts_at").distinct("circle")
    return sorted(first, key=lambda meeting: meeting.starts_at)


@dataclass(frozen=True)
class Said:
    """Something the coordinator said to this person about minutes; the words are on the minutes' own page."""

    remark: Remark
    meeting: Meeting
    number: int
    by: str


def said_to(by: Actor) -> list[Said]:
    """Questions not yet answered and thanks not yet read, newest first."""
    answered = Remark.objects.filter(
        version=OuterRef("version"), kind=RemarkKind.ANSWER, said_by=by.user_id, said_at__gt=OuterRef("said_at")
    )
    remarks = list(
        Remark.objects.filter(
            to_user=by.user_id,
            circle__in=by.volunteer_circles,
            kind__in=(RemarkKind.QUESTION, RemarkKind.THANKS),
            said_at__gt=by.now - SAID_LATELY,
        )
        .annotate(is_answered=Exists(answered))
        .select_related("version", "meeting__circle")
        .order_by("-said_at")
    )
    opened = _last_opened({remark.version_id for remark in remarks}, by)
    waiting = [remark for remark in remarks if _waits(remark, opened.get(remark.version_id))]
    names = names_of(remark.said_by_id for remark in waiting)
    return [
        Said(remark, remark.meeting, remark.version.number, names.get(remark.said_by_id, "Your coordinator"))
        for remark in waiting
    ]


def _waits(remark: Remark, opened_at: datetime | None) -> bool:
    if remark.kind == RemarkKind.QUESTION:
        return not remark.is_answered  # type: ignore[attr-defined]  # annotated above
    return opened_at is None or opened_at < remark.said_at


def _last_opened(versions: Iterable[UUID], by: Actor) -> dict[UUID, datetime]:
    """When this person last opened each version, by their own receipts."""
    lines = Entry.objects.filter(item_id__in=list(versions), actor_id=by.user_id, verb=Verb.OPENED)
    return {item: at for item, at in lines.order_by("at").values_list("item_id", "at") if item is not None}


# --- meetings gone by ---


def past_meetings(by: Actor, *, circle_id: UUID | None = None, page: int = 1, size: int = A_PAGE) -> list[Meeting]:
    """Newest first, one more than the page holds when there are older ones. Each carries how its minutes stand."""
    past = with_minutes(_own(by)).filter(starts_at__lte=by.now)
    if circle_id is not None:
        past = past.filter(circle=circle_id)
    start = (page - 1) * size
    found = list(past.order_by("-starts_at", "pk")[start : start + size + 1])
    record(Verb.LISTED, "meetings.meeting", by=by.acting, circle_id=circle_id, detail=str(min(len(found), size)))
    return found


def with_minutes(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Adds the newest version's id, whether it came back, and whether one was approved."""
    versions = MinutesVersion.objects.filter(meeting=OuterRef("pk")).order_by("-number")
    return (
        meetings.annotate(newest=Subquery(versions.values("pk")[:1]))
        .annotate(
            came_back=Exists(MinutesReturn.objects.filter(version=OuterRef("newest"))),
            is_approved=Exists(Approval.objects.filter(meeting=OuterRef("pk"))),
        )
        .select_related("circle")
    )


def own_circles(by: Actor) -> list[Circle]:
    return list(Circle.objects.filter(pk__in=by.volunteer_circles).select_related("venue").order_by("name"))


def _own(by: Actor) -> QuerySet[Meeting]:
    return Meeting.objects.filter(circle__in=by.volunteer_circles)


def _draft(column: str) -> Subquery:
    return Subquery(MinutesDraft.objects.filter(meeting=OuterRef("pk")).values(column)[:1])


# --- reading one ---


@dataclass(frozen=True)
class Spoken:
    """One remark with its words."""

    remark: Remark
    by: str
    text: str
    is_own: bool


@dataclass(frozen=True)
class OpenMinutes:
    """A version as a volunteer reads it: opened against a receipt."""

    version: MinutesVersion
    written_by: str
    others: Sequence[MinutesVersion]
    approval: Approval | None
    approved_by: str
    is_returned: bool
    passages: Sequence[Passage]
    attendance: Sequence[Attendance]
    spoken: Sequence[Spoken]


def open_minutes(meeting: Meeting, number: int | None, *, by: Actor) -> OpenMinutes | None:
    """The version asked for; else the approved one, else the newest. None where nothing was submitted yet."""
    versions = list(MinutesVersion.objects.filter(meeting=meeting.pk).order_by("number"))
    approval = Approval.objects.filter(meeting=meeting.pk).first()
    version = _chosen(versions, approval, number)
    if version is None:
        return None
    leave_receipt(
        "meetings.minutesversion",
        version.pk,
        by=by.acting,
        circle_id=version.circle_id,
        area_id=version.area_id,
    )
    remarks = list(Remark.objects.filter(version=version.pk).order_by("said_at"))
    approvers = [approval.approved_by_id] if approval else []
    names = names_of([version.written_by_id, *approvers, *(remark.said_by_id for remark in remarks)])
    return OpenMinutes(
        version=version,
        written_by=names.get(version.written_by_id, "A volunteer"),
        others=[other for other in versions if other.pk != version.pk],
        approval=approval,
        approved_by=names.get(approval.approved_by_id, "A coordinator") if approval else "",
        is_returned=MinutesReturn.objects.filter(version=version.pk).exists(),
        passages=list(Passage.objects.filter(version=version.pk).select_related("topic").order_by("position")),
        attendance=list(Attendance.objects.filter(meeting=meeting.pk).select_related("seat").order_by("seat__letter")),
        spoken=_spoken(remarks, names, by),
    )


def _chosen(versions: Sequence[MinutesVersion], approval: Approval | None, number: int | None) -> MinutesVersion | None:
    if number is not None:
        return next((version for version in versions if version.number == number), None)
    standing = next((version for version in versions if approval and version.pk == approval.version_id), None)
    return standing or (versions[-1] if versions else None)


def _spoken(remarks: Sequence[Remark], names: dict[UUID, str], by: Actor) -> list[Spoken]:
    words = dict(RemarkText.objects.filter(remark__in=[remark.pk for remark in remarks]).values_list("remark", "text"))
    return [
        Spoken(
            remark, names.get(remark.said_by_id, "Your coordinator"), words[remark.pk], remark.said_by_id == by.user_id
        )
        for remark in remarks
        if remark.pk in words
    ]
