"""A new version of what a kind of respondent is asked. Who was asked before answers what they were asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from encircle.common.errors import Invalid
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.vocabulary import Respondent

from ..models import Question, QuestionSet
from ..rules import require_setting_questions
from ..vocabulary import Asks

MOST = 15
LONGEST = 250


@dataclass(frozen=True)
class NewQuestion:
    """`code` is that of the question it follows on from; empty for a new one."""

    words: str
    asks: Asks
    code: str = ""


@transaction.atomic
def make_version(
    respondent: Respondent, easy_read: bool, questions: Sequence[NewQuestion], *, id: UUID, by: Actor, at: datetime
) -> QuestionSet:
    """Raises NotAllowed or Invalid."""
    require_setting_questions(by)
    kept = [one for one in questions if one.words.strip()]
    if not kept:
        raise Invalid("Write at least one question")
    latest = QuestionSet.objects.filter(respondent=respondent, easy_read=easy_read).aggregate(n=Max("number"))["n"] or 0
    made = QuestionSet(
        id=id, respondent=respondent, easy_read=easy_read, number=latest + 1, made_at=at, made_by_id=by.user_id
    )
    QuestionSet.objects.bulk_create([made])
    Question.objects.bulk_create(_rows(made, kept))
    record(Verb.CREATED, "endings.questionset", made.pk, by=by.acting, detail=str(made.number))
    return made


def _rows(made: QuestionSet, kept: Sequence[NewQuestion]) -> list[Question]:
    taken = {one.code for one in kept if one.code}
    rows = []
    for position, one in enumerate(kept, 1):
        code = one.code or _free(one.words, taken)
        taken.add(code)
        rows.append(
            Question(id=new_id(), question_set=made, position=position, code=code, words=one.words.strip(),
                     asks=one.asks)
        )  # fmt: skip
    return rows


def _free(words: str, taken: set[str]) -> str:
    """A code made of the first words, never one that is taken."""
    stem = "_".join(re.findall(r"[a-z]+", words.lower())[:4])[:24] or "question"
    return next(code for code in (stem, *(f"{stem}_{n}" for n in range(2, 99))) if code not in taken)
