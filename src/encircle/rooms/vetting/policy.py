"""What a check may be asked for, what it covers, and until when it counts. Plain Python."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from encircle.common.clock import months_after

LEVELS = ("basic", "standard", "enhanced", "barred")
COVERS = {"adult": {"adult"}, "child": {"child"}, "both": {"adult", "child"}, "other": {"other"}, "": set()}


@dataclass(frozen=True)
class Kind:
    """A level and, of enhanced ones, a workforce; empty for the others."""

    level: str
    workforce: str = ""


@dataclass(frozen=True)
class Update:
    on: date
    is_unchanged: bool


@dataclass(frozen=True)
class Held:
    """A certificate: what it is, when it was issued, and what was decided of it."""

    kind: Kind
    issued_on: date
    shows_something: bool = False
    accepted: bool | None = None  # None: nobody has decided
    updates: Sequence[Update] = ()


def has_workforce(level: str) -> bool:
    return LEVELS.index(level) >= LEVELS.index("enhanced")


def workforce_fault(kind: Kind) -> str:
    """ "" where it has a workforce if and only if its level has one."""
    if has_workforce(kind.level) == bool(kind.workforce):
        return ""
    return "Select a workforce for an enhanced check, and none for others"


def why_not_ask(asked: Kind, eligible: Kind | None) -> str:
    """ "" where it may be asked. Anybody may be asked for a basic certificate; for more the role must be eligible.

    Police Act 1997, ss 113A, 113B and 123; Rehabilitation of Offenders Act 1974 (Exceptions) Order 1975: asking for a
    standard or enhanced certificate for a role that is not eligible is an offence.
    """
    if asked.level == "basic":
        return ""
    if eligible is None:
        return "Nobody has decided yet what this role is eligible for, so only a basic certificate may be asked for"
    if LEVELS.index(asked.level) > LEVELS.index(eligible.level):
        return "This role is not eligible for a check at this level. Asking for it would be an offence"
    if has_workforce(asked.level) and not COVERS[asked.workforce] <= COVERS[eligible.workforce]:
        return "This role is not eligible for a check for this workforce. Asking for it would be an offence"
    return ""


def asks_not_protected(decided: Collection[str]) -> bool:
    """Whether somebody who applies may be asked for more than what is unspent, by the level decided for each kind.

    Rehabilitation of Offenders Act 1974, s 4 and its Exceptions Order 1975: only of whom a standard or enhanced check
    may be asked. Whoever applies may come to sit in any kind of Circle, so every kind that is decided on must be
    eligible; where nobody has decided, none is. `encircle.asks_not_protected` answers the same to applicants.
    """
    return bool(decided) and "basic" not in decided


def covers(held: Kind, needed: Kind) -> bool:
    """Whether a certificate is at least what is needed."""
    if LEVELS.index(held.level) < LEVELS.index(needed.level):
        return False
    return not has_workforce(needed.level) or COVERS[needed.workforce] <= COVERS[held.workforce]


def good_until(held: Held, recheck_months: int) -> date | None:
    """The last day it counts; None: it does not count at all. A certificate has no expiry: the re-check is policy.

    Counted from the day it was issued, or last found unchanged. What the Update Service found changed ends it that day.
    """
    if held.shows_something and not held.accepted:
        return None
    changed = [one.on for one in held.updates if not one.is_unchanged]
    last = max([held.issued_on, *(one.on for one in held.updates if one.is_unchanged)])
    until = months_after(last, recheck_months)
    return min([until, *changed])


def standing(held: Held, day: date, *, recheck_months: int, warn_days: int) -> str:
    """One of `vocabulary.Standing`."""
    if held.shows_something and held.accepted is None:
        return "to_decide"
    until = good_until(held, recheck_months)
    if until is None:
        return "refused"
    if until < day:
        return "lapsed"
    return "ending" if until <= day + timedelta(days=warn_days) else "in_date"


def best(held: Iterable[Held], needed: Kind, recheck_months: int) -> tuple[Held, date] | None:
    """Of the certificates that cover what is needed, the one that counts longest, with its last day."""
    lasting = [(one, until) for one in held if covers(one.kind, needed) and (until := good_until(one, recheck_months))]
    return max(lasting, key=lambda pair: pair[1], default=None)
