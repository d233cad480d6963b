"""Whom or what a volunteer must keep clear of: said by themselves, and read by the staff of their area."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from encircle.common.errors import NotFound
from encircle.design.answering import OnceForm, carried_out, form_page, say, typed
from encircle.design.forms import LongTextField
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.forming.actions.keeping_clear import LONGEST, say_keep_clear, take_back
from encircle.rooms.forming.clear_queries import ITEM, open_own_clear
from encircle.rooms.forming.models import KeepClear
from encircle.rooms.forming.vocabulary import ClearOf
from encircle.rooms.volunteers.models import Volunteer

from .guard import VolunteerRequest, for_volunteers


class KeepClearForm(OnceForm):
    called = {"kind": "whom or what", "text": "whom or what"}
    kind = forms.ChoiceField(
        label="Whom or what must you keep clear of?",
        choices=ClearOf.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whom or what"},
    )
    text = LongTextField(
        label="Tell us in your own words",
        max_length=LONGEST,
        rows=4,
        help_text="A name, or where it is, is enough. You need not say why.",
        error_messages={"required": "Say whom or what you must keep clear of"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def keeping_clear(request: VolunteerRequest) -> HttpResponse:
    """What they have said, and a form for one more."""
    by = request.actor
    one = Volunteer.objects.filter(pk=by.volunteer_id).first() if by.volunteer_id else None
    if one is None:
        raise NotFound()
    form = KeepClearForm(typed(request))

    def act() -> None:
        if not KeepClear.objects.filter(pk=form.id).exists():
            given = form.cleaned_data
            say_keep_clear(ClearOf(given["kind"]), given["text"], id=form.id, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "The staff of your area see it, and nobody else.")
        return redirect("volunteering:keeping_clear")
    record(Verb.LISTED, ITEM, by=by.acting, area_id=one.area_id)
    context = {"form": form, "lines": open_own_clear(one, by=by)}
    return form_page(request, "volunteering/keeping_clear.html", context)


@require_POST
@for_volunteers
def keeping_clear_withdrawal(request: VolunteerRequest, own_clear_id: UUID) -> HttpResponse:
    by = request.actor
    found = KeepClear.objects.filter(pk=own_clear_id, volunteer=by.volunteer_id).first()
    if found is None:
        raise NotFound()
    take_back(found, by=by, at=by.now)
    say(request, "You have taken it back. The staff of your area see that.")
    return redirect("volunteering:keeping_clear")
