"""What must be written even though the request that caused it is rolled back."""

from collections.abc import Callable

from django.http import HttpRequest

from encircle.foundations.access.identity import Acting

from .doorkeeper import as_doorkeeper

Write = Callable[[Acting], None]


def afterwards(request: HttpRequest, write: Write) -> None:
    """Have `write` run by the doorkeeper once the request's transaction is over, however it ended."""
    request.afterwards = [*getattr(request, "afterwards", ()), write]  # type: ignore[attr-defined]


def write_afterwards(request: HttpRequest) -> None:
    """Called by the outermost middleware, outside every transaction."""
    waiting: list[Write] = getattr(request, "afterwards", [])
    for write in waiting:
        with as_doorkeeper() as acting:
            write(acting)
