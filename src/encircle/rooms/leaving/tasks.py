"""Each minute: whoever's last day is over is shut out for good."""

from procrastinate.contrib.django import app

from .actions.carrying_out import carry_out_all


@app.periodic(cron="* * * * *")
@app.task(name="leaving.carry_out", queue="practice", queueing_lock="leaving.carry_out")
def carry_out_leavings(timestamp: int) -> None:
    carry_out_all()
