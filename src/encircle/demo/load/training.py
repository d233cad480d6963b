"""Three training events in the first area: one next week with a waiting list, one of today with scores still to come,
one held, scored and decided."""

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import Model

from encircle.common.clock import in_london
from encircle.rooms.organisation.clocks import start_of_day
from encircle.rooms.training.models import (
    AgreedScore,
    Answer,
    Assignment,
    Attendance,
    Completion,
    Course,
    Criterion,
    Event,
    EventBefore,
    EventPart,
    Exercise,
    Feedback,
    Invitation,
    LookedFor,
    MayTrain,
    Outcome,
    Score,
    Sheet,
    SheetWords,
    Trainer,
)
from encircle.rooms.training.shipped import ship_courses, ship_exercises
from encircle.rooms.training.vocabulary import EventKind, Reply, Result
from encircle.rooms.volunteers.models import Volunteer

from ..plan import CharityPlan
from ..plan.register import coordinator_of
from .keys import Keys

AREA = "a"
AHEAD, AGO, PLACES = 7, 21, 2
PARTS = (("First day", 0, time(9, 30), time(16)), ("Second day", 1, time(9, 30), time(15)))
RESULTS = (Result.PASS, Result.NOT_YET, Result.NO)
SAID = {
    Result.PASS: "You listened until they had finished, and asked the question nobody else asked. Welcome.",
    Result.NOT_YET: "You are warm and people trust you. Practise asking the hard question, and come again in spring.",
    Result.NO: "Thank you for two days of honest work. You promised twice to keep a secret, so we do not go on.",
}
SEEN = "Took time to think, asked once, and let the answer stand."


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    ship_courses(Course)
    ship_exercises(Exercise, Criterion, LookedFor)
    keys, today = Keys(plan), in_london(plan.now).date()
    applied = list(
        Volunteer.objects.filter(area=keys.area(AREA), joined_on__isnull=True).order_by("reference")
    )  # fmt: skip
    held, now, ahead = (keys("training event", which) for which in ("held", "now", "ahead"))
    by = coordinator_of(AREA, 0)
    common = {"area_id": keys.area(AREA), "by_id": keys.user(by), "at": plan.now}
    days = {held: today - timedelta(days=AGO), now: today, ahead: today + timedelta(days=AHEAD)}
    places = {held: 8, now: 8, ahead: PLACES}
    yield [_event(event, first_on, places[event], plan, keys) for event, first_on in days.items()]
    yield [part for event, first_on in days.items() for part in _parts(event, first_on, keys)]
    yield [_moved(ahead, days[ahead], common)]
    yield [MayTrain(volunteer_id=keys.often("volunteer", "vera"), may=True, **common)]
    assess = {held: (by, "cleo", "vera"), now: (by, "cleo", "vera"), ahead: (by, "vera")}
    volunteers = {"vera": keys.often("volunteer", "vera")}
    yield [
        Trainer(event_id=event, user_id=keys.user(who), volunteer_id=volunteers.get(who), **common)
        for event in days
        for who in assess[event]
    ]
    yield from _invited(held, applied[:3], {**common, "at": plan.now - timedelta(days=AGO + 20)})
    yield from _invited(now, applied[3:6], {**common, "at": plan.now - timedelta(days=20)})
    yield from _invited(ahead, applied[1:6], common)
    last_on, logins = days[held] + timedelta(days=1), tuple(keys.user(who) for who in assess[held])
    then = {**common, "at": start_of_day(last_on) + timedelta(hours=16)}
    yield from _held(held, last_on, applied[:3], logins, then)
    yield [
        Assignment(event_id=event, invitation=_asked(event, one), volunteer=one, exercise=exercise,
                   assessor_id=keys.user(who), **common)
        for event, people in ((now, applied[3:6]), (ahead, applied[1:2]))
        for one in people
        for exercise in Exercise.objects.all()
        for who in assess[event]
    ]  # fmt: skip


def _event(id: UUID, first_on: date, places: int, plan: CharityPlan, keys: Keys) -> Event:
    return Event(
        id=id, area_id=keys.area(AREA), kind=EventKind.CORE, first_on=first_on, last_on=first_on + timedelta(days=1),
        address="The Invented Conference Rooms, 4 Example Street", places=places,
        opened_at=plan.now - timedelta(days=60), opened_by_id=keys.user(coordinator_of(AREA, 0)),
    )  # fmt: skip


