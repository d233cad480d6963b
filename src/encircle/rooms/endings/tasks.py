"""Once a day, at nine in London: who was asked and did not answer is reminded."""

from procrastinate.contrib.django import app

from encircle.common.clock import in_london
from encircle.foundations.access.identity import acting_as

from .actions.chasing import ESCALATOR, chase_all

HOUR = 9  # London


@app.periodic(cron="20 * * * *")
@app.task(name="endings.chase", queue="practice", queueing_lock="endings.chase")
def chase_questionnaires(timestamp: int) -> None:
    with acting_as(ESCALATOR) as acting:
        hour = in_london(acting.at).hour
    if hour == HOUR:
        chase_all()
