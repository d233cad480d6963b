"""Tell agencies of a concern: online or by telephone, on consent or on a ground decided for this concern."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.received.queries import may_go_outside
from encircle.rooms.risk.models import Concern
from encircle.rooms.risk.vocabulary import ConcernKind

from .. import policy
from ..facts import Papers, Recipient, papers_of, recipients_in, sharing_standard
from ..models import OtherGround, PassageBasis, Release, ReleaseEvent, ReleasePassage
from ..policy import Basis, CaseFacts, GiverId, GroundFacts, Part, PassageFacts, SharingStandard, Verdict, sieve
from ..rules import require_telling_agencies
from ..vocabulary import Channel, EventKind, GroundKind, ReleaseKind
from ..whom_to_tell import Outside, whom_to_tell
from .consenting import require_reason, write_reason
from .releasing import basis_row

HEADING = "A concern we are telling you about"
ONLY_THIS = "this concern"  # the subject of a ground decided for one concern


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """What is told to whom. `id` comes with the form, so that sending it twice tells nobody twice.

    Rests on consent and the grounds that stand for `topic`, or else on `ground` with its `reason`. `told_at` and
    `spoke_to` are for a telephone call, which counts as acknowledged by whoever answered.
    """

    id: UUID
    seat_ids: Collection[UUID]
    text: str
    topic: str = ""
    ground: GroundKind | None = None
    reason: str = ""
    channel: Channel = Channel.ONLINE
    spoke_to: str = ""
    told_at: datetime | None = None

    def release_id(self, seat_id: UUID) -> UUID:
        return uuid5(self.id, str(seat_id))


@transaction.atomic
def tell_agency(concern: Concern, disclosure: Disclosure, *, by: Actor, at: datetime) -> list[Release]:
    """One release of kind `concern` for each seat. Raises NotFound, NotAllowed, or Invalid with the field at fault.

    For a walled concern nothing in the trace names the area, so that its subject can infer nothing.
    """
    require_telling_agencies(by, concern.area_id, walled=concern.walled)
    told_before = list(Release.objects.filter(pk__in=[disclosure.release_id(seat) for seat in disclosure.seat_ids]))
    if told_before:
        return told_before
    _check(concern, disclosure, at)
    _keep_to_what_was_agreed(concern, disclosure)
    outside = _outside(concern, at)
    recipients = _recipients(outside, disclosure, at)
    core_member_id = _centre(outside)
    papers = None if disclosure.ground else papers_of(core_member_id, outside.kind, at=at, lock=True)
    grounds = _decide(concern, core_member_id, recipients, disclosure, by, at)
    return [
        _tell(concern, outside, recipient, _basis(recipient, papers, grounds, disclosure, at=at), disclosure, by, at)
        for recipient in recipients
    ]


def _check(concern: Concern, disclosure: Disclosure, at: datetime) -> None:
    if not disclosure.seat_ids:
        raise Invalid({"seats": "Select whom to tell"})
    if not disclosure.text.strip():
        raise Invalid({"text": "Enter what the agency is told"})
    if disclosure.ground:
        require_reason(disclosure.reason)
    elif concern.walled:
        raise Invalid({"ground": "A concern about someone who works here needs a ground other than consent"})
    elif not disclosure.topic:
        raise Invalid({"topic": "Select what it is about"})
    if disclosure.channel == Channel.PHONE:
        _check_call(disclosure, at)


def _keep_to_what_was_agreed(concern: Concern, disclosure: Disclosure) -> None:
    """Urgent news stays its agency's: without its word other agencies are told on a ground, not on consent."""
    if concern.kind == ConcernKind.DEVELOPMENT and disclosure.ground is None and not may_go_outside(concern):
        raise Invalid(
            {"ground": "The agency said that its news is for the coordinator only. Ask them, or name a ground"}
        )


def _check_call(disclosure: Disclosure, at: datetime) -> None:
    if not disclosure.spoke_to.strip():
        raise Invalid({"spoke_to": "Enter the name of the person you spoke to"})
    if disclosure.told_at is None or disclosure.told_at > at:
        raise Invalid({"told_at": "The time of the call must not be in the future"})
    if len(set(disclosure.seat_ids)) > 1:
        raise Invalid({"seats": "Record each call on its own"})


def _outside(concern: Concern, at: datetime) -> Outside:
    found = whom_to_tell(concern, at=at)
    if found is None:
        raise NotAllowed("There is nobody in an outer circle to tell. Tell them by telephone and record it.")
    return found


def _recipients(outside: Outside, disclosure: Disclosure, at: datetime) -> list[Recipient]:
    chosen = [seat for seat in outside.seats if seat.pk in set(disclosure.seat_ids)]
    if len(chosen) != len(set(disclosure.seat_ids)):
        raise NotFound()
    return recipients_in(chosen, at=at)


def _centre(outside: Outside) -> UUID:
    if outside.core_member_id is None:
        raise NotAllowed("This Circle has no core member, so there is nobody this could be about.")
    return outside.core_member_id


