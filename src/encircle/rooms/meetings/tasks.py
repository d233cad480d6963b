"""The clock of the minutes, every five minutes."""

from procrastinate.contrib.django import app

from .actions.chasing import chase_all


@app.periodic(cron="*/5 * * * *")
@app.task(name="meetings.chase", queue="practice", queueing_lock="meetings.chase")
def chase_missing_minutes(timestamp: int) -> None:
    chase_all()
