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


class PauseReason(models.TextChoices):
    """Words that the Circle's volunteers may know; more stands in words for the staff alone."""

    AWAY = "away", "The core member is away"
    UNWELL = "unwell", "The core member is unwell"
    FEW_VOLUNTEERS = "few_volunteers", "Too few volunteers"
    NO_VENUE = "no_venue", "No place to meet"
    HOLIDAYS = "holidays", "Holidays"
    TO_DECIDE = "to_decide", "Until a decision is made"
    OTHER = "other", "Another reason"


class ReleaseDateSource(models.TextChoices):
    """Who said when the core member is to leave prison."""

    PRISON = "prison", "The prison"
    PROBATION = "probation", "Probation"
    PAROLE_BOARD = "parole_board", "The Parole Board"
    CORE_MEMBER = "core_member", "The core member"
    OTHER = "other", "Somebody else"


class Side(models.TextChoices):
    """On which side of the gate a Circle meets."""

    INSIDE = "inside", "In prison"
    OUTSIDE = "outside", "In the community"


class EndingReason(models.TextChoices):
    COMPLETED = "completed", "Completed as planned"
    WITHDREW = "withdrew", "The core member withdrew"
    RECALLED = "recalled", "Recalled to prison"
    RECONVICTED = "reconvicted", "Reconvicted"
    MOVED = "moved", "Moved away"
    DIED = "died", "Died"
    CIRCLE_FAILED = "circle_failed", "The Circle could not go on"
    OTHER = "other", "Other"


class EndingDecision(models.TextChoices):
    """Whose decision it was that a Circle ends."""

    CORE_MEMBER = "core_member", "The core member’s"
    CHARITY = "charity", "The charity’s"
    AGENCY = "agency", "An agency’s"
    COURT = "court", "A court’s"
    NOBODY = "nobody", "Nobody’s: it came to its planned end, or it happened"


class CircleState(models.TextChoices):
    """Where a Circle stands now: worked out from its phase, pause and ending, never written down."""

    FORMING = "forming", "Forming"
    RUNNING = "running", "Running"
    PAUSED = "paused", "Paused"
    ENDED = "ended", "Ended"


class LifeArea(models.TextChoices):
    """Areas of life in which people seek what is good for them: the primary goods of the Good Lives Model.

    T. Ward and C. A. Stewart, "The treatment of sex offenders: Risk management and good lives", Professional
    Psychology: Research and Practice 34 (2003) 353-360; excellence in play and in work told apart, and pleasure named,
    as in later accounts (M. Purvis, T. Ward and G. Willis, "The Good Lives Model in practice", European Journal of
    Probation 3 (2011) 4-28). The codes are the model's names, the words ours, so that anybody can use them.
    """

    LIFE = "life", "Living healthily and safely"
    KNOWLEDGE = "knowledge", "Learning and knowing things"
    WORK = "work", "Doing well at work"
    PLAY = "play", "Hobbies, sport and free time"
    AGENCY = "agency", "Making my own choices"
    INNER_PEACE = "inner_peace", "Peace of mind"
    RELATEDNESS = "relatedness", "Family, friends and closeness"
    COMMUNITY = "community", "Belonging with other people"
    SPIRITUALITY = "spirituality", "Meaning and purpose in life"
    PLEASURE = "pleasure", "Enjoying life"
    CREATIVITY = "creativity", "Making and creating things"


class ProgressKind(models.TextChoices):
    FORWARD = "forward", "A step forward"
    NO_CHANGE = "no_change", "No change"
    HARDER = "harder", "Harder than before"
    MET = "met", "Met"
    PARTLY_MET = "partly_met", "Partly met"
    NOT_MET = "not_met", "Not met"
    DROPPED = "dropped", "No longer wanted"


# What may be said of a goal while it goes on, and with what it ends.
ON_THE_WAY = (ProgressKind.FORWARD, ProgressKind.NO_CHANGE, ProgressKind.HARDER)
ENDINGS = (ProgressKind.MET, ProgressKind.PARTLY_MET, ProgressKind.NOT_MET, ProgressKind.DROPPED)
