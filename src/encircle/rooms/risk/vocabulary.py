"""Words of a concern on its way."""

from django.db import models


class Urgency(models.TextChoices):
    IMMINENT = "imminent", "Someone is in danger now"
    SERIOUS = "serious", "Serious"
    OTHER = "other", "Other"


class ConcernKind(models.TextChoices):
    """What it is. All three climb the same ladder; they are shown and counted apart."""

    CONCERN = "concern", "Concern"
    DISCLOSURE = "disclosure", "Disclosure by the core member"
    DEVELOPMENT = "development", "Urgent news from an agency"


class StepKind(models.TextChoices):
    READ = "read", "Read"
    TAKEN = "taken", "Taken on"
    TRIAGED = "triaged", "Triaged"
    ASKED = "asked", "Asked to take it"
    CLIMBED = "climbed", "Passed up"
    PHONED = "phoned", "Telephone call"
    UNABLE_TO_REACH = "unable_to_reach", "Unable to reach"
    TOLD = "told", "Agency told"
    ACKNOWLEDGED = "acknowledged", "Acknowledged by the agency"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Reopened"
    RECALLED = "recalled", "Release recalled"


class Decision(models.TextChoices):
    TELL_AGENCIES = "tell_agencies", "Tell one or more agencies"
    WATCH = "watch", "Keep watching in the Circle"
    NO_ACTION = "no_action", "No further action"


class Rung(models.TextChoices):
    """The steps of the ladder, as in `policy.Rung`."""

    COORDINATOR = "coordinator", "Coordinator"
    ON_CALL = "on_call", "On call"
    SENIOR_COORDINATOR = "senior_coordinator", "Senior coordinator"
    OPERATIONS_MANAGER = "operations_manager", "Operations manager"
