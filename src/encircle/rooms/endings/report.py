"""The end-of-Circle report: drafted from what is on record, and read in its versions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.rooms.circles.goal_queries import GoalLine, goal_lines
from encircle.rooms.circles.models import Circle, Ending, GoalPlan
from encircle.rooms.circles.vocabulary import ENDINGS, ProgressKind, SeatPart
from encircle.rooms.meetings.models import Attendance, Meeting
from encircle.rooms.meetings.vocabulary import Outcome, Presence
from encircle.rooms.organisation.clocks import (
    WorkingCalendar,
    add_working_days,
    end_of_day,
    last_day,
    start_of_day,
)
from encircle.rooms.organisation.queries import closure_days, standard_on
from encircle.rooms.reviews.models import Holding, PackApproval, PackPassage
from encircle.rooms.reviews.onward import parted
from encircle.rooms.reviews.queries.packs import opened
from encircle.rooms.risk.models import Concern

from .models import ReportApproval, ReportPassage, ReportVersion
from .vocabulary import ReportPart

# The subject of consent each part is asked for when it goes outside, unless its writer chose another: where a part
# speaks of the whole person, the subject that is held most closely.
TOPICS = {
    ReportPart.SUMMARY: "thoughts",
    ReportPart.GOAL: "goals",
    ReportPart.REVIEWS: "thoughts",
    ReportPart.AGENCIES: "licence",
    ReportPart.CONCERNS: "thoughts",
    ReportPart.OWN_WORDS: "thoughts",
    ReportPart.WHAT_NEXT: "goals",
}
OF_FIGURES = "week"
HELD = (Outcome.HELD, Outcome.STOPPED_EARLY)
# What a report says under headings of its own, besides the goals.
SAID = (
    ReportPart.SUMMARY, ReportPart.REVIEWS, ReportPart.CONCERNS, ReportPart.OWN_WORDS, ReportPart.WHAT_NEXT,
)  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """Numbers of the record at one moment: kept with each version, so that a report says what was known then."""

    meetings_planned: int = 0
    meetings_held: int = 0
    core_member_came: int = 0
    volunteers_came: int = 0
    reviews_held: int = 0
    concerns_imminent: int = 0
    concerns_serious: int = 0
    concerns_other: int = 0


def figures_of(circle_id: UUID) -> Figures:
    """Four reads. Concerns about somebody who works here are in no report, whoever writes it."""
    meetings = Meeting.objects.filter(circle=circle_id).aggregate(
        planned=Count("pk", filter=Q(cancelled_at__isnull=True)), held=Count("pk", filter=Q(outcome__in=HELD))
    )
    came = Attendance.objects.filter(circle=circle_id, presence=Presence.PRESENT, meeting__outcome__in=HELD).aggregate(
        core_member=Count("pk", filter=Q(seat__part=SeatPart.CORE_MEMBER)),
        volunteers=Count("pk", filter=Q(seat__part=SeatPart.VOLUNTEER)),
    )
    concerns = dict(
        Concern.objects.filter(circle=circle_id, walled=False).values_list("urgency").annotate(Count("pk")).order_by()
    )
    return Figures(
        meetings_planned=meetings["planned"],
        meetings_held=meetings["held"],
        core_member_came=came["core_member"],
        volunteers_came=came["volunteers"],
        reviews_held=Holding.objects.filter(circle=circle_id).count(),
        **{f"concerns_{urgency}": concerns.get(urgency, 0) for urgency in ("imminent", "serious", "other")},
    )


@dataclass(frozen=True)
class DraftGoal:
    goal_id: UUID
    heading: str
    outcome: ProgressKind | None
    text: str


def drafted_goals(plan: GoalPlan | None) -> list[DraftGoal]:
    """Every goal as it was put last, with how it ended and why. Under the receipt of `open_goals`."""
    return [_drafted(line) for line in goal_lines(plan)]


def _drafted(line: GoalLine) -> DraftGoal:
    ended = next((one for one in line.progress if one.kind in ENDINGS), None)
    return DraftGoal(line.goal.pk, line.text, ended.kind if ended else None, ended.note if ended else "")


# --- its versions ---


@dataclass(frozen=True)
class VersionLine:
    version: ReportVersion
    by: str
    approved_at: datetime | None
    approved_by: str

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None


def versions_of(circle_id: UUID) -> list[VersionLine]:
    """The newest first: three reads, no words."""
    versions = list(ReportVersion.objects.filter(circle=circle_id).order_by("-number"))
    approvals = {one.version_id: one for one in ReportApproval.objects.filter(circle=circle_id)}
    names = names_of([*(v.written_by_id for v in versions), *(a.approved_by_id for a in approvals.values())])
    return [_line(version, approvals.get(version.pk), names) for version in versions]


def _line(version: ReportVersion, approval: ReportApproval | None, names: dict[UUID, str]) -> VersionLine:
    return VersionLine(
        version,
        names.get(version.written_by_id, ""),
        approval.approved_at if approval else None,
        names.get(approval.approved_by_id, "") if approval else "",
    )


def version_line(version_id: UUID) -> VersionLine:
    """Raises NotFound."""
    version = ReportVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise NotFound()
    return next(line for line in versions_of(version.circle_id) if line.version.pk == version_id)


def passages_of(version_id: UUID) -> list[ReportPassage]:
    """Under the receipt of `open_version`."""
    return list(ReportPassage.objects.filter(version=version_id).select_related("topic").order_by("position"))


def words_to_take_over(circle_id: UUID, *, by: Actor) -> list[PackPassage]:
    """What agencies told, in the approved pack of the last review, and let go on now. Opens that pack.

    Call at the top of the request.
    """
    approvals = PackApproval.objects.filter(circle=circle_id).order_by("-review__starts_at", "-version__number")
    approved = approvals.first()
    if approved is None:
        return []
    pack = opened(approved.version_id, by=by)
    return parted([one for one in pack.passages if one.agency_id is not None]).leaves


def open_until(ending: Ending) -> datetime:
    """Until then the report may be sent to, and read by, who sat in the outer circle at the end; see docs/adr/0011."""
    ended_on = in_london(ending.ended_at).date()
    days = standard_on(ended_on).ending_open_days
    return end_of_day(start_of_day(ended_on + timedelta(days=days)))


def report_due_on(circle: Circle, ending: Ending) -> date:
    """So many working days after the ending, by the standard of that day."""
    standard = standard_on(in_london(ending.ended_at).date())
    calendar = WorkingCalendar(closure_days())
    return last_day(add_working_days(ending.ended_at, standard.ending_report_working_days, calendar))
