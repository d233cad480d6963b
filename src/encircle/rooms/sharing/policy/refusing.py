"""What a no undoes: which consents it ends, and which released passages can no longer be read."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from .givers import is_a_child
from .papers import CaseFacts, ConsentFacts, GroundFacts, ReleasedPassage, Stop, is_running
from .words import BasisKind, ConsentState


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
    stops = stops_about(released.agency_id, released.subject, consents, case)
    standing = {c.given_by for c in relied_on if not is_undone(c, stops, at)}
    return standing == {consent.given_by for consent in relied_on}


def consent_state(
    *, consent: ConsentFacts, consents: Iterable[ConsentFacts], case: CaseFacts, at: datetime
) -> ConsentState:
    """How a consent reads on a page; whether it carries a passage is the sieve's to say."""
    if consent.withdrawn_at is not None and consent.withdrawn_at <= at:
        return ConsentState.WITHDRAWN
    stops = [stop for subject in consent.subjects for stop in stops_about(consent.agency_id, subject, consents, case)]
    if is_undone(consent, stops, at):
        return ConsentState.STOPPED
    if at < consent.starts_at:
        return ConsentState.NOT_STARTED
    return ConsentState.IN_FORCE if is_running(consent, at) else ConsentState.ENDED


def stops_about(agency_id: UUID, subject: str, consents: Iterable[ConsentFacts], case: CaseFacts) -> tuple[Stop, ...]:
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
        and (stop.given_by == case.core_member_id or is_a_child(case, stop.at))
    )


def is_undone(consent: ConsentFacts, stops: Iterable[Stop], at: datetime) -> bool:
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
