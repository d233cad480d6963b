"""What is owed in both areas and behind the wall, worked out from everything planted, and a clause of evidence.

The walled obligation is that of the walled concern: it bears neither area nor Circle. Clauses are the charity's words.
"""

from datetime import timedelta

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.due.keeping import work_off_stale
from encircle.rooms.due.models import Clause, Obligation, Stale
from encircle.rooms.due.vocabulary import Rule, Scope
from encircle.rooms.partners.models import AgencyAgreement
from tests.support.database import as_owner

from .world import World


def plant(world: World) -> None:
    """After everything else is committed: the reckoner reads what is there."""
    cast = world.cast
    today = in_london(cast.now).date()
    with as_owner():
        AgencyAgreement.objects.create(
            agency=cast.agencies["police"], starts_on=today - timedelta(days=300), review_on=today + timedelta(days=9),
            signed_by="For the proof", recorded_by=cast.cora, recorded_at=cast.now - timedelta(days=300),
        )  # fmt: skip
    work_off_stale()
    with as_owner():
        clause = Clause.objects.create(
            code="CP-1", words="Minutes are written within two days.", rules=[Rule.MINUTES_WRITTEN, Rule.MINUTES_READ],
            position=1, loaded_by=cast.olga, loaded_at=cast.now,
        )  # fmt: skip
        assert Obligation.objects.filter(walled=True, area=None, circle=None, about_user=cast.cora).exists()
        Stale.objects.create(scope=Scope.CIRCLE, subject_id=cast.circle_1.pk, at=cast.now)
    for which, value in (("1", clause.pk), ("0", new_id())):
        world.add("clause_id", which, value)
    for which, code in (("1", cast.areas["a"].code), ("2", cast.areas["b"].code), ("0", "nowhere")):
        world.add_for("casework:due_age", "code", which, code)
        world.add_for("casework:due_age", "age", which, "week")
    for which, slot in (("1", "overdue"), ("0", "nothing")):
        world.add("slot", which, slot)
