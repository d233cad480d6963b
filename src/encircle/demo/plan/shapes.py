"""What the demonstration charity consists of, as plain frozen values that know no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ..canaries import CanaryBook
from ..people import Person
from ..places import Agency, Area, Venue
from ..words.life import Life
from ..words.minutes import MinutesBrief


@dataclass(frozen=True, slots=True)
class Charity:
    name: str
    short_name: str
    colour: str
    telephone: str
    email: str
    urgent_telephone: str
    topics: Mapping[str, str]
    opened_on: date


@dataclass(frozen=True, slots=True)
class Agreement:
    key: str
    agency: str
    signed_on: date
    review_on: date
    ends_on: date
    signed_by: str
    note: str


@dataclass(frozen=True, slots=True)
class Appointment:
    person: str
    role: str
    area: str | None
    start: datetime
    end: datetime | None
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Professional:
    person: str
    agency: str
    job: str
    area: str
    since: date
    until: date | None
    has_signed_up: bool
    is_referrer: bool = False


@dataclass(frozen=True, slots=True)
class Volunteer:
    person: str
    area: str
    state: str  # in a Circle, waiting, in training, away, left
    joined_on: date
    trained_on: date | None
    check_number: str
    check_issued_on: date
    check_again_on: date
    has_prison_vetting: bool
    evenings: tuple[str, ...]
    left_on: date | None
    left_because: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Carer:
    person: str
    core_member: str
    relation: str
    must_consent: bool


@dataclass(frozen=True, slots=True)
class Phase:
    name: str
    start: date


@dataclass(frozen=True, slots=True)
class Pause:
    start: datetime
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Ending:
    at: datetime
    by: str
    reason: str
    is_early: bool


@dataclass(frozen=True, slots=True)
class Goal:
    key: str
    text: str
    set_on: date
    reached_on: date | None
    dropped_on: date | None


@dataclass(frozen=True, slots=True)
class Seat:
    key: str
    circle: str
    person: str
    part: str  # core member, volunteer, coordinator, outer circle
    start: datetime
    end: datetime | None
    label: str = ""
    agency: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    key: str
    reference: str
    name: str
    area: str
    kind: str  # adult community, prison, young person, adapted
    state: str  # forming, running, paused, ended
    coordinator: str
    core_member: str
    venue: str
    slot_weekday: int
    slot_start: str
    slot_minutes: int
    every_weeks: int
    opened_at: datetime
    started_on: date | None
    planned_until: date | None
    phases: tuple[Phase, ...]
    pause: Pause | None
    ending: Ending | None
    goals: tuple[Goal, ...]
    life: Life


@dataclass(frozen=True, slots=True)
class Attendance:
    person: str
    part: str
    label: str
    answer: str  # present, apologies, absent


@dataclass(frozen=True, slots=True)
class Comment:
    key: str
    by: str
    to: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Return:
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Correction:
    kind: str  # names, spelling, opinion, fact
    topic: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Approval:
    version: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Minutes:
    """State is what has happened: nothing yet, a draft, versions, a return, an approval, releases."""

    key: str
    meeting: str
    circle: str
    author: str
    state: str  # not started, draft, submitted, returned, corrected, approved, released
    due_at: datetime
    started_at: datetime | None
    versions: tuple[Version, ...]
    correction: Correction | None
    returned: Return | None
    comments: tuple[Comment, ...]
    approval: Approval | None
    travel_minutes: int
    brief: MinutesBrief


@dataclass(frozen=True, slots=True)
class Meeting:
    key: str
    circle: str
    number: int
    planned_start: datetime
    planned_end: datetime
    state: str  # planned, held, cancelled, not attended, stopped early, not quorate
    start: datetime | None
    end: datetime | None
    reason: str
    decided_by: str | None
    decided_at: datetime | None
    moved_from: datetime | None
    is_review: bool
    attendance: tuple[Attendance, ...]
    minutes: Minutes | None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    key: str
    consent: str
    at: datetime
    by: str
    told: str
    subjects: tuple[str, ...]  # empty: all of it
    reason: str


@dataclass(frozen=True, slots=True)
class Consent:
    key: str
    circle: str
    core_member: str
    given_by: str
    agency: str
    professionals: tuple[str, ...]  # empty: whoever works there
    subjects: tuple[str, ...]
    start: date
    end: date
    taken_by: str
    taken_at: datetime
    evidence: str
    withdrawals: tuple[Withdrawal, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    key: str
    circle: str
    agency: str
    kind: str  # prevention of serious harm, safeguarding, court order
    subjects: tuple[str, ...]
    start: date
    end: date
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Recall:
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Release:
    key: str
    circle: str
    meeting: str
    version: int
    recipient: str
    agency: str
    by: str
    at: datetime
    shared: tuple[tuple[str, str], ...]  # topic, the key of the consent or ground it rests on
    withheld: tuple[tuple[str, str], ...]  # topic or part, why it stayed
    notified_at: datetime | None  # None: waits until the professional has signed up
    opened_at: tuple[datetime, ...]
    acknowledged_at: datetime | None
    recall: Recall | None = None


@dataclass(frozen=True, slots=True)
class Call:
    key: str
    by: str
    at: datetime
    agency: str | None
    to: str
    was_answered: bool
    note: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    key: str
    agency: str
    recipient: str
    by: str
    at: datetime
    channel: str  # online, telephone
    ground: str
    text: str
    opened_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_how: str  # online, by telephone, ""


@dataclass(frozen=True, slots=True)
class Triage:
    by: str
    at: datetime
    decision: str  # tell agencies, no further action, escalate
    reason: str


@dataclass(frozen=True, slots=True)
class Escalation:
    to: str
    at: datetime
    because: str


@dataclass(frozen=True, slots=True)
class Concern:
    key: str
    reference: str
    circle: str
    meeting: str | None
    raised_by: str
    raised_at: datetime
    happened_on: date
    urgency: str  # imminent, serious, other
    text: str
    state: str  # raised, taken, triaged, told, acknowledged, closed
    about_worker: str | None
    handler: str
    taken_at: datetime | None
    triage: Triage | None
    calls: tuple[Call, ...]
    disclosures: tuple[Disclosure, ...]
    escalations: tuple[Escalation, ...]
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Development:
    key: str
    circle: str
    by: str
    agency: str
    at: datetime
    subject: str  # progress, risk, needs
    is_urgent: bool
    onward: str  # coordinator only, staff, volunteers
    text: str
    read_by: str | None
    read_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class OnCall:
    person: str
    place: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Breach:
    key: str
    release: str
    found_at: datetime
    reported_by: str
    told: str
    told_at: datetime
    what_happened: str
    was_opened: bool
    decision: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
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
    carers: tuple[Carer, ...]
    circles: tuple[Circle, ...]
    seats: tuple[Seat, ...]
    meetings: tuple[Meeting, ...]
    consents: tuple[Consent, ...]
    grounds: tuple[Ground, ...]
    releases: tuple[Release, ...]
    concerns: tuple[Concern, ...]
    developments: tuple[Development, ...]
    rota: tuple[OnCall, ...]
    breaches: tuple[Breach, ...]
    canaries: CanaryBook

    def circle(self, key: str) -> Circle:
        return next(each for each in self.circles if each.key == key)

    @property
    def written(self) -> tuple[Minutes, ...]:
        return tuple(each.minutes for each in self.meetings if each.minutes is not None)
