"""A volunteer answers what the coordinator asked about their minutes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify

from ..models import Remark, RemarkText
from ..vocabulary import RemarkKind

LONGEST_ANSWER = 4_000


@transaction.atomic
def answer_question(question_id: UUID, text: str, *, by: Actor, at: datetime, answer_id: UUID) -> Remark:
    """Answer a question. `answer_id` comes from the form, so that pressing twice answers once."""
    question = question_to(question_id, by)
    if (said := Remark.objects.filter(pk=answer_id, said_by=by.user_id).first()) is not None:
        return said
    _check(text)
    answer = Remark(
        id=answer_id,
        version_id=question.version_id,
        meeting_id=question.meeting_id,
        circle_id=question.circle_id,
        area_id=question.area_id,
        kind=RemarkKind.ANSWER,
        to_user_id=question.said_by_id,
        said_by_id=by.user_id,
        said_at=at,
    )
    Remark.objects.bulk_create([answer])
    RemarkText.objects.bulk_create(
        [
            RemarkText(
                remark=answer,
                version_id=answer.version_id,
                circle_id=answer.circle_id,
                area_id=answer.area_id,
                text=text.strip(),
            )
        ]
    )
    record(
        Verb.CREATED,
        "meetings.remark",
        answer.pk,
        by=by.acting,
        circle_id=answer.circle_id,
        area_id=answer.area_id,
        detail=RemarkKind.ANSWER,
    )
    notify(question.said_by_id, NoticeKind.WAITING, at=at, item_id=answer.pk)
    return answer


def question_to(question_id: UUID, by: Actor) -> Remark:
    """A question to this person. Raises NotFound for anything else."""
    found = Remark.objects.select_related("version", "meeting").filter(
        pk=question_id, to_user=by.user_id, kind=RemarkKind.QUESTION, circle__in=by.volunteer_circles
    )
    question = found.first()
    if question is None:
        raise NotFound()
    return question


def _check(text: str) -> None:
    if not text.strip():
        raise Invalid({"text": "Enter your answer"})
    if len(text) > LONGEST_ANSWER:
        raise Invalid({"text": f"Your answer must be {LONGEST_ANSWER:,} characters or fewer. It has {len(text):,}"})
