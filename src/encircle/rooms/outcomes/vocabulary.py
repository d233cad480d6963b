"""Words of what became of a person. Each list has an answer for what is not known: it is an answer, not a gap.

Kinds of event and natures of offence as outcome studies of Circles in England and Wales tell them apart (A. Bates,
D. Williams, C. Wilson and R. J. Wilson, "Circles South East: The first 10 years 2002-2012", International Journal of
Offender Therapy and Comparative Criminology 58 (2014) 861-885): recall, breach, and reconviction; sexual with and
without contact, violent, other.
"""

from django.db import models


class Since(models.TextChoices):
    """From when the months of a follow-up are counted."""

    START = "start", "the start of the Circle"
    END = "end", "the end of the Circle"


class Source(models.TextChoices):
    """Where it was looked for."""

    POLICE = "police", "Police"
    PNC = "pnc", "Police, by a check of PNC or ViSOR"
    PROBATION = "probation", "Probation"
    PRISON = "prison", "Prison"
    CORE_MEMBER = "core_member", "The core member"
    OTHER = "other", "Somebody else"


class Evidence(models.TextChoices):
    """How well it is known."""

    CONFIRMED = "confirmed", "Confirmed by an agency’s record"
    REPORTED = "reported", "Reported by a professional"
    SELF_REPORTED = "self_reported", "Said by the core member"
    HEARSAY = "hearsay", "Heard from somebody else"


class EventKind(models.TextChoices):
    RECALL = "recall", "Recall to prison"
    BREACH = "breach", "Breach of an order or licence"
    ARREST = "arrest", "Arrest"
    CHARGE = "charge", "Charge"
    CONVICTION = "conviction", "Conviction or caution"


class Nature(models.TextChoices):
    """What kind of offence it was about."""

    SEXUAL_CONTACT = "sexual_contact", "Sexual, with contact"
    SEXUAL_NO_CONTACT = "sexual_no_contact", "Sexual, without contact"
    VIOLENT = "violent", "Violent"
    OTHER = "other", "Another kind"
    NO_OFFENCE = "no_offence", "No offence"
    NOT_KNOWN = "not_known", "Not known"


class Notification(models.TextChoices):
    """Whether the notification requirements were kept in the time that was looked at."""

    KEPT = "kept", "Kept"
    NOT_KEPT = "not_kept", "Not kept"
    NONE = "none", "There are none"
    NOT_KNOWN = "not_known", "Not known"


class Because(models.TextChoices):
    """Why a record is corrected by a newer one."""

    TYPED_WRONG = "typed_wrong", "It was keyed wrongly"
    KNOWN_BETTER = "known_better", "More is known now"
    WRONG_PERSON = "wrong_person", "It was about somebody else"


class Housing(models.TextChoices):
    OWN = "own", "Own home or tenancy"
    FAMILY = "family", "With family or a partner"
    SUPPORTED = "supported", "Supported or shared housing"
    APPROVED = "approved", "Approved premises"
    PRISON = "prison", "Prison"
    NO_HOME = "no_home", "No settled home"
    NOT_KNOWN = "not_known", "Not known"


class Work(models.TextChoices):
    FULL = "full", "Full-time work"
    PART = "part", "Part-time work"
    UNPAID = "unpaid", "Voluntary or unpaid work"
    LEARNING = "learning", "Education or training"
    LOOKING = "looking", "Looking for work"
    UNABLE = "unable", "Not able to work"
    RETIRED = "retired", "Retired"
    NOT_KNOWN = "not_known", "Not known"


class Relationship(models.TextChoices):
    PARTNER = "partner", "Has a partner"
    NO_PARTNER = "no_partner", "Has no partner"
    NOT_KNOWN = "not_known", "Not known"


class Benefits(models.TextChoices):
    YES = "yes", "Receives benefits"
    NO = "no", "Receives none"
    NOT_KNOWN = "not_known", "Not known"
