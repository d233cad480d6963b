"""A Circle's course in words: lines of its first page, and of the page that shows all of it."""

from datetime import date

from encircle.design.dates import counted, date_and_time, long_date, plain_date
from encircle.design.items import Action, Row
from encircle.rooms.circles.course_queries import Course, CourseNow, PauseLine, ReleaseDateLine
from encircle.rooms.circles.models import Circle, Establishment
from encircle.rooms.circles.vocabulary import PauseReason, PhaseName

from .links import to

UNKNOWN = "not known"


def course_rows(circle: Circle, course: CourseNow, *, may_change: bool = False) -> list[Row]:
    """Of the first page of a Circle: what pauses it, in which prison it meets, and when prison ends."""
    see = Action("See", to("circle_course", circle.pk), hidden="the course of the Circle")
    rows = []
    if course.pause is not None:
        why = PauseReason(course.pause.reason).label if course.pause.reason else "Paused"
        rows.append(Row("Paused", f"{why}. Expected to go on: {_day(course.back_on)}", actions=[see]))
    if course.asks_prison:
        rows.append(
            Row(
                "Prison",
                course.prison.name if course.prison else "Not named yet",
                actions=_naming(circle, course, may_change),
            )
        )
    if course.has_release_date:
        rows.append(Row("Planned release", _release(course), actions=[see]))
    return rows


def _naming(circle: Circle, course: CourseNow, may_change: bool) -> list[Action]:
    words = "Change" if course.prison else "Name"
    return [Action(words, to("circle_prison", circle.pk), hidden="the prison")] if may_change else []


def cleared_words(how_many: int) -> list[str]:
    """What to say of those who sit in it without the clearance it asks for."""
    if not how_many:
        return []
    verb = "is" if how_many == 1 else "are"
    return [f"{counted(how_many, 'volunteer')} of this Circle {verb} without the prison clearance that it asks for."]


def prison_rows(named: list[tuple[Establishment, str]]) -> list[list[str]]:
    return [[row.prison.name, f"{date_and_time(row.recorded_at)}, {by}"] for row, by in named]


def _release(course: CourseNow) -> str:
    if course.release is None:
        return "No date is known"
    then = PhaseName(course.release.leads_to).label.lower()
    words = f"{_large(_day(course.release.released_on))}, then {then}"
    if course.release_before is not None:
        words += f". Before: {_day(course.release_before.released_on)}"
    return words


def phase_rows(course: Course) -> list[list[str]]:
    """With the phase that the planned release leads to, as long as it has not begun."""
    return [*_planned_phase(course), *_phases(course)]


def _planned_phase(course: Course) -> list[list[str]]:
    planned = course.planned_phase
    if planned is None:
        return []
    return [[f"{planned.leads_to.label} (planned)", _large(_day(planned.row.released_on)), "", planned.by]]


def _phases(course: Course) -> list[list[str]]:
    return [
        [
            str(line.name.label),
            plain_date(line.phase.starts_at),
            plain_date(line.phase.ends_at) if line.phase.ends_at else "Now",
            line.by or "Not recorded",
        ]
        for line in course.phases
    ]


def pause_rows(course: Course) -> list[tuple[str, list[Row], str]]:
    """(when, what is known of it, where its words stand), the newest first."""
    return [(_when(line), _pause(line), to("pause", line.pause.pk)) for line in course.pauses]


def _when(line: PauseLine) -> str:
    begun = plain_date(line.pause.starts_at)
    return f"{begun} to {plain_date(line.pause.ends_at)}" if line.pause.ends_at else f"Since {begun}"


def _pause(line: PauseLine) -> list[Row]:
    moves = [
        f"{date_and_time(one.recorded_at)}, {one.by}: from {_day(one.before)} to {_day(one.back_on)}"
        for one in line.returns
    ]
    return [
        Row("Reason", line.reason),
        Row("Decided by", line.by),
        Row("Expected to go on", _large(_day(line.back_on))),
        *([Row("Moved", "\n".join(moves))] if moves else []),
    ]


def release_rows(course: Course) -> list[list[str]]:
    return [
        [
            _large(_day(line.row.released_on)),
            _moved(line),
            str(line.leads_to.label),
            str(line.source.label),
            f"{date_and_time(line.row.recorded_at)}, {line.by}",
        ]
        for line in course.release_dates
    ]


def _moved(line: ReleaseDateLine) -> str:
    """The day before this one, and how far it moved."""
    if line.before is None:
        return "First date"
    if not line.days_moved or line.before.released_on is None:
        return _large(_day(line.before.released_on))
    way = "later" if line.days_moved > 0 else "earlier"
    return f"{plain_date(line.before.released_on)}, {counted(abs(line.days_moved), 'day')} {way}"


def _day(day: date | None) -> str:
    return long_date(day) if day else UNKNOWN


def _large(words: str) -> str:
    return words[:1].upper() + words[1:]
