"""Forms about enquiries: noting one, what it came to, inviting a referral."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.urls import reverse

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm, LongTextField, Option
from encircle.rooms.organisation.models import Area, Criterion
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency
from encircle.rooms.referrals.actions.enquiries import LONGEST_NOTE, Outcome
from encircle.rooms.referrals.queries import NOT_SENT, WAITING
from encircle.rooms.referrals.vocabulary import REASONS_FOR, Answer, State, StepKind, StepReason

from .fields import between, offer
from .people_forms import PHONE

NARROW = {"class": "govuk-input--width-20", "autocomplete": "off"}
ASKED_FIRST = ("once", "asked_by_name", "agency", "agency_name", "phone", "email", "area", "kind")
SIDE_BY_SIDE = {"class": "govuk-radios--inline"}


class CodedFilter(GovForm):
    """Coded choices only: they stand in the address."""

    area = forms.ChoiceField(label="Area", required=False)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All kinds"), *CircleKind.choices])
    state = forms.ChoiceField(label="State", required=False)

    def __init__(self, data: Any, *, areas: list[Area], states: Iterable[tuple[str, str]], here: str) -> None:
        super().__init__(data)
        self.here = here
        offer(self, "state", states)
        if len(areas) > 1:
            offer(self, "area", [("", "All areas"), *[(area.code, area.name) for area in areas]])
        else:
            del self.fields["area"]
        self.is_valid()

    def chosen(self, name: str) -> str:
        """What was chosen; nothing for what no list offers."""
        return str(self.cleaned_data.get(name) or "")

    def address(self) -> str:
        """The list's address up to the number of the page."""
        given = {name: self.chosen(name) for name in self.fields if self.chosen(name)}
        return f"{reverse(self.here)}?{urlencode({**given, 'page': ''})}"


ENQUIRY_STATES = [("", "All states"), (WAITING, "Something to do"), *StepKind.choices]
REFERRAL_STATES = [
    ("", "All states"),
    (NOT_SENT, "Not submitted yet"),
    (State.SUBMITTED, State.SUBMITTED.label),
    (State.WITHDRAWN, State.WITHDRAWN.label),
]


class OutcomeFields(OnceForm):
    """What it came to. `outcome` leads to a reason or to a day."""

    outcome = forms.ChoiceField(
        label="What comes of it?",
        widget=forms.RadioSelect,
        choices=[
            (StepKind.TO_INVITE, Option("Invite a referral", hint="Next, choose who fills in the form")),
            (StepKind.CALL_BACK, Option("Ring back", hint="It stands on your home page on that day")),
            (StepKind.UNSUITABLE, "Not suitable"),
            (StepKind.CLOSED, "Nothing follows"),
        ],
    )
    on = DateField(label="Which day?", required=False, called="the day to ring back")
    unsuitable = forms.ChoiceField(label="Why?", required=False, widget=forms.RadioSelect)
    closed = forms.ChoiceField(label="Why?", required=False, widget=forms.RadioSelect)
    called = {"outcome": "what comes of it"}
    reveals: ClassVar[Any] = {
        "outcome": {
            StepKind.CALL_BACK: ["on"],
            StepKind.UNSUITABLE: ["unsuitable"],
            StepKind.CLOSED: ["closed"],
        }
    }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        between(self, "on", earliest=today)
        for kind in (StepKind.UNSUITABLE, StepKind.CLOSED):
            offer(self, kind, [(reason, reason.label) for reason in REASONS_FOR[kind]])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        kind = given.get("outcome")
        if kind == StepKind.CALL_BACK and not given.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the day to ring back")
        if kind in REASONS_FOR and not given.get(kind) and kind not in self.errors:
            self.add_error(kind, "Select why")
        return given

    @property
    def came_to(self) -> Outcome:
        given, kind = self.cleaned_data, StepKind(self.cleaned_data["outcome"])
        if kind is StepKind.TO_INVITE:
            return Outcome(kind, on=self.today)
        if kind is StepKind.CALL_BACK:
            return Outcome(kind, on=given["on"])
        return Outcome(kind, StepReason(given[kind]))


