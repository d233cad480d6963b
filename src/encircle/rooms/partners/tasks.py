"""The scanner's work: what came in while it was down is looked at when it is back. Each in a transaction of its own."""

from uuid import UUID

from procrastinate.contrib.django import app

from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.files import scanner
from encircle.foundations.files.row_policies import SCANNER

from .copies import scan_one, waiting_for_scanner


@app.periodic(cron="*/2 * * * *")
@app.task(name="partners.scan_waiting", queue="files", queueing_lock="partners.scan_waiting")
def scan_waiting(timestamp: int) -> None:
    """Nothing is asked of the database while the scanner does not answer."""
    if not scanner.may_scan():
        return
    with acting_as(system(SCANNER)):
        waiting = waiting_for_scanner()
    for copy_id in waiting:
        _scan(copy_id)


def _scan(copy_id: UUID) -> None:
    with acting_as(system(SCANNER)) as acting:
        scan_one(copy_id, acting=acting)
