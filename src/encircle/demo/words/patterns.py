"""Sentence patterns, compiled once: `[a|b]` is drawn each time, `{slot}` is filled in by the caller."""

import re
from collections.abc import Mapping, Sequence
from random import Random

from ..chance import pick

Pattern = tuple[str | tuple[str, ...], ...]
CHOICE = re.compile(r"\[([^\]]*)\]")


def compiled(template: str) -> Pattern:
    """Every second part of the split is what stood between brackets."""
    parts = CHOICE.split(template)
    return tuple(tuple(part.split("|")) if place % 2 else part for place, part in enumerate(parts) if place % 2 or part)


def patterns(text: str) -> tuple[Pattern, ...]:
    """One pattern a line; empty lines part them for the eye only."""
    return tuple(compiled(line.strip()) for line in text.splitlines() if line.strip())


def drawn(pattern: Pattern, rng: Random) -> str:
    return "".join(part if isinstance(part, str) else pick(rng, part) for part in pattern)


def said(pattern: Pattern, rng: Random, slots: Mapping[str, str]) -> str:
    return drawn(pattern, rng).format_map(slots)


def any_of(choices: Sequence[Pattern], rng: Random, slots: Mapping[str, str]) -> str:
    return said(pick(rng, choices), rng, slots)
