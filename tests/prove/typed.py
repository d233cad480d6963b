"""People of the cast type a planted word into every form they may open, and the post carries what comes of it."""

import json
import re
from dataclasses import dataclass, field

from django.db import connection
from django.urls import reverse

from encircle.foundations.post import letters, tasks
from encircle.foundations.post.letters import NotDelivered
from tests.support.client import signed_in
from tests.support.database import as_owner

from . import tables
from .addresses import DOORS, Address, addresses
from .canaries import found_in, in_open_places
from .forms import NAME, forms_of
from .world import World

TYPED = "nightjar"
WRITERS = ("vera", "omar", "cora", "adam", "dana", "olga")
# What ends something comes last, so that as much as possible is still there to be written about.
ENDS = re.compile("end|leav|suspen|remov|recall|withdraw|pause|clos|refus|retire|approval|submission")
# A topic's address and its line in the trace are made of its name: the charity's own word, about nobody.
ABOUT_NOBODY = {Address("administration:topic_new", ())}


@dataclass
class Typing:
    world: World
    forms: int = 0
    accepted: int = 0
    found: list[str] = field(default_factory=list)

    def run(self) -> "Typing":
        table = tables.doors(DOORS)
        visitors = {key: signed_in(self.world.cast.users[key], raise_request_exception=False) for key in WRITERS}
        for address in sorted(set(addresses()) - ABOUT_NOBODY, key=lambda a: (bool(ENDS.search(a.name)), a)):
            which = "1" if address.arguments else "-"
            for key in WRITERS:
                if key in table.get((address.name, which, "GET"), ()):
                    self._fill_in(visitors[key], address, which)
        return self

    def _fill_in(self, visitor, address: Address, which: str) -> None:
        path = reverse(address.name, kwargs={n: self.world.value(address.name, n, which) for n in address.arguments})
        page = visitor.get(path)
        if not page.headers.get("Content-Type", "").startswith("text/html"):
            return
        for target, data in forms_with(page.content):
            answer = visitor.post(target or path, data)
            self.forms += 1
            self.accepted += answer.status_code == 302
            self._look(answer, address)
            if answer.status_code == 302:
                self._look(visitor.get(answer["Location"]), address)

    def _look(self, answer, address: Address) -> None:
        if answer.status_code >= 500:
            self.found.append(f"{address.name} broke when typed into")
        for place, text in in_open_places(answer).items():
            more = [TYPED] if place == "a title" else [TYPED, NAME]
            self.found += [f"{canary} stands in {place} after {address.name}" for canary in found_in(text, more)]


def forms_with(page: bytes) -> list[tuple[str, dict[str, str]]]:
    return [(to, data) for to, data in forms_of(page, TYPED) if not to.startswith(("/account/", "/sign-in/"))]


def jobs() -> list[tuple[int, str, dict]]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(number, name, json.loads(args)) for number, name, args in cursor.fetchall()]


def carry() -> int:
    """What the post's worker would do now, in its order. How many jobs there were."""
    done: set[int] = set()
    while todo := [job for job in jobs() if job[0] not in done]:
        for number, name, args in todo:
            done.add(number)
            if name == "post.carry_notice":
                tasks.carry_notice(**args)
            elif name == "post.send_letter":
                try:
                    letters.send(args["letter_id"])
                except NotDelivered as error:
                    raise AssertionError("the postbox took no letter") from error
    return len(done)
