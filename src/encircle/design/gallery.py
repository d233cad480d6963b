"""What the gallery shows: one specimen of every component in every state. Invented, and about nobody."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django import forms

from encircle.common.errors import Invalid

from .forms import DateField, DateTimeLondon, GovForm, LongTextField, Option, TimeField
from .items import Entry, Figure, Row, Task, WorkItem

NOW = datetime(2026, 3, 3, 21, 15, tzinfo=UTC)


class Piece(NamedTuple):
    kind: str
    text: str


class SpecimenForm(GovForm):
    name = forms.CharField(label="Full name", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label="Email address", help_text="We only write to say that something waits for you.")
    telephone = forms.CharField(
        label="Telephone",
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"}),
    )
    hours = forms.IntegerField(
        label="Hours", min_value=0, max_value=24, widget=forms.NumberInput(attrs={"suffix": "hours"})
    )
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    day = DateField(label="Date of the meeting", called="the date of the meeting", help_text="For example, 27 3 2026.")
    began = TimeField(
        label="Time it began",
        called="the time it began",
        help_text="For example, 7:30pm or 19:30.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    ended = DateTimeLondon(label="When it ended", called="the time it ended")
    kind = forms.ChoiceField(
        label="Kind of Circle",
        choices=[
            ("", "Select one"),
            ("In the community", [("adult", "Adult"), ("young", "Young person")]),
            ("From custody", [("prison", "Prison and through the gate")]),
        ],
    )
    held = forms.ChoiceField(
        label="Was the meeting held?",
        widget=forms.RadioSelect,
        choices=[
            ("yes", "Yes"),
            ("no", Option("No", hint="Cancelled, or too few volunteers came")),
        ],
    )
    reason = forms.CharField(label="Why not?", required=False)
    topics = forms.MultipleChoiceField(
        label="What was talked about",
        widget=forms.CheckboxSelectMultiple,
        help_text="Select all that apply.",
        choices=[("home", "Home"), ("work", "Work"), ("health", "Health")],
    )
    notes = LongTextField(label="Notes", max_length=20_000, rows=4, required=False)
    document = forms.FileField(label="Upload a document", required=False)
    agreed = forms.BooleanField(label="I have read the agreement", help_text="It is on the Circle's page.")
    called = {
        "agreed": "that you have read the agreement",
        "held": "yes if the meeting was held",
        "topics": "what was talked about",
    }
    reveals = {"held": {"no": ["reason"]}}


class SpecimenFilter(GovForm):
    state = forms.MultipleChoiceField(
        label="State",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("running", "Running"), ("paused", "Paused"), ("ended", "Ended")],
    )
    area = forms.ChoiceField(label="Area", required=False, choices=[("", "All areas"), ("a", "Northbeck")])


def specimens() -> dict[str, Any]:
    return {
        "now": NOW,
        "blank": SpecimenForm(initial={"day": date(2026, 3, 3), "ended": NOW, "topics": ["work"], "held": "no"}),
        "wrong": wrong_form(),
        "filter_form": SpecimenFilter({"filter-state": ["running"]}, prefix="filter"),
        "work": work_items(),
        "tasks": tasks(),
        "entries": entries(),
        "figures": [
            Figure("Circles running", 24),
            Figure("Minutes late", 3, "of 18 due this week"),
            Figure("Waiting for a Circle", 11),
        ],
        "rows": [
            Row("Circle", "Northbeck 1"),
            Row("Usual time", "Tuesdays at 7pm", change_url="#change"),
            Row("Venue", None),
            Row("Notes", "First line\nSecond line", change_url="#notes"),
        ],
        "pieces": [
            Piece("kept", "The walk on "),
            Piece("taken_out", "Saturday"),
            Piece("put_in", "Sunday"),
            Piece("kept", " went "),
            Piece("put_in", "very "),
            Piece("kept", "well.\nThe new job starts in May."),
        ],
    }


def wrong_form() -> SpecimenForm:
    """Everything wrong that can be, with what was typed still there."""
    typed = {
        "email": "vera at example",
        "hours": "lots",
        "day_day": "31",
        "day_month": "2",
        "day_year": "2026",
        "began": "sevenish",
        "ended_day": "29",
        "ended_month": "3",
        "ended_year": "2026",
        "ended_time": "1:30am",
        "notes": "\n  Two spaces and a line before this.\n<b>Not bold</b>",
        "held": "no",
    }
    form = SpecimenForm({f"wrong-{name}": value for name, value in typed.items()}, prefix="wrong")
    form.add_invalid(Invalid({"reason": "Say why the meeting was not held"}))
    form.add_invalid(Invalid("Somebody else has just sent these minutes"))
    return form


def work_items() -> list[WorkItem]:
    return [
        WorkItem(
            "Concern raised by a volunteer",
            "#concern",
            ("Northbeck 1", "Raised today at 8:10am"),
            "Imminent",
            "red",
            "6 hours overdue",
            "urgent",
        ),
        WorkItem(
            "Minutes to read",
            "#minutes",
            ("Northbeck 1", "Meeting of 1 March 2026"),
            "Waiting",
            "yellow",
            "due in 31 hours",
            "soon",
            "of the meeting of 1 March, Northbeck 1",
        ),
        WorkItem(
            "Minutes to read",
            "#more-minutes",
            ("Northbeck 4", "Meeting of 24 February 2026"),
            "Approved",
            "green",
            "2 days ago",
            "",
            "of the meeting of 24 February, Northbeck 4",
        ),
    ]


def tasks() -> list[Task]:
    return [
        Task("Who was there", "Completed", "#who", None),
        Task("What was talked about", "In progress", "#what", "blue", "Each topic can be shared or kept apart"),
        Task("Hours", "Incomplete", "#hours"),
        Task("Check and send", "Cannot start yet"),
    ]


def entries() -> list[Entry]:
    return [
        Entry("Minutes released to 3 professionals", NOW - timedelta(hours=1), "Cora Field", url="#release"),
        Entry(
            "Consent for health withdrawn",
            NOW - timedelta(days=3),
            "Mark Hale",
            "From 2pm on the same day.",
            tag="Withdrawn",
            colour="orange",
        ),
        Entry("Circle began", NOW - timedelta(days=90)),
    ]
