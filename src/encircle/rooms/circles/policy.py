"""What to warn about when a Circle's seats are given, and how often it meets in which phase."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Expected:
    """What a Circle of its kind has by the charity's standard: how many volunteers, and whom in its outer circle."""

    least: int
    most: int
    agencies: tuple[tuple[str, str], ...] = ()  # kind of agency, and what it is called in a sentence


@dataclass(frozen=True)
class Seats:
    """Who holds a seat, as far as the warnings need it."""

    volunteers: int
    has_core_member: bool
    has_coordinator: bool
    outer_kinds: frozenset[str]  # kinds of agency in the outer circle


# Weeks from one meeting to the next. A Circle meets weekly for at least its first months; when it may meet less often
# is decided at a review (Circles UK, Code of Practice; domain page of this project, section 3).
WEEKS_BETWEEN = {"prison": 1, "through_gate": 1, "weekly": 1, "fortnightly": 2, "monthly": 4}


def is_less_often(before: str, after: str) -> bool:
    """Whether the Circle would meet less often in the second phase: that needs a review, or a reason."""
    return before in WEEKS_BETWEEN and WEEKS_BETWEEN.get(after, 0) > WEEKS_BETWEEN[before]


def seat_warnings(seats: Seats, expected: Expected | None) -> tuple[str, ...]:
    """Sentences for the coordinator; a warning never forbids."""
    return (*_about_size(seats.volunteers, expected), *_about_others(seats, expected))


def _about_size(volunteers: int, expected: Expected | None) -> tuple[str, ...]:
    if volunteers == 1:
        return ("There is only one volunteer. The core member must never meet a lone volunteer.",)
    if expected is None:
        return ()
    if volunteers < expected.least:
        return (f"A Circle of this kind has at least {expected.least} volunteers. This one has {volunteers}.",)
    if volunteers > expected.most:
        return (f"A Circle of this kind has at most {expected.most} volunteers. This one has {volunteers}.",)
    return ()


def _about_others(seats: Seats, expected: Expected | None) -> tuple[str, ...]:
    found = []
    if not seats.has_core_member:
        found.append("Nobody holds the core member’s seat.")
    if not seats.has_coordinator:
        found.append("Nobody holds the coordinator’s seat.")
    if not seats.outer_kinds:
        found.append("Nobody is in the outer circle yet.")
    elif expected is not None:
        missing = (name for kind, name in expected.agencies if kind not in seats.outer_kinds)
        found += [f"Nobody from {name} is in the outer circle." for name in missing]
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