class EnquiryForm(OutcomeFields):
    """One short page while the telephone is at the ear: nobody is asked for the name of the person concerned."""

    asked_by_name = forms.CharField(label="Who is asking?", max_length=120, widget=forms.TextInput(attrs=NARROW))
    agency = forms.ChoiceField(label="Agency", required=False)
    agency_name = forms.CharField(
        label="Or type the agency", max_length=160, required=False, help_text="If it is not in the list"
    )
    phone = forms.CharField(label="Telephone", max_length=30, required=False, widget=forms.TextInput(attrs=PHONE))
    email = forms.EmailField(label="Work email address", max_length=254, required=False)
    area = forms.ChoiceField(label="Area")
    kind = forms.ChoiceField(label="Kind of Circle", widget=forms.RadioSelect, choices=CircleKind.choices)
    note = LongTextField(
        label="What was said", max_length=LONGEST_NOTE, rows=4, required=False, called="what was said",
    )  # fmt: skip
    called = {
        **OutcomeFields.called,
        "asked_by_name": "who is asking",
        "area": "the area",
        "kind": "the kind of Circle",
    }

    def __init__(
        self, data: Any, *, areas: list[Area], agencies: list[Agency], criteria: Sequence[Criterion], today: date
    ) -> None:
        super().__init__(data, today=today)
        offer(self, "agency", [("", "Choose an agency"), *[(str(one.pk), one.name) for one in agencies]])
        offer(self, "area", [("", "Choose an area"), *[(str(one.pk), one.name) for one in areas]])
        if len(areas) == 1:
            self.fields["area"].initial = str(areas[0].pk)
        self.for_all: list[str] = []
        self.asked: dict[str, tuple[str, UUID]] = {}  # field -> kind it is asked for, criterion
        of_kind: dict[str, list[str]] = {}
        for one in criteria:
            if set(one.kinds) >= set(CircleKind.values):
                self.for_all.append(self._ask(one, ""))
            else:
                for kind in one.kinds:
                    of_kind.setdefault(kind, []).append(self._ask(one, kind))
        # Which criteria a kind asks is data, so this form's own copy says it.
        self.reveals = {**OutcomeFields.reveals, "kind": of_kind}  # type: ignore[misc]
        self.order_fields([*ASKED_FIRST, *self.asked, "note"])  # faults are listed in the order of the page

    def _ask(self, criterion: Criterion, kind: str) -> str:
        name = f"criterion-{criterion.pk.hex[:12]}" + (f"-{kind}" if kind else "")
        self.fields[name] = forms.ChoiceField(
            label=criterion.words,
            help_text=criterion.hint,
            required=False,
            choices=Answer.choices,
            widget=forms.RadioSelect(attrs=SIDE_BY_SIDE),
        )
        self.asked[name] = (kind, criterion.pk)
        return name

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if (
            not given.get("agency")
            and not (given.get("agency_name") or "").strip()
            and "agency_name" not in self.errors
        ):
            self.add_error("agency", "Choose an agency or type its name")
        if given.get("outcome") == StepKind.CALL_BACK and not given.get("phone") and not given.get("email"):
            self.add_error("phone", "Enter a telephone number or an email address to reach them by")
        return given

    @property
    def answers(self) -> dict[UUID, Answer]:
        """Of the criteria asked for the kind that was chosen, those that were answered."""
        given = self.cleaned_data
        return {
            criterion: Answer(given[name])
            for name, (kind, criterion) in self.asked.items()
            if kind in ("", given["kind"]) and given.get(name)
        }


class OutcomeForm(OutcomeFields):
    note = LongTextField(label="What was said", max_length=LONGEST_NOTE, rows=4, required=False, called="what was said")


class NoteForm(OnceForm):
    text = LongTextField(label="What was said", max_length=LONGEST_NOTE, rows=5, called="what was said")
