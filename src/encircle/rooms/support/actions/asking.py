"""The morning after a meeting each volunteer who has not said how it left them is written to: once, and of nothing but
that something waits. Whoever of two workers comes second finds it done."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from encircle.common.clock import in_london
from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.each_alone import each_alone
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify_each
from encircle.rooms.circles.models import Pause
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.organisation.queries import all_standards, in_force

from ..models import CheckAsked
from ..policy import AskingClock, AtMeeting, is_asked, is_time_to_ask
from ..queries import ASKED_FOR

ESCALATOR = system("escalator")


def ask_all() -> int:
    """Every meeting of late, each in a transaction of its own: one fault stops no other. How many people were asked."""
    return each_alone(ask_after, _of_late(), fault="Volunteers could not be asked how a meeting left them")


def ask_after(meeting_id: UUID) -> int:
    """How many were asked; nobody where anybody was asked after this meeting before."""
    try:
        with acting_as(ESCALATOR) as acting:
            whom = [(one, user) for one, user, known in _at_meeting(meeting_id) if is_asked(known)]
            if not whom or CheckAsked.objects.filter(meeting=meeting_id).exists():
                return 0
            meeting = Meeting.objects.get(pk=meeting_id)
            CheckAsked.objects.bulk_create(_row(meeting, one, acting.at) for one, _ in whom)
            notify_each(
                [(user, meeting.pk) for _, user in whom], NoticeKind.WAITING, at=acting.at, area_id=meeting.area_id
            )
            record(
                Verb.CREATED, "support.checkasked", meeting.pk, by=acting, circle_id=meeting.circle_id,
                area_id=meeting.area_id, detail=str(len(whom)),
            )  # fmt: skip
            return len(whom)
    except IntegrityError:  # another worker was first, and asked them
        return 0


def _of_late() -> list[UUID]:
    """Over, not cancelled, not in a pause of the Circle, after which nobody was asked, and the hour has come."""
    with acting_as(ESCALATOR) as acting:
        starts_at, standards = OuterRef("starts_at"), all_standards()
        paused = Pause.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=starts_at), circle=OuterRef("circle"), starts_at__lte=starts_at
        )
        found = Meeting.objects.filter(
            ~Exists(CheckAsked.objects.filter(meeting=OuterRef("pk"))),
            ~Exists(paused),
            ends_at__gt=acting.at - ASKED_FOR - timedelta(days=1),
            ends_at__lte=acting.at,
            cancelled_at__isnull=True,
        )
        over = Coalesce("held_until", "ends_at")
        ended: Iterable[tuple[UUID, datetime]] = found.order_by("ends_at").values_list("pk", over)
        return [one for one, at in ended if is_time_to_ask(at, acting.at, _clock(standards, at))]


def _clock(standards: tuple[PracticeStandard, ...], over: datetime) -> AskingClock:
    standard = in_force(standards, in_london(over).date())
    return AskingClock(standard.check_asked_hour, standard.check_asked_days)


def _at_meeting(meeting_id: UUID) -> list[tuple[UUID, UUID, AtMeeting]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT volunteer_id, user_id, noted_present, said_cannot_come, is_away, has_said "
            "FROM encircle.at_meeting(%s)",
            [meeting_id],
        )
        return [(one, user, AtMeeting(*known)) for one, user, *known in cursor.fetchall()]


def _row(meeting: Meeting, volunteer_id: UUID, at: datetime) -> CheckAsked:
    return CheckAsked(
        meeting=meeting, circle_id=meeting.circle_id, area_id=meeting.area_id, volunteer_id=volunteer_id, asked_at=at
    )
