"""Background work of the records. A task begun by somebody signs anew as that person, and may what they may now."""

from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from encircle.foundations.access.actor import load_actor
from encircle.foundations.access.identity import acting_as, person, system

from .importing import runs
from .importing.models import ImportRun

log = structlog.get_logger(__name__)


@app.task(name=runs.CARRY_OUT, queue="imports")
def carry_out_import(run_id: str) -> None:
    with acting_as(system("clerk")):
        user_id = ImportRun.objects.filter(pk=UUID(run_id)).values_list("user_id", flat=True).first()
    if user_id is None:  # expired while it waited
        return
    try:
        with acting_as(person(user_id)) as signed:
            runs.carry_out(UUID(run_id), by=load_actor(signed), at=signed.at)
    except Exception as error:
        log.error("an import broke off", run=run_id, error=type(error).__name__)
        with acting_as(person(user_id)) as signed:
            runs.break_off(UUID(run_id), at=signed.at)


@app.periodic(cron="*/10 * * * *")
@app.task(name="records.sweep_imports", queue="imports", queueing_lock="records.sweep_imports")
def sweep_imports(timestamp: int) -> None:
    with acting_as(system("clerk")) as acting:
        runs.sweep(acting.at)
