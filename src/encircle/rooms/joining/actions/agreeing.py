"""Take an agreement to take part, and keep that somebody agrees no longer."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify_each
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.seat_queries import coordinators_of
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.queries import kind_standard
from encircle.rooms.people.ages import comes_of_age
from encircle.rooms.people.models import Carer, CoreMember, PersonDocument

from ..models import Agreement, AgreementWithdrawn, AgreementWords, CapacityRecord
from ..queries import audience_of, kinds_of, words_on
from ..rules import require_able, require_taking
from ..vocabulary import How, Style, Told

ITEM = "joining.agreement"


@dataclass(frozen=True, kw_only=True)
class Agreeing:
    """What whoever takes it says. `carer_id` empty: the core member's own."""

    carer_id: UUID | None
    style: Style
    agreed_on: date
    how: How
    document_id: UUID | None = None
    is_voluntary: bool
    is_no_condition: bool
    who_was_there: str = ""
    help_given: str = ""


@transaction.atomic
def take_agreement(core_member: CoreMember, agreeing: Agreeing, *, id: UUID, by: Actor, at: datetime) -> None:
    """In the words in force on that day. Raises NotAllowed, NotFound or Invalid. The same form twice is kept once."""
    if Agreement.objects.filter(pk=id).exists():
        return
    require_taking(by, core_member.area_id)
    kind = kinds_of([core_member.pk], at).get(core_member.pk, "adult")
    _check(core_member, agreeing, kind, at)
    audience = audience_of(core_member, kind, is_carer=agreeing.carer_id is not None, on=agreeing.agreed_on)
    _, words = words_on(audience, agreeing.style, agreeing.agreed_on)
    row = Agreement(
        id=id, core_member=core_member, area_id=core_member.area_id, carer_id=agreeing.carer_id, kind=kind,
        style=agreeing.style, words=words, agreed_on=agreeing.agreed_on, how=agreeing.how,
        document_id=agreeing.document_id if agreeing.how is How.PAPER else None,
        is_voluntary=True, is_no_condition=True, taken_by_id=by.user_id, recorded_at=at,
    )  # fmt: skip
    Agreement.objects.bulk_create([row])
    AgreementWords.objects.bulk_create(
        [
            AgreementWords(
                agreement=row, core_member=core_member, area_id=core_member.area_id,
                who_was_there=" ".join(agreeing.who_was_there.split()), help_given=agreeing.help_given.strip(),
            )
        ]
    )  # fmt: skip
    _record(Verb.CREATED, row, by)


def _check(core_member: CoreMember, agreeing: Agreeing, kind: str, at: datetime) -> None:
    errors = {}
    if agreeing.agreed_on > in_london(at).date():
        errors["agreed_on"] = "The day must be today or earlier"
    if not agreeing.is_voluntary:
        errors["is_voluntary"] = "Confirm that it is of their own free will. If it is not, they cannot take part"
    if not agreeing.is_no_condition:
        errors["is_no_condition"] = "Confirm that no court and no licence asks it. If one does, they cannot take part"
    if agreeing.how is How.PAPER and not _is_kept(core_member, agreeing.document_id):
        errors["document"] = "Select the scanned page. Add it to their documents first"
    if errors:
        raise Invalid(errors)
    if agreeing.carer_id:
        _check_carer(core_member, agreeing.carer_id, agreeing.agreed_on, at)
    elif _asks_capacity(kind, agreeing.agreed_on):
        newest = CapacityRecord.objects.filter(core_member=core_member).order_by("-recorded_at").first()
        require_able(newest, agreeing.agreed_on)


def _is_kept(core_member: CoreMember, document_id: UUID | None) -> bool:
    return document_id is not None and PersonDocument.objects.filter(pk=document_id, subject_id=core_member.pk).exists()


def _check_carer(core_member: CoreMember, carer_id: UUID, day: date, at: datetime) -> None:
    if not Carer.objects.filter(now(at), pk=carer_id, core_member=core_member).exists():
        raise NotFound()
    if core_member.born_on and day >= comes_of_age(core_member.born_on):
        raise Invalid({"agreed_on": "They were 18 on that day: it is theirs alone to agree"})


def _asks_capacity(kind: str, day: date) -> bool:
    standard = kind_standard(kind, on=day)
    return standard is not None and standard.needs_capacity


@transaction.atomic
def withdraw_agreement(agreement: Agreement, *, withdrawn_at: datetime, told: Told, by: Actor, at: datetime) -> None:
    """From that moment they take part no longer. The coordinators are told at once. Twice is once."""
    require_taking(by, agreement.area_id)
    if withdrawn_at > at:
        raise Invalid({"withdrawn_at": "The moment must be now or earlier"})
    if in_london(withdrawn_at).date() < agreement.agreed_on:
        raise Invalid({"withdrawn_at": "That is before they agreed"})
    row = AgreementWithdrawn(
        agreement=agreement, core_member_id=agreement.core_member_id, area_id=agreement.area_id,
        withdrawn_at=withdrawn_at, told=told, by_id=by.user_id, recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            AgreementWithdrawn.objects.bulk_create([row])
    except IntegrityError:
        raise NotAllowed("It is withdrawn already.") from None
    _record(Verb.ENDED, agreement, by)
    whom = [(user, agreement.core_member_id) for user in _coordinators(agreement, at)]
    notify_each(whom, NoticeKind.CONCERN, at=at, area_id=agreement.area_id)


def _coordinators(agreement: Agreement, at: datetime) -> list[UUID]:
    """Those of their Circle now; without one, those of the area."""
    circles = Seat.objects.filter(now(at), core_member=agreement.core_member_id, part=SeatPart.CORE_MEMBER)
    seats = Seat.objects.filter(now(at), circle__in=circles.values("circle"), part=SeatPart.COORDINATOR)
    own = [one for one in seats.values_list("coordinator", flat=True) if one]
    return own or [user_id for user_id, _ in coordinators_of(agreement.area_id, at)]


def _record(verb: Verb, row: Agreement, by: Actor) -> None:
    record(verb, ITEM, row.pk, by=by.acting, area_id=row.area_id, person_id=row.core_member_id)
