"""Ringing for volunteers who need a call today: at once, and each minute. Asking the morning after a meeting, at the
charity's hour. Arguments are opaque ids."""

from uuid import UUID

from procrastinate.contrib.django import app

from .actions.asking import ask_all
from .actions.ringing import ring, ring_all
from .queue import RING_ONE


@app.periodic(cron="* * * * *")
@app.task(name="support.ring", queue="risk", queueing_lock="support.ring")
def ring_each_minute(timestamp: int) -> None:
    ring_all()


@app.task(name=RING_ONE, queue="risk")
def ring_at_once(check_id: str) -> None:
    ring(UUID(check_id))


@app.periodic(cron="0 * * * *")
@app.task(name="support.ask", queue="practice", queueing_lock="support.ask")
def ask_after_meetings(timestamp: int) -> None:
    ask_all()
