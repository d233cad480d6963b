"""How some of the referrals were judged, what was decided, and who waits for a Circle."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..days import DAY, HOUR, in_office
from ..words.judging import EVIDENCE, TOLD, VIEWS, WHOLE
from ..words.letters import noted
from .coming_in import REFERRALS
from .register import coordinator_of
from .shapes import Judging, Member, Waiting
from .world import World


@dataclass(frozen=True, slots=True)
class Spec:
    """One referral: how many days ago it was assessed and decided, by whose views, and what came of it."""

    key: str
    assessed: float
    unsure: bool = False
    members: tuple[str, ...] = ()
    views: tuple[tuple[str, str], ...] = ()  # member, opinion
    decided: tuple[float, str] | None = None  # days ago, outcome
    reason: str = ""
    waiting: tuple[str, str, str, int] | None = None  # priority, for what, done next, days until it is looked at
    left: tuple[float, str] | None = None  # days ago, why


JUDGED = (
    Spec("ravi-sent", 2, members=("cleo", "sena"), views=(("sena", "accept"),)),
    Spec("paper-sent", 5, unsure=True, decided=(4, "defer")),
    Spec("prison-sent", 15, decided=(10, "accept"), waiting=("high", "release", "wait", 20)),
    Spec("ravi-declined", 64, members=("cleo", "sena"), views=(("cleo", "accept"), ("sena", "decline")),
         decided=(60, "decline"), reason="criteria"),
    Spec("ravi-accepted", 55, decided=(50, "accept"), waiting=("usual", "volunteers", "find_volunteers", -2)),
    Spec("young-accepted", 45, decided=(40, "accept"), waiting=("first", "coordinator", "ring_referrer", 5)),
    Spec("adapted-accepted", 90, decided=(85, "accept"), waiting=("usual", "person", "see_person", 3),
         left=(20, "moved")),
)  # fmt: skip


def plan_judging(world: World) -> None:
    specs, areas = {spec.key: spec for spec in JUDGED}, {one.key: one.area for one in REFERRALS}
    for one in world.referrals:
        if (spec := specs.get(one.key)) and one.submitted_at:
            world.judgings.append(_judging(world, spec, areas[one.key], one.submitted_at))


def _judging(world: World, spec: Spec, area: str, submitted_at: datetime) -> Judging:
    rng, assessor = world.rng("judging", spec.key), coordinator_of(area, 0)
    mark = world.mark(assessor, "judging", spec.key)
    outcome = spec.decided[1] if spec.decided else ""
    # Office hours may move what came before past it.
    assessed_at = max(_moment(world, spec, spec.assessed), submitted_at + HOUR / 2)
    members = tuple(_member(world, spec, person, assessed_at) for person in spec.members)
    decided_at = max(_moment(world, spec, spec.decided[0]), assessed_at + HOUR) if spec.decided else None
    return Judging(
        referral=spec.key,
        area=area,
        assessor=assessor,
        assessed_at=assessed_at,
        evidence=_evidence(spec),
        whole=noted(rng, rng.choice(WHOLE), mark),
        members=members,
        outcome=outcome,
        decided_at=decided_at,
        reason=spec.reason,
        put_off_until=world.today + timedelta(days=18) if outcome == "defer" else None,
        told=TOLD.get(outcome, ""),
        waiting=_waiting(world, spec) if spec.waiting else None,
    )


def _evidence(spec: Spec) -> tuple[tuple[str, str, str], ...]:
    met = {check: (check, "met", EVIDENCE[check]) for check in ("freely", "safe", "stays")}
    if spec.unsure:
        met["stays"] = ("stays", "unsure", EVIDENCE["unsure"])
    return tuple(met.values())


def _member(world: World, spec: Spec, person: str, assessed_at: datetime) -> Member:
    opinion, asked = dict(spec.views).get(person, ""), assessed_at + HOUR / 3
    day = world.today + timedelta(days=5) if not spec.decided else asked.date() + timedelta(days=3)
    return Member(person, asked, day, opinion, asked + HOUR / 3 if opinion else None, VIEWS.get(opinion, ""))


def _waiting(world: World, spec: Spec) -> Waiting:
    assert spec.waiting is not None  # noqa: S101 (the caller has looked)
    priority, waits_for, next_action, days = spec.waiting
    left_at = _moment(world, spec, spec.left[0]) if spec.left else None
    review_on = world.today + timedelta(days=days)
    return Waiting(priority, waits_for, next_action, review_on, left_at, spec.left[1] if spec.left else "")


def _moment(world: World, spec: Spec, days_ago: float) -> datetime:
    rough = world.now - days_ago * DAY
    moment = in_office(world.rng("judged", spec.key, days_ago), rough)
    return moment if moment < world.now - HOUR * 3 else rough
