"""Who may change what the charity has chosen for itself."""

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May


def may_change_settings(actor: Actor) -> bool:
    """The charity's name and choices, its areas, topics and closure days."""
    return actor.may(May.CHANGE_SETTINGS)


def may_set_standard(actor: Actor) -> bool:
    """The clocks people work to, and the sizes and lengths of Circles."""
    return actor.may(May.SET_STANDARD)


def may_keep_rota(actor: Actor) -> bool:
    """Say who is on call, and when."""
    return actor.may(May.KEEP_ROTA)


def require_changing_settings(actor: Actor) -> None:
    if not may_change_settings(actor):
        raise NotAllowed("Only an administrator or an operations manager changes the charity’s settings.")


def require_setting_standard(actor: Actor) -> None:
    if not may_set_standard(actor):
        raise NotAllowed("Only an operations manager sets the practice standard.")


def require_keeping_rota(actor: Actor) -> None:
    if not may_keep_rota(actor):
        raise NotAllowed("The on-call rota is kept by senior coordinators and operations managers.")
