"""Have the clock ring at once, in the transaction of whoever asks."""

from uuid import UUID

from encircle.foundations.queue import queue_work

RING_ONE = "support.ring_one"


def ring_now(check_id: UUID) -> None:
    queue_work(RING_ONE, {"check_id": str(check_id)}, queue="risk")
