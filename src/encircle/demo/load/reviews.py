"""Reviews in all states: held with everybody's views and a pack, planned and answered, overdue, and cancelled.

Their days come from the calendar itself, so that what is due and what was held agree.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.db.models import Model

from encircle.rooms.reviews import models
from encircle.rooms.reviews.policy import Course, Pause, Standard, due

from ..chance import chance, pick
from ..days import DAY, HOUR, at, london_day, working_day_on_or_after
from ..plan import CharityPlan, shapes
from .keys import Keys

COLLEAGUE = "Dilys Ravenhill, their team"  # who rang for somebody outside
SOON = 28  # days before a review those invited are told
LATE = ("a3", "b2")  # nobody has planned the one that is due
CANCELLED = "b1"
CORRECTED = "a1"  # its pack was corrected, and that version is the one that was released
EVERY_THREE_MONTHS = (Standard(date(2000, 1, 1), 3),)
MOST_SEATS = 20

SAYS = {
    "core_member": (
        ("progress", "I keep the flat tidy and I have been on time for everything. I am proud of that."),
        ("risk", "Sundays are long. I ring somebody now before it gets dark."),
        ("needs", "Something to do with my hands."),
    ),
    "police": (
        ("progress", "Notification is up to date and home visits go well."),
        ("risk", "I see no less risk than in the spring: the same pattern at weekends."),
        ("change", "I would keep the meetings weekly for now."),
    ),
    "probation": (
        ("progress", "The programme is finished, and what was learned there is used."),
        ("risk", "I see less risk than in the spring: we are told before we ask."),
        ("change", "Ready for a fortnightly rhythm."),
    ),
    "other": (
        ("needs", "The waiting list for the group is about eight weeks."),
        ("change", "Let us know how the sleep goes."),
    ),
}
VOLUNTEERS_SAY = (
    (
        ("progress", "More open than three months ago, and brings things up unasked."),
        ("risk", "Goes quiet when we ask about the evenings. We do not press, and we do not let it go."),
        ("change", "We would like to meet outside the room once a month."),
    ),
    (
        ("progress", "On time every week, and asks how each of us has been."),
        ("needs", "Company at the weekend. The week is full and Sundays are empty."),
    ),
    (
        ("risk", "Talks less about the neighbour than in the summer. I should like to know why."),
        ("change", "Agree beforehand who asks the hard question."),
    ),
)
ONWARD = {"police": "outer_circle", "probation": "whole_circle", "other": "coordinator_only"}
COMING = ("coming", "coming", "coming", "sends", "not_coming")
COMING_OR_NOT = ("coming", "coming", "coming", "coming", "not_coming")
DECIDED = (
    ("action", "Ask about the allotment on Mondays."),
    ("action", "Agree with the hostel who may visit when."),
    ("question", "Who takes over when the course ends?"),
)
PACK = (
    ("attendance", "Attendance at meetings", "week", "The core member came to all but one of the meetings."),
    ("goals", "Goal 1", "goals", "To cook one new thing on Sundays. Three steps forward since the last review."),
    ("concerns", "Concerns and what came of them", "thoughts", "No concern was raised in this time."),
    ("decisions", "Decided at the review", "goals", "The rhythm stays as it is until the next review."),
)


@dataclass(frozen=True)
class Planned:
    """One review of the plan, with who is asked to it."""

    key: str
    circle: shapes.Circle
    number: int
    starts_at: datetime
    seats: tuple[shapes.Seat, ...]
    is_held: bool = False
    is_cancelled: bool = False
    rich: bool = False  # with every view, decisions and a pack

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + HOUR + HOUR / 2

    @property
    def planned_at(self) -> datetime:
        return self.starts_at - 40 * DAY


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    found = list(_reviews(plan))
    told = [each for each in found if each.starts_at <= plan.now + SOON * DAY]
    yield (_review(each, keys) for each in found)
    yield (row for each in found for row in _invitations(each, keys, is_told=each in told))
    yield (row for each in told for row in _answers(each, plan, keys))
    yield (_holding(each, plan, keys) for each in found if each.is_held)
    yield (row for each in found if each.is_held for row in _attendance(each, plan, keys))
    views = [row for each in found for row in _views(each, plan, keys)]
    yield (view for view, _ in views)
    yield (passage for _, passages in views for passage in passages)
    yield from _decisions([each for each in found if each.rich and each.is_held], keys)
    yield from _packs([each for each in found if each.rich and each.is_held], keys)


def held_in(plan: CharityPlan, circle: shapes.Circle) -> int:
    """How many reviews of the Circle were held."""
    return sum(one.is_held for one in _reviews(plan) if one.circle.key == circle.key)


def last_held(plan: CharityPlan, circle: str) -> Planned:
    """The newest review of the Circle that was held: with every view and a pack."""
    return next(one for one in _reviews(plan) if one.circle.key == circle and one.rich)


def _reviews(plan: CharityPlan) -> Iterator[Planned]:
    for circle in plan.circles:
        course = _course(circle)
        if course is None:
            continue
        over = course.ended_on or london_day(plan.now)
        rng, number = chance(plan.seed, "reviews", circle.key), 0
        while (day := due(course, number + 1, today=london_day(plan.now))) <= over:
            number += 1
            is_last = due(course, number + 1, today=london_day(plan.now)) > over
            if is_last and circle.key.startswith(LATE):
                break
            yield _held(plan, circle, number, day - int(rng.random() * 9) * DAY, rich=is_last)
        else:
            if circle.ending is None:
                yield from _next(plan, circle, number + 1, day)


def _course(circle: shapes.Circle) -> Course | None:
    begun = [phase for phase in circle.phases if phase.name != "forming"]
    if not begun:
        return None
    pauses = (
        (Pause(london_day(circle.pause.starts_at), circle.pause.ends_at and london_day(circle.pause.ends_at),
               circle.pause.expected_back_on),) if circle.pause else ()
    )  # fmt: skip
    ended = london_day(circle.ending.at) if circle.ending else None
    return Course(london_day(begun[0].starts_at), pauses, EVERY_THREE_MONTHS, ended)


def _held(plan: CharityPlan, circle: shapes.Circle, number: int, day: date, *, rich: bool) -> Planned:
    starts = min(at(working_day_on_or_after(day), 14), plan.now - 2 * DAY)
    return Planned(
        f"{circle.key}/{number}", circle, number, starts, _seats(plan, circle, starts), is_held=True, rich=rich
    )


def _next(plan: CharityPlan, circle: shapes.Circle, number: int, day: date) -> Iterator[Planned]:
    """The one to come, if it is near enough to be planned already."""
    if (day - london_day(plan.now)).days > 2 * SOON:
        return
    starts = at(working_day_on_or_after(day), 14)
    if starts <= plan.now:
        starts += DAY
    seats = _seats(plan, circle, plan.now)
    if circle.key == CANCELLED:
        yield Planned(f"{circle.key}/gone", circle, number, starts - 7 * DAY, seats, is_cancelled=True)
    yield Planned(f"{circle.key}/{number}", circle, number, starts, seats)


def _seats(plan: CharityPlan, circle: shapes.Circle, moment: datetime) -> tuple[shapes.Seat, ...]:
    there = [
        seat
        for seat in plan.seats
        if seat.circle == circle.key and seat.starts_at <= moment and (seat.ends_at is None or seat.ends_at > moment)
    ]
    return tuple(there[:MOST_SEATS])


def _of(each: Planned, keys: Keys) -> dict[str, object]:
    return {"review_id": keys.often("review", each.key), **keys.of_circle(each.circle.key)}


def _review(each: Planned, keys: Keys) -> models.Review:
    by = keys.user(each.circle.coordinator)
    return models.Review(
        id=keys.often("review", each.key), **keys.of_circle(each.circle.key),
        kind="ending" if each.rich and each.circle.ending else "quarterly", circle_reference=each.circle.reference,
        starts_at=each.starts_at, ends_at=each.ends_at, online=True, planned_by_id=by, planned_at=each.planned_at,
        cancelled_at=each.planned_at + 9 * DAY if each.is_cancelled else None,
        cancelled_by_id=by if each.is_cancelled else None, cancel_reason="too_few" if each.is_cancelled else "",
    )  # fmt: skip


def _invitations(each: Planned, keys: Keys, *, is_told: bool) -> Iterator[models.Invitation]:
    for seat in each.seats:
        yield models.Invitation(
            id=keys("invitation", f"{each.key}/{seat.key}"), **_of(each, keys), seat_id=keys.often("seat", seat.key),
            invited_by_id=keys.user(each.circle.coordinator), invited_at=each.planned_at,
            notified_at=each.starts_at - SOON * DAY if is_told else None,
        )  # fmt: skip


def _answers(each: Planned, plan: CharityPlan, keys: Keys) -> Iterator[models.Answer]:
    """Only an agency may send somebody else. Now and then a colleague rings, and the coordinator keys it."""
    rng, rings = chance(plan.seed, "answers", each.key), chance(plan.seed, "answers by telephone", each.key)
    for seat in each.seats:
        user = keys.user_or_none(seat.person)
        if user is None or seat.part == "coordinator" or rng.random() < 0.3:
            continue
        rang = seat.part == "outer_circle" and rings.random() < 0.25
        at = min(each.starts_at - 20 * DAY, plan.now - HOUR)
        yield models.Answer(
            id=keys("answer", f"{each.key}/{seat.key}"), **_of(each, keys), seat_id=keys.often("seat", seat.key),
            coming=pick(rng, COMING if seat.part == "outer_circle" else COMING_OR_NOT),
            answered_by_id=keys.user(each.circle.coordinator) if rang else user, answered_at=at,
            given_on=london_day(at - DAY) if rang else None, said_by=COLLEAGUE if rang else "",
        )  # fmt: skip


def _holding(each: Planned, plan: CharityPlan, keys: Keys) -> models.Holding:
    return models.Holding(
        **_of(each, keys), held_from=each.starts_at, held_until=each.ends_at, number=each.number,
        next_on=london_day(each.starts_at + 90 * DAY), recorded_by_id=keys.user(each.circle.coordinator),
        recorded_at=min(each.ends_at + DAY, plan.now),
    )  # fmt: skip


def attendance_of(each: Planned, plan: CharityPlan) -> Iterator[tuple[shapes.Seat, str]]:
    """Who of those invited came. The police of some Circles never do: somebody should see it."""
    rng, agencies = chance(plan.seed, "came", each.key), _agencies(plan)
    for seat in each.seats:
        yield seat, _came(rng, agencies.get(seat.person), each)


def _attendance(each: Planned, plan: CharityPlan, keys: Keys) -> Iterator[models.Attendance]:
    agencies = _agencies(plan)
    for seat, came in attendance_of(each, plan):
        agency = agencies.get(seat.person)
        yield models.Attendance(
            id=keys("came", f"{each.key}/{seat.key}"), **_of(each, keys), seat_id=keys.often("seat", seat.key),
            agency_id=keys.often("agency", agency) if agency else None, held_from=each.starts_at, came=came,
            recorded_by_id=keys.user(each.circle.coordinator),
        )  # fmt: skip


def _came(rng: Random, agency: str | None, each: Planned) -> str:
    if agency is None:
        return pick(rng, ("present", "present", "present", "present", "apologies"))
    if "police" in agency and each.circle.key.startswith("a2"):
        return "absent"
    return pick(rng, ("present", "present", "present", "sent", "apologies", "absent"))


def _agencies(plan: CharityPlan) -> dict[str, str]:
    return {each.person: each.agency for each in plan.professionals}


def _views(each: Planned, plan: CharityPlan, keys: Keys) -> Iterator[tuple[models.View, list[models.ViewPassage]]]:
    """Of the last that was held everybody's; of the one to come a first few."""
    if each.is_cancelled or not (each.rich or not each.is_held):
        return
    agencies, rng = _agencies(plan), chance(plan.seed, "views", each.key)
    for seat in each.seats:
        by = _writer(seat, each, keys)
        if seat.part == "coordinator" or by is None or rng.random() < (0.15 if each.is_held else 0.6):
            continue
        agency = agencies.get(seat.person)
        kind = next(
            (one for one in ("police", "probation") if agency and one in agency), "other" if agency else seat.part
        )
        view = models.View(
            id=keys("view", f"{each.key}/{seat.key}"), **_of(each, keys), seat_id=keys.often("seat", seat.key),
            of="agency" if agency else seat.part, agency_id=keys.often("agency", agency) if agency else None,
            onward=ONWARD[kind] if agency else "", given_on=london_day(min(each.starts_at - 3 * DAY, plan.now - DAY)),
            taken_down=seat.part == "core_member", sent_by_id=by,
            sent_at=min(each.starts_at - 3 * DAY, plan.now - DAY),
        )  # fmt: skip
        words = SAYS.get(kind) or VOLUNTEERS_SAY[each.seats.index(seat) % len(VOLUNTEERS_SAY)]
        yield view, [_said(view, each, keys, heading, text) for heading, text in words]


