"""How far assessors agree: Krippendorff's alpha for ordinal scores.

K. Krippendorff, Content Analysis: An Introduction to Its Methodology, 2nd edition (2004), chapter 11: any number of
assessors, any scores missing, distances between ordered categories. 1 is full agreement, 0 what chance would give. He
relies on values of .800 and more, draws tentative conclusions from .667, and nothing from less (p. 241).
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import krippendorff

RELIED_ON, TENTATIVE = 0.800, 0.667
FEWEST = 10  # things scored by two or more: with fewer, one score moves the figure too far to say anything [assume]
SCALE = (1, 2, 3, 4)


@dataclass(frozen=True)
class Agreement:
    """`alpha` is None where there is too little to say, or where everybody gave the same score to everything."""

    compared: int
    alpha: float | None = None

    @property
    def words(self) -> str:
        if self.compared < FEWEST:
            return f"Too few scores to say: {self.compared} were given by two assessors or more, and it takes {FEWEST}"
        if self.alpha is None:
            return "Everybody gave the same score to everything, so nothing can be said"
        if self.alpha >= RELIED_ON:
            return "They agree well"
        return (
            "They agree in part: talk it through" if self.alpha >= TENTATIVE else "They do not agree: talk it through"
        )


def agreement(scores: Iterable[tuple[Hashable, Hashable, int]]) -> Agreement:
    """Of (assessor, what was scored, score from 1 to 4)."""
    given = {(assessor, unit): score for assessor, unit, score in scores}
    assessors = sorted({assessor for assessor, _ in given}, key=str)
    every = {unit for _, unit in given}
    units = sorted((unit for unit in every if sum((who, unit) in given for who in assessors) > 1), key=str)
    paired = {given[who, unit] for who in assessors for unit in units if (who, unit) in given}
    if len(units) < FEWEST or len(paired) < 2:
        return Agreement(len(units))
    table = [[float(given.get((who, unit), "nan")) for unit in units] for who in assessors]
    found = krippendorff.alpha(reliability_data=table, value_domain=SCALE, level_of_measurement="ordinal")
    return Agreement(len(units), round(float(found), 3))
