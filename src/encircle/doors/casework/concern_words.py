"""Concerns in words: where one stands, who must act next and by when, and its chronology. Never what was seen."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from encircle.common.clock import in_london
from encircle.design.dates import clock_time, date_and_time, duration, long_date, relative, relative_day
from encircle.design.items import Entry, TagColour, WorkItem
from encircle.design.jinja import joined
from encircle.rooms.organisation.clocks import last_day
from encircle.rooms.risk.actions.reading import OpenedConcern
from encircle.rooms.risk.models import Concern, ConcernStep
from encircle.rooms.risk.policy import Stage
from encircle.rooms.risk.queries import ConcernLine
from encircle.rooms.risk.standing import State, Where, agency_of
from encircle.rooms.risk.vocabulary import ConcernKind, Decision, Rung, StepKind, Urgency
from encircle.rooms.sharing.vocabulary import GroundKind

from .links import to

URGENCIES: dict[Urgency, TagColour] = {Urgency.IMMINENT: "red", Urgency.SERIOUS: "orange", Urgency.OTHER: "yellow"}
STATES: dict[State, tuple[str, TagColour]] = {
    State.UNREAD: ("Nobody has read it", "red"),
    State.READ: ("Read, nobody has taken it on", "orange"),
    State.TAKEN: ("Taken on, not decided", "blue"),
    State.TO_TELL: ("Agencies to be told", "orange"),
    State.WAITING: ("Told, not acknowledged", "yellow"),
    State.ACKNOWLEDGED: ("Acknowledged", "green"),
    State.WATCHED: ("Kept in view", "blue"),
    State.NO_ACTION: ("No further action", "grey"),
    State.REOPENED: ("Opened again", "orange"),
    State.CLOSED: ("Closed", "grey"),
}
RUNGS = {
    Rung.SENIOR_COORDINATOR: "the senior coordinator",
    Rung.OPERATIONS_MANAGER: "the operations manager",
}
HOURS_MATTER = timedelta(hours=24)
RECORDED_LATER = timedelta(minutes=5)
THE_CLOCK = "the clock"


# --- in a list ---


def item(line: ConcernLine, now: datetime, *, says_circle: bool, says_area: bool) -> WorkItem:
    concern, where = line.concern, line.where
    late = not where.is_closed and where.is_overdue(now)
    facts = [
        place(concern) if says_circle else "",
        concern.area.name if says_area else "",
        f"raised {relative(concern.raised_at, now)}",
        *(() if where.is_closed else (STATES[where.state][0].lower(), who_next(line))),
    ]
    return WorkItem(
        title=called(concern),
        url=to("concern", concern.pk),
        facts=_as_a_line(facts),
        tag="Closed" if where.is_closed else how_urgent(where),
        colour="grey" if where.is_closed else URGENCIES[where.urgency],
        when=soon_due(where, now),
        urgency="" if where.due is None else "urgent" if late or where.urgency == Urgency.IMMINENT else "soon",
    )


CALLED = {
    ConcernKind.CONCERN: "Concern",
    ConcernKind.DISCLOSURE: "Disclosure",
    ConcernKind.DEVELOPMENT: "Urgent news",
}


def called(concern: Concern) -> str:
    """What it is, with its reference: a concern, what the core member disclosed, or urgent news from an agency."""
    return f"{CALLED[ConcernKind(concern.kind)]} {concern.reference}"


def how_urgent(where: Where) -> str:
    """Urgent news rings like a danger, and says of nobody that they are in it."""
    is_news = where.concern.kind == ConcernKind.DEVELOPMENT and where.urgency == Urgency.IMMINENT
    return "Urgent" if is_news else where.urgency.label


def _as_a_line(facts: Sequence[str]) -> list[str]:
    first, *rest = [fact for fact in facts if fact]
    return [first[:1].upper() + first[1:], *rest]


def place(concern: Concern) -> str:
    """What it is about, as far as a list may say: a Circle, never a person."""
    if concern.walled:
        return "About someone who works here"
    if concern.circle is not None:
        return concern.circle.name
    return f"A Circle in {concern.area.name}" if concern.circle_id else "Not about a Circle"


def who_next(line: ConcernLine) -> str:
    match line.where.stage:
        case Stage.TAKE:
            return f"{_handlers(line)} to take it on"
        case Stage.TRIAGE:
            return f"{_handlers(line)} to decide"
        case Stage.TELL:
            return f"{_handlers(line)} to tell the agencies"
        case Stage.ACKNOWLEDGE:
            return f"{joined(list(line.agencies))} to acknowledge"
    return "can be closed when it is over"


def _handlers(line: ConcernLine) -> str:
    if line.taken_by:
        return line.taken_by
    if line.concern.walled:
        return "the safeguarding lead"
    return joined(list(line.coordinators)) or "a coordinator of the area"


def soon_due(where: Where, now: datetime) -> str:
    """Short enough for a list: due in 5 hours, due tomorrow."""
    if where.due is None or where.due < now:
        return when_due(where, now)
    if where.due - now < HOURS_MATTER:
        return f"due {relative(where.due, now)}"
    return f"due {relative_day(last_day(where.due), now)}"


def when_due(where: Where, now: datetime) -> str:
    if where.due is None:
        return ""
    if where.due < now:
        late = now - where.due
        return f"overdue by {duration(late)}" if late >= timedelta(minutes=1) else "due now"
    return f"due by {by_when(where.due, now)}"


def by_when(due: datetime, now: datetime) -> str:
    """6pm today, the end of Friday 6 March 2026: working-day clocks end at a midnight, said as the day before it."""
    day = last_day(due)
    is_today = day == in_london(now).date()
    if in_london(due).time() == time(0):
        return "the end of today" if is_today else f"the end of {long_date(day)}"
    return f"{clock_time(due)} {'today' if is_today else f'on {long_date(day)}'}"


# --- its chronology ---


def chronology(opened: OpenedConcern) -> list[Entry]:
    """Newest first. Whoever was asked at the same moment stands in one line."""
    found: list[Entry] = []
    urgency = Urgency(opened.concern.urgency)
    for (kind, _), steps in groupby(opened.steps, key=_together):
        several = list(steps)
        if kind == StepKind.ASKED:
            found.append(_asking(several, opened))
        else:
            found.append(_entry(several[0], opened, before=urgency))
            urgency = Urgency(several[0].urgency or urgency)
    return found[::-1]


def _together(step: ConcernStep) -> tuple[str, object]:
    return (step.kind, step.recorded_at if step.kind == StepKind.ASKED else step.pk)


def _asking(steps: Sequence[ConcernStep], opened: OpenedConcern) -> Entry:
    names = sorted(opened.names.get(step.to_user_id, "somebody") for step in steps if step.to_user_id)
    return Entry(title=f"Asked to act: {joined(names)}", at=steps[0].at, by=THE_CLOCK)


def _entry(step: ConcernStep, opened: OpenedConcern, *, before: Urgency) -> Entry:
    tag, colour = _tag(step, before)
    return Entry(
        title=_title(step, opened),
        at=step.at,
        by=_by(step, opened),
        text="\n".join(_words(step, opened)),
        url=to("ledger_entry", step.release_id) if step.release_id and opened.concern.circle else "",
        tag=tag,
        colour=colour,
    )


def _title(step: ConcernStep, opened: OpenedConcern) -> str:
    whom = whom_of(step, opened.agencies)
    match StepKind(step.kind):
        case StepKind.READ:
            return "Read for the first time"
        case StepKind.TRIAGED:
            return f"Decided: {Decision(step.decision).label}" if step.decision else "Decided"
        case StepKind.CLIMBED:
            return f"Passed up to {RUNGS.get(Rung(step.rung), 'the next person') if step.rung else 'the next person'}"
        case StepKind.PHONED:
            return f"Rang {whom}: {'answered' if step.answered else 'no answer'}"
        case StepKind.UNABLE_TO_REACH:
            return "Nobody who could act was reached"
        case StepKind.TOLD:
            return f"Told {whom} {'by telephone' if step.spoke_to else 'online'}"
        case StepKind.ACKNOWLEDGED:
            return f"Acknowledged by {whom}{' on the telephone' if step.spoke_to else ''}"
        case StepKind.RECALLED:
            return f"What was sent to {whom} was recalled"
    return str(StepKind(step.kind).label)


def whom_of(step: ConcernStep, agencies: dict[UUID, str]) -> str:
    """The person and the agency, whoever of them is known; else the name somebody gave."""
    agency_id = agency_of(step)
    agency = agencies.get(agency_id, "") if agency_id else ""
    name = step.professional.name if step.professional else ""
    return ", ".join(part for part in (name, agency) if part) or step.spoke_to or "an agency"


def _by(step: ConcernStep, opened: OpenedConcern) -> str:
    if step.by_id is None:
        return THE_CLOCK
    return opened.names.get(step.by_id, "the agency" if step.kind == StepKind.ACKNOWLEDGED else "")


def _words(step: ConcernStep, opened: OpenedConcern) -> Iterator[str]:
    """What was said and why, as written; and when it was recorded, where that was later than it happened."""
    words = opened.words.get(step.pk)
    if step.spoke_to and step.professional is not None and step.spoke_to != step.professional.name:
        yield f"Spoke to {step.spoke_to}."
    if words and words.told:
        yield f"They were told: {words.told}"
    if step.ground:
        yield f"Ground: {GroundKind(step.ground).label if step.ground in GroundKind.values else step.ground}."
    if words and words.text:
        yield words.text
    if step.recorded_at - step.at > RECORDED_LATER:
        yield f"Recorded on {date_and_time(step.recorded_at)}."


def _tag(step: ConcernStep, before: Urgency) -> tuple[str, TagColour]:
    """Where the urgency changed, and where somebody could reach nobody."""
    if step.urgency and step.urgency != before:
        return f"Now: {Urgency(step.urgency).label}", URGENCIES[Urgency(step.urgency)]
    if step.kind == StepKind.UNABLE_TO_REACH:
        return "Not reached", "red"
    return "", ""
