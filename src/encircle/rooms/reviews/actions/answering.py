"""Answer an invitation, and give a view: by those asked, or for somebody in their own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify_each
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.partners.models import Professional

from ..models import Answer, Invitation, Review, View, ViewPassage
from ..queries.planned import review_row, view_of
from ..rules import may_keep_reviews, refuse_cancelled
from ..vocabulary import Coming, Onward, ViewHeading, ViewOf

LONGEST = 10_000  # characters under one heading


@dataclass(frozen=True)
class NewView:
    id: UUID  # made when the form was opened: sent twice, it is one view
    review_id: UUID
    seat_id: UUID  # whose view it is
    words: Mapping[ViewHeading, str]
    given_on: date
    onward: Onward | None = None  # of an agency's view


@dataclass(frozen=True)
class Said:
    """What the coordinator was told, on the telephone say: by whom, and on which day."""

    by: str
    on: date


@transaction.atomic
def answer_invitation(
    review_id: UUID, seat_id: UUID, coming: Coming, said: Said | None = None, *, by: Actor, at: datetime
) -> None:
    """By its holder, or by the coordinator who was told. The newest answer counts; the same again writes nothing.

    Raises NotFound, or Invalid with the field at fault.
    """
    review, seat = review_row(review_id), _seat(seat_id)
    if not (_is_own(seat.pk, by) or may_keep_reviews(by, review.area_id)):
        raise NotFound()
    refuse_cancelled(review)
    if not Invitation.objects.filter(review=review, seat=seat).exists():
        raise NotFound()
    if said is not None:
        _check_said(said, at)
    last = Answer.objects.filter(review=review, seat=seat).order_by("-answered_at", "-pk").first()
    if last is not None and last.coming == coming:
        return
    answer = Answer(
        review_id=review.pk,
        circle_id=review.circle_id,
        area_id=review.area_id,
        seat_id=seat.pk,
        coming=coming,
        answered_by_id=by.user_id,
        answered_at=at,
        given_on=said.on if said else None,
        said_by=said.by.strip() if said else "",
    )
    Answer.objects.bulk_create([answer])
    _record(review, "reviews.answer", answer.pk, by, detail=coming)


def _check_said(said: Said, at: datetime) -> None:
    if not said.by.strip():
        raise Invalid({"said_by": "Enter who told you"})
    if said.on > in_london(at).date():
        raise Invalid({"said_on": "The day must be today or in the past"})


@transaction.atomic
def give_view(new: NewView, *, by: Actor, at: datetime) -> UUID:
    """A row of its own, beside every other view, and never edited: what somebody says later is another one."""
    review, seat = review_row(new.review_id), _seat(new.seat_id)
    if seat.circle_id != review.circle_id or seat.part == SeatPart.COORDINATOR:
        raise NotFound()
    taken_down = _taken_down(review, seat, by)
    refuse_cancelled(review)
    if View.objects.filter(pk=new.id, review=review).exists():
        return new.id
    words = _checked(new, at)
    view = _view(review, seat, new, by, at, taken_down=taken_down)
    View.objects.bulk_create([view])
    ViewPassage.objects.bulk_create(_passages(view, words))
    _record(review, "reviews.view", view.pk, by, detail=view.of)
    told = {user for user in _coordinators(seat, by) if user != by.user_id}
    notify_each([(user, review.pk) for user in sorted(told)], NoticeKind.WAITING, at=at, area_id=review.area_id)
    return view.pk


def _seat(seat_id: UUID) -> Seat:
    found = Seat.objects.filter(pk=seat_id).first()
    if found is None:
        raise NotFound()
    return found


def _is_own(seat_id: UUID, by: Actor) -> bool:
    return seat_id in by.outer_seats or any(seat == seat_id for _, seat in by.volunteer_seats)


def _taken_down(review: Review, seat: Seat, by: Actor) -> bool:
    """Whether somebody else writes it down. A volunteer may for the core member, the coordinator for anybody."""
    if _is_own(seat.pk, by):
        if seat.pk in by.outer_seats and not Invitation.objects.filter(review=review, seat=seat).exists():
            raise NotFound()
        return False
    if seat.part == SeatPart.CORE_MEMBER and review.circle_id in by.volunteer_circles:
        return True
    if may_keep_reviews(by, review.area_id):
        return True
    raise NotAllowed("Each gives their own view.") if seat.circle_id in by.volunteer_circles else NotFound()


def _checked(new: NewView, at: datetime) -> dict[ViewHeading, str]:
    words = {heading: new.words.get(heading, "").strip() for heading in ViewHeading}
    if not any(words.values()):
        raise Invalid({ViewHeading.PROGRESS: "Enter something under at least one heading"})
    for heading, text in words.items():
        if len(text) > LONGEST:
            raise Invalid({heading: f"This must be {LONGEST:,} characters or fewer"})
    if new.given_on > in_london(at).date():
        raise Invalid({"given_on": "The day must be today or in the past"})
    return {heading: text for heading, text in words.items() if text}


def _view(review: Review, seat: Seat, new: NewView, by: Actor, at: datetime, *, taken_down: bool) -> View:
    of = view_of(seat)
    agency = Professional.objects.values_list("agency_id", flat=True).get(seats=seat) if of is ViewOf.AGENCY else None
    return View(
        id=new.id,
        review_id=review.pk,
        circle_id=review.circle_id,
        area_id=review.area_id,
        seat_id=seat.pk,
        of=of,
        agency_id=agency,
        onward=(new.onward or Onward.COORDINATOR_ONLY) if agency else "",
        given_on=new.given_on,
        taken_down=taken_down,
        sent_by_id=by.user_id,
        sent_at=at,
    )


def _passages(view: View, words: Mapping[ViewHeading, str]) -> list[ViewPassage]:
    return [
        ViewPassage(
            view_id=view.pk,
            review_id=view.review_id,
            circle_id=view.circle_id,
            area_id=view.area_id,
            seat_id=view.seat_id,
            heading=heading,
            text=text,
        )
        for heading, text in words.items()
    ]


def _coordinators(seat: Seat, by: Actor) -> list[UUID]:
    """Whom a professional cannot see but must reach is worked out by the database."""
    if seat.pk in by.outer_seats:
        with connection.cursor() as cursor:
            cursor.execute("SELECT encircle.coordinators_of_seat(%s)", [seat.pk])
            (found,) = cursor.fetchone()
        return list(found)
    rows = Seat.objects.filter(circle=seat.circle_id, part=SeatPart.COORDINATOR, ends_at__isnull=True)
    return [user for user in rows.values_list("coordinator_id", flat=True) if user]


def _record(review: Review, item_type: str, item_id: UUID, by: Actor, *, detail: str) -> None:
    record(
        Verb.CREATED,
        item_type,
        item_id,
        by=by.acting,
        circle_id=review.circle_id,
        area_id=review.area_id,
        detail=detail,
    )
