"""The sieve: which passages of a set of minutes may go to one professional, and on what they rest.

A passage goes when consent covers it (of everyone whose consent is needed) or another ground does.
Unknown means no. Periods begin at `starts_at` and end just before `ends_at`; no end means still open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType
from uuid import UUID

from encircle.common.clock import LONDON

GiverId = NewType("GiverId", UUID)  # the core member, or one of their carers

ADULT_AGE = 18  # Family Law Reform Act 1969, section 1; the day begins the age: section 9


class Part(StrEnum):
    PREPARATION = "preparation"
    WITH_CORE_MEMBER = "with_core_member"
    DEBRIEF = "debrief"
    CONTACT = "contact"
    ATTENDANCE = "attendance"


class GroundKind(StrEnum):
    SERIOUS_HARM = "serious_harm"
    SAFEGUARDING = "safeguarding"
    COURT_ORDER = "court_order"


class BasisKind(StrEnum):
    CONSENT = "consent"
    GROUND = "ground"


class Reason(StrEnum):
    """Why a passage goes or stays. The value is stored; `sentence` is shown."""

    CONSENT = "consent"
    OTHER_GROUND = "other_ground"
    CONSENT_AND_OTHER_GROUND = "consent_and_other_ground"
    SEAT_NOT_STARTED = "seat_not_started"
    SEAT_ENDED = "seat_ended"
    RECIPIENT_STOPPED = "recipient_stopped"
    HELD_BACK = "held_back"
    PART_STAYS_INSIDE = "part_stays_inside"
    AGREEMENT_LAPSED = "agreement_lapsed"
    NO_CONSENT = "no_consent"
    SAID_NO = "said_no"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_ENDED = "consent_ended"
    CONSENT_NOT_STARTED = "consent_not_started"
    CONSENT_NARROWED = "consent_narrowed"
    CARER_HAS_NOT_AGREED = "carer_has_not_agreed"
    CARER_HAS_WITHDRAWN = "carer_has_withdrawn"
    CARERS_NOT_RECORDED = "carers_not_recorded"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Reason.CONSENT: "Consent covers this subject for this agency.",
    Reason.OTHER_GROUND: "A ground other than consent covers this subject for this agency.",
    Reason.CONSENT_AND_OTHER_GROUND: "Consent and another ground both cover this subject for this agency.",
    Reason.SEAT_NOT_STARTED: "This professional’s seat has not started.",
    Reason.SEAT_ENDED: "This professional’s seat has ended.",
    Reason.RECIPIENT_STOPPED: "Sharing with this professional has been stopped.",
    Reason.HELD_BACK: "Held back by hand.",
    Reason.PART_STAYS_INSIDE: "This part of the meeting is not for agencies.",
    Reason.AGREEMENT_LAPSED: "There is no agreement in force with this agency.",
    Reason.NO_CONSENT: "There is no consent to share this subject with this agency.",
    Reason.SAID_NO: "The core member has said no to sharing this subject with this agency.",
    Reason.CONSENT_WITHDRAWN: "Consent to share this subject with this agency has been withdrawn.",
    Reason.CONSENT_ENDED: "Consent to share this subject with this agency has ended.",
    Reason.CONSENT_NOT_STARTED: "Consent to share this subject with this agency has not started.",
    Reason.CONSENT_NARROWED: "Consent is for other professionals of this agency.",
    Reason.CARER_HAS_NOT_AGREED: "A carer whose agreement is needed has not agreed.",
    Reason.CARER_HAS_WITHDRAWN: "A carer whose agreement is needed has withdrawn it.",
    Reason.CARERS_NOT_RECORDED: "Nobody has recorded which carers must agree.",
}


class ConsentState(StrEnum):
    """Where one consent to one subject stands."""

    IN_FORCE = "in_force"
    NOT_STARTED = "not_started"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"  # its giver said no to the subject by withdrawing another consent


@dataclass(frozen=True)
class PassageFacts:
    id: UUID
    part: Part
    subject: str  # code of a topic the charity defined
    held_back: bool = False


@dataclass(frozen=True)
class RecipientFacts:
    seat_id: UUID
    professional_id: UUID
    agency_id: UUID
    seat_starts_at: datetime
    seat_ends_at: datetime | None
    agreement_in_force: bool
    may_receive: bool = True  # no while the person is suspended or has left the agency


@dataclass(frozen=True)
class ConsentFacts:
    id: UUID
    given_by: GiverId
    agency_id: UUID
    professional_ids: frozenset[UUID]  # empty: every professional of that agency
    subjects: frozenset[str]
    starts_at: datetime
    ends_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Stop:
    """One giver's no to some subjects for one agency: outright, or a withdrawal of part of a consent."""

    given_by: GiverId
    agency_id: UUID
    subjects: frozenset[str]
    at: datetime


