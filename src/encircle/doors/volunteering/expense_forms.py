"""What is asked about a volunteer’s hours and expenses."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.dates import plain_date
from encircle.design.files import check_file, file_field
from encircle.design.forms import DateField
from encircle.rooms.circles.models import Circle
from encircle.rooms.expenses.actions.claiming import NewLine, WhatFor
from encircle.rooms.expenses.actions.hours import NewHours
from encircle.rooms.expenses.vocabulary import COSTS, CostKind, HoursKind, Purpose, Vehicle

OTHER_PURPOSES = (Purpose.TALK, Purpose.OFFICE, Purpose.OTHER)
PHOTO = "Take a photo of it, or choose one. Where and when it was taken is removed. PDF works too."


def photo_field(*, required: bool) -> forms.FileField:
    field = file_field()
    field.label, field.help_text, field.required = "Photo of the receipt", PHOTO, required
    return field


class HoursForm(OnceForm):
    on = DateField(label="Which day?", called="the day")
    minutes = forms.IntegerField(
        label="How many minutes?", min_value=1, max_value=24 * 60, help_text="For an hour and a half enter 90."
    )
    kind = forms.ChoiceField(label="What for?", choices=HoursKind.choices, widget=forms.RadioSelect)
    circle = forms.ChoiceField(label="For one of your Circles?", required=False)
    called = {"kind": "what it was for", "minutes": "how many minutes"}

    def __init__(self, data: Any, *, circles: Sequence[Circle] = (), initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        if circles:
            chosen = [(str(one.pk), one.name) for one in circles]
            self.fields["circle"].choices = [("", "No, or for several"), *chosen]  # type: ignore[attr-defined]
        else:
            del self.fields["circle"]

    @property
    def new(self) -> NewHours:
        given = self.cleaned_data
        circle = given.get("circle")
        return NewHours(given["on"], given["minutes"], HoursKind(given["kind"]), UUID(circle) if circle else None)


class LineForm(OnceForm):
    """What a journey and a cost share."""

    on = DateField(label="Which day?", called="the day")
    what_for = forms.ChoiceField(label="What was it for?")
    called = {"what_for": "what it was for"}

    def __init__(
        self, data: Any, *, occasions: Sequence[tuple[WhatFor, date]], files: Any = None, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.known = {f"{one.purpose}:{one.item_id}": one for one, _ in occasions}
        own = [(f"{one.purpose}:{one.item_id}", f"{one.purpose.label}, {plain_date(day)}") for one, day in occasions]
        others = [(str(one), str(one.label)) for one in OTHER_PURPOSES]
        choices = [("", "Choose one"), *own, *others]
        self.fields["what_for"].choices = choices  # type: ignore[attr-defined]

    @property
    def purpose(self) -> WhatFor:
        given: str = self.cleaned_data["what_for"]
        return self.known.get(given) or WhatFor(Purpose(given))


class JourneyForm(LineForm):
    vehicle = forms.ChoiceField(label="How did you travel?", choices=Vehicle.choices, widget=forms.RadioSelect)
    miles = forms.DecimalField(
        label="How many miles, there and back?",
        max_digits=5,
        decimal_places=1,
        min_value=Decimal("0.1"),
        help_text="For example 12 or 12.5. Do not say where: no address stands in a claim.",
    )
    passengers = forms.IntegerField(
        label="How many other volunteers did you take along?", required=False, min_value=0, max_value=8
    )
    called = {
        "what_for": "what it was for",
        "vehicle": "how you travelled",
        "miles": "how many miles",
        "passengers": "how many volunteers",
    }

    @property
    def new(self) -> NewLine:
        given = self.cleaned_data
        return NewLine(
            on=given["on"],
            what_for=self.purpose,
            vehicle=Vehicle(given["vehicle"]),
            miles=int(given["miles"] * 10),
            passengers=given["passengers"] or 0,
        )


class CostForm(LineForm):
    kind = forms.ChoiceField(
        label="What did you pay for?", choices=[(one.value, one.label) for one in COSTS], widget=forms.RadioSelect
    )
    amount = forms.DecimalField(
        label="How much, in pounds?",
        max_digits=6,
        decimal_places=2,
        min_value=Decimal("0.01"),
        help_text="For example 4.20",
    )
    file = photo_field(required=False)
    called = {"what_for": "what it was for", "kind": "what you paid for", "amount": "how much"}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_file(self, cleaned)
        return cleaned

    @property
    def new(self) -> NewLine:
        given = self.cleaned_data
        return NewLine(
            on=given["on"], what_for=self.purpose, kind=CostKind(given["kind"]), pence=int(given["amount"] * 100)
        )


class PhotoForm(OnceForm):
    file = photo_field(required=True)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_file(self, cleaned)
        return cleaned
