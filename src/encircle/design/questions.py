"""A page's form made of questions that are data: what was typed is shown as it was, and faults stand beside it.

Nothing is checked here: whoever owns the questions reads what was typed and says what is wrong with it. So a page can
be saved half filled in, with an impossible date in it, and come back just as it was left.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict

from .fields import DateField, LongTextField, Option
from .forms import GovForm


class AskedChoice(Protocol):
    @property
    def value(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def hint(self) -> str: ...


class Asked(Protocol):
    """One question. `asks`: text, long, date, choice, list, many, confirm or identifier."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def asks(self) -> str: ...
    @property
    def options(self) -> Sequence[AskedChoice]: ...
    @property
    def required(self) -> bool: ...
    @property
    def under(self) -> tuple[str, str] | None: ...
    @property
    def not_known_code(self) -> str: ...
    @property
    def says(self) -> str: ...
    @property
    def longest(self) -> int: ...
    @property
    def rows(self) -> int: ...
    @property
    def width(self) -> str: ...
    @property
    def heading(self) -> str: ...


class WrongAnswer(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def parts(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Part:
    """Questions under one heading of a page; those asked under another's answer stand with it."""

    heading: str
    fields: list[BoundField]


class QuestionForm(GovForm):
    """Bound to what was typed, right or wrong. `faults` name the question, or nothing for the whole page."""

    def __init__(
        self, questions: Sequence[Asked], typed: Mapping[str, Any], *, faults: Iterable[WrongAnswer] = ()
    ) -> None:
        self._asked = list(questions)
        self._wrong = list(faults)
        super().__init__(dict(typed))
        self.fields = _fields(self._asked)
        self.reveals = _reveals(self._asked)  # type: ignore[misc]

    def full_clean(self) -> None:
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data: dict[str, Any] = {}
        for wrong in self._wrong:
            name = wrong.code if wrong.code in self.fields else None
            self.add_error(name, ValidationError(wrong.text, params={"parts": wrong.parts}))

    @property
    def parts(self) -> list[Part]:
        found: list[Part] = []
        for question in self._asked:
            if question.under is not None:
                continue
            if question.heading or not found:
                found.append(Part(question.heading, []))
            found[-1].fields.append(self[question.code])
            if question.not_known_code:
                found[-1].fields.append(self[question.not_known_code])
        return found


def _fields(questions: Sequence[Asked]) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for question in questions:
        fields[question.code] = _field(question)
        if question.not_known_code:
            label = f"Not known: {question.says}"
            fields[question.not_known_code] = forms.BooleanField(label=label, required=False)
    return fields


def _reveals(questions: Sequence[Asked]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for question in questions:
        if question.under is not None:
            name, answer = question.under
            under = found.setdefault(name, {}).setdefault(answer, [])
            under += [code for code in (question.code, question.not_known_code) if code]
    return found


def _field(question: Asked) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.label, "help_text": question.hint, "required": question.required,
    }  # fmt: skip
    choices = [(one.value, Option(one.label, hint=one.hint)) for one in question.options]
    match question.asks:
        case "long":
            return LongTextField(max_length=question.longest, rows=question.rows, **common)
        case "date":
            return DateField(called=question.says, **common)
        case "choice":
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        case "list":
            return forms.ChoiceField(choices=[("", "Select one"), *choices], **common)
        case "many":
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
        case "confirm":
            return forms.BooleanField(**common)
    return forms.CharField(widget=forms.TextInput(attrs=_attrs(question)), **common)


def _attrs(question: Asked) -> dict[str, str]:
    """What is known of somebody else is never offered by the browser another time."""
    attrs = {"autocomplete": "off"}
    if question.width:
        attrs["class"] = f"govuk-input--width-{question.width}"
    return attrs | ({"spellcheck": "false"} if question.asks == "identifier" else {})
