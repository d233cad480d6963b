"""What a referral's form is made of: sections of questions, and lists that a section may ask for. No framework here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

NOT_KNOWN = "not_known"
NOT_KNOWN_LABEL = "Not known"


class Asks(StrEnum):
    TEXT = "text"
    LONG = "long"
    DATE = "date"
    CHOICE = "choice"  # one of a few
    LIST = "list"  # one of many
    MANY = "many"  # any number of a few
    CONFIRM = "confirm"  # a box that must be ticked
    IDENTIFIER = "identifier"


class Choice(NamedTuple):
    value: str
    label: str
    hint: str = ""


YES, NO = Choice("yes", "Yes"), Choice("no", "No")
YES_NO = (YES, NO)


@dataclass(frozen=True, kw_only=True)
class Question:
    """`code` names the answer for ever: a question that comes to mean something else gets another code."""

    code: str
    label: str
    asks: Asks = Asks.TEXT
    hint: str = ""
    called: str = ""  # what messages call it: "the date of the sentence"
    choices: Sequence[Choice] = ()
    required: bool = True
    not_known: bool = False  # "Not known" is an answer
    masked: bool = False  # shown only when asked for, on pages that sum up
    identifier: str = ""  # which check of `identifiers`
    under: tuple[str, str] | None = None  # asked only under this answer of another question
    longest: int = 200
    rows: int = 5
    width: str = ""  # of the box: "5", "10", "20"
    autocomplete: str = "off"
    heading: str = ""  # stands above it, where a part of a long page begins
    kinds: Sequence[str] = ()  # kinds of Circle that ask it; none means all

    @property
    def options(self) -> list[Choice]:
        return [*self.choices, Choice(NOT_KNOWN, NOT_KNOWN_LABEL)] if self.not_known else list(self.choices)

    @property
    def chooses(self) -> bool:
        return self.asks in (Asks.CHOICE, Asks.LIST)

    @property
    def says(self) -> str:
        """What messages and the box for "not known" call it."""
        return self.called or (self.label if self.label[1:2].isupper() else self.label[:1].lower() + self.label[1:])

    @property
    def not_known_code(self) -> str:
        """The box beside a text or a date; a choice has it among its own answers."""
        return f"{self.code}-not-known" if self.not_known and not self.chooses else ""


@dataclass(frozen=True, kw_only=True)
class Entries:
    """A list a section asks for, such as assessments: each entry answers the same questions."""

    title: str  # "Assessments"
    one: str  # "an assessment"
    questions: Sequence[Question]
    named_by: Sequence[str]  # answers that name an entry in the list
    when: tuple[str, str]  # asked for under this answer of the section
    most: int = 30


@dataclass(frozen=True, kw_only=True)
class Section:
    code: str
    title: str
    group: str
    questions: Sequence[Question]
    intro: str = ""
    entries: Entries | None = None

    def for_kind(self, kind: str) -> "Section":
        """The section as a referral for this kind of Circle asks it."""
        asked = [q for q in self.questions if not q.kinds or kind in q.kinds]
        return Section(
            code=self.code, title=self.title, group=self.group, questions=asked, intro=self.intro, entries=self.entries
        )


Typed = Mapping[str, "str | list[str]"]
"""What stands in a form's fields, right or wrong: a date is three fields, `x_day`, `x_month`, `x_year`."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer, in words for the person; `parts` are the boxes of a date at fault."""

    code: str
    text: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """What was typed, read: the answers that can be accepted, and what is wrong or missing."""

    values: dict[str, "str | list[str]"] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def is_right(self) -> bool:
        return not self.faults


class Line(NamedTuple):
    """One answer as a summary shows it."""

    code: str
    label: str
    shown: str
    masked: bool = False
