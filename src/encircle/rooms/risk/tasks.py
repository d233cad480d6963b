"""The escalator's work: each minute, and at once where somebody could reach nobody. Arguments are opaque ids."""

from uuid import UUID

from procrastinate.contrib.django import app

from .actions.climbing import climb, climb_all
from .queue import CLIMB_ONE


@app.periodic(cron="* * * * *")
@app.task(name="risk.climb", queue="risk", queueing_lock="risk.climb")
def climb_each_minute(timestamp: int) -> None:
    climb_all()


@app.task(name=CLIMB_ONE, queue="risk")
def climb_at_once(concern_id: str) -> None:
    climb(UUID(concern_id))
