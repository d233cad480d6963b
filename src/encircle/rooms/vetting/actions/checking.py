"""Ask for a certificate, record one that was seen, look at the Update Service, decide on what one shows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.volunteers.models import Volunteer

from ..models import Check, CheckDecision, CheckDecisionWords, Request, UpdateCheck
from ..policy import Kind, why_not_ask, workforce_fault
from ..queries import eligible_on, open_request
from ..rules import require_deciding, require_keeping
from ..vocabulary import CheckOutcome, Shows, UpdateOutcome

NUMBER_DIGITS = 12  # of a DBS certificate
LONGEST_WORDS = 4_000
SHORTEST_WORDS = 20


@dataclass(frozen=True, kw_only=True)
class Asked:
    kind: str  # of Circle
    of: Kind
    asked_on: date


@dataclass(frozen=True, kw_only=True)
class Seen:
    of: Kind
    number: str
    issued_on: date
    seen_on: date
    shows: Shows
    on_update_service: bool = False


@transaction.atomic
def ask_for_check(volunteer: Volunteer, asked: Asked, *, id: UUID, by: Actor, at: datetime) -> None:
    """Raises NotAllowed, or Invalid: above all for what the role is not eligible for."""
    require_keeping(by, volunteer)
    if Request.objects.filter(pk=id).exists():
        return
    _check_workforce(asked.of)
    _check_day("asked_on", asked.asked_on, at)
    if why := why_not_ask(asked.of, eligible_on(asked.kind, asked.asked_on)):
        raise Invalid({"level": why})
    row = Request(
        id=id,
        kind=asked.kind,
        level=asked.of.level,
        workforce=asked.of.workforce,
        asked_on=asked.asked_on,
        **_of(volunteer, by, at),
    )
    Request.objects.bulk_create([row])
    _record(Verb.CREATED, "vetting.request", id, volunteer, by, detail=asked.of.level)


@transaction.atomic
def record_check(volunteer: Volunteer, seen: Seen, *, id: UUID, by: Actor, at: datetime) -> None:
    """A certificate that `by` has seen. It answers the newest request that waits for one of its level."""
    require_keeping(by, volunteer)
    if Check.objects.filter(pk=id).exists():
        return
    _check_seen(seen, at)
    row = Check(
        id=id,
        request=open_request(volunteer.pk, seen.of),
        level=seen.of.level,
        workforce=seen.of.workforce,
        number=_digits(seen.number),
        issued_on=seen.issued_on,
        seen_on=seen.seen_on,
        seen_by_id=by.user_id,
        on_update_service=seen.on_update_service,
        shows=seen.shows,
        **_of(volunteer, by, at),
    )
    try:
        with transaction.atomic():
            Check.objects.bulk_create([row])
    except IntegrityError:
        raise Invalid({"number": "A certificate with this number is recorded already"}) from None
    _record(Verb.CREATED, "vetting.check", id, volunteer, by, detail=seen.of.level)


@transaction.atomic
def record_update(check: Check, outcome: UpdateOutcome, checked_on: date, *, id: UUID, by: Actor, at: datetime) -> None:
    """What the Update Service said. Raises NotAllowed or Invalid."""
    require_keeping(by, check.volunteer)
    refuse_unless_on_service(check)
    if UpdateCheck.objects.filter(pk=id).exists():
        return
    _check_day("checked_on", checked_on, at, earliest=check.issued_on)
    row = UpdateCheck(id=id, seen=check, outcome=outcome, checked_on=checked_on, **_of(check.volunteer, by, at))
    UpdateCheck.objects.bulk_create([row])
    _record(Verb.CREATED, "vetting.updatecheck", id, check.volunteer, by, detail=outcome)


@transaction.atomic
def decide_on_check(check: Check, outcome: CheckOutcome, text: str, *, id: UUID, by: Actor, at: datetime) -> None:
    """Whether what a certificate shows stands in the way, and how that was weighed. Raises NotAllowed or Invalid."""
    require_deciding(by, check.volunteer)
    refuse_unless_it_shows_something(check)
    if CheckDecision.objects.filter(pk=id).exists():
        return
    _check_words(text)
    CheckDecision.objects.bulk_create(
        [CheckDecision(id=id, seen=check, outcome=outcome, **_of(check.volunteer, by, at))]
    )
    CheckDecisionWords.objects.bulk_create(
        [CheckDecisionWords(decision_id=id, volunteer_id=check.volunteer_id, area_id=check.area_id, text=text.strip())]
    )
    _record(Verb.DECIDED, "vetting.check", check.pk, check.volunteer, by, detail=outcome)


def refuse_unless_on_service(check: Check) -> None:
    if not check.on_update_service:
        raise NotAllowed("This certificate is not on the Update Service.")


def refuse_unless_it_shows_something(check: Check) -> None:
    if check.shows != Shows.SOMETHING:
        raise NotAllowed("This certificate shows nothing that has to be decided.")


def check_row(check_id: UUID) -> Check:
    """Raises NotFound."""
    found = Check.objects.select_related("volunteer").filter(pk=check_id).first()
    if found is None:
        raise NotFound()
    return found


def _of(volunteer: Volunteer, by: Actor, at: datetime) -> dict[str, object]:
    return {"volunteer_id": volunteer.pk, "area_id": volunteer.area_id, "by_id": by.user_id, "at": at}


def _check_seen(seen: Seen, at: datetime) -> None:
    _check_workforce(seen.of)
    if len(_digits(seen.number)) != NUMBER_DIGITS:
        raise Invalid({"number": f"Enter the {NUMBER_DIGITS} digits of the certificate’s number"})
    _check_day("issued_on", seen.issued_on, at)
    _check_day("seen_on", seen.seen_on, at, earliest=seen.issued_on)


def _check_workforce(kind: Kind) -> None:
    if fault := workforce_fault(kind):
        raise Invalid({"workforce": fault})


def _check_day(field: str, day: date, at: datetime, *, earliest: date | None = None) -> None:
    if day > in_london(at).date():
        raise Invalid({field: "The day must be today or earlier"})
    if earliest is not None and day < earliest:
        raise Invalid({field: "The day must not be before the certificate was issued"})


def _check_words(text: str) -> None:
    if len(text.strip()) < SHORTEST_WORDS:
        raise Invalid({"text": f"Say how it was weighed, in {SHORTEST_WORDS} characters or more"})
    if len(text) > LONGEST_WORDS:
        raise Invalid({"text": f"Use {LONGEST_WORDS:,} characters or fewer"})


def _digits(number: str) -> str:
    return "".join(one for one in number if one.isdigit())


def _record(verb: Verb, item: str, item_id: UUID, volunteer: Volunteer, by: Actor, *, detail: str) -> None:
    record(verb, item, item_id, by=by.acting, area_id=volunteer.area_id, detail=detail)
