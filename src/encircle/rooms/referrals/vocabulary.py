"""The words of coming in: what became of an enquiry, how a criterion was answered, why a referral was withdrawn."""

from django.db import models

# A document that comes with a referral becomes the person's own: what it is stands in the same words from the start.
from encircle.rooms.people.vocabulary import PaperKind as PaperKind


class Answer(models.TextChoices):
    """What was said to a criterion on the telephone. "Unsure" is an answer."""

    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"
    UNSURE = "unsure", "Unsure"


class StepKind(models.TextChoices):
    """What an enquiry came to; the newest step counts."""

    TO_INVITE = "to_invite", "To be invited"
    INVITED = "invited", "Referral invited"
    UNSUITABLE = "unsuitable", "Not suitable"
    CALL_BACK = "call_back", "Call back"
    CLOSED = "closed", "Nothing followed"


class StepReason(models.TextChoices):
    """Why an enquiry went no further. About the service asked for, never about an offence."""

    CRITERIA = "criteria", "A criterion is not met"
    UNWILLING = "unwilling", "The person does not want to take part"
    AREA = "area", "Outside the areas we work in"
    OTHER_SERVICE = "other_service", "Another service fits better"
    CAPACITY = "capacity", "We have no Circle to offer in time"
    INFORMATION = "information", "They only wanted information"
    NO_ANSWER = "no_answer", "They could not be reached again"
    OTHER = "other", "Another reason"


# Steps that leave something to do, on a day.
TO_DO = (StepKind.TO_INVITE, StepKind.CALL_BACK)
# Which reasons go with which step.
REASONS_FOR = {
    StepKind.UNSUITABLE: (
        StepReason.CRITERIA,
        StepReason.UNWILLING,
        StepReason.AREA,
        StepReason.OTHER_SERVICE,
        StepReason.CAPACITY,
        StepReason.OTHER,
    ),
    StepKind.CLOSED: (
        StepReason.INFORMATION,
        StepReason.NO_ANSWER,
        StepReason.UNWILLING,
        StepReason.OTHER_SERVICE,
        StepReason.OTHER,
    ),
}


class WithdrawalReason(models.TextChoices):
    """Why a referral goes no further before a decision. The referrer may read it: it says nothing of what we know."""

    REFERRER_ASKED = "referrer_asked", "The referrer asked for it"
    UNWILLING = "unwilling", "The person does not want to take part"
    MOVED = "moved", "The person has moved or will move away"
    CIRCUMSTANCES = "circumstances", "The person’s circumstances have changed"
    NOT_FILLED_IN = "not_filled_in", "The form was not filled in"
    MISTAKE = "mistake", "It was started by mistake"
    OTHER = "other", "Another reason"


class Outcome(models.TextChoices):
    """What was decided on a referral."""

    ACCEPT = "accept", "Accepted"
    DECLINE = "decline", "Declined"
    DEFER = "defer", "Put off"


class DeclineReason(models.TextChoices):
    """Why a referral was declined, in words a referrer may read."""

    CRITERIA = "criteria", "A criterion is not met"
    UNWILLING = "unwilling", "The person does not want to take part"
    SAFETY = "safety", "It would not be safe for volunteers"
    AREA = "area", "They will not stay in the area"
    OTHER_SERVICE = "other_service", "Another service fits better"
    CAPACITY = "capacity", "We have no Circle to offer in time"
    OTHER = "other", "Another reason"


class State(models.TextChoices):
    """Where a referral stands, worked out from its rows."""

    INVITED = "invited", "Invited"
    DRAFT = "draft", "Being filled in"
    SUBMITTED = "submitted", "Submitted"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
