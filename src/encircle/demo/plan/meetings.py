"""Every meeting: planned, moved, cancelled, held or not, and who came."""

from datetime import datetime, timedelta
from random import Random

from ..days import DAY, is_bank_holiday, london_day
from .circles import IN_CUSTODY, Planned
from .minutes import Sitting, plan_minutes
from .shapes import Attendance, Cancellation, Meeting, Move, Seat
from .slots import LENGTH
from .world import World

OUTCOMES = {"held": 84, "cancelled": 6, "not_attended": 4, "stopped_early": 3, "not_quorate": 3}
CANCEL_REASONS = {"illness": 5, "too_few": 2, "core_member": 4, "venue": 3, "safety": 1, "other": 2}
REVIEW_EVERY = 13  # a quarter of weekly meetings
QUORUM = 2


def plan_meetings(world: World, planned: Planned) -> list[Meeting]:
    rng = world.rng("meetings", planned.key)
    past = [_past(world, planned, number, start, rng) for number, start in enumerate(planned.past, start=1)]
    first_ahead = len(past) + 1
    ahead = [_ahead(world, planned, number, start, rng) for number, start in enumerate(planned.ahead, first_ahead)]
    meetings = past + ahead
    world.meetings += meetings
    return meetings


def _ahead(world: World, planned: Planned, number: int, start: datetime, rng: Random) -> Meeting:
    """One in twenty of those to come has already been moved or cancelled."""
    turn, by = rng.random(), planned.circle.coordinator
    decided = world.now - timedelta(hours=rng.randint(3, 60))
    is_near = start < world.now + 9 * DAY
    move = Move(start - DAY, "venue", by, decided) if turn < 0.03 and not is_near else None
    gone = Cancellation("too_few", by, decided) if turn > 0.97 and not is_near else None
    return _meeting(planned, number, start, move=move, cancellation=gone)


def _past(world: World, planned: Planned, number: int, start: datetime, rng: Random) -> Meeting:
    outcome = _outcome(planned, number, rng)
    coordinator = planned.circle.coordinator
    if outcome == "cancelled":
        at = start - timedelta(hours=rng.randint(2, 70))
        reason = rng.choices(list(CANCEL_REASONS), list(CANCEL_REASONS.values()))[0]
        return _meeting(planned, number, start, cancellation=Cancellation(reason, coordinator, at))
    move = None
    if rng.random() < 0.03:
        moved_from = start + DAY * rng.choice((-1, 1, 2))
        move = Move(moved_from, rng.choice(("venue", "illness", "other")), coordinator, start - 4 * DAY)
    return _held(world, planned, number, start, outcome, move, rng)


def _outcome(planned: Planned, number: int, rng: Random) -> str:
    """The newest meetings are as the table says; the first always takes place."""
    drawn = rng.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
    age = len(planned.past) - number
    if age == 0:
        return planned.spec.newest_outcome
    return "held" if number == 1 or age < len(planned.spec.newest) else drawn


def _held(
    world: World, planned: Planned, number: int, start: datetime, outcome: str, move: Move | None, rng: Random
) -> Meeting:
    end = _recorded_end(start, outcome, rng)
    present, away = _who_came(planned, number, start, outcome, rng)
    in_custody = planned.custody_life is not None and number <= IN_CUSTODY
    life = planned.custody_life if planned.custody_life and in_custody else planned.circle.life
    sitting = Sitting(
        planned=planned, number=number, start=start, end=end, planned_end=start + LENGTH, outcome=outcome,
        present=present, away=away, life=life, is_review=number % REVIEW_EVERY == 0,
        is_holiday=is_bank_holiday(london_day(start)),
    )  # fmt: skip
    minutes = plan_minutes(world, sitting)
    if minutes.state in ("not_started", "draft"):  # nobody has recorded anything yet
        return _meeting(planned, number, start, move=move, minutes=minutes)
    attendance = _attendance(planned, sitting, minutes.author, rng)
    return _meeting(
        planned, number, start, move=move, outcome=outcome, held_from=start, held_until=end,
        recorded_by=minutes.author, attendance=attendance, minutes=minutes,
    )  # fmt: skip


def _meeting(planned: Planned, number: int, start: datetime, **more: object) -> Meeting:
    own: dict[str, object] = {
        "move": None,
        "cancellation": None,
        "outcome": "",
        "held_from": None,
        "held_until": None,
        "recorded_by": None,
        "attendance": (),
        "minutes": None,
    }
    key = f"{planned.key}/{number}"
    return Meeting(key, planned.key, number, start, start + LENGTH, **(own | more))  # type: ignore[arg-type]


def _recorded_end(start: datetime, outcome: str, rng: Random) -> datetime:
    if outcome == "held":
        return start + LENGTH + timedelta(minutes=5 * rng.randint(-2, 3))
    shorter = {"stopped_early": 70, "not_attended": 60, "not_quorate": 20}[outcome]
    return start + timedelta(minutes=shorter + 5 * rng.randint(0, 3))


def _who_came(
    planned: Planned, number: int, start: datetime, outcome: str, rng: Random
) -> tuple[list[Seat], list[Seat]]:
    """Volunteers only. Who writes the newest minutes of the cast is sure to be there."""
    held = planned.holders("volunteer", start)
    age = len(planned.past) - number
    sure = planned.spec.authors[age : age + 1] if planned.copy == 0 else ()
    present = [seat for seat in held if seat.person in sure or rng.random() < 0.86]
    if outcome == "not_quorate":
        present = present[:1] or held[:1]
    elif len(present) < QUORUM:
        present = held[: max(QUORUM, 1)]
    return present, [seat for seat in held if seat not in present]


def _attendance(planned: Planned, sitting: Sitting, author: str, rng: Random) -> tuple[Attendance, ...]:
    start, length = sitting.start, int((sitting.end - sitting.start).total_seconds() // 60)
    came = "present" if sitting.outcome in ("held", "stopped_early") else "absent"
    if sitting.outcome == "not_quorate":
        came = "apologies"
    rows = [Attendance(seat.key, came, None, None) for seat in planned.holders("core_member", start)]
    for seat in sitting.present:
        given = length + (35 if seat.person == author else 0)
        rows.append(Attendance(seat.key, "present", given, 5 * rng.randint(2, 15)))
    for seat in sitting.away:
        rows.append(Attendance(seat.key, "absent" if rng.random() < 0.12 else "apologies", None, None))
    if sitting.is_review:
        rows += [Attendance(seat.key, "present", None, None) for seat in planned.holders("coordinator", start)]
    return tuple(rows)
