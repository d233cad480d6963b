"""The ledger of a Circle as a file: CSV that no spreadsheet takes for formulas, and a tagged PDF."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from encircle.common.clock import in_london
from encircle.common.typesetting import tagged_pdf
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Circle

from .queries.ledger import LedgerLine, Stayed, stayed_of, whole_ledger
from .queries.tellings import ToldLine
from .rules import require_seeing_ledger
from .vocabulary import Channel

TEMPLATE = Path(__file__).parent / "ledger.typ"
HEADINGS = (
    "Released",
    "Recipient",
    "Agency",
    "What",
    "About the day",
    "How",
    "Rests on",
    "Sent by",
    "Notice sent",
    "Opened",
    "Acknowledged",
    "Reminded",
    "Recalled",
    "Withdrawn",
    "What stayed and why",
)
IN_PDF = (0, 1, 2, 3, 4, 6, 7, 9, 10, 12, 13, 14)  # what fits across a page; the rest is in the CSV
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # OWASP, CSV injection


def export_ledger_csv(circle: Circle, *, by: Actor) -> bytes:
    """Raises NotAllowed. Leaves a line in the trace."""
    rows = _rows(circle, by, detail="csv")
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def export_ledger_pdf(circle: Circle, *, by: Actor, at: datetime) -> bytes:
    """PDF/UA-1. What people typed reaches the page as data, never as its source."""
    rows = _rows(circle, by, detail="pdf")
    data = {
        "title": f"Ledger of Circle {circle.reference}",
        "made": f"Made by {by.name} on {_moment(at)}. Confidential.",
        "headings": [HEADINGS[place] for place in IN_PDF],
        "rows": [[row[place] for place in IN_PDF] for row in rows],
    }
    return tagged_pdf(TEMPLATE, "ledger", data)


def harmless(cell: str) -> str:
    """A spreadsheet computes a cell that begins so; an apostrophe before it keeps it text."""
    return f"'{cell}" if cell.lstrip(" ").startswith(DANGEROUS) else cell


def _rows(circle: Circle, by: Actor, *, detail: str) -> list[tuple[str, ...]]:
    require_seeing_ledger(by, circle.area_id)
    lines = whole_ledger(circle.pk)
    stayed = stayed_of([line.release.pk for line in lines if line.release])
    record(
        Verb.EXPORTED,
        "sharing.ledger",
        circle.pk,
        by=by.acting,
        circle_id=circle.pk,
        area_id=circle.area_id,
        detail=detail,
    )
    return [_told_row(line) if isinstance(line, ToldLine) else _row(line, stayed[line.release.pk]) for line in lines]


def _told_row(line: ToldLine) -> tuple[str, ...]:
    """A call about a concern, outside the outer circle: nothing was sent, and nothing waits to be opened."""
    row = dict.fromkeys(HEADINGS, "")
    row |= {
        "Released": _moment(line.told_at),
        "Recipient": line.recipient,
        "Agency": line.agency,
        "What": line.item,
        "About the day": line.about_on.isoformat(),
        "How": Channel.PHONE.label,
        "Rests on": ", ".join(line.rests_on),
        "Sent by": line.sender,
        "Acknowledged": f"{_moment(line.told_at)}\nspoke to {line.spoke_to}",
    }
    return tuple(row.values())


def _row(line: LedgerLine, stayed: Iterable[Stayed]) -> tuple[str, ...]:
    release = line.release
    acknowledged = _moment(line.acknowledged_at)
    return (
        _moment(release.released_at),
        release.professional.name,
        release.agency.name,
        line.item,
        release.about_on.isoformat(),
        Channel(release.channel).label,
        ", ".join(line.rests_on),
        line.sender,
        _moment(line.delivered_at),
        _moment(line.opened_at),
        f"{acknowledged}\nspoke to {line.spoke_to}" if line.spoke_to else acknowledged,
        ", ".join(_moment(at) for at in line.chased_at),
        _moment(line.recall.recalled_at if line.recall else None),
        f"{line.closed} of {line.passages}" if line.closed else "",
        " ".join(f"{one.heading}: {one.reason.sentence}" for one in stayed),
    )


def _moment(instant: datetime | None) -> str:
    return f"{in_london(instant):%Y-%m-%d %H:%M}" if instant else ""
