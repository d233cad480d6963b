"""What changed between two texts, first by paragraph and then by word, so that long texts stay quick."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Kind = Literal["same", "added", "removed"]
LONGEST = 4000  # words in one changed stretch; beyond it the stretch is shown whole, removed and added


class Piece(NamedTuple):
    kind: Kind
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """The pieces in reading order; the "same" and "removed" ones give `old`, "same" and "added" give `new`."""
    lines = _tidy(old).splitlines(keepends=True), _tidy(new).splitlines(keepends=True)
    return list(_joined(_by_line(*lines)))


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n")


def _by_line(old: list[str], new: list[str]) -> Iterator[Piece]:
    for same, before, after in _stretches(old, new):
        if same:
            yield Piece("same", "".join(before))
        else:
            yield from _by_word("".join(before), "".join(after))


def _by_word(old: str, new: str) -> Iterator[Piece]:
    before, after = re.findall(r"\s+|\w+|[^\w\s]", old), re.findall(r"\s+|\w+|[^\w\s]", new)
    if max(len(before), len(after)) > LONGEST:
        yield from (Piece("removed", old), Piece("added", new))
        return
    for same, removed, added in _stretches(before, after):
        if same:
            yield Piece("same", "".join(removed))
        else:
            yield from (Piece("removed", "".join(removed)), Piece("added", "".join(added)))


def _stretches(old: list[str], new: list[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield kind == "equal", old[a:b], new[c:d]


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind become one piece, and empty ones vanish."""
    waiting: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if waiting and waiting.kind == piece.kind:
            waiting = Piece(piece.kind, waiting.text + piece.text)
            continue
        if waiting:
            yield waiting
        waiting = piece
    if waiting:
        yield waiting
