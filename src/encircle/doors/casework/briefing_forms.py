"""Forms about briefings: planning, moving, holding, the pack, when it can be read, and starting without one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from encircle.design.answering import OnceForm
from encircle.design.forms import DateTimeLondon, GovForm, LongTextField, Option
from encircle.rooms.briefings.actions.packing import LONGEST, NewPack, OpenPack
from encircle.rooms.briefings.actions.planning import Time
from encircle.rooms.briefings.gate import LONGEST_WORDS
from encircle.rooms.briefings.vocabulary import ExceptionReason, MoveReason, PackSection, Presence, ReopenReason
from encircle.rooms.circles.seat_queries import SeatLine
from encircle.rooms.partners.models import Agency
from encircle.rooms.people.models import PersonDocument

from .fields import offer
from .meeting_forms import MeetingForm

FROM_START, FROM_MOMENT = "start", "moment"
HINTS = {
    PackSection.OFFENCES: "Only what a volunteer must know to be safe. No names of people who were harmed.",
    PackSection.RISKS: "What could make another offence more likely, and who could be at risk.",
    PackSection.SIGNS: "What a volunteer could see or hear that means that something is wrong.",
    PackSection.WHAT_TO_DO: "Whom to tell, how soon, and what to do in danger.",
    PackSection.GOALS: "What the core member wants, and how the Circle can help.",
    PackSection.NOT_TALKED_ABOUT: "What the Circle leaves alone, and why.",
}


class BriefingForm(MeetingForm):
    """A day, two times and a place, and who is asked to come."""

    seats = forms.MultipleChoiceField(
        label="Who is invited?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Each is told that something is waiting, and reads the date and the place after signing in.",
    )

    def __init__(self, *args: Any, seats: Sequence[SeatLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seats", [(str(line.seat.pk), Option(line.name, hint=said_of(line))) for line in seats])

    @property
    def briefing_time(self) -> Time:
        return briefing_time(self)

    @property
    def seat_ids(self) -> tuple[UUID, ...]:
        return tuple(UUID(one) for one in self.cleaned_data["seats"])


def briefing_time(form: MeetingForm) -> Time:
    given = form.time
    return Time(given.starts_at, given.ends_at, given.venue_id)


def said_of(line: SeatLine) -> str:
    return ", ".join(one for one in (line.said_as, line.agency) if one)


class BriefingMoveForm(MeetingForm):
    called = {"reason": "why it is moved"}
    reason = forms.ChoiceField(label="Why is it moved?", choices=MoveReason.choices, widget=forms.RadioSelect)


class BriefingCancellationForm(GovForm):
    called = {"reason": "why it is cancelled"}
    reason = forms.ChoiceField(label="Why is it cancelled?", choices=MoveReason.choices, widget=forms.RadioSelect)


class InviteForm(GovForm):
    called = {"seats": "who else is invited"}
    seats = forms.MultipleChoiceField(label="Who else is invited?", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, seats: Sequence[SeatLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seats", [(str(line.seat.pk), Option(line.name, hint=said_of(line))) for line in seats])


class HoldingForm(GovForm):
    """When it began, who led it, and for each seat whether its holder came."""

    called = {"led_by": "who led it"}
    starts = DateTimeLondon(label="When did it begin?", called="when it began")
    led_by = forms.CharField(label="Who led it?", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    goals_guidance = forms.BooleanField(label="Guidance on setting goals was given", required=False)
    agencies = forms.MultipleChoiceField(
        label="Agencies that came through somebody without a seat in this Circle",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Agencies of this area. Which areas an agency works in is said on its own page.",
    )

    def __init__(self, *args: Any, seats: Sequence[SeatLine], agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seats = seats
        offer(self, "agencies", [(str(one.pk), one.name) for one in agencies])
        for line in seats:
            self.fields[_presence(line)] = forms.ChoiceField(
                label=f"{line.name} ({said_of(line)})",
                choices=Presence.choices,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
                error_messages={"required": f"Select whether {line.name} came"},
            )

    @property
    def order(self) -> list[str]:
        return ["starts", "led_by", *(_presence(line) for line in self._seats), "agencies", "goals_guidance"]

    @property
    def presences(self) -> dict[UUID, Presence]:
        return {line.seat.pk: Presence(self.cleaned_data[_presence(line)]) for line in self._seats}


def _presence(line: SeatLine) -> str:
    return f"presence_{line.seat.pk.hex}"


class PackForm(OnceForm):
    """A whole version: every heading, and the pages of each document that volunteers may read."""

    def __init__(self, *args: Any, documents: Sequence[PersonDocument], before: OpenPack | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._documents = documents
        known = dict(before.texts) if before else {}
        for section in PackSection:
            self.fields[section.value] = LongTextField(
                label=section.label, help_text=HINTS[section], max_length=LONGEST, rows=6, required=False,
                initial=known.get(section, ""), called=section.label.lower(),
            )  # fmt: skip
        for one in documents:
            chosen = [page.number for page in before.pages if page.document_id == one.pk] if before else []
            self.fields[_pages(one)] = forms.CharField(
                label=f"Pages of: {document_words(one)}", required=False, max_length=60,
                initial=", ".join(map(str, chosen)),
                help_text=f"It has {one.pages}. For example 1 or 1-3. Left empty, none of it is in the pack.",
                widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for one in self._documents:
            try:
                cleaned[f"numbers_{one.pk}"] = numbers_in(cleaned.get(_pages(one), ""), one.pages)
            except ValidationError as wrong:
                self.add_error(_pages(one), wrong)
        return cleaned

    @property
    def new(self) -> NewPack:
        given = self.cleaned_data
        pages = [(one.pk, number) for one in self._documents for number in given[f"numbers_{one.pk}"]]
        return NewPack(self.id, {section: given[section.value] for section in PackSection}, pages)


def _pages(document: PersonDocument) -> str:
    return f"pages_{document.pk.hex}"


def document_words(document: PersonDocument) -> str:
    """By what may be known of it without opening it."""
    day = document.written_on or document.uploaded_at.date()
    whose = document.agency.name if document.agency else "the charity’s own"
    return f"{document.get_kind_display()} of {day:%-d %B %Y}, {whose}"


def numbers_in(typed: str, last: int) -> list[int]:
    """1-3, 5 as numbers in order. Raises ValidationError."""
    found: set[int] = set()
    for part in typed.replace(";", ",").split(","):
        first, _, until = part.strip().partition("-")
        if not first.strip():
            continue
        if not (first.strip().isdecimal() and (until.strip() or first.strip()).isdecimal()):
            raise ValidationError("Enter pages as numbers, like 1 or 1-3, 5")
        numbers = range(int(first), min(int(until.strip() or first), last + 1) + 1)
        if not numbers or numbers[0] < 1 or numbers[-1] > last:
            raise ValidationError(f"Enter pages between 1 and {last}")
        found.update(numbers)
    return sorted(found)


class PackOpeningForm(OnceForm):
    called = {"since": "from when they can read it"}
    since = forms.ChoiceField(
        label="From when can the volunteers read it?",
        choices=[(FROM_START, "From the start of the briefing"), (FROM_MOMENT, "From another moment")],
        widget=forms.RadioSelect,
        initial=FROM_START,
    )
    opens_at = DateTimeLondon(label="From", required=False, called="the moment")
    reveals = {"since": {FROM_MOMENT: ["opens_at"]}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("since") == FROM_MOMENT and not cleaned.get("opens_at") and "opens_at" not in self.errors:
            self.add_error("opens_at", "Enter the moment from which it can be read")
        return cleaned


class ReopeningForm(OnceForm):
    called = {"seat": "the volunteer", "reason": "why"}
    seat = forms.ChoiceField(label="For which volunteer?", widget=forms.RadioSelect)
    reason = forms.ChoiceField(label="Why again?", choices=ReopenReason.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, seats: Sequence[SeatLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seat", [(str(line.seat.pk), line.name) for line in seats])


class StartExceptionForm(GovForm):
    called = {"reason": "a reason", "words": "why it may start"}
    reason = forms.ChoiceField(label="Why can it not wait?", choices=ExceptionReason.choices, widget=forms.RadioSelect)
    words = LongTextField(
        label="In your words",
        max_length=LONGEST_WORDS,
        rows=4,
        help_text="What makes it safe to start, and when the volunteers will hear what they need to know.",
    )
