"""Reads about leaving and staying."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.access.models import Appointment
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.queries import standard_on
from encircle.rooms.training.leavers import places_after, trains_after
from encircle.rooms.volunteers.models import Volunteer

from .models import Leaving, LeavingWords, Rejoining, Wish, WishWords
from .policy import Period, periods


def standing(volunteer_id: UUID) -> Leaving | None:
    """The newest that was not called off, and from which they did not come back."""
    found = Leaving.objects.filter(volunteer=volunteer_id, called_off__isnull=True, rejoining__isnull=True)
    return found.select_related("carried_out").order_by("-at", "-pk").first()


def has_left(volunteer: Volunteer, at: datetime) -> bool:
    """By the instant, or by the last day of whoever left before leaving was kept here."""
    if volunteer.ends_at is not None:
        return volunteer.has_left(at)
    return volunteer.left_on is not None and volunteer.left_on < in_london(at).date()


def works_here_after(user_id: UUID, at: datetime) -> bool:
    """Somebody who holds an appointment keeps their login for it."""
    lasts = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    return Appointment.objects.filter(lasts, user=user_id).exists()


def periods_of(volunteer: Volunteer) -> list[Period]:
    """Since when and until when they have been with the charity, the first period first."""
    back = Rejoining.objects.filter(volunteer=volunteer).order_by("at").values_list("left_on", "at")
    return periods(volunteer.joined_on, [(left, in_london(at).date()) for left, at in back], volunteer.left_on)


# --- what would end ---


@dataclass(frozen=True)
class SeatToEnd:
    circle: Circle
    left: int  # volunteers who stay in the Circle
    quorum: int

    @property
    def is_too_few(self) -> bool:
        return self.left < self.quorum


@dataclass(frozen=True)
class WouldEnd:
    seats: tuple[SeatToEnd, ...]
    places: tuple[str, ...]  # names of events where they have a place
    trains: tuple[str, ...]  # names of events where they train
    keeps_login: bool


def would_end(volunteer: Volunteer, at: datetime) -> WouldEnd:
    """What ends if they leave today, so that whoever notes it sees it before."""
    quorum, today = standard_on(in_london(at).date()).quorum, in_london(at).date() - timedelta(days=1)
    seats = list(Seat.objects.filter(now(at), volunteer=volunteer).select_related("circle").order_by("circle__name"))
    others = _others(seats, at)
    return WouldEnd(
        seats=tuple(SeatToEnd(seat.circle, others.get(seat.circle_id, 0), quorum) for seat in seats),
        places=tuple(str(one.event.get_kind_display()) for one in places_after(volunteer.pk, today)),
        trains=tuple(str(one.event.get_kind_display()) for one in trains_after(volunteer.pk, today)),
        keeps_login=volunteer.user_id is not None and works_here_after(volunteer.user_id, at),
    )


def _others(seats: Sequence[Seat], at: datetime) -> dict[UUID, int]:
    """How many other volunteers each of these Circles has."""
    rows = Seat.objects.filter(now(at), circle__in=[one.circle_id for one in seats], part=SeatPart.VOLUNTEER)
    counted = rows.exclude(pk__in=[one.pk for one in seats]).values("circle").annotate(others=Count("pk"))
    return dict(counted.values_list("circle", "others"))


# --- one volunteer ---


@dataclass(frozen=True)
class OpenLeaving:
    wish: Wish | None
    wish_words: str
    leaving: Leaving | None
    words: str
    noted_by: str
    told_to: str  # of a wish that they told staff


def open_leaving(volunteer: Volunteer, *, by: Actor) -> OpenLeaving:
    """With the words, under a receipt for the volunteer. Call at the top of the request."""
    leave_receipt("volunteers.volunteer", volunteer.pk, by=by.acting, area_id=volunteer.area_id)
    wish, leaving = open_wish(volunteer.pk), standing(volunteer.pk)
    names = names_of([one.by_id for one in (wish, leaving) if one])
    return OpenLeaving(
        wish=wish,
        wish_words=_text(WishWords.objects.filter(wish=wish)) if wish else "",
        leaving=leaving,
        words=_text(LeavingWords.objects.filter(leaving=leaving)) if leaving else "",
        noted_by=names.get(leaving.by_id, "Somebody") if leaving else "",
        told_to=names.get(wish.by_id, "Somebody") if wish else "",
    )


def _text(rows: QuerySet) -> str:  # type: ignore[type-arg]
    found: str | None = rows.values_list("text", flat=True).first()
    return found or ""


def open_wishes(**of: object) -> QuerySet[Wish]:
    """Those that were not taken back."""
    return Wish.objects.filter(withdrawn_at__isnull=True, **of)


def open_wish(volunteer_id: UUID) -> Wish | None:
    return open_wishes(volunteer=volunteer_id).first()


def leaving_row(leaving_id: UUID) -> Leaving:
    """Raises NotFound for absent and hidden alike."""
    found = Leaving.objects.filter(pk=leaving_id).first()
    if found is None:
        raise NotFound()
    return found


# --- lists of an area ---


def asked_to_stop(area_id: UUID) -> Sequence[Wish]:
    """Who asked and of whom nothing is noted yet, the eldest first. Whoever came back asks no more."""
    noted = Leaving.objects.filter(volunteer=OuterRef("volunteer"), at__gte=OuterRef("at"), called_off__isnull=True)
    found = open_wishes(area=area_id, volunteer__left_on__isnull=True)
    return list(found.exclude(Exists(noted)).select_related("volunteer").order_by("at"))


def leavings(area_id: UUID, at: datetime) -> tuple[list[Leaving], list[Leaving]]:
    """Those to come by their last day, and those of late, the newest first."""
    found = Leaving.objects.filter(area=area_id, called_off__isnull=True, rejoining__isnull=True)
    found = found.select_related("volunteer", "carried_out")
    coming = found.filter(ends_at__gt=at).order_by("last_day", "volunteer__family_name")
    gone = found.filter(ends_at__lte=at, last_day__gte=_since(at)).order_by("-last_day", "volunteer__family_name")
    return list(coming), list(gone)


def _since(at: datetime) -> date:
    today = in_london(at).date()
    return today - timedelta(days=standard_on(today).left_listed_days)
