"""Correct a version beside the original, key minutes from paper, and approve the one version that stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.models import Topic
from encircle.rooms.organisation.queries import present_charity

from ..models import Approval, Meeting, MinutesReturn, MinutesVersion, Passage
from ..policy import ApprovalStandard
from ..rules import refusals_to_approve, require_work_on_minutes
from ..vocabulary import CorrectionKind, Outcome, VersionKind
from .attendance import Came, write_attendance
from .drafting import Held, write_how_it_went
from .reading import OpenMinutes

LONGEST_PASSAGE = 20_000


@dataclass(frozen=True, kw_only=True)
class Keyed:
    """Minutes typed by the coordinator from the volunteers' paper, or because she stood in."""

    id: UUID
    held_from: datetime
    held_until: datetime
    outcome: Outcome
    written_on: date | None = None  # the day the paper was written; none where there was no paper
    attendance: Mapping[UUID, Came] = field(default_factory=dict)  # by seat
    texts: Mapping[str, str] = field(default_factory=dict)  # by topic


@transaction.atomic
def correct_minutes(
    opened: OpenMinutes, texts: Mapping[str, str], kind: CorrectionKind, *, id: UUID, by: Actor, at: datetime
) -> UUID:
    """Write the next version beside the one opened: its texts by topic, an empty one leaves the passage out.

    The caller has opened the version it corrects. Raises NotAllowed, or Invalid when nothing changed.
    """
    base = opened.version
    meeting = locked_meeting(base.meeting_id)
    refuse_unless_correctable(opened, by)
    before = {passage.topic_id: passage.text for passage in opened.passages}
    after = {topic: text.strip() for topic, text in texts.items() if text.strip()}
    _check(after)
    if after == {topic: text.strip() for topic, text in before.items()}:
        raise Invalid("You have not changed anything")
    version = _version(meeting, id, VersionKind.CORRECTION, by, at)
    version.based_on_id, version.correction_kind = base.pk, kind
    _write(version, after)
    _record(Verb.CREATED, version, by, detail=kind)
    return version.pk


def refuse_unless_correctable(opened: OpenMinutes, by: Actor) -> None:
    """Raises NotAllowed for what was approved or went back to the volunteers."""
    require_work_on_minutes(by, opened.version.area_id)
    if Approval.objects.filter(meeting=opened.version.meeting_id).exists():
        raise NotAllowed("These minutes were approved. What was approved is never changed.")
    if MinutesReturn.objects.filter(version=opened.version.pk).exists():
        raise NotAllowed("These minutes were returned to the volunteers. Wait for their next version.")


@transaction.atomic
def key_minutes(meeting_id: UUID, keyed: Keyed, *, by: Actor, at: datetime) -> UUID:
    """Minutes of the coordinator's own hand: somebody else has to approve them."""
    meeting = locked_meeting(meeting_id)
    require_work_on_minutes(by, meeting.area_id)
    _refuse_unless_missing(meeting)
    texts = {topic: text.strip() for topic, text in keyed.texts.items() if text.strip()}
    _check(texts)
    _check_times(keyed, at)
    _check_paper(keyed, at)
    write_how_it_went(meeting, Held(keyed.outcome, keyed.held_from, keyed.held_until), by=by)
    write_attendance(meeting, keyed.attendance, by=by, at=at)
    version = _version(meeting, keyed.id, VersionKind.KEYED, by, at)
    version.written_on = keyed.written_on
    _write(version, texts)
    _record(Verb.CREATED, version, by, detail=VersionKind.KEYED)
    return version.pk


@transaction.atomic
def approve_minutes(version_id: UUID, *, by: Actor, at: datetime) -> None:
    """This version stands from now on. Approving the same one again changes nothing."""
    version = MinutesVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise NotFound()
    locked_meeting(version.meeting_id)
    standing = Approval.objects.filter(meeting=version.meeting_id).first()
    if standing is not None:
        if standing.version_id == version.pk:
            return
        raise NotAllowed("Another version of these minutes was approved already.")
    if MinutesReturn.objects.filter(version=version.pk).exists():
        raise NotAllowed("These minutes were returned to the volunteers. Wait for their next version.")
    others = list(MinutesVersion.objects.filter(meeting=version.meeting_id))
    if refusals := refusals_to_approve(by, version, others, approval_standard()):
        raise NotAllowed(*refusals)
    _approve(version, by, at)


