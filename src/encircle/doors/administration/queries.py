"""What this door reads about people who sign in, whichever room they belong to: a constant number of reads."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, When

from encircle.foundations.access.models import Appointment
from encircle.foundations.access.queries import appointments_of
from encircle.foundations.access.roles import ROLES
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.accounts.models import AccountChange, Invitation, User
from encircle.rooms.organisation.models import Area

PAGE = 50


class Standing(StrEnum):
    """Where somebody's way in stands."""

    JOINED = "joined"
    INVITED = "invited"
    RAN_OUT = "ran_out"
    SUSPENDED = "suspended"
    GONE = "gone"


@dataclass(frozen=True)
class Person:
    user: User
    standing: Standing
    roles: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PeoplePage:
    people: list[Person]
    total: int


def people_page(at: datetime, *, words: str = "", standing: str = "", first: int = 0) -> PeoplePage:
    """A stretch of everybody who signs in or was invited to, by name."""
    found = _with_invitation(at).filter(_is(standing))
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    users = list(found.order_by("name", "pk")[first : first + PAGE])
    roles = roles_in_words(appointments_of([user.pk for user in users], at))
    people = [Person(user, _standing(user), roles.get(user.pk, [])) for user in users]
    return PeoplePage(people, found.count())


def person(user_id: UUID, at: datetime) -> tuple[User, Standing] | None:
    user = _with_invitation(at).filter(pk=user_id).first()
    return (user, _standing(user)) if user else None


def roles_in_words(held: dict[UUID, list[Appointment]]) -> dict[UUID, list[str]]:
    """For example: "Coordinator, Dorset" and "Covering Devon and Cornwall"."""
    areas = area_names() if any(one.area_id for several in held.values() for one in several) else {}
    return {user_id: [role_in_words(one, areas) for one in several] for user_id, several in held.items()}


def role_in_words(one: Appointment, areas: dict[UUID, str]) -> str:
    where = areas.get(one.area_id, "") if one.area_id else ""
    if one.covering:
        return f"Covering {where}"
    name = ROLES[Role(one.role)].name
    return f"{name}, {where}" if where else name


def area_names() -> dict[UUID, str]:
    return dict(Area.objects.order_by("name").values_list("pk", "name"))


def waiting_changes() -> QuerySet[AccountChange]:
    """Asked for by one person, and waiting for another's word. The eldest first."""
    return AccountChange.objects.filter(decided_at=None).order_by("asked_at", "pk")


def decided_changes(count: int) -> list[AccountChange]:
    return list(AccountChange.objects.filter(decided_at__isnull=False).order_by("-decided_at", "pk")[:count])


def counted_by_standing(at: datetime) -> dict[Standing, int]:
    """How many people stand where: one read each."""
    people = _with_invitation(at)
    return {one: people.filter(_is(one)).count() for one in (Standing.INVITED, Standing.RAN_OUT, Standing.SUSPENDED)}


def _with_invitation(at: datetime) -> QuerySet[User]:
    """`invited`: an invitation that still works. `gone`: their access has ended."""
    works = Invitation.objects.filter(user=OuterRef("pk"), accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    gone = Case(When(ends_at__lte=at, then=True), default=False, output_field=BooleanField())
    return User.objects.annotate(invited=Exists(works), gone=gone)


def _is(standing: str) -> Q:
    unused = Q(password__startswith="!")  # noqa: S106 (what marks an unusable one)
    match standing:
        case Standing.JOINED:
            return ~unused & Q(suspended_at=None, gone=False)
        case Standing.INVITED:
            return unused & Q(suspended_at=None, gone=False, invited=True)
        case Standing.RAN_OUT:
            return unused & Q(suspended_at=None, gone=False, invited=False)
        case Standing.SUSPENDED:
            return Q(suspended_at__isnull=False, gone=False)
        case Standing.GONE:
            return Q(gone=True)
        case _:
            return Q()


def _standing(user: User) -> Standing:
    if user.gone:  # type: ignore[attr-defined]
        return Standing.GONE
    if user.suspended_at is not None:
        return Standing.SUSPENDED
    if user.has_usable_password():
        return Standing.JOINED
    return Standing.INVITED if user.invited else Standing.RAN_OUT  # type: ignore[attr-defined]
