"""Forms about the end of a Circle, what everybody is asked, and the report on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, GovForm, LongTextField
from encircle.doors.answering.forms import AnswerForm
from encircle.rooms.circles.vocabulary import ENDINGS, ProgressKind
from encircle.rooms.endings.actions.reporting import LONGEST, GoalResult, NewReport
from encircle.rooms.endings.models import Question
from encircle.rooms.endings.report import TOPICS, DraftGoal
from encircle.rooms.endings.vocabulary import MovedBecause, ReportPart
from encircle.rooms.reviews.actions.packing import subjects
from encircle.rooms.reviews.models import PackPassage
from encircle.rooms.sharing.redaction import Known, Span
from encircle.rooms.sharing.striking import Strikable, places_of, spans_of, strikables

from .fields import between, offer


class PlannedEndForm(OnceForm):
    ends_on = DateField(label="On which day is the Circle planned to end?", called="the planned end")
    because = forms.ChoiceField(label="Why is it another day?", choices=MovedBecause.choices, widget=forms.RadioSelect)
    called = {"because": "why it is another day"}


class PaperAnswersForm(AnswerForm):
    """Answers on paper, with the day they were written."""

    answered_on = DateField(label="Which day stands on the paper?", called="the day on the paper")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        between(self, "answered_on", latest=today)


class ScreeningForm(GovForm):
    """For each answer in words: what to strike out. Everything pointed at is struck unless somebody unticks it."""

    def __init__(self, data: Any, *, written: Sequence[tuple[Question, str]], known: Known) -> None:
        super().__init__(data)
        self.written = list(written)
        self.offered: dict[int, tuple[Strikable, ...]] = {}
        for question, text in self.written:
            self._add(question.position, strikables(text, known=known, never_named=known))

    def _add(self, place: int, offered: tuple[Strikable, ...]) -> None:
        self.offered[place] = offered
        if offered:
            self.fields[f"strike_{place}"] = forms.MultipleChoiceField(
                label="Strike out", required=False, widget=forms.CheckboxSelectMultiple
            )
            offer(self, f"strike_{place}", [(one.value, f"“{one.words}” ({one.why})") for one in offered])
            self.fields[f"strike_{place}"].initial = [one.value for one in offered]
        self.fields[f"words_{place}"] = forms.CharField(
            label="Other words to strike out", required=False, max_length=2_000, help_text="Part them with commas"
        )

    def names(self, place: int) -> list[str]:
        return [name for name in (f"strike_{place}", f"words_{place}") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for question, text in self.written:
            name = f"words_{question.position}"
            _, missing = places_of(cleaned.get(name, ""), text)
            if missing:
                self.add_error(name, f"“{missing[0]}” does not stand in this answer. Enter whole words as they stand")
        return cleaned

    def spans(self, question: Question, text: str) -> list[Span]:
        place = question.position
        by_hand, _ = places_of(self.cleaned_data.get(f"words_{place}", ""), text)
        return [*spans_of(self.cleaned_data.get(f"strike_{place}", [])), *by_hand]


SAID_HINTS = {
    ReportPart.SUMMARY: "How the Circle went and how it ended. First names only; of volunteers, none.",
    ReportPart.REVIEWS: "What the reviews came to, where it matters for the end.",
    ReportPart.CONCERNS: "Only what the numbers do not say. No account of any one concern.",
    ReportPart.OWN_WORDS: "What the core member wants said of their Circle, as they put it.",
    ReportPart.WHAT_NEXT: "Support that goes on, and who gives it.",
}


@dataclass(frozen=True)
class Said:
    """What the version before said: its words and their subjects by part, and whose words were taken over."""

    texts: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    taken_over: Collection[str] = ()


class ReportForm(OnceForm):
    """Drafted from the record: each goal with how it ended, then what is said in words."""

    def __init__(
        self, *args: Any, goals: Sequence[DraftGoal], said: Said, agencies: Sequence[PackPassage], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goals, self.told = list(goals), {str(one.source_id): one for one in agencies}
        self._add_words(ReportPart.SUMMARY, said, required=True)
        for number, goal in enumerate(self.goals, 1):
            self._add_goal(number, goal)
        if self.told:
            self._add_agencies(said.taken_over)
        for part in (ReportPart.REVIEWS, ReportPart.CONCERNS, ReportPart.OWN_WORDS, ReportPart.WHAT_NEXT):
            self._add_words(part, said)
        self.fields["words_agreed_on"] = DateField(
            label="When did the core member agree that their own words stand in the report?",
            required=False,
            called="the day they agreed",
            help_text="Leave their words out if they did not agree.",
        )

    def _add_agencies(self, before: Collection[str]) -> None:
        self.fields["agencies"] = forms.MultipleChoiceField(
            label="Which words of agencies stand in the report?",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="From the pack of the last review: what its agency lets go on to the outer circle.",
            initial=list(before),
        )
        offer(self, "agencies", [(source, one.heading) for source, one in self.told.items()])

    def _add_words(self, part: ReportPart, said: Said, *, required: bool = False) -> None:
        self.fields[part.value] = LongTextField(
            label=part.label, required=required, max_length=LONGEST, rows=4, help_text=SAID_HINTS[part],
            initial=said.texts.get(part, ""),
        )  # fmt: skip
        self.fields[part.value].error_messages["required"] = "Say in short how the Circle went"
        topics = [(topic.pk, topic.name) for topic in subjects()]
        self.fields[f"topic_{part.value}"] = forms.ChoiceField(
            label=f"Subject of “{part.label}”",
            help_text="An agency reads it only where there is consent, or another ground, for this subject.",
            choices=topics,
            initial=said.topics.get(part, TOPICS[part]),
        )

    def _add_goal(self, number: int, goal: DraftGoal) -> None:
        self.fields[f"outcome_{number}"] = forms.ChoiceField(
            label=f"Goal {number}: {goal.heading}",
            choices=[(kind.value, kind.label) for kind in ENDINGS],
            widget=forms.RadioSelect,
            initial=goal.outcome,
            error_messages={"required": f"Select how goal {number} ended"},
        )
        self.fields[f"why_{number}"] = LongTextField(
            label=f"Why, in a few words (goal {number})", required=False, max_length=LONGEST, rows=3, initial=goal.text
        )

    @property
    def asked(self) -> NewReport:
        given = self.cleaned_data
        return NewReport(
            id=self.id,
            goals=[
                GoalResult(one.goal_id, one.heading, ProgressKind(given[f"outcome_{n}"]), given[f"why_{n}"])
                for n, one in enumerate(self.goals, 1)
            ],
            said={part: given[part.value] for part in SAID_HINTS},
            topics={part: given[f"topic_{part.value}"] for part in SAID_HINTS},
            agencies=[one for source, one in self.told.items() if source in given.get("agencies", ())],
            words_agreed_on=given["words_agreed_on"],
        )
