"""What Encircle comes with: what each kind of Circle asks of its volunteers, and an agreement to begin with.

After what providers of Circles publish of how volunteers are chosen; a charity sets its own from a day on.
"""

from typing import Any

from .vocabulary import Condition

_ALL_KINDS = tuple(one.value for one in Condition if one is not Condition.PRISON)
CONDITIONS: dict[str, tuple[str, ...]] = {
    "adult": _ALL_KINDS,
    "prison": tuple(Condition.values),
    "young": _ALL_KINDS,
    "adapted": _ALL_KINDS,
}
TITLE = "Agreement between the charity and a volunteer"
LINES = """As a volunteer I will:
come to the meetings of my Circle each week, and say in good time when I cannot
take my turn at writing the minutes, and hand them in within the time the charity has set
tell the coordinator at once of anything that worries me about anybody’s safety, and never keep it to myself
meet the core member only as the Circle has agreed, and never alone
keep what I hear to myself, and share it only with the coordinator and the Circle
keep no names, notes or photographs of the core member on my own devices
come to training and supervision, and let the charity check on me again when it is time
tell the charity at once if I am arrested, charged or come to know a person involved in my Circle’s work

The charity will:
train me before I begin and support me while I volunteer
give me somebody to call whenever I need it, in the evening and at the weekend too
tell me what I need to know to be safe and useful
pay the costs I have because I volunteer
keep what it knows of me safe, and tell me what that is when I ask

Either of us may end this whenever we wish. This is not a contract of employment."""


def ship(requirement: Any, wording: Any) -> None:
    """Once: a charity that has set its own keeps it."""
    if not requirement.objects.exists():
        requirement.objects.bulk_create(
            requirement(kind=kind, conditions=list(conditions)) for kind, conditions in CONDITIONS.items()
        )
    if not wording.objects.exists():
        wording.objects.create(title=TITLE, lines=LINES)
