"""What people write to one another: remarks, corrections, concerns, news, telephone notes, reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from ..chance import pick
from ..people import GROUND, HEDGE, MEN, WOMEN
from .library import SPOKEN, groups, pairs
from .minutes import WITH_CORE_MEMBER, MinutesBrief, outline
from .patterns import any_of, said

NOTES = (" (Our reference for this: {}.)", " Paper copy: {}.", " Noted on paper as {}.")
CORRECTIONS = {  # what is corrected -> how the room of meetings calls it
    "names": "names_and_spelling",
    "spelling": "names_and_spelling",
    "opinion": "more",
    "fact": "more",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """A sentence in one passage, before and after."""

    kind: str
    topic: str
    before: str
    after: str


def letter(rng: Random, name: str, group: str, slots: Mapping[str, str], canary: str = "") -> str:
    """One text of a kind, with a canary where its leaking is to be noticed."""
    return noted(rng, any_of(groups("talk", name)[group], rng, slots), canary)


def noted(rng: Random, text: str, canary: str) -> str:
    return text + pick(rng, NOTES).format(canary) if canary else text


def remark_text(rng: Random, kind: str, brief: MinutesBrief, canary: str = "") -> str:
    name, group = ("returns", "body") if kind == "return" else ("comments", kind)
    return letter(rng, name, group, _slots(rng, brief), canary)


def correction_of(rng: Random, brief: MinutesBrief) -> Correction:
    group = pick(rng, tuple(CORRECTIONS))
    before, after = pick(rng, pairs("corrections", group))
    slots = dict(_slots(rng, brief), third=_somebody(rng))
    topics = [topic for part, topic in outline(brief) if part == WITH_CORE_MEMBER]
    return Correction(CORRECTIONS[group], pick(rng, topics), said(before, rng, slots), said(after, rng, slots))


def _somebody(rng: Random) -> str:
    """The full name of someone outside the Circle, which has no business in the minutes."""
    return f"{pick(rng, WOMEN + MEN)} {pick(rng, HEDGE)}{pick(rng, GROUND)}"


def _slots(rng: Random, brief: MinutesBrief) -> dict[str, str]:
    others = [name for name in (*brief.present, *brief.absent) if name != brief.author]
    topic = SPOKEN[pick(rng, brief.topics)[0]]
    other = pick(rng, others) if others else "the coordinator"
    return dict(brief.life.slots(), author=brief.author, other=other, topic=topic)
