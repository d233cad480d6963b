"""What may be done about a volunteer one sees."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May


def may_look_after(actor: Actor, area_id: UUID, *, volunteer_id: UUID | None = None, on_call: bool = False) -> bool:
    """Ring back, supervise, offer counselling. Nobody looks after themselves."""
    if volunteer_id is not None and volunteer_id == actor.volunteer_id:
        return False
    return on_call or actor.may(May.LOOK_AFTER_VOLUNTEERS, area_id=area_id)


def require_looking_after(
    actor: Actor, area_id: UUID, *, volunteer_id: UUID | None = None, on_call: bool = False
) -> None:
    if not may_look_after(actor, area_id, volunteer_id=volunteer_id, on_call=on_call):
        raise NotAllowed("Volunteers are looked after by the staff of their area.")
