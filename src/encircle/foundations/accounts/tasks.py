"""Background work of accounts. Job arguments are opaque ids; the worker signs as the doorkeeper."""

from uuid import UUID

from procrastinate.contrib.django import app

from encircle.foundations.access.identity import acting_as, system

from . import resets
from .doorkeeper import NAME
from .sweep import sweep


@app.task(name=resets.ANSWER_RESET, queue="post")
def answer_reset(request_id: str) -> None:
    with acting_as(system(NAME)) as acting:
        resets.answer_reset(UUID(request_id), at=acting.at)


@app.periodic(cron="17 * * * *")
@app.task(name="accounts.sweep", queue="post", queueing_lock="accounts.sweep")
def sweep_accounts(timestamp: int) -> None:
    with acting_as(system(NAME)) as acting:
        sweep(acting.at)
