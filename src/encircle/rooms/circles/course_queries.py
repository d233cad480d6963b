"""Reads about the course of a Circle: its phases, its pauses, the day its core member leaves prison, when it meets."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from encircle.common.clock import in_london
from encircle.foundations.access.actor import names_of
from encircle.rooms.organisation.queries import kind_standard
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency, AgencyKind

from .models import Circle, Establishment, Pause, PauseReturn, PauseWords, Phase, PhaseWords, ReleaseDate, Rhythm
from .policy import is_less_often
from .queries import now
from .vocabulary import PauseReason, PhaseName, ReleaseDateSource, Side


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

    @property
    def planned_phase(self) -> ReleaseDateLine | None:
        """What follows the planned release, while the Circle is in prison or still forms."""
        present = next((line.name for line in self.phases if line.phase.ends_at is None), None)
        known = next((line for line in self.release_dates), None)
        is_before = present in (PhaseName.PRISON, PhaseName.FORMING)
        return known if known is not None and known.row.released_on and is_before else None

    @property
    def less_often(self) -> list[PhaseLine]:
        """Phases in which the Circle met less often than in the one before: a review or a reason stands behind each."""
        pairs = zip(self.phases, self.phases[1:], strict=False)
        return [line for line, before in pairs if is_less_often(before.name, line.name)]

    def pause_at(self, at: datetime) -> PauseLine | None:
        return next((line for line in self.pauses if line.pause.ends_at is None or line.pause.ends_at > at), None)


def prisons() -> list[Agency]:
    """Those in which a Circle may meet, by name."""
    return list(Agency.objects.filter(kind=AgencyKind.PRISON).order_by("name"))


def prison_of(circle: Circle) -> Agency | None:
    """Where it meets until the release, as it was said last; None where nobody has said. One read of that kind."""
    if circle.kind != CircleKind.PRISON:
        return None
    known = Establishment.objects.filter(circle=circle).order_by("-recorded_at", "-pk").select_related("prison").first()
    return known.prison if known else None


def prisons_of(circle: Circle) -> list[tuple[Establishment, str]]:
    """Every prison that was named, the newest first, each with who named it."""
    if circle.kind != CircleKind.PRISON:
        return []
    rows = list(Establishment.objects.filter(circle=circle).order_by("-recorded_at", "-pk").select_related("prison"))
    names = names_of(row.recorded_by_id for row in rows)
    return [(row, _name(names, row.recorded_by_id)) for row in rows]


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
    asks_prison: bool = False
    prison: Agency | None = None


def course_now(circle: Circle, at: datetime, *, is_paused: bool) -> CourseNow:
    pause = Pause.objects.filter(now(at), circle=circle).first() if is_paused else None
    asks = has_release_date(circle.kind, in_london(at).date())
    dates = list(ReleaseDate.objects.filter(circle=circle).order_by("-recorded_at", "-pk")[:2]) if asks else []
    release, before = (*dates, None, None)[:2]
    back_on = day_back(pause) if pause else None
    return CourseNow(pause, back_on, asks, release, before, circle.kind == CircleKind.PRISON, prison_of(circle))


def pause_words(pause_id: UUID) -> str:
    """Needs the receipt that `open_pause` left in this request."""
    return PauseWords.objects.filter(pk=pause_id).values_list("text", flat=True).first() or ""


def phase_words(phase_id: UUID) -> PhaseWords | None:
    """Needs the receipt that `open_phase` left in this request. None where a review decided, or nothing was asked."""
    return PhaseWords.objects.filter(pk=phase_id).first()


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


@dataclass(frozen=True, kw_only=True)
class Meets:
    """When and where a Circle meets on one side of the gate."""

    side: Side
    weekday: int
    at: time
    every_weeks: int
    venue_id: UUID | None = None


def rhythms_of(circle: Circle) -> dict[Side, Meets]:
    """What was said last of each side; of the community, where nothing was, the Circle's usual slot."""
    found: dict[Side, Meets] = {}
    if circle.weekday is not None and circle.slot_time is not None:
        usual = Meets(
            side=Side.OUTSIDE, weekday=circle.weekday, at=circle.slot_time, every_weeks=1, venue_id=circle.venue_id
        )
        found[Side.OUTSIDE] = usual
    for row in Rhythm.objects.filter(circle=circle).order_by("set_at", "pk"):
        side = Side(row.side)
        found[side] = Meets(
            side=side, weekday=row.weekday, at=row.slot_time, every_weeks=row.every_weeks, venue_id=row.venue_id
        )
    return found
