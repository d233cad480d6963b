"""How a volunteer’s claims and hours read to them."""

from encircle.design.dates import plain_date
from encircle.design.items import Row, TagColour, WorkItem
from encircle.design.money import pounds
from encircle.foundations.access.actor import Actor
from encircle.rooms.expenses.models import Line
from encircle.rooms.expenses.occasions import occasion_of
from encircle.rooms.expenses.queries import ClaimLine, ShownLine, Standing, own_counts
from encircle.rooms.expenses.vocabulary import CostKind, Purpose, Vehicle

from .links import to

STANDINGS: dict[Standing, tuple[str, TagColour]] = {
    Standing.DRAFT: ("Not sent yet", "grey"),
    Standing.WAITING: ("Sent", "blue"),
    Standing.SECOND: ("Sent", "blue"),
    Standing.TAKEN_BACK: ("Taken back", "grey"),
    Standing.RETURNED: ("Came back to be changed", "yellow"),
    Standing.APPROVED: ("Approved", "green"),
    Standing.PAID: ("Paid", "green"),
    Standing.FELL_THROUGH: ("Payment fell through, will be paid later", "orange"),
}


def claim_item(one: ClaimLine) -> WorkItem:
    words, colour = STANDINGS[one.standing]
    if one.is_mended:
        words, colour = "Mended in another claim", "grey"
    begun = f"Sent on {plain_date(one.sent_at)}" if one.sent_at else f"Begun on {plain_date(one.claim.at)}"
    paid = [f"paid on {plain_date(one.paid_at)}"] if one.paid_at else []
    return WorkItem(
        title=f"Claim {one.claim.reference}",
        url=to("claim", one.claim.pk),
        facts=[pounds(one.pence), begun, *paid],
        tag=words,
        colour=colour,
    )


def line_title(line: Line) -> str:
    return f"{CostKind(line.kind).label}, {plain_date(line.on)}"


def line_rows(one: ShownLine) -> list[Row]:
    line = one.line
    return [
        Row("What for", what_for(line)),
        *([Row("How far", how_far(line))] if line.miles is not None else []),
        Row("Amount", pounds(line.pence)),
    ]


def what_for(line: Line) -> str:
    day = occasion_of(line)
    purpose = str(Purpose(line.purpose).label)
    return f"{purpose}, {plain_date(day)}" if day else purpose


def how_far(line: Line) -> str:
    with_them = (
        f", with {line.passengers} other volunteer{'s' if line.passengers > 1 else ''}" if line.passengers else ""
    )
    miles = line.miles or 0
    far = f"{miles // 10}" if miles % 10 == 0 else f"{miles / 10:.1f}"
    return f"{far} miles by {str(Vehicle(line.vehicle).label).lower()}{with_them}"


def length(minutes: int) -> str:
    """2 hours 30 minutes"""
    hours, rest = divmod(minutes, 60)
    said = [
        *([f"{hours:,} hour{'' if hours == 1 else 's'}"] if hours else []),
        *([f"{rest} minute{'' if rest == 1 else 's'}"] if rest or not hours else []),
    ]
    return " ".join(said)


HOME = (
    (Standing.RETURNED, "came back"),
    (Standing.DRAFT, "not sent yet"),
    (Standing.WAITING, "sent"),
    (Standing.SECOND, "with a second person"),
    (Standing.APPROVED, "approved"),
    (Standing.FELL_THROUGH, "to be paid again"),
    (Standing.PAID, "paid"),
)


def in_a_few_words(by: Actor) -> str:
    """How their claims stand: "1 came back, 2 paid"."""
    counted = own_counts(by)
    return ", ".join(f"{counted[one]} {words}" for one, words in HOME if counted.get(one))
