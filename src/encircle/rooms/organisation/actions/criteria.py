"""The criteria by which somebody is found suitable: asked from one day to another, never reworded.

What was judged under earlier words stays judged under them: other words are another criterion from a day on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..lasting import PAST, end_lasting, last_position
from ..models import Criterion
from ..rules import require_setting_standard
from ..vocabulary import CircleKind

ITEM = "organisation.criterion"


@dataclass(frozen=True, kw_only=True)
class Asked:
    words: str
    hint: str
    kinds: Sequence[CircleKind]
    starts_on: date


@transaction.atomic
def add_criterion(asked: Asked, *, id: UUID, by: Actor, at: datetime) -> UUID:
    """Stands last. Raises NotAllowed, or Invalid with the field at fault. The same form sent twice adds it once."""
    require_setting_standard(by)
    if Criterion.objects.filter(pk=id).exists():
        return id
    words = " ".join(asked.words.split())
    _check(words, asked, at)
    row = Criterion(
        id=id, words=words, hint=" ".join(asked.hint.split()), kinds=[str(kind) for kind in asked.kinds],
        position=last_position(Criterion), starts_on=asked.starts_on, set_by_id=by.user_id, set_at=at,
    )  # fmt: skip
    Criterion.objects.bulk_create([row])
    record(Verb.CREATED, ITEM, id, by=by.acting, detail=asked.starts_on.isoformat())
    return id


@transaction.atomic
def end_criterion(criterion_id: UUID, last_day: date, *, by: Actor, at: datetime) -> None:
    """Asked for the last time on that day. Raises NotAllowed, NotFound or Invalid."""
    require_setting_standard(by)
    end_lasting(Criterion, criterion_id, last_day, item=ITEM, by=by, at=at)


def _check(words: str, asked: Asked, at: datetime) -> None:
    errors = {}
    if not words:
        errors["words"] = "Enter the criterion"
    if not asked.kinds:
        errors["kinds"] = "Select at least one kind of Circle"
    if asked.starts_on < in_london(at).date():
        errors["starts_on"] = PAST
    if errors:
        raise Invalid(errors)
