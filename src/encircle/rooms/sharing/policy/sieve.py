"""The sieve: which passages of a set of minutes may go to one professional, and on what they rest.

A passage goes when consent covers it (of everyone whose consent is needed) or another ground does.
Unknown means no.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .givers import needed_givers
from .papers import (
    Basis,
    CaseFacts,
    ConsentFacts,
    GiverId,
    GroundFacts,
    PassageFacts,
    RecipientFacts,
    SharingStandard,
    Stop,
    Verdict,
    is_addressed_to,
    is_running,
)
from .refusing import is_undone, stops_about
from .words import BasisKind, Reason


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
        if is_addressed_to(ground, scene.recipient)
        and passage.subject in ground.subjects
        and is_running(ground, scene.at)
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
    stops = stops_about(seat.agency_id, subject, scene.consents, scene.case)
    about = [
        c for c in scene.consents if c.given_by == giver and c.agency_id == seat.agency_id and subject in c.subjects
    ]
    good = [c for c in about if is_addressed_to(c, seat) and is_running(c, at) and not is_undone(c, stops, at)]
    if good:
        return None, [Basis(BasisKind.CONSENT, consent.id) for consent in good]
    return _why_no_consent(giver, about, stops, scene), []


def _why_no_consent(giver: GiverId, about: list[ConsentFacts], stops: tuple[Stop, ...], scene: _Scene) -> Reason:
    """The latest decision addressed to this professional explains best."""
    noes = [no.at for no in stops if no in scene.case.stops and no.given_by == giver and no.at <= scene.at]
    if noes and all(_decided_at(consent, scene.at) <= max(noes) for consent in about):
        return Reason.SAID_NO
    if not about:
        return Reason.NO_CONSENT
    addressed = [consent for consent in about if is_addressed_to(consent, scene.recipient)]
    if not addressed:
        return Reason.CONSENT_NARROWED
    latest = max(addressed, key=lambda consent: (consent.starts_at, consent.id))
    if is_undone(latest, stops, scene.at):
        return Reason.CONSENT_WITHDRAWN
    return Reason.CONSENT_NOT_STARTED if scene.at < latest.starts_at else Reason.CONSENT_ENDED


def _decided_at(consent: ConsentFacts, at: datetime) -> datetime:
    """When its giver last decided about it: by withdrawing it, else by giving it."""
    withdrawn_at = consent.withdrawn_at
    return withdrawn_at if withdrawn_at is not None and withdrawn_at <= at else consent.starts_at


def _said_of(giver: GiverId, missing: Reason, case: CaseFacts) -> Reason:
    """The same refusal in the words for a carer, when it is a carer's."""
    if giver == case.core_member_id:
        return missing
    said = {Reason.CONSENT_WITHDRAWN: Reason.CARER_HAS_WITHDRAWN, Reason.SAID_NO: Reason.CARER_SAID_NO}
    return said.get(missing, Reason.CARER_HAS_NOT_AGREED)


def _why_it_goes(on_consent: list[Basis], on_ground: list[Basis]) -> Reason:
    if on_consent and on_ground:
        return Reason.CONSENT_AND_OTHER_GROUND
    return Reason.CONSENT if on_consent else Reason.OTHER_GROUND
