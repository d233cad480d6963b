"""Remind those who were asked and did not answer: each set day once, by a notice that says nothing.

Only who signs in can be reminded so; whoever has no login is on the coordinator's list, to be given a new letter.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Exists, OuterRef

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.each_alone import each_alone
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.organisation.queries import standard_on

from ..models import Questionnaire, QuestionnaireChase, Return
from ..policy import reminders_due
from ..queries import login_of

ESCALATOR = system("escalator")
SLACK = timedelta(days=14)  # a clock that stood still catches up on so much


def chase_all() -> int:
    """Every questionnaire without answers, each in a transaction of its own. How many reminders went out."""
    return each_alone(chase, _unanswered(), fault="A reminder could not be sent")


def chase(questionnaire_id: UUID) -> bool:
    """False where no day has come that was not chased before, or where nobody signs in."""
    try:
        with acting_as(ESCALATOR) as acting:
            row = Questionnaire.objects.select_related("professional", "volunteer").get(pk=questionnaire_id)
            due, user_id = _due(row, acting.at), login_of(row)
            if not due or user_id is None:
                return False
            of = {"questionnaire_id": row.pk, "circle_id": row.circle_id, "area_id": row.area_id}
            QuestionnaireChase.objects.bulk_create(
                QuestionnaireChase(id=new_id(), after_days=days, sent_at=acting.at, **of) for days in due
            )
            notify(user_id, NoticeKind.WAITING, at=acting.at, item_id=row.pk, area_id=row.area_id)
            return True
    except IntegrityError:  # another worker was first, and reminded them
        return False


def _due(row: Questionnaire, at: datetime) -> list[int]:
    today = in_london(at).date()
    sent = QuestionnaireChase.objects.filter(questionnaire=row).values_list("after_days", flat=True)
    return reminders_due(in_london(row.asked_at).date(), standard_on(today).questionnaire_chase_days, sent, today)


def _unanswered() -> list[UUID]:
    """Asked of late, and not so long ago that every reminder is past."""
    with acting_as(ESCALATOR) as acting:
        days = standard_on(in_london(acting.at).date()).questionnaire_chase_days
        since = acting.at - timedelta(days=max(days, default=0)) - SLACK
        back = Return.objects.filter(questionnaire=OuterRef("pk"))
        # A core member is reminded by people: whether they sign in is not the clock's to know.
        rows = Questionnaire.objects.filter(~Exists(back), asked_at__gt=since, core_member__isnull=True)
        return list(rows.values_list("pk", flat=True))
