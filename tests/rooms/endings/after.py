"""A Circle of the cast that has ended, with everybody asked."""

from encircle.common.clock import system_now
from encircle.rooms.circles.actions.phases import end_circle
from encircle.rooms.circles.vocabulary import EndingDecision, EndingReason
from encircle.rooms.endings.actions.asking import ask_everybody, make_link
from encircle.rooms.endings.models import Question, Questionnaire, QuestionSet
from encircle.rooms.endings.shipped import ship_questions
from tests.cast import acting
from tests.support.database import as_owner

CIRCLE_1 = ["core_member", "professional", "professional", "professional", "volunteer", "volunteer", "volunteer"]


def ship():
    with as_owner():
        ship_questions(QuestionSet, Question, system_now())


def ended(cast, circle=None, by=None, reason=EndingReason.COMPLETED):
    with acting(by or cast.cora) as staff:
        end_circle(
            (circle or cast.circle_1).pk, reason, decision_of=EndingDecision.CHARITY, words="It was time.", by=staff,
            at=staff.now,
        )  # fmt: skip


def asked(cast, circle=None, by=None):
    """respondent or name of the person -> questionnaire"""
    ship()
    ended(cast, circle, by)
    with acting(by or cast.cora) as staff:
        ask_everybody((circle or cast.circle_1).pk, by=staff, at=staff.now)
    return rows(circle or cast.circle_1)


def rows(circle):
    with as_owner():
        found = Questionnaire.objects.filter(circle=circle).select_related("professional", "volunteer", "core_member")
        return {_key(row): row for row in found}


def _key(row):
    if row.core_member:
        return "mark" if row.respondent == "core_member" else row.respondent
    name = row.professional.name if row.professional else row.volunteer.given_name
    key = name.split()[0].lower()
    return f"{key} as referrer" if row.respondent == "referrer" else key


def link(cast, row, by=None):
    with acting(by or cast.cora) as staff:
        return make_link(row.pk, by=staff, at=staff.now).removeprefix("/questionnaire/")


def given(row, code="agree", words="A good Circle."):
    """An answer to every question."""
    with as_owner():
        questions = list(Question.objects.filter(question_set=row.question_set_id))
    codes = {"agreement": code, "yes_no": "yes", "words": words}
    return {one.pk: codes[one.asks] for one in questions}
