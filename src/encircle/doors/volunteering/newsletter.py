"""Whether a volunteer, or somebody who has applied, wants the newsletter. Nothing is ticked beforehand."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.design.answering import OnceForm, carried_out, form_page, say, typed
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.messaging.actions.newsletter import ITEM, say_newsletter
from encircle.rooms.messaging.newsletter import own_word

from .guard import VolunteerRequest, for_trainees


class NewsletterForm(OnceForm):
    wants = forms.ChoiceField(
        label="Do you want the newsletter?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect,
        help_text="Nothing else depends on your answer.",
    )  # fmt: skip
    called = {"wants": "whether you want the newsletter"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_trainees
def newsletter(request: VolunteerRequest) -> HttpResponse:
    by, form = request.actor, NewsletterForm(typed(request))
    if carried_out(form, lambda: say_newsletter(form.cleaned_data["wants"] == "yes", id=form.id, by=by, at=by.now)):
        say(request, "What you said is kept. You can change it here at any time.")
        return redirect("volunteering:newsletter")
    record(Verb.LISTED, ITEM, by=by.acting)
    context = {"form": form, "word": own_word(by), "is_volunteer": by.volunteer_id is not None}
    return form_page(request, "volunteering/newsletter.html", context)
