"""The gate as one would say it in Python, without a database: what the database's own answer is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from encircle.rooms.vetting.policy import Held, Kind, best


@dataclass(frozen=True)
class Clearance:
    prison: int
    on: date
    until: date | None  # empty: refused or withdrawn


@dataclass(frozen=True)
class CourseDone:
    on: date
    until: date | None


@dataclass(frozen=True)
class History:
    """What was written down of one volunteer; lists of what follows one another are in the order of time."""

    good_references: int = 0
    interviews: Sequence[bool] = ()
    papers: frozenset[str] = frozenset()
    certificates: Sequence[Held] = ()
    trained: bool = False
    outcomes: Sequence[str] = ()
    signed: frozenset[int] = frozenset()  # which wordings, by their place
    course: Sequence[CourseDone] = ()
    clearances: Sequence[Clearance] = ()
    exceptions: Sequence[tuple[str, date, date]] = ()


@dataclass(frozen=True)
class Asked:
    """What the charity asks: the conditions, and what some of them mean."""

    conditions: frozenset[str]
    eligible: Kind | None
    recheck_months: int
    sign_by: Sequence[date | None] = field(default_factory=tuple)  # of each wording, the oldest first
    needs_course: bool = True
    prison: int | None = None  # the one where the Circle meets; empty: nobody has said


def standing(of: History, asked: Asked, day: date) -> dict[str, tuple[bool, date | None, date | None]]:
    """For each condition: whether it is met on the day, its last day, and until when there is an exception."""
    found: dict[str, tuple[bool, date | None]] = {}
    for condition in asked.conditions:
        if condition == "courses" and not asked.needs_course:
            continue
        met, until = WAYS[condition](of, asked)
        found[condition] = (met and (until is None or until >= day), until)
    return {one: (*found[one], _excepted(of, one, day)) for one in found}


def _excepted(of: History, condition: str, day: date) -> date | None:
    holds = [end for what, start, end in of.exceptions if what == condition and start <= day <= end]
    return max(holds, default=None)


def _references(of: History, asked: Asked) -> tuple[bool, date | None]:
    return of.good_references >= 2 or "references" in of.papers, None


def _interview(of: History, asked: Asked) -> tuple[bool, date | None]:
    return (of.interviews[-1] if of.interviews else "interview" in of.papers), None


def _check(of: History, asked: Asked) -> tuple[bool, date | None]:
    found = best(of.certificates, asked.eligible, asked.recheck_months) if asked.eligible else None
    return (True, found[1]) if found else (False, None)


def _training(of: History, asked: Asked) -> tuple[bool, date | None]:
    return of.trained, None


def _assessment(of: History, asked: Asked) -> tuple[bool, date | None]:
    return bool(of.outcomes) and of.outcomes[-1] == "pass", None


def _agreement(of: History, asked: Asked) -> tuple[bool, date | None]:
    if not of.signed:
        return False, None
    ends = [min((day for day in asked.sign_by[one + 1 :] if day), default=None) for one in of.signed]
    return True, None if None in ends else max(end for end in ends if end)


def _courses(of: History, asked: Asked) -> tuple[bool, date | None]:
    return (True, of.course[-1].until) if of.course else (False, None)


def _prison(of: History, asked: Asked) -> tuple[bool, date | None]:
    newest = {one.prison: one.until for one in of.clearances if asked.prison in (None, one.prison)}
    until = max((one for one in newest.values() if one), default=None)
    return until is not None, until


WAYS = {
    "references": _references,
    "interview": _interview,
    "check": _check,
    "training": _training,
    "assessment": _assessment,
    "agreement": _agreement,
    "courses": _courses,
    "prison": _prison,
}
