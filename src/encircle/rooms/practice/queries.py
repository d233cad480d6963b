"""What waits for those who work with cases, worked out from the facts of every room; nobody ticks anything off.

Each list is one read, oldest first, with how many there are in all. No narrative: names of Circles, codes, times.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window

from encircle.common.clock import in_london
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.audit.models import Entry, Verb
from encircle.rooms.circles.models import Circle, Pause, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.meetings.models import Approval, Meeting, MinutesReturn, MinutesVersion
from encircle.rooms.meetings.policy import minutes_due
from encircle.rooms.meetings.queries import facts_of, standard_from
from encircle.rooms.meetings.vocabulary import Outcome
from encircle.rooms.organisation.clocks import WorkingCalendar, add_working_days
from encircle.rooms.organisation.models import Area, PracticeStandard
from encircle.rooms.organisation.queries import closure_days, standard_on
from encircle.rooms.partners.models import Professional
from encircle.rooms.partners.policy import AgreementState
from encircle.rooms.partners.queries import AgencyLine, agencies
from encircle.rooms.received.models import Development, DevelopmentRead
from encircle.rooms.risk.queries import ConcernLine, open_concerns
from encircle.rooms.risk.queries import Wanted as ConcernsWanted
from encircle.rooms.sharing.models import Consent, ConsentSubject, Recall, Release, ReleaseEvent
from encircle.rooms.sharing.vocabulary import Channel, EventKind

from .models import OpenMeeting, Stage

A_LIST = 10
DID_NOT_COME_FOR = timedelta(days=7)  # how long a missed meeting stands on the home page
ENDS_SOON = timedelta(days=28)
CHASED_FOR = timedelta(days=60)  # older releases nobody opened are a matter for the ledger

T = TypeVar("T")


@dataclass(frozen=True)
class Some(Generic[T]):
    """The first of a list, and how many there are."""

    items: list[T] = field(default_factory=list)
    total: int = 0

    def __bool__(self) -> bool:
        return self.total > 0


@dataclass(frozen=True)
class ToRead:
    """Minutes that were submitted and neither returned nor approved."""

    version: MinutesVersion
    due: datetime
    is_new: bool  # the asker has not opened them yet

    @property
    def row(self) -> MinutesVersion:
        return self.version


@dataclass(frozen=True)
class Missing:
    """A meeting that is over and has no minutes, or none that were not returned."""

    meeting: Meeting
    due: datetime
    is_returned: bool

    def is_overdue(self, at: datetime) -> bool:
        return self.due < at

    @property
    def row(self) -> Meeting:
        return self.meeting


@dataclass(frozen=True)
class ToRelease:
    approval: Approval
    due: datetime

    @property
    def row(self) -> Approval:
        return self.approval


@dataclass(frozen=True)
class Ending:
    """A consent about to end, with the Circle at whose centre the person stands."""

    consent: Consent
    circle_id: UUID | None
    circle_name: str

    @property
    def row(self) -> Consent:
        return self.consent


@dataclass(frozen=True)
class Clocks:
    """The standard in force and the calendar it counts by."""

    standard: PracticeStandard
    calendar: WorkingCalendar


@dataclass(frozen=True)
class Wanted:
    """Whose lists, at which moment, for which area (none: every one the asker sees), how long."""

    by: Actor
    area_id: UUID | None = None
    count: int = A_LIST

    @property
    def at(self) -> datetime:
        return self.by.now

    def in_area(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The area chosen, else those the person works in: a record opened in an emergency is nobody's work."""
        return rows.filter(self.where)

    @property
    def where(self) -> Q:
        if self.area_id:
            return Q(area=self.area_id)
        if self.by.all_areas:
            return Q()
        return Q(area__in=[area for role, area in self.by.appointments if role is Role.COORDINATOR and area])


