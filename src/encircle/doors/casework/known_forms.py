"""Forms about somebody who may be known already."""

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, LongTextField
from encircle.rooms.suitability.vocabulary import Settled


class SettlementForm(OnceForm):
    outcome = forms.ChoiceField(label="What came of asking?", choices=Settled.choices, widget=forms.RadioSelect)
    words = LongTextField(
        label="How do you know?",
        help_text="Whom you asked, and what was done. Only those who may see this page read it.",
        max_length=4000,
        called="how you know",
    )
    called = {"outcome": "what came of asking"}


class HoldForm(OnceForm):
    not_before = DateField(
        label="Nobody is accepted before which day?",
        help_text="Whoever judges the referral sees this day and that you are to be asked. They see no reason.",
        called="the day",
    )
