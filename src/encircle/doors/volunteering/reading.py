"""Read the minutes of one's own Circle, and answer what was asked about them."""

from itertools import groupby
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_id
from encircle.design.forms import GovForm, LongTextField
from encircle.rooms.meetings.actions.answering import LONGEST_ANSWER, answer_question, question_to
from encircle.rooms.meetings.drafts import meeting_of, waiting_words
from encircle.rooms.meetings.for_volunteers import OpenMinutes, open_minutes
from encircle.rooms.meetings.leftovers import with_their_end
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.meetings.vocabulary import RemarkKind
from encircle.rooms.organisation.vocabulary import Part

from .guard import VolunteerRequest, for_volunteers


class AnswerForm(GovForm):
    text = LongTextField(label="Your answer", max_length=LONGEST_ANSWER)
    answer_id = forms.UUIDField(widget=forms.HiddenInput)


@require_safe
@for_volunteers
def minutes(request: VolunteerRequest, meeting_id: UUID, number: int | None = None) -> HttpResponse:
    return _minutes_page(request, meeting_of(meeting_id, request.actor), number)


@require_POST
@for_volunteers
def answer(request: VolunteerRequest, remark_id: UUID) -> HttpResponse:
    by = request.actor
    question = question_to(remark_id, by)
    form = AnswerForm(request.POST, auto_id=f"answer_{question.pk.hex}_%s")
    number = question.version.number
    if form.is_valid():
        try:
            said = answer_question(
                question.pk, form.cleaned_data["text"], answer_id=form.cleaned_data["answer_id"], by=by, at=by.now
            )
        except Invalid as refusal:
            form.add_invalid(refusal)
        else:
            messages.success(request, "Your answer is with your coordinator.")
            return redirect("volunteering:version", meeting_id=said.meeting_id, number=number)
    meeting = meeting_of(question.meeting_id, by)
    return _minutes_page(request, meeting, number, wrong=(question.pk, form))


def _minutes_page(
    request: VolunteerRequest, meeting: Meeting, number: int | None, wrong: tuple[UUID, AnswerForm] | None = None
) -> HttpResponse:
    by = request.actor
    opened = open_minutes(meeting, number, by=by)
    if opened is None:
        if number is not None:
            raise NotFound()
        return redirect("volunteering:draft", meeting_id=meeting.pk)
    own_words = [words for words in waiting_words(meeting.pk) if words.edited_by_id == by.user_id]
    context = {
        "meeting": meeting,
        "opened": opened,
        "parts": _parts(opened),
        "questions": _questions(opened, wrong),
        "form": wrong[1] if wrong else None,
        "own_words": with_their_end(own_words, None if opened.is_returned else opened.newest, at=by.now),
        "by_me": opened.version.written_by_id == by.user_id,
    }
    return render(request, "volunteering/minutes.html", context, status=422 if wrong else 200)


def _parts(opened: OpenMinutes) -> list[tuple[str, list[tuple[str, str]]]]:
    """The passages under their parts, in the order of a meeting."""
    order = {part.value: place for place, part in enumerate(Part)}
    passages = sorted(opened.passages, key=lambda passage: (order[passage.part], passage.position))
    return [
        (Part(part).label, [(passage.topic.name, passage.text) for passage in group])
        for part, group in groupby(passages, key=lambda passage: passage.part)
    ]


def _questions(opened: OpenMinutes, wrong: tuple[UUID, AnswerForm] | None) -> dict[UUID, AnswerForm]:
    """A form for each question still without an answer of this person's after it."""
    answered = max((one.remark.said_at for one in opened.spoken if one.is_own), default=None)
    asked = [
        one.remark
        for one in opened.spoken
        if one.remark.kind == RemarkKind.QUESTION and (answered is None or one.remark.said_at >= answered)
    ]
    shown = {one.pk: AnswerForm(initial={"answer_id": new_id()}, auto_id=f"answer_{one.pk.hex}_%s") for one in asked}
    return shown | ({wrong[0]: wrong[1]} if wrong else {})
