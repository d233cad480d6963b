"""Who acts in a request: the signed identity and what that person holds now. Passed to every rule and action."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from .identity import Acting
from .roles import ROLES, May
from .vocabulary import Role


@dataclass(frozen=True)
class Actor:
    """A person (or a system identity) in one request or task, with their appointments and seats of this moment."""

    acting: Acting
    name: str = ""
    appointments: tuple[tuple[Role, UUID | None], ...] = ()
    volunteer_seats: tuple[tuple[UUID, UUID], ...] = ()  # (circle, seat)
    outer_seats: tuple[UUID, ...] = ()
    volunteer_id: UUID | None = None
    applicant_id: UUID | None = None  # has applied to be a volunteer, and is not accepted
    professional_ids: tuple[UUID, ...] = field(default=())

    @property
    def user_id(self) -> UUID:
        """The person's login. Raises ValueError for a system identity, which must never be taken for a person."""
        if self.acting.user_id is None:
            raise ValueError("A system identity is not a person.")
        return self.acting.user_id

    @property
    def now(self) -> datetime:
        return self.acting.at

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role, _ in self.appointments)

    @property
    def volunteer_circles(self) -> frozenset[UUID]:
        return frozenset(circle for circle, _ in self.volunteer_seats)

    @property
    def all_areas(self) -> bool:
        return bool(self.roles & {Role.SENIOR_COORDINATOR, Role.OPERATIONS_MANAGER})

    def may(self, what: May, *, area_id: UUID | None = None) -> bool:
        """Whether an appointment allows `what`, in `area_id` where the role is held by area."""
        return any(
            what in ROLES[role].may and (held_in is None or area_id is None or held_in == area_id)
            for role, held_in in self.appointments
        )


def load_actor(acting: Acting, name: str = "") -> Actor:
    """Read what the acting person holds: one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, name, area_id, circle_id, seat_id FROM encircle.standing()")
        rows = cursor.fetchall()
    return Actor(
        acting=acting,
        name=name,
        appointments=tuple((Role(what), area) for kind, what, area, _, _ in rows if kind == "role"),
        volunteer_seats=tuple((circle, seat) for _, _, _, circle, seat in _only(rows, "seat", "volunteer")),
        outer_seats=tuple(seat for *_, seat in _only(rows, "seat", "outer_circle")),
        volunteer_id=next((item for *_, item in _only(rows, "person", "volunteer")), None),
        applicant_id=next((item for *_, item in _only(rows, "person", "applicant")), None),
        professional_ids=tuple(item for *_, item in _only(rows, "person", "professional")),
    )


def _only(
    rows: Iterable[tuple[str, str, UUID, UUID, UUID]], kind: str, name: str
) -> list[tuple[str, str, UUID, UUID, UUID]]:
    return [row for row in rows if row[0] == kind and row[1] == name]


def names_of(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names to show beside rows the asker already sees; ids the asker may not put a name to are absent."""
    wanted = list({item for item in ids if item is not None})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM encircle.display_names(%s::uuid[])", [wanted])
        return dict(cursor.fetchall())
