"""Every address of the site with what it is about, from the registry of addresses itself: none can be forgotten."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver

from .world import World

DOORS = ("casework", "volunteering", "outer_circle", "referring", "assurance", "administration")
# Addresses outside the doors, each with the tests that prove it.
ELSEWHERE = {
    "public": "anyone may read them: tests/doors/public",
    "answering": "whoever holds a personal link: tests/doors/casework/test_ending_pages.py, tests/rooms/endings",
    "ending_newsletter": "whoever holds the link in a newsletter: tests/doors/answering, tests/rooms/messaging",
    "refereeing": "whoever holds a referee's letter: tests/doors/casework/test_reference_pages.py",
    "": "sign-in, account, invitation and demonstration pages: tests/doors/signin, tests/foundations/accounts",
}
# What belongs to no area: one of it is enough.
ONE_ONLY = {
    "agency_id",
    "agreement_id",
    "signed_copy_id",
    "professional_id",
    "clause_id",
    "course_id",
    "payment_run_id",
    "built_file_id",
    "exercise_id",
    "looked_for_id",
    "interview_criterion_id",
    "slot",
    "code",
    "criterion_id",
    "day",
    "kind",
    "slug",
    "audience",
    "style",
}
# The parts in which the proof runs, so that two machines' cores share it: name -> (doors, first words of addresses).
CIRCLES = ("circles", "seats", "meetings")
PARTS = ("circles", "people", "casework", "others")


@dataclass(frozen=True, order=True)
class Address:
    name: str  # with its namespace
    arguments: tuple[str, ...]
    route: str = field(default="", compare=False)

    @property
    def door(self) -> str:
        return self.name.partition(":")[0]

    @property
    def part(self) -> str:
        if self.door != "casework":
            return "others"
        if self.route.startswith("people") and not self.route.startswith("people/core-members"):
            return "people"
        return "circles" if self.route.startswith(CIRCLES) else "casework"


def addresses() -> list[Address]:
    return sorted(set(_walk(get_resolver().url_patterns, "")))


def _walk(patterns: Iterable[URLPattern | URLResolver], namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = pattern.namespace or namespace
            assert inside in (*DOORS, *ELSEWHERE), f"nobody proves the addresses of {inside}"
            yield from _walk(pattern.url_patterns, inside)
        elif namespace in DOORS:
            yield Address(f"{namespace}:{pattern.name}", tuple(pattern.pattern.converters), str(pattern.pattern))


def objects_of(address: Address, world: World) -> dict[str, dict[str, object]]:
    """Which object -> the arguments of its address. `-` is an address about nothing in particular."""
    if not address.arguments:
        return {"-": {}}
    found = {}
    for which in sorted({w for name in address.arguments for w in _planted(world, address, name)}):
        values = {name: world.value(address.name, name, which) for name in address.arguments}
        if all(value is not None for value in values.values()):
            found[which] = values
    if len(address.arguments) == 2 and address.arguments[1].endswith("_id") and {"1", "2"} <= set(found):
        found["x"] = found["1"] | {address.arguments[1]: found["2"][address.arguments[1]]}  # one Circle's under another
    return found


def _planted(world: World, address: Address, name: str) -> Iterable[str]:
    return world.own.get((address.name, name), world.objects.get(name, {}))


def not_planted(address: Address, found: dict[str, dict[str, object]]) -> list[str]:
    """What the proof would silently pass over."""
    if not address.arguments:
        return []
    due = {"0", "1"} | (set() if set(address.arguments) <= ONE_ONLY else {"2"})
    return [f"nothing is planted for {address.name} {which}" for which in sorted(due - set(found))]
