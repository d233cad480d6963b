"""Whether enough coordinators scored somebody: an assessment centre has two, besides experienced volunteers.

[field] "two-day training and assessment event (two coordinators, experienced volunteers, exercises scored against
criteria)". How many is a dated setting; fewer is an exception of whoever looks after all areas, with a reason.
"""

from dataclasses import dataclass

from encircle.foundations.access.actor import Actor
from encircle.rooms.organisation.queries import standard_on

from .models import FewerCoordinators, Invitation, Sheet, Trainer
from .rules import may_keep_training


@dataclass(frozen=True)
class Coordinators:
    there: int  # who train at the event as staff, and sent scores of this person
    asked: int
    fewer: FewerCoordinators | None

    @property
    def are_enough(self) -> bool:
        return self.there >= self.asked


def coordinators_of(one: Invitation) -> Coordinators:
    """As far as the asker may see who scored. Three reads."""
    train = Trainer.objects.filter(event=one.event_id, volunteer=None).values("user")
    there = Sheet.objects.filter(invitation=one, assessor__in=train).values("assessor").distinct().count()
    asked = standard_on(one.event.first_on).assessing_coordinators
    return Coordinators(there, asked, FewerCoordinators.objects.filter(invitation=one).first())


def may_decide_with_fewer(actor: Actor, one: Invitation) -> bool:
    return actor.all_areas and may_keep_training(actor, one.area_id)
