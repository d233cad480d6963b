"""What must not stand in a message to volunteers, found in what is typed. Plain Python: names come in, finds go out.

A message is no place for a case. A core member's name and a Circle's name or reference are refused. What may be
somebody's (a given name, a telephone number, an address, a date of birth) is asked about.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

# The youngest somebody the charity works with can be: the age of criminal responsibility in England and Wales
# (Children and Young Persons Act 1933, section 50). A full date longer ago may be a date of birth.
YOUNGEST = 10
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")  # a letter may carry marks of its own
_POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})\b", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?<![\w+])(?:\+ ?44 ?(?:\(0\))?|\(?0)(?:[ ().-]{0,2}[0-9]){9,10}(?![0-9])")
_BIRTH = re.compile(r"\b(?:date of birth|d\.?o\.?b\b\.?|born (?:on|in)\b)", re.IGNORECASE)
_DATES = (
    re.compile(r"\b[0-9]{1,2}[/.-][0-9]{1,2}[/.-]([0-9]{4})\b"),
    re.compile(r"\b([0-9]{4})-[0-9]{1,2}-[0-9]{1,2}\b"),
    re.compile(rf"\b[0-9]{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? ([0-9]{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?,? ([0-9]{{4}})\b", re.IGNORECASE),
)


class Kind(Enum):
    CORE_MEMBER = auto()
    CIRCLE = auto()
    NAME = auto()  # a name that others bear too
    POSTCODE = auto()
    TELEPHONE = auto()
    BIRTH = auto()

    @property
    def is_refused(self) -> bool:
        return self in (Kind.CORE_MEMBER, Kind.CIRCLE)


@dataclass(frozen=True)
class Find:
    kind: Kind
    typed: str  # exactly what stands in the text, and no more


@dataclass(frozen=True)
class Person:
    """A core member as the sender may see them."""

    given: str
    family: str
    known_as: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Kept:
    """What the sender knows and a message must not name."""

    people: Sequence[Person] = ()
    circles: Sequence[str] = ()  # names and references


@dataclass(frozen=True)
class _Span:
    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class _Word:
    plain: str
    start: int
    end: int
    is_capital: bool


def finds(text: str, kept: Kept, *, year: int) -> list[Find]:
    """Each once, in the order of the text. `year`: the present one."""
    text = unicodedata.normalize("NFC", text)
    words = list(_words(text))
    found = sorted([*_named(words, kept), *_numbers(text, year)], key=lambda one: (one.start, -one.end))
    outer, last = [], 0
    for one in found:  # a family name inside a whole name is no find of its own
        if one.end > last:
            outer.append(Find(one.kind, text[one.start : one.end]))
            last = one.end
    return list(dict.fromkeys(outer))


def _plain(word: str) -> str:
    """Without accents and capitals, so that Zoë, ZOE and zoe are one name."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(_LETTERS)


def _words(text: str) -> Iterator[_Word]:
    for match in _WORD.finditer(text):
        word = match.group()
        yield _Word(_plain(word), match.start(), match.end(), word[0].isupper())


def _named(words: Sequence[_Word], kept: Kept) -> Iterator[_Span]:
    by_first: dict[str, list[tuple[tuple[str, ...], Kind, bool]]] = {}
    for name, kind, needs_capital in _wanted(kept):
        by_first.setdefault(name[0], []).append((name, kind, needs_capital))
    for place, word in enumerate(words):
        # "Applegarths" and "Applegarth's" name an Applegarth.
        for first in {word.plain, word.plain.removesuffix("s")}:
            for name, kind, needs_capital in by_first.get(first, ()):
                there = words[place : place + len(name)]
                if _is(there, name) and (word.is_capital or not needs_capital):
                    yield _Span(kind, word.start, there[-1].end)


def _is(there: Sequence[_Word], name: tuple[str, ...]) -> bool:
    *first, last = (word.plain for word in there)
    return tuple(first) == name[:-1] and last in (name[-1], f"{name[-1]}s") if len(there) == len(name) else False


def _wanted(kept: Kept) -> Iterator[tuple[tuple[str, ...], Kind, bool]]:
    """What is looked for, as words, and whether it counts only with a capital.

    A family name in small letters may be a plain word (field, green); it is asked about, as given names are.
    """
    for one in kept.people:
        given, family, called = _split(one.given), _split(one.family), _split(one.known_as)
        for whole in {given + family, family + given, called + family}:
            yield from _if_any(whole, Kind.CORE_MEMBER)
        yield from _if_any(family, Kind.CORE_MEMBER, needs_capital=True)
        yield from _if_any(family, Kind.NAME)
        for alone in {given, called}:
            yield from _if_any(alone, Kind.NAME, needs_capital=True)
        yield from _if_any(_split(one.reference), Kind.CORE_MEMBER)
    for words in kept.circles:
        yield from _if_any(_split(words), Kind.CIRCLE)


def _if_any(
    name: tuple[str, ...], kind: Kind, *, needs_capital: bool = False
) -> Iterator[tuple[tuple[str, ...], Kind, bool]]:
    if len("".join(name)) > 1:  # a lone letter names nobody
        yield name, kind, needs_capital


def _split(name: str) -> tuple[str, ...]:
    return tuple(_plain(word) for word in _WORD.findall(unicodedata.normalize("NFC", name)))


def _numbers(text: str, year: int) -> Iterator[_Span]:
    patterns: Iterable[tuple[re.Pattern[str], Kind]] = (
        (_POSTCODE, Kind.POSTCODE),
        (_TELEPHONE, Kind.TELEPHONE),
        (_BIRTH, Kind.BIRTH),
    )
    for pattern, kind in patterns:
        for match in pattern.finditer(text):
            yield _Span(kind, match.start(), match.end())
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if int(match.group(1)) <= year - YOUNGEST:
                yield _Span(Kind.BIRTH, match.start(), match.end())
