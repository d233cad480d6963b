"""One form field as the templates see it: what kind of control, which ids, which words. No markup here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal, NamedTuple

from django import forms
from django.forms.boundfield import BoundField

from .widgets import DateBoxes

Kind = Literal["text", "textarea", "password", "select", "radios", "checkboxes", "checkbox", "date", "file", "hidden"]
COUNTED_FROM = 100  # shorter limits are not shown as a count
INPUT_TYPES = {"email": "email", "tel": "tel", "url": "url", "search": "search"}
DROPPED = {"class", "id", "required", "maxlength", "minlength", "autofocus", "rows", "cols", "prefix", "suffix", "step"}
DROPPED |= {"min", "max", "type", "placeholder", "aria-describedby", "aria-invalid"}


class Choice(NamedTuple):
    id: str
    value: str
    label: str
    hint: str
    chosen: bool
    group: str
    reveals: Sequence[BoundField]


class Part(NamedTuple):
    """One box of a date."""

    id: str
    name: str
    label: str
    value: str
    width: int
    wrong: bool
    numeric: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    kind: Kind
    id: str
    name: str
    label: str
    hint: str
    errors: Sequence[str]
    value: str
    input_type: str = "text"
    classes: str = ""
    attrs: dict[str, str] = field(default_factory=dict)
    rows: int = 5
    limit: int | None = None
    prefix: str = ""
    suffix: str = ""
    choices: Sequence[Choice] = ()
    parts: Sequence[Part] = ()
    multiple: bool = False
    required: bool = True

    @property
    def first_id(self) -> str:
        """What the error summary links to: the first wrong box, the first choice, or the control itself."""
        if self.parts:
            return next((part.id for part in self.parts if part.wrong), self.parts[0].id)
        return self.choices[0].id if self.choices and self.kind != "select" else self.id

    @property
    def option_groups(self) -> list[tuple[str, list[Choice]]]:
        """A select's options under their group's name, in the order given."""
        return [(name, list(options)) for name, options in groupby(self.choices, lambda choice: choice.group)]


def control(bound: BoundField) -> Control:
    widget = bound.field.widget
    kind = _kind(bound)
    return Control(
        kind=kind,
        id=bound.auto_id or bound.html_name,
        name=bound.html_name,
        label=str(bound.label),
        hint=str(bound.help_text),
        errors=[str(error) for error in bound.errors],
        value=_value(bound, kind),
        input_type=_input_type(widget),
        classes=widget.attrs.get("class", "") or _usual_width(bound.field),
        attrs=_attrs(bound.field, kind),
        rows=int(widget.attrs.get("rows", 5)),
        limit=_limit(bound.field, kind),
        prefix=str(widget.attrs.get("prefix", "")),
        suffix=str(widget.attrs.get("suffix", "")),
        choices=_choices(bound) if kind in ("radios", "checkboxes", "select") else (),
        parts=_parts(bound) if kind == "date" else (),
        multiple=bool(getattr(widget, "allow_multiple_selected", False)),
        required=bound.field.required,
    )


class Fault(NamedTuple):
    text: str
    href: str


def error_list(form_or_forms: forms.BaseForm | Iterable[forms.BaseForm]) -> list[Fault]:
    """Every fault of one form, or of several on a page, in the order of the page."""
    several = [form_or_forms] if isinstance(form_or_forms, forms.BaseForm) else list(form_or_forms)
    return [fault for form in several for fault in _faults(form)]


def revealed_names(form: forms.BaseForm) -> set[str]:
    """Fields that stand under another field's answer and so are not shown on their own."""
    return {name for answers in _reveals(form).values() for names in answers.values() for name in names}


def _faults(form: forms.BaseForm) -> Iterable[Fault]:
    if not form.is_bound:
        return
    yield from (Fault(str(error), "") for error in form.non_field_errors())
    for bound in form:
        for error in bound.errors:
            yield Fault(str(error), "" if bound.is_hidden else "#" + control(bound).first_id)


