"""Chase minutes that are missing, or that came back: the volunteers at the set moments, their coordinator when they are
due, and later those above. Each moment once; whoever of two workers comes second finds it done."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection
from django.db.models import Exists, OuterRef, Q

from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.each_alone import each_alone
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.circles.models import Pause

from ..models import Meeting, MinutesChase, MinutesReturn, MinutesVersion
from ..policy import Chase, ChaseKind, MinutesStandard, chases, chases_after_return
from ..queries import facts_of, minutes_standard

ESCALATOR = system("escalator")
SLACK = timedelta(days=7)  # a clock that stood still catches up on so much
TELLS = {
    ChaseKind.VOLUNTEERS_REMINDED: "volunteer",
    ChaseKind.COORDINATOR_TOLD: "coordinator",
    ChaseKind.MANAGER_TOLD: "manager",
}


def chase_all() -> int:
    """Every meeting whose minutes are missing or came back, each in a transaction of its own. How many were chased."""
    those = [*((one, None) for one in _without_minutes()), *_came_back()]
    return each_alone(lambda one: chase_minutes(*one), those, fault="Missing minutes could not be chased")


def chase_minutes(meeting_id: UUID, returned: MinutesReturn | None = None) -> bool:
    """False where no moment has come that was not chased before."""
    try:
        with acting_as(ESCALATOR) as acting:
            meeting = Meeting.objects.get(pk=meeting_id)
            new = _new(meeting, returned, minutes_standard(acting.at), acting.at)
            MinutesChase.objects.bulk_create(_row(meeting, returned, kind, number, acting.at) for kind, number in new)
            _let_know(meeting, {kind for kind, _ in new}, acting.at)
            return bool(new)
    except IntegrityError:  # another worker was first, and told them
        return False


def _without_minutes() -> list[UUID]:
    """Over, not cancelled, expected, not in a pause of the Circle, and nothing submitted; only those of late."""
    with acting_as(ESCALATOR) as acting:
        standard = minutes_standard(acting.at)
        since = _since(standard, acting.at)
        starts_at = OuterRef("starts_at")
        paused = Pause.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=starts_at), circle=OuterRef("circle"), starts_at__lte=starts_at
        )
        found = Meeting.objects.filter(
            ~Exists(MinutesVersion.objects.filter(meeting=OuterRef("pk"))),
            ~Exists(paused),
            ends_at__gt=since,
            ends_at__lte=acting.at,
            cancelled_at__isnull=True,
            minutes_elsewhere=False,
        )
        return list(found.order_by("ends_at").values_list("pk", flat=True))


def _came_back() -> list[tuple[UUID, MinutesReturn]]:
    """Returned of late, and not submitted again since; a Circle that pauses now is left in peace until it is back."""
    with acting_as(ESCALATOR) as acting:
        paused = Pause.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=acting.at), circle=OuterRef("circle"), starts_at__lte=acting.at
        )
        newer = MinutesVersion.objects.filter(
            meeting=OuterRef("version__meeting"), number__gt=OuterRef("version__number")
        )
        found = MinutesReturn.objects.filter(
            ~Exists(newer), ~Exists(paused), returned_at__gt=_since(minutes_standard(acting.at), acting.at)
        )
        rows = list(found.select_related("version").order_by("returned_at"))
        return [(row.version.meeting_id, row) for row in rows]


def _since(standard: MinutesStandard, at: datetime) -> datetime:
    return at - timedelta(hours=standard.due_hours + standard.manager_told_after_hours) - SLACK


def _new(
    meeting: Meeting, returned: MinutesReturn | None, standard: MinutesStandard, at: datetime
) -> list[tuple[ChaseKind, int]]:
    """The moments that have come and were not chased, each by its kind and its number within the kind."""
    before = MinutesChase.objects.filter(meeting=meeting, returned=returned.version_id if returned else None)
    done = set(before.values_list("kind", "number"))
    if returned is None:
        moments = chases(facts_of(meeting, []), standard)
    else:
        moments = chases_after_return(returned.returned_at, standard)
    come = [chase for chase in _numbered(moments) if chase[2] <= at]
    return [(kind, number) for kind, number, _ in come if (kind.value, number) not in done]


def _numbered(all_of_them: Iterable[Chase]) -> Iterable[tuple[ChaseKind, int, datetime]]:
    counted: dict[ChaseKind, int] = {}
    for chase in all_of_them:
        counted[chase.kind] = counted.get(chase.kind, 0) + 1
        yield chase.kind, counted[chase.kind], chase.at


def _row(meeting: Meeting, returned: MinutesReturn | None, kind: ChaseKind, number: int, at: datetime) -> MinutesChase:
    return MinutesChase(
        meeting=meeting,
        circle_id=meeting.circle_id,
        area_id=meeting.area_id,
        kind=kind.value,
        number=number,
        returned_id=returned.version_id if returned else None,
        chased_at=at,
    )


def _let_know(meeting: Meeting, kinds: set[ChaseKind], at: datetime) -> None:
    """However many moments passed at once, one notice to each person."""
    parts = {TELLS[kind] for kind in kinds}
    for user_id in dict.fromkeys(user_id for part, user_id in _people(meeting) if part in parts):
        notify(user_id, NoticeKind.WAITING, at=at, item_id=meeting.pk, area_id=meeting.area_id)


def _people(meeting: Meeting) -> Sequence[tuple[str, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT part, user_id FROM encircle.minutes_people(%s)", [meeting.pk])
        return list(cursor.fetchall())
