"""From the plan's names to ids: which Circle is in which area, who has a login."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from ..plan import CharityPlan, id_of


@dataclass
class Keys:
    plan: CharityPlan
    _ids: dict[tuple[str, str], UUID] = field(default_factory=dict)

    def __call__(self, kind: str, key: str) -> UUID:
        return id_of(self.plan.seed, kind, key)

    def often(self, kind: str, key: str) -> UUID:
        """The same for the few that are named by thousands of rows."""
        found = self._ids.get((kind, key))
        if found is None:
            found = self._ids[kind, key] = self(kind, key)
        return found

    def user(self, person: str) -> UUID:
        return self.often("user", person)

    def user_or_none(self, person: str | None) -> UUID | None:
        return self.user(person) if person and person in self.with_login else None

    def area(self, key: str) -> UUID:
        return self.often("area", key)

    def of_circle(self, circle: str) -> dict[str, UUID]:
        """The pair that every row of a Circle carries."""
        return {"circle_id": self.often("circle", circle), "area_id": self.area(self.areas[circle])}

    @cached_property
    def areas(self) -> dict[str, str]:
        return {circle.key: circle.area for circle in self.plan.circles}

    @cached_property
    def with_login(self) -> frozenset[str]:
        """Staff, trustees, volunteers, and the professionals who have signed up. The core member has none yet."""
        people = self.plan.people.values()
        inside = {each.key for each in people if each.kind in ("staff", "trustee", "volunteer", "applicant")}
        return frozenset(inside | {each.person for each in self.plan.professionals if each.has_signed_up})

    @cached_property
    def long_ago(self) -> datetime:
        return self.plan.charity.since


def sure(at: datetime | None) -> datetime:
    """The moment of something that the plan says has happened."""
    assert at is not None  # noqa: S101 (the caller has looked)
    return at
