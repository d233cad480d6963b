"""What each kind of Circle asks of its volunteers, and the agreement they sign: the charity's own, from a day on."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.design.forms import DateField, LongTextField
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.readiness.actions.asking import NewWording, set_conditions, set_wording
from encircle.rooms.readiness.models import Wording
from encircle.rooms.readiness.queries import asked_on, requirements, wording_on, wordings
from encircle.rooms.readiness.vocabulary import Condition

from .answers import page
from .guard import OfficeRequest


class ConditionsForm(OnceForm):
    conditions = forms.MultipleChoiceField(
        label="What is asked",
        choices=Condition.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Whatever is chosen has to be in date on the day a seat begins.",
    )
    in_force_from = DateField(label="From which day?", called="the first day")


class AgreementForm(OnceForm):
    title = forms.CharField(label="Title", max_length=120)
    lines = LongTextField(
        label="What volunteers agree to",
        help_text="One statement a line. An empty line begins a new part, whose first line introduces it.",
        max_length=8000,
        rows=20,
        called="what volunteers agree to",
    )
    in_force_from = DateField(label="From which day?", called="the first day")
    sign_by = DateField(
        label="By when does everybody sign it again?",
        required=False,
        called="the day by which everybody signs",
        help_text="Left empty, who signed earlier words need not sign again.",
    )

    @property
    def new(self) -> NewWording:
        names = ("title", "lines", "in_force_from", "sign_by")
        return NewWording(**{name: self.cleaned_data[name] for name in names})


@require_safe
@needs(May.CHANGE_SETTINGS)
def conditions(request: OfficeRequest) -> HttpResponse:
    """What holds today for each kind, and what is to come."""
    today = in_london(request.actor.now).date()
    coming = [row for row in requirements() if row.in_force_from > today]
    context: dict[str, Any] = {
        "kinds": [
            (kind, [one.label for one in asked], [row for row in coming if row.kind == kind])
            for kind, asked in asked_on(today).items()
        ],
        "wordings": wordings(),
        "present": wording_on(today),
        "may_set": request.actor.may(May.SET_STANDARD),
    }
    return page(request, "volunteer_conditions.html", "standard", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def conditions_new(request: OfficeRequest, kind: str) -> HttpResponse:
    if kind not in CircleKind.values:
        raise NotFound()
    by, of = request.actor, CircleKind(kind)
    today = in_london(by.now).date()
    form = ConditionsForm(typed(request), initial={"conditions": list(asked_on(today)[of]), "in_force_from": today})

    def act() -> None:
        given = form.cleaned_data
        chosen = [Condition(one) for one in given["conditions"]]
        set_conditions(of, chosen, in_force_from=given["in_force_from"], id=form.id, by=by, at=by.now)

    if form.is_bound and carried_out(form, act):
        say(request, "It is set. Nobody’s seat ends by it.")
        return redirect("administration:volunteer_conditions")
    context = {"form": form, "title": f"What is asked: {of.label}", "button": "Set this"}
    return page(request, "volunteer_conditions_new.html", "standard", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def volunteer_agreement_new(request: OfficeRequest) -> HttpResponse:
    by = request.actor
    today = in_london(by.now).date()
    form = AgreementForm(typed(request), initial=_initial(wording_on(today)) | {"in_force_from": today})
    if form.is_bound and carried_out(form, lambda: set_wording(form.new, id=form.id, by=by, at=by.now)):
        say(request, "The words are set. What was signed stays signed in the words it had.")
        return redirect("administration:volunteer_conditions")
    context = {"form": form, "title": "New words of the agreement with volunteers", "button": "Set these words"}
    return page(request, "volunteer_conditions_new.html", "standard", context)


def _initial(wording: Wording | None) -> dict[str, object]:
    return {"title": wording.title, "lines": wording.lines} if wording else {}
