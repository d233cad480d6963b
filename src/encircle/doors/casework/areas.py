"""Which areas the person works in, and the one a page is narrowed to. An area's code may stand in the address."""

from encircle.foundations.access.actor import Actor
from encircle.foundations.access.vocabulary import Role
from encircle.rooms.organisation.models import Area


def areas_of(actor: Actor) -> list[Area]:
    """All of them for those who look after all; else the ones coordinated now."""
    areas = Area.objects.order_by("name")
    if actor.all_areas:
        return list(areas)
    return list(areas.filter(pk__in=[area for role, area in actor.appointments if role is Role.COORDINATOR and area]))


def chosen(areas: list[Area], code: str | None) -> Area | None:
    """The area of that code among these; none for an unknown one."""
    return next((area for area in areas if code and area.code == code), None)
