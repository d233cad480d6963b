"""Writes the minutes of one meeting: the same brief always gives the same words, and only when they are wanted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from ..chance import chance, pick, shuffled
from .library import SPOKEN, TOPICS, Groups, groups, topic_groups
from .life import Life
from .patterns import Pattern, said

PREPARATION = "preparation"
WITH_CORE_MEMBER = "with_core_member"
DEBRIEF = "debrief"
CONTACT = "contact"
LENGTHS = {"short": 85, "normal": 125, "long": 200, "key": 300}
LONGEST = 390
CANARY_NOTES = ("(Our paper note of this is {}.)", "Filed with the paper notes as {}.", "Paper note: {}.")


@dataclass(frozen=True, slots=True)
class MinutesBrief:
    """Everything a meeting's words depend on."""

    seed: int
    circle: str
    kind: str
    number: int
    life: Life
    stage: str
    author: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]  # topic and length
    state: str = "held"
    is_review: bool = False
    is_holiday: bool = False
    is_first: bool = False
    canaries: Mapping[str, str] = field(default_factory=dict)  # by topic


@dataclass(frozen=True, slots=True)
class Passage:
    part: str
    topic: str
    text: str


def outline(brief: MinutesBrief) -> tuple[tuple[str, str], ...]:
    """Part and topic of every passage, known without writing a word."""
    met = brief.state not in ("not_attended", "not_quorate")
    spoken = [topic for topic, _ in brief.topics] if met else ["week"]
    middle = [(WITH_CORE_MEMBER, topic) for topic in spoken]
    return ((PREPARATION, PREPARATION), *middle, (DEBRIEF, DEBRIEF), (CONTACT, CONTACT))


def write_minutes(brief: MinutesBrief) -> tuple[Passage, ...]:
    return tuple(MinutesWriter(brief).passages())


