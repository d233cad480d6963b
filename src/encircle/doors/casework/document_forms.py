"""Forms about documents and reported assessments."""

from typing import Any

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.files import check_file, file_field
from encircle.design.forms import DateField
from encircle.rooms.partners.models import Agency
from encircle.rooms.people.models import PersonDocument
from encircle.rooms.people.vocabulary import TERMS, Onward, PaperKind, Tool

from .fields import offer

NOBODY_LISTED = "other"


class DocumentForm(OnceForm):
    called = {"kind": "what it is", "agency": "whose information it is", "onward": "who it may go on to"}
    file = file_field()
    kind = forms.ChoiceField(label="What is it?", choices=PaperKind.choices, widget=forms.RadioSelect)
    agency = forms.ChoiceField(
        label="Whose information is it?",
        help_text="The agency it came from. It stays theirs: it is passed on only as they allow.",
    )
    written_on = DateField(label="The date on the document", required=False, called="the date on the document")
    onward = forms.ChoiceField(
        label="Who may it go on to?",
        choices=Onward.choices,
        widget=forms.RadioSelect,
        initial=Onward.COORDINATOR_ONLY,
        help_text="Choose more than the coordinator only if the agency has said so. Volunteers are another question.",
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agency", _agencies(agencies, "The charity itself"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_file(self, cleaned)
        return cleaned


class CopyForm(OnceForm):
    """The file alone: everything else of an agreement is recorded with it."""

    file = file_field()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_file(self, cleaned)
        return cleaned


class AssessmentForm(OnceForm):
    called = {"tool": "the tool", "agency": "whose assessment it is"}
    tool = forms.ChoiceField(label="Which tool?", choices=Tool.choices, widget=forms.RadioSelect)
    other_tool = forms.CharField(label="Name of the tool", max_length=80, required=False)
    version = forms.CharField(
        label="Version of the tool",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    result = forms.CharField(
        label="What it came to, in the tool’s own terms",
        max_length=80,
        help_text="For example a band or a level. ARMS gives a work priority, which says how much an officer is to do.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"required": "Enter what the assessment came to"},
    )
    assessed_on = DateField(label="Day of the assessment", called="the day of the assessment")
    agency = forms.ChoiceField(label="Whose assessment is it?")
    assessor = forms.CharField(
        label="Who made it", max_length=120, required=False, help_text="Where it is none of the agencies on the list"
    )
    document = forms.ChoiceField(
        label="Document it stands in", required=False, help_text="Add the document first to find it here."
    )
    reveals = {"tool": {Tool.OTHER: ["other_tool"]}}

    def __init__(self, *args: Any, agencies: list[Agency], documents: list[PersonDocument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agency", _agencies(agencies, "None of these"))
        offer(self, "document", [("", "None"), *((str(one.pk), _said(one)) for one in documents)])


def _agencies(agencies: list[Agency], none_of_them: str) -> list[tuple[str, str]]:
    return [("", "Choose"), *((str(one.pk), one.name) for one in agencies), (NOBODY_LISTED, none_of_them)]


def _said(document: PersonDocument) -> str:
    """By what may be known of it without opening it."""
    day = document.written_on or document.uploaded_at.date()
    return f"{document.get_kind_display()}, {day:%-d %B %Y} ({document.get_file_kind_display()})"


def suggested_bands() -> list[tuple[str, str, str]]:
    """Tool, what it calls its result, and what that usually is."""
    return [(Tool(tool).label, terms.result, ", ".join(terms.bands)) for tool, terms in TERMS.items() if terms.bands]
