"""Codes of coming forward: how somebody heard, how they wish to be answered, where they stand, why it ended."""

from collections.abc import Mapping

from django.db.models import TextChoices


class Heard(TextChoices):
    VOLUNTEER = "volunteer", "From somebody who volunteers"
    INTERNET = "internet", "On the internet"
    TALK = "talk", "At a talk or an event"
    STUDY = "study", "At a university or college"
    FAITH = "faith", "Through a faith group"
    WORK = "work", "Through work"
    PRESS = "press", "In a newspaper, on radio or television"
    OTHER = "other", "In another way"


class Contact(TextChoices):
    """The kind of contact somebody prefers."""

    EMAIL = "email", "Email"
    PHONE = "phone", "Telephone"
    POST = "post", "Post"


class Channel(TextChoices):
    """How somebody asked."""

    FORM = "form", "The form on our pages"
    PHONE = "phone", "Telephone"
    EMAIL = "email", "Email"
    LETTER = "letter", "Letter"
    MEETING = "meeting", "In person"


class Stage(TextChoices):
    """Where somebody stands: their newest step, or `asked` while there is none."""

    ASKED = "asked", "Has asked"
    INFORMED = "informed", "Information sent"
    INVITED = "invited", "Writing the application"
    APPLIED = "applied", "Has applied"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


OVER = (Stage.ACCEPTED, Stage.DECLINED, Stage.WITHDRAWN)
IN_HAND = tuple(stage for stage in Stage if stage not in OVER)


class Came(TextChoices):
    """How a reference came."""

    LINK = "link", "By the personal link"
    LETTER = "letter", "By letter"


class Mark(TextChoices):
    """How somebody stood against one criterion in an interview."""

    MET = "met", "Met"
    PARTLY = "partly", "In part"
    NOT_MET = "not_met", "Not met"
    OPEN = "open", "Not talked about"


class Reason(TextChoices):
    NO_PLACES = "no_places", "There are no places in their area now"
    TIME_NEEDED = "time_needed", "Cannot give the time a Circle needs"
    KNOWS_SOMEBODY = "knows_somebody", "Is too close to somebody we work with"
    CRITERIA = "criteria", "Does not meet the criteria for volunteers"
    REFERENCES = "references", "References were missing or not satisfactory"
    CHECKS = "checks", "The checks did not allow it"
    AGE = "age", "Is not old enough"
    CHANGED_MIND = "changed_mind", "Changed their mind"
    TIME = "time", "Has less time than they thought"
    MOVED = "moved", "Has moved or will move away"
    ELSEWHERE = "elsewhere", "Volunteers elsewhere"
    NO_ANSWER = "no_answer", "Did not answer any more"
    OTHER = "other", "Another reason"


REASONS_FOR: Mapping[Stage, tuple[Reason, ...]] = {
    Stage.DECLINED: (
        Reason.NO_PLACES, Reason.TIME_NEEDED, Reason.KNOWS_SOMEBODY, Reason.CRITERIA, Reason.REFERENCES,
        Reason.CHECKS, Reason.AGE, Reason.OTHER,
    ),
    Stage.WITHDRAWN: (
        Reason.CHANGED_MIND, Reason.TIME, Reason.MOVED, Reason.ELSEWHERE, Reason.NO_ANSWER, Reason.OTHER,
    ),
}  # fmt: skip


# What an applicant may say for themselves.
OWN_REASONS = (Reason.CHANGED_MIND, Reason.TIME, Reason.MOVED, Reason.ELSEWHERE, Reason.OTHER)


class About(TextChoices):
    """What written words are about."""

    NOTE = "note", "What was said"
    LETTER = "letter", "The letter that declines"
    RISK = "risk", "Risk assessment"
    INTERVIEW = "interview", "What the interview showed"
    REFERENCE = "reference", "Why a reference was taken as it was"
