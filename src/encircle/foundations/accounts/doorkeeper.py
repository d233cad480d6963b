"""The doorkeeper: the system identity that works the sign-in door and sees only the tables of accounts."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from encircle.foundations.access.identity import Acting, current, switched, system

NAME = "doorkeeper"


@contextmanager
def as_doorkeeper(on_behalf: UUID | None = None) -> Iterator[Acting]:
    """A few statements as the doorkeeper. Costs nothing where the doorkeeper acts already."""
    acting = current()
    if acting is not None and acting.system == NAME and on_behalf in (None, acting.on_behalf_id):
        yield acting
        return
    with switched(system(NAME, on_behalf)) as acting:
        yield acting
