"""What arrives and what goes wrong: developments from professionals, the rota, recalls, breaches, break-glass."""

from dataclasses import replace
from datetime import datetime, timedelta

from ..days import DAY, HOUR, at, awake, in_office
from ..words.letters import letter, noted
from .circles import Planned
from .shapes import Breach, BreakGlass, Development, Recall, Release, Seat, Shift
from .world import World

ON_CALL = ("olga", "sena", "cora", "colin")
NEWEST_NEWS = {  # Circle -> (whose, kind, urgent, onward, hours ago, read)
    "a1": (
        ("omar", "risk", True, "coordinator_only", 1.2, False),
        ("petra", "progress", False, "outer_circle", 49, True),
        ("hana", "needs", False, "coordinator_only", 24 * 6, True),
    ),
    "b1": (("police", "risk", False, "coordinator_only", 22, False),),
    "c1": (("probation", "needs", True, "coordinator_only", 30, False),),
}
RECALLED = {"c1": ("wrong_content", False), "e1": ("wrong_person", True)}
GLASS = (  # who, which Circle, hours ago, reviewed
    ("colin", "c2", 30, False),
    ("cora", "d1", 24 * 12, True),
)
GLASS_REASON = "Nobody of the area could be reached and the police asked for the venue of tonight's meeting."

CLOSING_WORDS = "Told the agency, which confirmed that nothing was kept. No report to the regulator needed."


def plan_shifts(world: World) -> None:
    """Two on call each week, changing on Monday at nine; three weeks back and five ahead."""
    monday = world.today - timedelta(days=world.today.weekday())
    for week in range(-3, 6):
        start = at(monday + week * 7 * DAY, 9)
        for place in (0, 1):
            person = ON_CALL[(week + place) % len(ON_CALL)]
            end = at(monday + (week + 1) * 7 * DAY, 9)
            world.shifts.append(Shift(f"{week}/{place}", person, start, end))


def plan_developments(world: World, planned: Planned) -> None:
    number = 0
    for who, kind, urgent, onward, hours, is_read in NEWEST_NEWS.get(planned.spec.key, ()):
        seat = _seat_of(world, planned, who)
        if seat:
            number += 1
            sent = world.now - hours * HOUR
            _development(world, planned, seat, number, kind, urgent, onward, sent, is_read=is_read)
    rng = world.rng("developments", planned.key)
    for met in planned.past[4:-2:11]:
        number += 1
        sent = in_office(rng, met + rng.randint(10, 100) * HOUR)
        seats = _signed_up(world, planned, sent)
        if seats and sent < world.now - 3 * DAY:
            kind = rng.choice(("progress", "progress", "needs", "risk"))
            _development(world, planned, rng.choice(seats), number, kind, False, "coordinator_only", sent, is_read=True)


def _seat_of(world: World, planned: Planned, who: str) -> Seat | None:
    seats = _signed_up(world, planned, world.now)
    own = [seat for seat in seats if who == seat.person or str(seat.agency).startswith(who)]
    return own[0] if own else None


def _signed_up(world: World, planned: Planned, moment: datetime) -> list[Seat]:
    ready = {each.person for each in world.professionals if each.has_signed_up}
    return [seat for seat in planned.holders("outer_circle", moment) if seat.person in ready]


def _development(
    world: World,
    planned: Planned,
    seat: Seat,
    number: int,
    kind: str,
    urgent: bool,
    onward: str,
    sent: datetime,
    *,
    is_read: bool,
) -> None:
    key = f"{planned.key}/{number}"
    rng = world.rng("development", key)
    canary = world.mark(seat.person, "development", planned.key, number)
    read = min(in_office(rng, sent), sent + (world.now - sent) / 2) if is_read else None
    world.developments.append(
        Development(
            key=key,
            circle=planned.key,
            seat=seat.key,
            professional=seat.person,
            agency=str(seat.agency),
            kind=kind,
            urgent=urgent,
            onward=onward,
            sent_at=sent,
            text=letter(rng, "developments", kind, planned.circle.life.slots(), canary),
            read_by=planned.circle.coordinator if read else None,
            read_at=read,
        )
    )


def plan_recall(world: World, planned: Planned, releases: list[Release]) -> None:
    """One release closed unopened an hour later, with its breach still open; one found out only after it was read."""
    if planned.spec.key not in RECALLED:
        return
    reason, was_opened = RECALLED[planned.spec.key]
    chosen = [each for each in releases if any(event.kind == "opened" for event in each.events)][-3]
    recalled = _recalled(world, planned, chosen, reason, was_opened=was_opened)
    world.releases[world.releases.index(chosen)] = recalled
    world.breaches.append(_breach(world, planned, recalled))


def _recalled(world: World, planned: Planned, release: Release, reason: str, *, was_opened: bool) -> Release:
    by = planned.circle.coordinator
    if not was_opened:
        notified = tuple(event for event in release.events if event.kind == "notified")
        return replace(release, events=notified, recall=Recall(by, release.at + HOUR, reason, was_opened=False))
    last = max(event.at for event in release.events)
    moment = min(last + DAY, last + (world.now - last) / 2)
    return replace(release, recall=Recall(by, moment, reason, was_opened=True))


def _breach(world: World, planned: Planned, release: Release) -> Breach:
    recall = release.recall
    assert recall is not None  # noqa: S101 - just recalled
    key = f"{planned.key}/breach"
    rng = world.rng(key)
    account = {
        "wrong_content": "A passage about a third person had not been struck out. Closed before it was opened.",
        "wrong_person": "The seat had been given to the wrong colleague of the agency. It had been opened once.",
    }[recall.reason]
    marks = [world.mark(by, "breach", planned.key, number) for number, by in enumerate((recall.by, "dana"))]
    accounts = [(recall.by, recall.at, noted(rng, account, marks[0]))]
    closed = None
    if recall.was_opened:
        closed = recall.at + (world.now - recall.at) / 2
        accounts.append(("dana", closed, noted(rng, CLOSING_WORDS, marks[1])))
    return Breach(
        key=key, reference=world.reference("B", key), release=release.key, circle=planned.key, by=recall.by,
        opened_at=recall.at, closed_by="dana" if closed else None, closed_at=closed, accounts=tuple(accounts),
    )  # fmt: skip


def plan_break_glass(world: World) -> None:
    for person, circle, hours, is_reviewed in GLASS:
        key = f"{person}/{circle}"
        opened = awake(world.rng("glass at", key), world.now - hours * HOUR)
        reviewed = opened + 2 * DAY if is_reviewed else None
        reason = noted(world.rng("glass", key), GLASS_REASON, world.mark(person, "break-glass", circle))
        world.break_glass.append(
            BreakGlass(key, person, circle, reason, opened, opened + HOUR / 2, "olga" if reviewed else None, reviewed)
        )
