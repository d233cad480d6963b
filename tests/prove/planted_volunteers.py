"""What a volunteer of each Circle said for matching. Vic, in Vera's Circle, must not see hers."""

from encircle.rooms.volunteers.models import Availability, Matching

from .world import STAFF, WRITER, World


def plant(world: World, which: str) -> None:
    """Call as the owner."""
    volunteer = world.cast.volunteers[WRITER[which]]
    staff = world.cast.users[STAFF[which]]
    said = {"volunteer": volunteer, "area": volunteer.area, "said_at": world.cast.now, "said_by": staff}
    Matching.objects.create(sex="woman", age_band="55", place="SX9192", languages=f"crossbill-{which}", **said)
    Availability.objects.create(slots=["1_evening"], miles=12, **said)
