"""Forms about minutes: a remark, a return, a correction, minutes keyed from paper."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms

from encircle.common.clock import LONDON
from encircle.design.answering import OnceForm
from encircle.design.forms import ClockChange, DateField, GovForm, LongTextField, Option, TimeField, london_instant
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.actions.approving import LONGEST_PASSAGE, Keyed
from encircle.rooms.meetings.actions.attendance import Came
from encircle.rooms.meetings.actions.reading import LONGEST_REMARK
from encircle.rooms.meetings.queries import CameLine
from encircle.rooms.meetings.vocabulary import CorrectionKind, Outcome, Presence, RemarkKind
from encircle.rooms.organisation.models import Topic

NARROW = {"class": "govuk-input--width-5"}


class RemarkForm(OnceForm):
    kind = forms.ChoiceField(
        label="What do you want to do?",
        widget=forms.RadioSelect,
        choices=[(RemarkKind.THANKS.value, "Thank them"), (RemarkKind.QUESTION.value, "Ask them something")],
        error_messages={"required": "Choose whether to thank or to ask"},
    )
    text = LongTextField(
        label="What do you want to say?", required=False, max_length=LONGEST_REMARK, rows=3, called="your message"
    )


class ReturnForm(OnceForm):
    reason = LongTextField(
        label="What should be changed?",
        max_length=LONGEST_REMARK,
        help_text="The volunteer who submitted the minutes reads this. Their next draft starts from this version.",
        error_messages={"required": "Enter what should be changed"},
    )


class PassagesForm(OnceForm):
    """One text area a topic: those that hold words first, in the order of the minutes."""

    def __init__(self, *args: Any, topics: Sequence[Topic], texts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = list(topics)
        for topic in self.topics:
            self.fields[_name(topic.code)] = LongTextField(
                label=topic.name,
                required=False,
                max_length=LONGEST_PASSAGE,
                rows=_rows(texts.get(topic.code, "")),
                initial=texts.get(topic.code, ""),
                help_text=topic.hint,
            )

    @property
    def texts(self) -> dict[str, str]:
        return {topic.code: self.cleaned_data[_name(topic.code)] for topic in self.topics}

    def parts(self) -> list[tuple[str, list[Any]]]:
        """The text areas by the part of the meeting they belong to."""
        found: dict[str, list[Any]] = {}
        for topic in self.topics:
            found.setdefault(topic.get_part_display(), []).append(self[_name(topic.code)])
        return list(found.items())


class CorrectionForm(PassagesForm):
    kind = forms.ChoiceField(
        label="What did you change?",
        widget=forms.RadioSelect,
        choices=CorrectionKind.choices,
        error_messages={"required": "Choose what you changed"},
    )


class AsksWhoCame(GovForm):
    """For each seat whether its holder came; for a volunteer also how long."""

    def ask_who_came(self, seats: Sequence[Seat]) -> None:
        self.seats = list(seats)
        for seat in self.seats:
            part = SeatPart(seat.part).label
            self.fields[_presence(seat.pk)] = forms.ChoiceField(
                label=f"{seat.display_name} ({part.lower()})",
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
                choices=[(one.value, Option(one.label)) for one in Presence],
                required=seat.part != SeatPart.COORDINATOR,
                error_messages={"required": f"Select whether {seat.display_name} came"},
            )
            if seat.part == SeatPart.VOLUNTEER:
                self.fields[_given(seat.pk)] = forms.IntegerField(
                    label=f"Time {seat.display_name} gave",
                    required=False,
                    min_value=0,
                    max_value=1440,
                    widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "suffix": "minutes"}),
                )

    def came(self) -> list[tuple[Any, Any]]:
        """Each seat's question, with the time a volunteer gave beside it."""
        return [
            (self[_presence(seat.pk)], self[_given(seat.pk)] if _given(seat.pk) in self.fields else None)
            for seat in self.seats
        ]

    @property
    def attendance(self) -> dict[UUID, Came]:
        given = self.cleaned_data
        return {
            seat.pk: Came(Presence(given[_presence(seat.pk)]), given.get(_given(seat.pk)))
            for seat in self.seats
            if given[_presence(seat.pk)]
        }


class CameForm(AsksWhoCame):
    """Who came, as it should have been recorded, and why it is changed."""

    why = forms.CharField(label="Why is this changed?", max_length=400, help_text="Kept with what it said before")
    called = {"why": "why this is changed"}

    def __init__(self, *args: Any, lines: Sequence[CameLine], **kwargs: Any) -> None:
        initial: dict[str, object] = {_presence(line.seat.seat.pk): line.presence for line in lines}
        initial |= {_given(line.seat.seat.pk): line.minutes_given for line in lines}
        super().__init__(*args, initial=initial, **kwargs)
        self.ask_who_came([line.seat.seat for line in lines])
        self.fields["why"] = self.fields.pop("why")  # asked, and missed, last


class KeyedForm(PassagesForm, AsksWhoCame):
    """Minutes typed by the coordinator: who came, when, how it went, and the passages."""

    called = {"outcome": "how it went"}
    starts = TimeField(label="Started at", called="the start", widget=forms.TextInput(attrs=NARROW))
    ends = TimeField(label="Ended at", called="the end", widget=forms.TextInput(attrs=NARROW))
    outcome = forms.ChoiceField(
        label="How did it go?", widget=forms.RadioSelect, choices=Outcome.choices, initial=Outcome.HELD
    )
    written_on = DateField(
        label="When was the paper written?",
        called="the day it was written",
        required=False,
        help_text="Leave empty if there was no paper. It is kept beside the day you key it in.",
    )

    def __init__(self, *args: Any, seats: Sequence[Seat], starts_at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starts_at = starts_at
        self.ask_who_came(seats)

    def clean(self) -> dict[str, Any]:
        """The times of the meeting's own day become instants; an end past midnight is the next morning's."""
        cleaned = super().clean() or self.cleaned_data
        day = self.starts_at.astimezone(LONDON).date()
        for name in ("starts", "ends"):
            if cleaned.get(name):
                over = name == "ends" and cleaned.get("starts") and cleaned[name] <= cleaned["starts"]
                try:
                    cleaned[f"{name}_at"] = london_instant(day + timedelta(days=1) if over else day, cleaned[name])
                except ClockChange as refusal:
                    self.add_error(name, str(refusal))
        return cleaned

    @property
    def keyed(self) -> Keyed:
        given = self.cleaned_data
        return Keyed(
            id=self.id,
            held_from=given["starts_at"],
            held_until=given["ends_at"],
            outcome=Outcome(given["outcome"]),
            written_on=given["written_on"],
            attendance=self.attendance,
            texts=self.texts,
        )


def _rows(text: str) -> int:
    """Tall enough for most of what stands there already."""
    return max(3, min(20, len(text) // 60 + text.count("\n") + 2))


def _name(topic: str) -> str:
    return f"topic_{topic}"


def _presence(seat_id: UUID) -> str:
    return f"presence_{seat_id.hex}"


def _given(seat_id: UUID) -> str:
    return f"given_{seat_id.hex}"
