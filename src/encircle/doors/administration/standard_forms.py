"""Forms about the practice standard."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm
from encircle.rooms.organisation.actions.criteria import Asked
from encircle.rooms.organisation.actions.standard import KIND_LIMITS, LIMITS, Clocks, KindRules
from encircle.rooms.organisation.models import KindStandard, PracticeStandard
from encircle.rooms.organisation.vocabulary import CircleKind, DecidedBy, Respondent
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
    "referral_read_working_days": ("A referral is read within", "", "working days"),
    "consent_warning_days": ("Consents about to end are shown", "", "days before"),
    "agreement_warning_days": ("Agreements with agencies to review are shown", "", "days before"),
    "review_invite_days": ("The outer circle is invited to a review", "", "days before"),
    "ending_report_working_days": ("The report of a Circle that ended is written within", "", "working days"),
    "ending_open_days": (
        "Who sat in the outer circle at the end can be sent the report, and read it, for",
        "Days since the Circle ended.",
        "days",
    ),
    "volunteer_answer_working_days": (
        "Who wants to volunteer, or to stop, is answered, and a reference looked at, within",
        "",
        "working days",
    ),
    "application_read_working_days": ("Somebody goes on with an application to volunteer within", "", "working days"),
    "reference_chase_days": ("A referee who has not answered is written to again after", "", "days"),
    "check_again_months": ("DBS checks on volunteers are made again after", "", "months"),
    "check_warning_days": ("Checks to renew are shown", "", "days before"),
    "call_asked_again_minutes": ("A volunteer needs a call today: ask again every", "", "minutes"),
    "call_climb_to_senior_hours": ("Nobody rang them: ask the senior coordinator after", "", "hours"),
    "call_climb_to_manager_hours": ("Nobody rang them: ask the operations manager after", "", "hours"),
    "call_working_days": ("A volunteer who would like a call is rung within", "", "working days"),
    "debrief_working_days": ("A volunteer who asked for a call is debriefed within", "", "working days"),
    "supervision_months": ("One-to-one supervision of each volunteer at least every", "", "months"),
    "group_supervision_months": ("Group supervision of each volunteer at least every", "", "months"),
    "hard_meetings": ("Shown when a volunteer asked for a call after", "", "meetings in a row"),
    "silent_meetings": ("Shown when a volunteer did not say how they are after", "", "meetings in a row"),
    "check_asked_hour": (
        "The morning after a meeting, volunteers who have not said how it left them are asked at",
        "Hour of the day, 0 to 23. One letter that says only that something waits; at the pace they chose for letters.",
        "o’clock",
    ),
    "check_asked_days": (
        "They are asked at most",
        "0: no letter asks them.",
        "days after the meeting",
    ),
    "gate_exception_days": (
        "Volunteers an import brings in with a seat may lack what their kind of Circle asks for",
        "Then they need it, or an exception that a named person decides.",
        "days",
    ),
    "gate_exception_longest_days": ("An exception for a volunteer who is not ready lasts at most", "", "days"),
    "messages_a_day": ("One person may write to groups of volunteers at most", "", "times a day"),
    "messages_confirmed_above": (
        "Who writes to volunteers confirms how many they write to when they are more than",
        "",
        "people",
    ),
    "supporter_proof_days": (
        "A supporter who has not confirmed their address is taken off the newsletter’s list after",
        "",
        "days",
    ),
    "lent_back_days": ("Whoever has left gives back what they were lent within", "", "days"),
    "check_decision_working_days": ("A certificate that shows something is decided on within", "", "working days"),
    "few_volunteers_days": ("A Circle may have fewer volunteers than its kind needs for", "", "days"),
    "assessing_coordinators": (
        "An assessment centre decides once somebody was scored by at least",
        "Besides experienced volunteers.",
        "coordinators",
    ),
    "end_talk_days": ("Conversation with each volunteer after their Circle has ended, within", "", "days"),
    "end_talk_listed_days": (
        "Conversations that nobody kept stay on the list for",
        "After a seat, and about coming back after the rest.",
        "days after the seat ended",
    ),
    "rest_talk_days": (
        "A conversation about coming back is owed from",
        "Before the last day of a rest. Whoever is away no longer than that is not asked for one.",
        "days before",
    ),
    "rest_open_days": (
        "A rest without a last day is talked about within",
        "Counted from its first day.",
        "days",
    ),
    "service_near_days": ("Who reaches years of service that are marked is listed", "", "days before and after"),
    "left_listed_days": ("Volunteers who have left stay on the list for", "", "days"),
    "smallest_shown": (
        "The smallest number of people that figures show",
        "Smaller ones are left out, with the next smallest.",
        "people",
    ),
}
# the same for what is several numbers
STEPS = {
    "minutes_chase_hours": (
        "Volunteers are reminded after",
        "Hours since the meeting, divided by commas. All before the minutes are due.",
        "hours",
    ),
    "questionnaire_chase_days": (
        "Who has not answered a questionnaire is reminded after",
        "Days since it was sent, divided by commas. Leave it empty to remind nobody.",
        "days",
    ),
    "thanked_after_years": (
        "Volunteers are thanked after",
        "Years of service, divided by commas. Time away is not counted.",
        "years",
    ),
}
NEVER = ("questionnaire_chase_days", "thanked_after_years")  # of these, none may be asked for
# heading -> what stands under it, on the page and in the form
GROUPS = {
    "Meetings and minutes": (
        "minutes_due_hours", "minutes_chase_hours", "manager_told_after_hours", "read_within_working_days",
        "release_within_working_days", "chase_unopened_after_days", "kept_words_days", "quorum",
    ),
    "Concerns": (
        "imminent_ask_again_minutes", "imminent_climb_to_senior_minutes", "imminent_climb_to_manager_minutes",
        "imminent_acknowledged_hours", "serious_same_day_until_hour", "serious_acknowledged_working_days",
        "other_working_days", "other_acknowledged_working_days", "climb_to_senior_hours", "climb_to_manager_hours",
    ),
    "Referrals, consents and agencies": (
        "referral_read_working_days", "consent_warning_days", "agreement_warning_days",
    ),
    "Reviews and endings": (
        "review_invite_days", "questionnaire_chase_days", "ending_report_working_days", "ending_open_days",
    ),
    "Volunteers: coming forward": (
        "volunteer_answer_working_days", "application_read_working_days", "reference_chase_days",
        "assessing_coordinators",
    ),
    "Volunteers: what a seat asks": (
        "check_again_months", "check_warning_days", "check_decision_working_days", "gate_exception_days",
        "gate_exception_longest_days", "few_volunteers_days",
    ),
    "Volunteers: looking after them": (
        "call_asked_again_minutes", "call_climb_to_senior_hours", "call_climb_to_manager_hours", "call_working_days",
        "debrief_working_days", "supervision_months", "group_supervision_months", "hard_meetings", "silent_meetings",
        "check_asked_hour", "check_asked_days",
    ),
    "Volunteers: staying and leaving": (
        "end_talk_days", "end_talk_listed_days", "rest_talk_days", "rest_open_days", "service_near_days",
        "thanked_after_years", "lent_back_days", "left_listed_days",
    ),
    "Messages and newsletter": ("messages_a_day", "messages_confirmed_above", "supporter_proof_days"),
    "Figures": ("smallest_shown",),
}  # fmt: skip
# the same for one kind of Circle
KIND_CLOCKS = {
    "months": ("Usual length in months", "", "months"),
    "decision_working_days": ("A referral is decided within", "", "working days"),
    "briefing_open_days": ("Volunteers can open a briefing pack for", "Then it closes by itself.", "days"),
    "review_every_months": ("There is a review every", "", "months"),
    "pause_longest_days": ("A pause is too long after", "", "days"),
    "first_meeting_after_release_days": ("After a release from prison the Circle meets within", "", "days"),
}
KIND_STEPS = {
    "follow_up_months_after_start": (
        "What became of the core member is asked after",
        "Months since the Circle began, divided by commas.",
        "months",
    ),
    "follow_up_months_after_end": (
        "And after the Circle has ended",
        "Months since it ended, divided by commas.",
        "months",
    ),
}

KIND_FIELDS = (
    "least_volunteers", "most_volunteers", "months", "needs_carers", "has_release_date", "expected_agencies",
    "decision_working_days", "decided_by", "panel_quorum", "referral_sections", "easy_read", "needs_capacity",
    "needs_disclosure_scope", "briefing_agencies", "briefing_open_days", "review_agencies", "review_every_months",
    "pause_longest_days", "first_meeting_after_release_days", "follow_up_months_after_start",
    "follow_up_months_after_end", "questionnaires_to",
)  # fmt: skip


def _clock(name: str) -> forms.IntegerField:
    label, hint, unit = (CLOCKS | KIND_CLOCKS)[name]
    least, most = (LIMITS | KIND_LIMITS)[name]
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        error_messages={"required": f"Enter a number for “{label}”"},
        widget=forms.NumberInput(attrs={"suffix": unit, "class": "govuk-input--width-3"}),
    )


class Steps(forms.CharField):
    """Whole numbers divided by commas, from the least to the most."""

    def __init__(self, name: str, *, required: bool = True) -> None:
        label, hint, self.unit = (STEPS | KIND_STEPS)[name]
        widget = forms.TextInput(attrs={"suffix": self.unit, "class": "govuk-input--width-10"})
        super().__init__(label=label, help_text=hint, max_length=60, widget=widget, required=required)
        self.error_messages["required"] = f"Enter numbers for “{label}”"

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        said = [part.strip() for part in (super().to_python(value) or "").split(",") if part.strip()]
        if not all(part.isdecimal() and len(part) < 5 for part in said):
            raise ValidationError(f"Enter whole numbers of {self.unit} divided by commas, like 2, 4, 6")
        return sorted({int(part) for part in said})

    def run_validators(self, value: Any) -> None:
        super().run_validators(", ".join(map(str, value)))


def _agencies(label: str, hint: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=AgencyKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class StandardForm(OnceForm):
    """Filled in with the standard before it, so that only what changes is typed."""

    in_force_from = DateField(label="From which day?", called="the first day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (name for names in GROUPS.values() for name in names):
            self.fields[name] = Steps(name, required=name not in NEVER) if name in STEPS else _clock(name)

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        return GROUPS

    @property
    def clocks(self) -> Clocks:
        return Clocks(**{name: self.cleaned_data[name] for name in (*CLOCKS, *STEPS)})

    @property
    def first_day(self) -> date:
        day: date = self.cleaned_data["in_force_from"]
        return day

    @staticmethod
    def initial_of(standard: PracticeStandard, today: date) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(standard, name) for name in (*CLOCKS, *STEPS)}
        return {**values, "in_force_from": today}


class KindForm(OnceForm):
    """Filled in with what holds now, so that only what changes is typed."""

    in_force_from = DateField(label="From which day?", called="the first day")
    least_volunteers = forms.IntegerField(label="Fewest volunteers", min_value=2, max_value=12)
    most_volunteers = forms.IntegerField(label="Most volunteers", min_value=2, max_value=12)
    months = _clock("months")
    needs_carers = forms.BooleanField(label="A parent or carer’s agreement is part of it", required=False)
    has_release_date = forms.BooleanField(label="It begins in prison: a planned release date is kept", required=False)
    easy_read = forms.BooleanField(label="Forms and letters are printed in easy read", required=False)
    needs_capacity = forms.BooleanField(label="The capacity to agree is looked at and recorded", required=False)
    needs_disclosure_scope = forms.BooleanField(
        label="What may be talked about in the Circle is agreed with the referrer", required=False
    )
    expected_agencies = _agencies(
        "Who is expected in the outer circle?", "Coordinators are warned while one of them is missing."
    )
    decision_working_days = _clock("decision_working_days")
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
    briefing_agencies = _agencies("Who is expected at the briefing?", "")
    briefing_open_days = _clock("briefing_open_days")
    review_agencies = _agencies("Who is invited to reviews?", "Everybody with a seat in the outer circle may come.")
    review_every_months = _clock("review_every_months")
    pause_longest_days = _clock("pause_longest_days")
    first_meeting_after_release_days = _clock("first_meeting_after_release_days")
    questionnaires_to = forms.MultipleChoiceField(
        label="Who is asked by questionnaire when a Circle ends?",
        choices=Respondent.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    follow_up_months_after_start = Steps("follow_up_months_after_start", required=False)
    follow_up_months_after_end = Steps("follow_up_months_after_end", required=False)
    called = {
        "decided_by": "who decides",
        "referral_sections": "at least one section",
        "panel_quorum": "how many members of a panel must have said what they think",
    }

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
