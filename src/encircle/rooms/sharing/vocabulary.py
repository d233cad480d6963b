"""Words of consent, grounds and releases."""

from django.db import models


class GivenBy(models.TextChoices):
    CORE_MEMBER = "core_member", "The core member"
    CARER = "carer", "A parent or carer"


class Answer(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"


class Evidence(models.TextChoices):
    SIGNED_FORM = "signed_form", "Signed form"
    IN_PERSON = "in_person", "Said in person"
    TELEPHONE = "telephone", "Said on the telephone"
    LETTER = "letter", "Letter or e-mail"


class GroundKind(models.TextChoices):
    SERIOUS_HARM = "serious_harm", "Prevention of serious harm"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    COURT_ORDER = "court_order", "Court order"


class ReleaseKind(models.TextChoices):
    MINUTES = "minutes", "Minutes"
    CONCERN = "concern", "Concern"
    REVIEW = "review", "Review"
    ENDING = "ending", "Report on the ending"


class Channel(models.TextChoices):
    ONLINE = "online", "Online"
    PHONE = "phone", "By telephone"


class EventKind(models.TextChoices):
    NOTIFIED = "notified", "Notice sent"
    OPENED = "opened", "Opened"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    CHASED = "chased", "Reminded"


class RecallReason(models.TextChoices):
    WRONG_PERSON = "wrong_person", "Released to the wrong person"
    WRONG_CONTENT = "wrong_content", "Something was released that should not have been"
    OTHER = "other", "Other"
