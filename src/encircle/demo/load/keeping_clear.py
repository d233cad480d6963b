"""What volunteers keep clear of: one with an exclusion, one with nothing to do, and two nobody has looked at."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Model

from encircle.rooms.forming.models import (
    ClearLook,
    ClearLookWords,
    Exclusion,
    KeepClear,
    KeepClearWords,
    ProposalSeat,
)
from encircle.rooms.forming.vocabulary import Came, ClearOf
from encircle.rooms.volunteers.models import Volunteer

from ..days import DAY
from ..plan import CharityPlan
from ..plan.register import coordinator_of
from .keys import Keys

AREA = "a"
NEIGHBOUR = "The man who lived three doors from my parents for years. He was sent to prison the winter before last."
MILL = "The flats by the old mill, where my sister lives with her children. I would rather not meet there."
COLLEAGUE = "Somebody I worked with was on probation then. I never asked why. I do not know where they live now."
NOBODY = "Nobody by the place they describe has been referred to us, and none of our venues is near it."


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    vera = Volunteer.objects.get(pk=keys("volunteer", "vera"))
    noted = Exclusion.objects.filter(area_id=keys.area(AREA), ended=None).order_by("pk").first()
    others = ProposalSeat.objects.exclude(volunteer__in=[vera.pk, *([noted.volunteer_id] if noted else [])])
    free = [seat.volunteer for seat in others.select_related("volunteer").order_by("pk")]
    mills = _said(plan, keys, vera, ClearOf.PLACE, 200)
    said = [(mills, MILL)]
    said += [(_said(plan, keys, one, ClearOf.OTHER, 1), COLLEAGUE) for one in free[:1]]
    neighbours = _said(plan, keys, noted.volunteer, ClearOf.PERSON, 30) if noted else None
    said += [(neighbours, NEIGHBOUR)] if neighbours else []
    yield [row for row, _ in said]
    yield [
        KeepClearWords(keep_clear_id=row.pk, volunteer_id=row.volunteer_id, area_id=row.area_id, text=text)
        for row, text in said
    ]
    look = _look(keys, mills, Came.NOTHING)
    yield [look, *([_look(keys, neighbours, Came.NOTED, noted.pk)] if noted and neighbours else [])]
    yield [ClearLookWords(look_id=look.pk, volunteer_id=look.volunteer_id, area_id=look.area_id, text=NOBODY)]


def _said(plan: CharityPlan, keys: Keys, one: Volunteer, kind: ClearOf, days: int) -> KeepClear:
    return KeepClear(
        id=keys("keep clear", str(one.pk)), volunteer_id=one.pk, area_id=one.area_id, kind=kind,
        by_id=one.user_id or keys.user(coordinator_of(AREA, 0)), at=plan.now - days * DAY,
    )  # fmt: skip


def _look(keys: Keys, row: KeepClear, came: Came, exclusion_id: UUID | None = None) -> ClearLook:
    return ClearLook(
        id=keys("clear look", str(row.pk)), keep_clear_id=row.pk, volunteer_id=row.volunteer_id, area_id=row.area_id,
        came=came, exclusion_id=exclusion_id, by_id=keys.user(coordinator_of(AREA, 0)), at=row.at + DAY,
    )  # fmt: skip
