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
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.risk.models import Concern

from .. import policy
from ..facts import Papers, Recipient, centre_of, papers_of, recipients_in
from ..models import OtherGround, PassageBasis, Release, ReleaseEvent, ReleasePassage
from ..policy import Basis, GroundFacts, Part, PassageFacts
from ..rules import require_telling_agencies
from ..vocabulary import Channel, EventKind, GroundKind, ReleaseKind
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
    circle = _circle(concern)
    recipients = _recipients(circle, disclosure, at)
    papers = _papers(circle, at)
    grounds = _decide(concern, papers, recipients, disclosure, by, at)
    return [
        _tell(concern, circle, recipient, _basis(recipient, papers, grounds, disclosure), disclosure, by, at)
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


def _check_call(disclosure: Disclosure, at: datetime) -> None:
    if not disclosure.spoke_to.strip():
        raise Invalid({"spoke_to": "Enter the name of the person you spoke to"})
    if disclosure.told_at is None or disclosure.told_at > at:
        raise Invalid({"told_at": "The time of the call must not be in the future"})
    if len(set(disclosure.seat_ids)) > 1:
        raise Invalid({"seats": "Record each call on its own"})


def _circle(concern: Concern) -> Circle:
    if concern.circle_id is None:
        raise NotAllowed("This concern is not about a Circle, so it has no outer circle to tell. Record the call.")
    return Circle.objects.get(pk=concern.circle_id)


def _recipients(circle: Circle, disclosure: Disclosure, at: datetime) -> list[Recipient]:
    seats = Seat.objects.filter(pk__in=disclosure.seat_ids, circle=circle, part=SeatPart.OUTER_CIRCLE)
    found = recipients_in(list(seats.select_related("professional__agency").order_by("starts_at", "pk")), at=at)
    if len(found) != len(set(disclosure.seat_ids)):
        raise NotFound()
    return found


def _papers(circle: Circle, at: datetime) -> Papers:
    core_member_id = centre_of(circle.pk, at)
    if core_member_id is None:
        raise NotAllowed("This Circle has no core member, so there is nobody this could be about.")
    papers = papers_of(core_member_id, circle.kind, at=at, lock=True)
    return replace(papers, standard=replace(papers.standard, parts_that_may_go=frozenset(Part)))


def _decide(
    concern: Concern, papers: Papers, recipients: list[Recipient], disclosure: Disclosure, by: Actor, at: datetime
) -> dict[UUID, OtherGround]:
    """One ground for each agency, for this concern only; none where it rests on consent."""
    if disclosure.ground is None:
        return {}
    grounds = {
        agency_id: OtherGround(
            core_member_id=papers.core_member.pk,
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
    recipient: Recipient, papers: Papers, grounds: dict[UUID, OtherGround], disclosure: Disclosure
) -> tuple[Basis, ...]:
    """The sieve decides here too. Raises Invalid where nothing carries it."""
    if ground := grounds.get(recipient.agency.pk):
        papers = replace(papers, consents=(), grounds=(_ground_facts(ground),))
    passage = PassageFacts(disclosure.id, Part.CONTACT, ONLY_THIS if ground else disclosure.topic)
    (verdict,) = papers.verdicts([passage], recipient.facts)
    if not verdict.goes:
        field = "ground" if not ground else "seats"
        raise Invalid({field: f"{recipient.professional.name}: {verdict.reason.sentence.rstrip('.')}"})
    return verdict.basis


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
    circle: Circle,
    recipient: Recipient,
    basis: tuple[Basis, ...],
    disclosure: Disclosure,
    by: Actor,
    at: datetime,
) -> Release:
    release = Release(
        id=disclosure.release_id(recipient.seat.pk),
        circle_id=circle.pk,
        area_id=concern.area_id,
        kind=ReleaseKind.CONCERN,
        concern_id=concern.pk,
        seat_id=recipient.seat.pk,
        professional_id=recipient.professional.pk,
        agency_id=recipient.agency.pk,
        channel=disclosure.channel,
        circle_reference=circle.reference,
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
