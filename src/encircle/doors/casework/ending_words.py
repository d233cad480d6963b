"""The end of a Circle in words: rows and lines of its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html

from encircle.design.dates import counted, date_and_time, long_date, plain_date, relative_day
from encircle.design.items import Action, Row, TagColour, WorkItem
from encircle.rooms.circles.models import Ending
from encircle.rooms.circles.vocabulary import EndingDecision, EndingReason
from encircle.rooms.due.queries import Line
from encircle.rooms.endings.models import ReportVersion
from encircle.rooms.endings.queries import Asked, MoveLine, QuestionCounts, SetCounts
from encircle.rooms.endings.report import Figures, VersionLine
from encircle.rooms.endings.vocabulary import CODES, Asks
from encircle.rooms.organisation.vocabulary import Respondent
from encircle.rooms.outcomes.policy import Point
from encircle.rooms.outcomes.queries import point_words
from encircle.rooms.reviews.models import Review

from .links import to


def ending_rows(
    ending: Ending | None, planned: date | None, moves: Sequence[MoveLine], review: Row | None = None
) -> list[Row]:
    last = [review] if review else []
    if ending is None:
        rows = [Row("Planned end", long_date(planned) if planned else "Not yet: the Circle is forming")]
        return [*rows, *_moved(moves), *last]
    why = Action("Read why", to("ending_words", ending.circle_id), hidden="the Circle ended")
    whose = str(EndingDecision(ending.decision_of).label) if ending.decision_of else "Nobody was asked"
    return [
        Row("Ended", date_and_time(ending.ended_at)),
        Row("Reason", str(EndingReason(ending.reason).label), actions=[why] if ending.with_words else []),
        Row("Whose decision", whose),
        *_moved(moves),
        *last,
    ]


def ending_review_row(circle_id: UUID, review: Review | None, *, may_plan: bool, has_ended: bool) -> Row:
    """The review at the end: when it was or is to be, and the way there; or the way to plan it."""
    if review is not None:
        was = "Held" if hasattr(review, "holding") else "Planned for"
        see = Action("Open it", to("review", review.pk), hidden=": the ending review")
        return Row("Ending review", f"{was} {long_date(review.starts_at)}", actions=[see])
    plan = Action("Plan it", f"{to('review_new', circle_id)}?kind=ending", hidden=": the ending review")
    return Row("Ending review", "None was held" if has_ended else "Not planned yet", actions=[plan] if may_plan else [])


def _moved(moves: Sequence[MoveLine]) -> list[Row]:
    lines = [
        f"{plain_date(one.recorded_at)}: to {plain_date(one.ends_on)}. {one.because.label}"
        + (f" ({one.by})" if one.by else "")
        for one in moves
    ]
    return [Row("The planned end was moved", lines)] if lines else []


def asked_summary(asked: Sequence[Asked]) -> str:
    """How many were asked and how many answered: counts, and nothing of what they said."""
    if not asked:
        return ""
    back, to_screen = sum(one.came_back is not None for one in asked), sum(one.to_screen for one in asked)
    words = f"{counted(len(asked), 'person', 'people')} asked, {counted(back, 'answer')}"
    return f"{words}, {to_screen} to be looked through for names" if to_screen else words


# --- questionnaires ---

STATES: dict[str, tuple[str, TagColour]] = {
    "waiting": ("Not answered", "grey"),
    "letter": ("Give them a letter", "orange"),
    "to_screen": ("To look through for names", "yellow"),
    "read": ("Answered", "green"),
}


def asked_items(asked: Sequence[Asked], after_days: Sequence[int], now: datetime) -> list[WorkItem]:
    """Whoever is to be given a letter now comes first: no notice reaches them."""
    due = [one for one in asked if one.is_letter_due(after_days, now)]
    others = [one for one in asked if one not in due]
    return [*(_asked_item(one, is_letter_due=True) for one in due), *(_asked_item(one) for one in others)]


def _asked_item(one: Asked, *, is_letter_due: bool = False) -> WorkItem:
    state = "letter" if is_letter_due else "to_screen" if one.to_screen else "read" if one.came_back else "waiting"
    words, colour = STATES[state]
    facts = [one.respondent_words, f"asked {plain_date(one.row.asked_at)}"]
    if one.came_back is not None:
        facts.append(f"{one.came_back.get_channel_display().lower()}, {plain_date(one.came_back.answered_on)}")
    elif one.login is None:
        made = f"last letter {plain_date(one.letter_at)}" if one.letter_at else "no letter yet"
        facts.append(f"does not sign in, {made}")
    elif one.reminders:
        facts.append(counted(one.reminders, "reminder"))
    return WorkItem(title=one.name, url=to("questionnaire", one.row.pk), facts=facts, tag=words, colour=colour)


# --- the report ---


def version_rows(versions: Sequence[VersionLine]) -> list[list[str]]:
    return [
        [
            format_html(
                '<a class="govuk-link" href="{}">Version {}</a>', to("report", line.version.pk), line.version.number
            ),
            date_and_time(line.version.written_at),
            line.by or "Not recorded",
            f"{plain_date(line.approved_at)} by {line.approved_by}" if line.approved_at else "Not approved",
        ]
        for line in versions
    ]


def figure_rows(figures: ReportVersion | Figures) -> list[tuple[str, str]]:
    """What the record counts, each with what it is out of."""
    held = figures.meetings_held
    return [
        ("Meetings held", f"{held} of {figures.meetings_planned} planned"),
        ("The core member came to", f"{figures.core_member_came} of {held}"),
        ("Volunteers at a meeting", f"{figures.volunteers_came / held:.1f} on average" if held else "None"),
        ("Reviews held", str(figures.reviews_held)),
        (
            "Concerns raised",
            f"{figures.concerns_imminent + figures.concerns_serious + figures.concerns_other}"
            f" ({figures.concerns_imminent} imminent, {figures.concerns_serious} serious, "
            f"{figures.concerns_other} other)",
        ),
    ]


# --- follow-ups ---


@dataclass(frozen=True)
class PointLine:
    words: str
    due: str
    is_due: bool
    is_done: bool
    code: str


def point_items(points: Sequence[Point], due: Sequence[Point], now: datetime) -> list[PointLine]:
    waiting = set(due)
    return [
        PointLine(
            point_words(one.since, one.months),
            plain_date(one.due_on),
            one in waiting,
            one.due_on <= now.date() and one not in waiting,
            one.code,
        )
        for one in points
    ]


def due_item(line: Line, point: Point, now: datetime, *, says_area: bool) -> WorkItem:
    return WorkItem(
        title=f"{line.name}: {point_words(point.since, point.months)}",
        url=f"{reverse('casework:check_new', args=[line.circle_id])}?point={point.code}",
        facts=[line.area_name] if says_area else [],
        tag="Follow-up due",
        colour="yellow",
        when=f"since {relative_day(point.due_on, now)}",
    )


# --- numbers of answers ---


@dataclass(frozen=True)
class NumberTable:
    caption: str
    headings: list[str]
    rows: list[list[str]]


HELD_BACK = "too few"
MANY: dict[str, str] = {
    Respondent.REFERRER: "Referrers", Respondent.PROFESSIONAL: "Outer circle", Respondent.VOLUNTEER: "Volunteers",
    Respondent.CORE_MEMBER: "Core members",
}  # fmt: skip


def number_tables(found: Sequence[SetCounts]) -> list[NumberTable]:
    """A table for each kind of respondent and way of asking. The answers stand as headings, with how many there are."""
    return [
        NumberTable(_answered(one), ["Question", *CODES[asks].values(), "All"], [_number_row(line) for line in lines])
        for one in found
        for asks in (Asks.AGREEMENT, Asks.YES_NO)
        if one.sent and (lines := [line for line in one.questions if line.asks == asks and _says_something(line)])
    ]


def too_few(found: Sequence[SetCounts]) -> list[str]:
    """Who was asked and gave too few answers for any number to be shown."""
    return [_answered(one) for one in found if one.sent and not any(_says_something(line) for line in one.questions)]


def _answered(one: SetCounts) -> str:
    return f"{MANY[one.respondent]}: {one.came_back} of {one.sent} answered"


def _says_something(line: QuestionCounts) -> bool:
    return any(number is not None for number in (line.counts.total, *line.counts.codes.values()))


def _number_row(line: QuestionCounts) -> list[str]:
    cells = [_number(line.counts.codes[code]) for code in CODES[line.asks]]
    return [line.words, *cells, _number(line.counts.total)]


def _number(number: int | None) -> str:
    return HELD_BACK if number is None else str(number)
