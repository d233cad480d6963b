"""Note that somebody rang, what was said, and what it came to. Nothing noted is changed afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid
from encircle.common.ids import new_id, new_reference
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record

from ..models import Enquiry, EnquiryCheck, EnquiryNote, EnquiryStep
from ..queries import EnquiryLine, enquiry
from ..rules import require_taking
from ..vocabulary import REASONS_FOR, TO_DO, Answer, StepKind, StepReason

LONGEST_NOTE = 5_000
ITEM = "referrals.enquiry"


@dataclass(frozen=True)
class Outcome:
    """What it came to: a reason where it goes no further, a day where something is to be done."""

    kind: StepKind
    reason: StepReason | None = None
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewEnquiry:
    """`id` comes with the form, so that it is noted once."""

    id: UUID
    area_id: UUID
    kind: str
    asked_by_name: str
    outcome: Outcome
    agency_id: UUID | None = None
    agency_name: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    answers: Mapping[UUID, Answer] = field(default_factory=dict)  # criterion -> answer


@transaction.atomic
def note_enquiry(new: NewEnquiry, *, by: Actor, at: datetime) -> Enquiry:
    """Raises NotAllowed, or Invalid with the field at fault."""
    require_taking(by, new.area_id)
    _check(new, at)
    row = Enquiry(
        id=new.id,
        reference=new_reference("E"),
        area_id=new.area_id,
        kind=new.kind,
        agency_id=new.agency_id,
        agency_name="" if new.agency_id else new.agency_name.strip(),
        asked_by_name=new.asked_by_name.strip(),
        phone=new.phone.strip(),
        email=new.email.strip().lower(),
        taken_by_id=by.user_id,
        taken_at=at,
    )
    Enquiry.objects.bulk_create([row])
    EnquiryCheck.objects.bulk_create(
        EnquiryCheck(enquiry=row, area_id=row.area_id, criterion_id=criterion, answer=answer)
        for criterion, answer in new.answers.items()
    )
    _write_note(row, new.note, by, at)
    _write_step(row, new.outcome, by, at)
    record(Verb.CREATED, ITEM, row.pk, by=by.acting, area_id=row.area_id, detail=new.outcome.kind)
    return row


def add_note(row: Enquiry, text: str, *, id: UUID, by: Actor, at: datetime) -> None:
    """The same form sent twice notes it once: the first row cannot be looked for without opening it."""
    require_taking(by, row.area_id)
    if not text.strip():
        raise Invalid({"text": "Enter what was said"})
    try:
        with transaction.atomic():
            _write_note(row, text, by, at, id=id)
            record(Verb.CHANGED, ITEM, row.pk, by=by.acting, area_id=row.area_id, fields=["notes"])
    except IntegrityError:
        return


@transaction.atomic
def record_outcome(row: Enquiry, outcome: Outcome, *, id: UUID, note: str = "", by: Actor, at: datetime) -> None:
    """What it came to after ringing back."""
    require_taking(by, row.area_id)
    if faults := _faults(outcome, at):
        raise Invalid(faults)
    _write_note(row, note, by, at)
    _write_step(row, outcome, by, at, id=id)
    record(Verb.CHANGED, ITEM, row.pk, by=by.acting, area_id=row.area_id, fields=["outcome"], detail=outcome.kind)


def open_enquiry(enquiry_id: UUID, *, by: Actor) -> tuple[EnquiryLine, list[EnquiryNote]]:
    """Leaves a receipt: what was said can be read to the end of the request. Raises NotFound."""
    line = enquiry(enquiry_id)
    leave_receipt(ITEM, line.enquiry.pk, by=by.acting, area_id=line.enquiry.area_id)
    return line, list(EnquiryNote.objects.filter(enquiry=line.enquiry.pk).order_by("at"))


def _check(new: NewEnquiry, at: datetime) -> None:
    errors = _faults(new.outcome, at)
    if not new.asked_by_name.strip():
        errors["asked_by_name"] = "Enter who rang"
    if not new.agency_id and not new.agency_name.strip():
        errors["agency_name"] = "Enter the name of the agency"
    if errors:
        raise Invalid(errors)


def _faults(outcome: Outcome, at: datetime) -> dict[str, str]:
    """Beside the fields `reason` and `on`."""
    reasons = REASONS_FOR.get(outcome.kind, ())
    if reasons and outcome.reason not in reasons:
        return {"reason": "Select a reason"}
    if outcome.kind in TO_DO and outcome.on is None:
        return {"on": "Enter the day to ring back"}
    if outcome.on and outcome.on < in_london(at).date():
        return {"on": "The day to ring back must be today or later"}
    return {}


def _write_note(row: Enquiry, text: str, by: Actor, at: datetime, *, id: UUID | None = None) -> None:
    if text.strip():
        note = EnquiryNote(
            id=id or new_id(), enquiry=row, area_id=row.area_id, text=text.strip(), by_id=by.user_id, at=at
        )
        EnquiryNote.objects.bulk_create([note])


def _write_step(row: Enquiry, outcome: Outcome, by: Actor, at: datetime, *, id: UUID | None = None) -> None:
    step = EnquiryStep(
        id=id or new_id(),
        enquiry=row,
        area_id=row.area_id,
        kind=outcome.kind,
        reason=outcome.reason or "",
        call_back_on=outcome.on if outcome.kind in TO_DO else None,
        by_id=by.user_id,
        at=at,
    )
    EnquiryStep.objects.bulk_create([step])
