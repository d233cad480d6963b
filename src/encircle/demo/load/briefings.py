"""Briefings with their packs, what let a Circle start without one, and the agreements of Circles."""

from collections.abc import Iterable, Iterator

from django.db.models import Model

from encircle.rooms.briefings.models import StartException
from encircle.rooms.briefings.vocabulary import ExceptionReason

from ..plan import CharityPlan
from .keys import Keys


def before_the_phases(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """The database lets no Circle start without one of these."""
    yield (
        StartException(
            **keys.of_circle(each.key), reason=ExceptionReason.BEFORE, decided_by_id=keys.user("olga"),
            decided_at=each.opened_at,
        )
        for each in plan.circles
    )  # fmt: skip
