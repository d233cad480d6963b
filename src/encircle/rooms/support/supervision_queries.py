"""Reads about supervision and counselling: what is planned, what is owed, and one supervision with its notes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.circles.models import Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.organisation.queries import all_standards, in_force
from encircle.rooms.volunteers.models import Volunteer

from .models import CounsellingOffer, CounsellingStep, Supervision, SupervisionNote, SupervisionPlace
from .policy import Sat, chased_after, stretches, supervision_due
from .vocabulary import Presence, SupervisionKind

A_LIST = 20


@dataclass(frozen=True)
class SupervisionLine:
    supervision: Supervision
    names: tuple[str, ...]  # of those who take part
    supervisor: str
    is_recorded: bool


@dataclass(frozen=True)
class Owed:
    """A volunteer in a Circle, one kind of supervision, and since when it is owed."""

    volunteer: Volunteer
    kind: SupervisionKind
    last_on: date | None  # None: never yet
    due_on: date
    planned_on: date | None


@dataclass(frozen=True)
class OpenSupervision:
    supervision: Supervision
    places: Sequence[SupervisionPlace]
    notes: Sequence[SupervisionNote]
    names: dict[UUID, str]
    may_write: bool


# --- lists ---


def coming(area_id: UUID, at: datetime) -> list[SupervisionLine]:
    found = Supervision.objects.filter(area=area_id, starts_at__gt=at, cancelled_at__isnull=True)
    return _lines(list(found.order_by("starts_at")[:A_LIST]))


def past(area_id: UUID, at: datetime) -> list[SupervisionLine]:
    """The newest first; who took part is still to be recorded of some."""
    found = Supervision.objects.filter(area=area_id, starts_at__lte=at, cancelled_at__isnull=True)
    return _lines(list(found.order_by("-starts_at")[:A_LIST]))


def _lines(rows: Sequence[Supervision]) -> list[SupervisionLine]:
    if not rows:
        return []
    places: defaultdict[UUID, list[SupervisionPlace]] = defaultdict(list)
    for place in SupervisionPlace.objects.filter(supervision__in=rows).select_related("volunteer"):
        places[place.supervision_id].append(place)
    names = names_of(row.supervisor_id for row in rows)
    return [
        SupervisionLine(
            row,
            tuple(sorted(place.volunteer.full_name for place in places[row.pk])),
            names.get(row.supervisor_id, "Somebody"),
            all(place.presence for place in places[row.pk]),
        )
        for row in rows
    ]


def owed(area_id: UUID, at: datetime) -> list[Owed]:
    """Volunteers with a seat in a Circle of the area whose supervision is overdue and not planned. Three reads.

    The same people and days as `due` works out.
    """
    today = in_london(at).date()
    late = [one for one in supervision_of(area_id, at) if chased_after(one.due_on, one.planned_on) < today]
    return sorted(late, key=lambda one: (one.due_on, one.volunteer.full_name, one.kind))


def supervision_of(area_id: UUID, at: datetime) -> list[Owed]:
    """Both kinds for each volunteer who sits in a Circle of the area now."""
    seats: defaultdict[UUID, list[Seat]] = defaultdict(list)
    there = Seat.objects.filter(area=area_id, part=SeatPart.VOLUNTEER, starts_at__lte=at, volunteer__isnull=False)
    sits = Exists(Seat.objects.filter(now(at), area=area_id, volunteer=OuterRef("volunteer")))
    for seat in there.filter(sits).exclude(volunteer__left_on__lt=in_london(at).date()).select_related("volunteer"):
        if seat.volunteer is not None:
            seats[seat.volunteer.pk].append(seat)
    held, standards = _held(seats), all_standards()
    return [
        _owed(rows, kind, held.get((volunteer, kind), []), standards, at)
        for volunteer, rows in seats.items()
        for kind in SupervisionKind
    ]


def _held(volunteers: Iterable[UUID]) -> dict[tuple[UUID, str], list[tuple[datetime, str]]]:
    """When each took part or is to take part, and how it stands, by volunteer and kind."""
    found: defaultdict[tuple[UUID, str], list[tuple[datetime, str]]] = defaultdict(list)
    rows = SupervisionPlace.objects.filter(volunteer__in=list(volunteers), supervision__cancelled_at__isnull=True)
    for who, kind, starts, presence in rows.values_list(
        "volunteer", "supervision__kind", "supervision__starts_at", "presence"
    ):
        found[who, kind].append((starts, presence))
    return found


def _owed(
    seats: Sequence[Seat],
    kind: SupervisionKind,
    held: Sequence[tuple[datetime, str]],
    standards: Sequence[PracticeStandard],
    at: datetime,
) -> Owed:
    began = stretches(Sat(seat.starts_at, seat.ends_at) for seat in seats)[-1].since
    last = max((starts for starts, presence in held if presence == Presence.CAME and starts > began), default=None)
    since, today = in_london(last or began).date(), in_london(at).date()
    days = [in_london(starts).date() for starts, presence in held if not presence]
    volunteer = seats[0].volunteer
    assert volunteer is not None  # noqa: S101 (seats are asked for by their volunteer)
    return Owed(
        volunteer=volunteer,
        kind=kind,
        last_on=in_london(last).date() if last else None,
        due_on=supervision_due(since, months_between(kind, in_force(standards, since))),
        planned_on=max((day for day in days if day >= today), default=None),
    )


def months_between(kind: str, standard: PracticeStandard) -> int:
    """Of the standard in force on the day from which it is counted."""
    is_group = kind == SupervisionKind.GROUP
    return standard.group_supervision_months if is_group else standard.supervision_months


# --- one ---


def supervision_row(supervision_id: UUID) -> Supervision:
    """Raises NotFound for absent and hidden alike."""
    found = Supervision.objects.filter(pk=supervision_id).first()
    if found is None:
        raise NotFound()
    return found


def open_supervision(supervision: Supervision, *, by: Actor) -> OpenSupervision:
    """With its notes, for its supervisor and who took part; for the others without. Call at the top of the request."""
    leave_receipt("support.supervision", supervision.pk, by=by.acting, area_id=supervision.area_id)
    places = list(SupervisionPlace.objects.filter(supervision=supervision).select_related("volunteer"))
    return OpenSupervision(
        supervision=supervision,
        places=sorted(places, key=lambda place: place.volunteer.full_name),
        notes=list(SupervisionNote.objects.filter(supervision=supervision).order_by("written_at")),
        names=names_of([supervision.supervisor_id]),
        may_write=supervision.supervisor_id == by.user_id,
    )


# --- a volunteer's own ---


def places_of(volunteer_id: UUID) -> list[SupervisionPlace]:
    """Planned and held of one volunteer, the newest first."""
    found = SupervisionPlace.objects.filter(volunteer=volunteer_id, supervision__cancelled_at__isnull=True)
    return list(found.select_related("supervision").order_by("-supervision__starts_at")[:A_LIST])


def next_supervision(by: Actor) -> Supervision | None:
    if by.volunteer_id is None:
        return None
    found = Supervision.objects.filter(
        places__volunteer=by.volunteer_id, cancelled_at__isnull=True, starts_at__gt=by.now
    )
    return found.order_by("starts_at").first()


# --- counselling ---


@dataclass(frozen=True)
class Counselling:
    offer: CounsellingOffer
    steps: tuple[CounsellingStep, ...]  # the oldest first


def counselling_of(volunteer_id: UUID) -> list[Counselling]:
    """Two reads; empty for whoever may not see it."""
    steps: defaultdict[UUID, list[CounsellingStep]] = defaultdict(list)
    for step in CounsellingStep.objects.filter(volunteer=volunteer_id).order_by("on", "recorded_at"):
        steps[step.offer_id].append(step)
    offers = CounsellingOffer.objects.filter(volunteer=volunteer_id).order_by("-offered_on", "-recorded_at")
    return [Counselling(offer, tuple(steps[offer.pk])) for offer in offers]


def offer_row(offer_id: UUID) -> CounsellingOffer:
    found = CounsellingOffer.objects.select_related("volunteer").filter(pk=offer_id).first()
    if found is None:
        raise NotFound()
    return found
