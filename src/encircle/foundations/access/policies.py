"""How a room declares who may see and write the rows of a table.

Each app with tables has a `row_policies.py` holding `TABLES: list[Table]` (and `DEFINERS`, `SQL` where it needs
them). `apply_access()` makes the database equal to these declarations; the catalogue test proves that it is.
A table that is not declared cannot be reached by the application at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Command = Literal["SELECT", "INSERT", "UPDATE", "DELETE"]

ANYONE = "true"
NOBODY = "false"
ALL_AREAS = "(SELECT encircle.all_areas())"
ACTOR = "(SELECT encircle.actor())"


def one_of(column: str, function: str) -> str:
    """`column` is among the ids `function` gives, worked out once for the statement."""
    return f"{column} = ANY ((SELECT encircle.{function}())::uuid[])"


def staff(column: str = "area_id") -> str:
    """Coordinators of the row's area; senior coordinators and operations managers everywhere."""
    return f"({ALL_AREAS} OR {one_of(column, 'staff_areas')})"


def glass(column: str = "circle_id") -> str:
    return one_of(column, "glass_circles")


def holds(*roles: str) -> str:
    names = ", ".join(f"'{role}'" for role in roles)
    return f"(SELECT encircle.holds({names}))"


def system(*names: str) -> str:
    quoted = ", ".join(f"'{name}'" for name in names)
    return f"(SELECT encircle.system()) IN ({quoted})"


def mine(column: str) -> str:
    return f"{column} = {ACTOR}"


def opened(column: str) -> str:
    """A receipt for the item this row's content belongs to was left in this very request."""
    return one_of(column, "opened_items")


@dataclass(frozen=True)
class Policy:
    name: str
    command: Command
    using: str = ""
    check: str = ""
    restrictive: bool = False


def read(name: str, using: str) -> Policy:
    return Policy(name, "SELECT", using=using)


def add(name: str, check: str) -> Policy:
    return Policy(name, "INSERT", check=check)


def change(name: str, using: str, check: str = "") -> Policy:
    return Policy(name, "UPDATE", using=using, check=check or using)


def remove(name: str, using: str) -> Policy:
    return Policy(name, "DELETE", using=using)


def receipt(column: str) -> Policy:
    """Makes a table a content table: whatever else allows the read, the item must have been opened."""
    return Policy("receipt", "SELECT", using=opened(column), restrictive=True)


@dataclass(frozen=True)
class Table:
    """One table's rights. `updates` names the only columns that may ever be changed; none means append-only."""

    name: str
    policies: Sequence[Policy]
    updates: Sequence[str] = ()
    unreadable: Sequence[str] = ()  # columns no application login may select (stored search vectors)
    readers: Sequence[str] = ()  # definer roles that may select every row
    writers: Sequence[str] = ()  # definer roles that may add rows in the name of who acts
    # definer roles whose functions keep the table -> what they may do with any row of it ("SELECT, INSERT")
    keepers: Mapping[str, str] = field(default_factory=dict)
    append_only: bool = False  # a trigger refuses change and removal even to the owner of the tables


@dataclass(frozen=True)
class Unprotected:
    """A table that holds nothing about a person; the reason stands beside it."""

    name: str
    grants: str
    why: str
    sequences: Sequence[str] = field(default_factory=tuple)
    worker_grants: str = ""  # what the worker's login may do besides

    def granted_to(self, login: str) -> set[str]:
        both = f"{self.grants},{self.worker_grants}" if login == "encircle_worker" else self.grants
        return {grant.strip() for grant in both.split(",")} - {""}


@dataclass(frozen=True)
class Definer:
    """A function handed to a definer role, callable by the application logins."""

    signature: str
    owner: str
    callers: Sequence[str] = ("encircle_app", "encircle_worker")
    for_owner: bool = False  # the tables' owner may call it too: what it plants fires triggers that do
