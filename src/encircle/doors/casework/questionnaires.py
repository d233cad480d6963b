"""Questionnaires after a Circle: who was asked, letters with a personal address, paper keyed in, names struck out."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed, NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.items import Row
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.endings.actions.answering import SentBefore, key_paper
from encircle.rooms.endings.actions.asking import ask_everybody, make_link, whom_to_ask
from encircle.rooms.endings.actions.screening import (
    is_screener,
    known_around,
    open_questionnaire,
    screen,
    take_on_screening,
)
from encircle.rooms.endings.letter import letter_with_questions
from encircle.rooms.endings.queries import (
    Asked,
    answers_of,
    asked_of,
    asked_one,
    numbers_by_question,
    questions_of,
    words_to_screen,
)
from encircle.rooms.endings.rules import may_end_well, require_ending_well
from encircle.rooms.endings.vocabulary import Asks
from encircle.rooms.organisation.queries import standard_on
from encircle.rooms.organisation.vocabulary import Respondent

from .after import ended_page
from .answers import page
from .ending_forms import PaperAnswersForm, ScreeningForm
from .ending_words import asked_items, number_tables, too_few
from .guard import StaffRequest, for_staff
from .record import circle_page


@require_safe
@for_staff
def questionnaires(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, ended_page(request, circle_id)
    circle, asked = context["circle"], asked_of(circle_id)
    record(
        Verb.LISTED, "endings.questionnaire", by=by.acting, circle_id=circle_id, area_id=circle.area_id,
        detail=str(len(asked)),
    )  # fmt: skip
    may_ask = may_end_well(by, circle.area_id)
    numbers = [numbers_by_question(one, circle_id=circle_id) for one in Respondent] if asked else []
    context |= {
        "asked": asked_items(asked, standard_on(in_london(by.now).date()).questionnaire_chase_days, by.now),
        "may_ask": may_ask,
        "not_asked": len(whom_to_ask(circle, by.now)) if may_ask else 0,
        "tables": number_tables(numbers),
        "too_few": too_few(numbers),
    }
    return page(request, "questionnaires.html", context)


@require_POST
@for_staff
def asking(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    ended_page(request, circle_id)
    count = ask_everybody(circle_id, by=request.actor, at=request.actor.now)
    told = "Whoever signs in is told that something is waiting. Give the others a letter."
    say(
        request,
        f"{'1 person is' if count == 1 else f'{count} people are'} asked. {told}"
        if count
        else "Everybody was asked before.",
    )
    return redirect("casework:questionnaires", circle_id)


@require_safe
@for_staff
def questionnaire(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """What came back: opened, so that the trace says who read it."""
    by = request.actor
    open_questionnaire(questionnaire_id, by=by)
    asked = asked_one(questionnaire_id)
    answers = answers_of(asked) if asked.came_back else []
    context = _about(request, asked) | {
        "answers": answers,
        "rows": [Row(one.question.words, one.said or "Left out") for one in answers if one.question.asks != Asks.WORDS],
        "may_act": may_end_well(by, asked.row.area_id),
        "is_screener": asked.to_screen and is_screener(asked.row.pk, by),
    }
    return page(request, "questionnaire.html", context)


def _about(request: StaffRequest, asked: Asked) -> dict[str, object]:
    return circle_page(request, asked.row.circle_id, "after") | {"asked": asked}


# --- a letter with a personal address, which can be answered on paper too ---


@require_POST
@for_staff
def letter(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """Made when it is asked for, and known this once: the file alone holds the address."""
    by = request.actor
    asked = asked_one(questionnaire_id)
    address = settings.SITE_ADDRESS + make_link(questionnaire_id, by=by, at=by.now)
    made = letter_with_questions(asked, address)
    response = HttpResponse(made, content_type="application/pdf")
    day = f"{in_london(by.now):%Y-%m-%d}"
    response["Content-Disposition"] = f'attachment; filename="questions-{day}.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def keying(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    by, asked = request.actor, asked_one(questionnaire_id)
    require_ending_well(by, asked.row.area_id)
    questions, today = questions_of(asked.row.question_set_id), in_london(by.now).date()
    form = PaperAnswersForm(typed(request), questions=questions, today=today)

    def act() -> None:
        key_paper(questionnaire_id, form.cleaned_data["answered_on"], form.given, by=by, at=by.now)

    try:
        if asked.came_back is not None:
            raise SentBefore()
        if carried_out(form, act):
            say(request, "The answers are kept with the day on the paper and today’s.")
            return redirect("casework:questionnaire", questionnaire_id)
    except SentBefore:
        say(request, "The answers are here already. The first ones count.")
        return redirect("casework:questionnaire", questionnaire_id)
    return page(request, "questionnaire_keying.html", _about(request, asked) | {"form": form})


# --- names struck out ---


@require_POST
@for_staff
def screener(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    take_on_screening(questionnaire_id, by=request.actor, at=request.actor.now)
    return redirect("casework:screening", questionnaire_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def screening(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """What was written as it was written: for the named person alone."""
    by = request.actor
    row = open_questionnaire(questionnaire_id, by=by)
    require_ending_well(by, row.area_id)
    asked = asked_one(questionnaire_id)
    if asked.came_back is None:
        raise NotFound()
    if not is_screener(questionnaire_id, by):
        raise NotAllowed("Take it on first: then the trace says who reads what was written.")
    written = words_to_screen(questionnaire_id)
    form = ScreeningForm(typed(request), written=written, known=known_around(row, by=by))

    def act() -> None:
        spans = {question.pk: form.spans(question, text) for question, text in written}
        screen(questionnaire_id, spans, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "What was struck out is not in what others read. The original stays, for whoever screened it.")
        return redirect("casework:questionnaire", questionnaire_id)
    context = {"form": form, "written": [(one, text, form.names(one.position)) for one, text in written]}
    return page(request, "screening.html", _about(request, asked) | context)


# --- numbers across Circles ---


@require_safe
@for_staff
def numbers(request: StaffRequest) -> HttpResponse:
    """How often each answer was given, small numbers held back."""
    record(Verb.LISTED, "endings.answer", by=request.acting)
    smallest = standard_on(in_london(request.actor.now).date()).smallest_shown
    found = [numbers_by_question(one, smallest=smallest) for one in Respondent]
    context = {"tables": number_tables(found), "too_few": too_few(found), "smallest": smallest}
    return page(request, "questionnaire_numbers.html", context)
