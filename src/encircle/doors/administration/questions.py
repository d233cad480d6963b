"""What everybody is asked when a Circle has ended: versions the operations manager makes."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import NotFound
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.rooms.endings.actions.questions import LONGEST, MOST, NewQuestion, make_version
from encircle.rooms.endings.models import Question, QuestionSet
from encircle.rooms.endings.queries import newest_set, questions_of
from encircle.rooms.endings.vocabulary import Asks
from encircle.rooms.organisation.rules import may_set_standard
from encircle.rooms.organisation.vocabulary import Respondent

from .answers import page
from .guard import OfficeRequest

# As it stands in an address -> (who, easy read, what it is called)
SETS: dict[str, tuple[Respondent, bool, str]] = {
    "referrer": (Respondent.REFERRER, False, "Referrers"),
    "professional": (Respondent.PROFESSIONAL, False, "Professionals of the outer circle"),
    "volunteer": (Respondent.VOLUNTEER, False, "Volunteers"),
    "core-member": (Respondent.CORE_MEMBER, False, "Core members"),
    "core-member-easy": (Respondent.CORE_MEMBER, True, "Core members, in easy read"),
}


class QuestionsForm(OnceForm):
    """As many rows as a questionnaire may have; an empty row asks nothing."""

    def __init__(self, *args: Any, before: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = {one.words.casefold(): one.code for one in before}
        for number in range(1, MOST + 1):
            known = before[number - 1] if number <= len(before) else None
            self.fields[f"words_{number}"] = forms.CharField(
                label=f"Question {number}", required=False, max_length=LONGEST, initial=known.words if known else ""
            )
            self.fields[f"asks_{number}"] = forms.ChoiceField(
                label=f"How question {number} is answered", choices=Asks.choices,
                initial=known.asks if known else Asks.AGREEMENT,
            )  # fmt: skip

    @property
    def asked(self) -> list[NewQuestion]:
        """A question in the same words keeps its place in the counts; one in other words is a new one."""
        rows = ((self.cleaned_data[f"words_{n}"], self.cleaned_data[f"asks_{n}"]) for n in range(1, MOST + 1))
        return [NewQuestion(words, Asks(asks), self.before.get(words.casefold(), "")) for words, asks in rows if words]


@require_safe
@needs(May.CHANGE_SETTINGS)
def question_sets(request: OfficeRequest) -> HttpResponse:
    shown = []
    for code, (who, easy_read, title) in SETS.items():
        found = newest_set(who, easy_read=easy_read)
        if found is not None:
            shown.append((code, title, found, [(one.words, one.get_asks_display()) for one in questions_of(found.pk)]))
    context = {"sets": shown, "may_set": may_set_standard(request.actor)}
    return page(request, "question_sets.html", "standard", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def question_set_new(request: OfficeRequest, slug: str) -> HttpResponse:
    if slug not in SETS:
        raise NotFound()
    by, (who, easy_read, title) = request.actor, SETS[slug]
    newest = newest_set(who, easy_read=easy_read)
    form = QuestionsForm(typed(request), before=questions_of(newest.pk) if newest else [])

    def act() -> None:
        if not QuestionSet.objects.filter(pk=form.id).exists():
            make_version(who, easy_read, form.asked, id=form.id, by=by, at=by.now)

    if form.is_bound and carried_out(form, act):
        say(request, "The new version is what is asked from now on. Who was asked before answers what they were asked.")
        return redirect("administration:question_sets")
    return page(request, "question_set_new.html", "standard", {"form": form, "title": title})
