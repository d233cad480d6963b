"""What a volunteer still needs before a Circle, said kindly, and the agreement with the charity to read and sign."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import OnceForm, carried_out, form_page, say, typed
from encircle.design.dates import plain_date
from encircle.design.items import Row
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.readiness.actions.noting import sign_on_screen
from encircle.rooms.readiness.queries import Line, Readiness, has_signed, readiness_of, signings_of, wording_on
from encircle.rooms.readiness.vocabulary import Condition
from encircle.rooms.volunteers.models import Volunteer

from .guard import VolunteerRequest, for_volunteers


class SignForm(OnceForm):
    agrees = forms.BooleanField(label="I have read this, and I agree", required=False)


@require_safe
@for_volunteers
def own_readiness(request: VolunteerRequest) -> HttpResponse:
    """What is asked for every kind first, then what only some kinds ask."""
    by = request.actor
    if by.volunteer_id is None:
        raise NotFound()
    found = readiness_of(by.volunteer_id, list(CircleKind), in_london(by.now).date())
    record(Verb.LISTED, "readiness.datedexception", by=by.acting, detail=str(len(found)))
    missing = {(line.condition, line.name): line for each in found for line in each.lines if not line.is_met}
    signed = signings_of(by.volunteer_id)
    context = {
        "ready": [each.kind.label for each in found if not each.missing],
        "to_do": [_to_do(line, found) for line in missing.values()],
        "must_sign": any(line.condition is Condition.AGREEMENT for line in missing.values()),
        "lasting": _lasting(found),
        "signed": [Row(one.wording.title, f"Signed {plain_date(one.signed_on)}") for one in signed],
    }
    return form_page(request, "volunteering/own_readiness.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def own_agreement(request: VolunteerRequest) -> HttpResponse:
    """The words that hold today, to read and to sign; read again once they are signed."""
    by = request.actor
    today = in_london(by.now).date()
    wording = wording_on(today)
    if by.volunteer_id is None or wording is None:
        raise NotFound()
    signed = has_signed(Volunteer.objects.get(pk=by.volunteer_id), wording.pk).first()
    form = SignForm(typed(request))
    if form.is_bound and carried_out(
        form,
        lambda: sign_on_screen(wording.pk, agrees=form.cleaned_data["agrees"], id=form.id, by=by, at=by.now),
    ):
        say(request, "Thank you. Your agreement is signed.")
        return redirect("volunteering:own_readiness")
    parts = [part.splitlines() for part in wording.lines.replace("\r\n", "\n").split("\n\n") if part.strip()]
    context = {"wording": wording, "parts": parts, "signed": signed, "form": form}
    return form_page(request, "volunteering/own_agreement.html", context)


def _to_do(line: Line, found: list[Readiness]) -> dict[str, object]:
    """One thing, what happens about it, and for which kinds it is missing where it is not for all."""
    lacking = [each.kind.label for each in found if any(_same(one, line) and not one.is_met for one in each.lines)]
    kinds = [] if len(lacking) == len(found) else lacking
    excepted = [one.excepted_until for each in found for one in each.lines if _same(one, line) and one.excepted_until]
    return {"heading": line.heading, "words": line.kindly, "kinds": kinds, "until": min(excepted, default=None)}


def _lasting(found: list[Readiness]) -> list[Row]:
    """What is in date and will end, once."""
    days = {
        line.heading: f"In date until {plain_date(line.last_day)}"
        for each in found for line in each.lines if line.is_met and line.last_day
    }  # fmt: skip
    return [Row(heading, words) for heading, words in days.items()]


def _same(one: Line, other: Line) -> bool:
    return (one.condition, one.name) == (other.condition, other.name)