@dataclass(frozen=True)
class GroundFacts:
    id: UUID
    kind: GroundKind
    agency_id: UUID
    professional_ids: frozenset[UUID]  # empty: every professional of that agency
    subjects: frozenset[str]
    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True)
class CaseFacts:
    core_member_id: GiverId
    is_young_person: bool
    born_on: date | None
    required_carers: frozenset[GiverId] | None = None  # None: nobody has recorded who is required
    stops: frozenset[Stop] = frozenset()


@dataclass(frozen=True)
class SharingStandard:
    """What the charity has settled about sharing. The defaults keep the volunteers' own talk inside."""

    parts_that_may_go: frozenset[Part] = frozenset({Part.WITH_CORE_MEMBER, Part.CONTACT, Part.ATTENDANCE})
    lapsed_agreement_blocks: bool = False  # other grounds than consent pass all the same


@dataclass(frozen=True, order=True)
class Basis:
    kind: BasisKind
    id: UUID


@dataclass(frozen=True)
class Verdict:
    passage_id: UUID
    goes: bool
    reason: Reason
    basis: tuple[Basis, ...] = ()

    @property
    def rests_only_on_consent(self) -> bool:
        return self.goes and all(basis.kind is BasisKind.CONSENT for basis in self.basis)


@dataclass(frozen=True)
class ReleasedPassage:
    """A passage as it was released: to which agency, about what, resting on what."""

    agency_id: UUID
    subject: str
    basis: tuple[Basis, ...]


def sieve(
    *,
    passages: Sequence[PassageFacts],
    recipient: RecipientFacts,
    consents: Iterable[ConsentFacts],
    grounds: Iterable[GroundFacts],
    case: CaseFacts,
    standard: SharingStandard,
    at: datetime,
) -> tuple[Verdict, ...]:
    """One verdict for each passage, in the order given."""
    scene = _Scene(recipient, tuple(consents), tuple(grounds), case, standard, at)
    return tuple(_judge(passage, scene) for passage in passages)


def still_readable(
    *,
    released: ReleasedPassage,
    consents: Iterable[ConsentFacts],
    grounds: Iterable[GroundFacts],
    case: CaseFacts,
    at: datetime,
) -> bool:
    """Whether a released passage may still be read: a withdrawal takes it back, the passing of time never.

    A consent or ground that cannot be found any more carries nothing.
    """
    named = {kind: {b.id for b in released.basis if b.kind is kind} for kind in BasisKind}
    if any(ground.id in named[BasisKind.GROUND] for ground in grounds):
        return True
    consents = tuple(consents)
    relied_on = [consent for consent in consents if consent.id in named[BasisKind.CONSENT]]
    if not relied_on or {consent.id for consent in relied_on} != named[BasisKind.CONSENT]:
        return False
    stops = _stops(released.agency_id, released.subject, consents, case)
    standing = {c.given_by for c in relied_on if not _is_undone(c, stops, at)}
    return standing == {consent.given_by for consent in relied_on}


