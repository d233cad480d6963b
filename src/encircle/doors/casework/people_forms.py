"""Forms about volunteers, core members, carers, agencies and professionals."""

from typing import Any

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm, LongTextField
from encircle.rooms.organisation.models import Area
from encircle.rooms.partners.models import AgencyKind

from .fields import offer

NAMES = {"given_name": "the given name", "family_name": "the family name"}
PHONE = {"class": "govuk-input--width-20", "autocomplete": "off"}


class VolunteerForm(OnceForm):
    called = {**NAMES, "email": "the email address", "area": "the area"}
    given_name = forms.CharField(label="Given name", max_length=80)
    family_name = forms.CharField(label="Family name", max_length=80)
    email = forms.EmailField(label="Email address", max_length=254)
    phone = forms.CharField(label="Telephone", required=False, max_length=30, widget=forms.TextInput(attrs=PHONE))


class ReasonForm(GovForm):
    """Asked wherever a record is changed after the fact."""

    why = forms.CharField(
        label="Why is this changed?", max_length=400, required=False, help_text="Kept with what it said before"
    )


class ChangeVolunteerForm(VolunteerForm, ReasonForm):
    field_order = ("given_name", "family_name", "email", "phone", "why")


class NewVolunteerForm(VolunteerForm):
    joined_on = DateField(label="When did they join?", called="the day they joined")
    area = forms.ChoiceField(label="Area")

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "area", [(str(area.pk), area.name) for area in areas])


class LeavingForm(GovForm):
    on = DateField(label="Last day", called="the last day", help_text="Access ends at the end of that day")


class CoreMemberForm(OnceForm):
    called = {**NAMES, "area": "the area"}
    given_name = forms.CharField(label="Given name", max_length=80)
    family_name = forms.CharField(label="Family name", max_length=80)
    known_as = forms.CharField(
        label="Name used in the Circle",
        required=False,
        max_length=80,
        help_text="Left empty, the given name is used.",
    )
    born_on = DateField(label="Date of birth", required=False, called="the date of birth")


class ChangeCoreMemberForm(CoreMemberForm, ReasonForm):
    field_order = ("given_name", "family_name", "known_as", "born_on", "why")


class NewCoreMemberForm(CoreMemberForm):
    area = forms.ChoiceField(label="Area")

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "area", [(str(area.pk), area.name) for area in areas])


class HomeForm(OnceForm):
    address = forms.CharField(
        label="Address", required=False, max_length=250, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    postcode = forms.CharField(
        label="Postcode",
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    phone = forms.CharField(label="Telephone", required=False, max_length=30, widget=forms.TextInput(attrs=PHONE))


class CarerForm(OnceForm):
    called = {"name": "the name of the parent or carer"}
    name = forms.CharField(label="Name of the parent or carer", max_length=120)
    standing = forms.CharField(
        label="What they are to the young person",
        required=False,
        max_length=120,
        help_text="For example, mother, foster carer, local authority",
    )
    consent_required = forms.BooleanField(
        label="Their consent is needed before anything is shared", required=False, initial=True
    )


class AgencyForm(OnceForm):
    called = {"name": "the name of the agency", "kind": "the kind of agency"}
    name = forms.CharField(label="Name of the agency", max_length=160)
    kind = forms.ChoiceField(label="Kind", choices=AgencyKind.choices)
    email_domains = LongTextField(
        label="Email domains",
        rows=3,
        max_length=1000,
        help_text="One a line, for example police.example. Professionals of this agency can only have addresses there.",
        required=False,
    )
    areas = forms.MultipleChoiceField(
        label="Which of our areas does it work in?", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "areas", [(str(area.pk), area.name) for area in areas])


class ChangeAgencyForm(AgencyForm, ReasonForm):
    field_order = ("name", "kind", "email_domains", "areas", "why")


class AgreementForm(OnceForm):
    starts_on = DateField(label="In force from", called="the first day")
    ends_on = DateField(
        label="Last day in force", required=False, called="the last day", help_text="Leave empty if it has none"
    )
    review_on = DateField(label="To be reviewed on", called="the day of the review")
    scope = forms.CharField(
        label="What does it cover?", required=False, max_length=400,
        help_text="What may be shared, with whom and for what. Never about a person.",
    )  # fmt: skip
    signed_by = forms.CharField(label="Who signed for us?", required=False, max_length=160)
    signed_for_agency = forms.CharField(label="Who signed for the agency?", required=False, max_length=160)
    replaces = forms.ChoiceField(label="Is it a new version?", required=False)

    def __init__(self, *args: Any, earlier: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if earlier:
            offer(self, "replaces", [("", "No, it is an agreement of its own"), *earlier])
        else:
            del self.fields["replaces"]


class ChangeAgreementForm(ReasonForm):
    ends_on = DateField(
        label="Last day in force", required=False, called="the last day", help_text="Leave empty if it has none"
    )
    review_on = DateField(label="Next review", called="the day of the review")
    field_order = ("ends_on", "review_on", "why")


class ChangeProfessionalForm(OnceForm):
    called = {"name": "the full name", "email": "the work email address"}
    name = forms.CharField(label="Full name", max_length=120)
    job_title = forms.CharField(label="Job", required=False, max_length=120)
    phone = forms.CharField(label="Telephone", required=False, max_length=30, widget=forms.TextInput(attrs=PHONE))


class CorrectProfessionalForm(ChangeProfessionalForm, ReasonForm):
    field_order = ("name", "job_title", "phone", "why")


class ProfessionalForm(ChangeProfessionalForm):
    email = forms.EmailField(label="Work email address", max_length=254)

    def __init__(self, *args: Any, domains: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = f"At {' or '.join(domains)}"
