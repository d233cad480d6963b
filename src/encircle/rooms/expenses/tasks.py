"""The scanner's work with receipts, and the clerk's with built files. Each in a transaction of its own."""

from uuid import UUID

from procrastinate.contrib.django import app

from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.files import scanner
from encircle.foundations.files.row_policies import SCANNER

from .files import sweep
from .receipts import scan_one, waiting_for_scanner


@app.periodic(cron="*/2 * * * *")
@app.task(name="expenses.scan_waiting", queue="files", queueing_lock="expenses.scan_waiting")
def scan_waiting(timestamp: int) -> None:
    """Nothing is asked of the database while the scanner does not answer."""
    if not scanner.may_scan():
        return
    with acting_as(system(SCANNER)):
        waiting = waiting_for_scanner()
    for receipt_id in waiting:
        _scan(receipt_id)


def _scan(receipt_id: UUID) -> None:
    with acting_as(system(SCANNER)) as acting:
        scan_one(receipt_id, acting=acting)


@app.periodic(cron="*/10 * * * *")
@app.task(name="expenses.sweep_files", queue="files", queueing_lock="expenses.sweep_files")
def sweep_files(timestamp: int) -> None:
    with acting_as(system("clerk")) as acting:
        sweep(acting.at)
