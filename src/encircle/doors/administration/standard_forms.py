"""Forms about the practice standard."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm
from encircle.rooms.organisation.actions.criteria import Asked
from encircle.rooms.organisation.actions.standard import LIMITS, Clocks, KindRules
from encircle.rooms.organisation.models import KindStandard, PracticeStandard
from encircle.rooms.organisation.vocabulary import CircleKind, DecidedBy
from encircle.rooms.partners.models import AgencyKind
from encircle.rooms.referrals.sections import SECTIONS, sections_asked
from encircle.rooms.referrals.sections.asked import NEVER_LEFT_OUT

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

KIND_FIELDS = (
    "least_volunteers", "most_volunteers", "months", "needs_carers", "has_release_date", "expected_agencies",
    "decision_working_days", "decided_by", "panel_quorum", "referral_sections",
)  # fmt: skip


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


class KindForm(OnceForm):
    """Filled in with what holds now, so that only what changes is typed."""

    in_force_from = DateField(label="From which day?", called="the first day")
    least_volunteers = forms.IntegerField(label="Fewest volunteers", min_value=2, max_value=12)
    most_volunteers = forms.IntegerField(label="Most volunteers", min_value=2, max_value=12)
    months = forms.IntegerField(label="Usual length in months", min_value=1, max_value=60)
    needs_carers = forms.BooleanField(label="A parent or carer’s agreement is part of it", required=False)
    has_release_date = forms.BooleanField(label="It begins in prison: a planned release date is kept", required=False)
    expected_agencies = forms.MultipleChoiceField(
        label="Who is expected in the outer circle?",
        help_text="Coordinators are warned while one of them is missing.",
        choices=AgencyKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    decision_working_days = forms.IntegerField(
        label="A referral is decided within",
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"suffix": "working days", "class": "govuk-input--width-3"}),
    )
    decided_by = forms.ChoiceField(
        label="Who decides on a referral?", choices=DecidedBy.choices, widget=forms.RadioSelect
    )
    panel_quorum = forms.IntegerField(
        label="How many members of a panel must have said what they think?",
        help_text="Asked only where a panel decides.",
        min_value=2,
        max_value=12,
    )
    referral_sections = forms.MultipleChoiceField(
        label="What is a referrer asked?",
        help_text="Referrals that are being written keep what they were asked.",
        choices=[(code, section.title) for code, section in SECTIONS.items() if code not in NEVER_LEFT_OUT],
        widget=forms.CheckboxSelectMultiple,
    )
    called = {"decided_by": "who decides", "referral_sections": "at least one section"}

    @property
    def rules(self) -> KindRules:
        return KindRules(**{name: self.cleaned_data[name] for name in KIND_FIELDS})

    @property
    def first_day(self) -> date:
        day: date = self.cleaned_data["in_force_from"]
        return day

    @staticmethod
    def initial_of(kind: KindStandard, today: date) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(kind, name) for name in KIND_FIELDS}
        asked = [section.code for section in sections_asked(kind.kind, kind.referral_sections)]
        return {**values, "referral_sections": asked, "in_force_from": today}


class CriterionForm(OnceForm):
    words = forms.CharField(label="What is asked?", max_length=160, help_text="For example “Takes part freely”.")
    hint = forms.CharField(label="What helps to judge it", max_length=250, required=False)
    kinds = forms.MultipleChoiceField(
        label="For which kinds of Circle?", choices=CircleKind.choices, widget=forms.CheckboxSelectMultiple
    )
    starts_on = DateField(label="From which day?", called="the first day")
    called = {"words": "the criterion", "kinds": "at least one kind of Circle"}

    @property
    def asked(self) -> Asked:
        cleaned = self.cleaned_data
        kinds = [CircleKind(kind) for kind in cleaned["kinds"]]
        return Asked(words=cleaned["words"], hint=cleaned["hint"], kinds=kinds, starts_on=cleaned["starts_on"])


class CriterionEndForm(GovForm):
    ends_on = DateField(label="What is the last day it is asked?", called="the last day")
