"""Find a Circle or person by part of a name, and minutes by words, inside what the asker may see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.organisation.models import Area
from encircle.rooms.people.models import CoreMember
from encircle.rooms.volunteers.models import Volunteer

from .models import Search, SearchKind

MOST = 50
SHORTEST = 2


@dataclass(frozen=True)
class Named:
    """A Circle or a person that was found, and the Circle to open for them, if any."""

    kind: str
    item_id: UUID
    name: str
    reference: str
    circle_id: UUID | None


@dataclass(frozen=True)
class WrittenAbout:
    """Minutes in which the words were found: the meeting's day and Circle, no snippet."""

    version_id: UUID
    circle_name: str
    met_at: datetime


@dataclass(frozen=True)
class Found:
    named: tuple[Named, ...] = ()
    written: tuple[WrittenAbout, ...] = ()
    cut: bool = False  # there were more hits than could be looked at
    ask: str = ""  # the area to ask about an exact reference out of reach


@transaction.atomic
def make_search(words: str, kind: SearchKind, *, by: Actor, at: datetime) -> UUID:
    """Keep what is looked for and return the opaque address of its answer. Raises Invalid, NotAllowed."""
    if not by.may(May.SEARCH):
        raise NotAllowed("Only coordinators and managers can search.")
    words = " ".join(words.split())
    if len(words) < SHORTEST:
        raise Invalid({"words": "Enter at least 2 letters"})
    if len(words) > 200:
        raise Invalid({"words": "Enter 200 letters or fewer"})
    search = Search(user_id=by.user_id, kind=kind, words=words, made_at=at)
    Search.objects.bulk_create([search])
    return search.pk


def answer_search(search_id: UUID) -> tuple[Search, Found]:
    """The search and what it finds now. Raises NotFound for a search that is not one's own."""
    search = Search.objects.filter(pk=search_id).first()
    if search is None:
        raise NotFound()
    return search, _minutes(search.words) if search.kind == SearchKind.MINUTES else _names(search.words)


def _minutes(words: str) -> Found:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version_id, circle_id, met_at, cut FROM encircle.search_minutes(%s, %s)", [words, MOST])
        rows = cursor.fetchall()
    names = dict(Circle.objects.filter(pk__in={row[1] for row in rows}).values_list("pk", "name"))
    written = tuple(WrittenAbout(row[0], names[row[1]], row[2]) for row in rows if row[1] in names)
    return Found(written=written, cut=any(row[3] for row in rows) or len(rows) == MOST)


def _names(words: str) -> Found:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, item_id FROM encircle.search_names(%s, %s)", [words, MOST])
        rows = cursor.fetchall()
    details = {**_circles(rows), **_core_members(rows), **_volunteers(rows)}
    named = tuple(details[item] for _, item in rows if item in details)
    return Found(named=named, cut=len(rows) == MOST, ask="" if named else _whom_to_ask(words))


def _ids(rows: list[tuple[str, UUID]], kind: str) -> list[UUID]:
    return [item for found, item in rows if found == kind]


def _circles(rows: list[tuple[str, UUID]]) -> dict[UUID, Named]:
    found = Circle.objects.filter(pk__in=_ids(rows, "circle"))
    return {c.pk: Named("Circle", c.pk, c.name, c.reference, c.pk) for c in found}


def _core_members(rows: list[tuple[str, UUID]]) -> dict[UUID, Named]:
    ids = _ids(rows, "core_member")
    seats = dict(
        Seat.objects.filter(core_member_id__in=ids).order_by("starts_at").values_list("core_member_id", "circle_id")
    )
    return {
        c.pk: Named("Core member", c.pk, f"{c.given_name} {c.family_name}", c.reference, seats.get(c.pk))
        for c in CoreMember.objects.filter(pk__in=ids)
    }


def _volunteers(rows: list[tuple[str, UUID]]) -> dict[UUID, Named]:
    ids = _ids(rows, "volunteer")
    seats = dict(
        Seat.objects.filter(volunteer_id__in=ids).order_by("starts_at").values_list("volunteer_id", "circle_id")
    )
    return {
        v.pk: Named("Volunteer", v.pk, v.full_name, v.reference, seats.get(v.pk))
        for v in Volunteer.objects.filter(pk__in=ids)
    }


def _whom_to_ask(reference: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.whom_to_ask(%s)", [reference])
        (area_id,) = cursor.fetchone()
    return Area.objects.filter(pk=area_id).values_list("name", flat=True).first() or "" if area_id else ""
