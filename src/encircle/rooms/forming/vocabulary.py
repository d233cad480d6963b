"""Words of forming Circles."""

from django.db import models


class Because(models.TextChoices):
    """Why somebody never sits in a Circle with this person."""

    PERSON = "person", "They know the person"
    VICTIM = "victim", "They know, or know of, a victim"
    WORKPLACE = "workplace", "A workplace is shared or close"
    ESTATE = "estate", "They live on the same estate or in the same street"
    OTHER = "other", "Another reason"


class ClearOf(models.TextChoices):
    """What a volunteer says they must keep clear of."""

    PERSON = "person", "Somebody I know who is, or was, on probation or in prison"
    PLACE = "place", "A place: an estate, a school, a workplace"
    OTHER = "other", "Something else"


class Came(models.TextChoices):
    """What came of looking at it."""

    NOTED = "noted", "An exclusion is noted"
    NOTHING = "nothing", "Nothing to do"


class RunState(models.TextChoices):
    WAITING = "waiting", "Waiting to begin"
    UNDER_WAY = "under_way", "Being worked out"
    DONE = "done", "Worked out"
    FAILED = "failed", "Broke off"
