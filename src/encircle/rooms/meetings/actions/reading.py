"""Open minutes against a receipt, answer the volunteers who wrote them, and send them back to be changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Subquery

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.identity import Acting
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify

from ..models import Approval, Meeting, MinutesReturn, MinutesVersion, Passage, Remark, RemarkText
from ..rules import require_work_on_minutes
from ..vocabulary import RemarkKind, VersionKind

LONGEST_REMARK = 4_000


@dataclass(frozen=True)
class RemarkLine:
    remark: Remark
    text: str


@dataclass(frozen=True)
class OpenMinutes:
    """A version with its words, and those of the version it corrects."""

    version: MinutesVersion
    versions: list[MinutesVersion]  # all of the meeting, oldest first
    passages: list[Passage]
    passages_before: list[Passage]
    remarks: list[RemarkLine]

    @property
    def newest(self) -> MinutesVersion:
        return self.versions[-1]

    @property
    def approval(self) -> Approval | None:
        return next((found for one in self.versions if (found := approval_of(one)) is not None), None)

    @property
    def is_returned(self) -> bool:
        return return_of(self.version) is not None


def approval_of(version: MinutesVersion) -> Approval | None:
    return getattr(version, "approval", None)


def return_of(version: MinutesVersion) -> MinutesReturn | None:
    return getattr(version, "returned", None)


def open_minutes(version_id: UUID, *, by: Acting) -> OpenMinutes:
    """Read a version. Leaves a receipt for it and for each version it was made from. Raises NotFound."""
    versions = list(
        MinutesVersion.objects.filter(
            meeting=Subquery(MinutesVersion.objects.filter(pk=version_id).values("meeting")[:1])
        )
        .select_related("meeting", "meeting__venue", "approval", "returned")
        .order_by("number")
    )
    if not versions:
        raise NotFound()
    opened = _made_from(version_id, versions)
    for version in opened:
        leave_receipt(
            "meetings.minutesversion", version.pk, by=by, circle_id=version.circle_id, area_id=version.area_id
        )
    version = opened[0]
    words = list(
        Passage.objects.filter(version__in=[one.pk for one in opened]).select_related("topic").order_by("position")
    )
    return OpenMinutes(
        version=version,
        versions=versions,
        passages=[passage for passage in words if passage.version_id == version.pk],
        passages_before=[passage for passage in words if passage.version_id == version.based_on_id],
        remarks=_remarks([one.pk for one in opened]),
    )


def _made_from(version_id: UUID, versions: list[MinutesVersion]) -> list[MinutesVersion]:
    known = {version.pk: version for version in versions}
    opened = [known[version_id]]
    while (earlier := opened[-1].based_on_id) is not None and earlier in known:
        opened.append(known[earlier])
    return opened


def _remarks(version_ids: list[UUID]) -> list[RemarkLine]:
    remarks = Remark.objects.filter(version__in=version_ids).select_related("words").order_by("said_at")
    return [RemarkLine(remark, remark.words.text if hasattr(remark, "words") else "") for remark in remarks]


@transaction.atomic
def say_about_minutes(
    version_id: UUID, kind: RemarkKind, text: str, *, by: Actor, at: datetime, remark_id: UUID | None = None
) -> None:
    """Thank the writer, or ask them something. `remark_id` comes with the form, so that it is said once."""
    version = _version(version_id, by)
    if version.written_by_id == by.user_id:
        raise NotAllowed("You wrote this version yourself.")
    if kind not in (RemarkKind.THANKS, RemarkKind.QUESTION):
        raise Invalid({"kind": "Choose whether to thank or to ask"})
    if kind is RemarkKind.QUESTION and not text.strip():
        raise Invalid({"text": "Enter your question"})
    _say(version, kind, text.strip() or "Thank you.", by, at, remark_id)


@transaction.atomic
def return_minutes(version_id: UUID, reason: str, *, by: Actor, at: datetime) -> None:
    """Send the newest version back to the volunteers. Their next draft starts from it."""
    version = _version(version_id, by)
    _lock(version.meeting_id)
    newest = MinutesVersion.objects.filter(meeting=version.meeting_id).order_by("-number").first()
    if newest is None or newest.pk != version.pk or version.kind != VersionKind.ORIGINAL:
        raise NotAllowed("Only the volunteers’ newest version can be returned.")
    if Approval.objects.filter(meeting=version.meeting_id).exists():
        raise NotAllowed("These minutes were approved, so they cannot be returned.")
    if version.written_by_id == by.user_id:
        raise NotAllowed("You wrote this version yourself.")
    if not reason.strip():
        raise Invalid({"reason": "Enter what should be changed"})
    _write_return(version, by, at)
    _say(version, RemarkKind.RETURN, reason.strip(), by, at)


def _write_return(version: MinutesVersion, by: Actor, at: datetime) -> None:
    try:
        with transaction.atomic():
            MinutesReturn.objects.bulk_create(
                [
                    MinutesReturn(
                        version=version,
                        circle_id=version.circle_id,
                        area_id=version.area_id,
                        returned_by_id=by.user_id,
                        returned_at=at,
                    )
                ]
            )
    except IntegrityError:
        raise NotAllowed("These minutes were returned already.") from None
    _record(Verb.DECIDED, version, by, "returned")


def _say(
    version: MinutesVersion, kind: RemarkKind, text: str, by: Actor, at: datetime, remark_id: UUID | None = None
) -> None:
    if len(text) > LONGEST_REMARK:
        raise Invalid({"text": f"Use {LONGEST_REMARK:,} characters or fewer"})
    remark = Remark(
        id=remark_id or new_id(),
        version=version,
        meeting_id=version.meeting_id,
        circle_id=version.circle_id,
        area_id=version.area_id,
        kind=kind,
        to_user_id=version.written_by_id,
        said_by_id=by.user_id,
        said_at=at,
    )
    Remark.objects.bulk_create([remark])
    RemarkText.objects.bulk_create(
        [RemarkText(remark=remark, version=version, circle_id=version.circle_id, area_id=version.area_id, text=text)]
    )
    _record(Verb.CREATED, version, by, kind)
    notify(version.written_by_id, NoticeKind.WAITING, at=at, item_id=version.meeting_id)


def _version(version_id: UUID, by: Actor) -> MinutesVersion:
    version = MinutesVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise NotFound()
    require_work_on_minutes(by, version.area_id)
    return version


def _lock(meeting_id: UUID) -> None:
    """One decision about a meeting's minutes at a time."""
    if Meeting.objects.select_for_update(of=("self",)).filter(pk=meeting_id).first() is None:
        raise NotFound()


def _record(verb: Verb, version: MinutesVersion, by: Actor, detail: str) -> None:
    record(
        verb,
        "meetings.minutesversion",
        version.pk,
        by=by.acting,
        circle_id=version.circle_id,
        area_id=version.area_id,
        detail=detail,
    )
