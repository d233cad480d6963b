"""Forms about the charity's own choices."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from encircle.design.answering import OnceForm
from encircle.design.brand import UnfitColour, check_colour
from encircle.design.forms import DateField, GovForm, Option
from encircle.rooms.organisation.actions.areas import LONGEST_COST_CODE
from encircle.rooms.organisation.actions.settings import IDLE, Idle, Look, Sharing
from encircle.rooms.organisation.models import Charity
from encircle.rooms.organisation.vocabulary import Part


class LookForm(GovForm):
    called = {"name": "the name of the charity"}
    name = forms.CharField(label="Name of the charity", max_length=120)
    colour = forms.CharField(
        label="Colour",
        max_length=7,
        help_text="Six digits, like #1d5b79. It has to be dark enough for words in it to be read on a light page.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )
    out_of_hours_number = forms.CharField(
        label="Out-of-hours telephone number",
        required=False,
        max_length=30,
        help_text="Shown to volunteers when nobody is on the on-call rota.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )

    def clean_colour(self) -> str:
        try:
            return check_colour(self.cleaned_data["colour"])
        except UnfitColour as unfit:
            raise ValidationError(str(unfit)) from None

    @property
    def look(self) -> Look:
        cleaned = self.cleaned_data
        return Look(
            name=" ".join(cleaned["name"].split()),
            colour=cleaned["colour"],
            out_of_hours_number=" ".join(cleaned["out_of_hours_number"].split()),
        )

    @staticmethod
    def initial_of(charity: Charity) -> dict[str, Any]:
        return {name: getattr(charity, name) for name in ("name", "colour", "out_of_hours_number")}


class SharingForm(GovForm):
    shared_parts = forms.MultipleChoiceField(
        label="Which parts of a meeting may leave the inner circle?",
        help_text="What is said there goes out only where consent or another ground covers it.",
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    blocks_without_agreement = forms.BooleanField(
        label="Share nothing on consent with an agency that has no agreement in force",
        help_text="Otherwise coordinators are warned. Other grounds pass all the same.",
        required=False,
    )
    second_person_for_corrections = forms.BooleanField(
        label="A second person approves corrections beyond names and spelling",
        required=False,
    )
    answers_exact_reference = forms.BooleanField(
        label="Say whom to ask when somebody searches for an exact reference outside their areas",
        help_text="Off: the answer is the same as for a reference that does not exist.",
        required=False,
    )
    why = forms.CharField(
        label="Why is this changed?", max_length=400, required=False, help_text="Kept with what it said before"
    )
    called = {"shared_parts": "at least one part"}

    @property
    def sharing(self) -> Sharing:
        cleaned = self.cleaned_data
        return Sharing(
            shared_parts=cleaned["shared_parts"],
            blocks_without_agreement=cleaned["blocks_without_agreement"],
            second_person_for_corrections=cleaned["second_person_for_corrections"],
            answers_exact_reference=cleaned["answers_exact_reference"],
        )

    @staticmethod
    def initial_of(charity: Charity) -> dict[str, Any]:
        names = (
            "shared_parts",
            "blocks_without_agreement",
            "second_person_for_corrections",
            "answers_exact_reference",
        )
        return {name: getattr(charity, name) for name in names}


def _minutes(label: str, hint: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=IDLE[0],
        max_value=IDLE[-1],
        widget=forms.NumberInput(attrs={"suffix": "minutes", "class": "govuk-input--width-3"}),
    )


class IdleForm(GovForm):
    staff_idle_minutes = _minutes("Staff", "Everybody with a role.")
    volunteer_idle_minutes = _minutes("Volunteers and professionals", "They write longer, and on their own devices.")

    @property
    def idle(self) -> Idle:
        return Idle(
            staff_idle_minutes=self.cleaned_data["staff_idle_minutes"],
            volunteer_idle_minutes=self.cleaned_data["volunteer_idle_minutes"],
        )

    @staticmethod
    def initial_of(charity: Charity) -> dict[str, Any]:
        return {name: getattr(charity, name) for name in ("staff_idle_minutes", "volunteer_idle_minutes")}


class AreaForm(OnceForm):
    called = {"name": "the name of the area"}
    name = forms.CharField(label="Name of the area", max_length=80, help_text="For example Devon and Cornwall.")


class KnownAreaForm(AreaForm):
    cost_code = forms.CharField(
        label="Cost code",
        max_length=LONGEST_COST_CODE,
        required=False,
        help_text="What the bookkeeper books expenses of volunteers of this area under. It stands in payment files.",
    )


class TopicForm(GovForm):
    called = {"name": "the name of the topic"}
    name = forms.CharField(label="Name of the topic", max_length=80)
    hint = forms.CharField(
        label="Hint for volunteers",
        required=False,
        max_length=200,
        help_text="Shown under the heading when they write.",
    )


class NewTopicForm(TopicForm):
    part = forms.ChoiceField(
        label="In which part of the meeting?",
        choices=[
            (Part.WITH_CORE_MEMBER.value, Option(Part.WITH_CORE_MEMBER.label)),
            (
                Part.PREPARATION.value,
                Option(Part.PREPARATION.label, hint="Stays inside unless the settings say otherwise."),
            ),
            (Part.DEBRIEF.value, Option(Part.DEBRIEF.label, hint="Stays inside unless the settings say otherwise.")),
            (Part.CONTACT.value, Option(Part.CONTACT.label)),
        ],
        widget=forms.RadioSelect,
    )
    called = {"part": "a part of the meeting", "name": "the name of the topic"}


class ClosureDayForm(GovForm):
    day = DateField(label="Which day?", called="the day")
    name = forms.CharField(label="Why?", max_length=80, help_text="For example Training day.")
    called = {"name": "why the charity is closed"}
