"""The background work of reviews. It signs anew as the system identity with the least rows for it."""

from procrastinate.contrib.django import app

from .actions.inviting import tell_all_due


@app.periodic(cron="40 * * * *")
@app.task(name="reviews.tell_invited", queue="practice", queueing_lock="reviews.tell_invited")
def tell_invited(timestamp: int) -> None:
    tell_all_due()
