"""Concerns on their way: read, taken, triaged, told, telephoned, acknowledged, or climbing because nobody answers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from encircle.rooms.organisation.clocks import Clock, ClockKind, due_at

from ..days import HOUR, awake, in_office, london_day
from ..words.letters import letter, noted
from .circles import Planned
from .releases import events_of
from .shapes import Concern, Event, Ground, Meeting, Release, Seat, Shared, Step
from .stories import STORIES, Story
from .world import World

CLOCKS = {
    "imminent": Clock(ClockKind.AT_ONCE),
    "serious": Clock(ClockKind.SAME_DAY, 18),
    "other": Clock(ClockKind.WORKING_DAYS, 2),
}
ASK_AGAIN = timedelta(minutes=10)
WATCHED = timedelta(days=24)
SENIOR = "sena"
ON_RUNG = {"senior_coordinator": SENIOR, "operations_manager": "olga"}
HISTORY = {"running": 2, "paused": 1, "ended": 2, "forming": 0}  # concerns of long ago, besides the stories


def plan_concerns(world: World, planned: Planned, meetings: list[Meeting]) -> None:
    stories = [story for story in STORIES if story.circle == planned.spec.key]
    for number, story in enumerate([*stories, *_history(world, planned)], start=1):
        raised = world.now - story.hours_ago * HOUR
        if _could_be_raised(planned, raised):
            _Telling(world, planned, story, number, _meeting_before(meetings, raised)).plan()


def _history(world: World, planned: Planned) -> Iterator[Story]:
    rng = world.rng("history of concerns", planned.key)
    for _ in range(HISTORY[planned.circle.state]):
        if len(planned.past) < 12:
            continue
        met = rng.choice(planned.past[2:-6])
        hours = (world.now - met).total_seconds() / 3600 - rng.uniform(3, 30)
        plot, urgency = (
            rng.choice(("closed", "closed", "no_action", "watch")),
            rng.choice(("serious", "other", "other")),
        )
        yield Story(planned.spec.key, urgency, hours, plot)


def _could_be_raised(planned: Planned, raised: datetime) -> bool:
    return bool(planned.holders("volunteer", raised))


def _meeting_before(meetings: list[Meeting], raised: datetime) -> Meeting | None:
    recent = [each for each in meetings if each.held_until and raised - 40 * HOUR < each.ends_at < raised]
    return recent[-1] if recent else None


@dataclass(slots=True)
class _Telling:
    """One concern told step by step; `moment` moves forward and never beyond now."""

    world: World
    planned: Planned
    story: Story
    number: int
    meeting: Meeting | None
    steps: list[Step] = field(default_factory=list)
    rng: Random = field(init=False)
    key: str = field(init=False)
    moment: datetime = field(init=False)
    handler: str = field(init=False)
    raised_by: str = field(init=False)
    raised_at: datetime = field(init=False)
    what: str = field(init=False)

    def plan(self) -> None:
        self.key = f"{self.planned.key}/{self.number}"
        self.rng = self.world.rng("concern", self.key)
        raised = self.world.now - self.story.hours_ago * HOUR
        self.raised_at = self.moment = awake(self.rng, raised) if self.story.hours_ago > 48 else raised
        self.raised_by = self.story.by if self._is_first_copy and self.story.by else self._some_volunteer()
        self.handler = SENIOR if self.story.about else self.planned.circle.coordinator
        self.what = letter(
            self.rng, "concerns", "about staff" if self.story.about else self.story.urgency, self._slots()
        )
        self._plots()[self.story.plot]()
        self.world.concerns.append(self._concern())

    @property
    def _is_first_copy(self) -> bool:
        return self.planned.copy == 0

    def _concern(self) -> Concern:
        story = self.story
        canary = self.world.mark(self.raised_by, "concern", self.planned.key, self.number)
        return Concern(
            key=self.key, reference=self.world.reference("N", self.key), circle=self.planned.key,
            meeting=self.meeting.key if self.meeting and story.plot != "asking" else None, urgency=story.urgency,
            raised_by=self.raised_by, raised_at=self.raised_at, happened_at=self._happened_at(),
            about=self._about(), text=noted(self.rng, self.what, canary), steps=tuple(self.steps),
        )  # fmt: skip

    def _plots(self) -> Mapping[str, Callable[[], None]]:
        return {
            "fresh": lambda: None,
            "asking": self._ask_everyone,
            "climbed": self._climb,
            "taken": self._take,
            "watch": self._watch,
            "no_action": lambda: self._decide("no_action"),
            "decided": lambda: self._decide("tell_agencies"),
            "waiting": lambda: self._tell(answering=1),
            "unreachable": self._reach_nobody,
            "acknowledged": lambda: self._tell(answering=9),
            "closed": self._close,
        }

    def _ask_everyone(self) -> None:
        """Imminent: whoever is on call is asked again and again until someone takes it."""
        on_call = [shift.person for shift in self.world.shifts if shift.starts_at <= self.moment < shift.ends_at]
        for tick in range(1, 4):
            asked = self.raised_at + tick * ASK_AGAIN
            for person in on_call if asked < self.world.now else ():
                self._step("asked", asked, by=None, to=person, rung="on_call", due_at=asked + ASK_AGAIN)
            if tick <= len(ON_RUNG):
                self._pass_up(asked, list(ON_RUNG)[tick - 1])

    def _climb(self) -> None:
        for hours, rung in ((4, "senior_coordinator"), (8, "operations_manager")):
            self._pass_up(self._due() + hours * HOUR, rung)

    def _pass_up(self, moment: datetime, rung: str) -> None:
        """The clock's own step, once its moment has come."""
        if moment < self.world.now:
            self._step("climbed", moment, by=None, to=ON_RUNG[rung], rung=rung)

    def _take(self) -> None:
        quick = self.story.urgency == "imminent"
        self._on(2, 9) if quick else self._on(20, 200)
        self._step("read", self.moment)
        self._on(1, 6) if quick else self._on(3, 40)
        self._step("taken", self.moment, due_at=self._due())

    def _decide(self, decision: str) -> None:
        self._take()
        self._on(5, 30) if self.story.urgency == "imminent" else self._on(30, 240)
        group = "tell agencies" if decision == "tell_agencies" else "no further action"
        reason = self._letter("triage", group, self.handler, "triage")
        due = self._due() if decision == "tell_agencies" else None
        self._step("triaged", self.moment, urgency=self.story.urgency, decision=decision, due_at=due, reason=reason)
        if decision == "no_action":
            self._on(1, 20)
            self._step("closed", self.moment)

    def _watch(self) -> None:
        """Kept in view for some weeks, then closed."""
        self._decide("watch")
        if self.world.now - self.moment > WATCHED:
            self.moment = in_office(self.rng, self.moment + WATCHED * self.rng.uniform(0.5, 0.9))
            self._step("closed", self.moment)

    def _tell(self, *, answering: int) -> None:
        """By telephone first where it hurries; then online, so that it can be acknowledged."""
        self._decide("tell_agencies")
        for place, seat in enumerate(self._told_seats()):
            if self.story.urgency != "other":
                self._phone(seat, is_answered=place < answering)
            self._disclose(seat, place, is_answered=place < answering)

    def _reach_nobody(self) -> None:
        self._decide("tell_agencies")
        seat = self._told_seats()[0]
        self._phone(seat, is_answered=False)
        self._phone(seat, is_answered=False)
        self._on(5, 20)
        self._step("unable_to_reach", self.moment, professional=seat.person)
        self._pass_up(self.moment + timedelta(minutes=1), "senior_coordinator")

    def _close(self) -> None:
        self._tell(answering=9)
        self._on(400, 4000)
        self._step("closed", self.moment)

    def _phone(self, seat: Seat, *, is_answered: bool) -> None:
        self._on(4, 25)
        group = "answered" if is_answered else "not answered"
        note = self._letter("calls", group, self.handler, "call", agency=self._agency_name(seat))
        spoke_to = self.world.people[seat.person].name if is_answered else ""
        self._step(
            "phoned", self.moment, professional=seat.person, spoke_to=spoke_to, answered=is_answered, reason=note
        )

    def _disclose(self, seat: Seat, place: int, *, is_answered: bool) -> None:
        self._on(6, 40)
        release = self._release(seat, place, is_answered=is_answered)
        self.world.releases.append(release)
        self._step("told", self.moment, professional=seat.person, release=release.key, due_at=self._due())
        acknowledged = next((event for event in release.events if event.kind == "acknowledged"), None)
        if acknowledged:
            self.moment = max(self.moment, acknowledged.at)
            self._step("acknowledged", acknowledged.at, by=seat.person, professional=seat.person, release=release.key)

    def _release(self, seat: Seat, place: int, *, is_answered: bool) -> Release:
        """Told on a ground of its own, whatever the consents say."""
        key = f"concern/{self.key}/{place}"
        ground = self._ground(seat, key)
        canary = self.world.mark(self.handler, "disclosure", self.planned.key, self.number * 10 + place)
        slots = dict(self._slots(), day=f"{london_day(self.raised_at):%A}", what=self.what)
        return Release(
            key=key, circle=self.planned.key, seat=seat.key, professional=seat.person, agency=str(seat.agency),
            by=self.handler, at=self.moment, about_on=london_day(self.raised_at), channel="online", meeting=None,
            version=None, concern=self.key, shared=(Shared(0, "", "", (), (self.world.id("ground", ground.key),)),),
            stayed=(), text=letter(self.rng, "disclosures", "body", slots, canary),
            events=self._events(seat, is_answered=is_answered),
        )  # fmt: skip

    def _ground(self, seat: Seat, key: str) -> Ground:
        kind = "safeguarding" if self.planned.circle.kind == "young" else "serious_harm"
        reason = self._letter("grounds", kind, self.handler, "ground")
        agency, handler = str(seat.agency), self.handler
        ground = Ground(key, self.planned.key, kind, agency, (), self.moment, None, handler, reason, concern=self.key)
        self.world.grounds.append(ground)
        return ground

    def _events(self, seat: Seat, *, is_answered: bool) -> tuple[Event, ...]:
        if not is_answered:
            return events_of(self.world, self.rng, self.moment, seat, has_signed_up=True)[:1]
        left = self.world.now - self.moment
        opened = self.moment + min(timedelta(minutes=self.rng.randint(5, 90)), left / 3)
        acknowledged = opened + min(timedelta(minutes=self.rng.randint(2, 60)), left / 3)
        sent = Event("notified", self.moment, None)
        return sent, Event("opened", opened, seat.person), Event("acknowledged", acknowledged, seat.person)

    def _told_seats(self) -> list[Seat]:
        signed_up = {each.person for each in self.world.professionals if each.has_signed_up}
        seats = self.planned.holders("outer_circle", self.moment)
        ready = [seat for seat in seats if seat.person in signed_up]
        return (ready or seats)[:2]

    def _step(self, kind: str, moment: datetime, **more: object) -> None:
        more.setdefault("by", self.handler)
        key = f"{self.key}/{len(self.steps) + 1}"
        self.steps.append(Step(key, kind, moment, **more))  # type: ignore[arg-type]

    def _on(self, least: int, most: int) -> None:
        """Some minutes later: in working hours, unless it hurries or the day of the story is today."""
        wished = self.moment + timedelta(minutes=self.rng.randint(least, most))
        left = self.world.now - self.moment
        in_hours = wished if self.story.urgency == "imminent" else in_office(self.rng, wished)
        found = [moment for moment in (in_hours, wished) if moment < self.world.now]
        self.moment = found[0] if found else self.moment + left / 3

    def _due(self) -> datetime:
        return due_at(CLOCKS[self.story.urgency], self.raised_at)

    def _happened_at(self) -> datetime:
        if self.meeting and self.story.plot != "asking":
            return self.meeting.starts_at + HOUR
        return self.raised_at - timedelta(minutes=self.rng.randint(5, 40) if self.story.plot == "asking" else 300)

    def _about(self) -> str | None:
        if self.story.about == "volunteer" or (self.story.about and not self._is_first_copy):
            others = [seat.person for seat in self.planned.holders("volunteer", self.raised_at)]
            return next((person for person in others if person != self.raised_by), None)
        return self.story.about or None

    def _some_volunteer(self) -> str:
        return self.rng.choice(self.planned.holders("volunteer", self.raised_at)).person

    def _agency_name(self, seat: Seat) -> str:
        return "the police" if str(seat.agency).startswith("police") else "the agency"

    def _letter(self, name: str, group: str, by: str, kind: str, **slots: str) -> str:
        canary = self.world.mark(by, kind, self.planned.key, self.number * 100 + len(self.steps))
        return letter(self.rng, name, group, dict(self._slots(), **slots), canary)

    def _slots(self) -> dict[str, str]:
        about = self._about()
        others = [seat.person for seat in self.planned.holders("volunteer", self.raised_at)]
        other = next((person for person in others if person not in (self.raised_by, about)), self.raised_by)
        people, officer = self.world.people, "the duty officer"
        worker = people[about].given if about else "a colleague"
        return dict(self.planned.circle.life.slots(), other=people[other].given, worker=worker, officer_title=officer)
