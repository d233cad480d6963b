"""The criteria a referral is judged by: asked from one day to another."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.rooms.organisation.actions.criteria import add_criterion, end_criterion
from encircle.rooms.organisation.models import Criterion
from encircle.rooms.organisation.rules import may_set_standard
from encircle.rooms.organisation.vocabulary import CircleKind

from .answers import page
from .guard import OfficeRequest
from .standard_forms import CriterionEndForm, CriterionForm


@require_safe
@needs(May.CHANGE_SETTINGS)
def criteria(request: OfficeRequest) -> HttpResponse:
    today, every = in_london(request.actor.now).date(), list(Criterion.objects.all())
    context = {
        "asked": [(one, _kinds(one)) for one in every if not _is_over(one, today)],
        "before": [(one, _kinds(one)) for one in every if _is_over(one, today)],
        "today": today,
        "may_set": may_set_standard(request.actor),
    }
    return page(request, "criteria.html", "standard", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def criterion_new(request: OfficeRequest) -> HttpResponse:
    by, today = request.actor, in_london(request.actor.now).date()
    form = CriterionForm(typed(request), initial={"starts_on": today})
    if form.is_bound and carried_out(form, lambda: add_criterion(form.asked, id=form.id, by=by, at=by.now)):
        say(request, "The criterion is added.")
        return redirect("administration:criteria")
    return page(request, "criterion_new.html", "standard", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def criterion_ending(request: OfficeRequest, criterion_id: UUID) -> HttpResponse:
    by, today = request.actor, in_london(request.actor.now).date()
    found = Criterion.objects.filter(pk=criterion_id).first()
    if found is None or _is_over(found, today):
        raise NotFound()
    form = CriterionEndForm(typed(request), initial={"ends_on": today})

    def act() -> None:
        end_criterion(criterion_id, form.cleaned_data["ends_on"], by=by, at=by.now)

    if form.is_bound and carried_out(form, act):
        say(request, "Its last day is set. What was judged under it stays.")
        return redirect("administration:criteria")
    return page(request, "criterion_ending.html", "standard", {"form": form, "criterion": found})


def _is_over(one: Criterion, today: date) -> bool:
    return one.ends_on is not None and one.ends_on < today


def _kinds(one: Criterion) -> str:
    if set(one.kinds) == set(CircleKind.values):
        return "Every kind of Circle"
    return ", ".join(kind.label for kind in CircleKind if kind in one.kinds)
