"""Where something is, as a National Grid reference: every map of Great Britain prints it, and no service is asked.

Written as SX 918 925 or shorter: two letters for a square of 100 km, then as many figures east as north. For journeys
a whole kilometre (SX 91 92) is enough, and says less of where somebody lives.
Source: Ordnance Survey, "A guide to coordinate systems in Great Britain", section 7.
"""

import re
from dataclasses import dataclass

LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # without I
WRITTEN = re.compile(r"([A-HJ-Z])([A-HJ-Z])(\d{4}|\d{6}|\d{8}|\d{10})")
METRES_IN_A_MILE = 1609.344
SQUARE = 100_000  # metres


class NotOnTheGrid(ValueError):
    """Not a reference of the National Grid."""


@dataclass(frozen=True)
class Grid:
    """Metres east and north of the grid's false origin, in the middle of the square that is named."""

    east: float
    north: float

    @property
    def miles(self) -> tuple[float, float]:
        return self.east / METRES_IN_A_MILE, self.north / METRES_IN_A_MILE


def tidy_reference(text: str) -> str:
    """As it is kept: SX9192. Raises NotOnTheGrid."""
    tidy = re.sub(r"\s+", "", text).upper()
    read_reference(tidy)
    return tidy


def read_reference(text: str) -> Grid:
    """Raises NotOnTheGrid."""
    found = WRITTEN.fullmatch(text)
    if found is None:
        raise NotOnTheGrid(text)
    first, second = LETTERS.index(found[1]), LETTERS.index(found[2])
    east = ((first - 2) % 5) * 5 + second % 5
    north = 19 - (first // 5) * 5 - second // 5
    if not (0 <= east <= 6 and 0 <= north <= 12):
        raise NotOnTheGrid(text)
    figures = len(found[3]) // 2
    size = SQUARE // 10**figures
    within = (int(found[3][:figures]) * size + size / 2, int(found[3][figures:]) * size + size / 2)
    return Grid(east * SQUARE + within[0], north * SQUARE + within[1])


def written(east: int, north: int) -> str:
    """The reference, to a kilometre, of a point in metres east and north of the origin."""
    square_east, square_north = east // SQUARE, north // SQUARE
    first = LETTERS[(19 - square_north) - (19 - square_north) % 5 + (square_east + 10) // 5]
    second = LETTERS[(19 - square_north) * 5 % 25 + square_east % 5]
    return f"{first}{second}{east % SQUARE // 1000:02}{north % SQUARE // 1000:02}"


def spaced(reference: str) -> str:
    """SX9192 as people write it: SX 91 92."""
    figures = (len(reference) - 2) // 2
    return f"{reference[:2]} {reference[2 : 2 + figures]} {reference[2 + figures :]}" if reference else ""
