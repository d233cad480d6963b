"""Every address x method x person x object against the tables in `expected/`, which people wrote and review.

The tables are never computed from the rules. An address that is in no table fails the proof, and so does one that
nothing is planted for. Whoever is not named gets 404; anonymous and suspended people, and whoever has left, get the
sign-in page, for addresses real or not.
"""

import re
from dataclasses import dataclass, field
from itertools import groupby

from django.db import connection
from django.test import Client
from django.urls import reverse

from encircle.common.clock import system_now
from encircle.foundations.access.apply import declared_tables
from encircle.foundations.accounts.models import User
from encircle.foundations.audit.models import Entry
from tests.support.client import signed_in
from tests.support.database import as_owner

from . import tables
from .addresses import DOORS, Address, addresses, not_planted, objects_of
from .canaries import CANARIES, found_in, in_open_places, readable, without_a_trace
from .world import World, open_glass

INSIDE = [
    "cora", "cleo", "colin", "sena", "olga", "adam", "dana", "tess", "vera", "vic", "nina", "xena", "petra", "omar",
    "hana", "paul",
]  # fmt: skip
OUTSIDE = ["anonymous", "suspended", "left"]
DIFFERS_ANYWAY = re.compile(
    rb'value="[A-Za-z0-9]{64}"'  # the token of a form
    rb'|(?s:<div class="moj-alert.*?</main>)'  # what an earlier press said
    rb'|data-absolute="\d+"'  # seconds until the session ends
    rb"|Confidential\. [^<]*|Opened by [^<]*"  # when it was printed, and by whom
)


@dataclass
class Outcome:
    checks: int = 0
    wrong: list[str] = field(default_factory=list)
    canaries: list[str] = field(default_factory=list)  # read by somebody they do not belong to, or in an open place
    readings: int = 0  # pages on which somebody read what somebody wrote
    untraced: list[str] = field(default_factory=list)
    read: set[str] = field(default_factory=set)  # every canary anybody read
    looked_at: dict[str, int] = field(default_factory=dict)  # open place -> how many
    answers: dict[tables.Key, list[str]] = field(default_factory=dict)


class Matrix:
    def __init__(self, world: World) -> None:
        self.world = world
        self.table = tables.doors(DOORS)
        open_glass(world)
        self.visitors = {name: signed_in(world.cast.users[name], raise_request_exception=False) for name in INSIDE}
        self.visitors["anonymous"] = Client(raise_request_exception=False)
        self.visitors["suspended"] = signed_in(world.cast.users["sly"])
        with as_owner():
            User.objects.filter(pk=world.cast.users["sly"].pk).update(
                suspended_at=system_now(), suspended_by=world.cast.users["adam"]
            )
        # A volunteer of area A whose browser was open as they left.
        self.visitors["left"] = signed_in(world.cast.users["lou"])
        with as_owner():
            User.objects.filter(pk=world.cast.users["lou"].pk).update(ends_at=system_now())
        self.outcome = Outcome()
        self.absent: dict[tuple[str, str, str], bytes] = {}

    def run(self, only: set[str] | None = None, part: str = "") -> Outcome:
        chosen = [a for a in addresses() if (only is None or a.name in only) and part in ("", a.part)]
        for method in ("GET", "POST"):
            for address in chosen:
                found = objects_of(address, self.world)
                self.outcome.wrong += not_planted(address, found)
                for which, arguments in found.items():
                    self._row(address, which, method, reverse(address.name, kwargs=arguments))
        return self.outcome

    def _row(self, address: Address, which: str, method: str, path: str) -> None:
        wanted = self.table.get((address.name, which, method))
        if wanted is None and which != "0":
            self.outcome.wrong.append(f"{address.name} {which} {method} stands in no table")
        got_in: list[str] = []
        for has_business, group in groupby(self.visitors, key=lambda name: name in (wanted or ())):
            names = list(group)
            # One look at all rows for several in a row who must change nothing: it takes longer than their visits.
            before = every_row() if method == "POST" and not has_business else ""
            got_in += [said for name in names if (said := self._visit(name, address, which, method, path))]
            if before and every_row() != before:
                self.outcome.wrong.append(f"one of {names} changed something at {address.name} {which}")
        self.outcome.answers[address.name, which, method] = got_in
        if set(got_in) != (wanted or set()):
            extra, missing = sorted(set(got_in) - (wanted or set())), sorted((wanted or set()) - set(got_in))
            self.outcome.wrong.append(f"{address.name} {which} {method}: let in {extra}, kept out {missing}")

    def _visit(self, name: str, address: Address, which: str, method: str, path: str) -> str:
        """Empty for whoever is kept out; in brackets whoever is told that they may not."""
        answer = self.visitors[name].generic(method, path)
        self.outcome.checks += 1
        self._scan(name, address, which, answer)
        got_in = self._gets_in(name, answer, path, (name, address.name, method))
        return "" if not got_in else f"({name})" if answer.status_code == 403 else name

    def _gets_in(self, name: str, answer, path: str, row: tuple[str, str, str]) -> bool:
        outside = answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
        if name in OUTSIDE:
            if not outside:
                self.outcome.wrong.append(f"{name} was answered {answer.status_code} at {path}")
            return False
        if answer.status_code >= 500:
            self.outcome.wrong.append(f"{name} was answered {answer.status_code} at {row[1]} {row[2]}")
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
        where, read = f"{address.name} {which}", found_in(readable(answer))
        self.outcome.canaries += [f"{name} reads {c} at {where}" for c in read if name not in CANARIES[c]]
        for place, text in in_open_places(answer).items():
            self.outcome.looked_at[place] = self.outcome.looked_at.get(place, 0) + max(1, text.count("\n"))
            self.outcome.canaries += [f"{c} stands in {place} of {where}" for c in found_in(text)]
        self._follow(name, where, read, answer)

    def _follow(self, name: str, where: str, read: list[str], answer) -> None:
        """Whoever reads what somebody wrote left a line `opened` for that very item in that very request."""
        self.outcome.read |= set(read)
        if name in OUTSIDE or not any(canary in self.world.behind for canary in read):
            return
        self.outcome.readings += 1
        acting = answer.wsgi_request.acting
        missing = without_a_trace(read, self.world.behind, acting.nonce, self.world.cast.users[name].pk)
        self.outcome.untraced += [f"{name} read {canary} at {where} without a trace" for canary in missing]

    def walled_lines_shown(self) -> list[str]:
        """Lines of the trace about what is walled carry no area: its staff would see them."""
        with as_owner():
            shown = Entry.objects.filter(item_id__in=self.world.walled.values()).exclude(area_id=None, circle_id=None)
            return sorted({f"a line {line.verb} {line.item_type} shows what is walled" for line in shown})


def every_row() -> str:
    """How many rows there are and which transactions wrote them: any that is added, changed or removed shows."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(COUNTING)
        return cursor.fetchone()[0]


def _counting() -> str:
    """Every table but those that any request may add to: trace, sessions, counters of attempts."""
    any_request = ("audit_entry", "accounts_session", "accounts_attemptcount")
    names = [t.name for t in declared_tables() if t.name not in any_request]
    of_one = "(SELECT count(*) || ':' || coalesce(sum(xmin::text::bigint), 0) FROM public.{})"
    return f"SELECT array_to_string(ARRAY[{', '.join(of_one.format(name) for name in names)}], ' ')"


COUNTING = _counting()
