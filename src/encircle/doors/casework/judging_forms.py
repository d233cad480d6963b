"""Forms about judging a referral: assessing it, a panel, a view, the decision; and about the waiting list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm, LongTextField, Option
from encircle.doors.answering.matching_forms import SlotsForm
from encircle.rooms.organisation.models import Criterion
from encircle.rooms.partners.models import Agency
from encircle.rooms.referrals.vocabulary import DeclineReason, Outcome
from encircle.rooms.suitability.actions.deciding import Deciding
from encircle.rooms.suitability.actions.judging import Assessed, Judged
from encircle.rooms.suitability.actions.waiting import Looked
from encircle.rooms.suitability.vocabulary import Check, Found, LeftReason, NextAction, Opinion, Priority, WaitsFor

from .fields import offer

LONGEST = 4000
SIDE_BY_SIDE = {"class": "govuk-radios--inline"}


@dataclass(frozen=True)
class Asked:
    """One criterion or check, and the form's name for it."""

    field: str
    words: str
    hint: str = ""
    criterion_id: UUID | None = None
    check: Check | None = None


def asked_of(criteria: Sequence[Criterion]) -> list[Asked]:
    """The checks made for everybody, then the criteria of the kind that no check judges already."""
    checks = [Asked(f"check_{check.value}", str(check.label), check=check) for check in Check]
    own = [one for one in criteria if one.judged_as not in Check.values]
    return checks + [
        Asked(f"criterion_{place}", one.words, one.hint, criterion_id=one.pk) for place, one in enumerate(own)
    ]


class AssessmentForm(OnceForm):
    """Each criterion met, not met or unsure, with what that rests on."""

    met_on = DateField(
        label="When did you meet the person?",
        help_text="Leave it empty if you judged the referral on paper.",
        required=False,
        called="the day you met",
    )

    def __init__(self, data: Any, *, asked: Sequence[Asked]) -> None:
        super().__init__(data)
        self.asked = asked
        for one in asked:
            self.fields[one.field] = forms.ChoiceField(
                label=one.words,
                help_text=one.hint,
                choices=Found.choices,
                widget=forms.RadioSelect(attrs=SIDE_BY_SIDE),
                error_messages={"required": f"Select whether this is met: {one.words}"},
            )
            self.fields[f"{one.field}_why"] = LongTextField(
                label="What does this rest on?", max_length=LONGEST, rows=2, required=False, called="what it rests on"
            )
        self.fields["words"] = LongTextField(
            label="Anything else to say about the person and a Circle",
            max_length=LONGEST,
            required=False,
            called="what else there is to say",
        )

    @property
    def assessed(self) -> Assessed:
        given = self.cleaned_data
        return Assessed(
            met_on=given["met_on"],
            words=given["words"],
            findings=[
                Judged(
                    field=one.field,
                    found=Found(given[one.field]),
                    evidence=given[f"{one.field}_why"],
                    criterion_id=one.criterion_id,
                    check=one.check,
                )
                for one in self.asked
            ],
        )


