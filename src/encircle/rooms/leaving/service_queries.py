"""Reads about long service: how long each has served, who comes near a milestone, and who was thanked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from encircle.common.clock import in_london
from encircle.rooms.organisation.queries import standard_on
from encircle.rooms.support.models import Away
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteers

from .models import Rejoining, Thanks
from .policy import Period, periods
from .service import Milestone, days_served, milestone_near


def service_of(found: Iterable[Volunteer], today: date) -> dict[UUID, int]:
    """Days each has served: with us, less the days away. Two reads, however many there are."""
    people = list(found)
    ids = [one.pk for one in people]
    back: defaultdict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for one in Rejoining.objects.filter(volunteer__in=ids).order_by("at"):
        back[one.volunteer_id].append((one.left_on, in_london(one.at).date()))
    away: defaultdict[UUID, list[Period]] = defaultdict(list)
    for gone in Away.objects.filter(volunteer__in=ids):
        away[gone.volunteer_id].append(Period(gone.starts_on, _last_day_away(gone)))
    return {
        one.pk: days_served(periods(one.joined_on, back[one.pk], one.left_on), away[one.pk], today) for one in people
    }


def _last_day_away(gone: Away) -> date | None:
    """The day before they came back, where it was said; never later than they meant to."""
    ends = [one for one in (gone.until, gone.back_on - timedelta(days=1) if gone.back_on else None) if one is not None]
    return min(ends, default=None)


@dataclass(frozen=True)
class Near:
    volunteer: Volunteer
    milestone: Milestone


def near_a_milestone(area_id: UUID, at: datetime) -> Sequence[Near]:
    """Who reaches one within the standard's days, or did of late and was not thanked; the nearest first."""
    today = in_london(at).date()
    people = list(volunteers(area_id, present_on=today))
    found = _milestones(people, today)
    near = [Near(one, found[one.pk]) for one in people if one.pk in found]
    return sorted(near, key=lambda each: (each.milestone.on, each.volunteer.family_name))


def near_of(volunteer: Volunteer, at: datetime) -> Milestone | None:
    return _milestones([volunteer], in_london(at).date()).get(volunteer.pk)


def _milestones(people: Sequence[Volunteer], today: date) -> dict[UUID, Milestone]:
    standard, served = standard_on(today), service_of(people, today)
    near = standard.service_near_days
    thanked: defaultdict[UUID, list[int]] = defaultdict(list)
    rows = Thanks.objects.filter(volunteer__in=[one.pk for one in people], years__isnull=False)
    for pk, years in rows.values_list("volunteer", "years"):
        thanked[pk].append(years or 0)
    found = {
        pk: milestone_near(days, standard.thanked_after_years, today, ahead=near, behind=near, thanked=thanked[pk])
        for pk, days in served.items()
    }
    return {pk: one for pk, one in found.items() if one is not None}


def thanks_to(volunteer_id: UUID) -> Sequence[Thanks]:
    return list(Thanks.objects.filter(volunteer=volunteer_id).order_by("-on", "-at"))
