"""Words of a Circle."""

from django.db import models


class SeatPart(models.TextChoices):
    CORE_MEMBER = "core_member", "Core member"
    VOLUNTEER = "volunteer", "Volunteer"
    COORDINATOR = "coordinator", "Coordinator"
    OUTER_CIRCLE = "outer_circle", "Outer circle"


class PhaseName(models.TextChoices):
    FORMING = "forming", "Forming"
    PRISON = "prison", "In prison"
    THROUGH_GATE = "through_gate", "Through the gate"
    WEEKLY = "weekly", "Weekly"
    FORTNIGHTLY = "fortnightly", "Fortnightly"
    MONTHLY = "monthly", "Monthly"
    ENDING = "ending", "Ending"


class EndingReason(models.TextChoices):
    COMPLETED = "completed", "Completed as planned"
    WITHDREW = "withdrew", "The core member withdrew"
    RECALLED = "recalled", "Recalled to prison"
    RECONVICTED = "reconvicted", "Reconvicted"
    MOVED = "moved", "Moved away"
    DIED = "died", "Died"
    CIRCLE_FAILED = "circle_failed", "The Circle could not go on"
    OTHER = "other", "Other"


class CircleState(models.TextChoices):
    """Where a Circle stands now: worked out from its phase, pause and ending, never written down."""

    FORMING = "forming", "Forming"
    RUNNING = "running", "Running"
    PAUSED = "paused", "Paused"
    ENDED = "ended", "Ended"
