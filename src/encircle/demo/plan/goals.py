"""What the people at the centre of the Circles want from life: the goals their minutes speak of, and how they went.

Worked out from the finished plan, Circle by Circle: nothing else of the charity rests on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from ..chance import chance, pick
from ..days import DAY, in_office, london_day
from .shapes import CharityPlan, Circle, Meeting

# The goals of `words.life`: by how each begins, its area of life and what might be done towards it.
STEPS = {
    "cook": ("life", ("Write a list before going shopping", "Cook one new thing on a Sunday", "Buy a decent pan")),
    "pay off": ("agency", ("Ask about a plan for paying it back", "Put something aside on the first of the month")),
    "ring": ("relatedness", ("Find a quiet hour on Sundays", "Write down two things to tell")),
    "keep a diary": ("inner_peace", ("Buy a notebook", "Write three lines on a hard evening")),
    "get through": ("knowledge", ("Borrow the book from the library", "Do one mock test a week", "Book the test")),
    "walk": ("life", ("Find a route that is not too far", "Go out on Wednesdays whatever the weather")),
    "join": ("community", ("Look at the notice board in the library", "Go once and stay half an hour")),
    "finish the reading": ("knowledge", ("Read for ten minutes after tea", "Finish the next unit")),
    "save": ("agency", ("Open a savings pot", "Put in five pounds a week")),
    "go to bed": ("life", ("Put the telephone in the kitchen at ten", "Get up at the same time each day")),
    "ask for help": ("relatedness", ("Ring on Thursday, not on Sunday", "Make a list of whom to ask for what")),
    "learn to use": ("agency", ("Do the journey once with a volunteer", "Do the journey alone")),
    "open the post": ("inner_peace", ("Open it standing at the door", "Keep one folder for what needs an answer")),
    "speak up": ("agency", ("Say “can I think about it” first", "Try it once this week")),
}
HOBBY_STEPS = ("Find out when they meet", "Go with somebody the first time", "Put the money by for the subscription")
NOTES = {
    "forward": (
        "Told us about it without being asked, and was pleased.",
        "Did it twice this week.",
        "A good week for this.",
        "Has it written on the calendar now.",
        "Managed it even on a busy day.",
        "Laughed about how hard it seemed in spring.",
    ),
    "no_change": (
        "Much as it was. We agreed to keep it small.",
        "Did not come up; we will ask next time.",
        "Still means to, has not got to it.",
        "Waiting to hear back.",
    ),
    "harder": (
        "A tired week. We talked about what would make it easier.",
        "Set back by the change of plans. Not giving up.",
        "Said it feels too big. We cut it into smaller steps.",
    ),
    "met": ("Done, and still doing it.", "Says it is a habit now."),
    "partly_met": ("Further than at the start, and content with that.", "Does it most weeks."),
    "not_met": ("Other things came first. Wants to come back to it.",),
    "dropped": ("Says it was never really theirs. We set another.",),
}
WAYS = ("forward", "forward", "forward", "no_change", "no_change", "harder")
ENDINGS = ("met", "met", "met", "partly_met", "partly_met", "not_met", "dropped")
FIRST_SET = 3  # by the third meeting people begin to say what they want


@dataclass(frozen=True, slots=True)
class Step:
    text: str
    at: datetime
    due_on: date | None
    done_at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class Progress:
    at: datetime
    kind: str
    by: str
    meeting: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Goal:
    key: str
    circle: str
    number: int
    life_area: str
    set_at: datetime
    ended_at: datetime | None
    wordings: tuple[tuple[str, datetime], ...]  # the oldest first
    steps: tuple[Step, ...]
    progress: tuple[Progress, ...]
    by: str  # the coordinator


def goals_of(plan: CharityPlan) -> Iterator[Goal]:
    """Two to four in each Circle that has met often enough to speak of them."""
    held: dict[str, list[Meeting]] = {}
    for meeting in plan.meetings:
        if meeting.outcome == "held" and meeting.held_until:
            held.setdefault(meeting.circle, []).append(meeting)
    for circle in plan.circles:
        met = sorted(held.get(circle.key, []), key=lambda meeting: meeting.starts_at)
        if len(met) > FIRST_SET:
            yield from _of_circle(plan, circle, met)


def _of_circle(plan: CharityPlan, circle: Circle, met: list[Meeting]) -> Iterator[Goal]:
    wanted = _wanted(circle)
    for number, (text, life_area, steps) in enumerate(wanted, 1):
        first = FIRST_SET + (number - 1) * max(1, (len(met) - FIRST_SET) // (len(wanted) + 1))
        if first < len(met):
            rng = chance(plan.seed, "goal", circle.key, number)
            yield _goal(plan, circle, met[first:], number, text, life_area, steps, rng)


def _wanted(circle: Circle) -> list[tuple[str, str, tuple[str, ...]]]:
    """The two goals the minutes speak of, what the hobby leads to, and for some a fourth."""
    life, mine = circle.life, {f"{circle.life.pronouns.his} ": "my "}
    found = []
    for text in (life.goal, life.second_goal):
        for theirs, my in mine.items():
            text = text.replace(theirs, my)
        area, steps = next(value for begins, value in STEPS.items() if text.startswith(begins))
        found.append((f"I want to {text}.", area, steps))
    found.append((f"I want to go to {life.club} again, for {life.hobby}.", "play", HOBBY_STEPS))
    if circle.kind != "young":
        found.append((f"I want to be good at something at {life.work} again.", "work", ("Ask for the next task",)))
    return found


def _goal(
    plan: CharityPlan,
    circle: Circle,
    met: list[Meeting],
    number: int,
    text: str,
    life_area: str,
    steps: tuple[str, ...],
    rng: Random,
) -> Goal:
    """`met`: the meeting at which it was first said, and all after it."""
    now, set_at = plan.now, met[0].held_until or met[0].ends_at
    seen = [_seen(plan, meeting, rng) for meeting in met[2::5]]
    ends = circle.ending is not None or (len(seen) > 4 and number < 3 and rng.random() < 0.7)
    ended_at = None
    if ends:
        last = circle.ending.at - DAY if circle.ending else in_office(rng, seen[4].at + DAY)
        ended_at = min(max(last, set_at + DAY), now - timedelta(hours=1))
        how = pick(rng, ENDINGS)
        seen = [one for one in seen if one.at < ended_at]
        seen.append(Progress(ended_at, how, circle.coordinator, None, pick(rng, NOTES[how])))
    wordings = [(text, set_at)]
    if number == 2 and len(met) > 12:
        wordings.append((f"{text} Not all at once, but so that it lasts.", in_office(rng, met[8].starts_at + DAY)))
    until = ended_at or now
    return Goal(
        key=f"{circle.key}/{number}", circle=circle.key, number=number, life_area=life_area, set_at=set_at,
        ended_at=ended_at, wordings=tuple(one for one in wordings if one[1] < until),
        steps=tuple(_steps(plan, met, steps, until, rng)), progress=tuple(seen), by=circle.coordinator,
    )  # fmt: skip


def _seen(plan: CharityPlan, meeting: Meeting, rng: Random) -> Progress:
    kind = pick(rng, WAYS)
    at = (meeting.held_until or meeting.ends_at) + timedelta(minutes=rng.randint(5, 50))
    at = min(at, plan.now - timedelta(minutes=1))
    return Progress(at, kind, _who_came(plan, meeting, rng), meeting.key, pick(rng, NOTES[kind]))


def _who_came(plan: CharityPlan, meeting: Meeting, rng: Random) -> str:
    seats = [plan.seats_by_key[came.seat] for came in meeting.attendance if came.presence == "present"]
    volunteers = [seat.person for seat in seats if seat.part == "volunteer"]
    return pick(rng, volunteers) if volunteers else plan.circle(meeting.circle).coordinator


def _steps(
    plan: CharityPlan, met: list[Meeting], texts: tuple[str, ...], until: datetime, rng: Random
) -> Iterator[Step]:
    """One after another as the meetings go by; all but the newest were mostly taken."""
    for number, text in enumerate(texts):
        place = number * 3
        if place >= len(met) or met[place].ends_at + DAY >= until:
            return
        at = met[place].ends_at + timedelta(minutes=20)
        done = at + rng.randint(6, 30) * DAY if rng.random() < 0.75 else None
        due_on = london_day(at) + timedelta(days=rng.choice((14, 21, 28))) if rng.random() < 0.6 else None
        by = _who_came(plan, met[place], rng)
        yield Step(text, at, due_on, done if done and done < until else None, by)
