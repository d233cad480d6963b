"""Reviews of Circle 1 as Cora plans and holds them, and what everybody says for them."""

from datetime import timedelta

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.circles.models import Seat
from encircle.rooms.reviews.actions.answering import NewView, give_view
from encircle.rooms.reviews.actions.deciding import Held, NewDecision, add_decision, hold_review
from encircle.rooms.reviews.actions.packing import approve_pack, draft_pack
from encircle.rooms.reviews.actions.planning import NewReview, Time, plan_review
from encircle.rooms.reviews.drafting import gather
from encircle.rooms.reviews.vocabulary import Came, DecisionKind, Onward, ReviewKind, ViewHeading
from tests.cast import acting
from tests.support.database import as_owner


def seats_of(cast):
    """Mark's, Vera's, Vic's, Petra's and Omar's: who is asked to a review of an adults' Circle."""
    with as_owner():
        mark = Seat.objects.get(circle=cast.circle_1, part="core_member")
    return {"mark": mark, **{name: cast.seats[name] for name in ("vera", "vic", "petra", "omar")}}


def plan(cast, *, days=10, kind=ReviewKind.QUARTERLY, by="cora", seats=None, id=None):
    # In the afternoon: a review is recorded with one date, and does not run past midnight.
    starts = in_london(cast.now + timedelta(days=days)).replace(hour=14, minute=0, second=0)
    asked = seats_of(cast).values() if seats is None else [cast.seats[name] for name in seats]
    with acting(cast.users[by]) as who:
        new = NewReview(
            id or new_id(),
            kind,
            Time(starts, starts + timedelta(hours=1), online=True),
            frozenset(seat.pk for seat in asked),
        )
        return plan_review(cast.circle_1, new, by=who, at=who.now)


def say(cast, review, by, text, *, of=None, onward=None, id=None, heading=ViewHeading.RISK):
    """`by` gives their view, or takes it down `of` somebody else."""
    with acting(cast.users[by]) as who:
        seat = seats_of(cast)[of or by]
        new = NewView(id or new_id(), review.pk, seat.pk, {heading: text}, in_london(who.now).date(), onward)
        return give_view(new, by=who, at=who.now)


def everybody_says(cast, review):
    """Two agencies that disagree, each letting its view go as far as it will; the volunteers and Mark."""
    say(cast, review, "petra", "I see less risk: the woodlark.", onward=Onward.WHOLE_CIRCLE)
    say(cast, review, "omar", "I see more risk: the shoveler.", onward=Onward.OUTER_CIRCLE)
    say(cast, review, "omar", "For Cora alone: the razorbill.")
    say(cast, review, "vera", "He opens up: the yellowhammer.")
    say(cast, review, "vera", "I want a job: the chough.", of="mark")


def hold(cast, review, *, came=None, by="cora", next_on=None):
    with acting(cast.users[by]) as who:
        given = {seat.pk: Came.PRESENT for seat in seats_of(cast).values()} | {
            cast.seats[name].pk: one for name, one in (came or {}).items()
        }
        return hold_review(review.pk, Held(review.starts_at, review.ends_at, given, next_on), by=who, at=who.now)


def decide(cast, review, text, *, kind=DecisionKind.ACTION, by="cora", **more):
    with acting(cast.users[by]) as who:
        return add_decision(review.pk, NewDecision(new_id(), kind, text, **more), by=who, at=who.now)


def draft(cast, review, *, by="cora", approved=False):
    with acting(cast.users[by]) as who:
        version = draft_pack(gather(review.pk, by=who, at=who.now), id=new_id(), by=who, at=who.now)
        if approved:
            approve_pack(version, by=who, at=who.now)
        return version
