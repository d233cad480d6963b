"""What is owed in a test: worked out from whatever has been planted, as the worker would."""

from encircle.foundations.access.identity import acting_as
from encircle.rooms.due.keeping import RECKONER, differences, work_off_stale
from encircle.rooms.due.models import Obligation
from tests.support.database import as_owner


def reckon_up():
    """Everything that became stale, as the worker does each minute."""
    return work_off_stale()


def owed(**wanted):
    """Obligations as the owner of the table sees them: all of them."""
    with as_owner():
        return list(Obligation.objects.filter(**wanted).order_by("opened_at", "due_at"))


def disagreements():
    """Where the table does not say what the facts say."""
    with acting_as(RECKONER) as acting:
        return list(differences(acting.at))
