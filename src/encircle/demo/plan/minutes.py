"""The minutes of a meeting on their way: drafted, submitted, asked about, returned, corrected, approved, released."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from ..days import HOUR, awake, in_office
from ..words.letters import Correction, correction_of, remark_text
from ..words.library import TOPICS
from ..words.life import Life
from ..words.minutes import MinutesBrief, Passage, outline, stage_at, write_minutes
from .circles import Planned
from .shapes import Approval, Minutes, Remark, Seat, Version
from .specs import CAST_CIRCLE
from .world import World

DUE_HOURS = 48
ALWAYS_WRITTEN = {"a1": ("week", "housing", "relationships", "health", "thoughts")}  # shows every fate in a preview
PLANNED_MEETINGS = 52


@dataclass(frozen=True, slots=True)
class Sitting:
    """What happened at a meeting, as its minutes need to know it."""

    planned: Planned
    number: int
    start: datetime
    end: datetime
    planned_end: datetime
    outcome: str
    present: list[Seat]
    away: list[Seat]
    life: Life
    is_review: bool
    is_holiday: bool

    @property
    def age(self) -> int:
        """0 for the newest meeting so far."""
        return len(self.planned.past) - self.number

    @property
    def key(self) -> str:
        return f"{self.planned.key}/{self.number}"


def plan_minutes(world: World, sitting: Sitting) -> Minutes:
    rng = world.rng("minutes on their way", sitting.key)
    newest = sitting.planned.spec.newest
    state = newest[sitting.age] if sitting.age < len(newest) else "released"
    author = _author(sitting)
    brief = _brief(world, sitting, author, rng)
    return _Journey(world, sitting, author, state, brief, rng).minutes()


def passages_of(minutes: Minutes, version: int) -> tuple[Passage, ...]:
    """The words of one version: what was corrected reads differently before and after."""
    base = write_minutes(minutes.brief)
    change = minutes.correction
    if change is None:
        return base
    added = change.before if version == 1 else change.after
    return tuple(
        Passage(each.part, each.topic, f"{each.text} {added}".strip()) if each.topic == change.topic else each
        for each in base
    )


def _author(sitting: Sitting) -> str:
    fixed = sitting.planned.spec.authors if sitting.planned.copy == 0 else ()
    if sitting.age < len(fixed):
        return fixed[sitting.age]
    return sitting.present[sitting.number % len(sitting.present)].person


def _brief(world: World, sitting: Sitting, author: str, rng: Random) -> MinutesBrief:
    planned, circle = sitting.planned, sitting.planned.circle
    stage = stage_at(rng, sitting.number, max(PLANNED_MEETINGS, len(planned.past) + len(planned.ahead)))
    brief = MinutesBrief(
        seed=world.seed, circle=circle.key, kind=circle.kind, number=sitting.number, life=sitting.life, stage=stage,
        author=world.people[author].given, present=_given(world, sitting.present),
        absent=_given(world, sitting.away), topics=_topics(sitting, stage, rng), state=sitting.outcome,
        is_review=sitting.is_review, is_holiday=sitting.is_holiday, is_first=sitting.number == 1,
    )  # fmt: skip
    if not planned.has_canaries:
        return brief
    topics = [topic for _, topic in outline(brief)]
    canaries = {topic: world.mark(author, f"minutes:{topic}", circle.key, sitting.number) for topic in topics}
    return replace(brief, canaries=canaries)


def _given(world: World, seats: list[Seat]) -> tuple[str, ...]:
    return tuple(world.people[seat.person].given for seat in seats)


def _topics(sitting: Sitting, stage: str, rng: Random) -> tuple[tuple[str, str], ...]:
    """The week always, then two to four others; a hard week is written about at greater length."""
    newest = sitting.age < len(sitting.planned.spec.newest)
    fixed = ALWAYS_WRITTEN.get(sitting.planned.spec.key, ()) if newest else ()
    chosen = set(fixed) or {"week", *rng.sample(list(TOPICS)[1:], rng.choice((2, 3, 3, 4)))}
    weights = (2, 4, 3, 2) if stage in ("setback", "ending") else (4, 5, 2, 0.5)
    lengths = ("short", "normal", "long", "key")
    return tuple((topic, rng.choices(lengths, weights)[0]) for topic in TOPICS if topic in chosen)


class _Journey:
    """Lays out the moments one after another and never beyond now."""

    def __init__(
        self, world: World, sitting: Sitting, author: str, state: str, brief: MinutesBrief, rng: Random
    ) -> None:
        self.world, self.sitting, self.author, self.state = world, sitting, author, state
        self.brief, self.rng = brief, rng
        self.coordinator = sitting.planned.circle.coordinator
        self.versions: list[Version] = []
        self.remarks: list[Remark] = []
        self.correction: Correction | None = None
        self.returned_at: datetime | None = None
        self.moment = sitting.end

    def minutes(self) -> Minutes:
        sitting = self.sitting
        has_begun = self.state not in ("not_started", "draft")
        due = (sitting.end if has_begun else sitting.planned_end) + DUE_HOURS * HOUR
        drafted = self._drafted_at()
        if has_begun:
            self._submit()
            self._read()
        approval = self._approve() if self.state in ("approved", "released") else None
        released = self._later(5, 40) if self.state == "released" else None
        return Minutes(
            key=sitting.key, meeting=sitting.key, circle=sitting.planned.key, author=self.author, state=self.state,
            due_at=due, drafted_at=drafted, versions=tuple(self.versions), correction=self.correction,
            returned_at=self.returned_at, remarks=tuple(self.remarks), approval=approval, released_at=released,
            brief=self.brief,
        )  # fmt: skip

    def _drafted_at(self) -> datetime | None:
        if self.state == "not_started":
            return None
        share = 0.2 + 0.5 * self.rng.random()
        return self.sitting.planned_end + share * min(20 * HOUR, self.world.now - self.sitting.planned_end)

    def _submit(self) -> None:
        """Seven in ten with time to spare, two at the last moment, one late; the newest always before now."""
        turn = self.rng.random()
        hours = self.rng.uniform(2, 38) if turn < 0.7 else self.rng.uniform(38, 47.9) if turn < 0.9 else 0
        if not hours:
            hours = self.rng.uniform(48.2, 80)
        latest = (self.world.now - self.sitting.end) * 0.6
        wished = self.sitting.end + min(timedelta(hours=hours), latest)
        self.moment = max(awake(self.rng, wished), self.sitting.end + (wished - self.sitting.end) / 4)
        if self.state == "submitted":
            self._catch_up()
        self._version("keyed" if self._is_keyed() else "original", self.author)

    def _is_keyed(self) -> bool:
        """One Circle's volunteers write on paper now and then."""
        return self.sitting.planned.spec.key == "a3" and self.sitting.age > 0 and self.sitting.number % 7 == 3

    def _version(self, kind: str, by: str, based_on: int | None = None) -> None:
        by = self.coordinator if kind == "keyed" else by
        self.versions.append(Version(len(self.versions) + 1, kind, by, self.moment, based_on))

    def _read(self) -> None:
        """What the coordinator does on reading: asks, returns, corrects."""
        turn = self.rng.random()
        if self.versions[0].kind == "keyed":
            return
        if self.state == "submitted":
            if turn < 0.3:
                self._ask(is_answered=False)
        elif self.state == "returned" or (self.state == "released" and turn < 0.06):
            self._return()
        elif self.state == "corrected" or (self.state == "released" and turn < 0.26):
            self._correct()
        elif turn > 0.84:
            self._ask(is_answered=True)

    def _ask(self, *, is_answered: bool) -> None:
        self._office()
        self._remark("question", self.coordinator, self.author)
        if is_answered:
            self._later(60, 900)
            self._remark("answer", self.author, self.coordinator)

    def _return(self) -> None:
        self._office()
        if self.state == "returned":
            self._catch_up()
        self.returned_at = self.moment
        self._remark("return", self.coordinator, self.author)
        if self.state == "returned":
            return
        self._later(120, 2000)
        added = correction_of(self.rng, self.brief)
        self.correction = Correction("more", added.topic, "", added.after)
        self._version("original", self.author)

    def _correct(self) -> None:
        self._office()
        self.correction = correction_of(self.rng, self.brief)
        self._version("correction", self.coordinator, based_on=1)

    def _approve(self) -> Approval:
        """Whoever wrote it does not approve it, but for a correction of a volunteer's words."""
        self._office()
        if self.state == "approved" or self.sitting.age == len(self.sitting.planned.spec.newest):
            self._catch_up()
        version = self.versions[-1]
        by = "cleo" if version.kind == "keyed" else self.coordinator
        if version.kind != "keyed" and self.rng.random() < 0.35:
            self._remark("thanks", self.coordinator, self.author)
        return Approval(version.number, by, self.moment)

    def _remark(self, kind: str, by: str, to: str) -> None:
        canary = self._canary(by, kind)
        text = remark_text(self.rng, kind, self.brief, canary)
        key = f"{self.sitting.key}/{len(self.remarks) + 1}"
        self.remarks.append(Remark(key, kind, len(self.versions), by, to, self.moment, text))

    def _canary(self, by: str, kind: str) -> str:
        planned = self.sitting.planned
        if not planned.has_canaries:
            return ""
        return self.world.mark(by, f"remark:{kind}", planned.key, self.sitting.number)

    def _office(self) -> None:
        self.moment = self._not_beyond_now(in_office(self.rng, self.moment + HOUR * self.rng.randint(1, 30)))

    def _catch_up(self) -> None:
        """Of what is still open from earlier weeks, half has moved on late, in the last two days."""
        recent = self.world.now - timedelta(hours=self.rng.randint(4, 44))
        is_late = self.sitting.planned.key == CAST_CIRCLE or self.rng.random() < 0.5
        if self.sitting.age and is_late:
            self.moment = max(self.moment, awake(self.rng, recent))

    def _later(self, least: int, most: int) -> datetime:
        self.moment = self._not_beyond_now(self.moment + timedelta(minutes=self.rng.randint(least, most)))
        return self.moment

    def _not_beyond_now(self, moment: datetime) -> datetime:
        """Half of what is left until now is always left for what comes after."""
        return moment if moment < self.world.now else self.moment + (self.world.now - self.moment) / 2
