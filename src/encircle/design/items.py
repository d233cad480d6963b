"""What lists are made of. Views build these; templates hand them to a component.

Text is escaped when shown; give `Markup` (a component's result is) where something richer is meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TagColour = Literal["", "grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"]


@dataclass(frozen=True, slots=True)
class Action:
    """A link beside a row or at the head of a card; `hidden` completes it for a screen reader."""

    text: str
    url: str
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary list. `change_url` adds "Change" with the key read out after it."""

    key: str
    value: object = None  # None or "": "Not recorded"
    change_url: str = ""
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True)
class Task:
    title: str
    status: str
    url: str = ""  # empty: cannot be started yet
    colour: TagColour | None = "blue"  # None: plain words, as for "Completed"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something that waits for the reader."""

    title: str
    url: str
    facts: Sequence[str] = ()
    tag: str = ""
    colour: TagColour = ""
    when: str = ""  # "due in 31 hours"
    urgency: Literal["", "soon", "urgent"] = ""
    hidden: str = ""  # completes the link's text for a screen reader where several read alike


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline: newest first."""

    title: str
    at: datetime
    by: str = ""
    text: object = ""
    url: str = ""
    tag: str = ""
    colour: TagColour = ""


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: object
    note: str = ""


def page_numbers(current: int, last: int) -> list[int | None]:
    """1 … 6 [7] 8 … 42, where None stands for the gap."""
    near = {1, last, current - 1, current, current + 1}
    shown = sorted(number for number in near if 1 <= number <= last)
    numbers: list[int | None] = []
    for number in shown:
        gap = number - (shown[shown.index(number) - 1] if numbers else 0)
        numbers += ([number - 1] if gap == 2 else [None] if gap > 2 else []) + [number]
    return numbers
