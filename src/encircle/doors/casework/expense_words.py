"""How claims read to the staff."""

from datetime import datetime

from encircle.design.dates import plain_date, relative, relative_day
from encircle.design.items import Row, TagColour, WorkItem
from encircle.design.money import pounds
from encircle.rooms.expenses.models import Line
from encircle.rooms.expenses.occasions import occasion_of
from encircle.rooms.expenses.queries import ClaimLine, ShownLine, Standing, Waiting
from encircle.rooms.expenses.vocabulary import CostKind, Purpose, Vehicle
from encircle.rooms.organisation.clocks import last_day

from .links import to

STANDINGS: dict[Standing, tuple[str, TagColour]] = {
    Standing.DRAFT: ("Not sent", "grey"),
    Standing.WAITING: ("To decide", "yellow"),
    Standing.SECOND: ("Second approval", "orange"),
    Standing.TAKEN_BACK: ("Taken back by the volunteer", "grey"),
    Standing.RETURNED: ("Returned", "grey"),
    Standing.APPROVED: ("Approved, to be paid", "blue"),
    Standing.PAID: ("In a payment file", "green"),
    Standing.FELL_THROUGH: ("Payment fell through", "orange"),
}


def waiting_item(one: Waiting, at: datetime) -> WorkItem:
    sent, is_late = one.submission, one.due <= at
    tag, colour = STANDINGS[Standing.SECOND if one.step == 2 else Standing.WAITING]
    return WorkItem(
        title=sent.volunteer.full_name,
        url=to("claim", sent.claim_id),
        facts=[
            sent.claim.reference,
            pounds(sent.pence),
            *(["your own: somebody else decides"] if one.names_own else []),
        ],
        tag=tag,
        colour="red" if is_late else colour,
        when=f"sent {relative(sent.at, at)}, {'was due' if is_late else 'due'} {relative_day(last_day(one.due), at)}",
        urgency="urgent" if is_late else "",
        hidden=sent.claim.reference,
    )


def claim_item(one: ClaimLine) -> WorkItem:
    tag, colour = STANDINGS[one.standing]
    return WorkItem(
        title=one.claim.reference,
        url=to("claim", one.claim.pk),
        facts=[pounds(one.pence), *([f"sent on {plain_date(one.sent_at)}"] if one.sent_at else [])],
        tag=tag,
        colour=colour,
    )


def line_title(line: Line) -> str:
    return f"{CostKind(line.kind).label}, {plain_date(line.on)}"


def line_rows(one: ShownLine) -> list[Row]:
    line, day = one.line, occasion_of(one.line)
    purpose = str(Purpose(line.purpose).label)
    return [
        Row("What for", f"{purpose}, {plain_date(day)}" if day else purpose),
        *([Row("How far", _how_far(line))] if line.miles is not None else []),
        Row("Amount", pounds(line.pence)),
    ]


def _how_far(line: Line) -> str:
    miles = line.miles or 0
    far = f"{miles // 10}" if miles % 10 == 0 else f"{miles / 10:.1f}"
    taken = (
        f", {line.passengers} other volunteer{'' if line.passengers == 1 else 's'} carried" if line.passengers else ""
    )
    return f"{far} miles by {str(Vehicle(line.vehicle).label).lower()}{taken}"


def flags(one: ShownLine) -> list[str]:
    """What an approver should know. None of it refuses anything."""
    return [
        *(["Claimed before: the same day, kind and amount"] if one.is_before else []),
        *(["The minutes do not have them at this meeting"] if one.did_not_attend else []),
        *(["No receipt, though one is asked for"] if one.lacks_receipt else []),
    ]


def length(minutes: int) -> str:
    """2 h 30 min"""
    hours, rest = divmod(minutes, 60)
    return f"{hours:,} h {rest:02d} min" if hours else f"{rest} min"
