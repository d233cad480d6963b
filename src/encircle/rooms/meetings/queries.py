"""Reads about meetings and where their minutes stand. No narrative: that is opened, against a receipt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Subquery, UUIDField

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.seat_queries import SeatLine, lines_for
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.organisation.queries import standard_on

from .models import Approval, Attendance, EarlierAttendance, Meeting, MeetingMove, MinutesReturn, MinutesVersion
from .policy import MeetingFacts, MeetingWarning, MinutesStandard, meeting_warnings, minutes_due
from .vocabulary import Outcome, Presence


class Standing(StrEnum):
    """Where a meeting and its minutes stand."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    ELSEWHERE = "elsewhere"
    DUE = "due"
    OVERDUE = "overdue"
    RETURNED = "returned"
    TO_READ = "to_read"
    APPROVED = "approved"


@dataclass(frozen=True)
class MeetingLine:
    """A meeting in a list."""

    meeting: Meeting
    standing: Standing
    due_at: datetime | None = None
    newest_version_id: UUID | None = None
    submitted_at: datetime | None = None


@dataclass(frozen=True)
class CameLine:
    """One seat and whether its holder came."""

    seat: SeatLine
    presence: Presence
    minutes_given: int | None = None
    travel_minutes: int | None = None


@dataclass(frozen=True)
class MeetingPage:
    line: MeetingLine
    versions: list[MinutesVersion]
    attendance: list[CameLine]
    earlier: list[EarlierAttendance]
    moves: list[MeetingMove]
    warnings: tuple[MeetingWarning, ...]

    @property
    def meeting(self) -> Meeting:
        return self.line.meeting


def minutes_standard(at: datetime) -> MinutesStandard:
    """The clocks of the minutes in force on the London day of `at`."""
    return standard_from(standard_on(in_london(at).date()))


def standard_from(row: PracticeStandard) -> MinutesStandard:
    return MinutesStandard(
        due_hours=row.minutes_due_hours,
        remind_after_hours=tuple(row.minutes_chase_hours),
        manager_told_after_hours=row.manager_told_after_hours,
        quorum=row.quorum,
    )


def meeting_row(meeting_id: UUID) -> Meeting:
    """One meeting with its Circle. Raises NotFound for absent and hidden alike."""
    meeting = Meeting.objects.select_related("circle", "venue").filter(pk=meeting_id).first()
    if meeting is None:
        raise NotFound()
    return meeting


def meetings_to_come(circle_id: UUID, at: datetime, count: int) -> list[MeetingLine]:
    found = Meeting.objects.filter(circle=circle_id, ends_at__gt=at).order_by("starts_at")
    return meeting_lines(found[:count], at)


def meetings_so_far(circle_id: UUID, at: datetime, count: int, before: datetime | None = None) -> list[MeetingLine]:
    """Newest first; `before` continues a list where another stopped."""
    found = Meeting.objects.filter(circle=circle_id, ends_at__lte=at).order_by("-starts_at")
    if before is not None:
        found = found.filter(starts_at__lt=before)
    return meeting_lines(found[:count], at)


def next_meeting(circle_id: UUID, at: datetime) -> Meeting | None:
    """The one that goes on now or comes next, cancelled or not."""
    coming = Meeting.objects.filter(circle=circle_id, ends_at__gt=at).order_by("starts_at")
    return coming.select_related("venue").first()


def next_meetings(circle_ids: list[UUID], at: datetime) -> dict[UUID, datetime]:
    """When each Circle meets next, cancelled meetings left out: one read for any number of Circles."""
    coming = Meeting.objects.filter(circle__in=circle_ids, ends_at__gt=at, cancelled_at__isnull=True)
    return dict(coming.order_by("circle", "starts_at").distinct("circle").values_list("circle", "starts_at"))


