"""Forms about referrals: who fills in the form, passing it on, withdrawing."""

from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import GovForm, Option
from encircle.rooms.organisation.models import Area
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency, Professional
from encircle.rooms.referrals.vocabulary import WithdrawalReason

from .fields import offer
from .people_forms import PHONE
from .seat_forms import by_agency

KNOWN, NEW, PAPER = "known", "new", "paper"


class InvitationForm(OnceForm):
    """Who fills in the form. Without an enquiry, where and of what kind is asked too."""

    area = forms.ChoiceField(label="Area")
    kind = forms.ChoiceField(label="Kind of Circle", widget=forms.RadioSelect, choices=CircleKind.choices)
    who = forms.ChoiceField(
        label="Who will fill in the form?",
        widget=forms.RadioSelect,
        choices=[
            (KNOWN, "A professional we know"),
            (NEW, Option("Somebody new", hint="They are added as a professional and invited to sign in")),
            (PAPER, Option("It came on paper", hint="You key it yourself")),
        ],
    )
    professional = forms.ChoiceField(label="Professional", required=False)
    agency = forms.ChoiceField(label="Agency", required=False)
    name = forms.CharField(label="Full name", max_length=120, required=False)
    job_title = forms.CharField(label="Job", max_length=120, required=False)
    email = forms.EmailField(
        label="Work email address", max_length=254, required=False, help_text="At one of the agency’s own domains"
    )
    phone = forms.CharField(label="Telephone", required=False, max_length=30, widget=forms.TextInput(attrs=PHONE))
    paper_agency = forms.ChoiceField(label="Agency that sent it", required=False)
    called = {"who": "who will fill in the form", "area": "the area", "kind": "the kind of Circle"}
    reveals = {
        "who": {
            KNOWN: ["professional"],
            NEW: ["agency", "name", "job_title", "email", "phone"],
            PAPER: ["paper_agency"],
        }
    }

    def __init__(
        self,
        data: Any,
        *,
        areas: list[Area],
        professionals: list[Professional],
        agencies: list[Agency],
        is_placed: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        if is_placed:
            del self.fields["area"], self.fields["kind"]
        else:
            offer(self, "area", [("", "Choose an area"), *[(str(one.pk), one.name) for one in areas]])
            if len(areas) == 1:
                self.fields["area"].initial = str(areas[0].pk)
        known = [("", "Choose an agency"), *[(str(one.pk), one.name) for one in agencies]]
        offer(self, "agency", known)
        offer(self, "paper_agency", known)
        offer(self, "professional", [("", "Choose a professional"), *by_agency(professionals)])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        needed = {
            KNOWN: {"professional": "Select the professional"},
            NEW: {"agency": "Select the agency", "name": "Enter the name", "email": "Enter the work email address"},
            PAPER: {"paper_agency": "Select the agency that sent it"},
        }
        for field, sentence in needed.get(str(given.get("who")), {}).items():
            if not given.get(field) and field not in self.errors:
                self.add_error(field, sentence)
        return given


class PassingForm(GovForm):
    called = {"professional": "who takes over the form"}
    professional = forms.ChoiceField(label="Who takes over the form?")

    def __init__(self, *args: Any, professionals: list[Professional], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "professional",
            [("", "Choose a professional"), *[(str(one.pk), _named(one)) for one in professionals]],
        )


class PassingPaperForm(GovForm):
    keyer = forms.ChoiceField(
        label="Who keys the form from now on?",
        help_text="What you have keyed goes with it, and leaves you. Hand over the paper too.",
    )
    called = {"keyer": "who keys the form"}

    def __init__(self, *args: Any, keyers: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "keyer", [("", "Choose a colleague"), *[(str(user_id), name) for user_id, name in keyers]])


class WithdrawalForm(GovForm):
    reason = forms.ChoiceField(
        label="Why?",
        widget=forms.RadioSelect,
        choices=WithdrawalReason.choices,
        help_text="The referrer can read this.",
    )
    called = {"reason": "why it is withdrawn"}


def _named(one: Professional) -> str:
    return f"{one.name}, {one.job_title}" if one.job_title else one.name
