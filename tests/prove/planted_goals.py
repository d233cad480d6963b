"""A goal of each core member in their own words, with a step and progress; and why a Circle paused."""

from encircle.rooms.circles.models import (
    Circle,
    Establishment,
    Goal,
    GoalPlan,
    GoalProgress,
    GoalProgressNote,
    GoalStep,
    GoalStepDone,
    GoalStepWords,
    GoalWords,
    Pause,
    PauseReturn,
    PauseWords,
    ReleaseDate,
)
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.partners.models import Agency

from .world import STAFF, WRITER, World


def plant(world: World, which: str) -> None:
    """In the Circle of that name. One opening shows all: the words stand behind the plan."""
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    writer = staff if which == "g" else cast.users[WRITER[which]]
    circle_id = world.objects["circle_id"][which]
    area_id = cast.areas["a" if which == "1" else "b"].pk
    plan = GoalPlan.objects.create(circle_id=circle_id, area_id=area_id, begun_at=cast.now)
    common = {"plan": plan, "circle_id": circle_id, "area_id": area_id}
    goal = Goal.objects.create(life_area="play", position=1, set_at=cast.now, set_by=staff, **common)
    GoalWords.objects.create(
        goal=goal, text=f"I want to see a redpoll-{which}", written_at=cast.now, written_by=staff, **common
    )
    step, done = (GoalStep.objects.create(goal=goal, set_at=cast.now, set_by=writer, **common) for _ in range(2))
    for one in (step, done):
        GoalStepWords.objects.create(step=one, text=f"Listen for the stonechat-{which}", **common)
    GoalStepDone.objects.create(step=done, at=cast.now, by=writer, **common)
    progress = GoalProgress.objects.create(
        goal=goal, at=cast.now, by=writer, kind="forward", meeting_id=world.objects["meeting_id"][which], **common
    )
    GoalProgressNote.objects.create(progress=progress, text=f"Heard a wheatear-{which}", **common)
    world.add("goal_id", which, goal.pk)
    world.add("step_id", which, step.pk)
    world.behind |= {f"{bird}-{which}": plan.pk for bird in ("redpoll", "stonechat", "wheatear")}


def plant_course(world: World, which: str) -> None:
    """Why the Circle paused, a day of return that moved, a planned release, and the prison: both begin in one here."""
    staff, circle_id = world.cast.users[STAFF[which]], world.objects["circle_id"][which]
    KindStandard.objects.filter(kind__in=("adult", "prison")).update(has_release_date=True)
    pause = Pause.objects.get(circle_id=circle_id)
    common = {"circle_id": circle_id, "area_id": pause.area_id}
    signed = {"recorded_at": world.cast.now, "recorded_by": staff}
    PauseReturn.objects.create(pause=pause, back_on=world.cast.now.date(), **common, **signed)
    PauseWords.objects.create(pause=pause, text=f"Because of the smew-{which}", **common)
    ReleaseDate.objects.create(released_on=world.cast.now.date(), source="prison", **common, **signed)
    Circle.objects.filter(pk=circle_id).update(kind="prison")
    prison = Agency.objects.create(name=f"HMP Invented {which}", kind="prison", email_domains=[f"p{which}.example"])
    Establishment.objects.create(prison=prison, **common, **signed)
    world.add("pause_id", which, pause.pk)
    world.behind[f"smew-{which}"] = pause.pk
