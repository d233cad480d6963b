"""The background work of sharing. Each task signs anew as the system identity with the least rows for it."""

from datetime import timedelta

from procrastinate.contrib.django import app

from encircle.common.clock import in_london
from encircle.foundations.access.identity import acting_as, system

from .actions.chasing import chase, due_chases, note_deliveries

REMIND_AT = 9  # o'clock in London: a reminder at night helps nobody
LOOK_BACK = timedelta(days=30)


@app.periodic(cron="20 * * * *")
@app.task(name="sharing.chase_unopened", queue="practice", queueing_lock="sharing.chase_unopened")
def chase_unopened(timestamp: int) -> None:
    """Each hour; acts in the morning."""
    with acting_as(system("escalator")) as acting:
        if in_london(acting.at).hour != REMIND_AT:
            return
        for release in due_chases(acting.at):
            chase(release, at=acting.at)


@app.periodic(cron="*/5 * * * *")
@app.task(name="sharing.note_deliveries", queue="practice", queueing_lock="sharing.note_deliveries")
def note_sent_notices(timestamp: int) -> None:
    with acting_as(system("postman")) as acting:
        note_deliveries(since=acting.at - LOOK_BACK)
