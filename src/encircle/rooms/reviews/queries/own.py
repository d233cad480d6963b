"""What somebody asked to a review sees of it: the invitation to a seat of theirs, their answer, what they said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor

from ..models import Answer, Invitation, Review, View, ViewPassage
from ..vocabulary import Coming, Onward, ViewHeading, ViewOf

STILL_ASKED = timedelta(days=28)  # after the day: a view may be given before or after


@dataclass(frozen=True)
class OwnInvitation:
    """One review to which a seat of the acting person is invited."""

    review: Review
    seat_id: UUID
    coming: Coming | None = None
    has_view: bool = False

    @property
    def is_cancelled(self) -> bool:
        return self.review.cancelled_at is not None

    def is_over(self, at: datetime) -> bool:
        return self.review.ends_at <= at

    def wants_something(self, at: datetime) -> bool:
        """An answer while it is to come, a view before or after."""
        return not self.is_cancelled and (not self.has_view or (self.coming is None and not self.is_over(at)))


@dataclass(frozen=True)
class OwnView:
    view: View
    words: tuple[tuple[ViewHeading, str], ...]

    @property
    def onward(self) -> Onward | None:
        return Onward(self.view.onward) if self.view.onward else None

    @property
    def of(self) -> ViewOf:
        return ViewOf(self.view.of)


def own_invitations(by: Actor, at: datetime) -> list[OwnInvitation]:
    """To come, and those of late in which a view may still be given: the next first. Four reads."""
    seats = [*by.outer_seats, *(seat for _, seat in by.volunteer_seats)]
    rows = Invitation.objects.filter(seat__in=seats, review__ends_at__gt=at - STILL_ASKED)
    return _described(list(rows.select_related("review").order_by("review__starts_at", "pk")))


def own_invitation(review_id: UUID, *, by: Actor) -> OwnInvitation:
    """Raises NotFound for a review one is not invited to."""
    seats = [*by.outer_seats, *(seat for _, seat in by.volunteer_seats)]
    rows = list(Invitation.objects.filter(review=review_id, seat__in=seats).select_related("review")[:1])
    if not rows:
        raise NotFound()
    return _described(rows)[0]


def own_views(review: Review, *, by: Actor) -> list[OwnView]:
    """What the acting person sent for it, the newest first. Needs the receipt for the review."""
    return _with_words(list(View.objects.filter(review=review, sent_by=by.user_id).order_by("-sent_at", "-pk")))


def views_for_the_circle(review: Review) -> list[OwnView]:
    """What agencies said for the whole Circle. Needs the receipt for the review."""
    rows = View.objects.filter(review=review, of=ViewOf.AGENCY, onward=Onward.WHOLE_CIRCLE).order_by("sent_at", "pk")
    return _with_words(list(rows.select_related("seat")))


def _described(rows: list[Invitation]) -> list[OwnInvitation]:
    ids = [row.review_id for row in rows]
    seats = [row.seat_id for row in rows]
    answers = {
        (row.review_id, row.seat_id): Coming(row.coming)
        for row in Answer.objects.filter(review__in=ids, seat__in=seats).order_by("answered_at", "pk")
    }
    given = set(View.objects.filter(review__in=ids, seat__in=seats).values_list("review_id", "seat_id"))
    return [
        OwnInvitation(
            row.review,
            row.seat_id,
            coming=answers.get((row.review_id, row.seat_id)),
            has_view=(row.review_id, row.seat_id) in given,
        )
        for row in rows
    ]


def _with_words(views: list[View]) -> list[OwnView]:
    words: dict[UUID, dict[str, str]] = {view.pk: {} for view in views}
    for row in ViewPassage.objects.filter(view__in=[view.pk for view in views]):
        words[row.view_id][row.heading] = row.text
    return [
        OwnView(view, tuple((heading, words[view.pk][heading]) for heading in ViewHeading if heading in words[view.pk]))
        for view in views
    ]
