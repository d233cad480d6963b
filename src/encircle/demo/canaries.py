"""Canaries: a word no one could guess in every text that could leak, so that a leak says whose text it was.

A canary looks like `heronbrook-7kq2mx9d`: small letters, digits and one hyphen, so that HTML, JSON, a URL, a log
line and a search index all keep it as it is. The proofs call `find_canaries` on everything that leaves Encircle
and ask the plan's `CanaryBook` who owns what they found.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

FIRST_WORDS = (
    "heron otter willow lapwing curlew badger dunnock teal merlin plover siskin linnet marten vole adder "
    "swift dipper avocet bittern corncrake"
)
SECOND_WORDS = "brook mere holt wick combe thwaite beck fold stead dell ridge ford marsh croft leigh garth"
FIRST, SECOND = tuple(FIRST_WORDS.split()), tuple(SECOND_WORDS.split())
MARKS = "23456789bcdfghjkmnpqrstvwxz"  # no vowels: chance spells no words
MARK_LENGTH = 8

PATTERN = re.compile(rf"\b(?:{'|'.join(FIRST)})(?:{'|'.join(SECOND)})-[{MARKS}]{{{MARK_LENGTH}}}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Canary:
    """Whose text it marks, which kind of text, in which Circle ("" outside one), and which one of several."""

    token: str
    person: str
    kind: str
    circle: str = ""
    number: int = 0


def canary_token(*, seed: int, person: str, kind: str, circle: str = "", number: int = 0) -> str:
    """Deterministic by seed, yet not to be guessed from the name: a keyed digest chooses every letter."""
    subject = "\x1f".join((person, kind, circle, str(number)))
    digest = hmac.digest(f"encircle-demonstration-{seed}".encode(), subject.encode(), hashlib.sha256)
    return f"{FIRST[digest[0] % len(FIRST)]}{SECOND[digest[1] % len(SECOND)]}-{_mark(digest[2:])}"


def _mark(digest: bytes) -> str:
    value = int.from_bytes(digest, "big")
    letters = []
    for _ in range(MARK_LENGTH):
        value, place = divmod(value, len(MARKS))
        letters.append(MARKS[place])
    return "".join(letters)


def find_canaries(text: str) -> set[str]:
    return {token.lower() for token in PATTERN.findall(text)}


@dataclass(slots=True)
class CanaryBook:
    """Every canary that was handed out, so that a proof can say whose text it has found."""

    seed: int
    _known: dict[str, Canary] = field(default_factory=dict)

    def mark(self, *, person: str, kind: str, circle: str = "", number: int = 0) -> str:
        token = canary_token(seed=self.seed, person=person, kind=kind, circle=circle, number=number)
        canary = Canary(token, person, kind, circle, number)
        if self._known.setdefault(token, canary) != canary:
            raise ValueError("Two different texts drew the same canary: change the seed.")
        return token

    def owner(self, token: str) -> Canary | None:
        return self._known.get(token.lower())

    def found_in(self, text: str) -> set[Canary]:
        return {known for token in find_canaries(text) if (known := self.owner(token)) is not None}

    def of(self, *, person: str | None = None, kind: str | None = None, circle: str | None = None) -> set[Canary]:
        return {
            canary
            for canary in self
            if person in (None, canary.person) and kind in (None, canary.kind) and circle in (None, canary.circle)
        }

    def __iter__(self) -> Iterator[Canary]:
        return iter(self._known.values())

    def __len__(self) -> int:
        return len(self._known)
