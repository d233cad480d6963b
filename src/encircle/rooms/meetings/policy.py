"""Decisions about a meeting and its minutes: the clock, what to warn about, and who may approve."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from encircle.rooms.organisation.clocks import add_elapsed_hours

# --- the clock of the minutes ---


class CountFrom(StrEnum):
    RECORDED_END = "recorded_end"  # else the planned end, while nobody has recorded one
    PLANNED_END = "planned_end"


class ChaseKind(StrEnum):
    VOLUNTEERS_REMINDED = "volunteers_reminded"
    COORDINATOR_TOLD = "coordinator_told"
    MANAGER_TOLD = "manager_told"


@dataclass(frozen=True)
class MinutesStandard:
    """48 elapsed hours are the field's published practice; the rest is the charity's choice [assume]."""

    due_hours: int = 48
    count_from: CountFrom = CountFrom.RECORDED_END
    remind_after_hours: tuple[int, ...] = (24, 40, 47)  # from the end of the meeting
    manager_told_after_hours: int = 48  # after the minutes fall due
    quorum: int = 2
    early_by_minutes: int = 10  # a meeting that ends so long before its planned end stopped early


@dataclass(frozen=True)
class MeetingFacts:
    """What is known of one meeting. `None` for attendance: nobody has recorded it yet."""

    planned_end: datetime
    recorded_end: datetime | None = None
    is_cancelled: bool = False
    core_member_present: bool | None = None
    volunteers_present: int = 0
    staff_present: bool = False
    said_to_have_stopped_early: bool = False


@dataclass(frozen=True, order=True)
class Chase:
    at: datetime
    kind: ChaseKind


def minutes_due(meeting: MeetingFacts, standard: MinutesStandard) -> datetime | None:
    """When the minutes are due; a cancelled meeting has none."""
    if meeting.is_cancelled:
        return None
    return add_elapsed_hours(_clock_starts(meeting, standard), standard.due_hours)


def chases(meeting: MeetingFacts, standard: MinutesStandard) -> tuple[Chase, ...]:
    """The moments at which minutes still missing are chased, first to last."""
    due = minutes_due(meeting, standard)
    if due is None:
        return ()
    return _moments(_clock_starts(meeting, standard), due, standard)


def chases_after_return(returned_at: datetime, standard: MinutesStandard) -> tuple[Chase, ...]:
    """The same moments for minutes that came back, counted from when they did."""
    return _moments(returned_at, add_elapsed_hours(returned_at, standard.due_hours), standard)


def _moments(begun: datetime, due: datetime, standard: MinutesStandard) -> tuple[Chase, ...]:
    reminders = [
        Chase(add_elapsed_hours(begun, hours), ChaseKind.VOLUNTEERS_REMINDED) for hours in standard.remind_after_hours
    ]
    manager = Chase(add_elapsed_hours(due, standard.manager_told_after_hours), ChaseKind.MANAGER_TOLD)
    return tuple(sorted([*reminders, Chase(due, ChaseKind.COORDINATOR_TOLD), manager]))


def chases_between(
    meeting: MeetingFacts,
    standard: MinutesStandard,
    *,
    after: datetime,
    until: datetime,
    submitted_at: datetime | None = None,
) -> tuple[Chase, ...]:
    """What falls to be chased in a stretch of time; once submitted, nothing is."""
    stops = until if submitted_at is None else min(until, submitted_at - timedelta(microseconds=1))
    return tuple(chase for chase in chases(meeting, standard) if after < chase.at <= stops)


def _clock_starts(meeting: MeetingFacts, standard: MinutesStandard) -> datetime:
    if standard.count_from is CountFrom.RECORDED_END and meeting.recorded_end is not None:
        return meeting.recorded_end
    return meeting.planned_end


# --- warnings ---


class MeetingWarning(StrEnum):
    NOT_QUORATE = "not_quorate"
    ALONE_WITH_ONE_VOLUNTEER = "alone_with_one_volunteer"
    STOPPED_EARLY = "stopped_early"
    CORE_MEMBER_DID_NOT_COME = "core_member_did_not_come"
    ATTENDANCE_NOT_RECORDED = "attendance_not_recorded"

    @property
    def sentence(self) -> str:
        return _WARNINGS[self]


_WARNINGS = {
    MeetingWarning.NOT_QUORATE: "Too few volunteers were with the core member.",
    MeetingWarning.ALONE_WITH_ONE_VOLUNTEER: "The core member was alone with one volunteer.",
    MeetingWarning.STOPPED_EARLY: "The meeting stopped early.",
    MeetingWarning.CORE_MEMBER_DID_NOT_COME: "The core member did not come.",
    MeetingWarning.ATTENDANCE_NOT_RECORDED: "Nobody has recorded who came.",
}


def meeting_warnings(meeting: MeetingFacts, standard: MinutesStandard) -> tuple[MeetingWarning, ...]:
    """What the volunteers see before they submit, and the coordinator the same day."""
    if meeting.is_cancelled:
        return ()
    found = [*_attendance_warnings(meeting, standard)]
    if meeting.said_to_have_stopped_early or _ended_early(meeting, standard):
        found.append(MeetingWarning.STOPPED_EARLY)
    return tuple(found)


def _attendance_warnings(meeting: MeetingFacts, standard: MinutesStandard) -> Iterable[MeetingWarning]:
    if meeting.core_member_present is None:
        yield MeetingWarning.ATTENDANCE_NOT_RECORDED
    elif not meeting.core_member_present:
        yield MeetingWarning.CORE_MEMBER_DID_NOT_COME
    else:
        if meeting.volunteers_present < standard.quorum:
            yield MeetingWarning.NOT_QUORATE
        if meeting.volunteers_present == 1 and not meeting.staff_present:
            yield MeetingWarning.ALONE_WITH_ONE_VOLUNTEER


def _ended_early(meeting: MeetingFacts, standard: MinutesStandard) -> bool:
    if meeting.recorded_end is None:
        return False
    return meeting.planned_end - meeting.recorded_end >= timedelta(minutes=standard.early_by_minutes)


# --- approval ---


class CorrectionKind(StrEnum):
    NAMES_AND_SPELLING = "names_and_spelling"
    MORE = "more"


class ApprovalRefusal(StrEnum):
    OWN_MINUTES = "You wrote these minutes. Ask a colleague or a senior coordinator to approve them."
    OWN_CORRECTION = "You changed more than names and spelling. A second person has to approve this."


@dataclass(frozen=True)
class Correction:
    by: UUID
    kind: CorrectionKind


@dataclass(frozen=True)
class ApprovalStandard:
    second_person_for_corrections: bool = False  # for those beyond names and spelling


def who_may_approve(
    *,
    writers: frozenset[UUID],
    corrections: Iterable[Correction] = (),
    approver: UUID,
    standard: ApprovalStandard,
) -> tuple[ApprovalRefusal, ...]:
    """Why this person may not approve this version; nothing means they may.

    `writers` are all who wrote the minutes or keyed them from paper. One's own correction of another's minutes
    may be approved, one's own minutes never. Whether somebody approves minutes at all is the rules' matter.
    """
    refusals = []
    if approver in writers:
        refusals.append(ApprovalRefusal.OWN_MINUTES)
    beyond = any(c.by == approver and c.kind != CorrectionKind.NAMES_AND_SPELLING for c in corrections)
    if standard.second_person_for_corrections and beyond:
        refusals.append(ApprovalRefusal.OWN_CORRECTION)
    return tuple(refusals)
