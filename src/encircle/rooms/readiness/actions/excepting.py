"""Let a volunteer who is not ready sit in a kind of Circle until a day: by name, with a reason, and never for long."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.queries import standard_on
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.volunteers.models import Volunteer

from ..models import DatedException, ExceptionWords
from ..rules import require_excepting
from ..vocabulary import Condition, Source
from ..words import said

SHORTEST_WORDS = 20
LONGEST_WORDS = 2_000
ITEM = "readiness.datedexception"


@dataclass(frozen=True, kw_only=True)
class NewException:
    kind: CircleKind
    condition: Condition
    ends_on: date
    why: str


@transaction.atomic
def make_exception(volunteer: Volunteer, new: NewException, *, id: UUID, by: Actor, at: datetime) -> None:
    """From today on. Raises NotAllowed, or Invalid with the fields at fault. The same form sent twice makes one."""
    require_excepting(by, volunteer)
    if volunteer.left_on is not None:
        raise NotAllowed("This volunteer has left, or is leaving.")
    if DatedException.objects.filter(pk=id).exists():
        return
    today = in_london(at).date()
    _check(new, today)
    of = {"volunteer": volunteer, "area_id": volunteer.area_id}
    row = DatedException(
        id=id,
        kind=new.kind,
        condition=new.condition,
        source=Source.DECIDED,
        starts_on=today,
        ends_on=new.ends_on,
        by_id=by.user_id,
        at=at,
        **of,
    )
    DatedException.objects.bulk_create([row])
    ExceptionWords.objects.bulk_create([ExceptionWords(exception=row, text=new.why.strip(), **of)])
    record(Verb.DECIDED, ITEM, id, by=by.acting, area_id=volunteer.area_id, detail=f"{new.kind} {new.condition}")


@transaction.atomic
def end_exception(exception: DatedException, *, by: Actor, at: datetime) -> None:
    """Today is its last day. It ends no seat. Ended today already: nothing changes. Raises NotAllowed."""
    require_excepting(by, exception.volunteer)
    today = in_london(at).date()
    if exception.ends_on < today:
        raise NotAllowed("This exception has ended.")
    if exception.ends_on == today:
        return
    last = max(today, exception.starts_on)
    if not DatedException.objects.filter(pk=exception.pk, ends_on=exception.ends_on).update(ends_on=last):
        raise NotFound()
    record(Verb.ENDED, ITEM, exception.pk, by=by.acting, area_id=exception.area_id, fields=["ends_on"])


def latest_end(today: date) -> date:
    """The last day an exception made today may have."""
    return today + timedelta(days=standard_on(today).gate_exception_longest_days)


def exception_row(exception_id: UUID) -> DatedException:
    """Raises NotFound."""
    found = DatedException.objects.select_related("volunteer").filter(pk=exception_id).first()
    if found is None:
        raise NotFound()
    return found


def _check(new: NewException, today: date) -> None:
    errors = {}
    if new.ends_on < today:
        errors["ends_on"] = "The last day must be today or later"
    elif new.ends_on > (latest := latest_end(today)):
        errors["ends_on"] = f"The last day must be {said(latest)} or earlier"
    if len(new.why.strip()) < SHORTEST_WORDS:
        errors["why"] = f"Say why in at least {SHORTEST_WORDS} characters"
    elif len(new.why.strip()) > LONGEST_WORDS:
        errors["why"] = f"It must be {LONGEST_WORDS:,} characters or fewer"
    if errors:
        raise Invalid(errors)
