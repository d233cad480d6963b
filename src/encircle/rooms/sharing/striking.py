"""Words that may be struck out of a passage: those pointed at, those struck before, those typed by hand. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .redaction import FlagKind, Known, Span, flag_names

# What a pointer says beside the words it points at.
KIND_WORDS = {
    FlagKind.SURNAME: "a surname",
    FlagKind.FIRST_NAME: "a first name",
    FlagKind.ADDRESS: "an address",
    FlagKind.PHONE: "a telephone number",
    FlagKind.POSTCODE: "a postcode",
    FlagKind.EMAIL: "an e-mail address",
}
STRUCK_BEFORE = "struck out before"


@dataclass(frozen=True)
class Strikable:
    """The same words in every place of one passage where they stand."""

    words: str
    why: str
    spans: tuple[Span, ...]
    struck_already: bool = False  # by default: a volunteer's name, or struck in an earlier release

    @property
    def value(self) -> str:
        return " ".join(f"{start}-{end}" for start, end in self.spans)


def strikables(text: str, *, known: Known, never_named: Known, struck: Iterable[Span] = ()) -> tuple[Strikable, ...]:
    """What to offer for striking out, in the order of the text.

    Struck unless somebody unticks it: `never_named`, any address and number, and what was struck before.
    """
    struck = set(struck)
    hidden = [*struck, *((flag.start, flag.end) for flag in flag_names(text, never_named))]
    found: dict[tuple[str, str], list[Span]] = {}
    for flag in flag_names(text, known):
        found.setdefault((text[flag.start : flag.end].casefold(), KIND_WORDS[flag.kind]), []).append(
            (flag.start, flag.end)
        )
    pointed_at = {span for spans in found.values() for span in spans}
    for start, end in sorted(struck - pointed_at):
        if 0 <= start < end <= len(text):
            found.setdefault((text[start:end].casefold(), STRUCK_BEFORE), []).append((start, end))
    offered = [
        Strikable(text[spans[0][0] : spans[0][1]], why, tuple(spans), _overlap(spans, hidden))
        for (_, why), spans in found.items()
    ]
    return tuple(sorted(offered, key=lambda one: one.spans))


def places_of(typed: str, text: str) -> tuple[list[Span], list[str]]:
    """Where words typed by hand stand in the text (commas or lines part them), and those that do not stand in it."""
    spans: list[Span] = []
    missing: list[str] = []
    for words in filter(None, (piece.strip() for piece in re.split(r"[,\n]", typed))):
        found = [match.span() for match in _pattern(words).finditer(text)]
        spans += found
        missing += [] if found else [words]
    return spans, missing


def spans_of(values: Sequence[str]) -> list[Span]:
    """Places as a form carries them: "12-20 45-53". The form has checked that they were offered."""
    pairs = [pair.split("-") for value in values for pair in value.split()]
    return [(int(start), int(end)) for start, end in pairs]


def _overlap(some: Iterable[Span], others: Iterable[Span]) -> bool:
    others = tuple(others)
    return any(a < d and c < b for a, b in some for c, d in others)


def _pattern(words: str) -> re.Pattern[str]:
    inner = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(rf"(?<!\w){inner}(?!\w)", re.IGNORECASE)
