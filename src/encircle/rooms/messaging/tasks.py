"""Once a night: whoever did not confirm their address is kept no longer."""

from procrastinate.contrib.django import app

from .actions.supporters import drop_unproved


@app.periodic(cron="40 3 * * *")
@app.task(name="messaging.drop_unproved", queue="practice", queueing_lock="messaging.drop_unproved")
def drop_unproved_supporters(timestamp: int) -> None:
    drop_unproved()