def with_minutes(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Adds the newest version of the minutes, whether it came back, and whether one was approved."""
    newest = MinutesVersion.objects.filter(meeting=OuterRef("pk")).order_by("-number")
    return meetings.annotate(
        newest_version=Subquery(newest.values("pk")[:1], output_field=UUIDField()),
        newest_submitted_at=Subquery(newest.values("submitted_at")[:1], output_field=DateTimeField()),
        is_approved=Exists(Approval.objects.filter(meeting=OuterRef("pk"))),
        newest_returned=Exists(MinutesReturn.objects.filter(version=OuterRef("newest_version"))),
    )


def meeting_lines(meetings: QuerySet[Meeting], at: datetime) -> list[MeetingLine]:
    standard = minutes_standard(at)
    return [meeting_line(meeting, standard, at) for meeting in with_minutes(meetings).select_related("venue")]


def meeting_line(meeting: Meeting, standard: MinutesStandard, at: datetime) -> MeetingLine:
    """A meeting from `with_minutes`."""
    due = minutes_due(facts_of(meeting, []), standard)
    version: UUID | None = meeting.newest_version  # type: ignore[attr-defined]
    submitted: datetime | None = meeting.newest_submitted_at  # type: ignore[attr-defined]
    return MeetingLine(meeting, _standing(meeting, due, at), due, version, submitted)


def _standing(meeting: Meeting, due: datetime | None, at: datetime) -> Standing:
    if meeting.cancelled_at is not None:
        return Standing.CANCELLED
    if meeting.is_approved:  # type: ignore[attr-defined]
        return Standing.APPROVED
    if meeting.newest_version:  # type: ignore[attr-defined]
        return Standing.RETURNED if meeting.newest_returned else Standing.TO_READ  # type: ignore[attr-defined]
    if meeting.minutes_elsewhere:
        return Standing.ELSEWHERE
    if meeting.ends_at > at and meeting.held_until is None:
        return Standing.PLANNED
    return Standing.OVERDUE if due is not None and due < at else Standing.DUE


def meeting_page(meeting_id: UUID, at: datetime) -> MeetingPage:
    """Everything about one meeting but its words. Raises NotFound."""
    found = with_minutes(Meeting.objects.filter(pk=meeting_id)).select_related("circle", "venue").first()
    if found is None:
        raise NotFound()
    standard = minutes_standard(at)
    attendance = attendance_of(meeting_id)
    is_over = found.ends_at <= at or found.held_until is not None
    return MeetingPage(
        line=meeting_line(found, standard, at),
        versions=list(
            MinutesVersion.objects.filter(meeting=meeting_id).select_related("approval", "returned").order_by("-number")
        ),
        attendance=attendance,
        earlier=list(
            EarlierAttendance.objects.filter(meeting=meeting_id).select_related("seat").order_by("-replaced_at", "seat")
        ),
        moves=list(MeetingMove.objects.filter(meeting=meeting_id).order_by("-moved_at")),
        warnings=meeting_warnings(facts_of(found, attendance), standard) if is_over else (),
    )


def attendance_of(meeting_id: UUID) -> list[CameLine]:
    """Who came, core member first, then volunteers by letter, then the others."""
    came = list(Attendance.objects.filter(meeting=meeting_id))
    seats = {line.seat.pk: line for line in lines_for(list(Seat.objects.filter(pk__in=[row.seat_id for row in came])))}
    lines = [
        CameLine(seats[row.seat_id], Presence(row.presence), row.minutes_given, row.travel_minutes)
        for row in came
        if row.seat_id in seats
    ]
    order = list(SeatPart)
    return sorted(lines, key=lambda line: (order.index(line.seat.part), line.seat.seat.letter, line.seat.name))


def facts_of(meeting: Meeting, attendance: list[CameLine]) -> MeetingFacts:
    """What the policy asks about a meeting. Without attendance nothing is known of who came."""
    there = [line.seat.part for line in attendance if line.presence is Presence.PRESENT]
    knows = any(line.seat.part is SeatPart.CORE_MEMBER for line in attendance)
    came = SeatPart.CORE_MEMBER in there if knows else None
    return MeetingFacts(
        planned_end=meeting.ends_at,
        recorded_end=meeting.held_until,
        is_cancelled=meeting.cancelled_at is not None,
        core_member_present=False if meeting.outcome == Outcome.NOT_ATTENDED and came is None else came,
        volunteers_present=there.count(SeatPart.VOLUNTEER),
        staff_present=SeatPart.COORDINATOR in there,
        said_to_have_stopped_early=meeting.outcome == Outcome.STOPPED_EARLY,
    )


def starts_of(meeting_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each of these meetings was to start; one out of the asker's sight is absent."""
    wanted = list(meeting_ids)
    return dict(Meeting.objects.filter(pk__in=wanted).values_list("pk", "starts_at")) if wanted else {}


def lately_met(circle_id: UUID, at: datetime, count: int = 5) -> dict[UUID, datetime]:
    """The last meetings that were not cancelled, the newest first."""
    past = Meeting.objects.filter(circle=circle_id, starts_at__lte=at, cancelled_at__isnull=True)
    return dict(past.order_by("-starts_at", "pk").values_list("pk", "starts_at")[:count])
