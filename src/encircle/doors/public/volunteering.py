"""Anyone may ask about volunteering. Nobody signs in; the answer is the same whoever asks and however often."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from encircle.design.answering import OnceForm, carried_out, typed
from encircle.foundations.accounts import attempts
from encircle.foundations.accounts.afterwards import afterwards
from encircle.rooms.organisation.models import Area
from encircle.rooms.recruiting.actions.enquiring import Asked, ask_by_form
from encircle.rooms.recruiting.vocabulary import Contact, Heard

# In a quarter of an hour: from one address, and from everywhere together.
FROM_ONE, FROM_ALL = 5, 100


class AskForm(OnceForm):
    given_name = forms.CharField(
        label="Given name", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label="Family name", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    area = forms.ChoiceField(label="Where do you live?", help_text="The area nearest to you")
    prefers = forms.ChoiceField(
        label="How would you like us to answer?", widget=forms.RadioSelect, choices=Contact.choices
    )
    email = forms.EmailField(
        label="Email address", max_length=254, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = forms.CharField(
        label="Telephone number",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "tel", "inputmode": "tel"}),
    )
    post_to = forms.CharField(
        label="Postal address",
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    heard = forms.ChoiceField(
        label="How did you hear of us?", required=False, choices=[("", "I’d rather not say"), *Heard.choices]
    )
    called = {
        "given_name": "your given name",
        "family_name": "your family name",
        "area": "where you live",
        "prefers": "how you would like us to answer",
    }
    reveals = {"prefers": {Contact.EMAIL: ["email"], Contact.PHONE: ["phone"], Contact.POST: ["post_to"]}}

    def __init__(self, data: object) -> None:
        super().__init__(data)
        areas = [(str(one.pk), one.name) for one in Area.objects.order_by("name")]
        self.fields["area"].choices = [("", "Choose an area"), *areas]  # type: ignore[attr-defined]

    @property
    def asked(self) -> Asked:
        """Only what belongs to the kind of answer that was chosen: nothing is kept that we need not know."""
        given = self.cleaned_data
        prefers = Contact(given["prefers"])
        return Asked(
            id=self.id,
            area_id=UUID(given["area"]),
            given_name=given["given_name"],
            family_name=given["family_name"],
            prefers=prefers,
            email=given["email"] if prefers is Contact.EMAIL else "",
            phone=given["phone"] if prefers is Contact.PHONE else "",
            post_to=given["post_to"] if prefers is Contact.POST else "",
            heard=given["heard"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
def volunteering(request: HttpRequest) -> HttpResponse:
    at = request.acting.at  # type: ignore[attr-defined]
    form = AskForm(typed(request))
    if request.method == "POST":
        limits = _limits(request)
        if attempts.is_reached(limits, at):
            return render(request, "public/too_many.html", status=429)
        if carried_out(form, lambda: ask_by_form(form.asked, at=at)):
            afterwards(request, lambda acting: attempts.count(limits, acting.at))
            return redirect("public:thanks")
    return render(request, "public/volunteering.html", {"form": form}, status=422 if form.is_bound else 200)


def _limits(request: HttpRequest) -> list[attempts.Limit]:
    return [
        attempts.limit("asks to volunteer from", attempts.client_address(request), most=FROM_ONE),
        attempts.limit("asks to volunteer", most=FROM_ALL),
    ]
