"""What volunteers are eligible for, by kind of Circle: which DBS check may be asked of them, from a day on."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.design.answering import carried_out, say, typed
from encircle.design.forms import DateField
from encircle.doors.answering.level_form import LevelForm
from encircle.foundations.access.actor import names_of
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.vetting.actions.eligibility import NewEligibility, decide_eligibility
from encircle.rooms.vetting.models import Eligibility
from encircle.rooms.vetting.policy import asks_not_protected
from encircle.rooms.vetting.queries import eligibilities
from encircle.rooms.vetting.vocabulary import Level, named

from .answers import page
from .guard import OfficeRequest


class EligibilityForm(LevelForm):
    kind = forms.ChoiceField(
        label="For volunteers in which kind of Circle?", choices=CircleKind.choices, widget=forms.RadioSelect
    )
    level = forms.ChoiceField(
        label="The highest level they are eligible for", choices=Level.choices, widget=forms.RadioSelect
    )
    grounds = forms.CharField(
        label="What does this rest on?",
        max_length=400,
        help_text="The law or the DBS guidance, and its date. Asking for more than that is an offence.",
    )
    in_force_from = DateField(label="From which day?", called="the first day")
    field_order = ("kind", "level", "workforce", "grounds", "in_force_from", "once")
    called = {**LevelForm.called, "kind": "the kind of Circle", "grounds": "what this rests on"}

    @property
    def decided(self) -> NewEligibility:
        given = self.cleaned_data
        return NewEligibility(
            kind=given["kind"], of=self.of, grounds=given["grounds"], in_force_from=given["in_force_from"]
        )


@require_safe
@needs(May.CHANGE_SETTINGS)
def eligibility(request: OfficeRequest) -> HttpResponse:
    """What is in force today for each kind, what comes, and what was before."""
    by, rows = request.actor, eligibilities()
    today = in_london(by.now).date()
    now = {kind: _in_force(rows, kind, today) for kind in CircleKind}
    context = {
        "now": [
            (kind.label, named(row.level, row.workforce) if row else "Nobody has decided: only a basic check")
            for kind, row in now.items()
        ],
        "asks_more": asks_not_protected([row.level for row in now.values() if row]),
        "rows": rows,
        "words": {row.pk: named(row.level, row.workforce) for row in rows},
        "names": names_of(row.decided_by_id for row in rows),
        "may_set": by.may(May.SET_STANDARD),
    }
    return page(request, "eligibility.html", "standard", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def eligibility_new(request: OfficeRequest) -> HttpResponse:
    by = request.actor
    form = EligibilityForm(typed(request), initial={"in_force_from": in_london(by.now).date()})
    if form.is_bound and carried_out(form, lambda: decide_eligibility(form.decided, id=form.id, by=by, at=by.now)):
        say(request, "The decision is recorded.")
        return redirect("administration:eligibility")
    return page(request, "eligibility_new.html", "standard", {"form": form})


def _in_force(rows: list[Eligibility], kind: str, today: Any) -> Eligibility | None:
    return next((row for row in rows if row.kind == kind and row.in_force_from <= today), None)
