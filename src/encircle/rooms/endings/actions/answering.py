"""Answers: by somebody signed in, keyed from paper, or by a personal link. Once; and what was sent is never changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound, Refusal
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.organisation.vocabulary import Respondent

from ..models import Answer, AnswerWords, Question, Questionnaire, QuestionSet, Return
from ..queries import questions_of
from ..rules import require_ending_well
from ..vocabulary import CODES, Asks, Channel

LONGEST = 2000


class SentBefore(Refusal):
    """The answers are here already; the first ones count."""


class NoLongerWorks(Refusal):
    """Replaced by a newer link, expired, or never made: all look the same."""


@dataclass(frozen=True)
class Answers:
    """What was answered, by question."""

    codes: Mapping[UUID, str] = field(default_factory=dict)
    words: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.codes and not self.words


def checked(questions: Sequence[Question], given: Mapping[UUID, str]) -> Answers:
    """Only what was asked, only what may be answered. Raises Invalid; every question may be left out, but not all."""
    codes = {one.pk: given[one.pk] for one in questions if one.asks != Asks.WORDS and given.get(one.pk)}
    words = {one.pk: given[one.pk].strip() for one in questions if one.asks == Asks.WORDS and given.get(one.pk)}
    asks = {one.pk: one.asks for one in questions}
    wrong = {str(pk): "Select an answer from the list" for pk, code in codes.items() if code not in CODES[asks[pk]]}
    wrong |= {
        str(pk): f"It must be {LONGEST:,} characters or fewer" for pk, text in words.items() if len(text) > LONGEST
    }
    if wrong:
        raise Invalid(wrong)
    found = Answers(codes, {pk: text for pk, text in words.items() if text})
    if found.is_empty:
        raise Invalid("Answer at least one question")
    return found


# --- signed in, and on paper ---


def answer_signed_in(questionnaire_id: UUID, given: Mapping[UUID, str], *, by: Actor, at: datetime) -> None:
    """By the person who was asked. Raises NotFound, Invalid or SentBefore."""
    row = own_questionnaire(questionnaire_id)
    _keep(row, Channel.SIGNED_IN, in_london(at).date(), given, by=by, at=at)


def own_questionnaire(questionnaire_id: UUID) -> Questionnaire:
    """One of the acting person's own: row policies show no other to whoever is not staff. Raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY (encircle.own_questionnaires())", [questionnaire_id])
        (is_own,) = cursor.fetchone()
    found = Questionnaire.objects.filter(pk=questionnaire_id).first() if is_own else None
    if found is None:
        raise NotFound()
    return found


def key_paper(questionnaire_id: UUID, answered_on: date, given: Mapping[UUID, str], *, by: Actor, at: datetime) -> None:
    """Raises NotFound, NotAllowed, Invalid or SentBefore."""
    row = Questionnaire.objects.filter(pk=questionnaire_id).first()
    if row is None:
        raise NotFound()
    require_ending_well(by, row.area_id)
    if not in_london(row.asked_at).date() <= answered_on <= in_london(at).date():
        raise Invalid({"answered_on": "The day on the paper must be between the day they were asked and today"})
    _keep(row, Channel.PAPER, answered_on, given, by=by, at=at)


@transaction.atomic
def _keep(
    row: Questionnaire, channel: Channel, on: date, given: Mapping[UUID, str], *, by: Actor, at: datetime
) -> None:
    if Return.objects.filter(pk=row.pk).exists():
        raise SentBefore()
    answers = checked(questions_of(row.question_set_id), given)
    of = {"questionnaire_id": row.pk, "circle_id": row.circle_id, "area_id": row.area_id}
    came = Return(
        **of, channel=channel, answered_on=on, received_at=at, by_id=by.user_id, with_words=bool(answers.words)
    )
    try:
        with transaction.atomic():
            Return.objects.bulk_create([came])
    except IntegrityError:
        raise SentBefore() from None
    Answer.objects.bulk_create(
        Answer(id=new_id(), question_id=pk, code=code, **of) for pk, code in answers.codes.items()
    )
    AnswerWords.objects.bulk_create(
        AnswerWords(id=new_id(), question_id=pk, text=text, **of) for pk, text in answers.words.items()
    )
    record(
        Verb.CREATED, "endings.return", row.pk, by=by.acting, circle_id=row.circle_id, area_id=row.area_id,
        detail=channel,
    )  # fmt: skip
    if by.user_id != row.asked_by_id:
        notify(row.asked_by_id, NoticeKind.WAITING, at=at, item_id=row.pk, area_id=row.area_id)


# --- by a personal link: nobody is signed in, and no row is seen but by the two functions of the database ---


@dataclass(frozen=True)
class Behind:
    """What a personal link leads to: as whom somebody is asked, and what. Nothing of the Circle."""

    questionnaire_id: UUID
    respondent: Respondent
    questions: list[Question]
    easy_read: bool
    is_sent: bool


def behind_link(token: str) -> Behind:
    """Opening uses nothing up. Raises NoLongerWorks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM encircle.questionnaire_behind(%s)", [token])
        found = cursor.fetchone()
    if found is None:
        raise NoLongerWorks()
    questionnaire_id, respondent, question_set_id, is_sent = found
    easy_read = QuestionSet.objects.filter(pk=question_set_id, easy_read=True).exists()
    return Behind(questionnaire_id, Respondent(respondent), questions_of(question_set_id), easy_read, is_sent)


def answer_by_link(token: str, given: Mapping[UUID, str]) -> None:
    """Raises NoLongerWorks, SentBefore or Invalid."""
    behind = behind_link(token)
    if behind.is_sent:
        raise SentBefore()
    answers = checked(behind.questions, given)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT encircle.answer_by_link(%s, %s::jsonb, %s::jsonb)",
            [token, _as_json(answers.codes), _as_json(answers.words)],
        )
        (is_kept,) = cursor.fetchone()
    if not is_kept:
        raise SentBefore()


def _as_json(given: Mapping[UUID, str]) -> str:
    return json.dumps({str(pk): value for pk, value in given.items()})
