"""What is asked about training: an event with its parts, who is invited, who was there, who scores whom."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm, LongTextField, TimeField
from encircle.rooms.organisation.models import Area, Venue
from encircle.rooms.training.actions.events import NewEvent, NewPart
from encircle.rooms.training.actions.moderating import LONGEST_WORDS, Decided
from encircle.rooms.training.actions.planning_anew import Replanned
from encircle.rooms.training.models import Course, Criterion, Event, EventPart, Exercise
from encircle.rooms.training.queries import Person
from encircle.rooms.training.vocabulary import EventKind, Reply, Result, Shown, WhyFewer
from encircle.rooms.volunteers.models import Volunteer

from .fields import offer

PARTS = range(1, 4)
NARROW = {"class": "govuk-input--width-5"}


class EventForm(OnceForm):
    """Up to three parts; a part without a name is none."""

    area = forms.ChoiceField(label="Area")
    kind = forms.ChoiceField(label="What is it?", choices=EventKind.choices, widget=forms.RadioSelect)
    course = forms.ChoiceField(label="Which course?", required=False)
    venue = forms.ChoiceField(label="Venue", required=False)
    address = forms.CharField(
        label="Where, if not at a venue of yours", max_length=250, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    places = forms.IntegerField(
        label="Number of places", min_value=1, max_value=200, help_text="Whoever says yes after them waits."
    )
    called = {"area": "the area", "kind": "what it is"}
    reveals = {"kind": {EventKind.COURSE.value: ["course"]}}

    def __init__(
        self, *args: Any, areas: Sequence[Area], courses: Sequence[Course], venues: Sequence[Venue], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "area", [(str(one.pk), one.name) for one in areas])
        offer(self, "course", [("", "Select a course"), *[(str(one.pk), one.name) for one in courses]])
        several = len(areas) > 1
        offer(
            self,
            "venue",
            [("", "Somewhere else"), *[(str(one.pk), _venue(one, several)) for one in venues]],
        )
        for number in PARTS:
            self._ask_part(number)

    def _ask_part(self, number: int) -> None:
        is_first = number == 1
        what = f"part {number}"
        self.fields[f"part_{number}_name"] = forms.CharField(
            label=f"Part {number}", max_length=80, required=is_first,
            help_text="For example, Saturday morning" if is_first else "Leave it empty if there is none.",
        )  # fmt: skip
        self.fields[f"part_{number}_on"] = DateField(
            label=f"Day of {what}", called=f"the day of {what}", required=is_first
        )
        for name, words in (("starts", "Start"), ("ends", "End")):
            self.fields[f"part_{number}_{name}"] = TimeField(
                label=f"{words} of {what}", called=f"the {words.lower()} of {what}", required=is_first,
                widget=forms.TextInput(attrs=NARROW),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for number in PARTS:
            if given.get(f"part_{number}_name"):
                for name, words in (("on", "the day"), ("starts", "the start"), ("ends", "the end")):
                    field = f"part_{number}_{name}"
                    if field not in self.errors and not given.get(field):
                        self.add_error(field, f"Enter {words} of part {number}")
        return given

    @property
    def parts(self) -> tuple[NewPart, ...]:
        given = self.cleaned_data
        return tuple(
            NewPart(given[f"part_{n}_name"], given[f"part_{n}_on"], given[f"part_{n}_starts"], given[f"part_{n}_ends"])
            for n in PARTS
            if given.get(f"part_{n}_name")
        )

    @property
    def new(self) -> NewEvent:
        given = self.cleaned_data
        kind = EventKind(given["kind"])
        return NewEvent(
            area_id=UUID(given["area"]),
            kind=kind,
            course_id=UUID(given["course"]) if given["course"] and kind == EventKind.COURSE else None,
            venue_id=UUID(given["venue"]) if given["venue"] else None,
            address=given["address"],
            places=given["places"],
            parts=self.parts,
        )


class PlanAnewForm(EventForm):
    """An event as it stands, to be changed: once it has begun, only where it is and its places."""

    reveals: ClassVar[dict[str, Mapping[str, Sequence[str]]]] = {}

    def __init__(self, *args: Any, event: Event, parts: Sequence[EventPart], has_begun: bool, **kwargs: Any) -> None:
        initial = {"venue": str(event.venue_id or ""), "address": event.address, "places": event.places}
        for one in parts:
            for name in ("name", "on", "starts", "ends"):
                initial[f"part_{one.number}_{name}"] = getattr(one, name)
        super().__init__(*args, areas=[event.area], courses=[], initial=initial, **kwargs)
        self.has_begun = has_begun
        self.there = [one.number for one in parts]
        for number in self.there[1:]:
            self.fields[f"part_{number}_out"] = forms.BooleanField(label=f"Take part {number} out", required=False)
        after = {f"part_{number}_ends": f"part_{number}_out" for number in self.there[1:]}
        self.order_fields([each for name in self.fields for each in (name, after.get(name)) if each])
        gone = [name for name in self.fields if has_begun and name.startswith("part_")]
        for name in ("once", "area", "kind", "course", *gone):
            del self.fields[name]

    @property
    def replanned(self) -> Replanned:
        given = self.cleaned_data
        return Replanned(
            venue_id=UUID(given["venue"]) if given["venue"] else None,
            address=given["address"],
            places=given["places"],
            parts=None if self.has_begun else self._numbered,
            out=self._out,
        )

    @property
    def _out(self) -> set[int]:
        return {number for number in self.there if self.cleaned_data.get(f"part_{number}_out")}

    @property
    def _numbered(self) -> dict[int, NewPart]:
        named = [number for number in PARTS if self.cleaned_data.get(f"part_{number}_name")]
        kept = zip(named, self.parts, strict=True)
        return {number: part for number, part in kept if number not in self._out}


def _venue(one: Venue, says_area: bool) -> str:
    return f"{one.name} ({one.area.name})" if says_area else one.name


class InviteForm(GovForm):
    whom = forms.MultipleChoiceField(label="Who is invited?", widget=forms.CheckboxSelectMultiple)
    called = {"whom": "at least one person"}

    def __init__(self, *args: Any, people: Iterable[Volunteer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.full_name if one.joined_on else f"{one.full_name} (has applied)") for one in people
        ]


class ReplyForm(GovForm):
    reply = forms.ChoiceField(label="What did they say?", choices=Reply.choices, widget=forms.RadioSelect)
    called = {"reply": "what they said"}


class ThereForm(GovForm):
    """One group of boxes a person: the parts they were there for."""

    def __init__(self, *args: Any, people: Iterable[Person], parts: Sequence[EventPart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {f"there-{one.volunteer.pk}": one for one in people}
        self.parts = parts
        for name, one in self.asked.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=one.volunteer.full_name,
                choices=[(str(part.pk), part.name) for part in parts],
                initial=[str(pk) for pk, was in one.came.items() if was],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    @property
    def came(self) -> dict[tuple[UUID, UUID], bool]:
        """Who was never noted and is not ticked was not there."""
        return {
            (one.volunteer.pk, part.pk): str(part.pk) in self.cleaned_data[name]
            for name, one in self.asked.items()
            for part in self.parts
        }


class TrainersForm(GovForm):
    trainers = forms.MultipleChoiceField(
        label="Who trains and assesses?", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Two coordinators, and volunteers of whom it is recorded that they may train.",
    )  # fmt: skip

    def __init__(self, *args: Any, people: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trainers"].choices = [(str(pk), name) for pk, name in people.items()]  # type: ignore[attr-defined]


class AssessorsForm(GovForm):
    """One group of boxes an exercise: who scores it."""

    def __init__(
        self,
        *args: Any,
        exercises: Iterable[Exercise],
        trainers: Mapping[UUID, str],
        asked: Mapping[UUID, Iterable[UUID]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.exercises = {f"exercise-{one.pk}": one.pk for one in exercises}
        for (name, pk), one in zip(self.exercises.items(), exercises, strict=True):
            self.fields[name] = forms.MultipleChoiceField(
                label=one.words,
                choices=[(str(user), called) for user, called in trainers.items()],
                initial=[str(user) for user in asked.get(pk, ())],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    @property
    def assessors(self) -> dict[UUID, list[UUID]]:
        return {pk: [UUID(user) for user in self.cleaned_data[name]] for name, pk in self.exercises.items()}


class KnowsForm(GovForm):
    know = forms.MultipleChoiceField(
        label="Who of the assessors knows them?", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="From a family, a friendship, a workplace, a course. They score this person neither here nor later.",
    )  # fmt: skip

    def __init__(self, *args: Any, people: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ordered = sorted(people.items(), key=lambda one: (one[1], str(one[0])))
        self.fields["know"].choices = [(str(pk), name) for pk, name in ordered]  # type: ignore[attr-defined]


class EarlyForm(GovForm):
    reason = LongTextField(
        label="Why not wait for everybody’s scores?", max_length=1000, rows=3, called="why you do not wait"
    )


class OutcomeForm(OnceForm):
    """What the assessors agreed for each criterion, the outcome, and words for the volunteer."""

    result = forms.ChoiceField(
        label="What is the outcome?", choices=Result.choices, widget=forms.RadioSelect,
        help_text="After “not yet” they may come again.",
    )  # fmt: skip
    feedback = LongTextField(
        label="Feedback for them",
        max_length=LONGEST_WORDS,
        rows=6,
        called="feedback for them",
        help_text="They read these words on their own page. They never see a score, nor who gave it.",
    )
    called = {"result": "the outcome"}

    def __init__(self, *args: Any, criteria: Sequence[Criterion], asks_why: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {f"agreed-{one.pk}": one.pk for one in criteria}
        if asks_why:
            self.fields["why_fewer"] = forms.ChoiceField(
                label="Why did fewer coordinators score them?", choices=WhyFewer.choices, widget=forms.RadioSelect,
                error_messages={"required": "Select why fewer coordinators scored them"},
            )  # fmt: skip
        for name, one in zip(self.asked, criteria, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=one.words, choices=[("", "Not seen"), *Shown.choices], required=False
            )
        self.order_fields(["once", *self.asked, "why_fewer", "result", "feedback"])

    @property
    def decided(self) -> Decided:
        given = self.cleaned_data
        agreed = {pk: int(given[name]) for name, pk in self.asked.items() if given[name]}
        why = WhyFewer(given["why_fewer"]) if given.get("why_fewer") else None
        return Decided(Result(given["result"]), given["feedback"], agreed, why)


class CourseDoneForm(OnceForm):
    course = forms.ChoiceField(label="Which course?")
    done_on = DateField(label="When did they do it?", called="the day they did it")
    called = {"course": "the course"}

    def __init__(self, *args: Any, courses: Iterable[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "course", [("", "Select a course"), *[(str(one.pk), one.name) for one in courses]])


class BeforeForm(OnceForm):
    done_on = DateField(
        label="When did they complete it, and pass?",
        called="the day they completed it",
        help_text="For training that ended before the charity used Encircle.",
    )
