"""What still stops sharing, Circle by Circle: asked of the same sieve that decides a release, in a constant number of
reads. Nothing here is content: names of Circles, agencies and professionals, and reasons as sentences."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from encircle.foundations.accounts.models import User
from encircle.rooms.circles.models import Circle, Ending, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.models import Topic
from encircle.rooms.organisation.queries import present_topics
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency
from encircle.rooms.people.models import Carer, CoreMember
from encircle.rooms.sharing.answers import Answers, answers_about
from encircle.rooms.sharing.facts import Recipient, recipients_in, sharing_standard
from encircle.rooms.sharing.models import GroundSubject
from encircle.rooms.sharing.policy import (
    CaseFacts,
    ConsentFacts,
    GiverId,
    GroundFacts,
    GroundKind,
    Part,
    PassageFacts,
    Reason,
    SharingStandard,
    sieve,
)


@dataclass(frozen=True)
class Gap:
    """One thing that stops sharing in one Circle; `to` is who would receive, where it is about somebody."""

    why: str
    to: str = ""


@dataclass(frozen=True)
class CircleGaps:
    circle: Circle
    gaps: list[Gap]


@dataclass(frozen=True)
class Gaps:
    agencies: list[Agency] = field(default_factory=list)  # in an outer circle, without an agreement in force
    blocks: bool = False  # whether the charity shares nothing on consent without one
    not_invited: list[Seat] = field(default_factory=list)  # professionals without a login
    not_joined: list[Seat] = field(default_factory=list)  # invited, and have not used the invitation
    circles: list[CircleGaps] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.agencies or self.not_invited or self.not_joined or self.circles)


def what_stops_sharing(at: datetime) -> Gaps:
    """Of every Circle that has not ended, as far as the asker sees it."""
    ended = Ending.objects.filter(circle=OuterRef("pk"), ended_at__lte=at)
    circles = list(Circle.objects.filter(~Exists(ended)).select_related("area").order_by("area__name", "name", "pk"))
    seats = _seats(circles, at)
    outer = [seat for seat in seats if seat.part == SeatPart.OUTER_CIRCLE]
    recipients = {one.seat.pk: one for one in recipients_in(outer, at=at)}
    papers = _Papers.of(seats, {circle.pk: circle.kind for circle in circles}, at)
    unjoined = _unjoined(outer)
    by_circle: dict[UUID, list[Seat]] = defaultdict(list)
    for seat in seats:
        by_circle[seat.circle_id].append(seat)
    found = [CircleGaps(one, list(_gaps(by_circle[one.pk], recipients, papers))) for one in circles]
    return Gaps(
        agencies=_without_agreement(recipients.values()),
        blocks=papers.standard.lapsed_agreement_blocks,
        not_invited=_once(seat for seat in outer if seat.professional and seat.professional.user_id is None),
        not_joined=_once(seat for seat in outer if seat.professional and seat.professional.user_id in unjoined),
        circles=[one for one in found if one.gaps],
    )


def _seats(circles: list[Circle], at: datetime) -> list[Seat]:
    parts = (SeatPart.CORE_MEMBER, SeatPart.OUTER_CIRCLE)
    found = Seat.objects.filter(now(at), circle__in=[circle.pk for circle in circles], part__in=parts)
    return list(found.select_related("core_member", "professional__agency").order_by("display_name", "pk"))


def _gaps(seats: list[Seat], recipients: dict[UUID, Recipient], papers: "_Papers") -> Iterable[Gap]:
    core_member = next((seat.core_member for seat in seats if seat.core_member is not None), None)
    outer = [recipients[seat.pk] for seat in seats if seat.pk in recipients]
    if core_member is None:
        yield Gap("Nobody holds the core member’s seat.")
        return
    if not outer:
        yield Gap("Nobody is in the outer circle.")
    for recipient in outer:
        if why := papers.why_nothing_goes(core_member, recipient):
            yield Gap(why, f"{recipient.professional.name}, {recipient.agency.name}")


def _without_agreement(recipients: Iterable[Recipient]) -> list[Agency]:
    agencies = {one.agency.pk: one.agency for one in recipients if not one.facts.agreement_in_force}
    return sorted(agencies.values(), key=lambda agency: agency.name)


def _unjoined(outer: list[Seat]) -> set[UUID]:
    """Logins whose invitation has not been used: no password was chosen."""
    users = [seat.professional.user_id for seat in outer if seat.professional and seat.professional.user_id]
    unused = User.objects.filter(pk__in=users, password__startswith="!")  # noqa: S106 (what marks an unusable one)
    return set(unused.values_list("pk", flat=True))


def _once(seats: Iterable[Seat]) -> list[Seat]:
    """A professional once, whatever number of seats."""
    return list({seat.professional_id: seat for seat in seats}.values())


@dataclass(frozen=True)
class _Papers:
    """All that was agreed or decided about these core members, for the sieve."""

    standard: SharingStandard
    cases: dict[UUID, CaseFacts]
    consents: dict[UUID, list[ConsentFacts]]
    grounds: dict[UUID, list[GroundFacts]]
    passages: list[PassageFacts]
    at: datetime

    @classmethod
    def of(cls, seats: list[Seat], kinds: dict[UUID, str], at: datetime) -> "_Papers":
        core_members = {seat.core_member_id: seat for seat in seats if seat.core_member_id is not None}
        standard = sharing_standard()
        answers = answers_about(core_members)
        return cls(
            standard=standard,
            cases=_cases(core_members, kinds, answers, at),
            consents={pk: answers[pk].consents for pk in core_members},
            grounds=_grounds(core_members),
            passages=_passages(present_topics(), standard),
            at=at,
        )

    def why_nothing_goes(self, core_member: CoreMember, recipient: Recipient) -> str:
        """The commonest reason that says more than "no consent", or nothing when at least one topic would go."""
        verdicts = sieve(
            passages=self.passages,
            recipient=recipient.facts,
            consents=self.consents[core_member.pk],
            grounds=self.grounds[core_member.pk],
            case=self.cases[core_member.pk],
            standard=self.standard,
            at=self.at,
        )
        if not verdicts or any(verdict.goes for verdict in verdicts):
            return ""
        telling: list[Reason] = [verdict.reason for verdict in verdicts if verdict.reason is not Reason.NO_CONSENT]
        ((reason, _),) = Counter(telling or [Reason.NO_CONSENT]).most_common(1)
        return reason.sentence.replace("this subject", "anything")


def _passages(topics: list[Topic], standard: SharingStandard) -> list[PassageFacts]:
    """A passage of each topic the charity shares at all."""
    return [
        PassageFacts(id=UUID(int=place), part=Part(topic.part), subject=topic.code)
        for place, topic in enumerate(topics)
        if Part(topic.part) in standard.parts_that_may_go
    ]


def _cases(
    core_members: dict[UUID, Seat], kinds: dict[UUID, str], answers: dict[UUID, Answers], at: datetime
) -> dict[UUID, CaseFacts]:
    carers: dict[UUID, list[Carer]] = defaultdict(list)
    for carer in Carer.objects.filter(core_member__in=core_members):
        carers[carer.core_member_id].append(carer)
    return {
        pk: CaseFacts(
            core_member_id=GiverId(pk),
            is_young_person=kinds[seat.circle_id] == CircleKind.YOUNG,
            born_on=seat.core_member.born_on if seat.core_member else None,
            required_carers=_required(carers[pk], at) if carers[pk] else None,
            stops=frozenset(answers[pk].noes),
        )
        for pk, seat in core_members.items()
    }


def _required(carers: list[Carer], at: datetime) -> frozenset[GiverId]:
    return frozenset(
        GiverId(one.pk)
        for one in carers
        if one.consent_required and one.starts_at <= at and (one.ends_at is None or at < one.ends_at)
    )


def _grounds(core_members: Iterable[UUID]) -> dict[UUID, list[GroundFacts]]:
    found: dict[UUID, list[GroundFacts]] = defaultdict(list)
    subjects = GroundSubject.objects.filter(ground__core_member__in=core_members, ground__concern__isnull=True)
    for subject in subjects.select_related("ground").order_by("pk"):
        ground = subject.ground
        found[ground.core_member_id].append(
            GroundFacts(
                id=ground.pk,
                kind=GroundKind(ground.kind),
                agency_id=ground.agency_id,
                professional_ids=frozenset({ground.professional_id} if ground.professional_id else ()),
                subjects=frozenset({subject.topic_id}),
                starts_at=ground.starts_at,
                ends_at=ground.ends_at,
            )
        )
    return found
