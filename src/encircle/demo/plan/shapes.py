"""What the demonstration charity consists of: plain frozen values that know no database.

Choices are spelled as the rooms spell them (`vocabulary.py`), so that the loader translates nothing.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from ..canaries import CanaryBook
from ..people import Person
from ..places import Agency, Area, Venue
from ..words.letters import Correction
from ..words.life import Life
from ..words.minutes import MinutesBrief


@dataclass(frozen=True, slots=True)
class Charity:
    name: str
    colour: str
    urgent_telephone: str
    topics: tuple[tuple[str, str, str], ...]  # code, name, part
    since: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    key: str
    agency: str
    starts_on: date
    review_on: date
    ends_on: date | None
    signed_by: str


@dataclass(frozen=True, slots=True)
class Appointment:
    key: str
    person: str
    role: str
    area: str | None
    starts_at: datetime
    ends_at: datetime | None
    by: str | None
    covering: bool = False


@dataclass(frozen=True, slots=True)
class Professional:
    person: str
    agency: str
    job: str
    area: str
    starts_at: datetime
    ends_at: datetime | None
    has_signed_up: bool


@dataclass(frozen=True, slots=True)
class Volunteer:
    person: str
    reference: str
    area: str
    joined_on: date
    left_on: date | None


@dataclass(frozen=True, slots=True)
class CoreMember:
    person: str
    reference: str
    area: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class Carer:
    person: str
    core_member: str
    standing: str
    consent_required: bool
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Phase:
    name: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Pause:
    starts_at: datetime
    expected_back_on: date
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ending:
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Circle:
    key: str
    reference: str
    name: str
    area: str
    kind: str  # adult, prison, young, adapted
    state: str  # forming, running, paused, ended
    coordinator: str
    core_member: str
    venue: str
    weekday: int
    slot: str  # the usual start on the London clock, such as 18:30
    opened_at: datetime
    starts_at: datetime | None  # of the first meeting
    phases: tuple[Phase, ...]
    pause: Pause | None
    ending: Ending | None
    life: Life


@dataclass(frozen=True, slots=True)
class Seat:
    key: str
    circle: str
    person: str
    part: str  # core_member, volunteer, coordinator, outer_circle
    starts_at: datetime
    ends_at: datetime | None
    sees_from: datetime | None = None
    letter: str = ""
    agency: str | None = None

    def is_held_at(self, moment: datetime) -> bool:
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)


@dataclass(frozen=True, slots=True)
class Attendance:
    seat: str
    presence: str  # present, apologies, absent
    minutes_given: int | None
    travel_minutes: int | None


@dataclass(frozen=True, slots=True)
class Move:
    moved_from: datetime
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Cancellation:
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Remark:
    key: str
    kind: str  # thanks, question, return, answer
    version: int
    by: str
    to: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    kind: str  # original, correction, keyed
    by: str
    at: datetime
    based_on: int | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    version: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Minutes:
    """Their state is what has happened: a draft, versions, a return, an approval, releases."""

    key: str
    meeting: str
    circle: str
    author: str
    state: str  # not_started, draft, submitted, returned, corrected, approved, released
    due_at: datetime
    drafted_at: datetime | None
    versions: tuple[Version, ...]
    correction: Correction | None
    returned_at: datetime | None
    remarks: tuple[Remark, ...]
    approval: Approval | None
    released_at: datetime | None
    brief: MinutesBrief


@dataclass(frozen=True, slots=True)
class Meeting:
    key: str
    circle: str
    number: int
    starts_at: datetime
    ends_at: datetime
    move: Move | None
    cancellation: Cancellation | None
    outcome: str  # "", held, not_attended, stopped_early, not_quorate
    held_from: datetime | None
    held_until: datetime | None
    recorded_by: str | None
    attendance: tuple[Attendance, ...]
    minutes: Minutes | None


@dataclass(frozen=True, slots=True)
class Subject:
    """One topic of a consent, and the moment it was withdrawn."""

    topic: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None  # who of the staff recorded it


@dataclass(frozen=True, slots=True)
class Consent:
    key: str
    circle: str
    given_by: str  # the core member's or a carer's key
    is_carers: bool
    agency: str
    professionals: tuple[str, ...]  # empty: whoever works there
    subjects: tuple[Subject, ...]
    starts_at: datetime
    ends_at: datetime | None
    taken_by: str
    evidence: str
    answer: str = "yes"


@dataclass(frozen=True, slots=True)
class Ground:
    key: str
    circle: str
    kind: str  # serious_harm, safeguarding, court_order
    agency: str
    topics: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime | None
    by: str
    reason: str
    concern: str | None = None  # decided for telling of this concern and nothing else


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage that went: its place in the version, and the consent subjects and grounds it rests on."""

    position: int
    part: str
    topic: str
    consent_subjects: tuple[UUID, ...]
    grounds: tuple[UUID, ...]
    closed_by: UUID | None = None  # the withdrawn subject that closed it


@dataclass(frozen=True, slots=True)
class Stayed:
    position: int
    part: str
    topic: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recall:
    by: str
    at: datetime
    reason: str
    was_opened: bool


