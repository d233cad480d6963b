"""The exercises of the assessment centre and what assessors look for in them: added and ended, never reworded.

An event is scored by what was in force on its first day: all its assessors, and whoever keys their paper, by the same.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.lasting import PAST, end_lasting, last_position

from ..models import Criterion, Exercise, LookedFor
from ..queries import in_use
from ..rules import require_setting_training


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """An exercise with the criteria looked for in it, or a criterion with the exercises it is looked for in."""

    words: str
    hint: str
    starts_on: date
    together_with: Collection[UUID]


@transaction.atomic
def add_exercise(wanted: Wanted, *, id: UUID, by: Actor, at: datetime) -> None:
    """Stands last. Raises NotAllowed, or Invalid with the field at fault. The same form sent twice adds it once."""
    none = {"words": "Enter the exercise", "together_with": "Select at least one thing assessors look for"}
    if _add(Exercise, wanted, Criterion, none, id=id, by=by, at=at):
        LookedFor.objects.bulk_create(LookedFor(exercise_id=id, criterion_id=one) for one in set(wanted.together_with))


@transaction.atomic
def add_criterion(wanted: Wanted, *, id: UUID, by: Actor, at: datetime) -> None:
    """As add_exercise: in exercises that are there, from the day it starts. In none: until an exercise is added."""
    none = {"words": "Enter what assessors look for", "together_with": "Select exercises that are in use"}
    if _add(Criterion, wanted, Exercise, none, id=id, by=by, at=at):
        LookedFor.objects.bulk_create(LookedFor(exercise_id=one, criterion_id=id) for one in set(wanted.together_with))


@transaction.atomic
def end_exercise(exercise_id: UUID, last_day: date, *, by: Actor, at: datetime) -> None:
    """For events that begin until that day. Raises NotAllowed, NotFound or Invalid."""
    require_setting_training(by)
    end_lasting(Exercise, exercise_id, last_day, item="training.exercise", by=by, at=at)


@transaction.atomic
def end_criterion(criterion_id: UUID, last_day: date, *, by: Actor, at: datetime) -> None:
    """As end_exercise."""
    require_setting_training(by)
    end_lasting(Criterion, criterion_id, last_day, item="training.criterion", by=by, at=at)


def _add(model: Any, wanted: Wanted, other: Any, none: dict[str, str], *, id: UUID, by: Actor, at: datetime) -> bool:
    """Whether it is new."""
    require_setting_training(by)
    if model.objects.filter(pk=id).exists():
        return False
    words, today = " ".join(wanted.words.split()), in_london(at).date()
    there = {one.pk for one in in_use(other, today)}
    errors = {} if words else {"words": none["words"]}
    if not set(wanted.together_with) <= there or (model is Exercise and not wanted.together_with):
        errors["together_with"] = none["together_with"]
    if wanted.starts_on < today:
        errors["starts_on"] = PAST
    if errors:
        raise Invalid(errors)
    model.objects.bulk_create(
        [model(id=id, words=words, hint=" ".join(wanted.hint.split()), position=last_position(model),
               starts_on=wanted.starts_on, set_by_id=by.user_id)]
    )  # fmt: skip
    record(Verb.CREATED, f"training.{model._meta.model_name}", id, by=by.acting, detail=wanted.starts_on.isoformat())
    return True
