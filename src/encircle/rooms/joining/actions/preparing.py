"""What comes before an agreement: can they decide this, and what may be talked about in the Circle."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.people.models import CoreMember

from ..models import CapacityRecord, CapacityWords, DisclosureScope, ScopeForVolunteers, ScopeWords
from ..rules import require_taking
from ..vocabulary import Ability

LEAST = 10  # characters
CAPACITY, SCOPE = "joining.capacityrecord", "joining.disclosurescope"


@dataclass(frozen=True, kw_only=True)
class Looked:
    """`able`: what they were able to do, of the four that section 3(1) of the Mental Capacity Act 2005 names."""

    assessed_on: date
    able: frozenset[Ability]
    seen: str
    help_given: str
    who_was_there: str = ""


@transaction.atomic
def record_capacity(core_member: CoreMember, looked: Looked, *, id: UUID, by: Actor, at: datetime) -> None:
    """For this decision on this day. Nobody is found unable before help was given (section 1(3)): so it is asked."""
    if CapacityRecord.objects.filter(pk=id).exists():
        return
    require_taking(by, core_member.area_id)
    errors = _short({"seen": looked.seen, "help_given": looked.help_given})
    _check_day(errors, "assessed_on", looked.assessed_on, at)
    if errors:
        raise Invalid(errors)
    about = {"core_member": core_member, "area_id": core_member.area_id}
    row = CapacityRecord(
        id=id, assessed_on=looked.assessed_on, by_id=by.user_id, recorded_at=at, **about,
        **{one.value: one in looked.able for one in Ability},
    )  # fmt: skip
    CapacityRecord.objects.bulk_create([row])
    words = CapacityWords(
        record=row, seen=looked.seen.strip(), help_given=looked.help_given.strip(),
        who_was_there=" ".join(looked.who_was_there.split()), **about,
    )  # fmt: skip
    CapacityWords.objects.bulk_create([words])
    _record(CAPACITY, id, core_member, by)


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What may be talked about; `for_volunteers` is all that the volunteers of the Circle read of it."""

    agreed_on: date
    agreed_with: str
    may: str
    may_not: str
    for_volunteers: str


@transaction.atomic
def record_scope(core_member: CoreMember, agreed: Agreed, *, id: UUID, by: Actor, at: datetime) -> None:
    """The newest counts. Raises NotAllowed or Invalid. The same form sent twice is kept once."""
    if DisclosureScope.objects.filter(pk=id).exists():
        return
    require_taking(by, core_member.area_id)
    errors = _short({"may": agreed.may, "may_not": agreed.may_not, "for_volunteers": agreed.for_volunteers})
    if not agreed.agreed_with.strip():
        errors["agreed_with"] = "Enter with whom it was agreed"
    _check_day(errors, "agreed_on", agreed.agreed_on, at)
    if errors:
        raise Invalid(errors)
    about = {"core_member": core_member, "area_id": core_member.area_id}
    row = DisclosureScope(id=id, agreed_on=agreed.agreed_on, by_id=by.user_id, recorded_at=at, **about)
    DisclosureScope.objects.bulk_create([row])
    words = ScopeWords(
        scope=row, may_be_spoken_of=agreed.may.strip(), may_not_be_spoken_of=agreed.may_not.strip(),
        agreed_with=" ".join(agreed.agreed_with.split()), **about,
    )  # fmt: skip
    ScopeWords.objects.bulk_create([words])
    ScopeForVolunteers.objects.bulk_create([ScopeForVolunteers(scope=row, text=agreed.for_volunteers.strip(), **about)])
    _record(SCOPE, id, core_member, by)


def _short(texts: dict[str, str]) -> dict[str, str]:
    return {name: f"Write at least {LEAST} characters" for name, text in texts.items() if len(text.strip()) < LEAST}


def _check_day(errors: dict[str, str], name: str, day: date, at: datetime) -> None:
    if day > in_london(at).date():
        errors[name] = "The day must be today or earlier"


def _record(item: str, id: UUID, core_member: CoreMember, by: Actor) -> None:
    record(Verb.CREATED, item, id, by=by.acting, area_id=core_member.area_id, person_id=core_member.pk)
