"""The clock rings for a volunteer who needs a call today: whoever stands on the rungs is asked, until one has rung.

The row of the check is held while it works, so that of two workers one finds nothing to do; should that ever fail, the
database refuses the same asking twice.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.each_alone import each_alone
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.risk.asking import Asking as Asked
from encircle.rooms.risk.policy import Rung

from ..ladder import whom_to_ask
from ..models import Asking, CallBack, Check
from ..vocabulary import REACHED, Answer

ESCALATOR = system("escalator")
RINGS_FOR = timedelta(days=3)  # then it stands on the coordinator's list, and nobody is woken for it any more


def ring_all() -> int:
    """Everybody who needs a call today, each in a transaction of its own: one fault stops no other."""
    return each_alone(ring, _waiting(), fault="The clock could not ring for a volunteer")


def _waiting() -> list[UUID]:
    with acting_as(ESCALATOR) as acting:
        reached = CallBack.objects.filter(check_of=OuterRef("pk"), outcome__in=REACHED)
        found = Check.objects.filter(
            ~Exists(reached), answer=Answer.TODAY, answered_at__gt=acting.at - RINGS_FOR, answered_at__lte=acting.at
        )
        return list(found.order_by("answered_at").values_list("pk", flat=True))


def ring(check_id: UUID) -> bool:
    """Ask whoever should be asked now and was not. False where nobody is."""
    with acting_as(ESCALATOR) as acting:
        # FOR UPDATE needs the right to change, and nobody may change what a volunteer said: a lock of its own name.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"support.ring {check_id}"])
            if not cursor.fetchone()[0]:
                return False
        check = Check.objects.get(pk=check_id, answer=Answer.TODAY)
        people = _people(check_id)
        asked = whom_to_ask(
            check.answered_at, _reached_at(check), acting.at, [rung for rung in Rung if not people.get(rung)]
        )
        new = _new(check, asked, people, acting.at) if asked else []
        if not new:
            return False
        Asking.objects.bulk_create(new)
        for one in new:
            notify(one.to_user_id, NoticeKind.CONCERN, at=acting.at, item_id=check.pk, area_id=check.area_id)
        record(Verb.CHANGED, "support.check", check.pk, by=acting, area_id=check.area_id, detail="asked")
        return True


def _people(check_id: UUID) -> dict[Rung, list[UUID]]:
    found: dict[Rung, list[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT rung, user_id FROM encircle.call_rungs(%s)", [check_id])
        for rung, user_id in cursor.fetchall():
            found.setdefault(Rung(rung), []).append(user_id)
    return found


def _reached_at(check: Check) -> datetime | None:
    calls = CallBack.objects.filter(check_of=check, outcome__in=REACHED).order_by("recorded_at")
    return calls.values_list("recorded_at", flat=True).first()


def _new(check: Check, asked: Asked, people: dict[Rung, list[UUID]], at: datetime) -> list[Asking]:
    """Everyone on the rungs to be asked, once each, who was not asked since the last moment that asks."""
    before = Asking.objects.filter(check_of=check, clock_at__gte=asked.since)
    known = set(before.values_list("to_user", flat=True))
    whom = {who: rung for rung in reversed(asked.rungs) for who in people.get(rung, []) if who not in known}
    return [
        Asking(
            check_of=check,
            circle_id=check.circle_id,
            area_id=check.area_id,
            rung=rung.value,
            to_user_id=who,
            asked_at=at,
            clock_at=asked.since,
        )
        for who, rung in whom.items()
    ]
