"""Background work of forming. A run signs anew as whoever asked for it, and sees what they may see now."""

from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from encircle.foundations.access.actor import load_actor
from encircle.foundations.access.identity import acting_as, person, system

from .actions import carrying_out
from .actions.asking import CARRY_OUT
from .models import Run

log = structlog.get_logger(__name__)


@app.task(name=CARRY_OUT, queue="forming")
def carry_out_run(run_id: str) -> None:
    with acting_as(system("clerk")):
        user_id = Run.objects.filter(pk=UUID(run_id)).values_list("asked_by_id", flat=True).first()
    if user_id is None:  # expired while it waited
        return
    try:
        _carry_out(UUID(run_id), user_id)
    except Exception as error:
        log.error("forming Circles broke off", run=run_id, error=type(error).__name__)
        with acting_as(person(user_id)) as signed:
            carrying_out.break_off(UUID(run_id), at=signed.at)


def _carry_out(run_id: UUID, user_id: UUID) -> None:
    """Two transactions, and the solver between them: no connection is held while it thinks."""
    with acting_as(person(user_id)) as signed:
        inputs = carrying_out.begin(run_id, at=signed.at)
    if inputs is None:
        return
    solved = carrying_out.work_out(inputs)
    with acting_as(person(user_id)) as signed:
        carrying_out.keep(run_id, inputs, solved, by=load_actor(signed), at=signed.at)


@app.periodic(cron="25 * * * *")
@app.task(name="forming.sweep_runs", queue="forming", queueing_lock="forming.sweep_runs")
def sweep_runs(timestamp: int) -> None:
    with acting_as(system("clerk")) as acting:
        carrying_out.sweep(acting.at)