def _moved(event: UUID, first_on: date, common: dict) -> EventBefore:  # type: ignore[type-arg]
    """It was to begin a week before, in a smaller room."""
    was = [
        [name, f"{first_on + timedelta(days=days - 7):%Y-%m-%d}", f"{starts:%H:%M}", f"{ends:%H:%M}"]
        for name, days, starts, ends in PARTS
    ]
    at = common["at"] - timedelta(days=30)
    return EventBefore(event_id=event, address="The Invented Library", places=6, parts=was, **common | {"at": at})


def _parts(event: UUID, first_on: date, keys: Keys) -> list[EventPart]:
    return [
        EventPart(event_id=event, area_id=keys.area(AREA), number=number, name=name, on=first_on + timedelta(days=days),
                  starts=starts, ends=ends)
        for number, (name, days, starts, ends) in enumerate(PARTS, start=1)
    ]  # fmt: skip


def _invited(event: UUID, people: list[Volunteer], common: dict) -> Iterator[list[Model]]:  # type: ignore[type-arg]
    """The last of several has not answered yet."""
    invitations = [Invitation(event_id=event, volunteer=one, **common) for one in people]
    yield list(invitations)
    said = invitations[:-1] if len(invitations) > 3 else invitations
    yield [
        Answer(invitation=one, volunteer=one.volunteer, reply=Reply.COMING,
               **common | {"at": common["at"] + timedelta(minutes=number)})
        for number, one in enumerate(said)
    ]  # fmt: skip


def _asked(event: UUID, one: Volunteer) -> Invitation:
    return Invitation.objects.get(event=event, volunteer=one)


def _held(
    event: UUID,
    last_on: date,
    people: list[Volunteer],
    assessors: tuple[UUID, ...],
    common: dict,  # type: ignore[type-arg]
) -> Iterator[list[Model]]:
    """Everybody was there, each assessor scored everything, one paper was keyed, one of each outcome was decided."""
    parts, exercises = list(EventPart.objects.filter(event=event)), list(Exercise.objects.all())
    looked = list(LookedFor.objects.select_related("criterion").order_by("exercise__position", "criterion__position"))
    yield [
        Attendance(part=part, event_id=event, volunteer=one, came=True, **common) for one in people for part in parts
    ]
    yield [Completion(volunteer=one, event_id=event, completed_on=last_on, **common) for one in people]
    assigned = [
        Assignment(
            event_id=event, invitation=_asked(event, one), volunteer=one, exercise=each, assessor_id=who, **common
        )
        for one in people
        for each in exercises
        for who in assessors
    ]
    yield list(assigned)
    sheets = [
        Sheet(
            assignment=one,
            invitation=one.invitation,
            assessor_id=one.assessor_id,
            volunteer=one.volunteer,
            **common | ({} if one is assigned[-1] else {"by_id": one.assessor_id}),
        )
        for one in assigned
    ]
    yield list(sheets)
    yield [
        Score(criterion=each.criterion, value=_value(people.index(sheet.volunteer), number, sheet), **_of(sheet))
        for sheet in sheets
        for number, each in enumerate(looked)
        if each.exercise_id == sheet.assignment.exercise_id
    ]
    yield [SheetWords(text=SEEN, **_of(sheet)) for sheet in sheets]
    criteria = list(Criterion.objects.all())
    yield [
        AgreedScore(invitation=_asked(event, one), volunteer=one, criterion=each, value=max(1, 4 - number), **common)
        for number, one in enumerate(people)
        for each in criteria
    ]
    outcomes = [
        Outcome(event_id=event, volunteer=one, result=result, decided_on=last_on, **common)
        for one, result in zip(people, RESULTS, strict=False)
    ]
    yield list(outcomes)
    yield [
        Feedback(outcome=one, volunteer=one.volunteer, area_id=common["area_id"], text=SAID[Result(one.result)])
        for one in outcomes
    ]


def _value(person: int, number: int, sheet: Sheet) -> int:
    """Better for the first than for the last; now and then two assessors differ by one."""
    value = 4 - person - number % 2
    differs = number % 4 == 3 and sheet.assignment.volunteer_id.int % 2
    return min(4, max(1, value + (1 if differs and sheet.assessor_id.int % 2 else 0)))


def _of(sheet: Sheet) -> dict:  # type: ignore[type-arg]
    return {
        "sheet": sheet, "invitation": sheet.invitation, "volunteer": sheet.volunteer, "area_id": sheet.area_id,
        "assessor_id": sheet.assessor_id,
    }  # fmt: skip
