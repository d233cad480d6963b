"""What to warn about when a Circle's seats are given: sizes by kind, and who is still missing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """How many volunteers a Circle of its kind has: the charity's standard."""

    least: int
    most: int


@dataclass(frozen=True)
class Seats:
    """Who holds a seat, as far as the warnings need it."""

    volunteers: int
    has_core_member: bool
    has_coordinator: bool
    outer_kinds: frozenset[str]  # kinds of agency in the outer circle
    is_for_young_person: bool = False


def seat_warnings(seats: Seats, sizes: Sizes | None) -> tuple[str, ...]:
    """Sentences for the coordinator; a warning never forbids."""
    return (*_about_size(seats.volunteers, sizes), *_about_others(seats))


def _about_size(volunteers: int, sizes: Sizes | None) -> tuple[str, ...]:
    if volunteers == 1:
        return ("There is only one volunteer. The core member must never meet a lone volunteer.",)
    if sizes is None:
        return ()
    if volunteers < sizes.least:
        return (f"A Circle of this kind has at least {sizes.least} volunteers. This one has {volunteers}.",)
    if volunteers > sizes.most:
        return (f"A Circle of this kind has at most {sizes.most} volunteers. This one has {volunteers}.",)
    return ()


def _about_others(seats: Seats) -> tuple[str, ...]:
    found = []
    if not seats.has_core_member:
        found.append("Nobody holds the core member’s seat.")
    if not seats.has_coordinator:
        found.append("Nobody holds the coordinator’s seat.")
    if not seats.outer_kinds:
        found.append("Nobody is in the outer circle yet.")
    # Police and probation are expected in an adult's outer circle; a young person's has other agencies.
    elif not seats.is_for_young_person:
        found += [
            f"Nobody from {kind} is in the outer circle."
            for kind in ("police", "probation")
            if kind not in seats.outer_kinds
        ]
    return tuple(found)


def next_letter(letters: list[str]) -> str:
    """The letter of the next volunteer: never one that a Circle has used before. A to Z, then AA, AB …"""
    taken = {letter for letter in letters if letter}
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    names: list[str] = [*alphabet, *(first + second for first in alphabet for second in alphabet)]
    last = max((names.index(letter) for letter in taken if letter in names), default=-1)
    return names[last + 1]


def name_inside(given_name: str, letter: str, others: frozenset[str]) -> str:
    """A volunteer's name in the Circle: the given name alone, with the letter where two share it."""
    return f"{given_name} ({letter})" if given_name in others else given_name
