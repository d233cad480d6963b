"""The recipient opens and acknowledges a release; staff open what was released, and record a call about it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record

from ..models import Release, ReleaseEvent
from ..queries.own import own_releases
from ..rules import require_recording_call
from ..vocabulary import EventKind, ReleaseKind


def open_own_release(release_id: UUID, *, by: Actor, at: datetime) -> Release:
    """Against a receipt, and the first time the release counts as opened. Call at the top of the request.

    A professional's lines about concerns name no area: whether one is walled is not theirs to know or to tell.
    """
    release = _own(release_id, by)
    is_concern = release.kind == ReleaseKind.CONCERN
    leave_receipt(
        "sharing.release",
        release.pk,
        by=by.acting,
        circle_id=None if is_concern else release.circle_id,
        area_id=None if is_concern else release.area_id,
    )
    _happened(release, EventKind.OPENED, by, at)
    return release


@transaction.atomic
def acknowledge_release(release_id: UUID, *, by: Actor, at: datetime) -> None:
    """The recipient has read it. Pressing twice changes nothing; what was never opened cannot be acknowledged."""
    release = _own(release_id, by)
    if not ReleaseEvent.objects.filter(release=release, kind=EventKind.OPENED).exists():
        raise NotAllowed("Read it before you say that you have read it.")
    _happened(release, EventKind.ACKNOWLEDGED, by, at)


def open_release(release_id: UUID, *, by: Actor) -> Release:
    """The words as released, for staff. Raises NotFound. Call at the top of the request."""
    release = _visible(release_id)
    walled = release.concern is not None and release.concern.walled
    leave_receipt(
        "sharing.release",
        release.pk,
        by=by.acting,
        circle_id=None if walled else release.circle_id,
        area_id=None if walled else release.area_id,
    )
    return release


@transaction.atomic
def record_call(release_id: UUID, *, spoke_to: str, moment: datetime, by: Actor, at: datetime) -> None:
    """The agency said on the telephone that it has the release. Raises NotFound, NotAllowed or Invalid."""
    release = _row(Release.objects.select_related("concern"), release_id)
    walled = release.concern is not None and release.concern.walled
    require_recording_call(by, release.area_id, walled=walled)
    if not spoke_to.strip():
        raise Invalid({"spoke_to": "Enter the name of the person you spoke to"})
    if not release.released_at <= moment <= at:
        raise Invalid({"moment": "The time of the call must be after the release and not in the future"})
    _happened(release, EventKind.ACKNOWLEDGED, by, moment, spoke_to=spoke_to.strip())
    record(Verb.CHANGED, "sharing.release", release.pk, by=by.acting, area_id=None if walled else release.area_id)


def _own(release_id: UUID, by: Actor) -> Release:
    """The row policies show only what the reader may open now; whose it is is asked for all the same."""
    found = own_releases(by).filter(pk=release_id).first()
    if found is None:
        raise NotFound()
    return found


def _visible(release_id: UUID) -> Release:
    related = ("professional", "agency", "version", "concern", "recall", "circle", "seat")
    return _row(Release.objects.select_related(*related), release_id)


def _row(rows: QuerySet[Release], release_id: UUID) -> Release:
    found = rows.filter(pk=release_id).first()
    if found is None:
        raise NotFound()
    return found


def _happened(release: Release, kind: EventKind, by: Actor, moment: datetime, *, spoke_to: str = "") -> None:
    """Only the first counts: the database keeps one event of each of these kinds."""
    event = ReleaseEvent(
        release_id=release.pk,
        seat_id=release.seat_id,
        circle_id=release.circle_id,
        area_id=release.area_id,
        kind=kind,
        at=moment,
        by_id=by.user_id,
        spoke_to=spoke_to,
    )
    ReleaseEvent.objects.bulk_create([event], ignore_conflicts=True)