def furnish(items: Iterable[object]) -> None:
    """Give the rows of all lists their Circle, meeting and area: three reads, whatever the lists.

    A join of its own in every list costs far more: the database plans each table's policies once for each join.
    """
    rows = [getattr(item, "row", item) for item in items]
    for name, model in (("circle", Circle), ("meeting", Meeting), ("area", Area)):
        wanting = [row for row in rows if getattr(row, f"{name}_id", None) and not _has(row, name)]
        found = model._default_manager.in_bulk({getattr(row, f"{name}_id") for row in wanting})
        for row in wanting:
            if getattr(row, f"{name}_id") in found:
                setattr(row, name, found[getattr(row, f"{name}_id")])


def _has(row: Any, name: str) -> bool:
    return name in row._state.fields_cache


def clocks(at: datetime) -> Clocks:
    return Clocks(standard_on(in_london(at).date()), WorkingCalendar(closure_days()))


# --- minutes ---


def minutes_to_read(wanted: Wanted, clocks: Clocks) -> Some[ToRead]:
    opened = Entry.objects.filter(verb=Verb.OPENED, item_id=OuterRef("pk"), actor_id=wanted.by.user_id)
    rows, total = first_of(
        unread_minutes(wanted).annotate(was_opened=Exists(opened)),
        "submitted_at",
        wanted.count,
    )
    days = clocks.standard.read_within_working_days
    return Some(
        [ToRead(row, add_working_days(row.submitted_at, days, clocks.calendar), not row.was_opened) for row in rows],
        total,
    )


def unread_minutes(wanted: Wanted) -> QuerySet[MinutesVersion]:
    newer = MinutesVersion.objects.filter(meeting=OuterRef("meeting"), number__gt=OuterRef("number"))
    return MinutesVersion.objects.filter(
        ~Exists(MinutesReturn.objects.filter(version=OuterRef("pk"))),
        ~Exists(newer),
        meeting__in=_at_stage(Stage.MINUTES, wanted),
    )


def _at_stage(stage: Stage, wanted: Wanted) -> QuerySet[Any, Any]:
    """Meetings not done with, from the small table the database keeps of them."""
    return wanted.in_area(OpenMeeting.objects.filter(stage=stage)).values("meeting")


def minutes_missing(wanted: Wanted, clocks: Clocks) -> Some[Missing]:
    returned = MinutesVersion.objects.filter(meeting=OuterRef("pk"))
    rows, total = first_of(
        without_minutes(wanted).annotate(is_returned=Exists(returned)),
        "ends_at",
        wanted.count,
    )
    standard = standard_from(clocks.standard)
    return Some(
        [Missing(row, minutes_due(facts_of(row, []), standard) or row.ends_at, row.is_returned) for row in rows], total
    )


def without_minutes(wanted: Wanted) -> QuerySet[Meeting]:
    live = MinutesVersion.objects.filter(meeting=OuterRef("pk"), returned__isnull=True)
    return Meeting.objects.filter(
        ~Exists(live),
        ~Exists(_pause_over(OuterRef("starts_at"))),
        pk__in=_at_stage(Stage.MINUTES, wanted).filter(ends_at__lte=wanted.at),
    )


def _pause_over(starts_at: OuterRef) -> QuerySet[Pause]:
    """A Circle's clocks stand still while it is paused."""
    return Pause.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=starts_at), circle=OuterRef("circle"), starts_at__lte=starts_at
    )


def core_member_did_not_come(wanted: Wanted) -> Some[Meeting]:
    """Meetings of the last days that the core member missed, from the hour it was recorded."""
    rows = wanted.in_area(
        Meeting.objects.filter(
            ~Exists(Approval.objects.filter(meeting=OuterRef("pk"))),
            outcome=Outcome.NOT_ATTENDED,
            starts_at__gt=wanted.at - DID_NOT_COME_FOR,
            cancelled_at__isnull=True,
        )
    )
    return Some(*first_of(rows, "starts_at", wanted.count))


# --- sharing ---


def minutes_to_release(wanted: Wanted, clocks: Clocks) -> Some[ToRelease]:
    """Approved, and nothing of it released yet, in a Circle whose outer circle has somebody."""
    rows, total = first_of(unreleased_minutes(wanted), "approved_at", wanted.count)
    days = clocks.standard.release_within_working_days
    return Some([ToRelease(row, add_working_days(row.approved_at, days, clocks.calendar)) for row in rows], total)


