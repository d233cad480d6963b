"""A year of enquiries with what came of each, and the referrals of some months."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from ..days import DAY, HOUR, in_office, working_day_on_or_after
from ..people import telephone
from ..places import agency
from ..words.letters import noted
from ..words.referrals import CALLS
from .forms import filled, frozen
from .register import coordinator_of
from .shapes import Enquiry, EnquiryStep, Professional, Referral, SectionDraft
from .world import World

KINDS = ("adult", "adult", "adult", "prison", "young", "adapted")
UNSUITABLE = ("criteria", "unwilling", "area", "other_service", "capacity", "criteria")
CLOSED = ("information", "no_answer", "information", "unwilling")
# How many days from today somebody is to ring back (or to invite); days before today are late.
RING_BACK = (-2, 0, 0, 3, 9)
TO_INVITE = (-1, 0)
ASKERS = {
    "adult": ("probation", "police", "health"),
    "prison": ("probation", "prison"),
    "young": ("youth justice", "council"),
    "adapted": ("learning disability", "probation"),
}
CRITERIA = 12  # positions of the criteria a charity begins with


@dataclass(frozen=True, slots=True)
class Spec:
    """One referral: who has the form, how long ago it was invited, and how far it is."""

    key: str
    area: str
    kind: str
    holder: str  # a professional, or the coordinator who keys a paper form
    invited: float  # days ago
    name: tuple[str, str]
    sections: int = 0  # how many are written, of a draft
    submitted: float | None = None  # days ago
    withdrawn: tuple[float, str] | None = None  # days ago, why
    agency: str = ""  # of a paper form
    enquired: bool = True


REFERRALS = (
    Spec("ravi-draft", "a", "adult", "ravi", 9, ("Tobias", "Quarrenwick"), sections=7),
    Spec("ravi-sent", "a", "adult", "ravi", 24, ("Edmund", "Fallowby"), submitted=4),
    Spec("adult-invited", "b", "adult", "probation-b-2", 2, ("", "")),
    Spec("young-invited", "a", "young", "youth-a-a-1", 12, ("", "")),
    Spec("prison-invited", "b", "prison", "prison-b-b-2", 33, ("", ""), enquired=False),
    Spec("young-draft", "b", "young", "youth-b-b-1", 6, ("Jonty", "Osterfold"), sections=3),
    Spec("paper-draft", "a", "adult", "cora", 1, ("Wilfred", "Tansybank"), sections=9, agency="police-a",
         enquired=False),
    Spec("prison-sent", "b", "prison", "prison-b-b-1", 40, ("Hector", "Lindenmoss"), submitted=22),
    Spec("young-sent", "a", "young", "youth-a-a-2", 18, ("Perry", "Aldershaw"), submitted=1),
    Spec("paper-sent", "a", "adapted", "cleo", 8, ("Barnaby", "Sorrelgate"), submitted=7, agency="learning-a"),
    Spec("adult-withdrawn", "b", "adult", "probation-b-3", 75, ("", ""), withdrawn=(30, "not_filled_in")),
    Spec("adult-moved", "c", "adult", "probation-c-1", 110, ("Alban", "Gorsewater"), submitted=95,
         withdrawn=(88, "moved")),
    Spec("ravi-declined", "a", "adult", "ravi", 80, ("Osric", "Penhallowby"), submitted=70),
    Spec("ravi-accepted", "a", "adult", "ravi", 66, ("Leopold", "Marlcombe"), submitted=60),
    Spec("young-accepted", "b", "young", "youth-b-b-2", 61, ("Kester", "Applewold"), submitted=52),
    Spec("adapted-accepted", "a", "adapted", "learning-a-a-1", 110, ("Rollo", "Thistlemere"), submitted=100),
)  # fmt: skip


def plan_coming_in(world: World) -> None:
    rng = world.rng("enquiries")
    enquired = [_invited(world, spec) for spec in REFERRALS if spec.enquired]
    world.enquiries += enquired
    others: dict[str, tuple[int | str, ...]] = {
        "call_back": RING_BACK, "to_invite": TO_INVITE, "unsuitable": UNSUITABLE, "closed": CLOSED,
    }  # fmt: skip
    for kind, outcomes in others.items():
        for number, outcome in enumerate(outcomes):
            world.enquiries.append(_other(world, rng, kind, outcome, number))
    world.referrals += [_referral(world, spec) for spec in REFERRALS]


# --- enquiries ---


def _other(world: World, rng: Random, kind: str, outcome: int | str, number: int) -> Enquiry:
    key, area = f"{kind}-{number}", "aabac"[number % 5]
    waits = isinstance(outcome, int)
    ago = rng.randint(3, 12) if waits else rng.randint(20, 350)
    taken_at = in_office(rng, world.now - (ago + 4) * DAY)
    day = world.today + timedelta(days=outcome) if isinstance(outcome, int) else None
    if day and day > world.today:
        day = working_day_on_or_after(day)
    step = EnquiryStep(kind, "" if waits else str(outcome), day, taken_at)
    return _enquiry(world, key, area, KINDS[number % len(KINDS)], taken_at, (step,), number)


def _invited(world: World, spec: Spec) -> Enquiry:
    invited_at = _moment(world, spec, spec.invited)
    taken_at = invited_at - HOUR / 3
    steps = (EnquiryStep("to_invite", "", taken_at.date(), taken_at), EnquiryStep("invited", "", None, invited_at))
    return _enquiry(world, spec.key, spec.area, spec.kind, taken_at, steps, len(spec.key), by=spec.holder)


def _enquiry(
    world: World,
    key: str,
    area: str,
    kind: str,
    taken_at: datetime,
    steps: tuple[EnquiryStep, ...],
    number: int,
    *,
    by: str = "",
) -> Enquiry:
    rng, taken_by = world.rng("enquiry", key), coordinator_of(area, 0)
    caller = _caller(world, rng, area, kind, by)
    person = world.people[caller.person]
    unknown = not by and number % 5 == 4  # an agency nobody has added yet
    return Enquiry(
        key=key,
        reference=world.reference("E", key),
        area=area,
        kind=kind,
        agency=None if unknown else caller.agency,
        agency_name="A resettlement charity (invented)" if unknown else "",
        asked_by="Marnie Foxley" if unknown else person.name,
        phone=telephone(rng, mobile=False),
        email="" if unknown else person.email or "",
        taken_by=taken_by,
        taken_at=taken_at,
        note=noted(rng, rng.choice(CALLS), world.mark(taken_by, "enquiry", key, number)),
        answers=_answers(rng, steps[-1]),
        steps=steps,
    )


def _caller(world: World, rng: Random, area: str, kind: str, by: str) -> Professional:
    """Whoever works with people of this kind."""
    known = [one for one in world.professionals if one.person == by]
    there = [one for one in world.professionals if one.area == area]
    suited = [one for one in there if agency(one.agency).service in ASKERS[kind]]
    return known[0] if known else rng.choice(suited or there)


def _answers(rng: Random, step: EnquiryStep) -> tuple[tuple[int, str], ...]:
    """Criteria by their positions; where it came to nothing, one was not met."""
    asked = [position for position in range(CRITERIA) if rng.random() < 0.75]
    not_met = rng.choice(asked) if step.reason == "criteria" else None
    return tuple(
        (position, "not_met" if position == not_met else rng.choice(("met", "met", "met", "unsure")))
        for position in asked
    )


# --- referrals ---


def _referral(world: World, spec: Spec) -> Referral:
    invited_at = _moment(world, spec, spec.invited)
    sections = filled(world, spec.key, spec.kind, spec.name, spec.holder) if spec.name[0] else []
    written = invited_at + HOUR
    drafts = tuple(
        SectionDraft(section.code, draft.kept, number < spec.sections - 1, written + number * HOUR / 6)
        for number, (section, draft) in enumerate(sections[: spec.sections])
    )
    is_paper = bool(spec.agency)
    return Referral(
        key=spec.key,
        reference=world.reference("R", spec.key),
        area=spec.area,
        kind=spec.kind,
        enquiry=spec.key if spec.enquired else None,
        agency=spec.agency or next(one.agency for one in world.professionals if one.person == spec.holder),
        invited_by=spec.holder if is_paper else coordinator_of(spec.area, 0),
        invited_at=invited_at,
        holder=spec.holder,
        on_paper=is_paper,
        drafts=drafts if spec.submitted is None and spec.withdrawn is None else (),
        submitted_at=_moment(world, spec, spec.submitted) if spec.submitted is not None else None,
        sections=frozen(sections) if spec.submitted is not None else (),
        withdrawn_at=_moment(world, spec, spec.withdrawn[0]) if spec.withdrawn else None,
        withdrawn_for=spec.withdrawn[1] if spec.withdrawn else "",
    )


def _moment(world: World, spec: Spec, days_ago: float) -> datetime:
    """In working hours where that is still in the past."""
    rough = world.now - days_ago * DAY
    moment = in_office(world.rng("referral", spec.key, days_ago), rough)
    return moment if moment < world.now - HOUR * 3 else rough
