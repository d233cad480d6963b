"""A proposed Circle in sentences: why these people, what is given up, and what one more Circle would need.

Every sentence is read off the facts that the solver weighed; none is a score. Names are given by whoever shows it.
"""

from collections.abc import Iterator, Mapping, Sequence

from .missing import Missing, Need
from .model import AgeBand, Candidate, Formed, Id, Problem, Sex, Slot, miles_between

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AGES = {AgeBand.YOUNG: "18 to 34", AgeBand.MIDDLE: "35 to 54", AgeBand.OLDER: "55 or older"}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six")
FAR = 15  # miles, from which a journey is named
LONG = 6  # months, from which a wait is named

Names = Mapping[Id, str]


def why(problem: Problem, circle: Formed, names: Names) -> list[str]:
    """Why these people."""
    team = _team(problem, circle)
    known = [names[one.id] for one in team if one.is_experienced]
    new = [names[one.id] for one in team if not one.is_experienced]
    miles = _miles(problem, circle)
    return [
        f"All {_number(len(team))} are free on {slot_words(circle.slot)} and can reach the venue: "
        f"{_counted(round(sum(miles.values()) / len(miles)), 'mile')} each on average.",
        f"{_mix(team).capitalize()}; ages {_listed(_ages(team)) or 'not said'}.",
        f"{_listed(known)} {_has(known)} been in a Circle before"
        + (f"; {_listed(new)} {_is(new)} new." if new else "."),
        *_waits(problem, circle, team, names),
    ]


def given_up(problem: Problem, circle: Formed, names: Names) -> list[str]:
    """What is less good than it could be."""
    team, person = _team(problem, circle), problem.waiting_by_id[circle.waiting]
    says = []
    if {one.sex for one in team} < {Sex.WOMAN, Sex.MAN}:
        says.append("Women only, as you allowed." if team[0].sex is Sex.WOMAN else "Men only, as you allowed.")
    if len(_ages(team)) == 1:
        says.append(f"Everybody who gave an age is {_ages(team)[0]}.")
    if all(one.is_experienced for one in team):
        says.append("Nobody new learns here.")
    if len(team) == person.size.least:
        says.append("As few volunteers as this kind of Circle begins with.")
    far = {id: miles for id, miles in _miles(problem, circle).items() if miles >= FAR}
    return says + [f"{names[id]} travels {_counted(miles, 'mile')}." for id, miles in far.items()]


def missing_words(missing: Missing, venue: str) -> str:
    """For example: one man free on Tuesday evenings near Exmouth"""
    people = " and ".join(_need(need) for need in missing.needs)
    return f"{people} free on {slot_words(missing.slot)} near {venue}"


def slot_words(slot: Slot) -> str:
    return f"{DAYS[slot.weekday]} {slot.part}s"


def _team(problem: Problem, circle: Formed) -> list[Candidate]:
    return [problem.candidate_by_id[id] for id in circle.volunteers]


def _miles(problem: Problem, circle: Formed) -> dict[Id, int]:
    venue = problem.venue_by_id[circle.venue].point
    return {one.id: round(miles_between(one.point, venue)) for one in _team(problem, circle)}


def _mix(team: Sequence[Candidate]) -> str:
    women, men = (sum(one.sex is sex for one in team) for sex in (Sex.WOMAN, Sex.MAN))
    others = len(team) - women - men
    parts = [_counted_word(women, "woman", "women"), _counted_word(men, "man", "men")]
    return _listed([*parts, f"{_number(others)} who did not say"] if others else parts)


def _ages(team: Sequence[Candidate]) -> list[str]:
    bands = {one.age for one in team}
    return [words for band, words in AGES.items() if band in bands]


def _waits(problem: Problem, circle: Formed, team: Sequence[Candidate], names: Names) -> Iterator[str]:
    months = problem.waiting_by_id[circle.waiting].months_waited
    if months >= LONG:
        yield f"The core member has waited {_counted(months, 'month')}."
    for one in team:
        if one.months_waited >= LONG:
            yield f"{names[one.id]} has waited {_counted(one.months_waited, 'month')} for a Circle."


def _need(need: Need) -> str:
    one, many = {
        Sex.WOMAN: ("woman", "women"),
        Sex.MAN: ("man", "men"),
        Sex.UNSAID: ("volunteer", "volunteers"),
    }[need.sex]
    who = _counted_word(need.number, one, many)
    return f"{who} who {'has' if need.number == 1 else 'have'} been in a Circle before," if need.is_experienced else who


def _counted_word(number: int, one: str, many: str) -> str:
    return f"{_number(number)} {one if number == 1 else many}"


def _counted(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"


def _number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def _has(names: Sequence[str]) -> str:
    return "has" if len(names) == 1 else "have"


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"
