"""The scanner's work on what came with referrals while it was down. Each document in a transaction of its own."""

from uuid import UUID

from procrastinate.contrib.django import app

from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.files import scanner
from encircle.foundations.files.row_policies import SCANNER

from .documents import scan_one, waiting_for_scanner


@app.periodic(cron="1-59/2 * * * *")
@app.task(name="referrals.scan_waiting", queue="files", queueing_lock="referrals.scan_waiting")
def scan_waiting(timestamp: int) -> None:
    """Nothing is asked of the database while the scanner does not answer."""
    if not scanner.may_scan():
        return
    with acting_as(system(SCANNER)):
        waiting = waiting_for_scanner()
    for document_id in waiting:
        _scan(document_id)


def _scan(document_id: UUID) -> None:
    with acting_as(system(SCANNER)) as acting:
        scan_one(document_id, acting=acting)
