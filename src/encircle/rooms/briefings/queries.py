"""Reads about briefings for the staff of the area. Facts alone: what a pack says is opened, see `actions.packing`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import names_of
from encircle.foundations.audit.models import Entry, Verb
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.seat_queries import SeatLine, lines_for
from encircle.rooms.organisation.queries import kind_standard
from encircle.rooms.partners.models import AgencyKind

from .actions.packing import PAGE, VERSION
from .models import (
    Briefing,
    BriefingAttendance,
    BriefingHeld,
    BriefingInvitation,
    BriefingMove,
    BriefingReply,
    PackOpening,
    PackPage,
    PackVersion,
)
from .vocabulary import Presence

A_PAGE = 20


@dataclass(frozen=True)
class InvitedLine:
    """Somebody invited, and what they answered since the briefing was planned or moved."""

    invitation: BriefingInvitation
    seat: SeatLine
    comes: bool | None


@dataclass(frozen=True)
class CameLine:
    name: str
    said_as: str
    presence: Presence


@dataclass(frozen=True)
class BriefingPage:
    briefing: Briefing
    held: BriefingHeld | None
    invited: list[InvitedLine]
    came: list[CameLine]
    missing: list[str]  # kinds of agency expected and not invited, or (once held) not there
    moves: list[BriefingMove]
    versions: list[PackVersion]  # the newest first
    openings: list[PackOpening]  # the newest first
    names: dict[UUID, str]


@dataclass(frozen=True)
class BriefingNow:
    """What the first page of a Circle says of its briefing."""

    planned: Briefing | None = None
    held: BriefingHeld | None = None
    missing: Sequence[str] = ()
    open_until: datetime | None = None  # the pack, for all volunteers
    closed_at: datetime | None = None


def briefings_of(circle_id: UUID) -> list[tuple[Briefing, BriefingHeld | None]]:
    """The newest first."""
    found = Briefing.objects.filter(circle=circle_id).select_related("venue", "held").order_by("-starts_at", "pk")
    return [(one, getattr(one, "held", None)) for one in found[:A_PAGE]]


def briefing_row(briefing_id: UUID) -> Briefing:
    """Raises NotFound."""
    found = Briefing.objects.select_related("venue").filter(pk=briefing_id).first()
    if found is None:
        raise NotFound()
    return found


def briefing_page(briefing_id: UUID, at: datetime) -> BriefingPage:
    """A fixed number of reads, however many are invited."""
    one = briefing_row(briefing_id)
    held = BriefingHeld.objects.filter(briefing=one).first()
    moves = list(BriefingMove.objects.filter(briefing=one).order_by("-moved_at"))
    invited = _invited(one, moves)
    attendance = list(BriefingAttendance.objects.filter(briefing=one).select_related("seat", "agency"))
    lines = _lines(attendance)
    versions = list(PackVersion.objects.filter(briefing=one).order_by("-number"))
    openings = list(PackOpening.objects.filter(briefing=one).select_related("seat").order_by("-opened_at", "pk"))
    there = _kinds_there(attendance, lines) if held else {line.seat.agency_kind for line in invited}
    people = [*(row.moved_by_id for row in moves), *(row.written_by_id for row in versions)]
    people += [row.opened_by_id for row in openings] + [row.closed_by_id for row in openings if row.closed_by_id]
    return BriefingPage(
        one, held, invited, _came(attendance, lines), missing_agencies(one.circle_id, there, at), moves, versions,
        openings, names_of(people),
    )  # fmt: skip


def missing_agencies(circle_id: UUID, there: Iterable[str], at: datetime) -> list[str]:
    """Kinds of agency that the practice standard expects, in words, without those who are there."""
    kind = Circle.objects.values_list("kind", flat=True).get(pk=circle_id)
    standard = kind_standard(kind, on=in_london(at).date())
    expected = standard.briefing_agencies if standard else []
    return [str(AgencyKind(one).label) for one in expected if one not in set(there)]


def briefing_now(circle_id: UUID, at: datetime) -> BriefingNow:
    """The newest briefing that was held, else the next one planned, with its pack."""
    held = BriefingHeld.objects.filter(circle=circle_id).order_by("-held_at").first()
    live = Briefing.objects.filter(circle=circle_id, cancelled_at__isnull=True)
    planned = None if held else live.order_by("-starts_at").first()
    one_id = held.briefing_id if held else planned.pk if planned else None
    if one_id is None:
        return BriefingNow()
    opening = PackOpening.objects.filter(circle=circle_id, seat__isnull=True).order_by("-opened_at").first()
    return BriefingNow(
        planned,
        held,
        missing_agencies(circle_id, _there(one_id, is_held=held is not None), at),
        opening.closes_at if opening and opening.opens_at <= at < opening.closes_at else None,
        opening.closes_at if opening and opening.closes_at <= at else None,
    )


def _there(briefing_id: UUID, *, is_held: bool) -> set[str]:
    if is_held:
        attendance = list(BriefingAttendance.objects.filter(briefing=briefing_id).select_related("seat", "agency"))
        return _kinds_there(attendance, _lines(attendance))
    seats = Seat.objects.filter(pk__in=BriefingInvitation.objects.filter(briefing=briefing_id).values("seat"))
    return set(seats.filter(professional__isnull=False).values_list("professional__agency__kind", flat=True))


def _lines(attendance: list[BriefingAttendance]) -> dict[UUID, SeatLine]:
    return {line.seat.pk: line for line in lines_for([row.seat for row in attendance if row.seat])}


def _kinds_there(attendance: list[BriefingAttendance], lines: dict[UUID, SeatLine]) -> set[str]:
    present = [row for row in attendance if row.presence == Presence.PRESENT]
    seated = {lines[row.seat_id].agency_kind for row in present if row.seat_id in lines}
    return seated | {row.agency.kind for row in present if row.agency}


def _invited(briefing: Briefing, moves: Sequence[BriefingMove]) -> list[InvitedLine]:
    rows = list(BriefingInvitation.objects.filter(briefing=briefing).select_related("seat"))
    lines = {line.seat.pk: line for line in lines_for([row.seat for row in rows])}
    since = moves[0].moved_at if moves else None
    answers: dict[UUID, bool] = {}
    for answer in BriefingReply.objects.filter(briefing=briefing).order_by("at", "pk"):
        if since is None or answer.at >= since:
            answers[answer.invitation_id] = answer.comes
    shown = [InvitedLine(row, lines[row.seat_id], answers.get(row.pk)) for row in rows]
    return sorted(shown, key=lambda line: (line.seat.seat.part, line.seat.name))


def _came(attendance: list[BriefingAttendance], lines: dict[UUID, SeatLine]) -> list[CameLine]:
    seated = [
        CameLine(lines[row.seat_id].name, lines[row.seat_id].said_as, Presence(row.presence))
        for row in attendance
        if row.seat_id in lines
    ]
    agencies = [CameLine(row.agency.name, "Agency", Presence(row.presence)) for row in attendance if row.agency]
    return sorted(seated, key=lambda line: (line.said_as, line.name)) + agencies


@dataclass(frozen=True)
class ReadingLine:
    """That somebody opened the pack, or a page of it."""

    at: datetime
    by: str
    what: str


def readings(briefing_id: UUID, *, page: int = 1) -> tuple[list[ReadingLine], bool]:
    """Each opening of each page by the trace, which nobody can leave out; the newest first, and whether there is more.

    The trace carries no words: what a line is about is looked up among the versions and pages of this briefing.
    """
    versions = dict(PackVersion.objects.filter(briefing=briefing_id).values_list("pk", "number"))
    pages = {row.pk: row for row in PackPage.objects.filter(briefing=briefing_id).select_related("document")}
    start = (max(page, 1) - 1) * A_PAGE
    rows = Entry.objects.filter(
        verb=Verb.OPENED, item_type__in=(VERSION, PAGE), item_id__in=[*versions, *pages]
    ).order_by("-pk")[start : start + A_PAGE + 1]
    found = list(rows)
    names = names_of(entry.actor_id for entry in found)
    return [
        ReadingLine(entry.at, names.get(entry.actor_id, "") if entry.actor_id else "", _what(entry, versions, pages))
        for entry in found[:A_PAGE]
    ], len(found) > A_PAGE


def _what(entry: Entry, versions: dict[UUID, int], pages: dict[UUID, PackPage]) -> str:
    if entry.item_id in versions:
        return f"The words, version {versions[entry.item_id]}"
    page = pages[entry.item_id] if entry.item_id else None
    if page is None:
        return ""
    return f"{page.document.get_kind_display()}, page {page.number} (version {versions[page.version_id]})"
