"""What Encircle comes with: further courses, for a charity to keep, change or end."""

from typing import Any

# Code, name, months until it is renewed (none: never), kinds of Circle that need it.
COURSES: tuple[tuple[str, str, int | None, list[str]], ...] = (
    ("safeguarding", "Safeguarding", 36, []),
    ("young-people", "Working with young people", 36, ["young"]),
    ("prison", "Circles in prison and through the gate", None, ["prison"]),
    ("refresher", "Refresher", 24, []),
)


def ship_courses(model: Any) -> None:
    """Once: a charity that has courses keeps its own."""
    if model.objects.exists():
        return
    model.objects.bulk_create(
        model(code=code, name=name, renew_months=months, needed_for=kinds, position=position)
        for position, (code, name, months, kinds) in enumerate(COURSES)
    )


# After what Circles providers publish of their assessment days: a plain set of ours, to be replaced by the charity's.
CRITERIA = (
    ("Listens", "Lets others finish, asks, and takes up what was said"),
    ("Supports without excusing", "Is warm to the person and clear about what was done"),
    ("Holds to account", "Asks the hard question, calmly, and stays with it"),
    ("Keeps boundaries", "Knows what is told to whom, promises no secrets, keeps their own life apart"),
    ("Works with others", "Shares the floor, disagrees openly, changes their mind"),
)
EXERCISES = (
    (
        "A case to talk through",
        "In a group of four, talk through an invented case: what would you want to know, to say and to pass on?",
        (0, 3, 4),
    ),
    (
        "A hard conversation",
        "Two of you meet somebody who plays a core member and leaves something out. Find out, and stay with them.",
        (0, 1, 2),
    ),
    (
        "A dilemma in writing and in talk",
        "You are asked to keep something to yourself. Say what you would do, and why, first alone and then together.",
        (2, 3),
    ),
)


def ship_exercises(exercises: Any, criteria: Any, looked_for: Any) -> None:
    """Once: a charity that has exercises keeps its own."""
    if exercises.objects.exists():
        return
    kept = criteria.objects.bulk_create(
        criteria(words=words, hint=hint, position=position) for position, (words, hint) in enumerate(CRITERIA)
    )
    for position, (words, hint, looked) in enumerate(EXERCISES):
        exercise = exercises.objects.create(words=words, hint=hint, position=position)
        looked_for.objects.bulk_create(looked_for(exercise=exercise, criterion=kept[one]) for one in looked)
