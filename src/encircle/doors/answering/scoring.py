"""The form on which an assessor scores one person in one exercise, alone: by staff and by volunteers, on a phone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, form_page, say, typed
from encircle.design.forms import GovForm, LongTextField
from encircle.foundations.access.actor import names_of
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.training.actions.assessing import LONGEST_WORDS, Scores, save_draft, send_scores
from encircle.rooms.training.actions.conflicting import say_one_knows
from encircle.rooms.training.models import Assignment, Criterion, ScoreDraft, Sheet
from encircle.rooms.training.queries import assignment, criteria_of, names_to_assess
from encircle.rooms.training.vocabulary import Shown

View = Callable[..., HttpResponse]
NOT_SEEN = "0"


class ScoreForm(GovForm):
    """One question a criterion. What could not be seen is no score."""

    seen = LongTextField(
        label="What did you see and hear?",
        max_length=LONGEST_WORDS,
        rows=5,
        required=False,
        called="what you saw and heard",
        help_text="A few words for when you talk it through together. Nobody reads them before.",
    )

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {f"criterion-{one.pk}": one.pk for one in criteria}
        for name, one in zip(self.asked, criteria, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=one.words,
                help_text=one.hint,
                choices=[*((str(value), words) for value, words in Shown.choices), (NOT_SEEN, "Could not be seen")],
                widget=forms.RadioSelect,
                error_messages={"required": f"Select a score for “{one.words}”"},
            )
        self.order_fields([*self.asked, "seen"])

    @property
    def scores(self) -> Scores:
        given = self.cleaned_data
        values = {pk: int(given[name]) for name, pk in self.asked.items() if given[name] != NOT_SEEN}
        return Scores(values, given["seen"])

    def typed_so_far(self) -> Mapping[str, str]:
        """As it stands, right or wrong: for the draft."""
        return {name: str(self.data.get(name, ""))[:LONGEST_WORDS] for name in [*self.asked, "seen"]}


@dataclass(frozen=True)
class Mount:
    """The door it stands in: its guard, and the page to go back to."""

    guard: Callable[[View], View]
    home: str


def score_in(mount: Mount) -> View:
    @require_http_methods(["GET", "HEAD", "POST"])
    @mount.guard
    def score(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
        return _scored(request, assignment(assignment_id), reverse(mount.home))

    return score


def _scored(request: HttpRequest, owed: Assignment, home: str) -> HttpResponse:
    by = request.actor  # type: ignore[attr-defined]
    name = names_to_assess().get(owed.volunteer_id)
    if owed.assessor_id != by.user_id or name is None:
        raise NotFound()
    record(Verb.LISTED, "training.invitation", owed.invitation_id, by=by.acting, area_id=owed.area_id, detail="1")
    context: dict[str, Any] = {"owed": owed, "name": name, "home": home}
    if sheet := Sheet.objects.filter(assignment=owed).first():
        keyed_by = names_of([sheet.by_id]).get(sheet.by_id, "a colleague") if sheet.by_id != by.user_id else ""
        return form_page(request, "answering/scored.html", context | {"sheet": sheet, "keyed_by": keyed_by})
    if request.method == "POST" and "known" in request.POST:
        say_one_knows(owed, by=by, at=by.now)
        say(request, "It is noted that you know them. You score this person no more.")
        return redirect(home)
    draft = ScoreDraft.objects.filter(assignment=owed).first()
    criteria = criteria_of(owed.exercise_id, on=owed.event.first_on)
    form = ScoreForm(typed(request), criteria=criteria, initial=draft.answers if draft else {})
    if request.method == "POST" and "later" in request.POST:
        save_draft(owed, form.typed_so_far(), by=by, at=by.now)
        say(request, "Your scores are saved. They are not sent yet.")
        return redirect(home)
    if carried_out(form, lambda: send_scores(owed, form.scores, by=by, at=by.now)):
        say(request, "Your scores are sent.")
        return redirect(home)
    return form_page(request, "answering/score.html", context | {"form": form, "draft": draft})