def approval_standard() -> ApprovalStandard:
    charity = present_charity()
    return ApprovalStandard(bool(charity and charity.second_person_for_corrections))


def _approve(version: MinutesVersion, by: Actor, at: datetime) -> None:
    Approval.objects.bulk_create(
        [
            Approval(
                version=version,
                meeting_id=version.meeting_id,
                circle_id=version.circle_id,
                area_id=version.area_id,
                approved_by_id=by.user_id,
                approved_at=at,
            )
        ]
    )
    _record(Verb.DECIDED, version, by, detail="approved")


def locked_meeting(meeting_id: UUID) -> Meeting:
    """The meeting, locked so that decisions about its minutes follow one another."""
    meeting = Meeting.objects.select_for_update(of=("self",)).filter(pk=meeting_id).first()
    if meeting is None:
        raise NotFound()
    return meeting


def _refuse_unless_missing(meeting: Meeting) -> None:
    if meeting.cancelled_at is not None:
        raise NotAllowed("This meeting was cancelled, so it has no minutes.")
    newest = MinutesVersion.objects.filter(meeting=meeting).order_by("-number").first()
    if newest is not None and not MinutesReturn.objects.filter(version=newest).exists():
        raise NotAllowed("There are minutes of this meeting already.")


def _check(texts: Mapping[str, str]) -> None:
    if not texts:
        raise Invalid("Write something under at least one heading")
    for topic, text in texts.items():
        if len(text) > LONGEST_PASSAGE:
            raise Invalid({f"topic_{topic}": f"Use {LONGEST_PASSAGE:,} characters or fewer"})


def _check_times(keyed: Keyed, at: datetime) -> None:
    if keyed.held_until <= keyed.held_from:
        raise Invalid({"held_until": "The end must be after the start"})
    if keyed.held_until > at:
        raise Invalid({"held_until": "The end of the meeting must be in the past"})


def _check_paper(keyed: Keyed, at: datetime) -> None:
    """Written at the meeting or after it, and before it is keyed."""
    day = keyed.written_on
    if day is not None and not in_london(keyed.held_from).date() <= day <= in_london(at).date():
        raise Invalid({"written_on": "The day it was written must be from the day of the meeting to today"})


def _version(meeting: Meeting, id: UUID, kind: VersionKind, by: Actor, at: datetime) -> MinutesVersion:
    newest = MinutesVersion.objects.filter(meeting=meeting).aggregate(newest=Max("number"))["newest"]
    return MinutesVersion(
        id=id,
        meeting=meeting,
        circle_id=meeting.circle_id,
        area_id=meeting.area_id,
        number=(newest or 0) + 1,
        kind=kind,
        written_by_id=by.user_id,
        submitted_at=at,
    )


def _write(version: MinutesVersion, texts: Mapping[str, str]) -> None:
    """The version and its passages, in the order of the charity's topics. Unknown topics are left out."""
    MinutesVersion.objects.bulk_create([version])
    topics = Topic.objects.filter(code__in=texts).order_by("position")
    Passage.objects.bulk_create(
        Passage(
            version=version,
            meeting_id=version.meeting_id,
            circle_id=version.circle_id,
            area_id=version.area_id,
            part=topic.part,
            topic=topic,
            position=position,
            text=texts[topic.code],
        )
        for position, topic in enumerate(topics)
    )


def _record(verb: Verb, version: MinutesVersion, by: Actor, *, detail: str) -> None:
    record(
        verb,
        "meetings.minutesversion",
        version.pk,
        by=by.acting,
        circle_id=version.circle_id,
        area_id=version.area_id,
        detail=detail,
    )
