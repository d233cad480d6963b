"""What a professional is asked: to come to a briefing (a date and a place), and to sign an agreement."""

from dataclasses import dataclass
from uuid import UUID

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor

from .models import Agreement, AgreementAsked, Briefing, BriefingInvitation, BriefingReply, Signature


@dataclass(frozen=True)
class OwnInvitation:
    invitation: BriefingInvitation
    briefing: Briefing
    comes: bool | None


@dataclass(frozen=True)
class OwnAgreement:
    agreement: Agreement
    seat_id: UUID
    signature: Signature | None


def invitations(by: Actor) -> list[OwnInvitation]:
    """To briefings that are to come, cancelled ones among them until their day is over: then one knows."""
    rows = BriefingInvitation.objects.filter(seat__in=by.outer_seats, briefing__ends_at__gt=by.now)
    found = list(rows.select_related("briefing__venue").order_by("briefing__starts_at", "pk"))
    answers: dict[UUID, bool] = {}
    for answer in BriefingReply.objects.filter(invitation__in=[row.pk for row in found]).order_by("at", "pk"):
        answers[answer.invitation_id] = answer.comes
    return [OwnInvitation(row, row.briefing, answers.get(row.pk)) for row in found]


def invitation(invitation_id: UUID, *, by: Actor) -> OwnInvitation:
    """Raises NotFound."""
    row = BriefingInvitation.objects.filter(pk=invitation_id, seat__in=by.outer_seats)
    found = row.select_related("briefing__venue").first()
    if found is None:
        raise NotFound()
    newest = BriefingReply.objects.filter(invitation=found).order_by("-at", "-pk").first()
    return OwnInvitation(found, found.briefing, newest.comes if newest else None)


def agreements_asked(by: Actor) -> list[OwnAgreement]:
    """The newest version of each Circle in which the professional is asked for a signature."""
    asked = list(AgreementAsked.objects.filter(seat__in=by.outer_seats).select_related("agreement"))
    newest: dict[UUID, AgreementAsked] = {}
    for row in sorted(asked, key=lambda one: one.agreement.number):
        newest[row.circle_id] = row
    rows = Signature.objects.filter(agreement__in=[row.agreement_id for row in newest.values()])
    signatures = {row.agreement_id: row for row in rows.filter(seat__in=by.outer_seats)}
    return [OwnAgreement(row.agreement, row.seat_id, signatures.get(row.agreement_id)) for row in newest.values()]


def agreement_asked(agreement_id: UUID, *, by: Actor) -> OwnAgreement:
    """Raises NotFound."""
    found = next((one for one in agreements_asked(by) if one.agreement.pk == agreement_id), None)
    if found is None:
        raise NotFound()
    return found
