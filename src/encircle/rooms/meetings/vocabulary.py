"""Words of meetings and minutes."""

from django.db import models


class Outcome(models.TextChoices):
    HELD = "held", "Held"
    NOT_ATTENDED = "not_attended", "The core member did not come"
    STOPPED_EARLY = "stopped_early", "Stopped early"
    NOT_QUORATE = "not_quorate", "Too few volunteers"


class CancelReason(models.TextChoices):
    BANK_HOLIDAY = "bank_holiday", "Bank holiday"
    ILLNESS = "illness", "Illness"
    TOO_FEW = "too_few", "Too few volunteers free"
    CORE_MEMBER = "core_member", "The core member asked"
    VENUE = "venue", "Venue not available"
    SAFETY = "safety", "Not safe to meet"
    RELEASE = "release", "The planned release moved"
    RHYTHM = "rhythm", "The Circle meets less often"
    OTHER = "other", "Other"


class Presence(models.TextChoices):
    PRESENT = "present", "Present"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Absent"


class VersionKind(models.TextChoices):
    ORIGINAL = "original", "The volunteer's original"
    CORRECTION = "correction", "The coordinator's correction"
    KEYED = "keyed", "Keyed by the coordinator"


class CorrectionKind(models.TextChoices):
    NAMES_AND_SPELLING = "names_and_spelling", "Names and spelling only"
    MORE = "more", "More than names and spelling"


class RemarkKind(models.TextChoices):
    THANKS = "thanks", "Thanks"
    QUESTION = "question", "Question"
    RETURN = "return", "Returned to be changed"
    ANSWER = "answer", "Answer"


class ChaseKind(models.TextChoices):
    """As in `policy.ChaseKind`."""

    VOLUNTEERS_REMINDED = "volunteers_reminded", "Volunteers reminded"
    COORDINATOR_TOLD = "coordinator_told", "Coordinator told"
    MANAGER_TOLD = "manager_told", "Manager told"
