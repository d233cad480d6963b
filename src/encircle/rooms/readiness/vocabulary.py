"""Words of what somebody needs before they sit in a Circle as a volunteer."""

from django.db import models


class Condition(models.TextChoices):
    """One thing that has to be in date, in the order in which people meet them."""

    REFERENCES = "references", "Two satisfactory references"
    INTERVIEW = "interview", "An interview that went well"
    CHECK = "check", "DBS check"
    TRAINING = "training", "Training completed"
    ASSESSMENT = "assessment", "Assessment centre passed"
    AGREEMENT = "agreement", "Agreement with the charity signed"
    COURSES = "courses", "Courses for this kind of Circle"
    PRISON = "prison", "Prison clearance"


# What the charity may hold on paper from before it kept it in Encircle; the rest of that is noted where it belongs.
ON_PAPER = (Condition.REFERENCES, Condition.INTERVIEW)


class Mistaken(models.TextChoices):
    """Why a paper that was noted is taken back. Coded: nothing is said about anybody."""

    SOMEBODY_ELSE = "somebody_else", "It was noted of the wrong person"
    ANOTHER_DAY = "another_day", "The day on it was wrong"
    SHOWS_LESS = "shows_less", "It does not show this"
    NOT_SEEN = "not_seen", "Nobody has seen such a paper"


class Source(models.TextChoices):
    """Why there is an exception."""

    DECIDED = "decided", "Decided by a senior"
    BEFORE = "before", "Was in the Circle before Encircle was"


class Signed(models.TextChoices):
    """How an agreement was signed."""

    SCREEN = "screen", "On screen"
    PAPER = "paper", "On paper"
