"""What a volunteer finds: minutes to write, the next meeting, what was said to them, minutes they may read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.models import Entry, Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Circle

from .drafts import Written, open_version
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
from .policy import MinutesStandard
from .queries import MeetingLine, Standing, meeting_line, meeting_lines, minutes_standard, with_minutes
from .vocabulary import RemarkKind

STOPS_ASKING = timedelta(days=28)  # older minutes are a matter between the coordinator and the volunteers
SAID_LATELY = timedelta(days=60)
A_PAGE = 20


# --- what waits ---


WAIT_FOR_WRITING = (Standing.PLANNED, Standing.DUE, Standing.OVERDUE, Standing.RETURNED)


@dataclass(frozen=True)
class ToWrite:
    """Minutes nobody has submitted yet, or that came back."""

    line: MeetingLine
    begun_by: str = ""
    begun_at: datetime | None = None

    @property
    def meeting(self) -> Meeting:
        return self.line.meeting

    @property
    def due(self) -> datetime:
        return self.line.due_at or self.meeting.ends_at

    @property
    def is_returned(self) -> bool:
        return self.line.standing is Standing.RETURNED

    def is_overdue(self, at: datetime) -> bool:
        return at > self.due and not self.is_returned


def minutes_to_write(by: Actor) -> list[ToWrite]:
    """Most urgent first: those that came back, then by when they are due."""
    meetings = list(
        with_minutes(_own(by).select_related("circle", "venue"))
        .filter(cancelled_at__isnull=True, starts_at__lte=by.now, starts_at__gt=by.now - STOPS_ASKING)
        .annotate(begun_by=_draft("edited_by"), begun_at=_draft("edited_at"))
    )
    names = names_of(meeting.begun_by for meeting in meetings)
    standard = minutes_standard(by.now)
    waiting = [_to_write(meeting, standard, names, by.now) for meeting in meetings]
    wanted = [one for one in waiting if one.line.standing in WAIT_FOR_WRITING]
    return sorted(wanted, key=lambda one: (not one.is_returned, one.due))


def _to_write(meeting: Meeting, standard: MinutesStandard, names: dict[UUID, str], at: datetime) -> ToWrite:
    begun_by, begun_at = meeting.begun_by, meeting.begun_at  # type: ignore[attr-defined]  # annotated above
    return ToWrite(meeting_line(meeting, standard, at), names.get(begun_by, ""), begun_at)


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


def past_meetings(by: Actor, *, circle_id: UUID | None = None, page: int = 1, size: int = A_PAGE) -> list[MeetingLine]:
    """Newest first, one more than the page holds when there are older ones."""
    past = _own(by).filter(starts_at__lte=by.now).select_related("circle")
    if circle_id is not None:
        past = past.filter(circle=circle_id)
    start = (page - 1) * size
    found = meeting_lines(past.order_by("-starts_at", "pk")[start : start + size + 1], by.now)
    record(Verb.LISTED, "meetings.meeting", by=by.acting, circle_id=circle_id, detail=str(min(len(found), size)))
    return found


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

    @property
    def newest(self) -> MinutesVersion:
        return max([self.version, *self.others], key=lambda version: version.number)


def open_minutes(meeting: Meeting, number: int | None, *, by: Actor) -> OpenMinutes | None:
    """The version asked for; else the approved one, else the newest. None where nothing was submitted yet."""
    versions = list(MinutesVersion.objects.filter(meeting=meeting.pk).order_by("number"))
    approval = Approval.objects.filter(meeting=meeting.pk).first()
    version = _chosen(versions, approval, number)
    if version is None:
        return None
    open_version(version, by=by)
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


def reasons_returned(minutes: Written, *, by: Actor) -> list[Spoken]:
    """Why the newest version came back, under a receipt for it; nothing where it did not."""
    if minutes.returned is None:
        return []
    open_version(minutes.returned, by=by)
    remarks = list(Remark.objects.filter(version=minutes.returned.pk, kind=RemarkKind.RETURN).order_by("said_at"))
    return _spoken(remarks, names_of(remark.said_by_id for remark in remarks), by)
