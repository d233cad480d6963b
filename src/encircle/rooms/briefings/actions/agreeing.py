"""Write a Circle's agreement, open it, and sign it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.clocks import start_of_day
from encircle.rooms.organisation.queries import kind_standard
from encircle.rooms.people.models import PersonDocument

from ..models import Agreement, AgreementAsked, AgreementTemplate, AgreementText, Signature
from ..rules import require_keeping
from ..vocabulary import HowSigned
from ..wording import EASY_POINTS, USUAL_POINTS, points_of
from .telling import tell

ITEM, TEMPLATE = "briefings.agreement", "briefings.agreementtemplate"
LONGEST = 6000
INNER = (SeatPart.CORE_MEMBER, SeatPart.VOLUNTEER, SeatPart.COORDINATOR)


@dataclass(frozen=True)
class NewAgreement:
    """`id` comes with the form. `own_points`: what this Circle adds, one a line."""

    id: UUID
    own_points: str
    asked_seat_ids: tuple[UUID, ...] = ()


def present_points(circle: Circle, at: datetime) -> tuple[str, ...]:
    """The charity's wording of today, in easy read if the kind says so; where it has set none, the usual one."""
    template = AgreementTemplate.objects.order_by("-set_at", "pk").first()
    if is_easy_read(circle, at):
        return points_of(template.easy_points if template else "") or EASY_POINTS
    return points_of(template.points) if template else USUAL_POINTS


def is_easy_read(circle: Circle, at: datetime) -> bool:
    standard = kind_standard(circle.kind, on=in_london(at).date())
    return standard is not None and standard.easy_read


@transaction.atomic
def set_wording(points: str, easy_points: str, *, id: UUID, by: Actor, at: datetime) -> None:
    """The charity's own wording and the same in easy read, for agreements written from now on.

    The same form twice sets it once. Raises NotAllowed or Invalid.
    """
    if not by.may(May.SET_STANDARD):
        raise NotAllowed("Only an operations manager sets the charity's wording.")
    found, easy = points_of(points), points_of(easy_points)
    if empty := [name for name, lines in (("points", found), ("easy_points", easy)) if not lines]:
        raise Invalid(dict.fromkeys(empty, "Enter one point at least"))
    if AgreementTemplate.objects.filter(pk=id).exists():
        return
    points, easy_points = ("\n".join(lines)[:LONGEST] for lines in (found, easy))
    row = AgreementTemplate(id=id, points=points, easy_points=easy_points, set_by_id=by.user_id, set_at=at)
    AgreementTemplate.objects.bulk_create([row])
    record(Verb.CHANGED, TEMPLATE, row.pk, by=by.acting)


def write_agreement(circle: Circle, new: NewAgreement, *, by: Actor, at: datetime) -> Agreement:
    """The next version; everybody is asked to sign it, whatever they signed before. Raises NotAllowed or Invalid."""
    require_keeping(by, circle.area_id)
    if len(new.own_points) > LONGEST:
        raise Invalid({"own_points": f"It must be {LONGEST:,} characters or fewer"})
    try:
        with transaction.atomic():
            return _write(circle, new, by, at)
    except IntegrityError as error:
        if Agreement.objects.filter(pk=new.id).exists():
            raise
        raise Invalid("Somebody changed this agreement at this moment. Open the page again") from error


def _write(circle: Circle, new: NewAgreement, by: Actor, at: datetime) -> Agreement:
    of = {"circle": circle, "area_id": circle.area_id}
    last = Agreement.objects.filter(circle=circle).aggregate(last=Max("number"))["last"] or 0
    one = Agreement(id=new.id, number=last + 1, written_by_id=by.user_id, written_at=at, **of)
    Agreement.objects.bulk_create([one])
    points, own = "\n".join(present_points(circle, at)), "\n".join(points_of(new.own_points))
    AgreementText.objects.bulk_create([AgreementText(agreement=one, points=points, own_points=own, **of)])
    seats = Seat.objects.filter(now(at), circle=circle)
    asked = list(seats.filter(_asks_outside(circle, new), part=SeatPart.OUTER_CIRCLE))
    AgreementAsked.objects.bulk_create(AgreementAsked(agreement=one, seat=seat, **of) for seat in asked)
    record(Verb.CREATED, ITEM, one.pk, by=by.acting, circle_id=circle.pk, area_id=circle.area_id)
    inside = [seat.pk for seat in seats.filter(part__in=INNER)]
    tell(one.pk, [*inside, *(seat.pk for seat in asked)], by=by, at=at)
    return one


def _asks_outside(circle: Circle, new: NewAgreement) -> Q:
    """Of the outer circle: whoever is named, and whoever has put their name to an earlier version."""
    signed = Signature.objects.filter(agreement__circle=circle).values("seat")
    return Q(pk__in=new.asked_seat_ids) | Q(pk__in=signed)


