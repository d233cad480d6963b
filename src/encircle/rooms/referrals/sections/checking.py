"""Read what was typed into a section: answers that can be accepted, and a sentence for each that cannot."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from .identifiers import WrongIdentifier
from .identifiers import tidy as tidy_identifier
from .shapes import NOT_KNOWN, Asks, Checked, Fault, Question, Typed
from .tools import wrong_band

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
PARTS = ("day", "month", "year")
EARLIEST, LATEST = date(1900, 1, 1), date(2150, 1, 1)


def fields_of(questions: Iterable[Question]) -> dict[str, bool]:
    """The names of the form's fields, and whether each may hold several values."""
    names: dict[str, bool] = {}
    for question in questions:
        if question.asks == Asks.DATE:
            names |= {f"{question.code}_{part}": False for part in PARTS}
        else:
            names[question.code] = question.asks == Asks.MANY
        if question.not_known_code:
            names[question.not_known_code] = False
    return names


def check(questions: Sequence[Question], typed: Typed) -> Checked:
    values: dict[str, str | list[str]] = {}
    faults: list[Fault] = []
    for question in questions:
        if not is_asked(question, typed):
            continue
        try:
            value = _value(question, typed)
        except _Wrong as wrong:
            faults.append(Fault(question.code, wrong.text, wrong.parts))
            continue
        if value:
            values[question.code] = value
        elif question.required:
            faults.append(Fault(question.code, _missing(question)))
    if not faults and (wrong_words := wrong_band(values)):
        faults.append(Fault("band", wrong_words))
    return Checked(values, tuple(faults))


def is_asked(question: Question, typed: Typed) -> bool:
    return question.under is None or text_of(typed, question.under[0]) == question.under[1]


def text_of(typed: Typed, name: str) -> str:
    value = typed.get(name, "")
    return (value if isinstance(value, str) else " ".join(value)).strip()


class _Wrong(Exception):
    def __init__(self, text: str, parts: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.text, self.parts = text, parts


def _value(question: Question, typed: Typed) -> str | list[str]:
    if question.asks == Asks.MANY:
        return _chosen(question, typed)
    is_not_known = bool(question.not_known_code and text_of(typed, question.not_known_code))
    value = _date(question, typed) if question.asks == Asks.DATE else _text(question, typed)
    if value and is_not_known:
        raise _Wrong(f"Enter {question.says} or select “Not known”, not both")
    return NOT_KNOWN if is_not_known else value


def _chosen(question: Question, typed: Typed) -> list[str]:
    given = typed.get(question.code, [])
    wanted = [given] if isinstance(given, str) else list(given)
    known = [choice.value for choice in question.options]
    if any(one not in known for one in wanted if one):
        raise _Wrong(f"Select {question.says} from the list")
    return [value for value in known if value in wanted]


def _text(question: Question, typed: Typed) -> str:
    text = text_of(typed, question.code)
    if not text:
        return ""
    if question.asks == Asks.CONFIRM:
        return "yes"
    if question.chooses:
        if text not in {choice.value for choice in question.options}:
            raise _Wrong(f"Select {question.says} from the list")
        return text
    if len(text) > question.longest:
        raise _Wrong(f"{_large(question.says)} must be {question.longest:,} characters or fewer. It has {len(text):,}")
    return _identifier(question, text) if question.asks == Asks.IDENTIFIER else text


def _identifier(question: Question, text: str) -> str:
    try:
        return tidy_identifier(question.identifier, text)
    except WrongIdentifier as wrong:
        raise _Wrong(str(wrong)) from None


def _date(question: Question, typed: Typed) -> str:
    parts = [text_of(typed, f"{question.code}_{part}") for part in PARTS]
    if not any(parts):
        return ""
    name = _large(question.says)
    if missing := tuple(part for part, text in zip(PARTS, parts, strict=True) if not text):
        raise _Wrong(f"{name} must include a {' and '.join(missing)}", missing)
    if not re.fullmatch(r"\d{4}", parts[2]):
        raise _Wrong("Year must have 4 numbers", ("year",))
    try:
        day = date(int(parts[2]), _month(parts[1]), int(parts[0]))
    except ValueError:
        raise _Wrong(f"{name} must be a real date", PARTS) from None
    if not EARLIEST <= day < LATEST:
        raise _Wrong(f"{name} must be between 1900 and 2150", ("year",))
    return day.isoformat()


def _month(typed: str) -> int:
    if typed.isascii() and typed.isdigit():
        return int(typed)
    found = [place for place, name in enumerate(MONTHS, 1) if len(typed) >= 3 and name.startswith(typed.lower())]
    if len(found) != 1:
        raise ValueError(typed)
    return found[0]


def _missing(question: Question) -> str:
    if question.asks == Asks.CONFIRM:
        return f"Confirm {question.says}"
    verb = "Select" if question.chooses or question.asks == Asks.MANY else "Enter"
    or_not_known = " or select “Not known”" if question.not_known_code else ""
    return f"{verb} {question.says}{or_not_known}"


def _large(words: str) -> str:
    return words[:1].upper() + words[1:]
