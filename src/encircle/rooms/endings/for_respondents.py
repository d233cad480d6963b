"""What a respondent who signs in sees: the questionnaires that wait for their answer. Nothing of the Circle."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from encircle.rooms.organisation.vocabulary import Respondent

from .models import Questionnaire, Return


@dataclass(frozen=True)
class Waiting:
    id: UUID
    respondent: Respondent
    circle_reference: str
    asked_at: datetime


def own_waiting(respondents: tuple[Respondent, ...]) -> list[Waiting]:
    """The acting person's own that are not answered, the longest asked first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.own_questionnaires()")
        (own,) = cursor.fetchone()
    if not own:
        return []
    back = Return.objects.filter(questionnaire=OuterRef("pk"))
    rows = Questionnaire.objects.filter(~Exists(back), pk__in=own, respondent__in=respondents).order_by("asked_at")
    return [Waiting(row.pk, Respondent(row.respondent), row.circle_reference, row.asked_at) for row in rows]


def is_sent(questionnaire_id: UUID) -> bool:
    return Return.objects.filter(pk=questionnaire_id).exists()
