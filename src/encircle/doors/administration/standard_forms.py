"""Forms about the practice standard."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm
from encircle.rooms.organisation.actions.standard import LIMITS, Clocks, Sizes
from encircle.rooms.organisation.models import KindStandard, PracticeStandard

# field -> (label, hint, what stands after the number)
CLOCKS = {
    "minutes_due_hours": ("Minutes are due after", "Hours that really pass, from the end of the meeting.", "hours"),
    "manager_told_after_hours": ("The manager sees late minutes after", "Counted from when they were due.", "hours"),
    "read_within_working_days": ("Coordinators read minutes within", "", "working days"),
    "release_within_working_days": ("Approved minutes are released within", "", "working days"),
    "chase_unopened_after_days": ("A release nobody opened is chased after", "", "days"),
    "kept_words_days": (
        "Words left out of submitted minutes are cleared after",
        "When two volunteers wrote at once. Whoever typed them sees until when they are kept.",
        "days",
    ),
    "quorum": ("Fewest volunteers at a meeting", "Never a lone volunteer with a core member.", "volunteers"),
    "imminent_ask_again_minutes": ("Imminent danger: ask everyone on call again every", "", "minutes"),
    "serious_same_day_until_hour": (
        "Serious concerns: read the same day until",
        "Hour of the day, 0 to 23. Later ones: by the end of the day.",
        "o’clock",
    ),
    "other_working_days": ("Other concerns: read within", "", "working days"),
    "climb_to_senior_hours": ("Unanswered concerns go to the senior coordinator after", "", "hours"),
    "climb_to_manager_hours": ("Unanswered concerns go to the operations manager after", "", "hours"),
    "imminent_climb_to_senior_minutes": ("Imminent danger: go to the senior coordinator after", "", "minutes"),
    "imminent_climb_to_manager_minutes": ("Imminent danger: go to the operations manager after", "", "minutes"),
    "imminent_acknowledged_hours": ("Imminent danger: an agency told acknowledges within", "", "hours"),
    "serious_acknowledged_working_days": ("Serious concerns: an agency told acknowledges within", "", "working days"),
    "other_acknowledged_working_days": ("Other concerns: an agency told acknowledges within", "", "working days"),
}


def _clock(name: str) -> forms.IntegerField:
    label, hint, unit = CLOCKS[name]
    least, most = LIMITS[name]
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"suffix": unit, "class": "govuk-input--width-3"}),
    )


class StandardForm(OnceForm):
    """Filled in with the standard before it, so that only what changes is typed."""

    in_force_from = DateField(label="From which day?", called="the first day")
    minutes_due_hours = _clock("minutes_due_hours")
    minutes_chase_hours = forms.CharField(
        label="Volunteers are reminded after",
        help_text="Hours since the meeting, divided by commas. All before the minutes are due.",
        max_length=60,
        widget=forms.TextInput(attrs={"suffix": "hours", "class": "govuk-input--width-10"}),
    )
    manager_told_after_hours = _clock("manager_told_after_hours")
    read_within_working_days = _clock("read_within_working_days")
    release_within_working_days = _clock("release_within_working_days")
    chase_unopened_after_days = _clock("chase_unopened_after_days")
    kept_words_days = _clock("kept_words_days")
    quorum = _clock("quorum")
    imminent_ask_again_minutes = _clock("imminent_ask_again_minutes")
    serious_same_day_until_hour = _clock("serious_same_day_until_hour")
    other_working_days = _clock("other_working_days")
    climb_to_senior_hours = _clock("climb_to_senior_hours")
    climb_to_manager_hours = _clock("climb_to_manager_hours")
    imminent_climb_to_senior_minutes = _clock("imminent_climb_to_senior_minutes")
    imminent_climb_to_manager_minutes = _clock("imminent_climb_to_manager_minutes")
    imminent_acknowledged_hours = _clock("imminent_acknowledged_hours")
    serious_acknowledged_working_days = _clock("serious_acknowledged_working_days")
    other_acknowledged_working_days = _clock("other_acknowledged_working_days")

    def clean_minutes_chase_hours(self) -> list[int]:
        said = [part.strip() for part in self.cleaned_data["minutes_chase_hours"].split(",") if part.strip()]
        if not all(part.isdecimal() and len(part) < 5 for part in said):
            raise ValidationError("Enter whole hours divided by commas, like 24, 40, 47")
        return sorted({int(part) for part in said})

    @property
    def clocks(self) -> Clocks:
        names = (*CLOCKS, "minutes_chase_hours")
        return Clocks(**{name: self.cleaned_data[name] for name in names})

    @property
    def first_day(self) -> date:
        day: date = self.cleaned_data["in_force_from"]
        return day

    @staticmethod
    def initial_of(standard: PracticeStandard, today: date) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(standard, name) for name in CLOCKS}
        chases = ", ".join(str(hour) for hour in standard.minutes_chase_hours)
        return {**values, "minutes_chase_hours": chases, "in_force_from": today}


class SizesForm(GovForm):
    least_volunteers = forms.IntegerField(label="Fewest volunteers", min_value=2, max_value=12)
    most_volunteers = forms.IntegerField(label="Most volunteers", min_value=2, max_value=12)
    months = forms.IntegerField(label="Usual length in months", min_value=1, max_value=60)
    needs_carers = forms.BooleanField(label="A parent or carer’s agreement is part of it", required=False)

    @property
    def sizes(self) -> Sizes:
        return Sizes(**self.cleaned_data)

    @staticmethod
    def initial_of(kind: KindStandard) -> dict[str, Any]:
        return {name: getattr(kind, name) for name in ("least_volunteers", "most_volunteers", "months", "needs_carers")}
