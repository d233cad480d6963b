"""Reads about the course of a Circle: its phases, its pauses, and the day its core member is to leave prison."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from encircle.common.clock import in_london
from encircle.foundations.access.actor import names_of
from encircle.rooms.organisation.queries import kind_standard

from .models import Circle, Pause, PauseReturn, PauseWords, Phase, ReleaseDate
from .queries import now
from .vocabulary import PauseReason, PhaseName, ReleaseDateSource


@dataclass(frozen=True)
class PhaseLine:
    phase: Phase
    by: str

    @property
    def name(self) -> PhaseName:
        return PhaseName(self.phase.name)


@dataclass(frozen=True)
class ReturnLine:
    """A day of return as it was said at a time, and the one before it."""

    back_on: date | None
    before: date | None
    recorded_at: datetime
    by: str


@dataclass(frozen=True)
class PauseLine:
    pause: Pause
    returns: tuple[ReturnLine, ...]  # the newest first; none: it was never moved
    by: str

    @property
    def back_on(self) -> date | None:
        return self.returns[0].back_on if self.returns else self.pause.expected_back_on

    @property
    def reason(self) -> str:
        return PauseReason(self.pause.reason).label if self.pause.reason else ""


@dataclass(frozen=True)
class ReleaseDateLine:
    row: ReleaseDate
    before: ReleaseDate | None
    by: str

    @property
    def source(self) -> ReleaseDateSource:
        return ReleaseDateSource(self.row.source)

    @property
    def leads_to(self) -> PhaseName:
        return PhaseName(self.row.leads_to)

    @property
    def days_moved(self) -> int | None:
        """Later is more; none where one of the two is not known."""
        if self.before is None or self.before.released_on is None or self.row.released_on is None:
            return None
        return (self.row.released_on - self.before.released_on).days


@dataclass(frozen=True)
class Course:
    """Everything the newest first."""

    phases: list[PhaseLine]
    pauses: list[PauseLine]
    release_dates: list[ReleaseDateLine]

    def pause_at(self, at: datetime) -> PauseLine | None:
        return next((line for line in self.pauses if line.pause.ends_at is None or line.pause.ends_at > at), None)


def has_release_date(kind: str, on: date) -> bool:
    """Whether Circles of this kind have one: the practice standard says so."""
    standard = kind_standard(kind, on=on)
    return standard is not None and standard.has_release_date


def course_of(circle: Circle) -> Course:
    """Five reads, however long it is."""
    phases = list(Phase.objects.filter(circle=circle).order_by("-starts_at"))
    pauses = list(Pause.objects.filter(circle=circle).order_by("-starts_at"))
    returns = list(PauseReturn.objects.filter(circle=circle).order_by("recorded_at", "pk"))
    dates = list(ReleaseDate.objects.filter(circle=circle).order_by("-recorded_at", "-pk"))
    people = [phase.decided_by_id for phase in phases] + [pause.decided_by_id for pause in pauses]
    people += [moved.recorded_by_id for moved in returns] + [known.recorded_by_id for known in dates]
    names = names_of(people)
    return Course(
        phases=[PhaseLine(phase, _name(names, phase.decided_by_id)) for phase in phases],
        pauses=[
            PauseLine(pause, _returns(pause, returns, names), _name(names, pause.decided_by_id)) for pause in pauses
        ],
        release_dates=[
            ReleaseDateLine(row, before, _name(names, row.recorded_by_id))
            for row, before in zip(dates, [*dates[1:], None], strict=False)
        ],
    )


def day_back(pause: Pause) -> date | None:
    """The day a pause is expected to end, as it was said last."""
    moved = PauseReturn.objects.filter(pause=pause).order_by("-recorded_at", "-pk").first()
    return moved.back_on if moved else pause.expected_back_on


@dataclass(frozen=True)
class CourseNow:
    """What the first page of a Circle says of its course."""

    pause: Pause | None = None
    back_on: date | None = None
    has_release_date: bool = False
    release: ReleaseDate | None = None
    release_before: ReleaseDate | None = None


def course_now(circle: Circle, at: datetime, *, is_paused: bool) -> CourseNow:
    pause = Pause.objects.filter(now(at), circle=circle).first() if is_paused else None
    asks = has_release_date(circle.kind, in_london(at).date())
    dates = list(ReleaseDate.objects.filter(circle=circle).order_by("-recorded_at", "-pk")[:2]) if asks else []
    return CourseNow(pause, day_back(pause) if pause else None, asks, *dates)


def pause_words(pause_id: UUID) -> str:
    """Needs the receipt that `open_pause` left in this request."""
    return PauseWords.objects.filter(pk=pause_id).values_list("text", flat=True).first() or ""


def _returns(pause: Pause, rows: list[PauseReturn], names: dict[UUID, str]) -> tuple[ReturnLine, ...]:
    own = [row for row in rows if row.pause_id == pause.pk]
    before = [pause.expected_back_on, *(row.back_on for row in own)]
    lines = [
        ReturnLine(row.back_on, earlier, row.recorded_at, _name(names, row.recorded_by_id))
        for row, earlier in zip(own, before, strict=False)
    ]
    return tuple(reversed(lines))


def _name(names: dict[UUID, str], user_id: UUID | None) -> str:
    return names.get(user_id, "") if user_id else ""