def _voice(agency: str) -> str:
    return next((one for one in ("police", "probation") if one in agency), "other")


def _writer(seat: shapes.Seat, each: Planned, keys: Keys) -> UUID | None:
    """What a core member says is written down by the coordinator."""
    return keys.user(each.circle.coordinator) if seat.part == "core_member" else keys.user_or_none(seat.person)


def _said(view: models.View, each: Planned, keys: Keys, heading: str, text: str) -> models.ViewPassage:
    return models.ViewPassage(
        id=keys("view passage", f"{view.pk}/{heading}"), **_of(each, keys), view_id=view.pk, seat_id=view.seat_id,
        heading=heading, text=text,
    )  # fmt: skip


def _decisions(found: list[Planned], keys: Keys) -> Iterator[Iterable[Model]]:
    signed = {each.key: {"recorded_by_id": keys.user(each.circle.coordinator), "recorded_at": each.ends_at + HOUR}
              for each in found}  # fmt: skip
    every = [(each, position, *one) for each in found for position, one in enumerate(DECIDED, 1)]
    yield (
        models.Decision(
            id=keys("decision", f"{each.key}/{position}"), **_of(each, keys), position=position, kind=kind,
            due_on=london_day(each.starts_at + 21 * DAY) if kind == "action" else None, **signed[each.key],
        )
        for each, position, kind, _ in every
    )  # fmt: skip
    yield (
        models.DecisionWords(decision_id=keys("decision", f"{each.key}/{position}"), **_of(each, keys), text=text)
        for each, position, _, text in every
    )
    yield (
        models.DecisionDone(decision_id=keys("decision", f"{each.key}/1"), **_of(each, keys), **signed[each.key])
        for each in found
    )


def _packs(found: list[Planned], keys: Keys) -> Iterator[Iterable[Model]]:
    """Drafted and approved; of every second Circle still to be read."""
    yield (
        models.PackVersion(
            id=keys("pack", each.key), **_of(each, keys), number=1, kind="drafted",
            since=each.starts_at - timedelta(days=91), until=each.ends_at,
            written_by_id=keys.user(each.circle.coordinator), written_at=each.ends_at + 2 * HOUR,
        )
        for each in found
    )  # fmt: skip
    yield (
        models.PackPassage(
            id=keys("pack passage", f"{each.key}/{position}"), **_of(each, keys), version_id=keys("pack", each.key),
            position=position, section=section, topic_id=topic, heading=heading, text=text,
        )
        for each in found
        for position, (section, heading, topic, text) in enumerate(PACK, 1)
    )  # fmt: skip
    yield (
        models.PackApproval(
            version_id=keys("pack", each.key), **_of(each, keys),
            approved_by_id=keys.user(each.circle.coordinator), approved_at=each.ends_at + 3 * HOUR,
        )
        for index, each in enumerate(found)
        if index % 2 == 0 and each.circle.key != CORRECTED
    )  # fmt: skip
