"""Have the clock look at one concern at once, in the transaction of whoever asks."""

from uuid import UUID

from encircle.foundations.queue import queue_work

CLIMB_ONE = "risk.climb_one"


def climb_now(concern_id: UUID) -> None:
    queue_work(CLIMB_ONE, {"concern_id": str(concern_id)}, queue="risk")