def unreleased_minutes(wanted: Wanted) -> QuerySet[Approval]:
    outer = Seat.objects.filter(now(wanted.at), circle=OuterRef("circle"), part=SeatPart.OUTER_CIRCLE)
    return Approval.objects.filter(Exists(outer), meeting__in=_at_stage(Stage.RELEASE, wanted))


def releases_unopened(wanted: Wanted, clocks: Clocks) -> Some[Release]:
    """Released online some days ago, to somebody who still holds the seat, and not opened."""
    long_ago = wanted.at - timedelta(days=clocks.standard.chase_unopened_after_days)
    opened = ReleaseEvent.objects.filter(release=OuterRef("pk"), kind__in=(EventKind.OPENED, EventKind.ACKNOWLEDGED))
    rows = Release.objects.filter(
        ~Exists(opened),
        ~Exists(Recall.objects.filter(release=OuterRef("pk"))),
        Exists(Seat.objects.filter(now(wanted.at), pk=OuterRef("seat"))),
        channel=Channel.ONLINE,
        released_at__lte=long_ago,
        released_at__gt=wanted.at - CHASED_FOR,
    )
    found = wanted.in_area(rows).select_related("professional", "agency")
    return Some(*first_of(found, "released_at", wanted.count))


def consents_ending(wanted: Wanted) -> Some[Ending]:
    stands = ConsentSubject.objects.filter(consent=OuterRef("pk"), withdrawal__isnull=True)
    rows, total = first_of(
        wanted.in_area(
            Consent.objects.filter(Exists(stands), ends_at__gt=wanted.at, ends_at__lte=wanted.at + ENDS_SOON)
        ).select_related("agency"),
        "ends_at",
        wanted.count,
    )
    seats = {
        seat.core_member_id: seat
        for seat in Seat.objects.filter(
            now(wanted.at), part=SeatPart.CORE_MEMBER, core_member__in=[row.core_member_id for row in rows]
        ).select_related("circle")
    }
    return Some([_ending(row, seats.get(row.core_member_id)) for row in rows], total)


def _ending(consent: Consent, seat: Seat | None) -> Ending:
    return Ending(consent, seat.circle_id if seat else None, seat.circle.name if seat else "")


def agreements_wanting(wanted: Wanted) -> Some[AgencyLine]:
    """Agencies in an outer circle now whose agreement has lapsed, ends soon, is to be reviewed, or does not exist."""
    seats = wanted.in_area(Seat.objects.filter(now(wanted.at), part=SeatPart.OUTER_CIRCLE))
    needed = set(
        Professional.objects.filter(pk__in=seats.values("professional")).values_list("agency", flat=True).distinct()
    )
    found = [
        line
        for line in agencies(in_london(wanted.at).date())
        if line.agency.pk in needed and line.state is not AgreementState.IN_FORCE
    ]
    return Some(found[: wanted.count], len(found))


# --- raised and received ---


def concerns_open(wanted: Wanted) -> Some[ConcernLine]:
    """Concerns that are not closed: most urgent first, then by age."""
    page = open_concerns(ConcernsWanted(area_id=wanted.area_id), by=wanted.by, at=wanted.at, size=wanted.count)
    return Some(page.lines, page.total)


def developments_unread(wanted: Wanted) -> Some[Development]:
    """News from professionals that nobody here has read: urgent first, then by age."""
    found = news_unread(wanted).select_related("agency")
    return Some(*first_of(found, "-urgent", wanted.count, "sent_at"))


def news_unread(wanted: Wanted) -> QuerySet[Development]:
    read = DevelopmentRead.objects.filter(development=OuterRef("pk"))
    return wanted.in_area(Development.objects.filter(~Exists(read)))


def first_of(rows: QuerySet[Any], by: str, count: int, *then: str) -> tuple[list[Any], int]:
    """The first rows, and how many there are, in one read."""
    found = list(rows.annotate(how_many=Window(Count("*"))).order_by(by, *then, "pk")[:count])
    return found, found[0].how_many if found else 0
