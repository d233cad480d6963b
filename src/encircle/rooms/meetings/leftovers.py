"""Words of a draft that stayed out of submitted minutes: kept for their writer for a while, and then cleared."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from encircle.common.clock import in_london
from encircle.foundations.access.identity import Acting
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import Line, record_many
from encircle.rooms.organisation.queries import standard_on

from .models import DraftRevision, MinutesReturn, MinutesVersion


def with_their_end(
    words: Sequence[DraftRevision], newest: MinutesVersion | None, *, at: datetime
) -> list[tuple[DraftRevision, datetime | None]]:
    """Until when each is kept: counted from the newest version, which left them out, or from when they came after it.

    No end while nothing has been submitted.
    """
    if newest is None or not words:
        return [(one, None) for one in words]
    kept_for = _kept_for(at)
    return [(one, max(one.edited_at, newest.submitted_at) + kept_for) for one in words]


def clear_leftovers(*, by: Acting) -> int:
    """Every word whose time is up, each with a line in the trace. Minutes that came back may still need theirs."""
    over = list(_over(by.at).only("pk", "meeting_id", "circle_id", "area_id"))
    DraftRevision.objects.filter(pk__in=[words.pk for words in over]).delete()
    record_many(
        [
            Line(
                Verb.ENDED,
                "meetings.minutesdraft",
                words.meeting_id,
                circle_id=words.circle_id,
                area_id=words.area_id,
                detail="words left out cleared",
            )
            for words in over
        ],
        by=by,
    )
    return len(over)


def _over(at: datetime) -> QuerySet[DraftRevision]:
    long_ago = at - _kept_for(at)
    newest = MinutesVersion.objects.filter(meeting=OuterRef("meeting")).order_by("-number")[:1]
    came_back = MinutesReturn.objects.filter(version=OuterRef("newest"))
    return DraftRevision.objects.annotate(
        newest=Subquery(newest.values("pk")), left_out_at=Subquery(newest.values("submitted_at"))
    ).filter(~Exists(came_back), left_out_at__lte=long_ago, edited_at__lte=long_ago, typed_over__isnull=False)


def _kept_for(at: datetime) -> timedelta:
    return timedelta(days=standard_on(in_london(at).date()).kept_words_days)
