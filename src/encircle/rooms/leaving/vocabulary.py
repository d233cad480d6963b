"""Words of leaving and staying: why a volunteer leaves, and whose decision it was."""

from django.db import models


class Reason(models.TextChoices):
    STUDY_OR_WORK = "study_work", "Study or work"
    MOVED = "moved", "Moved away"
    HEALTH = "health", "Health"
    FAMILY = "family", "Family"
    NO_CIRCLE = "no_circle", "No Circle near them"
    TOO_HARD = "too_hard", "The work was too hard"
    DISAGREEMENT = "disagreed", "A disagreement"
    CHARITY = "charity", "Ended by the charity"
    DIED = "died", "Died"
    OTHER = "other", "Another reason"


class Decided(models.TextChoices):
    VOLUNTEER = "volunteer", "The volunteer"
    TOGETHER = "together", "The volunteer and the charity together"
    CHARITY = "charity", "The charity"
    NOBODY = "nobody", "Nobody: it happened"
