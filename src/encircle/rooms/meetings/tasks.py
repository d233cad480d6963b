"""The clock of the minutes, every five minutes, and what is cleared when its time is up."""

from procrastinate.contrib.django import app

from encircle.foundations.access.identity import acting_as, system

from .actions.chasing import chase_all
from .leftovers import clear_leftovers


@app.periodic(cron="*/5 * * * *")
@app.task(name="meetings.chase", queue="practice", queueing_lock="meetings.chase")
def chase_missing_minutes(timestamp: int) -> None:
    chase_all()


@app.periodic(cron="40 * * * *")
@app.task(name="meetings.clear_leftovers", queue="practice", queueing_lock="meetings.clear_leftovers")
def clear_words_left_out(timestamp: int) -> None:
    with acting_as(system("clerk")) as acting:
        clear_leftovers(by=acting)