class PanelForm(GovForm):
    members = forms.MultipleChoiceField(
        label="Whom do you ask?",
        help_text="Each is told that something waits, and gives their view here.",
        widget=forms.CheckboxSelectMultiple,
    )
    wanted_by = DateField(label="By which day?", called="the day")
    called = {"members": "at least one member"}

    def __init__(self, data: Any, *, candidates: Sequence[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(data, **more)
        offer(self, "members", [(str(user_id), name) for user_id, name in candidates])

    @property
    def chosen(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data["members"]]


class ViewForm(OnceForm):
    opinion = forms.ChoiceField(label="What would you do?", choices=Opinion.choices, widget=forms.RadioSelect)
    words = LongTextField(
        label="Why?", help_text="Kept as you say it, also where others see it differently.", max_length=LONGEST,
        called="why",
    )  # fmt: skip
    called = {"opinion": "what you would do"}


class LookedFields(OnceForm):
    priority = forms.ChoiceField(label="Priority", choices=Priority.choices, widget=forms.RadioSelect)
    waits_for = forms.ChoiceField(label="What do they wait for?", choices=WaitsFor.choices, widget=forms.RadioSelect)
    next_action = forms.ChoiceField(label="What is done next?", choices=NextAction.choices, widget=forms.RadioSelect)
    review_on = DateField(label="When do you look at it again?", called="the day to look again")
    called = {"priority": "the priority", "waits_for": "what they wait for", "next_action": "what is done next"}

    @property
    def looked(self) -> Looked:
        given = self.cleaned_data
        return Looked(
            priority=Priority(given["priority"]),
            waits_for=WaitsFor(given["waits_for"]),
            next_action=NextAction(given["next_action"]),
            review_on=given["review_on"],
        )


class DecisionForm(OnceForm):
    outcome = forms.ChoiceField(
        label="What is the decision?",
        widget=forms.RadioSelect,
        choices=[
            (Outcome.ACCEPT, Option("Accept", hint="They become a core member and go on the waiting list")),
            (Outcome.DECLINE, "Decline"),
            (Outcome.DEFER, Option("Put it off", hint="The clock goes on; the referrer is told until when")),
        ],
    )
    reason = forms.ChoiceField(label="Why?", required=False, widget=forms.RadioSelect, choices=DeclineReason.choices)
    put_off_until = DateField(label="Until which day?", required=False, called="the day")
    priority = forms.ChoiceField(
        label="Priority", required=False, widget=forms.RadioSelect, choices=Priority.choices, initial=Priority.USUAL
    )
    waits_for = forms.ChoiceField(
        label="What do they wait for?", required=False, widget=forms.RadioSelect, choices=WaitsFor.choices,
        initial=WaitsFor.VOLUNTEERS,
    )  # fmt: skip
    review_on = DateField(label="When do you look at it again?", required=False, called="the day to look again")
    words = LongTextField(
        label="What the referrer reads",
        help_text="Nothing of what you found out from others, and nothing of what was said on a panel.",
        max_length=LONGEST,
        required=False,
        called="what the referrer reads",
    )
    called = {"outcome": "the decision"}
    reveals = {
        "outcome": {
            Outcome.ACCEPT: ["priority", "waits_for", "review_on"],
            Outcome.DECLINE: ["reason"],
            Outcome.DEFER: ["put_off_until"],
        }
    }

    @property
    def deciding(self) -> Deciding:
        given = self.cleaned_data
        return Deciding(
            outcome=Outcome(given["outcome"]),
            words=given["words"],
            reason=DeclineReason(given["reason"]) if given["reason"] else None,
            put_off_until=given["put_off_until"],
            priority=Priority(given["priority"] or Priority.USUAL),
            waits_for=WaitsFor(given["waits_for"] or WaitsFor.VOLUNTEERS),
            review_on=given["review_on"],
        )


class CanMeetForm(SlotsForm):
    """When somebody who waits can meet; of a Circle that begins in prison also in which."""

    prison = forms.ChoiceField(
        label="In which prison are they?",
        required=False,
        help_text="Only volunteers whom it has cleared are proposed. A prison that is missing is added under Agencies.",
    )

    def __init__(self, *args: Any, prisons: Sequence[Agency] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if prisons is None:
            del self.fields["prison"]
        else:
            offer(self, "prison", [("", "Not known yet"), *[(str(one.pk), one.name) for one in prisons]])

    @property
    def prison_id(self) -> UUID | None:
        given = self.cleaned_data.get("prison")
        return UUID(given) if given else None


class LeavingForm(GovForm):
    reason = forms.ChoiceField(
        label="Why do they leave the list?", choices=LeftReason.choices, widget=forms.RadioSelect
    )
    called = {"reason": "why they leave the list"}


def in_days(today: date, days: int) -> date:
    return date.fromordinal(today.toordinal() + days)
