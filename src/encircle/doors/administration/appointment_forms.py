"""Forms about roles: give one for a period, have somebody cover an area, end one."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm, Option
from encircle.foundations.access.roles import ROLES
from encircle.foundations.access.vocabulary import BY_AREA, Role
from encircle.rooms.organisation.clocks import end_of_day, start_of_day

NOW, TODAY, LATER = "now", "today", "later"
Areas = Iterable[tuple[UUID, str]]


class PeriodForm(OnceForm):
    starts_on = DateField(label="First day", called="the first day")
    ends_on = DateField(label="Last day", required=False, called="the last day")

    @property
    def starts_at(self) -> datetime:
        return start_of_day(self.cleaned_data["starts_on"])

    @property
    def ends_at(self) -> datetime | None:
        last = self.cleaned_data.get("ends_on")
        return end_of_day(start_of_day(last)) if last else None


class AppointForm(PeriodForm):
    role = forms.ChoiceField(label="Which role?", widget=forms.RadioSelect)
    area = forms.ChoiceField(label="In which area?", required=False)
    ends_on = DateField(
        label="Last day", required=False, called="the last day", help_text="Empty: until somebody ends it."
    )
    field_order = ["once", "role", "area", "starts_on", "ends_on"]
    reveals = {"role": {role.value: ["area"] for role in BY_AREA}}
    called = {"role": "a role", "area": "an area"}

    def __init__(self, *args: Any, roles: Iterable[Role], areas: Areas, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(role.value, Option(ROLES[role].name, hint=ROLES[role].says)) for role in roles]
        self.fields["role"].choices = offered  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", "Select an area"), *((str(pk), name) for pk, name in areas)]  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today

    @property
    def chosen(self) -> Role:
        return Role(self.cleaned_data["role"])

    @property
    def area_id(self) -> UUID | None:
        """Only for roles held by area: what was chosen under another answer does not count."""
        chosen = self.cleaned_data.get("area")
        return UUID(chosen) if chosen and self.chosen in BY_AREA else None


class CoverForm(PeriodForm):
    person = forms.ChoiceField(label="Who covers?")
    area = forms.ChoiceField(label="Which area?")
    ends_on = DateField(
        label="Last day", called="the last day", help_text="Their access to the area ends with this day."
    )
    field_order = ["once", "person", "area", "starts_on", "ends_on"]
    called = {"person": "who covers", "area": "an area"}

    def __init__(self, *args: Any, people: Areas, areas: Areas, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Select a person"), *((str(pk), name) for pk, name in people)]  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", "Select an area"), *((str(pk), name) for pk, name in areas)]  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today


class EndForm(GovForm):
    when = forms.ChoiceField(
        label="When does it end?",
        widget=forms.RadioSelect,
        choices=[
            (TODAY, Option("At the end of today", hint="They can finish what they are doing.")),
            (NOW, Option("Now", hint="From this moment they see nothing more by this role.")),
            (LATER, "On a later day"),
        ],
    )
    on = DateField(label="Last day", required=False, called="the last day")
    reveals = {"when": {LATER: ["on"]}}
    called = {"when": "when it ends"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") == LATER and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the last day")
        return cleaned

    def ends_at(self, at: datetime) -> datetime:
        match self.cleaned_data["when"]:
            case "now":
                return at
            case "today":
                return end_of_day(at)
            case _:
                return end_of_day(start_of_day(self.cleaned_data["on"]))
