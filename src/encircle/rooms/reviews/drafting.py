"""A review pack drafted from the record since the last review: facts and what was said, one passage at a time.

Only what may stand in a pack comes in: no concern from behind the wall, no words of a concern (its steps alone), and of
what agencies sent only what they let go on. The instrument's change belongs between goals and concerns once there is
an instrument; until then nothing is printed of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from encircle.common.clock import in_london
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.actions.goals import open_goals
from encircle.rooms.circles.goal_queries import GoalLine, goal_lines
from encircle.rooms.circles.models import Pause, Phase
from encircle.rooms.circles.vocabulary import PauseReason, PhaseName, SeatPart
from encircle.rooms.meetings.models import Attendance, Meeting
from encircle.rooms.meetings.vocabulary import Presence
from encircle.rooms.received.actions import open_development
from encircle.rooms.received.models import Development
from encircle.rooms.received.queries import one_news, words_of
from encircle.rooms.risk.models import Concern, ConcernStep
from encircle.rooms.risk.vocabulary import Decision, StepKind, Urgency

from .actions.opening import open_review
from .models import Holding, Review
from .onward import NEWS_THAT_GOES_ON
from .queries.held import DecisionLine, ViewLine, decisions_of, holding_of, last_held, views_of
from .vocabulary import CORE_MEMBERS_VIEW, DecisionKind, Onward, Section, ViewOf

# The subject of consent each part is asked for when it goes outside. The coordinator may choose another.
TOPICS = {
    Section.COURSE: "week",
    Section.ATTENDANCE: "week",
    Section.GOALS: "goals",
    Section.CONCERNS: "thoughts",
    Section.DEVELOPMENTS: "licence",
    Section.CONTACT: "week",
    Section.VIEWS: "thoughts",
    Section.DECISIONS: "goals",
    Section.QUESTIONS: "goals",
    Section.MORE: "week",
}
MAY_GO_ON = (Onward.OUTER_CIRCLE, Onward.WHOLE_CIRCLE)


@dataclass(frozen=True)
class Drafted:
    """One passage as the record gives it."""

    section: Section
    heading: str
    text: str
    agency_id: UUID | None = None
    onward: Onward | None = None
    source_id: UUID | None = None

    @property
    def topic(self) -> str:
        return TOPICS[self.section]


@dataclass(frozen=True)
class Gathered:
    """What the record says of the time since the last review, in a request that left a receipt for each part read."""

    review: Review
    since: datetime
    until: datetime
    passages: tuple[Drafted, ...]


def gather(review_id: UUID, *, by: Actor, at: datetime) -> Gathered:
    """Raises NotFound. Call at the top of the request."""
    review = open_review(review_id, by=by)
    since, until = _period(review, at)
    views, decisions, holding = views_of(review), decisions_of(review), holding_of(review)
    goals = sorted(goal_lines(open_goals(review.circle_id, by=by)), key=lambda line: line.goal.position)
    passages = [
        _course(review.circle_id, since, until),
        *_meetings(review.circle_id, since, until),
        *(_goal(line, since, until) for line in goals if _was_going_on(line, since)),
        _concerns(review.circle_id, since, until),
        *_developments(review.circle_id, since, until, by),
        *_views(views),
        *_decided(decisions, holding),
    ]
    return Gathered(review, since, until, tuple(one for one in passages if one is not None and one.text))


def _period(review: Review, at: datetime) -> tuple[datetime, datetime]:
    """From the last review that was held, or from the start of the Circle; up to this review, or to now."""
    last = last_held(review.circle_id, before=review.starts_at)
    first = Phase.objects.filter(circle=review.circle_id).exclude(name=PhaseName.FORMING).order_by("starts_at").first()
    since = last.held_from if last else first.starts_at if first else review.planned_at
    return since, max(since, min(at, review.ends_at))


# --- the course of the Circle and its meetings ---


def _course(circle_id: UUID, since: datetime, until: datetime) -> Drafted:
    phases = [
        one for one in Phase.objects.filter(circle=circle_id).order_by("starts_at") if _touches(one, since, until)
    ]
    pauses = [
        one for one in Pause.objects.filter(circle=circle_id).order_by("starts_at") if _touches(one, since, until)
    ]
    lines = [f"{PhaseName(one.name).label}, from {_day(one.starts_at)}{_until(one.ends_at)}." for one in phases]
    for one in pauses:
        reason = f": {PauseReason(one.reason).label.lower()}" if one.reason else ""
        lines.append(f"Paused from {_day(one.starts_at)}{_until(one.ends_at)}{reason}.")
    return Drafted(Section.COURSE, Section.COURSE.label, "\n".join(lines))


def _touches(one: Phase | Pause, since: datetime, until: datetime) -> bool:
    return one.starts_at <= until and (one.ends_at is None or one.ends_at > since)


def _meetings(circle_id: UUID, since: datetime, until: datetime) -> Iterator[Drafted]:
    meetings = list(Meeting.objects.filter(circle=circle_id, starts_at__gte=since, starts_at__lt=until))
    held = [one for one in meetings if one.cancelled_at is None]
    rows = list(Attendance.objects.filter(meeting__in=[one.pk for one in held]).select_related("seat"))
    lines = [f"{_many(len(held), 'meeting')} in this time. {_many(len(meetings) - len(held), 'meeting')} cancelled."]
    yield Drafted(Section.ATTENDANCE, Section.ATTENDANCE.label, "\n".join([*lines, *_who_came(rows)]))
    given = sum(row.minutes_given or 0 for row in rows)
    travel = sum(row.travel_minutes or 0 for row in rows)
    if given or travel:
        words = f"Volunteers gave {_hours(given)} at meetings and {_hours(travel)} of travel."
        yield Drafted(Section.CONTACT, Section.CONTACT.label, words)


def _who_came(rows: Iterable[Attendance]) -> list[str]:
    """By the name of the seat, so that no volunteer is named outside."""
    came: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        came[_name_outside(row.seat.part, row.seat.letter)][row.presence] += 1
    return [f"{name}: {count[Presence.PRESENT]} of {count.total()}." for name, count in sorted(came.items())]


def _name_outside(part: str, letter: str) -> str:
    if part == SeatPart.VOLUNTEER:
        return f"Volunteer {letter}" if letter else "A volunteer"
    return SeatPart(part).label


# --- goals, concerns, developments ---


def _was_going_on(line: GoalLine, since: datetime) -> bool:
    return line.goal.ended_at is None or line.goal.ended_at >= since


def _goal(line: GoalLine, since: datetime, until: datetime) -> Drafted:
    lines = [line.text, f"Set on {_day(line.goal.set_at)}. {line.area_of_life.label}."]
    for one in reversed(line.progress):
        if since <= one.progress.at <= until:
            note = f": {one.note}" if one.note else ""
            lines.append(f"{_day(one.progress.at)}: {one.kind.label.lower()}{note}")
    done = sum(step.done_at is not None for step in line.steps)
    if line.steps:
        lines.append(f"{done} of {_many(len(line.steps), 'step')} done.")
    return Drafted(Section.GOALS, f"Goal {line.goal.position}", "\n".join(lines))


def _concerns(circle_id: UUID, since: datetime, until: datetime) -> Drafted:
    """That they were raised and what came of them; what a concern says is released on its own, or not at all."""
    concerns = list(
        Concern.objects.filter(circle=circle_id, walled=False, raised_at__gte=since, raised_at__lt=until).order_by(
            "raised_at"
        )
    )
    steps: dict[UUID, list[ConcernStep]] = defaultdict(list)
    rows = ConcernStep.objects.filter(concern__in=[one.pk for one in concerns], walled=False).order_by("at", "pk")
    for row in rows.select_related("agency"):
        steps[row.concern_id].append(row)
    lines = [_concern(one, steps[one.pk]) for one in concerns]
    return Drafted(Section.CONCERNS, Section.CONCERNS.label, "\n".join(lines) or "No concern was raised in this time.")


def _concern(one: Concern, steps: list[ConcernStep]) -> str:
    kinds = [step.kind for step in steps]
    told = sorted({step.agency.name for step in steps if step.kind == StepKind.TOLD and step.agency})
    decided = next((step.decision for step in reversed(steps) if step.kind == StepKind.TRIAGED), "")
    came = [Decision(decided).label] if decided else ["not decided yet"]
    came += [f"told: {', '.join(told)}"] if told else []
    closed = StepKind.CLOSED in kinds and StepKind.REOPENED not in kinds[kinds.index(StepKind.CLOSED) :]
    came += ["closed" if closed else "open"]
    return f"{_day(one.raised_at)}, {Urgency(one.urgency).label.lower()}: {'; '.join(came)}."


def _developments(circle_id: UUID, since: datetime, until: datetime, by: Actor) -> Iterator[Drafted]:
    """Those the agency lets go on as it stands now: the others are not even opened."""
    rows = Development.objects.filter(circle=circle_id, sent_at__gte=since, sent_at__lt=until).order_by("sent_at", "pk")
    for development_id in rows.values_list("pk", flat=True):
        if one_news(development_id).onward not in NEWS_THAT_GOES_ON:
            continue
        row = open_development(development_id, by=by, at=by.now).development
        heading = f"{row.agency.name}, {_day(row.sent_at)}: {row.get_kind_display().lower()}"
        yield Drafted(Section.DEVELOPMENTS, heading, words_of(row), row.agency_id, Onward.OUTER_CIRCLE, row.pk)


# --- the review itself ---


def _views(lines: Iterable[ViewLine]) -> Iterator[Drafted]:
    """Each as it was given, side by side. Of agencies only those that let it go on; of each seat the newest."""
    for line in lines:
        if not line.is_newest or (line.of is ViewOf.AGENCY and line.view.onward not in MAY_GO_ON):
            continue
        seat = line.view.seat
        whose = line.agency or _name_outside(seat.part, seat.letter)
        heading = CORE_MEMBERS_VIEW if line.of is ViewOf.CORE_MEMBER else f"The view of {whose}"
        text = "\n\n".join(f"{asked.label}: {words}" for asked, words in line.words)
        onward = Onward(line.view.onward) if line.view.onward else None
        yield Drafted(Section.VIEWS, heading, text, line.view.agency_id, onward, line.view.pk)


def _decided(lines: list[DecisionLine], holding: Holding | None) -> Iterator[Drafted]:
    done = [_decision(line) for line in lines if line.kind is not DecisionKind.QUESTION]
    if holding is not None and holding.next_on:
        done.append(f"The next review is meant for {_date(holding.next_on)}.")
    yield Drafted(Section.DECISIONS, Section.DECISIONS.label, "\n".join(done))
    asked = [line.text for line in lines if line.kind is DecisionKind.QUESTION and not line.is_done]
    yield Drafted(Section.QUESTIONS, Section.QUESTIONS.label, "\n".join(asked))


def _decision(line: DecisionLine) -> str:
    seat = line.decision.seat
    who = (
        ""
        if seat is None
        else seat.display_name
        if seat.part == SeatPart.OUTER_CIRCLE
        else _name_outside(seat.part, seat.letter)
    )
    by = [who, f"by {_date(line.decision.due_on)}" if line.decision.due_on else ""]
    more = ", ".join(filter(None, by))
    return f"{line.text}{f' ({more})' if more else ''}"


def _day(instant: datetime) -> str:
    return _date(in_london(instant).date())


def _date(day: object) -> str:
    return f"{day.day} {day:%B %Y}"  # type: ignore[attr-defined]


def _until(instant: datetime | None) -> str:
    return f" until {_day(instant)}" if instant else ""


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _hours(minutes: int) -> str:
    return _many(round(minutes / 60), "hour")
