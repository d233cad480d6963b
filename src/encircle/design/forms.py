"""The base of every form: messages that say what to do, and the refusals of actions shown beside the field.

class MeetingForm(GovForm):
    day = DateField(label="Date of the meeting", called="the date of the meeting")
    notes = LongTextField(label="Notes", max_length=20_000, required=False)
    held = ChoiceField(label="Was it held?", choices=…, widget=RadioSelect)
    reveals = {"held": {"no": ["reason"]}}   # asked only under that answer
    called = {"held": "whether it was held"}  # what messages call a field that is not one of ours
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from encircle.common.errors import Invalid

from .fields import (
    ClockChange,
    DateField,
    DateTimeLondon,
    LongTextField,
    Option,
    TimeField,
    london_instant,
    parse_time,
)
from .widgets import DateBoxes, DateTimeBoxes, LongTextArea

__all__ = [
    "ClockChange",
    "DateBoxes",
    "DateField",
    "DateTimeBoxes",
    "DateTimeLondon",
    "GovForm",
    "LongTextArea",
    "LongTextField",
    "Option",
    "TimeField",
    "london_instant",
    "parse_time",
]

CHOOSING = (forms.ChoiceField, forms.ModelChoiceField)


class GovForm(forms.Form):
    use_required_attribute = False
    called: ClassVar[Mapping[str, str]] = {}
    reveals: ClassVar[Mapping[str, Mapping[str, Sequence[str]]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self._spoken: set[int] = set()
        self._speak_plainly()

    def full_clean(self) -> None:
        self._speak_plainly()  # fields that a form adds in its own __init__ have come since
        super().full_clean()

    def _speak_plainly(self) -> None:
        for name, field in self.fields.items():
            if id(field) not in self._spoken:
                self._spoken.add(id(field))
                _speak_plainly(field, self.called.get(name) or getattr(field, "called", "") or _called(name, field))

    def add_invalid(self, refusal: Invalid) -> None:
        """Show what an action refused, beside the fields it names."""
        for name, sentence in refusal.errors.items():
            self.add_error(name if name in self.fields else None, sentence)


def _called(name: str, field: forms.Field) -> str:
    label = str(field.label or name.replace("_", " "))
    if label.endswith("?"):
        return "an answer to this question"
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _speak_plainly(field: forms.Field, called: str) -> None:
    """Fill in every message the author of the form has not written."""
    if hasattr(field, "called"):
        field.called = called
    theirs = {name: text for name, text in field.error_messages.items() if text != _default(field, name)}
    field.error_messages = field.error_messages | _messages(field, called) | theirs


def _default(field: forms.Field, name: str) -> Any:
    for kind in type(field).__mro__:
        messages = getattr(kind, "default_error_messages", {})
        if name in messages:
            return messages[name]
    return None


def _messages(field: forms.Field, called: str) -> dict[str, str]:
    large = called[:1].upper() + called[1:]
    return {
        "required": f"{_verb(field)} {called}",
        "invalid": _invalid(field, large),
        "invalid_choice": f"Select {called} from the list",
        "max_length": f"{large} must be %(limit_value)s characters or fewer. It has %(show_value)s",
        "min_length": f"{large} must be %(limit_value)s characters or more",
        "max_value": f"{large} must be %(limit_value)s or less",
        "min_value": f"{large} must be %(limit_value)s or more",
        "max_decimal_places": f"{large} must have at most %(max)s digits after the point",
        "max_digits": f"{large} must have at most %(max)s digits",
        "empty": "The file is empty. Choose another",
        "missing": "Select a file",
    }


def _verb(field: forms.Field) -> str:
    if isinstance(field, (*CHOOSING, forms.FileField)):
        return "Select"
    return "Confirm" if isinstance(field, forms.BooleanField) else "Enter"


def _invalid(field: forms.Field, large: str) -> str:
    if isinstance(field, forms.EmailField):
        return "Enter an email address in the correct format, like name@example.org"
    if isinstance(field, forms.IntegerField):
        return f"{large} must be a number, like 30"
    return f"{large} is not in a form we can read"
