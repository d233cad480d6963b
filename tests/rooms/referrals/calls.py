"""Somebody has rung: an enquiry as a coordinator notes it."""

from datetime import date, timedelta

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Criterion
from encircle.rooms.referrals.actions.enquiries import NewEnquiry, Outcome, note_enquiry
from encircle.rooms.referrals.vocabulary import StepKind, StepReason
from tests.cast import acting
from tests.support.database import as_owner

SAID = "He keeps a whimbrel in the shed."
CLOSED = Outcome(StepKind.CLOSED, StepReason.INFORMATION)


def today(cast) -> date:
    return in_london(cast.now).date()


def ring_back(cast, days=0):
    return Outcome(StepKind.CALL_BACK, on=today(cast) + timedelta(days=days))


def rang(cast, who="cora", outcome=CLOSED, area="a", **more):
    with acting(cast.users[who]) as actor:
        new = NewEnquiry(
            **{
                "id": new_id(),
                "area_id": cast.areas[area].pk,
                "kind": "adult",
                "asked_by_name": "Petra Nightingale",
                "agency_id": cast.agencies["probation"].pk,
                "phone": "01632 960123",
                "note": SAID,
                "outcome": outcome,
                **more,
            }
        )
        return note_enquiry(new, by=actor, at=actor.now)


def criterion(words="Takes part freely", kinds=("adult", "prison", "young", "adapted"), position=0):
    with as_owner():
        return Criterion.objects.create(words=words, kinds=list(kinds), position=position)
