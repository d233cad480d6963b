"""What counts for how much: read as the solver wants it, and set anew."""

from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from .model import Weights
from .models import Weighing
from .rules import require_weighing

ITEM = "forming.weighing"
MOST = 100
LIMITS = {"circles_per_volunteer": (1, 3), "kept_days": (1, 30)}
SHORTEST_WHY = 5


@dataclass(frozen=True)
class Settings:
    weights: Weights = field(default_factory=Weights)
    circles_per_volunteer: int = 1
    kept_days: int = 7


def present_settings() -> Settings:
    """The newest; those Encircle comes with before anybody set them."""
    row = Weighing.objects.order_by("-at", "pk").first()
    return Settings() if row is None else settings_of(row)


def settings_of(row: Weighing) -> Settings:
    weights = Weights(**{one.name: getattr(row, one.name) for one in fields(Weights)})
    return Settings(weights, row.circles_per_volunteer, row.kept_days)


def weighings(count: int) -> list[Weighing]:
    """What was set, newest first."""
    return list(Weighing.objects.order_by("-at", "pk")[:count])


@transaction.atomic
def set_weights(new: Settings, *, why: str, id: UUID, by: Actor, at: datetime) -> None:
    """Kept with what it was before. Raises NotAllowed, or Invalid with the field at fault."""
    require_weighing(by)
    _check(new, why)
    if new == present_settings():
        raise Invalid("Nothing is different from what counts now")
    row = Weighing(
        id=id,
        **asdict(new.weights),
        circles_per_volunteer=new.circles_per_volunteer,
        kept_days=new.kept_days,
        why=why.strip(),
        by_id=by.user_id,
        at=at,
    )
    Weighing.objects.bulk_create([row])
    record(Verb.CREATED, ITEM, id, by=by.acting)


def _check(new: Settings, why: str) -> None:
    said = {**asdict(new.weights), "circles_per_volunteer": new.circles_per_volunteer, "kept_days": new.kept_days}
    errors = {name: _between(value, *LIMITS.get(name, (0, MOST))) for name, value in said.items()}
    circles = [new.weights.circle_first, new.weights.circle_high, new.weights.circle_usual]
    if min(circles) < 1 or circles != sorted(circles, reverse=True):
        errors["circle_first"] = "Each Circle counts for at least 1, and a more urgent one for no less than another"
    if len(why.strip()) < SHORTEST_WHY:
        errors["why"] = "Say in a few words why this is set so"
    if errors := {name: sentence for name, sentence in errors.items() if sentence}:
        raise Invalid(errors)


def _between(value: int, least: int, most: int) -> str:
    return "" if least <= value <= most else f"Enter a number from {least} to {most}"