def _decide(
    concern: Concern,
    core_member_id: UUID,
    recipients: list[Recipient],
    disclosure: Disclosure,
    by: Actor,
    at: datetime,
) -> dict[UUID, OtherGround]:
    """One ground for each agency, for this concern only; none where it rests on consent."""
    if disclosure.ground is None:
        return {}
    grounds = {
        agency_id: OtherGround(
            core_member_id=core_member_id,
            area_id=concern.area_id,
            kind=disclosure.ground,
            agency_id=agency_id,
            starts_at=disclosure.told_at or at,
            decided_by_id=by.user_id,
            decided_at=at,
            concern_id=concern.pk,
        )
        for agency_id in {recipient.agency.pk for recipient in recipients}
    }
    OtherGround.objects.bulk_create(grounds.values())
    for ground in grounds.values():
        write_reason(ground, disclosure.reason)
        _trace(Verb.DECIDED, "sharing.otherground", ground.pk, concern, by)
    return grounds


def _basis(
    recipient: Recipient,
    papers: Papers | None,
    grounds: dict[UUID, OtherGround],
    disclosure: Disclosure,
    *,
    at: datetime,
) -> tuple[Basis, ...]:
    """The sieve decides here too: on the ground decided for this concern alone, or else on all papers there are.

    Raises Invalid where nothing carries it.
    """
    if papers is None:
        verdict = _on_ground(recipient, grounds[recipient.agency.pk], disclosure, at)
    else:
        passage = PassageFacts(disclosure.id, Part.CONTACT, disclosure.topic)
        (verdict,) = replace(papers, standard=_any_part(papers.standard)).verdicts([passage], recipient.facts)
    if not verdict.goes:
        field = "seats" if papers is None else "ground"
        raise Invalid({field: f"{recipient.professional.name}: {verdict.reason.sentence.rstrip('.')}"})
    return verdict.basis


def _on_ground(recipient: Recipient, ground: OtherGround, disclosure: Disclosure, at: datetime) -> Verdict:
    """With no consent beside it, whose consent would count does not matter."""
    (verdict,) = sieve(
        passages=[PassageFacts(disclosure.id, Part.CONTACT, ONLY_THIS)],
        recipient=recipient.facts,
        consents=(),
        grounds=[_ground_facts(ground)],
        case=CaseFacts(GiverId(ground.core_member_id), is_young_person=False, born_on=None),
        standard=_any_part(sharing_standard()),
        at=at,
    )
    return verdict


def _any_part(standard: SharingStandard) -> SharingStandard:
    """Which parts of a meeting may leave says nothing about a concern."""
    return replace(standard, parts_that_may_go=frozenset(Part))


def _ground_facts(ground: OtherGround) -> GroundFacts:
    return GroundFacts(
        ground.pk,
        policy.GroundKind(ground.kind),
        ground.agency_id,
        frozenset(),
        frozenset({ONLY_THIS}),
        ground.starts_at,
    )


def _tell(
    concern: Concern,
    outside: Outside,
    recipient: Recipient,
    basis: tuple[Basis, ...],
    disclosure: Disclosure,
    by: Actor,
    at: datetime,
) -> Release:
    release = Release(
        id=disclosure.release_id(recipient.seat.pk),
        circle_id=outside.circle_id,
        area_id=concern.area_id,
        kind=ReleaseKind.CONCERN,
        concern_id=concern.pk,
        seat_id=recipient.seat.pk,
        professional_id=recipient.professional.pk,
        agency_id=recipient.agency.pk,
        channel=disclosure.channel,
        circle_reference=outside.reference,
        about_on=in_london(concern.happened_at or concern.raised_at).date(),
        released_by_id=by.user_id,
        released_at=disclosure.told_at or at,
    )
    Release.objects.bulk_create([release])
    _write_passage(release, basis, disclosure)
    _trace(Verb.SHARED, "sharing.release", release.pk, concern, by)
    _let_know(release, recipient, concern, disclosure, by, at)
    return release


def _write_passage(release: Release, basis: tuple[Basis, ...], disclosure: Disclosure) -> None:
    passage = ReleasePassage(
        release_id=release.pk,
        seat_id=release.seat_id,
        circle_id=release.circle_id,
        area_id=release.area_id,
        position=1,
        topic_id=disclosure.topic or None,
        heading=HEADING,
        text=disclosure.text.strip(),
    )
    ReleasePassage.objects.bulk_create([passage])
    PassageBasis.objects.bulk_create(basis_row(release, passage, one) for one in basis)


def _let_know(
    release: Release, recipient: Recipient, concern: Concern, disclosure: Disclosure, by: Actor, at: datetime
) -> None:
    """A call was heard by whoever answered; online, an urgent notice goes at once."""
    if disclosure.channel == Channel.PHONE:
        ReleaseEvent.objects.bulk_create(
            [
                ReleaseEvent(
                    release_id=release.pk,
                    seat_id=release.seat_id,
                    circle_id=release.circle_id,
                    area_id=release.area_id,
                    kind=EventKind.ACKNOWLEDGED,
                    at=release.released_at,
                    by_id=by.user_id,
                    spoke_to=disclosure.spoke_to.strip(),
                )
            ]
        )
    elif user_id := recipient.professional.user_id:
        area_id = None if concern.walled else concern.area_id
        notify(user_id, NoticeKind.CONCERN, at=at, item_id=release.pk, area_id=area_id)


def _trace(verb: Verb, item: str, item_id: UUID, concern: Concern, by: Actor) -> None:
    if concern.walled:
        record(verb, item, item_id, by=by.acting)
    else:
        record(verb, item, item_id, by=by.acting, circle_id=concern.circle_id, area_id=concern.area_id)
