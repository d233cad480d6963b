"""What runs out: a consent that is about to end, an agreement with an agency to be looked at again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from encircle.rooms.organisation.clocks import start_of_day
from encircle.rooms.sharing.vocabulary import Answer

from ..clock import Due
from ..facts import AgencyFacts, AgreementFact, ConsentFact, ContactFact, CoreMemberFacts, Owed, Practice
from ..vocabulary import Rule
from .owing import earliest, end_of, owed


def consents_ending(person: CoreMemberFacts, practice: Practice) -> Iterator[Owed]:
    """Asked again before it ends. A pause of the Circle does not stop it: the consent ends all the same."""
    out = _left_the_last(person)
    for consent in person.consents:
        if consent.ends_at is None or consent.answer != Answer.YES:
            continue
        warned = consent.ends_at - timedelta(days=practice.on(consent.ends_at).consent_warning_days)
        opened = max(warned, consent.recorded_at)
        met = _answered_anew(consent, person.consents)
        closed = None if met else earliest(_withdrawn_whole(consent), out)
        over = earliest(met, closed)
        if opened < practice.until and (over is None or over > opened):
            yield owed(Rule.CONSENT_ENDING, consent.id, opened, Due(consent.ends_at), met_at=met, closed_at=closed)


def _answered_anew(consent: ConsentFact, others: tuple[ConsentFact, ...]) -> datetime | None:
    """The same giver said yes for longer, or no, to the same agency."""
    lasts = consent.ends_at or consent.recorded_at
    giver = (consent.given_by, consent.carer_id, consent.agency_id)
    return earliest(
        *(
            one.recorded_at
            for one in others
            if one.id != consent.id
            and (one.given_by, one.carer_id, one.agency_id) == giver
            and one.recorded_at > consent.recorded_at
            and (one.answer != Answer.YES or one.ends_at is None or one.ends_at > lasts)
        )
    )


def _withdrawn_whole(consent: ConsentFact) -> datetime | None:
    return consent.withdrawn_at if consent.subjects and consent.withdrawn == consent.subjects else None


def _left_the_last(person: CoreMemberFacts) -> datetime | None:
    """When the last seat ended, of who had one: nothing is shared any more."""
    ends = [one.ends_at for one in person.seats]
    if not ends or any(end is None for end in ends):
        return None
    return max(end for end in ends if end is not None)


def agreements_to_review(agency: AgencyFacts, practice: Practice) -> Iterator[Owed]:
    """On its day of review, or before its last day. A later agreement with the same agency fulfils it."""
    for one in agency.agreements:
        day = min(one.review_on, one.ends_on or one.review_on)
        opened = start_of_day(day - timedelta(days=practice.on(end_of(day)).agreement_warning_days))
        opened = max(opened, one.recorded_at)
        if opened < practice.until:
            met = earliest(one.replaced_at, _made_anew(one, agency.agreements))
            if met is None or met > opened:
                yield owed(Rule.PARTNER_AGREEMENT, one.id, opened, Due(end_of(day)), met_at=met)


def _made_anew(agreement: AgreementFact, others: tuple[AgreementFact, ...]) -> datetime | None:
    return earliest(
        *(
            one.recorded_at
            for one in others
            if one.id != agreement.id
            and (one.recorded_at, one.starts_on) > (agreement.recorded_at, agreement.starts_on)
            and one.review_on > agreement.review_on
        )
    )


def contacts_promised(agency: AgencyFacts, practice: Practice) -> Iterator[Owed]:
    """With a MAPPA coordinator, or a colleague elsewhere (S11): each day somebody of an area meant to be in touch
    again. The next contact of that area fulfils it."""
    for one in agency.contacts:
        if one.next_on is not None:
            met = earliest(*(other.recorded_at for other in agency.contacts if _follows(other, one)))
            due = Due(end_of(one.next_on))
            yield owed(Rule.PARTNER_CONTACT, one.id, one.recorded_at, due, met_at=met, area_id=one.area_id)


def _follows(other: ContactFact, one: ContactFact) -> bool:
    later = (other.contacted_on, other.recorded_at) > (one.contacted_on, one.recorded_at)
    return later and other.area_id == one.area_id and other.recorded_at >= one.recorded_at
