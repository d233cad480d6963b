"""Working out what is owed: facts in, obligations out, for one Circle, referral … as a whole."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import NAMESPACE_OID, UUID, uuid5

from .facts import (
    AgencyFacts,
    ApplicantFacts,
    CircleFacts,
    ConcernFacts,
    CoreMemberFacts,
    EnquiryFacts,
    Owed,
    Practice,
    ReferralFacts,
    VolunteerFacts,
    read_facts,
)
from .rules import (
    agreements,
    coming_forward,
    coming_in,
    concerns,
    course,
    leaving,
    life,
    looking_after,
    meetings,
    prisons,
    taking_part,
    volunteers,
)
from .vocabulary import Owner, Rule, Scope

OWN = uuid5(NAMESPACE_OID, "encircle obligations")
RuleOf = Callable[[Any, Practice], Iterator[Owed]]


class Row(NamedTuple):
    """A row of `due_obligation`, in the order of its columns: of so many a night, a model for each would cost most."""

    id: UUID
    rule: Rule
    scope: Scope
    subject_id: UUID
    area_id: UUID | None
    circle_id: UUID | None
    item_id: UUID
    owner: Owner
    owner_user_id: UUID | None
    opened_at: datetime
    due_at: datetime | None
    met_at: datetime | None
    closed_at: datetime | None
    stands_still_since: datetime | None
    paused: timedelta
    walled: bool
    about_user_id: UUID | None


@dataclass(frozen=True)
class Kind:
    """One scope: the shape of its facts and the rules that judge them."""

    facts: type
    rules: tuple[RuleOf, ...]


KINDS: dict[Scope, Kind] = {
    Scope.CIRCLE: Kind(
        CircleFacts,
        (
            life.briefing,
            life.members_agreement,
            meetings.meetings_held,
            meetings.minutes_of,
            life.reviews,
            course.pauses,
            course.first_after_release,
            life.planned_ending,
            life.ending_report,
            life.questionnaires,
            life.followed_up,
            life.enough_volunteers,
        ),
    ),
    Scope.REFERRAL: Kind(ReferralFacts, (coming_in.read_first, coming_in.decision, coming_in.panel_views)),
    Scope.ENQUIRY: Kind(EnquiryFacts, (coming_in.calls_promised,)),
    Scope.CORE_MEMBER: Kind(
        CoreMemberFacts,
        (
            taking_part.agreed_to_take_part,
            taking_part.carers_agreed,
            life.mappa_actions,
            agreements.consents_ending,
            coming_in.waiting_reviews,
        ),
    ),
    Scope.AGENCY: Kind(AgencyFacts, (agreements.agreements_to_review, agreements.contacts_promised)),
    Scope.CONCERN: Kind(ConcernFacts, (concerns.decided,)),
    Scope.APPLICANT: Kind(
        ApplicantFacts,
        (
            coming_forward.answered,
            coming_forward.application_read,
            coming_forward.references_chased,
            coming_forward.references_read,
        ),
    ),
    Scope.VOLUNTEER: Kind(
        VolunteerFacts,
        (
            volunteers.checks_again,
            prisons.clearances_again,
            prisons.clearances_missing,
            volunteers.courses_again,
            volunteers.agreements_again,
            volunteers.exceptions_ending,
            leaving.conversations,
            leaving.rests,
            leaving.wishes_to_stop,
            looking_after.keeping_clear,
            looking_after.calls_back,
            looking_after.debriefs,
            looking_after.supervisions,
            looking_after.claims_decided,
            leaving.lent_back,
            volunteers.certificates_decided,
        ),
    ),
}


def reckon(scope: Scope, id: UUID, area_id: UUID | None, answer: dict[str, Any], practice: Practice) -> list[Row]:
    """Everything owed about one subject. The same facts on the same day give the same rows to the letter."""
    kind = KINDS[scope]
    facts: Any = read_facts(kind.facts, id, answer)
    place = _Place.of(scope, facts, area_id, practice)
    return [place.row(one) for rule in kind.rules for one in rule(facts, practice)]


@dataclass(frozen=True)
class _Place:
    """Where an obligation stands, and whose it is where the rule names nobody."""

    scope: Scope
    subject_id: UUID
    area_id: UUID | None
    circle_id: UUID | None = None
    run_by: UUID | None = None
    walled: bool = False
    about_user_id: UUID | None = None
    circles: Mapping[UUID | None, UUID] | None = None  # of a volunteer, by area: a row never names one of another area

    @classmethod
    def of(cls, scope: Scope, facts: Any, area_id: UUID | None, practice: Practice) -> "_Place":
        if isinstance(facts, CircleFacts):
            return cls(scope, facts.id, area_id, facts.id, facts.run_by(practice.at))
        if isinstance(facts, VolunteerFacts):
            return cls(scope, facts.id, area_id, circles=_circles_of(facts, practice))
        if isinstance(facts, CoreMemberFacts):
            return cls(scope, facts.id, area_id, _circle_of(facts, practice))
        if isinstance(facts, ConcernFacts):
            if facts.walled:
                return cls(scope, facts.id, None, walled=True, about_user_id=facts.about_user_id)
            return cls(scope, facts.id, area_id, facts.circle_id)
        return cls(scope, facts.id, area_id)

    def row(self, one: Owed) -> Row:
        area_id = one.area_id or self.area_id
        return Row(
            id=uuid5(OWN, f"{one.rule}|{self.subject_id}|{one.item_id}|{one.turn}"),
            rule=one.rule,
            scope=self.scope,
            subject_id=self.subject_id,
            area_id=area_id,
            circle_id=self.circle_id if self.circles is None else self.circles.get(area_id),
            item_id=one.item_id,
            owner=one.owner,
            owner_user_id=one.owner_user_id or self.run_by,
            opened_at=one.opened_at,
            due_at=one.due_at,
            met_at=one.met_at,
            closed_at=one.closed_at,
            stands_still_since=one.stands_still_since,
            paused=one.paused,
            walled=self.walled,
            about_user_id=self.about_user_id,
        )


def _circle_of(person: CoreMemberFacts, practice: Practice) -> UUID | None:
    """The Circle in which they sit; of several, the one they joined last."""
    held = [one for one in person.seats if one.holds(practice.at)]
    return max(held, key=lambda one: one.starts_at).circle_id if held else None


def _circles_of(volunteer: VolunteerFacts, practice: Practice) -> dict[UUID | None, UUID]:
    """The same in each area."""
    held = [one for one in volunteer.seats if one.holds(practice.at)]
    return {one.area_id: one.circle_id for one in sorted(held, key=lambda one: one.starts_at)}
