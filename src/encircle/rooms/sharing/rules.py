"""What may be done about consents, grounds and releases that one sees."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May


def may_record_consent(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.RECORD_CONSENT, area_id=area_id)


def may_decide_grounds(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.DECIDE_GROUNDS, area_id=area_id)


def may_release(actor: Actor, area_id: UUID) -> bool:
    """Release minutes, recall a release, record what an agency said on the telephone."""
    return actor.may(May.RELEASE, area_id=area_id)


def may_see_ledger(actor: Actor, area_id: UUID) -> bool:
    """Not in an hour of break-glass: that shows one record, and exports nothing."""
    return actor.may(May.RELEASE, area_id=area_id)


def may_tell_agencies(actor: Actor, area_id: UUID, *, walled: bool) -> bool:
    """A walled concern is seen by its handlers alone, whatever their areas."""
    return actor.may(May.HANDLE_WALLED_CONCERNS) if walled else actor.may(May.TRIAGE_CONCERNS, area_id=area_id)


def require_recording_consent(actor: Actor, area_id: UUID) -> None:
    if not may_record_consent(actor, area_id):
        raise NotAllowed("Consents are recorded by the coordinators of the area.")


def require_deciding_grounds(actor: Actor, area_id: UUID) -> None:
    if not may_decide_grounds(actor, area_id):
        raise NotAllowed("Other grounds are decided by the coordinators of the area.")


def require_releasing(actor: Actor, area_id: UUID) -> None:
    if not may_release(actor, area_id):
        raise NotAllowed("Releases are made by the coordinators of the area.")


def require_seeing_ledger(actor: Actor, area_id: UUID) -> None:
    if not may_see_ledger(actor, area_id):
        raise NotAllowed("Consents and the ledger are for the coordinators of the area.")


def require_recording_call(actor: Actor, area_id: UUID, *, walled: bool) -> None:
    """What an agency said on the telephone about a release, be it of minutes or of a concern."""
    if not (may_release(actor, area_id) or (walled and may_tell_agencies(actor, area_id, walled=True))):
        raise NotAllowed("Calls about a release are recorded by the coordinators of the area.")


def require_telling_agencies(actor: Actor, area_id: UUID, *, walled: bool) -> None:
    if not may_tell_agencies(actor, area_id, walled=walled):
        raise NotAllowed("Agencies are told by those who handle this concern.")
