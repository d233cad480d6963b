"""When somebody comes of age."""

from datetime import date

ADULT_AGE = 18  # Family Law Reform Act 1969, section 1; the day begins the age: section 9


def birthday(born_on: date, age: int) -> date:
    """Someone born on 29 February turns on 1 March of a common year."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)


def comes_of_age(born_on: date) -> date:
    return birthday(born_on, ADULT_AGE)
