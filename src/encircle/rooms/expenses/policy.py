"""What a journey is worth, purely.

Rates are tenths of a penny a mile and miles are tenths of a mile, so that a journey is worth whole hundredths of a
penny; each line is rounded once, half a penny up. The rate is that of the day of the journey. The first rate of a car
or van holds up to a threshold of miles in a tax year, 6 April to 5 April, counted over every claim that stands and
over the journeys of the claim itself, in the order of their days. What was worked out when a claim was sent stays,
whatever becomes of another claim later.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from encircle.rooms.organisation.clocks import WorkingCalendar, add_working_days

CAR, MOTORCYCLE, BICYCLE = "car", "motorcycle", "bicycle"


@dataclass(frozen=True)
class Rates:
    """Tenths of a penny a mile; the threshold in whole miles."""

    car: int
    car_beyond: int
    car_threshold: int
    motorcycle: int
    bicycle: int
    passenger: int


@dataclass(frozen=True)
class Journey:
    on: date
    vehicle: str
    miles: int  # tenths
    passengers: int = 0


def tax_year(day: date) -> int:
    """The year in which it begins."""
    return day.year if (day.month, day.day) >= (4, 6) else day.year - 1


def first_of(year: int) -> date:
    return date(year, 4, 6)


def worth(journey: Journey, rates: Rates, before: int) -> int:
    """In pence. `before`: tenths of a mile by car or van in that tax year that are counted already."""
    hundredths = _by_vehicle(journey, rates, before) + journey.passengers * journey.miles * rates.passenger
    return (hundredths + 50) // 100


def _by_vehicle(journey: Journey, rates: Rates, before: int) -> int:
    if journey.vehicle == MOTORCYCLE:
        return journey.miles * rates.motorcycle
    if journey.vehicle == BICYCLE:
        return journey.miles * rates.bicycle
    within = min(journey.miles, max(0, rates.car_threshold * 10 - before))
    return within * rates.car + (journey.miles - within) * rates.car_beyond


def worth_of(
    journeys: Sequence[Journey], rates_on: Callable[[date], Rates], before: Mapping[int, int]
) -> tuple[int, ...]:
    """What each is worth, in the order given. `before`: tax year -> tenths of a mile counted already."""
    counted, found = dict(before), [0] * len(journeys)
    for place in sorted(range(len(journeys)), key=lambda one: journeys[one].on):
        journey = journeys[place]
        year = tax_year(journey.on)
        found[place] = worth(journey, rates_on(journey.on), counted.get(year, 0))
        if journey.vehicle == CAR:
            counted[year] = counted.get(year, 0) + journey.miles
    return tuple(found)


def decide_by(sent_at: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    """By when a claim is decided: for the list of claims and for what is due."""
    return add_working_days(sent_at, days, calendar)
