"""How much two people resemble each other, from what agrees. Plain values: the database asks a table made from this.

It only ever says "look": whether two records are one person is for somebody who asks, never for a score. A name alone
is weak (many people share one), a birthday makes it strong, and a number that a service gave one person is stronger
than both; a slip of the pen in a birthday is usual and must not hide anybody.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import product


class Name(StrEnum):
    SAME = "same"  # the same words, in whatever order
    CLOSE = "close"  # every word of the shorter one: as it is, as a short form, by its sound, or but for one letter
    PART = "part"  # one word of several
    OTHER = "other"


class Birthday(StrEnum):
    SAME = "same"
    SLIP = "slip"  # day and month changed about, or one figure
    UNKNOWN = "unknown"
    OTHER = "other"


class Number(StrEnum):
    SAME = "same"  # at least one number is the same
    UNKNOWN = "unknown"
    OTHER = "other"  # both have a number of one kind, and none is the same


class Strength(StrEnum):
    STRONG = "strong"
    POSSIBLE = "possible"
    NONE = "none"


def strength(name: Name, birthday: Birthday, number: Number) -> Strength:
    if number is Number.SAME:
        # A number typed wrong, where nothing else agrees, is somebody else's.
        is_slip = name is Name.OTHER and birthday in (Birthday.OTHER, Birthday.UNKNOWN)
        return Strength.POSSIBLE if is_slip else Strength.STRONG
    if name in (Name.SAME, Name.CLOSE):
        return _of_one_name(name, birthday, number)
    return Strength.POSSIBLE if name is Name.PART and birthday is Birthday.SAME else Strength.NONE


def _of_one_name(name: Name, birthday: Birthday, number: Number) -> Strength:
    if birthday is Birthday.SAME:
        return Strength.POSSIBLE if number is Number.OTHER else Strength.STRONG
    if birthday is Birthday.OTHER and (name is Name.CLOSE or number is Number.OTHER):
        return Strength.NONE
    return Strength.POSSIBLE


def every_strength() -> Iterator[tuple[Name, Birthday, Number, Strength]]:
    """The whole of it, for the database."""
    for name, birthday, number in product(Name, Birthday, Number):
        yield name, birthday, number, strength(name, birthday, number)
