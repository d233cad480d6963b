"""What volunteers said after meetings, planted, and what follows from it."""

from datetime import timedelta

from encircle.common.ids import new_id
from encircle.foundations.post.models import Notice
from encircle.rooms.support.actions.after_meetings import Called, answer_check, record_call
from encircle.rooms.support.actions.ringing import ring_all
from encircle.rooms.support.models import Asking, Check, CheckWords
from encircle.rooms.support.queries import check_row
from encircle.rooms.support.vocabulary import Answer, CallOutcome
from tests.cast import acting
from tests.support.database import as_owner, clock_shifted


def say(cast, who="vera", answer=Answer.TODAY, words="", meeting="yesterday_1"):
    with acting(cast.users[who]) as actor:
        answer_check(cast.meetings[meeting], answer, words, by=actor, at=actor.now)


def plant_check(cast, who="vera", answer=Answer.TODAY, words="", meeting="yesterday_1", ago=timedelta(0)):
    held = cast.meetings[meeting]
    with as_owner():
        check = Check.objects.create(
            meeting=held, circle=held.circle, area=held.area, volunteer=cast.volunteers[who], answer=answer,
            answered_by=cast.users[who], answered_at=cast.now - ago,
        )  # fmt: skip
        if words:
            CheckWords.objects.create(
                check_of=check, circle=check.circle, area=check.area, text=words, written_at=check.answered_at
            )
    return check


def call(cast, check, outcome=CallOutcome.DEBRIEFED, words="", who="cora"):
    with acting(cast.users[who]) as actor:
        called = Called(outcome, actor.now, words)
        record_call(check_row(check.pk), called, id=new_id(), by=actor, at=actor.now)


def look(after=timedelta(0)):
    with clock_shifted(after):
        return ring_all()


def asked(cast):
    with as_owner():
        names = {user.pk: name for name, user in cast.users.items()}
        return [names[who] for who in Asking.objects.order_by("asked_at", "rung").values_list("to_user", flat=True)]


def noticed():
    with as_owner():
        return sorted(Notice.objects.filter(kind="concern").values_list("user__persona", flat=True))