def _kind(bound: BoundField) -> Kind:
    kinds: list[tuple[type, Kind]] = [
        (forms.HiddenInput, "hidden"),
        (DateBoxes, "date"),
        (forms.Textarea, "textarea"),
        (forms.PasswordInput, "password"),
        (forms.FileInput, "file"),
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.Select, "select"),
        (forms.CheckboxInput, "checkbox"),
    ]
    return next((kind for widget, kind in kinds if isinstance(bound.field.widget, widget)), "text")


def _value(bound: BoundField, kind: Kind) -> str:
    if kind in ("password", "file", "date", "radios", "checkboxes", "select"):
        return ""
    if kind == "checkbox":
        return "on" if bound.value() else ""
    shown = bound.field.widget.format_value(bound.value())
    return "" if shown is None else str(shown)


def _input_type(widget: forms.Widget) -> str:
    return INPUT_TYPES.get(str(getattr(widget, "input_type", "text")), "text")


def _usual_width(form_field: forms.Field) -> str:
    return "govuk-input--width-5" if isinstance(form_field, forms.IntegerField) else ""


def _attrs(form_field: forms.Field, kind: Kind) -> dict[str, str]:
    attrs = {
        name: "" if value is True else str(value)
        for name, value in form_field.widget.attrs.items()
        if name not in DROPPED and value is not False and value is not None
    }
    if kind == "text" and isinstance(form_field, forms.IntegerField):
        whole = type(form_field) is forms.IntegerField
        attrs.setdefault("inputmode", "numeric" if whole else "decimal")
    if isinstance(form_field, forms.EmailField):
        attrs.setdefault("spellcheck", "false")
    return attrs


def _limit(form_field: forms.Field, kind: Kind) -> int | None:
    limit = getattr(form_field, "max_length", None)
    return limit if kind == "textarea" and limit and limit >= COUNTED_FROM else None


def _reveals(form: forms.BaseForm) -> dict[str, dict[str, Sequence[str]]]:
    return getattr(form, "reveals", {})


def _choices(bound: BoundField) -> list[Choice]:
    widget = bound.field.widget
    chosen = {str(value) for value in widget.format_value(bound.value())}
    reveals = _reveals(bound.form).get(bound.name, {})
    choices: list[Choice] = []
    for group, value, label in _flat(widget.choices):
        if not value and isinstance(widget, forms.RadioSelect):
            continue  # the empty line of an optional choice is no answer a person can press
        under = [bound.form[name] for name in reveals.get(value, ())]
        place = f"{bound.auto_id}_{len(choices)}"
        choices.append(Choice(place, value, str(label), getattr(label, "hint", ""), value in chosen, group, under))
    return choices


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, str, Any]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from ((str(value), _text(inner), words) for inner, words in label)
        else:
            yield "", _text(value), label


def _text(value: object) -> str:
    return "" if value is None else str(value)


WIDTHS = {"day": 2, "month": 2, "year": 4, "time": 5}


def _parts(bound: BoundField) -> list[Part]:
    widget = bound.field.widget
    assert isinstance(widget, DateBoxes)  # noqa: S101 (the kind "date" says so)
    value = bound.value()
    typed = value if isinstance(value, list) else widget.decompress(value)
    wrong = _wrong_parts(bound, widget.parts)
    return [
        Part(
            f"{bound.auto_id}_{part}", name, part.capitalize(), text or "", WIDTHS[part], part in wrong, part != "time"
        )
        for (part, name), text in zip(widget.part_names(bound.html_name).items(), typed, strict=True)
    ]


def _wrong_parts(bound: BoundField, parts: Sequence[str]) -> Sequence[str]:
    faults = bound.form.errors.as_data().get(bound.name, []) if bound.form.is_bound else []
    named = [part for fault in faults for part in (fault.params or {}).get("parts", ())]
    return named or (parts if faults else ())


__all__ = ["Choice", "Control", "Fault", "Part", "control", "error_list", "revealed_names"]
