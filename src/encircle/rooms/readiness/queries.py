"""Who is ready for which kind of Circle, and what is missing: the database's own answer, in one read and in words."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency
from encircle.rooms.training.models import Course
from encircle.rooms.volunteers.models import Volunteer

from .models import DatedException, ExceptionWords, Paper, Requirement, Signing, Wording
from .vocabulary import Condition
from .words import heading_words, kind_words, missing_words


@dataclass(frozen=True)
class Line:
    """One condition of one kind of Circle for one volunteer on a day."""

    kind: CircleKind
    volunteer_id: UUID
    condition: Condition
    name: str  # of the course, or of the prison that was asked about; else empty
    is_met: bool
    last_day: date | None  # until which it is met, or was; empty: for good, or never
    excepted_until: date | None  # the last day of an exception that holds now

    @property
    def is_missing(self) -> bool:
        return not self.is_met and self.excepted_until is None

    @property
    def heading(self) -> str:
        return heading_words(self.condition, self.name)

    @property
    def words(self) -> str:
        """What is needed, as the end of “Needed: …”."""
        return missing_words(self.condition, self.name, self.last_day)

    @property
    def kindly(self) -> str:
        return kind_words(self.condition, self.name)


@dataclass(frozen=True)
class Missing:
    """One thing that keeps somebody from a seat. `words` end “Needed: …”."""

    condition: Condition
    words: str


class Lapse(NamedTuple):
    """What is in date now and until when: the last day it counts."""

    what: Condition
    last_day: date
    words: str
    is_exception: bool = False


def lines_of(
    volunteer_ids: Iterable[UUID], kinds: Collection[str], on: date, prison: Agency | None = None
) -> list[Line]:
    """Of those the asker may see. Two reads, however many volunteers and kinds."""
    who = list(volunteer_ids)
    if not who:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM encircle.readiness_of(%s, %s, %s, %s)", [who, list(kinds), on, prison.pk if prison else None]
        )
        rows = cursor.fetchall()
    names = dict(Course.objects.values_list("pk", "name")) if any(row[3] for row in rows) else {}
    return [
        Line(CircleKind(kind), who, Condition(condition), names.get(detail) or _asked(condition, prison), *rest)
        for kind, who, condition, detail, *rest in rows
    ]


def _asked(condition: str, prison: Agency | None) -> str:
    return prison.name if prison is not None and condition == Condition.PRISON else ""


def missing_of(
    volunteer_ids: Iterable[UUID], kind: str, on: date, prison: Agency | None = None
) -> dict[UUID, tuple[Missing, ...]]:
    """What keeps each of them from a seat on that day; who is not in the answer, or has nothing there, is ready.

    `prison`: the establishment where the Circle meets; without it a clearance by any prison counts.
    """
    found: defaultdict[UUID, list[Missing]] = defaultdict(list)
    for line in lines_of(volunteer_ids, [kind], on, prison):
        if line.is_missing:
            found[line.volunteer_id].append(Missing(line.condition, line.words))
    return {who: tuple(missing) for who, missing in found.items()}


def lapses_of(volunteer_ids: Iterable[UUID], kind: str, on: date) -> dict[UUID, tuple[Lapse, ...]]:
    """What is in date on that day and ends, each with its last day, the soonest first; exceptions among them."""
    found: defaultdict[UUID, list[Lapse]] = defaultdict(list)
    for line in lines_of(volunteer_ids, [kind], on):
        if line.is_met and line.last_day is not None:
            found[line.volunteer_id].append(Lapse(line.condition, line.last_day, line.heading))
        elif not line.is_met and line.excepted_until is not None:
            found[line.volunteer_id].append(Lapse(line.condition, line.excepted_until, line.heading, True))
    return {who: tuple(sorted(lapses, key=lambda one: one.last_day)) for who, lapses in found.items()}


# --- one volunteer ---


@dataclass(frozen=True)
class Readiness:
    """One volunteer for one kind of Circle."""

    kind: CircleKind
    lines: list[Line]

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if line.is_missing]

    @property
    def until(self) -> date | None:
        """The first day on which something ends, while nothing is missing."""
        ends = [line.excepted_until if not line.is_met else line.last_day for line in self.lines]
        return min((day for day in ends if day is not None), default=None)


def readiness_of(volunteer_id: UUID, kinds: Collection[str], on: date) -> list[Readiness]:
    """For each kind, in the order given. Two reads."""
    lines = lines_of([volunteer_id], kinds, on)
    return [Readiness(CircleKind(kind), [line for line in lines if line.kind == kind]) for kind in kinds]


# One from before somebody left holds no longer once they are back, and is not shown as if it did.
_SINCE_BACK = Q(volunteer__returned_at=None) | Q(at__gte=F("volunteer__returned_at"))


def open_exceptions(volunteer: Volunteer, *, by: Actor) -> list[tuple[DatedException, str]]:
    """Every exception since they joined or came back, the last to end first, and why. Leaves a receipt."""
    leave_receipt("volunteers.volunteer", volunteer.pk, by=by.acting, area_id=volunteer.area_id)
    why = dict(ExceptionWords.objects.filter(volunteer=volunteer).values_list("exception", "text"))
    rows = DatedException.objects.filter(_SINCE_BACK, volunteer=volunteer).order_by("-ends_on", "-at")
    return [(row, why.get(row.pk, "")) for row in rows]


def present_exceptions(area_id: UUID, on: date) -> list[DatedException]:
    """Of one area, that hold on a day or are to come: the first to end first."""
    rows = DatedException.objects.filter(_SINCE_BACK, area=area_id, ends_on__gte=on).select_related("volunteer")
    return list(rows.order_by("ends_on", "volunteer__family_name", "condition"))


def papers_of(volunteer_id: UUID) -> list[Paper]:
    """Those that were taken back too, each with that."""
    rows = Paper.objects.filter(volunteer=volunteer_id).select_related("taken_back")
    return list(rows.order_by("condition", "-at"))


def paper_row(paper_id: UUID) -> Paper:
    """One that counts. Raises NotFound."""
    row = Paper.objects.select_related("volunteer").filter(pk=paper_id, taken_back=None).first()
    if row is None:
        raise NotFound()
    return row


def signings_of(volunteer_id: UUID) -> list[Signing]:
    """The newest wording first."""
    return list(
        Signing.objects.filter(volunteer=volunteer_id).select_related("wording").order_by("-wording__in_force_from")
    )


def has_signed(volunteer: Volunteer, wording_id: UUID) -> QuerySet[Signing]:
    """Since they joined, or came back."""
    found = Signing.objects.filter(volunteer=volunteer, wording=wording_id)
    return found.filter(at__gte=volunteer.returned_at) if volunteer.returned_at else found


# --- what the charity asks ---


def wording_on(day: date) -> Wording | None:
    """What is signed on a day."""
    return Wording.objects.filter(in_force_from__lte=day).order_by("-in_force_from").first()


def wordings() -> list[Wording]:
    return list(Wording.objects.order_by("-in_force_from"))


def requirements() -> list[Requirement]:
    """Everything that was ever set, the newest first within each kind."""
    return list(Requirement.objects.order_by("kind", "-in_force_from"))


def asked_on(day: date) -> dict[CircleKind, tuple[Condition, ...]]:
    """What each kind of Circle asks on a day; everything, where nothing was ever said."""
    begun = Requirement.objects.filter(in_force_from__lte=day).order_by("in_force_from")
    said = {row.kind: row.conditions for row in begun}
    return {kind: tuple(one for one in Condition if one in said.get(kind, Condition.values)) for kind in CircleKind}
