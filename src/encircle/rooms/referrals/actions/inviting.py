"""Invite a professional to refer somebody, or begin to key a form that came on paper."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_reference
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.partners.actions import invite_professional
from encircle.rooms.partners.models import Agency, Professional

from ..models import Enquiry, EnquiryStep, Holder, Referral
from ..queries import keyers
from ..rules import require_taking, require_unsent
from ..vocabulary import State, StepKind


@dataclass(frozen=True, kw_only=True)
class NewReferral:
    """`id` comes with the form, so that it is made once."""

    id: UUID
    area_id: UUID
    kind: str
    enquiry: Enquiry | None = None


@transaction.atomic
def invite_referral(new: NewReferral, referrer: Professional, *, by: Actor, at: datetime) -> Referral:
    """They hold the draft from now on, and are told that something waits: by an invitation if they never signed in.

    Raises NotAllowed.
    """
    require_taking(by, new.area_id)
    _require_present(referrer, at)
    row = _write(new, referrer.agency_id, by, at)
    _hold(row, by, at, professional=referrer)
    _tell(referrer, row, by, at)
    return row


@transaction.atomic
def key_paper_form(new: NewReferral, agency: Agency, *, by: Actor, at: datetime) -> Referral:
    """A form came on paper: whoever keys it holds the draft. Raises NotAllowed."""
    require_taking(by, new.area_id)
    row = _write(new, agency.pk, by, at, on_paper=True)
    _hold(row, by, at, staff_id=by.user_id)
    return row


@transaction.atomic
def pass_to(referral: Referral, state: State, referrer: Professional, *, by: Actor, at: datetime) -> None:
    """The staff pass an unfinished form on, as when its holder has left: nobody of the staff reads what stands in it.

    To somebody of the same agency, for it is that agency's information. Raises NotAllowed, Invalid.
    """
    require_taking(by, referral.area_id)
    require_unsent(state)
    _require_present(referrer, at)
    if referrer.agency_id != referral.agency_id:
        raise Invalid({"professional": "Select somebody of the same agency"})
    present = Holder.objects.filter(referral=referral, ends_at__isnull=True)
    if present.filter(professional=referrer).exists():
        raise Invalid({"professional": "They hold it already"})
    if not present.update(ends_at=at):
        raise NotAllowed("Nobody holds this referral.")
    _hold(referral, by, at, professional=referrer)
    _tell(referrer, referral, by, at)
    record(Verb.CHANGED, "referrals.referral", referral.pk, by=by.acting, area_id=referral.area_id, fields=["holder"])


@transaction.atomic
def pass_paper(referral: Referral, state: State, keyer_id: UUID, *, by: Actor, at: datetime) -> None:
    """A paper form goes from one of the staff to another who keys it: what is keyed goes with it, and leaves the first.

    Raises NotAllowed, Invalid.
    """
    require_taking(by, referral.area_id)
    require_unsent(state)
    if not referral.on_paper:
        raise NotAllowed("This form did not come on paper: a professional writes it.")
    if keyer_id not in dict(keyers(referral.area_id, at)):
        raise Invalid({"keyer": "Select somebody from the list"})
    present = Holder.objects.filter(referral=referral, ends_at__isnull=True)
    if present.filter(staff=keyer_id).exists():
        raise Invalid({"keyer": "They hold it already"})
    if not present.update(ends_at=at):
        raise NotAllowed("Nobody holds this referral.")
    _hold(referral, by, at, staff_id=keyer_id)
    if keyer_id != by.user_id:
        notify(keyer_id, NoticeKind.WAITING, at=at, item_id=referral.pk, area_id=referral.area_id)
    record(Verb.CHANGED, "referrals.referral", referral.pk, by=by.acting, area_id=referral.area_id, fields=["holder"])


def _require_present(referrer: Professional, at: datetime) -> None:
    if referrer.ends_at is not None and referrer.ends_at <= at:
        raise NotAllowed("This professional no longer works at the agency.")


def _write(new: NewReferral, agency_id: UUID, by: Actor, at: datetime, *, on_paper: bool = False) -> Referral:
    if new.enquiry is not None and new.enquiry.area_id != new.area_id:
        raise NotAllowed("The enquiry is another area’s.")
    row = Referral(
        id=new.id,
        reference=new_reference("R"),
        area_id=new.area_id,
        kind=new.kind,
        enquiry=new.enquiry,
        agency_id=agency_id,
        invited_by_id=by.user_id,
        invited_at=at,
        on_paper=on_paper,
    )
    Referral.objects.bulk_create([row])
    if new.enquiry is not None:
        step = EnquiryStep(enquiry=new.enquiry, area_id=new.area_id, kind=StepKind.INVITED, by_id=by.user_id, at=at)
        EnquiryStep.objects.bulk_create([step])
    record(
        Verb.CREATED, "referrals.referral", row.pk, by=by.acting, area_id=row.area_id, person_id=row.subject_id,
        detail="on paper" if on_paper else "invited",
    )  # fmt: skip
    return row


def _hold(
    row: Referral, by: Actor, at: datetime, *, professional: Professional | None = None, staff_id: UUID | None = None
) -> None:
    holder = Holder(
        referral=row,
        area_id=row.area_id,
        professional=professional,
        staff_id=staff_id,
        starts_at=at,
        handed_by_id=by.user_id,
    )
    Holder.objects.bulk_create([holder])


def _tell(referrer: Professional, row: Referral, by: Actor, at: datetime) -> None:
    """The invitation to sign in is the notice of somebody who never did."""
    if referrer.user_id is None:
        invite_professional(referrer, by=by, at=at)
    else:
        notify(referrer.user_id, NoticeKind.WAITING, at=at, item_id=row.pk, area_id=row.area_id)
