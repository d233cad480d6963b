"""What counts for how much when Circles are proposed: what is in force, what was before, and a new one."""

from dataclasses import asdict, fields
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.foundations.access.actor import names_of
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.rooms.forming.model import Weights
from encircle.rooms.forming.models import Weighing
from encircle.rooms.forming.rules import may_weigh
from encircle.rooms.forming.weighing import Settings, present_settings, set_weights, settings_of, weighings

from .answers import page
from .guard import OfficeRequest

SHOWN = 20
# Setting -> what it is called, and the rest of it.
CALLED = {
    "circle_first": ("A Circle for somebody who is first", ""),
    "circle_high": ("A Circle for somebody of high priority", ""),
    "circle_usual": ("A Circle for anybody else who waits", ""),
    "core_member_month": ("Each month a core member has waited", "Up to 24 months"),
    "volunteer_month": ("Each month a volunteer has waited", "Up to 12 months"),
    "mile": ("Against: each mile a volunteer travels", ""),
    "age_band": ("Each age band in a Circle", ""),
    "mix": ("New and experienced volunteers together", ""),
    "known_venue": ("Each volunteer who meets where they have met before", ""),
    "fairness": ("Fairness between areas", "For each percent of those who wait that get a Circle, where fewest do"),
    "circles_per_volunteer": ("Circles one volunteer has room for", ""),
    "kept_days": ("Days until proposals are gone", ""),
}


class WeighingForm(OnceForm):
    called = {
        **{name: f"a number for “{label[:1].lower()}{label[1:]}”" for name, (label, _) in CALLED.items()},
        "why": "why it is set so",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = _flat(present_settings())
        for name, (label, hint) in CALLED.items():
            self.fields[name] = forms.IntegerField(label=label, help_text=hint, min_value=0, initial=now[name])
        self.fields["why"] = forms.CharField(
            label="Why is it set so?", max_length=400, help_text="Kept with what counted before"
        )

    @property
    def settings(self) -> Settings:
        given = self.cleaned_data
        weights = Weights(**{one.name: given[one.name] for one in fields(Weights)})
        return Settings(weights, given["circles_per_volunteer"], given["kept_days"])


@require_safe
@needs(May.CHANGE_SETTINGS)
def forming_weights(request: OfficeRequest) -> HttpResponse:
    now, rows = _flat(present_settings()), weighings(SHOWN + 1)
    names = names_of(row.by_id for row in rows)
    context = {
        "now": [(label, str(now[name])) for name, (label, _) in CALLED.items()],
        "before": [
            (row, names.get(row.by_id, "somebody"), _changes(row, rows[number + 1 : number + 2]))
            for number, row in enumerate(rows[:SHOWN])
        ],
        "may_set": may_weigh(request.actor),
    }
    return page(request, "forming_weights.html", "standard", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def forming_weights_new(request: OfficeRequest) -> HttpResponse:
    by, form = request.actor, WeighingForm(typed(request))

    def act() -> None:
        if not Weighing.objects.filter(pk=form.id).exists():
            set_weights(form.settings, why=form.cleaned_data["why"], id=form.id, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "It counts from now on. Proposals made before stay as they are.")
        return redirect("administration:forming_weights")
    return page(request, "forming_weights_new.html", "standard", {"form": form})


def _flat(settings: Settings) -> dict[str, int]:
    rest = {"circles_per_volunteer": settings.circles_per_volunteer, "kept_days": settings.kept_days}
    return {**asdict(settings.weights), **rest}


def _changes(row: Weighing, before: list[Weighing]) -> list[str]:
    """What it changed against the one before it; the first against what Encircle comes with."""
    now, then = _flat(settings_of(row)), _flat(settings_of(before[0]) if before else Settings())
    return [
        f"{label}: {now[name]} (before: {then[name]})" for name, (label, _) in CALLED.items() if now[name] != then[name]
    ]
