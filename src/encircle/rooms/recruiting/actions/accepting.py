"""Somebody is accepted: from that day on they are a volunteer, and what they said of their time goes with them."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.rooms.volunteers.matching import ForMatching, WhenFree, say_availability, say_matching
from encircle.rooms.volunteers.models import Volunteer

from ..application import DAYS, SLOTS
from ..models import Applicant, Application, SubmittedSection
from ..queries import newest_interview
from ..references import NEEDED, references_of
from ..vocabulary import Stage
from .stepping import add_step, in_hand

DAY_NUMBERS = {day.value: number for number, day in enumerate(DAYS)}


def why_not_acceptable(applicant_id: UUID, stage: Stage) -> list[str]:
    """What keeps somebody from being accepted now; nothing where nothing does."""
    if stage is not Stage.APPLIED:
        return ["They have not applied."]
    interview = newest_interview(applicant_id)
    unmet = [] if interview and interview.goes_on else ["No interview says that it goes on."]
    found = references_of([applicant_id]).get(applicant_id, [])
    good = sum(one.is_satisfactory for one in found)
    reasons = unmet if good >= NEEDED else [*unmet, f"{good} of {NEEDED} references are here and satisfactory."]
    return reasons + [f"The reference of {one.row.name} is to be read." for one in found if one.is_to_read]


@dataclass(frozen=True)
class Accepted:
    """From which day, and what a Circle is put together by as far as it was asked."""

    joined_on: date
    matching: ForMatching = field(default_factory=ForMatching)


@transaction.atomic
def accept_volunteer(applicant_id: UUID, accepted: Accepted, *, by: Actor, at: datetime) -> None:
    """Raises NotFound, Invalid for the day, and NotAllowed with every reason that stands against it."""
    standing, joined_on = in_hand(applicant_id, by=by), accepted.joined_on
    if reasons := why_not_acceptable(applicant_id, standing.stage):
        raise NotAllowed(*reasons)
    if not in_london(standing.since).date() <= joined_on <= in_london(at).date():
        raise Invalid({"joined_on": "The day must be between the day they applied and today"})
    who = standing.applicant
    volunteer = Volunteer.objects.get(application=who.pk)
    if not Volunteer.objects.filter(pk=volunteer.pk, joined_on__isnull=True).update(joined_on=joined_on):
        raise NotAllowed("They were accepted already.")
    volunteer.joined_on = joined_on
    _hand_over(who, volunteer, accepted.matching, by=by, at=at)
    add_step(who, Stage.ACCEPTED, by=by, at=at)


def _hand_over(who: Applicant, volunteer: Volunteer, matching: ForMatching, *, by: Actor, at: datetime) -> None:
    """When they are free, how far they come and what they speak, as they said it: under the receipt of the caller."""
    said = {
        row.section: row.answers["values"]
        for row in SubmittedSection.objects.filter(applicant=who, section__in=("availability", "travel", "brings"))
    }
    slots = tuple(
        f"{DAY_NUMBERS[day]}_{part}"
        for question, part in SLOTS.items()
        for day in said.get("availability", {}).get(question, [])
    )
    miles = int(said.get("travel", {}).get("how_far", 0))
    say_availability(volunteer, WhenFree(slots, miles), id=new_id(), by=by, at=at)
    languages = said.get("brings", {}).get("languages", "")
    say_matching(volunteer, replace(matching, languages=languages), id=new_id(), by=by, at=at)


def volunteer_of(applicant_id: UUID) -> UUID | None:
    """The record they have as a volunteer, once they are invited."""
    return Application.objects.filter(pk=applicant_id).values_list("volunteer", flat=True).first()
