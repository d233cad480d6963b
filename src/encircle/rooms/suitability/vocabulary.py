"""Words of judging a referral: what was found, what a panel thinks, why somebody waits."""

from django.db import models

from encircle.rooms.referrals.vocabulary import Answer as Found

from .policy import Birthday, Name, Number, Strength

__all__ = [
    "About",
    "Birthday",
    "Check",
    "Found",
    "KnownAs",
    "LeftReason",
    "Name",
    "NextAction",
    "Number",
    "Opinion",
    "Priority",
    "Settled",
    "Strength",
    "WaitsFor",
]


class Check(models.TextChoices):
    """Judged for everybody, beside the criteria of the kind."""

    FREELY = "freely", "They take part of their own free will, and no court or licence asks it of them"
    SAFE = "safe", "The risk to volunteers is low"
    STAYS = "stays", "They will live in the area for as long as the Circle lasts"


class Opinion(models.TextChoices):
    """What a member of a panel would do."""

    ACCEPT = "accept", "Accept"
    DECLINE = "decline", "Decline"
    DEFER = "defer", "Find out more first"


class Priority(models.TextChoices):
    """Who comes first on the waiting list: by risk, then by age."""

    FIRST = "first", "First: very high risk or alone in a crisis"
    HIGH = "high", "High risk"
    USUAL = "usual", "Usual"


class WaitsFor(models.TextChoices):
    VOLUNTEERS = "volunteers", "Not enough volunteers"
    COORDINATOR = "coordinator", "No coordinator free"
    RELEASE = "release", "Release from prison"
    MOVE = "move", "A move into the area"
    PERSON = "person", "The person is not ready yet"
    CONSENT = "consent", "Consent or agreement to take part"
    OTHER = "other", "Another reason"


class NextAction(models.TextChoices):
    FIND_VOLUNTEERS = "find_volunteers", "Find volunteers"
    PLAN_BRIEFING = "plan_briefing", "Plan the briefing"
    SEE_PERSON = "see_person", "See the person again"
    RING_REFERRER = "ring_referrer", "Ring the referrer"
    WAIT = "wait", "Wait for the date"


class LeftReason(models.TextChoices):
    """Why somebody left the list without a Circle."""

    UNWILLING = "unwilling", "They no longer want to take part"
    MOVED = "moved", "They moved away"
    RECALLED = "recalled", "Back in prison"
    ELSEWHERE = "elsewhere", "Supported elsewhere"
    DIED = "died", "Died"
    OTHER = "other", "Another reason"


class About(models.TextChoices):
    """Whose name in the referral resembles somebody’s."""

    PERSON = "person", "The person referred"
    APART = "apart", "Somebody they are to be kept apart from"


class KnownAs(models.TextChoices):
    """As whom the charity knows the other. Participants of group programmes join these once there are any."""

    CORE_MEMBER = "core_member", "A core member, now or earlier"
    REFERRAL = "referral", "Somebody referred to us"
    VOLUNTEER = "volunteer", "A volunteer, now or earlier"
    STAFF = "staff", "Somebody who works here"
    LOGIN = "login", "Somebody who signs in here"
    KEPT_APART = "kept_apart", "Somebody another person is to be kept apart from"


class Settled(models.TextChoices):
    """What came of asking."""

    SAME = "same", "The same person"
    DIFFERENT = "different", "Not the same person"
    HANDLED = "handled", "Handled in another way"
