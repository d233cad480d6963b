"""What a draft holds of a section, what is still missing in it, and how its answers read once frozen.

A draft keeps what was typed, right or wrong: {"typed": {…}, "entries": [{"id": …, "typed": {…}}]}. What is frozen keeps
the answers by their codes, to work with, and the very lines that were checked before sending, to read: questions may
be worded otherwise one day, and what was submitted must not change with them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .checking import check, fields_of, text_of
from .shapes import NOT_KNOWN, NOT_KNOWN_LABEL, Asks, Checked, Line, Question, Section, Typed
from .tools import BY_CODE

HIDDEN = "••••••"
LONGEST_FIELD = 20_000


@dataclass(frozen=True)
class Entry:
    """One of a list's entries, as it stands in a draft."""

    id: str
    typed: Typed


@dataclass(frozen=True)
class Draft:
    """One section of a draft, read back from what is kept."""

    typed: Typed = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()

    @property
    def kept(self) -> dict[str, Any]:
        entries = [{"id": entry.id, "typed": dict(entry.typed)} for entry in self.entries]
        return {"typed": dict(self.typed), "entries": entries}

    def with_typed(self, typed: Typed) -> "Draft":
        return Draft(typed, self.entries)

    def with_entry(self, entry: Entry) -> "Draft":
        """The entry in its place, or at the end when it is new."""
        if any(one.id == entry.id for one in self.entries):
            return Draft(self.typed, tuple(entry if one.id == entry.id else one for one in self.entries))
        return Draft(self.typed, (*self.entries, entry))

    def without_entry(self, entry_id: str) -> "Draft":
        return Draft(self.typed, tuple(one for one in self.entries if one.id != entry_id))

    def entry(self, entry_id: str) -> Entry | None:
        return next((one for one in self.entries if one.id == entry_id), None)


def read_back(kept: Mapping[str, Any] | None) -> Draft:
    kept = kept or {}
    return Draft(kept.get("typed", {}), tuple(Entry(one["id"], one["typed"]) for one in kept.get("entries", ())))


def tidy(questions: Sequence[Question], posted: Mapping[str, Sequence[str]]) -> dict[str, str | list[str]]:
    """What of a posted page belongs to these questions: known fields that hold anything, line ends as one character."""
    typed: dict[str, str | list[str]] = {}
    for name, is_several in fields_of(questions).items():
        texts = [text.replace("\0", "").replace("\r\n", "\n")[:LONGEST_FIELD] for text in posted.get(name, ())]
        if is_several and (chosen := [text for text in texts if text]):
            typed[name] = chosen
        elif not is_several and texts and texts[-1].strip():
            typed[name] = texts[-1]
    return typed


# --- what is missing ---


def asks_for_entries(section: Section, typed: Typed) -> bool:
    entries = section.entries
    return entries is not None and text_of(typed, entries.when[0]) == entries.when[1]


def wrong_entries(section: Section, draft: Draft) -> list[Entry]:
    """Entries with something missing, in the order of the list."""
    if section.entries is None:
        return []
    return [entry for entry in draft.entries if not check(section.entries.questions, entry.typed).is_right]


def missing(section: Section, draft: Draft) -> list[str]:
    """Sentences on what is wrong or missing in this section; none when it can be sent."""
    found = [fault.text for fault in check(section.questions, draft.typed).faults]
    if section.entries is not None and asks_for_entries(section, draft.typed):
        found += [] if draft.entries else [f"Add {section.entries.one}"]
        found += [f"Finish {section.entries.one}" for _ in wrong_entries(section, draft)]
    return found


# --- how answers read ---


def lines(questions: Sequence[Question], checked: Checked) -> list[Line]:
    return [
        Line(q.code, label_of(q, checked.values), shown(q, checked.values[q.code]), _hides(q, checked.values[q.code]))
        for q in questions
        if q.code in checked.values
    ]


def label_of(question: Question, values: Mapping[str, object]) -> str:
    """The result of an assessment is called what that assessment calls it."""
    if question.code == "band" and (tool := BY_CODE.get(str(values.get("tool", "")))):
        return tool.result
    return question.label


def shown(question: Question, value: str | list[str]) -> str:
    if isinstance(value, list):
        labels = {choice.value: choice.label for choice in question.options}
        return "\n".join(labels[one] for one in value)
    if value == NOT_KNOWN:
        return NOT_KNOWN_LABEL
    if question.asks == Asks.DATE:
        return plain_date(date.fromisoformat(value))
    if question.asks == Asks.CONFIRM:
        return "Confirmed"
    if question.chooses:
        return next(choice.label for choice in question.options if choice.value == value)
    return value


def plain_date(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def hidden(text: str) -> str:
    """The last two characters, so that its writer can tell it from another."""
    tail = text.strip()[-2:] if len(text.strip()) > 6 and "\n" not in text else ""
    return f"{HIDDEN}{tail}"


def _hides(question: Question, value: str | list[str]) -> bool:
    return question.masked and value != NOT_KNOWN


def entry_name(section: Section, entry: Entry, number: int) -> str:
    """What a list calls an entry: "OASys, 3 March 2026", or "Assessment 2" while nothing names it."""
    assert section.entries is not None  # noqa: S101 (only sections with a list have entries)
    questions = {q.code: q for q in section.entries.questions}
    values = check(section.entries.questions, entry.typed).values
    named = [values[code] for code in section.entries.named_by if values.get(code, NOT_KNOWN) != NOT_KNOWN]
    if any(questions[code].masked for code in section.entries.named_by) or not named:
        return f"{section.entries.title}: number {number}"
    return ", ".join(shown(questions[code], values[code]) for code in section.entries.named_by if code in values)


# --- frozen ---


@dataclass(frozen=True)
class Frozen:
    """A submitted section, to read: its title, its lines, and each entry of its list."""

    title: str
    lines: tuple[Line, ...]
    entries: tuple[tuple[str, tuple[Line, ...]], ...] = ()


def freeze(section: Section, draft: Draft) -> dict[str, Any]:
    """What is kept of a section that was submitted: `values` to work with, `lines` to read."""
    checked = check(section.questions, draft.typed)
    kept: dict[str, Any] = {
        "title": section.title,
        "values": checked.values,
        "lines": [list(line) for line in lines(section.questions, checked)],
        "entries": [],
    }
    if section.entries is not None and asks_for_entries(section, draft.typed):
        kept["entries"] = [_frozen_entry(section, entry, n) for n, entry in enumerate(draft.entries, 1)]
    return kept


def _frozen_entry(section: Section, entry: Entry, number: int) -> dict[str, Any]:
    assert section.entries is not None  # noqa: S101 (the caller has looked)
    checked = check(section.entries.questions, entry.typed)
    return {
        "title": entry_name(section, entry, number),
        "values": checked.values,
        "lines": [list(line) for line in lines(section.entries.questions, checked)],
    }


def thawed(kept: Mapping[str, Any]) -> Frozen:
    """A frozen section, as pages read it."""
    return Frozen(
        kept["title"],
        tuple(Line(*line) for line in kept["lines"]),
        tuple((entry["title"], tuple(Line(*line) for line in entry["lines"])) for entry in kept["entries"]),
    )
