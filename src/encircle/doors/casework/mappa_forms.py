"""What is asked for the MAPPA register: days and codes, and a line for what the charity itself is to do."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm
from encircle.rooms.partners.models import Agency
from encircle.rooms.received.mappa import LONGEST_ACTION, NewAction, NewMeeting, NewPlacing
from encircle.rooms.received.vocabulary import MappaAttendance, MappaCategory, MappaLevel

from .fields import offer

NO_LONGER = "none"


class ToldForm(OnceForm):
    agency = forms.ChoiceField(label="Who told us?")

    def __init__(self, data: Any, *, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "agency", [("", "Select an agency"), *[(str(one.pk), one.name) for one in agencies]])

    called = {"agency": "who told us"}


class PlacingForm(ToldForm):
    category = forms.ChoiceField(
        label="Category", choices=[*MappaCategory.choices, (NO_LONGER, "No longer managed under MAPPA")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    level = forms.ChoiceField(
        label="Level", choices=MappaLevel.choices, widget=forms.RadioSelect, required=False,
        help_text="Leave it empty if they are no longer managed under MAPPA.",
    )  # fmt: skip
    starts_on = DateField(label="Since when?", called="the day it began")
    field_order = ("category", "level", "starts_on", "agency", "once")
    called = {**ToldForm.called, "category": "the category", "level": "the level"}

    def placing(self) -> NewPlacing:
        given = self.cleaned_data
        ended = given["category"] == NO_LONGER
        return NewPlacing(
            id=self.id,
            agency_id=UUID(given["agency"]),
            starts_on=given["starts_on"],
            category=None if ended else int(given["category"]),
            level=int(given["level"]) if given["level"] and not ended else None,
        )


class AttendanceForm(OnceForm):
    attendance = forms.ChoiceField(label="Were we there?", choices=MappaAttendance.choices, widget=forms.RadioSelect)
    next_on = DateField(label="Next meeting", required=False, called="the next meeting")
    called = {"attendance": "whether we were there"}


class AttendanceCorrectionForm(AttendanceForm):
    why = forms.CharField(label="Why is this changed?", max_length=400)
    called = {**AttendanceForm.called, "why": "why this is changed"}


class MeetingForm(ToldForm):
    held_on = DateField(label="Day of the meeting", called="the day of the meeting")
    attendance = forms.ChoiceField(label="Were we there?", choices=MappaAttendance.choices, widget=forms.RadioSelect)
    next_on = DateField(label="Next meeting", required=False, called="the next meeting")
    field_order = ("held_on", "agency", "attendance", "next_on", "once")
    called = {"agency": "who holds it", "attendance": "whether we were there"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].label = "Who holds it?"

    def meeting(self) -> NewMeeting:
        given = self.cleaned_data
        return NewMeeting(
            id=self.id,
            agency_id=UUID(given["agency"]),
            held_on=given["held_on"],
            attendance=MappaAttendance(given["attendance"]),
            next_on=given["next_on"],
        )


class ActionForm(OnceForm):
    called = {"text": "what we are to do"}
    text = forms.CharField(
        label="What are we to do?", max_length=LONGEST_ACTION,
        help_text="The charity’s own action, in a line. Never what was said at the meeting.",
    )  # fmt: skip
    due_on = DateField(label="By when?", called="the day by which it is to be done")

    def action(self) -> NewAction:
        return NewAction(id=self.id, text=self.cleaned_data["text"], due_on=self.cleaned_data["due_on"])


class DoneForm(GovForm):
    done_on = DateField(label="When was it done?", called="the day it was done")
