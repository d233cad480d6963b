"""Every address x method x persona x object against the table in `expected/`, which people wrote and review.

The table is never computed from the rules. An address that is in no table fails the proof. Whoever is not named gets
404; anonymous and suspended people get the sign-in page, for addresses real or not.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from encircle.common.clock import system_now
from encircle.foundations.accounts.models import User
from tests.support.client import signed_in
from tests.support.database import as_owner

from .world import World

FOLDER = Path(__file__).parent / "expected"
INSIDE = [
    "cora",
    "cleo",
    "colin",
    "sena",
    "olga",
    "adam",
    "dana",
    "tess",
    "vera",
    "vic",
    "nina",
    "xena",
    "petra",
    "omar",
    "hana",
    "paul",
]
OUTSIDE = ["anonymous", "suspended"]
DOORS = ("casework", "volunteering", "outer_circle", "assurance", "administration")
# Addresses outside the doors, each with the tests that prove it.
ELSEWHERE = {
    "public": "anyone may read them; tests/doors/public",
    "": "sign-in, account, invitation and demonstration pages: tests/doors/signin, tests/foundations/accounts",
}


DIFFERS_ANYWAY = re.compile(
    rb'value="[A-Za-z0-9]{64}"'  # the token of a form
    rb'|(?s:<div class="moj-alert.*?</main>)'  # what an earlier press said
    rb"|Confidential\. [^<]*"  # when it was printed, and by whom
)


@dataclass(frozen=True)
class Address:
    name: str  # with its namespace
    arguments: tuple[str, ...]


@dataclass
class Outcome:
    checks: int = 0
    wrong: list[str] = field(default_factory=list)
    canaries: list[str] = field(default_factory=list)
    answers: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)  # (address, which, method) -> who


def addresses() -> list[Address]:
    return sorted(set(_walk(get_resolver().url_patterns, "")), key=lambda a: a.name)


def _walk(patterns: Iterable[URLPattern | URLResolver], namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, pattern.namespace or namespace)
        elif namespace in DOORS:
            yield Address(f"{namespace}:{pattern.name}", tuple(pattern.pattern.converters))


def expected() -> dict[tuple[str, str, str], set[str]]:
    """(address, which object, method) -> who gets in. A line: `casework:circle 1 GET: cora cleo sena olga`."""
    table: dict[tuple[str, str, str], set[str]] = {}
    for file in sorted(FOLDER.glob("*.txt")):
        for line in file.read_text().splitlines():
            if line.strip() and not line.startswith("#"):
                head, _, names = line.partition(":  ")
                name, which, method = head.split()
                table[name, which, method] = set(names.split())
    return table


def objects_of(address: Address, world: World) -> dict[str, dict[str, object]]:
    """Which object -> the arguments of its address. `-` is an address about nothing in particular."""
    if not address.arguments:
        return {"-": {}}
    found = {}
    for which in ("0", "1", "2", "w"):
        values = {name: _value(world, name, which, address.name) for name in address.arguments}
        if all(value is not None for value in values.values()):
            found[which] = values
    ids = [name for name in address.arguments if name in world.objects]
    if len(ids) == 2:  # the record of one Circle under the address of another
        values = dict(found["1"])
        values[ids[1]] = _value(world, ids[1], "2", address.name)
        found["x"] = values
    return found


def _value(world: World, name: str, which: str, address: str) -> object:
    if name in world.objects:
        return world.objects[name].get(which)
    return {"number": 1, "words": 1, "slug": "minutes"}.get(name)


class Matrix:
    def __init__(self, world: World) -> None:
        self.world = world
        self.table = expected()
        self.visitors = {name: signed_in(world.cast.users[name]) for name in INSIDE}
        self.visitors["anonymous"] = Client()
        self.visitors["suspended"] = signed_in(world.cast.users["sly"])
        with as_owner():
            User.objects.filter(pk=world.cast.users["sly"].pk).update(
                suspended_at=system_now(), suspended_by=world.cast.users["adam"]
            )
        self.outcome = Outcome()
        self.absent: dict[tuple[str, str, str], bytes] = {}

    def run(self, only: set[str] | None = None) -> Outcome:
        for method in ("GET", "POST"):
            for address in addresses():
                if only is None or address.name in only:
                    for which, arguments in objects_of(address, self.world).items():
                        self._row(address, which, method, reverse(address.name, kwargs=arguments))
        return self.outcome

    def _row(self, address: Address, which: str, method: str, path: str) -> None:
        wanted = self.table.get((address.name, which, method))
        if wanted is None and which != "0":
            self.outcome.wrong.append(f"{address.name} {which} {method} stands in no table")
        got_in = []
        written = rows_written() if method == "POST" else 0
        for name, visitor in self.visitors.items():
            answer = visitor.generic(method, path)
            self.outcome.checks += 1
            if self._gets_in(name, answer, path, (name, address.name, method)):
                got_in.append(name)
                self._scan(name, address, which, answer)
            if method == "POST":
                before, written = written, rows_written()
                if name not in got_in and written != before:
                    self.outcome.wrong.append(f"{name} changed something at {address.name} {which}")
        self.outcome.answers[address.name, which, method] = got_in
        if set(got_in) != (wanted or set()):
            extra, missing = sorted(set(got_in) - (wanted or set())), sorted((wanted or set()) - set(got_in))
            self.outcome.wrong.append(f"{address.name} {which} {method}: let in {extra}, kept out {missing}")

    def _gets_in(self, name: str, answer, path: str, row: tuple[str, str, str]) -> bool:
        outside = answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
        if name in OUTSIDE:
            if not outside:
                self.outcome.wrong.append(f"{name} was answered {answer.status_code} at {path}")
            return False
        if answer.status_code >= 500:
            self.outcome.wrong.append(f"{name} was answered {answer.status_code} at {path}")
        if answer.status_code == 404:
            self._same_as_absent(row, answer)
        return answer.status_code not in (404, 405) and not outside

    def _same_as_absent(self, row: tuple[str, str, str], answer) -> None:
        """Hidden and absent look the same to the last letter, but for what differs between any two answers.

        The absent object of an address is asked for first.
        """
        body = DIFFERS_ANYWAY.sub(b"", answer.content)
        if body != self.absent.setdefault(row, body):
            self.outcome.wrong.append(f"{row[0]} is shown that something is hidden at {row[1]} {row[2]}")

    def _scan(self, name: str, address: Address, which: str, answer) -> None:
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said = text.decode("utf-8", "replace") + str(dict(answer.headers))
        for canary, allowed in CANARIES.items():
            if name not in allowed and canary in said:
                self.outcome.canaries.append(f"{name} reads {canary} at {address.name} {which}")


def rows_written() -> int:
    """Rows in every table but those that any request may add to: trace and sessions."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(COUNTING)
        return cursor.fetchone()[0]


def _counting() -> str:
    from encircle.foundations.access.apply import declared_tables

    names = [t.name for t in declared_tables() if t.name not in ("audit_entry", "accounts_session", "accounts_attempt")]
    return "SELECT " + " + ".join(f"(SELECT count(*) FROM public.{name})" for name in names)


COUNTING = _counting()


def _canaries() -> dict[str, set[str]]:
    """What may be read by whom, written by hand in canaries.txt."""
    found = {}
    for line in (FOLDER.parent / "canaries.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            canary, _, names = line.partition(":")
            found[canary.strip()] = set(names.split())
    return found


CANARIES = _canaries()
