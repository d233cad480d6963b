"""Words of what agencies send, of how far it may go, and of MAPPA."""

from django.db import models


class DevelopmentKind(models.TextChoices):
    RECALL = "recall", "Recall to prison"
    ARREST = "arrest", "Arrest"
    BREACH = "breach", "Breach of an order or licence"
    NEW_ADDRESS = "new_address", "New address"
    NEW_CONDITION = "new_condition", "New or changed condition"
    NEW_ASSESSMENT = "new_assessment", "New assessment"
    PROGRESS = "progress", "Progress"
    RISK = "risk", "A change in risk"
    NEEDS = "needs", "A change in needs"


class OnwardPermission(models.TextChoices):
    """How far an agency lets its information go. To volunteers only in words of their own."""

    COORDINATOR_ONLY = "coordinator_only", "The coordinator only"
    OUTER_CIRCLE = "outer_circle", "The coordinator and the outer circle"
    VOLUNTEERS = "volunteers", "Also the Circle’s volunteers, in these words"


class KnownTo(models.TextChoices):
    """Who knows already: before anyone speaks of it, the coordinator must know."""

    CORE_MEMBER = "core_member", "The core member knows that we know"
    VOLUNTEERS = "volunteers", "The Circle’s volunteers"
    OTHER_AGENCIES = "other_agencies", "Other agencies"


class MappaLevel(models.IntegerChoices):
    """How many agencies manage together: MAPPA Guidance, chapter on levels of management."""

    ONE = 1, "Level 1: ordinary agency management"
    TWO = 2, "Level 2: formal multi-agency meetings"
    THREE = 3, "Level 3: formal multi-agency meetings with senior management"


class MappaCategory(models.IntegerChoices):
    """Who is managed: Criminal Justice Act 2003, sections 325 to 327; category 4 by the Sentencing and terrorism laws
    of 2021 and 2022, as the MAPPA Guidance lists it."""

    ONE = 1, "Category 1"
    TWO = 2, "Category 2"
    THREE = 3, "Category 3"
    FOUR = 4, "Category 4"


class MappaAttendance(models.TextChoices):
    TO_COME = "to_come", "Still to come"
    ATTENDED = "attended", "We attended"
    APOLOGIES = "apologies", "We sent apologies"
    NOT_INVITED = "not_invited", "We were not invited"
