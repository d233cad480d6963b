"""Reads about core members. Where somebody lives is content: it is opened, against a receipt."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from encircle.common.errors import NotFound
from encircle.foundations.access.identity import Acting
from encircle.foundations.audit.record import leave_receipt

from .models import Carer, CoreMember, HomeContact


@dataclass(frozen=True)
class OpenCoreMember:
    core_member: CoreMember
    home: HomeContact | None
    carers: list[Carer]


def core_members(area_id: UUID | None = None) -> QuerySet[CoreMember]:
    found = CoreMember.objects.select_related("area").order_by("family_name", "given_name", "pk")
    return found.filter(area=area_id) if area_id else found


def core_member(core_member_id: UUID) -> CoreMember:
    """Raises NotFound."""
    found = CoreMember.objects.select_related("area").filter(pk=core_member_id).first()
    if found is None:
        raise NotFound()
    return found


def whose(subject_id: UUID) -> CoreMember | None:
    """The core member with this id; None for somebody who is only referred yet."""
    return CoreMember.objects.filter(pk=subject_id).first()


def open_core_member(core_member_id: UUID, *, by: Acting, circle_id: UUID | None = None) -> OpenCoreMember:
    """Everything kept about a core member, the home address too. Leaves a receipt."""
    found = core_member(core_member_id)
    leave_receipt("people.coremember", found.pk, by=by, circle_id=circle_id, area_id=found.area_id, person_id=found.pk)
    home = HomeContact.objects.filter(core_member=found).order_by("-since").first()
    return OpenCoreMember(found, home, present_carers(found.pk, by.at))


def present_carers(core_member_id: UUID, at: datetime) -> list[Carer]:
    not_over = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    return list(Carer.objects.filter(not_over, core_member=core_member_id).order_by("name"))
