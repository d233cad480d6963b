"""Numbers of people with the small ones left out, so that nobody is found in them. No framework."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """How many are in each; None where a number is too small to be said."""

    total: int | None
    codes: Mapping[str, int | None]

    @property
    def is_held_back(self) -> bool:
        return self.total is None or None in self.codes.values()


def counted(numbers: Mapping[str, int], *, smallest: int) -> Counted:
    """Numbers of people with the small ones left out so that they cannot be worked out from the rest.

    Nothing is said of fewer than `smallest`. One small number alone would be the total less the others, so the next
    smallest is left out with it, and more until those left out are not few together. Where they are as many as the
    numbers left out, each would be one: then the next is left out too, and at last everything.
    """
    total = sum(numbers.values())
    nothing = Counted(None, dict.fromkeys(numbers))
    if total < smallest:
        return nothing
    by_size = sorted((number, code) for code, number in numbers.items() if number)
    hidden = {code for number, code in by_size if number < smallest}
    for _, code in by_size:
        if not hidden or _is_enough([numbers[one] for one in hidden], smallest):
            break
        hidden.add(code)
    if hidden and not _is_enough([numbers[one] for one in hidden], smallest):
        return nothing
    # A zero says nothing about anybody, but beside a single hidden number it gives that number away.
    return Counted(total, {code: None if code in hidden else number for code, number in numbers.items()})


def _is_enough(hidden: list[int], smallest: int) -> bool:
    return 1 < len(hidden) < sum(hidden) >= smallest


def shown_alone(number: int, *, smallest: int) -> int | None:
    """Of a number that is part of no total. None: too few to say. Nobody is not a small number."""
    return number if number == 0 or number >= smallest else None
