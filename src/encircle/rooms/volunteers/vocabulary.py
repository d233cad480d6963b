"""Words in which volunteers say what a Circle is put together by: asked for that purpose, and for no other."""

from django.db import models


class Sex(models.TextChoices):
    """Circles are a mix of women and men. The answers to equalities questions are kept elsewhere."""

    WOMAN = "woman", "Woman"
    MAN = "man", "Man"
    UNSAID = "unsaid", "Another answer, or would rather not say"


class AgeBand(models.TextChoices):
    YOUNG = "18_34", "18 to 34"
    MIDDLE = "35_54", "35 to 54"
    OLDER = "55", "55 or older"
    UNSAID = "unsaid", "Would rather not say"


class DayPart(models.TextChoices):
    MORNING = "morning", "Mornings"
    AFTERNOON = "afternoon", "Afternoons"
    EVENING = "evening", "Evenings"


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A weekly slot is a day and a part of it: 1_evening is Tuesday evening.
SLOTS = tuple(f"{day}_{part}" for day in range(7) for part in DayPart.values)


def slot_words(slot: str) -> str:
    day, _, part = slot.partition("_")
    return f"{DAYS[int(day)]} {part}"