@dataclass(frozen=True, repr=False)
class OpenAgreement:
    """A version with its points, as long as the request that left a receipt for it."""

    agreement: Agreement
    points: tuple[str, ...]
    own_points: tuple[str, ...]


def open_agreement(agreement: Agreement, *, by: Actor) -> OpenAgreement:
    leave_receipt(ITEM, agreement.pk, by=by.acting, circle_id=agreement.circle_id, area_id=agreement.area_id)
    text = AgreementText.objects.filter(pk=agreement.pk).first()
    if text is None:
        raise NotFound()
    return OpenAgreement(agreement, points_of(text.points), points_of(text.own_points))


def sign(agreement_id: UUID, *, by: Actor, at: datetime) -> Agreement:
    """In one's own name, on one's own screen. Signed already: nothing changes. Raises NotFound or Invalid."""
    agreement = _newest(agreement_id)
    seat = own_seat(agreement, by, at)
    if seat is None:
        raise NotFound()
    name = seat.display_name if seat.part == SeatPart.VOLUNTEER else by.name
    _sign(agreement, seat, name, HowSigned.OWN_SCREEN, at, by, at)
    return agreement


@dataclass(frozen=True)
class SignedFor:
    """How somebody else signed: on the coordinator's screen now, or on paper on a day, with or without its scan."""

    seat_id: UUID
    name: str
    how: HowSigned
    signed_on: date | None = None
    document_id: UUID | None = None


def sign_for(agreement_id: UUID, signed: SignedFor, *, by: Actor, at: datetime) -> Agreement:
    """Recorded by the coordinator for whoever does not sign in. Raises NotAllowed, NotFound or Invalid."""
    agreement = _newest(agreement_id)
    require_keeping(by, agreement.area_id)
    seat = Seat.objects.filter(now(at), pk=signed.seat_id, circle=agreement.circle_id).first()
    if seat is None or not _is_asked(agreement, seat):
        raise NotFound()
    if not signed.name.strip():
        raise Invalid({"name": "Enter the name they signed with"})
    if signed.how is HowSigned.PAPER and (signed.signed_on is None or start_of_day(signed.signed_on) > at):
        raise Invalid({"signed_on": "Enter the day on the page, today or in the past"})
    moment = start_of_day(signed.signed_on) if signed.signed_on and signed.how is HowSigned.PAPER else at
    document = signed.document_id if signed.how is HowSigned.PAPER else None
    if document and not PersonDocument.objects.filter(pk=document, subject_id__in=_core_members(agreement)).exists():
        raise Invalid({"document": "Select a document of the core member"})
    _sign(agreement, seat, signed.name.strip(), signed.how, moment, by, at, document)
    return agreement


def own_seat(agreement: Agreement, by: Actor, at: datetime) -> Seat | None:
    """The seat with which the actor is asked to sign: a volunteer's, a professional's, or the coordinator's."""
    seats = list(Seat.objects.filter(now(at), circle=agreement.circle_id).order_by("starts_at"))
    own = {seat for _, seat in by.volunteer_seats} | set(by.outer_seats)
    mine = [seat for seat in seats if seat.pk in own or seat.coordinator_id == by.user_id]
    return next((seat for seat in mine if _is_asked(agreement, seat)), None)


def _is_asked(agreement: Agreement, seat: Seat) -> bool:
    return seat.part in INNER or AgreementAsked.objects.filter(agreement=agreement, seat=seat).exists()


def _core_members(agreement: Agreement) -> list[UUID]:
    seats = Seat.objects.filter(circle=agreement.circle_id, core_member__isnull=False)
    return [one for one in seats.values_list("core_member_id", flat=True) if one]


def _newest(agreement_id: UUID) -> Agreement:
    found = Agreement.objects.filter(pk=agreement_id).first()
    if found is None:
        raise NotFound()
    if Agreement.objects.filter(circle=found.circle_id, number__gt=found.number).exists():
        raise Invalid("There is a newer version of this agreement. Open the page again and sign that one")
    return found


def _sign(
    agreement: Agreement,
    seat: Seat,
    name: str,
    how: HowSigned,
    signed_at: datetime,
    by: Actor,
    at: datetime,
    document_id: UUID | None = None,
) -> None:
    row = Signature(
        agreement=agreement, circle_id=agreement.circle_id, area_id=agreement.area_id, seat=seat, name=name, how=how,
        signed_at=signed_at, document_id=document_id, recorded_by_id=by.user_id, recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            Signature.objects.bulk_create([row])
            record(
                Verb.DECIDED, ITEM, agreement.pk, by=by.acting, circle_id=agreement.circle_id,
                area_id=agreement.area_id, fields=["signature"],
            )  # fmt: skip
    except IntegrityError:
        return  # signed already
