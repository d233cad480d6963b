"""What is asked of somebody who raises a concern: little when someone is in danger, enough otherwise."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from encircle.common.ids import new_id
from encircle.design.forms import DateTimeLondon, GovForm, LongTextField, Option
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.risk.actions.raising import LONGEST_ACCOUNT, NewConcern
from encircle.rooms.risk.vocabulary import ConcernKind, Urgency

SOMEBODY_ELSE = "else"
NO, YES = "no", "yes"


class ConcernForm(GovForm):
    """What both ways of raising a concern ask. Its id comes with the form, so that pressing twice raises one."""

    circle = forms.ChoiceField(label="Which Circle is it about?", widget=forms.RadioSelect)
    text = LongTextField(
        label="What happened?",
        help_text="Say what you saw or heard, and who was there. Use first names only.",
        max_length=LONGEST_ACCOUNT,
        rows=8,
    )
    concern_id = forms.UUIDField(widget=forms.HiddenInput)
    called = {"circle": "which Circle it is about", "text": "what happened"}

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        circles: Sequence[Circle],
        colleagues: Mapping[UUID, Sequence[Seat]],
        meeting: Meeting | None,
        now: datetime,
    ) -> None:
        self.circles, self.colleagues, self.meeting, self.now = circles, colleagues, meeting, now
        super().__init__(data, initial={"concern_id": new_id()} | self.first_answers())
        self._ask_for_circle()

    def first_answers(self) -> dict[str, Any]:
        return {}

    @property
    def circle_id(self) -> UUID:
        return UUID(self.cleaned_data["circle"])

    def _ask_for_circle(self) -> None:
        """Only somebody with several Circles is asked; from a meeting's minutes it is that meeting's."""
        choices = [(str(circle.pk), circle.name) for circle in self.circles]
        if self.meeting is not None:
            choices = [(value, name) for value, name in choices if value == str(self.meeting.circle_id)]
        field = self.fields["circle"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = choices
        if len(choices) == 1:
            field.widget, field.initial = forms.HiddenInput(), choices[0][0]

    def new_concern(self) -> NewConcern:
        raise NotImplementedError


class ImminentForm(ConcernForm):
    """Someone is in danger now: nothing stands in the way of recording it."""

    field_order = ("circle", "text", "concern_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.required = False
        text.label, text.help_text = "What is happening?", "A few words are enough. You can add more later."

    def new_concern(self) -> NewConcern:
        return NewConcern(
            id=self.cleaned_data["concern_id"],
            circle_id=self.circle_id,
            urgency=Urgency.IMMINENT,
            text=self.cleaned_data["text"],
            happened_at=self.now,
            meeting_id=self.meeting.pk if self.meeting else None,
        )


class AccountForm(ConcernForm):
    happened_at = DateTimeLondon(
        label="When did it happen?",
        called="when it happened",
        help_text="For example, 27 3 2026 at 7:30pm. If you are not sure, say when you noticed.",
    )
    urgency = forms.ChoiceField(
        label="How urgent is it?",
        choices=[
            (Urgency.SERIOUS.value, Option("Serious", hint="Somebody should decide today what to do.")),
            (Urgency.OTHER.value, Option("Other", hint="It can wait for a working day or two.")),
        ],
        widget=forms.RadioSelect,
    )
    about_someone_here = forms.ChoiceField(
        label="Is it about somebody who works or volunteers here?",
        help_text="If so, it does not go to your coordinator, and the person it is about cannot see it.",
        choices=[(NO, "No"), (YES, "Yes")],
        widget=forms.RadioSelect,
    )
    about = forms.ChoiceField(label="Who is it about?", required=False)
    field_order = ("circle", "text", "happened_at", "urgency", "about_someone_here", "about", "concern_id")
    called = {
        **ConcernForm.called,
        "urgency": "how urgent it is",
        "about_someone_here": "whether it is about somebody who works or volunteers here",
    }
    reveals = {"about_someone_here": {YES: ["about"]}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        happened_at, about = self.fields["happened_at"], self.fields["about"]
        assert isinstance(happened_at, DateTimeLondon)  # noqa: S101 (declared above)
        assert isinstance(about, forms.ChoiceField)  # noqa: S101
        happened_at.not_after = self.now
        about.choices = [("", "Choose a name"), *self._colleague_choices(), (SOMEBODY_ELSE, "Somebody else")]

    def first_answers(self) -> dict[str, Any]:
        return {"happened_at": self.meeting.starts_at if self.meeting else self.now, "about_someone_here": NO}

    def _colleague_choices(self) -> list[tuple[str, str]]:
        several = len(self.circles) > 1
        return [
            (str(seat.pk), _colleague(seat) + (f" ({circle.name})" if several else ""))
            for circle in self.circles
            for seat in self.colleagues.get(circle.pk, ())
        ]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("about_someone_here") == YES and "about" in answers:
            self._check_about(answers["about"], answers.get("circle", ""))
        return answers

    def _check_about(self, about: str, circle: str) -> None:
        if not about:
            self.add_error("about", "Select who it is about")
        elif circle and about not in {SOMEBODY_ELSE, *(str(seat.pk) for seat in self.colleagues[UUID(circle)])}:
            self.add_error("about", "Select somebody of the Circle it is about, or “Somebody else”")

    def new_concern(self) -> NewConcern:
        answers = self.cleaned_data
        is_about_someone = answers["about_someone_here"] == YES
        is_named = is_about_someone and answers["about"] != SOMEBODY_ELSE
        return NewConcern(
            id=answers["concern_id"],
            circle_id=self.circle_id,
            urgency=Urgency(answers["urgency"]),
            text=answers["text"],
            happened_at=answers["happened_at"],
            meeting_id=self.meeting.pk if self.meeting else None,
            about_someone_here=is_about_someone,
            about_seat_id=UUID(answers["about"]) if is_named else None,
        )


class DisclosureForm(ConcernForm):
    """What the core member said that others may need to know: to whom, when, in whose words."""

    told_to = forms.ChoiceField(label="Who did the core member tell?")
    own_words = forms.ChoiceField(
        label="Whose words are these?",
        choices=[
            (YES, "The core member’s own, as near as you remember them"),
            (NO, "Mine, or those of whoever heard it"),
        ],
        widget=forms.RadioSelect,
    )
    happened_at = DateTimeLondon(label="When did they say it?", called="when they said it")
    urgency = forms.ChoiceField(
        label="How urgent is it?",
        choices=[
            (Urgency.SERIOUS.value, Option("Serious", hint="Somebody should decide today what to do.")),
            (Urgency.OTHER.value, Option("Other", hint="It can wait for a working day or two.")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("circle", "text", "own_words", "told_to", "happened_at", "urgency", "concern_id")
    called = {
        **ConcernForm.called,
        "text": "what the core member said",
        "told_to": "who heard it",
        "own_words": "whose words these are",
        "urgency": "how urgent it is",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "What did the core member say?"
        self.fields["text"].help_text = "Use first names only. You need not judge what it means."
        heard, happened_at = self.fields["told_to"], self.fields["happened_at"]
        assert isinstance(heard, forms.ChoiceField)  # noqa: S101 (declared above)
        assert isinstance(happened_at, DateTimeLondon)  # noqa: S101
        happened_at.not_after = self.now
        several = len(self.circles) > 1
        heard.choices = [
            ("", "Choose a name"),
            *[
                (str(seat.pk), _colleague(seat) + (f" ({circle.name})" if several else ""))
                for circle in self.circles
                for seat in self.colleagues.get(circle.pk, ())
            ],
        ]

    def first_answers(self) -> dict[str, Any]:
        return {"happened_at": self.meeting.starts_at if self.meeting else self.now}

    def new_concern(self) -> NewConcern:
        answers = self.cleaned_data
        return NewConcern(
            id=answers["concern_id"],
            kind=ConcernKind.DISCLOSURE,
            circle_id=self.circle_id,
            urgency=Urgency(answers["urgency"]),
            text=answers["text"],
            happened_at=answers["happened_at"],
            meeting_id=self.meeting.pk if self.meeting else None,
            told_to_id=UUID(answers["told_to"]),
            own_words=answers["own_words"] == YES,
        )


class AdditionForm(GovForm):
    text = LongTextField(label="Add something", max_length=LONGEST_ACCOUNT, rows=5)
    account_id = forms.UUIDField(widget=forms.HiddenInput)
    called = {"text": "what you want to add"}


def _colleague(seat: Seat) -> str:
    return f"{seat.display_name}, {seat.get_part_display().lower()}"
