"""What may be done with core members one sees."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May


def may_keep_core_members(actor: Actor, area_id: UUID) -> bool:
    """Whoever opens Circles in an area keeps the details of those at their centre."""
    return actor.may(May.OPEN_CIRCLES, area_id=area_id)


def require_keeping(actor: Actor, area_id: UUID) -> None:
    if not may_keep_core_members(actor, area_id):
        raise NotAllowed("You can keep the details of core members only in an area you coordinate.")


def may_keep_documents(actor: Actor, area_id: UUID) -> bool:
    """Documents and assessments: the staff of the area, and nobody outside it."""
    return actor.may(May.KEEP_DOCUMENTS, area_id=area_id)


def may_take_originals(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.DOWNLOAD_ORIGINALS, area_id=area_id)


def require_documents(actor: Actor, area_id: UUID) -> None:
    if not may_keep_documents(actor, area_id):
        raise NotAllowed("You can keep and read documents only in an area you coordinate.")


def require_originals(actor: Actor, area_id: UUID) -> None:
    if not may_take_originals(actor, area_id):
        raise NotAllowed("You can read this document here. You cannot take the file out of Encircle.")
