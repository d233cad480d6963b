"""How volunteers are looked after: supervision and counselling, who is away, and whose turn it is to write."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Model

from encircle.common.clock import in_london
from encircle.rooms.support.models import (
    Absence,
    Away,
    AwayWords,
    CounsellingOffer,
    CounsellingStep,
    Supervision,
    SupervisionNote,
    SupervisionPlace,
    SwapOffer,
    Turn,
)
from encircle.rooms.support.vocabulary import CounsellingOutcome, Presence, SupervisionKind

from ..plan import CharityPlan
from ..plan.register import coordinator_of
from ..plan.shapes import Meeting
from .keys import Keys

HELD = (-20, -45, 12, -70, -33, -80, -55, -110)  # days from today; the one to come is somebody's first
CAST = ("vera", "vic", "xena")
NOTE = "How they leave the evening behind. What helps: the drive home with somebody of the Circle. To come back to it."
TOGETHER = "What the group carries, and what it leaves with the coordinator. Who rings whom after a hard evening."


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    yield from _supervision(plan, keys)
    yield from _counselling(plan, keys)
    yield from _away(plan, keys)
    yield from _turns(plan, keys)


def _supervision(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """One to one with each, of late or planned; of some it is overdue. In groups twice, to which not all came."""
    sessions: list[Supervision] = []
    places: list[SupervisionPlace] = []
    notes: list[SupervisionNote] = []
    for area in plan.areas:
        here = seated(plan, area.key)
        for number, person in enumerate(here):
            days = HELD[number % len(HELD)]
            _one_to_one(plan, keys, area.key, person, days, sessions, places, notes)
        _before(plan, keys, area.key, here, sessions, places)
        for first in range(0, len(here), 5):
            _group(plan, keys, area.key, here[first : first + 5], sessions, places, notes, is_first=first == 0)
    yield sessions
    yield places
    yield notes


def seated(plan: CharityPlan, area: str) -> list[str]:
    """Volunteers with a login who sit in a Circle of the area now, the cast first."""
    keys = Keys(plan)
    found = {
        seat.person: None
        for seat in plan.seats
        if seat.part == "volunteer" and seat.is_held_at(plan.now) and keys.areas[seat.circle] == area
    }
    return sorted((one for one in found if one in keys.with_login), key=lambda one: (one not in CAST, one))


def _one_to_one(
    plan: CharityPlan, keys: Keys, area: str, person: str, days: int,
    sessions: list[Supervision], places: list[SupervisionPlace], notes: list[SupervisionNote],
) -> None:  # fmt: skip
    row = _session(plan, keys, area, person, days, SupervisionKind.ONE_TO_ONE)
    sessions.append(row)
    places.append(_place(row, keys, person, Presence.CAME if days < 0 else None))
    if days < 0:
        notes.append(_note(row, keys, NOTE))


def _before(
    plan: CharityPlan, keys: Keys, area: str, people: list[str], sessions: list[Supervision],
    places: list[SupervisionPlace],
) -> None:  # fmt: skip
    """All together, before the groups there are now."""
    row = _session(plan, keys, area, "all together", -100, SupervisionKind.GROUP)
    sessions.append(row)
    places += [_place(row, keys, person, Presence.CAME) for person in people]


def _group(
    plan: CharityPlan, keys: Keys, area: str, people: list[str], sessions: list[Supervision],
    places: list[SupervisionPlace], notes: list[SupervisionNote], *, is_first: bool,
) -> None:  # fmt: skip
    """One held, to which not everybody came; with the first people one more that is over and still to be recorded."""
    held = _session(plan, keys, area, f"group {people[0]}", -33, SupervisionKind.GROUP)
    came = (Presence.CAME, Presence.CAME, Presence.APOLOGIES, Presence.CAME, Presence.CAME)
    sessions.append(held)
    places += [_place(held, keys, person, presence) for person, presence in zip(people, came, strict=False)]
    notes.append(_note(held, keys, TOGETHER))
    if is_first:
        over = _session(plan, keys, area, "group over", -1, SupervisionKind.GROUP)
        sessions.append(over)
        places += [_place(over, keys, person, None) for person in people]


def _session(plan: CharityPlan, keys: Keys, area: str, key: str, days: int, kind: SupervisionKind) -> Supervision:
    by = keys.user(coordinator_of(area, 0))
    at = plan.now + timedelta(days=days)
    return Supervision(
        id=keys(f"supervision {kind}", f"{area}/{key}"), kind=kind, area_id=keys.area(area),
        starts_at=at.replace(hour=14, minute=0, second=0), place="At the office", supervisor_id=by, planned_by_id=by,
        planned_at=min(at, plan.now) - timedelta(days=14),
    )  # fmt: skip


def _place(row: Supervision, keys: Keys, person: str, presence: Presence | None) -> SupervisionPlace:
    return SupervisionPlace(
        id=keys("supervision place", f"{row.pk}/{person}"), supervision_id=row.pk,
        volunteer_id=keys.often("volunteer", person), area_id=row.area_id, presence=presence or "",
        recorded_at=row.starts_at + timedelta(hours=2) if presence else None,
        recorded_by_id=row.supervisor_id if presence else None,
    )  # fmt: skip


def _note(row: Supervision, keys: Keys, text: str) -> SupervisionNote:
    return SupervisionNote(
        id=keys("supervision note", str(row.pk)), supervision_id=row.pk, area_id=row.area_id, text=text,
        written_by_id=row.supervisor_id, written_at=row.starts_at + timedelta(hours=2),
    )  # fmt: skip


# --- counselling, being away, turns ---


def _counselling(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """One offer taken up and come to its end, and one nobody has answered yet."""
    today, who = in_london(plan.now).date(), {each.person: each for each in plan.volunteers}
    offers, steps = [], []
    for person, days, came in (
        ("vera", 70, ((60, CounsellingOutcome.TAKEN_UP), (15, CounsellingOutcome.ENDED))),
        ("xena", 3, ()),
    ):
        of = {
            "volunteer_id": keys.often("volunteer", person), "area_id": keys.area(who[person].area),
            "by_id": keys.user(coordinator_of(who[person].area, 0)),
        }  # fmt: skip
        offer = CounsellingOffer(
            id=keys("counselling", person), offered_on=today - timedelta(days=days),
            recorded_at=plan.now - timedelta(days=days), **of,
        )  # fmt: skip
        offers.append(offer)
        steps += [
            CounsellingStep(
                id=keys("counselling step", f"{person}/{outcome}"),
                offer_id=offer.pk,
                outcome=outcome,
                on=today - timedelta(days=ago),
                recorded_at=plan.now - timedelta(days=ago),
                **of,
            )
            for ago, outcome in came
        ]
    yield offers
    yield steps


def _away(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """Somebody of Circle 1 is away from now on for three weeks; the Circle is not told why."""
    today, who = in_london(plan.now).date(), {each.person: each for each in plan.volunteers}
    first = next(seat.circle for seat in plan.seats if seat.person == "vera")
    others = [
        seat.person for seat in plan.seats
        if seat.circle == first and seat.part == "volunteer" and seat.is_held_at(plan.now)
        and seat.person not in ("vera", "vic") and seat.person in keys.with_login
    ]  # fmt: skip
    rows = [
        Away(
            id=keys("away", person),
            volunteer_id=keys.often("volunteer", person),
            area_id=keys.area(who[person].area),
            starts_on=today - timedelta(days=2),
            until=today + timedelta(days=19),
            said_by_id=keys.user(person),
            said_at=plan.now - timedelta(days=4),
        )
        for person in others[:1]
    ]
    yield rows
    yield [
        AwayWords(away_id=row.pk, volunteer_id=row.volunteer_id, area_id=row.area_id, text="Somebody at home is ill.")
        for row in rows
    ]


def _turns(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """Who writes at the next meetings of the running Circles; Vera asks somebody to take hers."""
    coming: dict[str, list[Meeting]] = {}
    for meeting in sorted(plan.meetings, key=lambda one: one.starts_at):
        if meeting.starts_at > plan.now and meeting.cancellation is None:
            coming.setdefault(meeting.circle, []).append(meeting)
    held = [seat for seat in plan.seats if seat.part == "volunteer" and seat.is_held_at(plan.now)]
    turns, offers, absences = [], [], []
    for circle, meetings in coming.items():
        seats = sorted(
            (seat for seat in held if seat.circle == circle), key=lambda seat: (seat.person != "vera", seat.letter)
        )
        by = keys.user(plan.circle(circle).coordinator)
        for place, meeting in enumerate(meetings[:4] if seats else []):
            seat = seats[place % len(seats)]
            of = {"meeting_id": keys.often("meeting", meeting.key), **keys.of_circle(circle)}
            own = {"seat_id": keys.often("seat", seat.key)}
            turns.append(
                Turn(id=keys("turn", meeting.key), set_by_id=by, set_at=plan.now - timedelta(days=6), **of, **own)
            )
            if seat.person == "vera" and place == 0:
                who, at = keys.user("vera"), plan.now - timedelta(days=1)
                offers.append(SwapOffer(id=keys("swap", meeting.key), offered_by_id=who, offered_at=at, **of, **own))
                absences.append(Absence(id=keys("absence", meeting.key), said_by_id=who, said_at=at, **of, **own))
    yield turns
    yield offers
    yield absences
