"""The permission of a document's agency that the volunteers of a Circle may read it in their briefing pack.

What an agency sends stays that agency's: who gave the permission and when is kept, it can be taken back, and without
one the database leaves every page of the document out of what volunteers see.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from .models import OnwardPermission, OnwardWithdrawal, PersonDocument
from .rules import require_documents

ITEM = "people.onwardpermission"


@dataclass(frozen=True)
class PermissionLine:
    """A permission with who recorded it, and when it was taken back."""

    permission: OnwardPermission
    recorded_by: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None


def permissions_of(document: PersonDocument) -> list[PermissionLine]:
    """The newest first."""
    rows = list(
        OnwardPermission.objects.filter(document=document).select_related("withdrawal").order_by("-recorded_at", "pk")
    )
    gone = {row.pk: row.withdrawal for row in rows if hasattr(row, "withdrawal")}
    names = names_of([row.recorded_by_id for row in rows] + [one.recorded_by_id for one in gone.values()])
    return [
        PermissionLine(
            row,
            names.get(row.recorded_by_id, ""),
            gone[row.pk].recorded_at if row.pk in gone else None,
            names.get(gone[row.pk].recorded_by_id, "") if row.pk in gone else "",
        )
        for row in rows
    ]


def permitted(documents: Iterable[UUID]) -> set[UUID]:
    """Those of the documents that volunteers may read now."""
    rows = OnwardPermission.objects.filter(document__in=list(documents), withdrawal__isnull=True)
    return set(rows.values_list("document_id", flat=True))


@transaction.atomic
def record_permission(
    document: PersonDocument, *, id: UUID, given_by: str, given_on: date, by: Actor, at: datetime
) -> None:
    """Raises NotAllowed, or Invalid where one stands already."""
    require_documents(by, document.area_id)
    _check(document, given_by, given_on, at)
    row = OnwardPermission(
        id=id,
        document=document,
        area_id=document.area_id,
        given_by=given_by.strip(),
        given_on=given_on,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    OnwardPermission.objects.bulk_create([row])
    _record(Verb.DECIDED, document, row.pk, by)


def _check(document: PersonDocument, given_by: str, given_on: date, at: datetime) -> None:
    if not given_by.strip():
        raise Invalid({"given_by": "Enter who gave the permission at the agency"})
    if given_on > in_london(at).date():
        raise Invalid({"given_on": "The day it was given must be today or in the past"})
    if permitted([document.pk]):
        raise Invalid("A permission is recorded already")


def withdraw_permission(document: PersonDocument, *, by: Actor, at: datetime) -> None:
    """Whatever permission stands ends now; its pages are in no pack from this moment. None: nothing changes."""
    require_documents(by, document.area_id)
    standing = OnwardPermission.objects.filter(document=document, withdrawal__isnull=True)
    for row in standing:
        gone = OnwardWithdrawal(permission=row, area_id=row.area_id, recorded_by_id=by.user_id, recorded_at=at)
        try:
            with transaction.atomic():
                OnwardWithdrawal.objects.bulk_create([gone])
                _record(Verb.ENDED, document, row.pk, by)
        except IntegrityError:
            continue  # taken back at this very moment by somebody else


def document_of(document_id: UUID) -> PersonDocument:
    """Raises NotFound."""
    found = PersonDocument.objects.filter(pk=document_id).first()
    if found is None:
        raise NotFound()
    return found


def _record(verb: Verb, document: PersonDocument, id: UUID, by: Actor) -> None:
    record(verb, ITEM, id, by=by.acting, area_id=document.area_id, person_id=document.subject_id)
