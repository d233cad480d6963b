"""The escalator: each minute it asks whoever should be asked about an open concern, and passes it up in time.

It reads only concerns whose next look is due. The row of an open concern is held while it works, so that of two
workers one finds nothing to do; should that ever fail, the database refuses the same asking twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from encircle.foundations.access.identity import Acting, acting_as, system
from encircle.foundations.access.models import Appointment
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.each_alone import each_alone
from encircle.foundations.post.models import Notice, NoticeKind
from encircle.foundations.post.notices import notify

from ..asking import Asking
from ..models import Concern, ConcernStep, OpenConcern
from ..policy import Rung
from ..queries import steps_of
from ..standing import clockwork, this_life, whom_to_ask
from ..vocabulary import StepKind
from .steps import wall

ESCALATOR = system("escalator")
A_RUN = 500  # the next run, a minute later, takes the rest

People = Mapping[Rung, Sequence[UUID]]


def climb_all() -> int:
    """Look at every open concern that is due a look, each in a transaction of its own: one fault stops no other."""
    return each_alone(climb, _due(), fault="The clock could not look at a concern")


def _due() -> list[UUID]:
    with acting_as(ESCALATOR) as acting:
        found = OpenConcern.objects.filter(look_at__lte=acting.at).order_by("look_at")
        return list(found.values_list("pk", flat=True)[:A_RUN])


def climb(concern_id: UUID) -> bool:
    """Ask, pass up, and note when to look again. False where another worker is at it, or nothing is due."""
    with acting_as(ESCALATOR) as acting:
        due = OpenConcern.objects.select_for_update(skip_locked=True).filter(pk=concern_id, look_at__lte=acting.at)
        if due.first() is None:
            return False
        concern = Concern.objects.get(pk=concern_id)
        steps = steps_of([concern])[concern.pk]
        people = _people(concern, steps, acting.at)
        nobody_on = frozenset(rung for rung in Rung if not people.get(rung))
        asking = whom_to_ask(concern, steps, clockwork(), at=acting.at, nobody_on=nobody_on)
        written = _carry_out(concern, steps, asking, people, acting) if asking else 0
        OpenConcern.objects.filter(pk=concern_id).update(look_at=asking.look_at if asking else None)
        return written > 0


# --- who is there ---


def _people(concern: Concern, steps: Sequence[ConcernStep], at: datetime) -> People:
    found: dict[Rung, list[UUID]] = {rung: [] for rung in Rung}
    with connection.cursor() as cursor:
        cursor.execute("SELECT rung, user_id FROM encircle.concern_rungs(%s)", [concern.pk])
        for rung, user_id in cursor.fetchall():
            found[Rung(rung)].append(user_id)
    first = Rung.SENIOR_COORDINATOR if concern.walled else Rung.COORDINATOR
    found[first] += [who for who in _dealing_with_it(steps, at) if who not in found[first]]
    return found


def _dealing_with_it(steps: Sequence[ConcernStep], at: datetime) -> list[UUID]:
    """Who took it on is asked like the first people, while they still work here."""
    takers = [step.by_id for step in this_life(steps) if step.kind == StepKind.TAKEN and step.by_id]
    present = Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)
    return takers[-1:] if takers and present.filter(user_id=takers[-1]).exists() else []


# --- what is written ---


def _carry_out(concern: Concern, steps: Sequence[ConcernStep], asking: Asking, people: People, acting: Acting) -> int:
    new = [*_climbs(concern, steps, asking, acting.at), *_askings(concern, steps, asking, people, acting.at)]
    if not new:
        return 0
    ConcernStep.objects.bulk_create(new)
    _let_know(concern, [step.to_user_id for step in new if step.to_user_id], asking, acting.at)
    record(
        Verb.CHANGED,
        "risk.concern",
        concern.pk,
        by=acting,
        circle_id=None if concern.walled else concern.circle_id,
        area_id=None if concern.walled else concern.area_id,
        detail="passed up" if any(step.kind == StepKind.CLIMBED for step in new) else "asked",
    )
    return len(new)


def _climbs(concern: Concern, steps: Sequence[ConcernStep], asking: Asking, at: datetime) -> list[ConcernStep]:
    known = {(step.clock_at, step.rung) for step in steps if step.kind == StepKind.CLIMBED}
    return [
        ConcernStep(
            **wall(concern), kind=StepKind.CLIMBED, at=one.at, recorded_at=at, rung=one.rung.value, clock_at=one.at
        )
        for one in asking.climbs
        if (one.at, one.rung.value) not in known
    ]


def _askings(
    concern: Concern, steps: Sequence[ConcernStep], asking: Asking, people: People, at: datetime
) -> list[ConcernStep]:
    """Everyone on the rungs to be asked, once each, who was not asked since the last moment that asks."""
    asked = {
        step.to_user_id for step in steps if step.kind == StepKind.ASKED and (step.clock_at or step.at) >= asking.since
    }
    whom: dict[UUID, Rung] = {}
    for rung in asking.rungs:
        for user_id in people.get(rung, ()):
            if user_id not in asked:
                whom.setdefault(user_id, rung)
    return [
        ConcernStep(
            **wall(concern),
            kind=StepKind.ASKED,
            at=at,
            recorded_at=at,
            to_user_id=user_id,
            rung=rung.value,
            clock_at=asking.since,
            due_at=asking.due,
        )
        for user_id, rung in whom.items()
    ]


def _let_know(concern: Concern, people: Iterable[UUID], asking: Asking, at: datetime) -> None:
    """Whoever was told since by another way (when it was raised) is not told twice."""
    told = set(
        Notice.objects.filter(item_id=concern.pk, created_at__gte=asking.since).values_list("user_id", flat=True)
    )
    for user_id in dict.fromkeys(people):
        if user_id not in told:
            area_id = None if concern.walled else concern.area_id
            notify(user_id, NoticeKind.CONCERN, at=at, item_id=concern.pk, area_id=area_id)