@dataclass(frozen=True, slots=True)
class Event:
    kind: str  # notified, opened, acknowledged, chased
    at: datetime
    by: str | None
    spoke_to: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """What went to one seat once: minutes, or (with `concern`) what an agency was told."""

    key: str
    circle: str
    seat: str
    professional: str
    agency: str
    by: str
    at: datetime
    about_on: date
    channel: str  # online, phone
    meeting: str | None
    version: int | None
    concern: str | None
    shared: tuple[Shared, ...]
    stayed: tuple[Stayed, ...]
    text: str  # of a concern; minutes take their words from the version
    events: tuple[Event, ...]
    recall: Recall | None = None


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    kind: str  # read, taken, triaged, asked, climbed, phoned, unable_to_reach, told, acknowledged, closed
    at: datetime
    by: str | None = None  # None: the clock did it
    urgency: str = ""
    decision: str = ""  # tell_agencies, watch, no_action
    to: str | None = None
    professional: str | None = None
    spoke_to: str = ""
    answered: bool | None = None
    release: str | None = None
    rung: str = ""  # asked, or climbed to
    due_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Concern:
    key: str
    reference: str
    circle: str
    meeting: str | None
    urgency: str  # imminent, serious, other
    raised_by: str
    raised_at: datetime
    happened_at: datetime
    about: str | None  # someone who works here: for them it does not exist
    text: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Development:
    key: str
    circle: str
    seat: str
    professional: str
    agency: str
    kind: str  # progress, risk, needs
    urgent: bool
    onward: str  # coordinator_only, outer_circle
    sent_at: datetime
    text: str
    read_by: str | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shift:
    """A turn of the on-call rota."""

    key: str
    person: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Breach:
    key: str
    reference: str
    release: str
    circle: str
    by: str
    opened_at: datetime
    closed_by: str | None
    closed_at: datetime | None
    accounts: tuple[tuple[str, datetime, str], ...]  # who wrote, when, what


@dataclass(frozen=True, slots=True)
class BreakGlass:
    key: str
    person: str
    circle: str
    reason: str
    opened_at: datetime
    closed_at: datetime | None
    reviewed_by: str | None
    reviewed_at: datetime | None


def id_of(seed: int, kind: str, key: str) -> UUID:
    """The id a thing will have in the database: drawn, yet the same each time, so that nothing is looked up."""
    return UUID(bytes=hashlib.blake2b(f"{seed}/{kind}/{key}".encode(), digest_size=16).digest(), version=4)


@dataclass(frozen=True, slots=True)
class EnquiryStep:
    kind: str
    reason: str
    on: date | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Enquiry:
    key: str
    reference: str
    area: str
    kind: str
    agency: str | None
    agency_name: str
    asked_by: str
    phone: str
    email: str
    taken_by: str
    taken_at: datetime
    note: str
    answers: tuple[tuple[int, str], ...]  # position of the criterion, answer
    steps: tuple[EnquiryStep, ...]


@dataclass(frozen=True, slots=True)
class SectionDraft:
    section: str
    kept: Mapping[str, Any]
    done: bool
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Referral:
    """`holder` is a professional, or on paper the coordinator who keys it."""

    key: str
    reference: str
    area: str
    kind: str
    enquiry: str | None
    agency: str
    invited_by: str
    invited_at: datetime
    holder: str
    on_paper: bool
    drafts: tuple[SectionDraft, ...]
    submitted_at: datetime | None
    sections: tuple[tuple[str, Mapping[str, Any]], ...]
    withdrawn_at: datetime | None
    withdrawn_for: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody asked for their view; `given_at` is empty until they have given it."""

    person: str
    asked_at: datetime
    wanted_by: date
    opinion: str
    given_at: datetime | None
    words: str


@dataclass(frozen=True, slots=True)
class Waiting:
    priority: str
    waits_for: str
    next_action: str
    review_on: date
    left_at: datetime | None
    left_for: str


@dataclass(frozen=True, slots=True)
class Judging:
    """How one referral was judged. `evidence` is a check, what was found, and what that rests on."""

    referral: str
    area: str
    assessor: str
    assessed_at: datetime
    evidence: tuple[tuple[str, str, str], ...]
    whole: str
    members: tuple[Member, ...]
    outcome: str
    decided_at: datetime | None
    reason: str
    put_off_until: date | None
    told: str
    waiting: Waiting | None


@dataclass(frozen=True)
class CharityPlan:
    seed: int
    size: int
    now: datetime
    charity: Charity
    areas: tuple[Area, ...]
    agencies: tuple[Agency, ...]
    agreements: tuple[Agreement, ...]
    venues: tuple[Venue, ...]
    people: Mapping[str, Person]
    appointments: tuple[Appointment, ...]
    volunteers: tuple[Volunteer, ...]
    professionals: tuple[Professional, ...]
    core_members: tuple[CoreMember, ...]
    carers: tuple[Carer, ...]
    circles: tuple[Circle, ...]
    seats: tuple[Seat, ...]
    meetings: tuple[Meeting, ...]
    consents: tuple[Consent, ...]
    grounds: tuple[Ground, ...]
    releases: tuple[Release, ...]
    concerns: tuple[Concern, ...]
    developments: tuple[Development, ...]
    shifts: tuple[Shift, ...]
    breaches: tuple[Breach, ...]
    break_glass: tuple[BreakGlass, ...]
    enquiries: tuple[Enquiry, ...]
    referrals: tuple[Referral, ...]
    judgings: tuple[Judging, ...]
    canaries: CanaryBook

    def circle(self, key: str) -> Circle:
        return self.circles_by_key[key]

    @cached_property
    def circles_by_key(self) -> Mapping[str, Circle]:
        return {each.key: each for each in self.circles}

    @cached_property
    def seats_by_key(self) -> Mapping[str, Seat]:
        return {each.key: each for each in self.seats}

    @cached_property
    def minutes(self) -> tuple[Minutes, ...]:
        return tuple(each.minutes for each in self.meetings if each.minutes is not None)
