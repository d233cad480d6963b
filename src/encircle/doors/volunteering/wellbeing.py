"""How a meeting left a volunteer: three buttons, words if they like, and what came of it."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.common.errors import NotAllowed
from encircle.design.answering import OnceForm, carried_out, form_page, typed
from encircle.design.forms import GovForm, LongTextField, Option
from encircle.rooms.meetings.drafts import meeting_of
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.support.actions.after_meetings import LONGEST_WORDS, add_words, answer_check
from encircle.rooms.support.models import Check, CheckWords
from encircle.rooms.support.queries import may_answer, open_check, own_check
from encircle.rooms.support.vocabulary import Answer

from .concerns import numbers
from .guard import VolunteerRequest, for_volunteers

ANSWERS = [
    (Answer.FINE.value, Answer.FINE.label),
    (Answer.CALL.value, Option(Answer.CALL.label, hint="Your coordinator rings you in the next days.")),
    (Answer.TODAY.value, Option(Answer.TODAY.label, hint="Your coordinator, or whoever is on call, is asked at once.")),
]


class AnswerForm(GovForm):
    answer = forms.ChoiceField(label="How are you?", choices=ANSWERS, widget=forms.RadioSelect)
    words = LongTextField(
        label="Do you want to say more?", max_length=LONGEST_WORDS, required=False, rows=3,
        help_text="No names, please.",
    )  # fmt: skip
    called = {"answer": "how you are"}


class WordsForm(OnceForm):
    words = LongTextField(label="Add something", max_length=LONGEST_WORDS, rows=3, called="what you want to add")


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def wellbeing(request: VolunteerRequest, meeting_id: UUID) -> HttpResponse:
    by = request.actor
    meeting = meeting_of(meeting_id, by)
    check = own_check(meeting.pk, by)
    if check is not None:
        return _said(request, meeting, check)
    if not may_answer(by, meeting, by.now):
        raise NotAllowed("You can say how a meeting left you once it is over, if you were there.")
    form = AnswerForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        answer_check(meeting, Answer(given["answer"]), given["words"], by=by, at=by.now)

    if carried_out(form, act):
        return redirect("volunteering:wellbeing", meeting_id=meeting.pk)
    return form_page(request, "volunteering/wellbeing_form.html", {"meeting": meeting, "form": form})


def _said(request: VolunteerRequest, meeting: Meeting, check: Check) -> HttpResponse:
    """What they said, what came of it, and room for more words. A button pressed twice says nothing twice."""
    by = request.actor
    found = open_check(check, by=by)
    if request.method == "POST" and "answer" in request.POST:
        return redirect("volunteering:wellbeing", meeting_id=meeting.pk)
    form = WordsForm(typed(request))

    def act() -> None:
        if not CheckWords.objects.filter(pk=form.id).exists():
            add_words(check, form.cleaned_data["words"], id=form.id, by=by, at=by.now)

    if carried_out(form, act):
        return redirect("volunteering:wellbeing", meeting_id=meeting.pk)
    context = {"meeting": meeting, "found": found, "form": form, **numbers(by, [meeting.circle])}
    return form_page(request, "volunteering/wellbeing.html", context)
