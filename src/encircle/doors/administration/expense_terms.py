"""What volunteers are paid back, and on which terms: rates a mile, limits, and how soon a claim is decided."""

from decimal import Decimal

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.design.dates import plain_date
from encircle.design.forms import DateField
from encircle.design.items import Row
from encircle.design.money import pounds
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.rooms.expenses.actions.terms import NewTerms, set_terms
from encircle.rooms.expenses.models import Terms
from encircle.rooms.expenses.rules import may_set_terms
from encircle.rooms.expenses.terms import known_terms
from encircle.rooms.expenses.vocabulary import COSTS

from .answers import page
from .guard import OfficeRequest
from .lasting import one_form

TITLE = "Volunteers’ expenses"
MOST_PENCE_A_MILE, MOST_POUNDS = 200, 10_000
A_MILE = {
    "car": "Car or van, up to the threshold: pence a mile",
    "car_beyond": "Car or van, beyond the threshold: pence a mile",
    "motorcycle": "Motorcycle: pence a mile",
    "bicycle": "Bicycle: pence a mile",
    "passenger": "For each other volunteer carried: pence a mile",
}
ABOVE = {f"receipt_{kind.value}": f"{kind.label}: ask for a receipt above so many pounds" for kind in COSTS}


class TermsForm(OnceForm):
    starts_on = DateField(label="From which day?", called="the first day")
    source = forms.CharField(label="Where do the rates come from?", max_length=200, required=False)
    car_threshold = forms.IntegerField(label="Threshold: miles in a tax year", min_value=0, max_value=100_000)
    oldest_days = forms.IntegerField(label="How many days old may an expense be?", min_value=1, max_value=730)
    second_above = forms.DecimalField(
        label="Above how many pounds does a second person approve?", min_value=Decimal(0), max_value=MOST_POUNDS,
        decimal_places=2,
    )  # fmt: skip
    decide_days = forms.IntegerField(label="In how many working days is a claim decided?", min_value=1, max_value=60)
    supervision_minutes = forms.IntegerField(
        label="How many minutes does a supervision count among the hours?", min_value=0, max_value=480
    )

    called = {
        "oldest_days": "how many days",
        "second_above": "how many pounds",
        "decide_days": "how many working days",
        "supervision_minutes": "how many minutes",
    }
    field_order = ("starts_on", "source", "car", "car_beyond", "car_threshold", "motorcycle", "bicycle", "passenger",
                   *ABOVE, "second_above", "oldest_days", "decide_days", "supervision_minutes")  # fmt: skip

    def __init__(self, data: object, *, now: Terms) -> None:
        super().__init__(data, initial=_initial(now))
        for name, label in A_MILE.items():
            self.fields[name] = forms.DecimalField(
                label=label, min_value=Decimal(0), max_value=MOST_PENCE_A_MILE, decimal_places=1
            )
        for name, label in ABOVE.items():
            self.fields[name] = forms.DecimalField(
                label=label, min_value=Decimal(0), max_value=MOST_POUNDS, decimal_places=2
            )
        self.order_fields(self.field_order)

    @property
    def new(self) -> NewTerms:
        given = {name: value for name, value in self.cleaned_data.items() if name != "once"}
        tenths = {name: int(given[name] * 10) for name in A_MILE}
        pence = {name: int(given[name] * 100) for name in (*ABOVE, "second_above")}
        return NewTerms(**given | tenths | pence)


def _initial(now: Terms) -> dict[str, object]:
    plain = ("car_threshold", "oldest_days", "decide_days", "supervision_minutes")
    return {
        **{name: getattr(now, name) for name in plain},
        **{name: f"{getattr(now, name) / 10:g}" for name in A_MILE},
        **{name: f"{getattr(now, name) / 100:.2f}" for name in (*ABOVE, "second_above")},
    }


@require_safe
@needs(May.CHANGE_SETTINGS)
def expense_terms(request: OfficeRequest) -> HttpResponse:
    today = in_london(request.actor.now).date()
    known = known_terms()
    context = {
        "now": _rows(known.on(today)),
        "since": known.on(today).starts_on,
        "to_come": [(row.starts_on, _rows(row)) for row in reversed(known.rows) if row.starts_on > today],
        "before": [
            Row(f"From {plain_date(row.starts_on)}", row.source or "Set by the charity")
            for row in known.rows
            if row.starts_on < known.on(today).starts_on
        ],
        "may_set": may_set_terms(request.actor),
    }
    return page(request, "expense_terms.html", "standard", context)


def _rows(row: Terms) -> list[Row]:
    return [
        *(Row(label, f"{getattr(row, name) / 10:g}") for name, label in A_MILE.items()),
        Row("Threshold: miles in a tax year", f"{row.car_threshold:,}"),
        *(Row(label.replace(" so many pounds", ""), pounds(getattr(row, name))) for name, label in ABOVE.items()),
        Row("A second person approves above", pounds(row.second_above)),
        Row("How old an expense may be", f"{row.oldest_days} days"),
        Row("A claim is decided in", f"{row.decide_days} working days"),
        Row("A supervision counts", f"{row.supervision_minutes} minutes"),
        Row("Source", row.source),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def expense_terms_new(request: OfficeRequest) -> HttpResponse:
    by = request.actor
    form = TermsForm(typed(request), now=known_terms().on(in_london(by.now).date()))

    def act() -> None:
        if not Terms.objects.filter(pk=form.id).exists():
            set_terms(form.new, id=form.id, by=by, at=by.now)

    if form.is_bound and carried_out(form, act):
        say(request, "The terms are set. Claims that were sent stay as they are.")
        return redirect("administration:expense_terms")
    says = "They count for journeys and costs of that day and later. What was claimed under earlier ones stays."
    context = {"form": form, "button": "Set them"}
    return one_form(request, context, "Set rates and limits", "expense_terms", TITLE, says)
