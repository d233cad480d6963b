"""Two texts of the same minutes side by side: what a correction changed, and what two people changed at once."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_PAIRS = 400_000  # of equal words: about a second's work

# --- a readable difference ---


class PieceKind(StrEnum):
    KEPT = "kept"
    TAKEN_OUT = "taken_out"
    PUT_IN = "put_in"


class ChangeKind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class PassageText:
    """One passage of a version. `key` is what makes it the same passage in another version: part and topic."""

    key: str
    text: str


@dataclass(frozen=True)
class Piece:
    kind: PieceKind
    text: str


@dataclass(frozen=True)
class Change:
    """What became of one passage. `moved`: it stands elsewhere among the passages both versions have."""

    key: str
    kind: ChangeKind
    pieces: tuple[Piece, ...]
    moved: bool = False


def difference(old: Sequence[PassageText], new: Sequence[PassageText]) -> tuple[Change, ...]:
    """One change for each passage of either version: the new version's in its order, then those removed."""
    before, after = _by_key(old), _by_key(new)
    moved = _moved([key for key in after if key in before], list(before))
    stay_or_come = [_change(key, before.get(key), text, is_moved=key in moved) for key, text in after.items()]
    gone = [_change(key, text, None) for key, text in before.items() if key not in after]
    return (*stay_or_come, *gone)


def word_difference(old: str, new: str) -> tuple[Piece, ...]:
    """The words kept, taken out and put in. Kept and taken out together are the old text, kept and put in the new."""
    a, b = _words(old), _words(new)
    start = _common_start(a, b)
    end = _common_start(a[start:][::-1], b[start:][::-1])
    middle = _pieces(a[start : len(a) - end], b[start : len(b) - end])
    around = [(PieceKind.KEPT, a[:start]), *middle, (PieceKind.KEPT, a[len(a) - end :])]
    return tuple(Piece(kind, "".join(words)) for kind, words in around if words)


def _by_key(passages: Iterable[PassageText]) -> dict[tuple[str, int], str]:
    """The second passage under one heading is another passage."""
    texts: dict[tuple[str, int], str] = {}
    for passage in passages:
        number = 0
        while (passage.key, number) in texts:
            number += 1
        texts[passage.key, number] = passage.text
    return texts


def _change(key: tuple[str, int], old: str | None, new: str | None, *, is_moved: bool = False) -> Change:
    pieces: tuple[Piece, ...]
    if old is None:
        kind, pieces = ChangeKind.ADDED, (Piece(PieceKind.PUT_IN, new or ""),)
    elif new is None:
        kind, pieces = ChangeKind.REMOVED, (Piece(PieceKind.TAKEN_OUT, old),)
    else:
        kind = ChangeKind.SAME if old == new else ChangeKind.CHANGED
        pieces = word_difference(old, new)
    return Change(key[0], kind, tuple(piece for piece in pieces if piece.text), is_moved)


def _moved(now: Sequence[tuple[str, int]], before: Sequence[tuple[str, int]]) -> set[tuple[str, int]]:
    """The fewest passages whose moving explains the new order: all outside a longest run still in order."""
    places = {key: place for place, key in enumerate(before)}
    ends: list[int] = []  # the smallest last place of a run of each length
    length_at = []
    for key in now:
        length = bisect_left(ends, places[key])
        ends[length : length + 1] = [places[key]]
        length_at.append(length)
    in_order, wanted = set(), len(ends) - 1
    for key, length in reversed(list(zip(now, length_at, strict=True))):
        if length == wanted:
            in_order.add(key)
            wanted -= 1
    return set(now) - in_order


def _words(text: str) -> list[str]:
    """Words and marks, each with the space before it, so that a word put in at the end touches no other."""
    return re.findall(r"\s*(?:\w+(?:['’-]\w+)*|[^\w\s])|\s+", text)


def _common_start(a: Sequence[str], b: Sequence[str]) -> int:
    for place, (left, right) in enumerate(zip(a, b, strict=False)):
        if left != right:
            return place
    return min(len(a), len(b))


def _pieces(a: Sequence[str], b: Sequence[str]) -> Iterable[tuple[PieceKind, Sequence[str]]]:
    # words that stand everywhere pair everything with everything: past a limit they only join their neighbours
    counts = Counter(b)
    too_many = sum(counts[word] for word in a) > MOST_PAIRS
    matcher = SequenceMatcher(None, a, b, autojunk=too_many)
    for tag, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        if tag == "equal":
            yield PieceKind.KEPT, a[a_start:a_end]
        else:
            yield PieceKind.TAKEN_OUT, a[a_start:a_end]
            yield PieceKind.PUT_IN, b[b_start:b_end]


# --- two people at once ---


class ClashState(StrEnum):
    SAME = "same"
    ONLY_MINE = "only_mine"
    ONLY_THEIRS = "only_theirs"
    BOTH_ALIKE = "both_alike"
    MUST_CHOOSE = "must_choose"


class Choice(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class NotChosen(ValueError):
    """A passage both people changed has no choice yet. `keys` says which."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__("Choose which words to keep.")
        self.keys = keys


@dataclass(frozen=True)
class FieldClash:
    """One passage or field, as it was, as I have it and as they have it; None where it is not there."""

    key: str
    state: ClashState
    base: str | None
    mine: str | None
    theirs: str | None


def clash(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[FieldClash, ...]:
    """Each passage or field of any of the three, in the order of theirs, then mine, then the base."""
    keys = dict.fromkeys([*theirs, *mine, *base])
    return tuple(_clash(key, base.get(key), mine.get(key), theirs.get(key)) for key in keys)


def must_choose(clashes: Iterable[FieldClash]) -> tuple[FieldClash, ...]:
    return tuple(field for field in clashes if field.state is ClashState.MUST_CHOOSE)


def merge(clashes: Iterable[FieldClash], choices: Mapping[str, Choice]) -> dict[str, str]:
    """What to save: whatever one person changed, and the chosen words where both did.

    Raises NotChosen while a choice is missing: nothing is overwritten in silence.
    """
    clashes = tuple(clashes)
    missing = [field.key for field in must_choose(clashes) if field.key not in choices]
    if missing:
        raise NotChosen(missing)
    merged = {field.key: _settled(field, choices) for field in clashes}
    return {key: text for key, text in merged.items() if text is not None}


def _clash(key: str, base: str | None, mine: str | None, theirs: str | None) -> FieldClash:
    if mine == theirs:
        state = ClashState.SAME if mine == base else ClashState.BOTH_ALIKE
    elif theirs == base:
        state = ClashState.ONLY_MINE
    else:
        state = ClashState.ONLY_THEIRS if mine == base else ClashState.MUST_CHOOSE
    return FieldClash(key, state, base, mine, theirs)


def _settled(field: FieldClash, choices: Mapping[str, Choice]) -> str | None:
    if field.state is ClashState.ONLY_MINE:
        return field.mine
    if field.state is not ClashState.MUST_CHOOSE:
        return field.theirs
    match choices[field.key]:
        case Choice.MINE:
            return field.mine
        case Choice.THEIRS:
            return field.theirs
        case Choice.BOTH:
            return "\n\n".join(text for text in (field.theirs, field.mine) if text)
