"""Reads about reviews: which are planned, who is invited and what they answered, whose views are there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from encircle.common.errors import NotFound
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.models import KindStandard

from ..models import Answer, Invitation, Review, View
from ..vocabulary import Coming, ViewOf

A_PAGE = 20
PARTS = (SeatPart.CORE_MEMBER, SeatPart.VOLUNTEER, SeatPart.COORDINATOR, SeatPart.OUTER_CIRCLE)


@dataclass(frozen=True)
class SeatLine:
    """One seat at a review: invited, what its holder answered, and whether their view is there."""

    seat: Seat
    agency: str = ""
    invitation: Invitation | None = None
    answer: Answer | None = None
    views: tuple[View, ...] = ()  # the newest first

    @property
    def coming(self) -> Coming | None:
        return Coming(self.answer.coming) if self.answer else None

    @property
    def gives_a_view(self) -> bool:
        return self.seat.part != SeatPart.COORDINATOR

    @property
    def name(self) -> str:
        return self.seat.display_name


def review_row(review_id: UUID) -> Review:
    """Raises NotFound for absent and hidden alike."""
    found = Review.objects.filter(pk=review_id).first()
    if found is None:
        raise NotFound()
    return found


def reviews_of(circle_id: UUID, *, before: datetime | None = None, count: int = A_PAGE) -> tuple[list[Review], bool]:
    """The newest first, with what was held, and whether there are older ones."""
    rows = Review.objects.filter(circle=circle_id).select_related("holding").order_by("-starts_at", "-pk")
    if before is not None:
        rows = rows.filter(starts_at__lt=before)
    found = list(rows[: count + 1])
    return found[:count], len(found) > count


def to_come(circle_ids: Iterable[UUID] | QuerySet[Any]) -> QuerySet[Review]:
    """Planned, and neither held nor cancelled: the next first."""
    wanted = circle_ids if isinstance(circle_ids, QuerySet) else list(circle_ids)
    rows = Review.objects.filter(circle__in=wanted, cancelled_at__isnull=True, holding__isnull=True)
    return rows.order_by("starts_at", "pk")


def next_reviews(circle_ids: Iterable[UUID]) -> dict[UUID, Review]:
    found: dict[UUID, Review] = {}
    for review in to_come(circle_ids):
        found.setdefault(review.circle_id, review)
    return found


def seats_at_review(circle_id: UUID, at: datetime) -> list[Seat]:
    """Who sits in the Circle at a moment: core member, volunteers, coordinators, outer circle."""
    rows = Seat.objects.filter(now(at), circle=circle_id).select_related("professional__agency", "volunteer")
    return sorted(rows, key=lambda seat: (PARTS.index(SeatPart(seat.part)), seat.letter, seat.display_name, seat.pk))


def invited_by_default(circle: Circle, seats: Iterable[Seat], standard: KindStandard | None) -> set[UUID]:
    """Everybody inside, and of the outer circle the kinds of agency the standard invites: all where it names none."""
    kinds = set(standard.review_agencies) if standard else set()
    return {
        seat.pk for seat in seats if seat.professional is None or not kinds or seat.professional.agency.kind in kinds
    }


def seat_lines(review: Review) -> list[SeatLine]:
    """For staff: everybody invited, and whoever gave a view besides. Four reads, however many they are."""
    invitations = {row.seat_id: row for row in Invitation.objects.filter(review=review)}
    answers = {row.seat_id: row for row in Answer.objects.filter(review=review).order_by("answered_at", "pk")}
    views: dict[UUID, list[View]] = {}
    for view in View.objects.filter(review=review).order_by("-sent_at", "-pk"):
        views.setdefault(view.seat_id, []).append(view)
    seats = Seat.objects.filter(pk__in={*invitations, *views}).select_related("professional__agency")
    lines = [
        SeatLine(
            seat,
            agency=seat.professional.agency.name if seat.professional else "",
            invitation=invitations.get(seat.pk),
            answer=answers.get(seat.pk),
            views=tuple(views.get(seat.pk, ())),
        )
        for seat in seats
    ]
    return sorted(lines, key=_in_order)


def views_in(review_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """Of each review, how many of those invited have given a view and how many were asked. Two reads."""
    invited = list(
        Invitation.objects.filter(review__in=review_ids)
        .exclude(seat__part=SeatPart.COORDINATOR)
        .values_list("review_id", "seat_id")
    )
    given = set(View.objects.filter(review__in=review_ids).values_list("review_id", "seat_id"))
    found: dict[UUID, tuple[int, int]] = {}
    for pair in invited:
        there, asked = found.get(pair[0], (0, 0))
        found[pair[0]] = (there + (pair in given), asked + 1)
    return found


def view_of(seat: Seat) -> ViewOf:
    if seat.part == SeatPart.CORE_MEMBER:
        return ViewOf.CORE_MEMBER
    return ViewOf.VOLUNTEER if seat.part == SeatPart.VOLUNTEER else ViewOf.AGENCY


def _in_order(line: SeatLine) -> tuple[int, str, str]:
    return PARTS.index(SeatPart(line.seat.part)), line.seat.letter, line.seat.display_name
