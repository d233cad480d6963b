"""Forms about what became of a person."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, LongTextField
from encircle.rooms.outcomes.actions import LONGEST, At, Correction, NewCheck, NewCircumstances, NewEvent
from encircle.rooms.outcomes.policy import Point
from encircle.rooms.outcomes.queries import point_words
from encircle.rooms.outcomes.vocabulary import (
    Because,
    Benefits,
    EventKind,
    Evidence,
    Housing,
    Nature,
    Notification,
    Relationship,
    Since,
    Source,
    Work,
)

from .fields import between, offer

BETWEEN = "between"
NOTHING = "nothing"
EVENTS = 3  # on one page; more are another check
EVENT_FIELDS = ("kind", "nature", "happened_on")


def at_point(code: str) -> At | None:
    since, _, months = code.partition("-")
    return At(Since(since), int(months)) if months else None


class PointForm(OnceForm):
    """What is recorded at one of the set points, or between them."""

    point = forms.ChoiceField(label="Which follow-up is it?")
    called = {"point": "which follow-up it is"}

    def __init__(self, *args: Any, points: list[Point], extra: tuple[tuple[str, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.code, point_words(one.since, one.months)) for one in points]
        offer(self, "point", [*extra, *named, (BETWEEN, "None of these: in between")])

    @property
    def at_point(self) -> At | None:
        return at_point(self.cleaned_data["point"])


def _radios(label: str, choices: Any, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, help_text=hint)


class CheckForm(PointForm):
    source = _radios("Where was it looked for?", Source.choices)
    evidence = _radios("How well is it known?", Evidence.choices)
    searched_from = DateField(label="Looked at the time from", called="the first day looked at")
    searched_to = DateField(label="Looked at the time to", called="the last day looked at")
    checked_on = DateField(label="When was it looked for?", called="the day it was looked for")
    found = _radios("Was anything found?", [(NOTHING, "Checked, nothing found"), ("something", "Yes")])
    notification = _radios("Were the notification requirements kept?", Notification.choices)
    words = LongTextField(
        label="What more is to be said", required=False, max_length=LONGEST, rows=3,
        help_text="A few words, only where the answers above do not say it. No names of anybody else.",
    )  # fmt: skip
    reveals = {"found": {"something": [f"{name}_{n}" for n in range(1, EVENTS + 1) for name in EVENT_FIELDS]}}
    called = PointForm.called | {
        "source": "where it was looked for", "evidence": "how well it is known", "found": "whether anything was found",
        "notification": "whether the notification requirements were kept",
    }  # fmt: skip
    reveals = {"found": {"something": [f"{name}_{n}" for n in range(1, EVENTS + 1) for name in EVENT_FIELDS]}}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("searched_from", "searched_to", "checked_on"):
            between(self, name, latest=today)
        for number in range(1, EVENTS + 1):
            self._add_event(number, today)
        self.order_fields(
            ["once", "point", "source", "evidence", "searched_from", "searched_to", "checked_on", "found",
             *(f"{name}_{n}" for n in range(1, EVENTS + 1) for name in EVENT_FIELDS),
             "notification", "words"]
        )  # fmt: skip

    def _add_event(self, number: int, today: date) -> None:
        nth = ("First", "Second", "Third")[number - 1]
        blank = [("", "Nothing" if number > 1 else "Select what was found")]
        self.fields[f"kind_{number}"] = forms.ChoiceField(
            label=f"{nth}: what was found?", required=False, choices=[*blank, *EventKind.choices]
        )
        self.fields[f"nature_{number}"] = forms.ChoiceField(
            label=f"{nth}: what was it about?",
            required=False,
            choices=[("", "Select what it was about"), *Nature.choices],
        )
        self.fields[f"happened_on_{number}"] = DateField(
            label=f"{nth}: when?", required=False, latest=today, help_text="Leave empty if it is not known.",
            called="the day",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("found") != "something":
            return cleaned
        if not cleaned.get("kind_1"):
            self.add_error("kind_1", "Select what was found")
        for number in range(1, EVENTS + 1):
            if cleaned.get(f"kind_{number}") and not cleaned.get(f"nature_{number}"):
                self.add_error(f"nature_{number}", "Select what it was about. Not known is an answer")
        return cleaned

    @property
    def events(self) -> list[NewEvent]:
        given = self.cleaned_data
        if given["found"] == NOTHING:
            return []
        return [
            NewEvent(EventKind(given[f"kind_{n}"]), Nature(given[f"nature_{n}"]), given[f"happened_on_{n}"])
            for n in range(1, EVENTS + 1)
            if given[f"kind_{n}"]
        ]

    def asked(self, corrects: Correction | None = None) -> NewCheck:
        given = self.cleaned_data
        return NewCheck(
            id=self.id, source=Source(given["source"]), evidence=Evidence(given["evidence"]),
            searched_from=given["searched_from"], searched_to=given["searched_to"], checked_on=given["checked_on"],
            notification=Notification(given["notification"]), events=self.events, at_point=self.at_point,
            words=given["words"], corrects=corrects,
        )  # fmt: skip


class CorrectionForm(CheckForm):
    because = _radios("Why is the earlier record corrected?", Because.choices)
    called = CheckForm.called | {"because": "why it is corrected"}

    def correction(self, of: UUID) -> Correction:
        return Correction(of, Because(self.cleaned_data["because"]))


class CircumstancesForm(PointForm):
    as_of = DateField(label="As of which day?", called="the day")
    housing = _radios("Housing", Housing.choices)
    work = _radios("Work", Work.choices)
    relationship = _radios("Relationship", Relationship.choices)
    benefits = _radios("Benefits", Benefits.choices)
    because = forms.ChoiceField(
        label="Does it correct the newest record of the same point?", required=False,
        choices=[("", "No: things are as they were recorded, and changed since"), *Because.choices],
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        ends = (("start-0", "At the start of the Circle"), ("end-0", "At the end of the Circle"))
        super().__init__(*args, extra=ends, **kwargs)
        between(self, "as_of", latest=today)

    def asked(self, corrects: UUID | None) -> NewCircumstances:
        given = self.cleaned_data
        because = given["because"]
        return NewCircumstances(
            id=self.id, as_of=given["as_of"], housing=Housing(given["housing"]), work=Work(given["work"]),
            relationship=Relationship(given["relationship"]), benefits=Benefits(given["benefits"]),
            at_point=self.at_point, corrects=Correction(corrects, Because(because)) if corrects and because else None,
        )  # fmt: skip
