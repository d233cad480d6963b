"""Reads about conversations after a Circle, and about references that were asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.rooms.circles.models import Seat
from encircle.rooms.organisation.clocks import start_of_day
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.organisation.queries import all_standards, in_force

from .models import EndTalk, EndTalkWords, GivenReference, ReferenceWords
from .policy import TalkDays


@dataclass(frozen=True)
class Owed:
    seat: Seat
    by: date
    is_late: bool


def talks_owed(area_id: UUID, at: datetime) -> Sequence[Owed]:
    """Seats that have ended of volunteers of this area who are still here, with no conversation yet, eldest first.

    The same seats and days as `due` works out, by the standard of the day the seat ended.
    """
    kept, today = EndTalk.objects.filter(seat=OuterRef("pk")), in_london(at).date()
    standards = all_standards()
    longest = timedelta(days=max(one.end_talk_listed_days for one in standards))
    found = _ended(at).filter(volunteer__area=area_id, ends_at__gte=start_of_day(today - longest))
    found = found.exclude(volunteer__left_on__lt=today).exclude(volunteer__ends_at__lte=at).exclude(Exists(kept))
    found = found.select_related("volunteer", "circle").order_by("ends_at", "volunteer__family_name")
    ended = [(seat, in_london(seat.ends_at).date()) for seat in found if seat.ends_at]
    known = [(seat, talk_days(day, in_force(standards, day))) for seat, day in ended]
    return [Owed(seat, days.by, days.by < today) for seat, days in known if days.until >= today]


def talk_days(ended_on: date, standard: PracticeStandard) -> TalkDays:
    """By when a seat that ended is talked about, by the standard of that day."""
    return TalkDays.of(ended_on, standard.end_talk_days, standard.end_talk_listed_days)


def _ended(at: datetime) -> QuerySet[Seat]:
    return Seat.objects.filter(volunteer__isnull=False, ends_at__lte=at)


def ended_seat(seat_id: UUID, at: datetime) -> Seat:
    """Of a volunteer in sight. Raises NotFound for absent, hidden and lasting alike."""
    found = _ended(at).select_related("volunteer", "circle").filter(pk=seat_id).first()
    if found is None or found.volunteer is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class OpenTalk:
    talk: EndTalk
    circle: str
    words: str


def talks_of(volunteer_id: UUID) -> Sequence[OpenTalk]:
    """With how it was, the newest first. Whoever calls has left a receipt for the volunteer."""
    found = EndTalk.objects.filter(volunteer=volunteer_id).select_related("seat__circle").order_by("-at")
    words = dict(EndTalkWords.objects.filter(volunteer=volunteer_id).values_list("talk_id", "text"))
    return [OpenTalk(one, one.seat.circle.name, words.get(one.pk, "")) for one in found]


# --- references we give ---


def reference_row(reference_id: UUID) -> GivenReference:
    """Raises NotFound for absent and hidden alike."""
    found = GivenReference.objects.filter(pk=reference_id).select_related("volunteer", "answer", "sent").first()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class OpenReference:
    reference: GivenReference
    words: str


def references_of(volunteer_id: UUID) -> Sequence[OpenReference]:
    """With what was sent, the newest first. Whoever calls has left a receipt for the volunteer."""
    found = GivenReference.objects.filter(volunteer=volunteer_id).select_related("answer", "sent").order_by("-at")
    words = dict(ReferenceWords.objects.filter(volunteer=volunteer_id).values_list("sent__reference", "text"))
    return [OpenReference(one, words.get(one.pk, "")) for one in found]


def references_to_answer(volunteer_id: UUID) -> Sequence[GivenReference]:
    """Of which the volunteer has not said yet whether they agree."""
    return list(GivenReference.objects.filter(volunteer=volunteer_id, answer__isnull=True).order_by("at"))
