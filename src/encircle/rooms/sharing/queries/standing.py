"""What may be shared with whom today, and what still stops it, for the page of a Circle's consents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from encircle.common.ids import new_id
from encircle.foundations.access.actor import names_of
from encircle.rooms.circles.models import Circle
from encircle.rooms.organisation.models import Topic
from encircle.rooms.people.models import Carer

from ..facts import Papers, Recipient, centre_of, papers_of, recipients_of
from ..models import Consent, ConsentNarrowing, ConsentSubject, GroundSubject, OtherGround
from ..policy import ConsentState, Part, PassageFacts, Reason, adult_from, consent_state, needed_givers
from ..vocabulary import Answer
from .refusals import RefusalLine, refusals_of

CORE_MEMBER_FIRST = F("carer__name").asc(nulls_first=True)


@dataclass(frozen=True)
class Stopped:
    """Topics that one reason stops."""

    reason: Reason
    topics: tuple[Topic, ...]

    @property
    def sentence(self) -> str:
        several = len(self.topics) > 1
        return self.reason.sentence.replace("this subject", "these subjects") if several else self.reason.sentence


@dataclass(frozen=True)
class Reach:
    """What would go to one professional if minutes were released now."""

    recipient: Recipient
    goes: tuple[Topic, ...]
    stays: tuple[Stopped, ...]


@dataclass(frozen=True)
class SubjectLine:
    topic: Topic
    state: ConsentState
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class ConsentLine:
    consent: Consent
    subjects: tuple[SubjectLine, ...]
    only: tuple[str, ...]  # professionals it is narrowed to
    taken_by: str

    @property
    def giver(self) -> str:
        return self.consent.carer.name if self.consent.carer else "The core member"

    @property
    def in_force(self) -> tuple[SubjectLine, ...]:
        return tuple(line for line in self.subjects if line.state is ConsentState.IN_FORCE)

    @property
    def to_withdraw(self) -> tuple[SubjectLine, ...]:
        """A consent may be withdrawn before it starts and after it has ended: what was released on it closes."""
        return tuple(line for line in self.subjects if line.state is not ConsentState.WITHDRAWN)


@dataclass(frozen=True)
class GroundLine:
    ground: OtherGround
    topics: tuple[Topic, ...]
    decided_by: str
    in_force: bool


@dataclass(frozen=True)
class Standing:
    """Everything the consents page of one Circle shows."""

    papers: Papers
    reaches: tuple[Reach, ...]
    consents: tuple[ConsentLine, ...]
    refusals: tuple[RefusalLine, ...]
    grounds: tuple[GroundLine, ...]
    carers: tuple[Carer, ...]
    shareable: tuple[Topic, ...]  # subjects of consent: topics of the parts that may leave the inner circle

    @property
    def needed_carers(self) -> list[str] | None:
        """Carers without whose consent nothing goes; None while nobody has recorded which."""
        needed = needed_givers(self.papers.case, self.papers.at)
        return None if needed is None else sorted(carer.name for carer in self.carers if carer.pk in needed)

    @property
    def adult_from(self) -> datetime | None:
        return adult_from(self.papers.case)

    @property
    def without_agreement(self) -> list[str]:
        return sorted({r.recipient.agency.name for r in self.reaches if not r.recipient.facts.agreement_in_force})

    @property
    def agreements_to_review(self) -> list[str]:
        return sorted({r.recipient.agency.name for r in self.reaches if r.recipient.agreement_to_review})


def standing_of(circle: Circle, *, at: datetime) -> Standing | None:
    """None while nobody is at the centre of the Circle. A constant number of reads."""
    core_member_id = centre_of(circle.pk, at)
    if core_member_id is None:
        return None
    papers = papers_of(core_member_id, circle.kind, at=at)
    topics = {topic.code: topic for topic in Topic.objects.order_by("position")}
    shareable = tuple(topic for topic in topics.values() if _may_be_shared(topic, papers))
    return Standing(
        papers=papers,
        reaches=tuple(_reach(recipient, shareable, papers) for recipient in recipients_of(circle, since=at, at=at)),
        consents=_consents(core_member_id, papers, topics),
        refusals=refusals_of(papers, topics, shareable),
        grounds=_grounds(core_member_id, topics, at),
        shareable=shareable,
        carers=tuple(Carer.objects.filter(core_member=core_member_id).order_by("starts_at", "name")),
    )


def consent_line(consent_id: UUID, kind: str, *, at: datetime) -> ConsentLine | None:
    """One consent as its own page shows it; None where it is absent or hidden."""
    consent = Consent.objects.filter(pk=consent_id).first()
    if consent is None:
        return None
    papers = papers_of(consent.core_member_id, kind, at=at)
    topics = {topic.code: topic for topic in Topic.objects.order_by("position")}
    lines = _consents(consent.core_member_id, papers, topics)
    return next((line for line in lines if line.consent.pk == consent_id), None)


def _may_be_shared(topic: Topic, papers: Papers) -> bool:
    return topic.retired_at is None and Part(topic.part) in papers.standard.parts_that_may_go


def _reach(recipient: Recipient, topics: Iterable[Topic], papers: Papers) -> Reach:
    passages = {new_id(): topic for topic in topics}
    facts = [PassageFacts(key, Part(topic.part), topic.code) for key, topic in passages.items()]
    verdicts = papers.verdicts(facts, recipient.facts)
    return Reach(
        recipient,
        goes=tuple(passages[v.passage_id] for v in verdicts if v.goes),
        stays=_stopped([(passages[v.passage_id], v.reason) for v in verdicts if not v.goes]),
    )


def _stopped(stays: Iterable[tuple[Topic, Reason]]) -> tuple[Stopped, ...]:
    by_reason: dict[Reason, list[Topic]] = {}
    for topic, reason in stays:
        by_reason.setdefault(reason, []).append(topic)
    return tuple(Stopped(reason, tuple(topics)) for reason, topics in by_reason.items())


def _consents(core_member_id: UUID, papers: Papers, topics: dict[str, Topic]) -> tuple[ConsentLine, ...]:
    given = Consent.objects.filter(core_member=core_member_id, answer=Answer.YES)
    consents = list(given.select_related("agency", "carer").order_by("agency__name", CORE_MEMBER_FIRST, "-starts_at"))
    subjects: dict[UUID, list[ConsentSubject]] = {}
    for subject in ConsentSubject.objects.filter(consent__in=consents).order_by("topic__position"):
        subjects.setdefault(subject.consent_id, []).append(subject)
    only: dict[UUID, list[str]] = {}
    narrowings = ConsentNarrowing.objects.filter(consent__in=consents).select_related("professional")
    for narrowing in narrowings:
        only.setdefault(narrowing.consent_id, []).append(narrowing.professional.name)
    names = names_of(consent.taken_by_id for consent in consents)
    return tuple(
        ConsentLine(
            consent,
            tuple(_subject(subject, papers, topics) for subject in subjects.get(consent.pk, [])),
            tuple(sorted(only.get(consent.pk, []))),
            names.get(consent.taken_by_id, "") if consent.taken_by_id else "",
        )
        for consent in consents
    )


def _subject(subject: ConsentSubject, papers: Papers, topics: dict[str, Topic]) -> SubjectLine:
    facts = next(consent for consent in papers.consents if consent.id == subject.pk)
    state = consent_state(consent=facts, consents=papers.consents, case=papers.case, at=papers.at)
    return SubjectLine(topics[subject.topic_id], state, facts.withdrawn_at)


def _grounds(core_member_id: UUID, topics: dict[str, Topic], at: datetime) -> tuple[GroundLine, ...]:
    """Those that can carry minutes; a ground decided for one concern stands with that concern."""
    grounds = list(
        OtherGround.objects.filter(core_member=core_member_id, concern__isnull=True)
        .select_related("agency", "professional")
        .order_by("-starts_at")
    )
    about: dict[UUID, list[Topic]] = {}
    for row in GroundSubject.objects.filter(ground__in=[ground.pk for ground in grounds]).order_by("topic__position"):
        about.setdefault(row.ground_id, []).append(topics[row.topic_id])
    names = names_of(ground.decided_by_id for ground in grounds)
    return tuple(
        GroundLine(
            ground,
            tuple(about.get(ground.pk, [])),
            names.get(ground.decided_by_id, "") if ground.decided_by_id else "",
            in_force=ground.starts_at <= at and (ground.ends_at is None or at < ground.ends_at),
        )
        for ground in grounds
    )
