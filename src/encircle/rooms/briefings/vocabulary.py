"""Words of a briefing, of its pack, and of the agreement of a Circle's members."""

from django.db import models


class PackSection(models.TextChoices):
    """What volunteers are told before a Circle begins, in the order it is read.

    Circles UK's published practice and the founding documents name these: background and offences are explained,
    signs of risk, what to do, and guidance on setting goals. The headings are ours.
    """

    OFFENCES = "offences", "What happened, as far as you need to know it"
    RISKS = "risks", "Risks"
    SIGNS = "signs", "Signs to look for"
    WHAT_TO_DO = "what_to_do", "What to do"
    GOALS = "goals", "Guidance on goals"
    NOT_TALKED_ABOUT = "not_talked_about", "What may not be talked about"


class MoveReason(models.TextChoices):
    """Why a briefing is moved or cancelled."""

    POLICE = "police", "The police cannot come"
    PROBATION = "probation", "Probation cannot come"
    AGENCY = "agency", "Another agency cannot come"
    TOO_FEW = "too_few", "Too few volunteers free"
    ILLNESS = "illness", "Illness"
    VENUE = "venue", "Venue not available"
    CORE_MEMBER = "core_member", "Something changed for the core member"
    OTHER = "other", "Another reason"


class Presence(models.TextChoices):
    PRESENT = "present", "Present"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Absent"


class ReopenReason(models.TextChoices):
    """Why one volunteer may open the pack again."""

    JOINED_LATER = "joined_later", "Joined the Circle after the briefing"
    MISSED = "missed", "Could not be at the briefing"
    ONCE_MORE = "once_more", "Needs to read it once more"


class ExceptionReason(models.TextChoices):
    """Why a Circle may start without a held briefing."""

    AGENCY = "agency", "An agency could not come, and the Circle could not wait"
    RELEASE = "release", "The core member left prison sooner than planned"
    BEFORE = "before", "The Circle was running before its briefing was kept here"
    OTHER = "other", "Another reason"


class HowSigned(models.TextChoices):
    OWN_SCREEN = "own_screen", "Signed in, on their own screen"
    COORDINATOR_SCREEN = "coordinator_screen", "On the coordinator’s screen"
    PAPER = "paper", "On paper"
