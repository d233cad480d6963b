"""What the clock does for many, one after another, each in a transaction of its own: one fault stops no other."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

One = TypeVar("One")
log = logging.getLogger(__name__)


class SomeFailed(Exception):
    """Some could not be looked at; the others were. The log says why."""


def each_alone(act: Callable[[One], int], those: Iterable[One], *, fault: str) -> int:
    """What `act` did, added up. Raises SomeFailed once all were looked at. `fault`: for the log, of nobody."""
    done, failed = 0, 0
    for one in those:
        try:
            done += act(one)
        except Exception:
            failed += 1
            log.exception(fault)
    if failed:
        raise SomeFailed(f"{fault}: {failed}")
    return done
