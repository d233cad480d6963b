"""Take a file in: look at it in a closed process, ask the scanner, and make what will be kept."""

from dataclasses import dataclass

from . import scanner
from .closed_process import check
from .models import Verdict
from .names import cleaned
from .parsing.kinds import Kind
from .parsing.refusals import Refused, Why

__all__ = ["Refused", "Taken", "take_in"]


@dataclass(frozen=True, repr=False)
class Taken:
    """What is kept of a file that was taken: its content may differ from what came (pictures are painted anew)."""

    name: str
    kind: Kind
    pages: int
    content: bytes
    verdict: Verdict | None  # None: it waits for the scanner


def take_in(name: str, data: bytes) -> Taken:
    """Raises Refused. The scanner sees what came and not what became of it."""
    tidy = cleaned(name)
    kind, pages, content = check(tidy, data)
    return Taken(tidy, kind, pages, content, scanned(data))


def scanned(data: bytes) -> Verdict | None:
    """Raises Refused for what the scanner finds. None where it must be asked and does not answer."""
    if not scanner.is_set_up():
        return None if scanner.is_required() else Verdict.NOT_SCANNED
    try:
        is_clean = scanner.is_clean(data)
    except scanner.ScannerDown:
        return None if scanner.is_required() else Verdict.NOT_SCANNED
    if not is_clean:
        raise Refused(Why.VIRUS)
    return Verdict.CLEAN
