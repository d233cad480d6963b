"""Reads about rests that come to an end, and the conversations about coming back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.organisation.queries import all_standards, in_force
from encircle.rooms.support.models import Away

from .models import RestTalk, RestTalkWords
from .policy import Rest, RestClocks, RestDays, rest_days


def clocks_of(standard: PracticeStandard) -> RestClocks:
    return RestClocks(standard.rest_talk_days, standard.rest_open_days, standard.end_talk_listed_days)


def next_rests(starts: Iterable[date]) -> dict[date, date]:
    """By the first day of each time away of one volunteer, the first day of the next."""
    return dict(pairwise(sorted(set(starts))))


@dataclass(frozen=True)
class Resting:
    away: Away
    days: RestDays
    is_late: bool


def rest_talks_owed(area_id: UUID, at: datetime) -> Sequence[Resting]:
    """Volunteers of this area who are still here, whose rest comes to its end and of which nobody has talked with them
    yet, the first to come back first. The same rests and days as `due` works out. Two reads."""
    today, standards = in_london(at).date(), all_standards()
    reach = timedelta(days=max(one.end_talk_listed_days + one.rest_open_days for one in standards) + 1)
    lately = Q(until__gte=today - reach) | Q(until__isnull=True, starts_on__gte=today - reach)
    found = Away.objects.filter(lately, area=area_id, starts_on__lte=today)
    found = found.exclude(volunteer__left_on__lt=today).exclude(volunteer__ends_at__lte=at).select_related("volunteer")
    found = found.annotate(is_kept=Exists(RestTalk.objects.filter(away=OuterRef("pk"))))
    rests = list(found.order_by("starts_on", "said_at"))
    starts: dict[UUID, list[date]] = {}
    for one in rests:
        starts.setdefault(one.volunteer_id, []).append(one.starts_on)
    owed = []
    for one in rests:
        following = next_rests(starts[one.volunteer_id]).get(one.starts_on)
        days = days_of(one, following, in_force(standards, one.starts_on))
        if days and days.since <= today < days.over and not one.is_kept:
            owed.append(Resting(one, days, days.by < today))
    return sorted(owed, key=lambda one: (one.days.by, one.away.volunteer.family_name))


def days_of(away: Away, following: date | None, standard: PracticeStandard) -> RestDays | None:
    return rest_days(Rest(away.starts_on, away.until, away.back_on, following), clocks_of(standard))


def begun_rest(away_id: UUID, at: datetime) -> Away:
    """Of a volunteer in sight. Raises NotFound for absent, hidden and to come alike."""
    found = Away.objects.filter(pk=away_id, starts_on__lte=in_london(at).date()).select_related("volunteer").first()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class OpenRestTalk:
    talk: RestTalk
    words: str


def rest_talks_of(volunteer_id: UUID) -> Sequence[OpenRestTalk]:
    """With what was said, the newest first. Whoever calls has left a receipt for the volunteer."""
    found = RestTalk.objects.filter(volunteer=volunteer_id).order_by("-at")
    words = dict(RestTalkWords.objects.filter(volunteer=volunteer_id).values_list("talk_id", "text"))
    return [OpenRestTalk(one, words.get(one.pk, "")) for one in found]
