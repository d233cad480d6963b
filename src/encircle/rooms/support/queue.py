"""Have the clock ring at once, in the transaction of whoever asks."""

from uuid import UUID

from procrastinate.contrib.django import app

RING_ONE = "support.ring_one"


def ring_now(check_id: UUID) -> None:
    app.configure_task(RING_ONE, queue="risk").defer(check_id=str(check_id))
