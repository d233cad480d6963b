"""Words of reviews."""

from django.db import models


class ReviewKind(models.TextChoices):
    """A quarter's review counts in the calendar, and so does the one at the end; an extra one does not."""

    QUARTERLY = "quarterly", "Quarterly review"
    ENDING = "ending", "Ending review"
    EXTRA = "extra", "Extra review"


# Kinds that answer a quarter of the calendar.
OF_THE_CALENDAR = (ReviewKind.QUARTERLY, ReviewKind.ENDING)


class CancelReason(models.TextChoices):
    TOO_FEW = "too_few", "Too few can come"
    CORE_MEMBER = "core_member", "The core member cannot come"
    COORDINATOR = "coordinator", "The coordinator cannot come"
    VENUE = "venue", "There is no place to meet"
    OTHER = "other", "Another reason"


class Coming(models.TextChoices):
    """What somebody answers to an invitation."""

    COMING = "coming", "I will come"
    SENDS = "sends", "Somebody else will come for me"
    NOT_COMING = "not_coming", "I cannot come"


class Came(models.TextChoices):
    """What is recorded of a seat when the review was held."""

    PRESENT = "present", "Came"
    SENT = "sent", "Sent somebody"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Did not come"


class ViewOf(models.TextChoices):
    """Whose view it is. An agency's view is its own information and carries its onward permission."""

    CORE_MEMBER = "core_member", "The core member"
    VOLUNTEER = "volunteer", "A volunteer"
    AGENCY = "agency", "An agency"


class Onward(models.TextChoices):
    """How far an agency lets its view go. Unless it says more, no further than the coordinator."""

    COORDINATOR_ONLY = "coordinator_only", "The coordinator only"
    OUTER_CIRCLE = "outer_circle", "The coordinator and the outer circle"
    WHOLE_CIRCLE = "whole_circle", "The whole Circle, the volunteers and the core member too"


class ViewHeading(models.TextChoices):
    """What each view is asked about: progress, risk and needs (the founding documents), and what should change."""

    PROGRESS = "progress", "Progress"
    RISK = "risk", "Risk"
    NEEDS = "needs", "Needs"
    CHANGE = "change", "What should change"


class DecisionKind(models.TextChoices):
    ACTION = "action", "Something to do"
    RHYTHM = "rhythm", "A change of rhythm"
    QUESTION = "question", "A question left open"


class PackKind(models.TextChoices):
    DRAFTED = "drafted", "Drafted from the record"
    CORRECTION = "correction", "Correction"


CORE_MEMBERS_VIEW = "The view of the core member"  # its heading in a pack


class Section(models.TextChoices):
    """The parts of a review pack, in their order."""

    COURSE = "course", "Phases and pauses"
    ATTENDANCE = "attendance", "Attendance at meetings"
    GOALS = "goals", "Goals and progress"
    CONCERNS = "concerns", "Concerns and what came of them"
    DEVELOPMENTS = "developments", "Developments from agencies"
    CONTACT = "contact", "Contact and hours"
    VIEWS = "views", "Views for this review"
    DECISIONS = "decisions", "Decided at the review"
    QUESTIONS = "questions", "Open questions"
    MORE = "more", "More to know"
