"""The further courses the charity offers: add one, change what it is, end it. No record of anybody changes by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.actions.areas import free_code
from encircle.rooms.organisation.lasting import end_lasting, is_over, last_position
from encircle.rooms.organisation.vocabulary import CircleKind

from ..models import Course
from ..rules import require_setting_training

ITEM = "training.course"
LONGEST_RENEWAL = 120  # months
TAKEN = "There is a course of this name already"


@dataclass(frozen=True, kw_only=True)
class Offered:
    name: str
    renew_months: int | None  # none: never renewed
    needed_for: Sequence[CircleKind]  # none: nobody has to

    @property
    def columns(self) -> dict[str, object]:
        kinds = [str(kind) for kind in CircleKind if kind in self.needed_for]
        return {"name": " ".join(self.name.split()), "renew_months": self.renew_months, "needed_for": kinds}

    @property
    def code(self) -> str:
        return f"{self.renew_months or 'never'} {','.join(self.needed_for) or 'nobody'}"


@transaction.atomic
def add_course(offered: Offered, *, id: UUID, by: Actor, at: datetime) -> None:
    """Stands last. Raises NotAllowed, or Invalid with the field at fault. The same form sent twice adds it once."""
    require_setting_training(by)
    if Course.objects.filter(pk=id).exists():
        return
    _check(offered, at)
    # Not of its name: the trace holds codes and no words.
    code = free_code("course", set(Course.objects.values_list("code", flat=True)))
    row = Course(id=id, code=code, position=last_position(Course), set_by_id=by.user_id, **offered.columns)
    try:
        with transaction.atomic():
            Course.objects.bulk_create([row])
    except IntegrityError:
        raise Invalid({"name": TAKEN}) from None
    record(Verb.CREATED, ITEM, id, by=by.acting, detail=offered.code)


@transaction.atomic
def change_course(course_id: UUID, offered: Offered, *, by: Actor, at: datetime) -> None:
    """From now on. A renewal that was worked out before stays as it is. What is not different writes nothing."""
    require_setting_training(by)
    found = Course.objects.select_for_update().filter(pk=course_id).first()
    if found is None or is_over(found.ends_on, in_london(at).date()):
        raise NotFound()
    _check(offered, at, besides=course_id)
    changed = {name: value for name, value in offered.columns.items() if getattr(found, name) != value}
    if not changed:
        return
    if not Course.objects.filter(pk=course_id).update(**changed):
        raise NotFound()
    record(Verb.CHANGED, ITEM, course_id, by=by.acting, fields=list(changed), detail=offered.code)


@transaction.atomic
def end_course(course_id: UUID, last_day: date, *, by: Actor, at: datetime) -> None:
    """Given and asked for until that day. Raises NotAllowed, NotFound or Invalid."""
    require_setting_training(by)
    end_lasting(Course, course_id, last_day, item=ITEM, by=by, at=at)


def _check(offered: Offered, at: datetime, besides: UUID | None = None) -> None:
    errors, name = {}, str(offered.columns["name"])
    if not name:
        errors["name"] = "Enter the name of the course"
    elif _is_offered(name, in_london(at).date(), besides):
        errors["name"] = TAKEN
    if offered.renew_months is not None and not 1 <= offered.renew_months <= LONGEST_RENEWAL:
        errors["renew_months"] = f"Enter months from 1 to {LONGEST_RENEWAL}, or leave it empty"
    if errors:
        raise Invalid(errors)


def _is_offered(name: str, today: date, besides: UUID | None) -> bool:
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    return any(pk != besides for pk in Course.objects.filter(lasting, name__iexact=name).values_list("pk", flat=True))
