"""Write a pack from the record, correct it in another version, approve it. What was written never changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.models import Topic
from encircle.rooms.organisation.queries import present_topics
from encircle.rooms.organisation.vocabulary import Part

from ..drafting import Drafted, Gathered
from ..models import PackApproval, PackPassage, PackVersion, Review
from ..rules import require_approving, require_keeping
from ..vocabulary import PackKind, Section

LONGEST = 20_000


@dataclass(frozen=True)
class OpenPack:
    """A version with its words, in a request that left a receipt for it."""

    version: PackVersion
    passages: tuple[PackPassage, ...]


@dataclass(frozen=True)
class Corrected:
    """A passage as it is to stand: its words, and the subject it is asked for. `position`: which passage it was."""

    position: int
    text: str
    topic: str


@dataclass(frozen=True)
class Added:
    heading: str
    text: str
    topic: str


@transaction.atomic
def draft_pack(gathered: Gathered, *, id: UUID, by: Actor, at: datetime) -> UUID:
    """The next version of the pack from the record as it is. The caller has gathered it."""
    review = _locked(gathered.review.pk)
    require_keeping(by, review.area_id)
    if PackVersion.objects.filter(pk=id, review=review).exists():
        return id
    version = _version(review, id, by, at)
    version.kind, version.since, version.until = PackKind.DRAFTED, gathered.since, gathered.until
    _write(version, [_drafted(one) for one in gathered.passages])
    _record(Verb.CREATED, version, by, PackKind.DRAFTED)
    return version.pk


@transaction.atomic
def correct_pack(
    opened: OpenPack, texts: Sequence[Corrected], added: Added | None, *, id: UUID, by: Actor, at: datetime
) -> UUID:
    """Another version beside the one opened: an emptied text leaves its passage out. Raises Invalid or NotAllowed."""
    base = opened.version
    review = _locked(base.review_id)
    require_keeping(by, review.area_id)
    if PackVersion.objects.filter(pk=id, review=review).exists():
        return id
    new = _corrected(opened, texts, added)
    if [(one.topic_id, one.text) for one in new] == [(one.topic_id, one.text.strip()) for one in opened.passages]:
        raise Invalid("You have not changed anything")
    version = _version(review, id, by, at)
    version.kind, version.based_on_id, version.since, version.until = (
        PackKind.CORRECTION,
        base.pk,
        base.since,
        base.until,
    )
    _write(version, new)
    _record(Verb.CREATED, version, by, PackKind.CORRECTION)
    return version.pk


@transaction.atomic
def approve_pack(version_id: UUID, *, by: Actor, at: datetime) -> PackVersion:
    """It stands and may be released from now on. Only the newest version; approving again changes nothing."""
    version = PackVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise NotFound()
    _locked(version.review_id)
    require_approving(by, version.area_id)
    if PackApproval.objects.filter(pk=version.pk).exists():
        return version
    if PackVersion.objects.filter(review=version.review_id, number__gt=version.number).exists():
        raise NotAllowed("There is a newer version of this pack.")
    row = PackApproval(
        version_id=version.pk,
        review_id=version.review_id,
        circle_id=version.circle_id,
        area_id=version.area_id,
        approved_by_id=by.user_id,
        approved_at=at,
    )
    PackApproval.objects.bulk_create([row])
    _record(Verb.DECIDED, version, by, "approved")
    return version


def _locked(review_id: UUID) -> Review:
    """Versions of one review's pack follow one another."""
    found = Review.objects.select_for_update().filter(pk=review_id).first()
    if found is None:
        raise NotFound()
    return found


def _version(review: Review, id: UUID, by: Actor, at: datetime) -> PackVersion:
    last = PackVersion.objects.filter(review=review).aggregate(last=Max("number"))["last"] or 0
    return PackVersion(
        id=id,
        review_id=review.pk,
        circle_id=review.circle_id,
        area_id=review.area_id,
        number=last + 1,
        written_by_id=by.user_id,
        written_at=at,
    )


def _drafted(one: Drafted) -> PackPassage:
    return PackPassage(
        section=one.section,
        topic_id=one.topic,
        heading=one.heading[:120],
        text=one.text.strip(),
        agency_id=one.agency_id,
        onward=one.onward or "",
        source_id=one.source_id,
    )


def _corrected(opened: OpenPack, texts: Sequence[Corrected], added: Added | None) -> list[PackPassage]:
    topics = {topic.pk for topic in subjects()}
    by_position = {one.position: one for one in texts}
    found = [_again(one, by_position.get(one.position), topics) for one in opened.passages]
    if added is not None and added.text.strip():
        if not added.heading.strip():
            raise Invalid({"new_heading": "Enter a heading for what you add"})
        found.append(
            PackPassage(
                section=Section.MORE, topic_id=added.topic, heading=added.heading.strip(), text=added.text.strip()
            )
        )
    kept = [one for one in found if one.text]
    if not kept:
        raise Invalid("A pack has at least one passage")
    return kept


def _again(one: PackPassage, given: Corrected | None, topics: set[str]) -> PackPassage:
    """Whose words they are and how far they may go stays with them, whatever becomes of the words."""
    text = one.text if given is None else given.text
    if len(text) > LONGEST:
        raise Invalid({f"text_{one.position}": f"This must be {LONGEST:,} characters or fewer"})
    return PackPassage(
        section=one.section,
        topic_id=given.topic if given and given.topic in topics else one.topic_id,
        part=one.part,
        heading=one.heading,
        text=text.strip(),
        agency_id=one.agency_id,
        onward=one.onward,
        source_id=one.source_id,
    )


def _write(version: PackVersion, passages: list[PackPassage]) -> None:
    """A subject the charity no longer asks about is asked for by its first: nothing leaves without a consent."""
    usable = [topic.pk for topic in subjects()]
    PackVersion.objects.bulk_create([version])
    for position, one in enumerate(passages, 1):
        one.version_id, one.review_id = version.pk, version.review_id
        one.circle_id, one.area_id, one.position = version.circle_id, version.area_id, position
        one.topic_id = one.topic_id if one.topic_id in usable else usable[0]
    PackPassage.objects.bulk_create(passages)


def subjects() -> list[Topic]:
    """What a passage of a pack may be asked for: never the headings of the volunteers' own talk."""
    topics = present_topics()
    return [topic for topic in topics if topic.part == Part.WITH_CORE_MEMBER] or topics


def _record(verb: Verb, version: PackVersion, by: Actor, detail: str) -> None:
    record(
        verb,
        "reviews.packversion",
        version.pk,
        by=by.acting,
        circle_id=version.circle_id,
        area_id=version.area_id,
        detail=detail,
    )
