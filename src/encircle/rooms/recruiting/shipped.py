"""The criteria Encircle comes with: what an interview looks at. A charity ends them and sets its own.

After what Circles providers publish of the volunteers they look for: able to support and to hold to account alike.
"""

from typing import Any

CRITERIA = (
    ("Can be relied on", "Keeps to a weekly evening for a year, and says in time when they cannot"),
    ("Can support and hold to account", "Is warm without excusing, and asks hard questions without punishing"),
    ("Keeps boundaries and confidences", "Knows what is told to whom, and keeps no secret that puts anyone at risk"),
    ("Works with others", "Listens, disagrees openly, and shares what they notice"),
    ("Knows what is hard for them", "Says what would weigh on them and whom they would turn to"),
)


def ship_criteria(model: Any) -> None:
    """Once: a charity that has criteria keeps its own."""
    if model.objects.exists():
        return
    model.objects.bulk_create(
        model(words=words, hint=hint, position=position) for position, (words, hint) in enumerate(CRITERIA)
    )
