"""Forms about those who come forward to volunteer."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.urls import reverse

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm, LongTextField, Option
from encircle.rooms.organisation.models import Area
from encircle.rooms.recruiting.actions.enquiring import LONGEST_NOTE, Asked
from encircle.rooms.recruiting.actions.stepping import LONGEST_LETTER
from encircle.rooms.recruiting.queries import Wanted
from encircle.rooms.recruiting.vocabulary import REASONS_FOR, About, Channel, Contact, Heard, Reason, Stage

from .areas import chosen
from .fields import between, offer
from .people_forms import PHONE

KEYED = [one for one in Channel.choices if one[0] != Channel.FORM]


class ApplicantFilter(GovForm):
    """Coded choices only: they stand in the address."""

    area = forms.ChoiceField(label="Area", required=False)
    stage = forms.ChoiceField(
        label="Where they stand", required=False, choices=[("", "Everybody in hand"), *Stage.choices]
    )

    def __init__(self, data: Any, *, areas: list[Area]) -> None:
        super().__init__(data)
        self.areas = areas
        if len(areas) > 1:
            offer(self, "area", [("", "All areas"), *[(area.code, area.name) for area in areas]])
        else:
            del self.fields["area"]
        self.is_valid()

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")

    @property
    def wanted(self) -> Wanted:
        area, stage = chosen(self.areas, self.chosen("area")), self.chosen("stage")
        return Wanted(area.pk if area else None, Stage(stage) if stage else None)

    def address(self) -> str:
        given = {name: self.chosen(name) for name in self.fields if self.chosen(name)}
        return f"{reverse('casework:applicants')}?{urlencode({**given, 'page': ''})}"


class NewApplicantForm(OnceForm):
    given_name = forms.CharField(label="Given name", max_length=80)
    family_name = forms.CharField(label="Family name", max_length=80)
    area = forms.ChoiceField(label="Area")
    channel = forms.ChoiceField(label="How did they ask?", widget=forms.RadioSelect, choices=KEYED)
    prefers = forms.ChoiceField(
        label="How do they wish to be answered?", widget=forms.RadioSelect, choices=Contact.choices
    )
    email = forms.EmailField(label="Email address", max_length=254, required=False)
    phone = forms.CharField(label="Telephone", max_length=30, required=False, widget=forms.TextInput(attrs=PHONE))
    post_to = forms.CharField(label="Address for letters", max_length=250, required=False)
    heard = forms.ChoiceField(
        label="How did they hear of us?", required=False, choices=[("", "Not said"), *Heard.choices]
    )
    note = LongTextField(
        label="What was said", max_length=LONGEST_NOTE, rows=4, required=False, called="what was said"
    )  # fmt: skip
    called = {"channel": "how they asked", "prefers": "how they wish to be answered"}

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "area", [("", "Choose an area"), *[(str(one.pk), one.name) for one in areas]])
        if len(areas) == 1:
            self.fields["area"].initial = str(areas[0].pk)

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data
        return Asked(
            id=self.id,
            area_id=UUID(given["area"]),
            given_name=given["given_name"],
            family_name=given["family_name"],
            prefers=Contact(given["prefers"]),
            email=given["email"],
            phone=given["phone"],
            post_to=given["post_to"],
            heard=given["heard"],
        )


class InformationForm(OnceForm):
    sent_by = forms.ChoiceField(label="How was it sent?", widget=forms.RadioSelect, choices=Contact.choices)
    on = DateField(label="On which day?", called="the day it was sent")
    called = {"sent_by": "how it was sent"}

    def __init__(self, *args: Any, asked_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        between(self, "on", earliest=asked_on, latest=today)


class ApplicantNoteForm(OnceForm):
    about = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        initial=About.NOTE,
        choices=[
            (About.NOTE, "Something that was said"),
            (
                About.RISK,
                Option(
                    "A risk assessment",
                    hint="After talking about lived experience or about something declared: what to look out for, "
                    "what helps, and when you talk again. No more of what happened than is needed for that",
                ),
            ),
        ],
    )
    text = LongTextField(label="Your words", max_length=LONGEST_NOTE, rows=6, called="what was said")
    called = {"about": "what it is"}


class ReasonForm(OnceForm):
    reason = forms.ChoiceField(label="Why?", widget=forms.RadioSelect)
    called = {"reason": "why"}

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "reason", [(one.value, one.label) for one in REASONS_FOR[stage]])

    @property
    def why(self) -> Reason:
        return Reason(self.cleaned_data["reason"])


class DeclineForm(ReasonForm):
    letter = LongTextField(
        label="The letter",
        help_text="These words go to them. Change them as you like: a sentence that is meant for them is worth more "
        "than ours. The reason above stays with us.",
        max_length=LONGEST_LETTER,
        rows=16,
        called="the letter",
    )
