"""Striking words out of a passage, and pointing at words that may name somebody.

`flag_names` only points; a person decides. `strike_out` makes the text that is stored and sent: the struck
words are not in it, and the mark has one length, so nothing can be told from it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

MARK = "▇▇▇"

Span = tuple[int, int]  # first character, and the one after the last


class FlagKind(StrEnum):
    SURNAME = "surname"
    FIRST_NAME = "first_name"
    ADDRESS = "address"
    PHONE = "phone"
    POSTCODE = "postcode"
    EMAIL = "email"


@dataclass(frozen=True, order=True)
class Flag:
    start: int
    end: int
    kind: FlagKind


@dataclass(frozen=True)
class Known:
    """What the charity knows about the people round one Circle."""

    surnames: frozenset[str] = frozenset()
    first_names: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()


def strike_out(text: str, spans: Iterable[Span]) -> str:
    """The text with each span replaced by the mark; a span inside a word takes the whole word.

    Spans that touch, or have only spaces between them, become one mark: the number of words is hidden too.
    """
    out, position = [], 0
    for start, end in _joined(text, sorted(_whole_words(text, span) for span in spans if span[0] != span[1])):
        out += [text[position:start], MARK]
        position = end
    return "".join([*out, text[position:]])


def flag_names(text: str, known: Known) -> tuple[Flag, ...]:
    """Everything in the text that may name or reach somebody, first to last; nothing inside a longer flag."""
    folded = _Folded(text)
    found = [*_known_names(folded, known), *_known_places(folded, known), *_reachable(folded, known)]
    flags: list[Flag] = []
    for flag in sorted(found, key=lambda flag: (flag.start, -flag.end, list(FlagKind).index(flag.kind))):
        if not flags or flag.end > flags[-1].end:
            flags.append(flag)
    return tuple(flags)


# --- striking out ---


def _whole_words(text: str, span: Span) -> Span:
    start, end = span
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"No such place in the text: {span}")
    while start > 0 and _is_in_word(text[start - 1]) and _is_in_word(text[start]):
        start -= 1
    while end < len(text) and _is_in_word(text[end]) and _is_in_word(text[end - 1]):
        end += 1
    return start, end


def _is_in_word(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.category(character)[0] == "M"


def _joined(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    current: Span | None = None
    for start, end in spans:
        if current and (start <= current[1] or text[current[1] : start].isspace()):
            current = current[0], max(current[1], end)
        else:
            if current:
                yield current
            current = start, end
    if current:
        yield current


# --- reading past accents, case and typographic marks ---

_SPELLED = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-",
        "\N{NO-BREAK SPACE}": " ",
    }
)  # fmt: skip


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED))
    return "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))


_folded_character = lru_cache(maxsize=4096)(_fold)  # one character at a time: nothing anybody wrote is kept


class _Folded:
    """A text folded for comparison, which knows where each folded character came from."""

    def __init__(self, original: str) -> None:
        self.original = original
        pieces = [_folded_character(character) for character in original]
        self.text = "".join(pieces)
        self._origin = [index for index, piece in enumerate(pieces) for _ in piece] + [len(original)]

    def flag(self, match: re.Match[str], kind: FlagKind) -> Flag:
        start, last = self._origin[match.start()], self._origin[match.end() - 1]
        return Flag(start, self._past_accents(last + 1), kind)

    def is_capital(self, position: int) -> bool:
        return self.original[self._origin[position]].isupper()

    def _past_accents(self, end: int) -> int:
        while end < len(self.original) and unicodedata.category(self.original[end]) == "Mn":
            end += 1
        return end


# --- names ---

_POSSESSIVE = r"(?:'s|s'|es'|es|s|')?"
_FIRST_NAMES_THAT_ARE_WORDS = frozenset(
    re.findall(
        r"\w+",
        """amber april art august basil bill bob carol chance charity chuck clay dale dawn dean dot drew earl
        eve faith flora frank gale gene glen grace grant guy hazel heather heath holly hope iris ivy jack
        jade jean jewel joy june lance lily mark may mercy miles mike nick olive pat patience peg penny
        pearl poppy ray rich rob robin rose ruby rusty sage sandy sky sue summer sunny tony violet wade ward
        will wren""",
    )
)


def _known_names(folded: _Folded, known: Known) -> Iterator[Flag]:
    for match in _occurrences(known.surnames, folded):
        yield folded.flag(match, FlagKind.SURNAME)
    for match in _occurrences(known.first_names, folded):
        is_word = match["name"] in _FIRST_NAMES_THAT_ARE_WORDS
        if not is_word or folded.is_capital(match.start()):
            yield folded.flag(match, FlagKind.FIRST_NAME)


def _occurrences(names: Iterable[str], folded: _Folded) -> Iterator[re.Match[str]]:
    patterns = sorted({pattern for name in names if (pattern := _name_pattern(name))}, key=len, reverse=True)
    if not patterns:
        return iter(())
    return re.finditer(rf"(?<!\w)(?P<name>{'|'.join(patterns)}){_POSSESSIVE}(?!\w)", folded.text)


def _name_pattern(name: str) -> str:
    """O’Brien, OBrien and O Brien are one name; so are Smith-Jones and Smith Jones. One letter is no name."""
    words = re.findall(r"\w+", _fold(name))
    return r"['\s-]*".join(words) if len("".join(words)) > 1 else ""


# --- addresses ---

_SURE_STREETS = {
    "street": "st", "road": "rd", "avenue": "ave?", "lane": "ln", "crescent": "cres", "terrace": "terr?",
    "boulevard": "blvd", "gardens": "gdns", "mews": "mews",
}  # fmt: skip
_OTHER_STREETS = {
    "drive": "dr", "close": "cl", "court": "ct", "place": "pl", "square": "sq", "grove": "gr", "way": "way",
    "hill": "hill", "park": "pk", "row": "row", "walk": "walk", "rise": "rise", "view": "view",
    "green": "grn", "parade": "pde", "yard": "yd", "house": "hse", "villas": "villas",
    "buildings": "bldgs", "wharf": "wharf",
}  # fmt: skip
_STREETS = _SURE_STREETS | _OTHER_STREETS
_BETWEEN_NUMBER_AND_ROAD = frozenset(
    re.findall(
        r"\w+",
        """a all am an and at been by down for from hour hours in into is it left m metres mile miles min mins
        minute minutes more my of off on or other our out over people per pm right some that the their then
        this times to up was week weeks were with yards year years""",
    )
)


def _street_words(streets: dict[str, str]) -> str:
    return "|".join(rf"{name}|{short}" for name, short in streets.items())


_HOUSE_AND_STREET = re.compile(
    r"(?<![\w.])(?:(?:flat|unit|apartment|apt)\s+\w{1,4},?\s+)?\d{1,4}[a-z]?,?\s+"
    rf"(?P<names>(?:[^\W\d_][\w'-]*\s+){{1,3}})(?P<street>{_street_words(_STREETS)})(?!\w)"
)


def _known_places(folded: _Folded, known: Known) -> Iterator[Flag]:
    for address in known.addresses:
        for pattern in _address_patterns(address):
            for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", folded.text):
                yield folded.flag(match, FlagKind.ADDRESS)
    for match in _HOUSE_AND_STREET.finditer(folded.text):
        if _reads_as_a_street(match, folded):
            yield folded.flag(match, FlagKind.ADDRESS)


def _address_patterns(address: str) -> Iterator[str]:
    """The line with the street, with or without its number; an address without one, by its first line."""
    lines = [re.findall(r"\w+", line) for line in re.split(r"[,\n]", _fold(address))]
    streets = [line for line in lines if len(line) > 1 and re.fullmatch(_street_words(_STREETS), line[-1])]
    for words in streets or [line for line in lines[:1] if len(line) > 1]:
        numbered = any(character.isdigit() for character in words[0])
        name = words[1:] if numbered and len(words) > 2 else words
        number = rf"(?:{words[0]}[\s,]+)?" if name is not words else ""
        yield number + r"[\s,'-]+".join([*name[:-1], _either_spelling(name[-1])])


def _either_spelling(word: str) -> str:
    for name, short in _STREETS.items():
        if re.fullmatch(rf"{name}|{short}", word):
            return f"(?:{name}|{short})"
    return word


def _reads_as_a_street(match: re.Match[str], folded: _Folded) -> bool:
    """Ten minutes down the road is no address; 10 Mill Road and 10 mill road are."""
    words = list(re.finditer(r"\S+", match["names"]))
    if all(folded.is_capital(match.start("names") + word.start()) for word in words):
        return True
    sure = re.fullmatch(_street_words(_SURE_STREETS), match["street"])
    return bool(sure) and not any(word.group() in _BETWEEN_NUMBER_AND_ROAD for word in words)


# --- telephone, post and e-mail ---

_GAP = r"[\s().-]{0,2}"
_UK_PHONE = re.compile(
    rf"(?=[+(07])(?<![\w+])(?<!\d[.-])(?:(?:\+\s?|00{_GAP})44{_GAP}(?:\(?0\)?)?{_GAP}|\(?0{_GAP})[1235789](?:{_GAP}\d){{8,9}}(?!{_GAP}\d)"
    rf"|(?=7)(?<![\w+])7\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}(?!{_GAP}\d)"
)
# Outward and inward part as in the pattern the Cabinet Office published (BS 7666); C I K M O V never end one
_POSTCODE = re.compile(r"(?<!\w)(?:[a-z]{1,2}\d[a-z\d]?\s{0,2}\d[abd-hjlnp-uw-z]{2}|gir\s?0aa)(?!\w)")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


def _reachable(folded: _Folded, known: Known) -> Iterator[Flag]:
    has_digits = bool(re.search(r"\d", folded.text))  # most passages hold no number, and these patterns are slow
    kinds = (
        (_UK_PHONE, FlagKind.PHONE, has_digits),
        (_POSTCODE, FlagKind.POSTCODE, has_digits or "gir" in folded.text),
        (_EMAIL, FlagKind.EMAIL, "@" in folded.text),
    )
    for pattern, kind, is_possible in kinds:
        for match in pattern.finditer(folded.text) if is_possible else ():
            yield folded.flag(match, kind)
    for phone in known.phones if has_digits else ():
        if pattern_for := _phone_pattern(phone):
            for match in re.finditer(pattern_for, folded.text):
                yield folded.flag(match, FlagKind.PHONE)


def _phone_pattern(phone: str) -> str:
    """A known number in any layout; a British one with or without 0 or +44."""
    digits = re.sub(r"\D", "", phone)
    abroad = phone.strip().startswith(("+", "00")) and not digits.removeprefix("00").startswith("44")
    bare = digits.removeprefix("00") if abroad else re.sub(r"^(?:(?:00)?44)?0?", "", digits)
    if len(bare) < 5:
        return ""
    prefix = r"(?:\+|00)?" if abroad else rf"(?:(?:\+|00)?44{_GAP})?(?:\(?0\)?{_GAP})?"
    return rf"(?<!\d){prefix}{_GAP.join(bare)}(?!\d)"
