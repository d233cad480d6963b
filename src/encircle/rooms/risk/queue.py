"""Have the clock look at one concern at once, in the transaction of whoever asks."""

from uuid import UUID

from procrastinate.contrib.django import app

CLIMB_ONE = "risk.climb_one"


def climb_now(concern_id: UUID) -> None:
    app.configure_task(CLIMB_ONE, queue="risk").defer(concern_id=str(concern_id))
