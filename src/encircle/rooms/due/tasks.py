"""The reckoner's work: each minute what was left stale, each night everything."""

from procrastinate.contrib.django import app

from .keeping import work_off_stale, work_out_everything


@app.periodic(cron="* * * * *")
@app.task(name="due.work_off_stale", queue="practice", queueing_lock="due.work_off_stale")
def work_off_what_is_stale(timestamp: int) -> None:
    work_off_stale()


@app.periodic(cron="10 2 * * *")
@app.task(name="due.sweep", queue="practice", queueing_lock="due.sweep")
def sweep(timestamp: int) -> None:
    work_out_everything()