def consent_state(
    *, consent: ConsentFacts, consents: Iterable[ConsentFacts], case: CaseFacts, at: datetime
) -> ConsentState:
    """How a consent reads on a page; whether it carries a passage is the sieve's to say."""
    if consent.withdrawn_at is not None and consent.withdrawn_at <= at:
        return ConsentState.WITHDRAWN
    stops = [stop for subject in consent.subjects for stop in _stops(consent.agency_id, subject, consents, case)]
    if _is_undone(consent, stops, at):
        return ConsentState.STOPPED
    if at < consent.starts_at:
        return ConsentState.NOT_STARTED
    return ConsentState.IN_FORCE if _is_running(consent, at) else ConsentState.ENDED


def adult_from(case: CaseFacts) -> datetime | None:
    """The instant the core member turns 18 in London; None when the date of birth is not known."""
    if case.born_on is None:
        return None
    return datetime.combine(_birthday(case.born_on, ADULT_AGE), time(0), tzinfo=LONDON)


def needed_givers(case: CaseFacts, at: datetime) -> tuple[GiverId, ...] | None:
    """Whose consent is needed, the core member first; None when that has not been recorded."""
    if not _is_a_child(case, at):
        return (case.core_member_id,)
    if case.required_carers is None:
        return None
    return (case.core_member_id, *sorted(case.required_carers - {case.core_member_id}))


@dataclass(frozen=True)
class _Scene:
    recipient: RecipientFacts
    consents: tuple[ConsentFacts, ...]
    grounds: tuple[GroundFacts, ...]
    case: CaseFacts
    standard: SharingStandard
    at: datetime


def _judge(passage: PassageFacts, scene: _Scene) -> Verdict:
    if refusal := _closed_to_anyone(passage, scene):
        return Verdict(passage.id, False, refusal)
    on_ground = _grounds_for(passage, scene)
    missing, on_consent = _consents_for(passage, scene)
    if missing and not on_ground:
        return Verdict(passage.id, False, missing)
    return Verdict(passage.id, True, _why_it_goes(on_consent, on_ground), tuple(sorted(on_consent + on_ground)))


def _closed_to_anyone(passage: PassageFacts, scene: _Scene) -> Reason | None:
    """What stops a passage whatever it could rest on."""
    seat = scene.recipient
    if scene.at < seat.seat_starts_at:
        return Reason.SEAT_NOT_STARTED
    if seat.seat_ends_at is not None and scene.at >= seat.seat_ends_at:
        return Reason.SEAT_ENDED
    if not seat.may_receive:
        return Reason.RECIPIENT_STOPPED
    if passage.held_back:
        return Reason.HELD_BACK
    return None if passage.part in scene.standard.parts_that_may_go else Reason.PART_STAYS_INSIDE


def _grounds_for(passage: PassageFacts, scene: _Scene) -> list[Basis]:
    return [
        Basis(BasisKind.GROUND, ground.id)
        for ground in scene.grounds
        if _is_addressed_to(ground, scene.recipient)
        and passage.subject in ground.subjects
        and _is_running(ground, scene.at)
    ]


def _consents_for(passage: PassageFacts, scene: _Scene) -> tuple[Reason | None, list[Basis]]:
    """The consents a passage rests on, or the reason why consent does not carry it."""
    if scene.standard.lapsed_agreement_blocks and not scene.recipient.agreement_in_force:
        return Reason.AGREEMENT_LAPSED, []
    givers = needed_givers(scene.case, scene.at)
    if givers is None:
        return Reason.CARERS_NOT_RECORDED, []
    found: list[Basis] = []
    for giver in givers:
        missing, given = _consents_of(giver, passage.subject, scene)
        if missing:
            return _said_of(giver, missing, scene.case), []
        found += given
    return None, found


def _consents_of(giver: GiverId, subject: str, scene: _Scene) -> tuple[Reason | None, list[Basis]]:
    seat, at = scene.recipient, scene.at
    stops = _stops(seat.agency_id, subject, scene.consents, scene.case)
    about = [
        c for c in scene.consents if c.given_by == giver and c.agency_id == seat.agency_id and subject in c.subjects
    ]
    good = [c for c in about if _is_addressed_to(c, seat) and _is_running(c, at) and not _is_undone(c, stops, at)]
    if good:
        return None, [Basis(BasisKind.CONSENT, consent.id) for consent in good]
    return _why_no_consent(giver, about, stops, scene), []


