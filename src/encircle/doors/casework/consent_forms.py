"""Forms about consents, withdrawals and other grounds."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, DateTimeLondon, GovForm, LongTextField, Option
from encircle.rooms.organisation.clocks import start_of_day
from encircle.rooms.organisation.models import Topic
from encircle.rooms.partners.models import Agency, Professional
from encircle.rooms.people.models import Carer
from encircle.rooms.sharing.policy import ConsentState
from encircle.rooms.sharing.queries.standing import SubjectLine
from encircle.rooms.sharing.vocabulary import Evidence, GroundKind

from .fields import between, offer

CORE_MEMBER = "core_member"
NOW, EARLIER = "now", "earlier"
ONE_DAY = timedelta(days=1)
SUBJECT_HINT = "Select all that apply. What is not selected is not shared"


def starts_at(day: date, at: datetime) -> datetime:
    """From now when it starts today, so that it counts after a withdrawal of this morning; else from midnight."""
    return at if day == in_london(at).date() else start_of_day(day)


def ends_at(last_day: date | None) -> datetime | None:
    return start_of_day(last_day + ONE_DAY) if last_day else None


def offer_agencies(form: forms.Form, agencies: Sequence[tuple[str, Agency]]) -> None:
    """`agencies`: with the name of the group they stand in."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for group, agency in agencies:
        groups.setdefault(group, []).append((str(agency.pk), agency.name))
    offer(form, "agency", [("", "Select an agency"), *groups.items()])


def offer_givers(form: forms.Form, carers: Sequence[Carer]) -> None:
    """The core member and the carers; nobody is asked for where there are no carers."""
    givers = [(str(carer.pk), Option(carer.name, hint=carer.standing)) for carer in carers]
    offer(form, "given_by", [(CORE_MEMBER, "The core member"), *givers])
    if not carers:
        form.fields["given_by"].widget = forms.HiddenInput()
        form.fields["given_by"].initial = CORE_MEMBER


def carer_in(given_by: str) -> UUID | None:
    return None if given_by == CORE_MEMBER else UUID(given_by)


class _SubjectsForm(OnceForm):
    """What a consent and another ground have in common: an agency, subjects and a period."""

    agency = forms.ChoiceField(label="Agency", error_messages={"required": "Select an agency"})
    subjects = forms.MultipleChoiceField(
        label="What may be shared",
        help_text=SUBJECT_HINT,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what may be shared"},
    )
    starts_on = DateField(label="First day", called="the first day")
    ends_on = DateField(
        label="Last day", called="the last day", required=False, help_text="Leave empty if no end is agreed"
    )

    def offer_papers(self, agencies: Sequence[tuple[str, Agency]], topics: Sequence[Topic], today: date) -> None:
        offer_agencies(self, agencies)
        offer(self, "subjects", [(topic.code, Option(topic.name, hint=topic.hint)) for topic in topics])
        self.fields["starts_on"].initial = today

    @property
    def agency_id(self) -> UUID:
        return UUID(self.cleaned_data["agency"])


class ConsentForm(_SubjectsForm):
    given_by = forms.ChoiceField(label="Who gives the consent?", widget=forms.RadioSelect)
    only = forms.MultipleChoiceField(
        label="Only for some professionals of the agency (optional)",
        help_text="Select nobody if the consent is for everybody there who has a seat",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    evidence = forms.ChoiceField(
        label="How was it given?", choices=Evidence.choices, widget=forms.RadioSelect, initial=Evidence.SIGNED_FORM
    )
    taken_by = forms.ChoiceField(label="Who took it?")
    called = {"given_by": "who gives the consent", "evidence": "how it was given", "taken_by": "who took it"}
    field_order = ["once", "given_by", "agency", "only", "subjects", "starts_on", "ends_on", "evidence", "taken_by"]

    def __init__(
        self,
        *args: Any,
        agencies: Sequence[tuple[str, Agency]],
        topics: Sequence[Topic],
        carers: Sequence[Carer],
        professionals: Sequence[Professional],
        staff: Sequence[tuple[UUID, str]],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer_papers(agencies, topics, today)
        between(self, "starts_on", latest=today)
        offer_givers(self, carers)
        offer(self, "only", [(str(one.pk), Option(one.name, hint=one.agency.name)) for one in professionals])
        offer(self, "taken_by", [(str(user_id), name) for user_id, name in staff])
        if not professionals:
            del self.fields["only"]

    @property
    def carer_id(self) -> UUID | None:
        return carer_in(self.cleaned_data["given_by"])

    @property
    def only_professionals(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data.get("only", [])]


class GroundForm(_SubjectsForm):
    kind = forms.ChoiceField(label="Which ground applies?", choices=GroundKind.choices, widget=forms.RadioSelect)
    professional = forms.ChoiceField(label="Whom at the agency", required=False)
    reason = LongTextField(
        label="Why does it apply?",
        help_text="Write so that somebody else can judge it later. It is kept apart and every reading is noted",
        max_length=5_000,
        called="the reason",
    )
    called = {"kind": "the ground that applies"}
    field_order = ["once", "kind", "agency", "professional", "subjects", "reason", "starts_on", "ends_on"]

    def __init__(
        self,
        *args: Any,
        agencies: Sequence[tuple[str, Agency]],
        topics: Sequence[Topic],
        professionals: Sequence[Professional],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer_papers(agencies, topics, today)
        people = [(str(one.pk), f"{one.name}, {one.agency.name}") for one in professionals]
        offer(self, "professional", [("", "Everybody there who has a seat"), *people])

    @property
    def professional_id(self) -> UUID | None:
        chosen = self.cleaned_data["professional"]
        return UUID(chosen) if chosen else None


class SaidForm(GovForm):
    """When and how somebody said no."""

    when = forms.ChoiceField(
        label="When did they say so?",
        choices=[(NOW, "Just now"), (EARLIER, "Earlier")],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    moment = DateTimeLondon(label="When they said so", called="when they said so", required=False)
    evidence = forms.ChoiceField(
        label="How was it said?", choices=Evidence.choices, widget=forms.RadioSelect, initial=Evidence.IN_PERSON
    )
    called = {"when": "when they said so", "evidence": "how it was said"}
    reveals = {"when": {EARLIER: ["moment"]}}

    def said_at(self, at: datetime) -> datetime:
        """Raises Invalid where "earlier" says not when."""
        if self.cleaned_data["when"] == NOW:
            return at
        moment = self.cleaned_data["moment"]
        if moment is None:
            raise Invalid({"moment": "Enter when they said so"})
        return moment  # type: ignore[no-any-return]


class WithdrawalForm(SaidForm):
    topics = forms.MultipleChoiceField(
        label="What is withdrawn?",
        help_text="Select all that apply",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what is withdrawn"},
    )
    field_order = ["topics", "when", "moment", "evidence"]

    def __init__(self, *args: Any, subjects: Sequence[SubjectLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "topics", [(line.topic.code, Option(line.topic.name, hint=_hint(line))) for line in subjects])


def _hint(line: SubjectLine) -> str:
    return {
        ConsentState.IN_FORCE: "",
        ConsentState.NOT_STARTED: "Has not started",
        ConsentState.ENDED: "Has ended. What was released on it closes",
        ConsentState.STOPPED: "Stopped already by another withdrawal",
    }.get(line.state, "")
