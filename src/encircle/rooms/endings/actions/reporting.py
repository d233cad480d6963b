"""Write the end-of-Circle report in versions, approve one, and open it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.rooms.circles.models import Circle, Ending, Goal
from encircle.rooms.circles.vocabulary import ProgressKind
from encircle.rooms.reviews.actions.packing import subjects
from encircle.rooms.reviews.models import PackPassage
from encircle.rooms.reviews.onward import parted

from ..models import ReportApproval, ReportPassage, ReportVersion
from ..report import SAID, TOPICS, figures_of
from ..rules import require_approving_report, require_ending_well
from ..vocabulary import ReportPart

LONGEST = 4000


@dataclass(frozen=True)
class GoalResult:
    goal_id: UUID
    heading: str
    outcome: ProgressKind
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """`id` comes with the form. The core member's own words stand in it only with the day they agreed to that."""

    id: UUID
    goals: Sequence[GoalResult] = ()
    said: Mapping[ReportPart, str] = field(default_factory=dict)
    topics: Mapping[ReportPart, str] = field(default_factory=dict)  # of what is said; else as `TOPICS` has it
    agencies: Sequence[PackPassage] = ()  # of `words_to_take_over`
    words_agreed_on: date | None = None


@transaction.atomic
def write_report(circle_id: UUID, new: NewReport, *, by: Actor, at: datetime) -> ReportVersion:
    """The next version; the numbers are those of the record now. Raises NotFound, NotAllowed or Invalid."""
    circle = Circle.objects.select_for_update(of=("self",)).filter(pk=circle_id).first()
    if circle is None:
        raise NotFound()
    require_ending_well(by, circle.area_id)
    if not Ending.objects.filter(circle=circle, ended_at__lte=at).exists():
        raise Invalid("The Circle has not ended yet")
    _check(new, in_london(at).date())
    latest = ReportVersion.objects.filter(circle=circle).aggregate(n=Max("number"))["n"] or 0
    version = ReportVersion(
        id=new.id, circle=circle, area_id=circle.area_id, number=latest + 1, written_at=at, written_by_id=by.user_id,
        words_agreed_on=new.words_agreed_on, **asdict(figures_of(circle_id)),
    )  # fmt: skip
    ReportVersion.objects.bulk_create([version])
    ReportPassage.objects.bulk_create(_passages(version, new))
    record(
        Verb.CREATED, "endings.reportversion", version.pk, by=by.acting, circle_id=circle.pk, area_id=circle.area_id,
        detail=str(version.number),
    )  # fmt: skip
    return version


def _check(new: NewReport, today: date) -> None:
    wrong = {}
    if not new.said.get(ReportPart.SUMMARY, "").strip():
        wrong["summary"] = "Say in short how the Circle went"
    too_long = f"It must be {LONGEST:,} characters or fewer"
    wrong |= {str(part): too_long for part, text in new.said.items() if len(text) > LONGEST}
    if new.said.get(ReportPart.OWN_WORDS, "").strip() and new.words_agreed_on is None:
        wrong["words_agreed_on"] = "Enter the day the core member agreed, or leave their words out"
    if new.words_agreed_on and new.words_agreed_on > today:
        wrong["words_agreed_on"] = "The day must be today or in the past"
    if parted(new.agencies).taken_back:
        wrong["agencies"] = "An agency no longer lets this go on. Leave it out"
    if wrong:
        raise Invalid(wrong)


def _passages(version: ReportVersion, new: NewReport) -> list[ReportPassage]:
    """In the order of a report: in short, the goals, what agencies told, then the rest."""
    own = set(Goal.objects.filter(circle=version.circle_id).values_list("pk", flat=True))
    goals: list[dict[str, Any]] = [
        {"part": ReportPart.GOAL, "goal_id": one.goal_id, "heading": one.heading, "outcome": one.outcome,
         "text": one.why}
        for one in new.goals
        if one.goal_id in own
    ]  # fmt: skip
    said: list[dict[str, Any]] = [
        {"part": part, "text": new.said[part].strip()} for part in SAID if new.said.get(part, "").strip()
    ]
    usable = [topic.pk for topic in subjects()]
    return [
        ReportPassage(
            id=new_id(), version=version, circle_id=version.circle_id, area_id=version.area_id, position=n, **row,
            **({} if "topic_id" in row else {"topic_id": _topic(row["part"], new, usable)}),
        )
        for n, row in enumerate([*said[:1], *goals, *_taken_over(new, usable), *said[1:]], 1)
    ]  # fmt: skip


def _topic(part: ReportPart, new: NewReport, usable: list[str]) -> str:
    """What was chosen, if it may be asked for; else as it is by default; else the first."""
    wanted = (new.topics.get(part, ""), TOPICS[part], usable[0])
    return next(topic for topic in wanted if topic in usable)


def _taken_over(new: NewReport, usable: list[str]) -> list[dict[str, Any]]:
    """Whose words they are and how far they may go stays with them."""
    return [
        {"part": ReportPart.AGENCIES, "heading": one.heading, "text": one.text, "agency_id": one.agency_id,
         "onward": one.onward, "section": one.section, "source_id": one.source_id,
         **({"topic_id": one.topic_id} if one.topic_id in usable else {})}
        for one in new.agencies
    ]  # fmt: skip


def open_version(version_id: UUID, *, by: Actor) -> ReportVersion:
    """Leaves the receipt for its words. Raises NotFound. Call at the top of the request."""
    version = ReportVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise NotFound()
    leave_receipt(
        "endings.reportversion", version.pk, by=by.acting, circle_id=version.circle_id, area_id=version.area_id
    )
    return version


@transaction.atomic
def approve_report(version_id: UUID, *, by: Actor, at: datetime) -> ReportVersion:
    """The newest version alone, once; pressed again it stays approved. Raises NotFound, NotAllowed or Invalid."""
    version = ReportVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise NotFound()
    require_approving_report(by, version.area_id)
    if ReportApproval.objects.filter(pk=version.pk).exists():
        return version
    if ReportVersion.objects.filter(circle=version.circle_id, number__gt=version.number).exists():
        raise Invalid("There is a newer version. Read that one")
    approval = ReportApproval(
        version=version, circle_id=version.circle_id, area_id=version.area_id, approved_at=at,
        approved_by_id=by.user_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            ReportApproval.objects.bulk_create([approval])
    except IntegrityError:
        return version  # approved at this very moment
    record(
        Verb.DECIDED, "endings.reportversion", version.pk, by=by.acting, circle_id=version.circle_id,
        area_id=version.area_id, detail="approved",
    )  # fmt: skip
    return version