def _why_no_consent(giver: GiverId, about: list[ConsentFacts], stops: tuple[Stop, ...], scene: _Scene) -> Reason:
    """The latest decision addressed to this professional explains best."""
    if not about:
        said_no = any(stop.given_by == giver and stop.at <= scene.at for stop in stops)
        return Reason.SAID_NO if said_no else Reason.NO_CONSENT
    addressed = [consent for consent in about if _is_addressed_to(consent, scene.recipient)]
    if not addressed:
        return Reason.CONSENT_NARROWED
    latest = max(addressed, key=lambda consent: (consent.starts_at, consent.id))
    if _is_undone(latest, stops, scene.at):
        return Reason.CONSENT_WITHDRAWN
    return Reason.CONSENT_NOT_STARTED if scene.at < latest.starts_at else Reason.CONSENT_ENDED


def _said_of(giver: GiverId, missing: Reason, case: CaseFacts) -> Reason:
    """The same refusal in the words for a carer, when it is a carer's."""
    if giver == case.core_member_id:
        return missing
    withdrew = missing in (Reason.CONSENT_WITHDRAWN, Reason.SAID_NO)
    return Reason.CARER_HAS_WITHDRAWN if withdrew else Reason.CARER_HAS_NOT_AGREED


def _why_it_goes(on_consent: list[Basis], on_ground: list[Basis]) -> Reason:
    if on_consent and on_ground:
        return Reason.CONSENT_AND_OTHER_GROUND
    return Reason.CONSENT if on_consent else Reason.OTHER_GROUND


def _stops(agency_id: UUID, subject: str, consents: Iterable[ConsentFacts], case: CaseFacts) -> tuple[Stop, ...]:
    """Every no about this subject to this agency: said outright, or by withdrawing a consent.

    A carer's part ends when the young person turns 18, so a carer's later no reaches nothing.
    """
    withdrawals = [
        Stop(consent.given_by, consent.agency_id, consent.subjects, consent.withdrawn_at)
        for consent in consents
        if consent.withdrawn_at is not None
    ]
    return tuple(
        stop
        for stop in (*case.stops, *withdrawals)
        if stop.agency_id == agency_id
        and subject in stop.subjects
        and (stop.given_by == case.core_member_id or _is_a_child(case, stop.at))
    )


def _is_undone(consent: ConsentFacts, stops: Iterable[Stop], at: datetime) -> bool:
    """Withdrawn itself, or in force when its giver stopped the subject for the whole agency.

    Only a consent that starts at or after the withdrawal (the recorded later decision) opens it again.
    """
    return any(
        stop.given_by == consent.given_by
        and stop.at <= at
        and (stop.at == consent.withdrawn_at or _ran_until(consent, stop.at))
        for stop in stops
    )


def _ran_until(consent: ConsentFacts, instant: datetime) -> bool:
    return consent.starts_at < instant and (consent.ends_at is None or instant <= consent.ends_at)


def _is_running(period: ConsentFacts | GroundFacts, at: datetime) -> bool:
    return period.starts_at <= at and (period.ends_at is None or at < period.ends_at)


def _is_addressed_to(paper: ConsentFacts | GroundFacts, seat: RecipientFacts) -> bool:
    names = paper.professional_ids
    return paper.agency_id == seat.agency_id and (not names or seat.professional_id in names)


def _is_a_child(case: CaseFacts, at: datetime) -> bool:
    """Under 18 by date of birth, whatever the kind of Circle; without one, the kind of Circle decides."""
    adult = adult_from(case)
    return case.is_young_person if adult is None else at < adult


def _birthday(born_on: date, age: int) -> date:
    """Someone born on 29 February turns on 1 March of a common year."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)
