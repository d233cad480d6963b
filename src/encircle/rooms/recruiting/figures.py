"""What those who applied said for equal opportunity: as rounded numbers, and in no other way."""

from dataclasses import dataclass

from django.db import connection

from .application import APART


@dataclass(frozen=True)
class Line:
    """One answer, and how many gave it, to the nearest five."""

    words: str
    people: int


@dataclass(frozen=True)
class Table:
    """One question in one year that has ended."""

    year: int
    question: str
    lines: tuple[Line, ...]


def equal_opportunity() -> list[Table]:
    """The newest year first, in the order the questions are asked. Empty for whoever may not see it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT of_year, question, answer, people FROM encircle.said_apart_figures()")
        counts = {(year, question, answer): people for year, question, answer, people in cursor.fetchall()}
    found = []
    for year in sorted({year for year, _, _ in counts}, reverse=True):
        for asked in APART:
            answers = [*((choice.value, choice.label) for choice in asked.choices), ("", "Not answered")]
            lines = tuple(Line(words, counts.get((year, asked.code, code), 0)) for code, words in answers)
            found.append(Table(year, asked.label, lines))
    return found