class MinutesWriter:
    def __init__(self, brief: MinutesBrief) -> None:
        self.brief = brief
        self.rng = chance(brief.seed, "minutes", brief.circle, brief.number)
        self.voice = voice_of(brief.seed, brief.circle)
        self.slots = self._slots()

    def passages(self) -> Iterator[Passage]:
        lengths = dict(self.brief.topics)
        for part, topic in outline(self.brief):
            text = self._words_of(part, topic, LENGTHS[lengths.get(topic, "short")])
            canary = self.brief.canaries.get(topic)
            note = f" {pick(self.rng, CANARY_NOTES).format(canary)}" if canary else ""
            yield Passage(part, topic, text + note)

    def _words_of(self, part: str, topic: str, words: int) -> str:
        if part == WITH_CORE_MEMBER:
            return self.with_core_member(topic, words)
        return {PREPARATION: self.preparation, DEBRIEF: self.debrief, CONTACT: self.contact}[part]()

    def with_core_member(self, topic: str, words: int) -> str:
        if self.brief.state in ("not_attended", "not_quorate"):
            return self._ending()
        text = self.topic(topic, words)
        return f"{text}\n\n{self._ending()}" if self.brief.state == "stopped_early" and topic == "week" else text

    def preparation(self) -> str:
        own = groups("topics", PREPARATION)
        lines = [self._say(own["open"], "preparation/open")]
        if self.brief.absent:
            lines.append(f"{' and '.join(self.brief.absent)} had sent apologies.")
        for case, applies in self._occasions():
            lines += [self._say(own[case], case)] if applies else []
        group = "first" if self.brief.is_first else "body"
        return self._filled(lines, self._in_turn(own[group], f"preparation/{group}"), LENGTHS["short"])

    def _occasions(self) -> Sequence[tuple[str, bool]]:
        brief = self.brief
        last = brief.stage == "ending" and self.rng.random() < 0.4
        return (("holiday", brief.is_holiday), ("review", brief.is_review), ("last", last))

    def topic(self, topic: str, words: int) -> str:
        own = topic_groups(topic, self.brief.life.variant)
        path = f"{topic}/{self.brief.life.variant}"
        body = self._body(own, path)
        closing = [self._say(own["circle"], f"{path}/circle"), self._say(own["next"], f"{path}/next")]
        if words >= LENGTHS["long"]:
            closing[:0] = [self._say(own["circle"], f"{path}/circle", turn=1)]
        if self.brief.kind == "adapted" and self.rng.random() < 0.6:
            place = list(TOPICS).index(topic)
            closing[:0] = [self._say(groups("topics", "adapted")["body"], "adapted", turn=place)]
        room = words - sum(len(line.split()) for line in closing)
        opening = self._filled([self._say(own["open"], f"{path}/open")], body, room)
        return _paragraphs([opening, *closing] if words < LENGTHS["long"] else [opening, "", *closing])

    def _body(self, own: Groups, path: str) -> Sequence[Pattern]:
        """This stage first, in this Circle's own order, then calmer days, so that no two meetings read alike."""
        stage = self._in_turn(own.get(self.brief.stage, ()), f"{path}/{self.brief.stage}")
        other = [line for line in self._in_turn(own["body"], f"{path}/body") if line not in stage]
        share = len(stage) if self.brief.stage == "setback" else 2
        return [*stage[:share], *other[:1], *stage[share:], *other[1:]]

    def debrief(self) -> str:
        own = groups("topics", DEBRIEF)
        lines = [
            self._say(own["open"], "debrief/open"),
            self._say(own[self.brief.stage], f"debrief/{self.brief.stage}"),
        ]
        text = self._filled(lines, self._in_turn(own["body"], "debrief/body"), LENGTHS["short"] - 12)
        return f"{text} {self._say(own['next'], 'debrief/next')}"

    def contact(self) -> str:
        own, variant = groups("topics", CONTACT), self.brief.life.variant
        group = variant if variant in own else "setback" if self._is_bad_week() else "body"
        return self._say(own[group], f"contact/{group}")

    def _is_bad_week(self) -> bool:
        return self.brief.stage == "setback" and self.rng.random() < 0.5

    def _ending(self) -> str:
        own = groups("topics", "endings")[self.brief.state]
        lines = [self._say(own, self.brief.state)]
        return self._filled(lines, self._in_turn(groups("topics", DEBRIEF)["body"], "debrief/alone"), LENGTHS["short"])

    def _filled(self, lines: list[str], body: Sequence[Pattern], words: int) -> str:
        """The lines, and as much of the body as it takes to reach so many words."""
        count = sum(len(line.split()) for line in lines)
        for pattern in body:
            if count >= words:
                break
            lines.append(said(pattern, self.rng, self.slots))
            count += len(lines[-1].split())
        return " ".join(lines)

    def _say(self, choices: Sequence[Pattern], path: str, *, turn: int = 0) -> str:
        order = self._in_turn(choices, path)
        return said(order[turn % len(order)], self.rng, self.slots)

    def _in_turn(self, choices: Sequence[Pattern], path: str) -> Sequence[Pattern]:
        """What comes next in this Circle, a little out of order, so that no two runs of sentences are alike."""
        order = list(self.voice.in_turn(choices, path, self.brief.number))
        for place in range(min(len(order) - 1, 6)):
            other = min(place + int(self.rng.random() * 3), len(order) - 1)
            order[place], order[other] = order[other], order[place]
        return order

    def _slots(self) -> dict[str, str]:
        brief = self.brief
        first, second, *_ = [*shuffled(self.rng, brief.present), "The coordinator", "one of us"]
        topics = [SPOKEN[topic] for topic, _ in brief.topics] or ["the week"]
        own = dict(brief.life.slots(), v1=first, v2=second, author=brief.author, topic_one=topics[0])
        own["topic_two"] = topics[-1] if len(topics) > 1 else "the weekend"
        return own


@dataclass(slots=True)
class Voice:
    """One Circle's own order of everything it may say, moving on from meeting to meeting."""

    seed: int
    circle: str
    _orders: dict[str, list[Pattern]] = field(default_factory=dict)

    def in_turn(self, choices: Sequence[Pattern], path: str, number: int) -> Sequence[Pattern]:
        if not choices:
            return ()
        order = self._orders.get(path)
        if order is None:
            order = self._orders[path] = shuffled(chance(self.seed, "voice", self.circle, path), choices)
        start = (number * 3 + number // 4) % len(order)
        return order[start:] + order[:start]


@lru_cache(maxsize=64)
def voice_of(seed: int, circle: str) -> Voice:
    return Voice(seed, circle)


def _paragraphs(lines: Sequence[str]) -> str:
    """A long passage breathes: an empty line begins a new paragraph."""
    text = " ".join(line or "\n\n" for line in lines)
    return text.replace(" \n\n ", "\n\n")


def stage_at(rng: Random, number: int, total: int) -> str:
    """A plausible arc: settling in, then calm with setbacks and progress, and a real ending."""
    share = number / max(total, 1)
    if number <= 5:
        return "settling"
    if number > total - 4 and total > 20:
        return "ending"
    weights = {"steady": 5, "setback": 3 if 0.25 < share < 0.6 else 1, "progress": 1 + int(share * 5)}
    return rng.choices(list(weights), list(weights.values()))[0]
