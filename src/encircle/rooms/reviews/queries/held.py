"""Reads about reviews that were held: decisions, who came over time, and which phase a review decided."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from encircle.rooms.circles.models import Seat
from encircle.rooms.partners.models import Agency

from ..models import Attendance, Decision, DecisionWords, Holding, PhaseDecision, Review, View, ViewPassage
from ..vocabulary import Came, DecisionKind, ReviewKind, ViewHeading, ViewOf

WAS_THERE = (Came.PRESENT, Came.SENT)


@dataclass(frozen=True)
class CameLine:
    seat: Seat
    agency: str
    came: Came


@dataclass(frozen=True)
class DecisionLine:
    decision: Decision
    text: str
    who: str = ""

    @property
    def kind(self) -> DecisionKind:
        return DecisionKind(self.decision.kind)

    @property
    def is_done(self) -> bool:
        return hasattr(self.decision, "done")


@dataclass(frozen=True)
class ViewLine:
    """One view as it was given. Its words stand beside the others' and are never merged with them."""

    view: View
    name: str
    agency: str
    words: tuple[tuple[ViewHeading, str], ...]
    is_newest: bool  # of this seat

    @property
    def of(self) -> ViewOf:
        return ViewOf(self.view.of)


@dataclass(frozen=True)
class AgencyLine:
    """How often an agency came of the reviews it was expected at."""

    agency: Agency
    came: tuple[tuple[datetime, Came], ...]  # the oldest first

    @property
    def was_there(self) -> int:
        return sum(came in WAS_THERE for _, came in self.came)

    @property
    def expected(self) -> int:
        return len(self.came)

    @property
    def never_came(self) -> bool:
        return self.was_there == 0


def holding_of(review: Review) -> Holding | None:
    return Holding.objects.filter(pk=review.pk).first()


def came_to(review: Review) -> list[CameLine]:
    rows = Attendance.objects.filter(review=review).select_related("seat", "agency")
    return sorted(
        (CameLine(row.seat, row.agency.name if row.agency else "", Came(row.came)) for row in rows),
        key=lambda line: (bool(line.agency), line.seat.part, line.seat.letter, line.seat.display_name),
    )


def decisions_of(review: Review) -> list[DecisionLine]:
    """Needs the receipt for the review. Two reads."""
    words = dict(DecisionWords.objects.filter(review=review).values_list("decision_id", "text"))
    rows = Decision.objects.filter(review=review).select_related("seat", "done").order_by("position")
    return [DecisionLine(row, words.get(row.pk, ""), row.seat.display_name if row.seat else "") for row in rows]


def views_of(review: Review) -> list[ViewLine]:
    """All that may be read, by whose they are, the newest of each first. Needs the receipt. Two reads."""
    words: dict[UUID, dict[str, str]] = defaultdict(dict)
    for view_id, heading, text in ViewPassage.objects.filter(review=review).values_list("view_id", "heading", "text"):
        words[view_id][heading] = text
    rows = View.objects.filter(review=review).select_related("seat", "agency").order_by("-sent_at", "-pk")
    lines: list[ViewLine] = []
    seen: set[UUID] = set()
    for row in rows:
        lines.append(_view(row, words[row.pk], is_newest=row.seat_id not in seen))
        seen.add(row.seat_id)
    order = list(ViewOf)
    return sorted(lines, key=lambda line: (order.index(line.of), line.agency, line.name, not line.is_newest))


def by_agency(*, circle_id: UUID | None = None, area_id: UUID | None = None) -> list[AgencyLine]:
    """Who comes and who never does, of one Circle or of an area's, those who come least first. One read."""
    rows = Attendance.objects.filter(agency__isnull=False).select_related("agency").order_by("held_from", "pk")
    if circle_id is not None:
        rows = rows.filter(circle=circle_id)
    if area_id is not None:
        rows = rows.filter(area=area_id)
    came: dict[Agency, dict[tuple[UUID, datetime], Came]] = defaultdict(dict)
    for row in rows:
        if row.agency is not None:
            there = came[row.agency]
            key = (row.review_id, row.held_from)
            # Two of one agency at a review: it came when one of them did.
            there[key] = Came(row.came) if key not in there or row.came in WAS_THERE else there[key]
    lines = [
        AgencyLine(agency, tuple((at, one) for (_, at), one in sorted(found.items(), key=lambda pair: pair[0][1])))
        for agency, found in came.items()
    ]
    return sorted(lines, key=lambda line: (line.was_there / line.expected, line.agency.name))


def reviews_to_decide(circle_id: UUID) -> list[Review]:
    """Held ones, the newest first: which of them may have decided on a phase."""
    rows = Review.objects.filter(circle=circle_id, holding__isnull=False, cancelled_at__isnull=True)
    return list(rows.select_related("holding").order_by("-starts_at")[:20])


def review_of_phases(circle_id: UUID) -> dict[UUID, Review]:
    rows = PhaseDecision.objects.filter(circle=circle_id).select_related("review")
    return {row.phase_id: row.review for row in rows}


def ending_review(circle_id: UUID) -> Review | None:
    """The review at the end: planned or held, not cancelled."""
    rows = Review.objects.filter(circle=circle_id, kind=ReviewKind.ENDING, cancelled_at__isnull=True)
    return rows.select_related("holding").order_by("-starts_at").first()


def last_held(circle_id: UUID, *, before: datetime) -> Holding | None:
    return Holding.objects.filter(circle=circle_id, held_from__lt=before).order_by("-held_from").first()


def phases_decided(reviews: Sequence[Review]) -> dict[UUID, list[PhaseDecision]]:
    found: dict[UUID, list[PhaseDecision]] = defaultdict(list)
    for row in PhaseDecision.objects.filter(review__in=[one.pk for one in reviews]).select_related("phase"):
        found[row.review_id].append(row)
    return found


def _view(row: View, words: dict[str, str], *, is_newest: bool) -> ViewLine:
    return ViewLine(
        view=row,
        name=row.seat.display_name,
        agency=row.agency.name if row.agency else "",
        words=tuple((heading, words[heading]) for heading in ViewHeading if heading in words),
        is_newest=is_newest,
    )
