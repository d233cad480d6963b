"""Words of training: the events, who comes, and what the assessment centre decides."""

from django.db import models


class EventKind(models.TextChoices):
    PRELIMINARY = "preliminary", "Preliminary training"
    CORE = "core", "Basic training with assessment centre"
    COURSE = "course", "Further course"


class Reply(models.TextChoices):
    """What somebody who was invited said last. Who comes has a place, or waits for one, by the order of answers."""

    COMING = "coming", "Coming"
    NOT_COMING = "not_coming", "Not coming"


class Result(models.TextChoices):
    """What the assessment centre decides. After "not yet" somebody may come again: the newest counts."""

    PASS = "pass", "Passed"
    NOT_YET = "not_yet", "Not yet"
    NO = "no", "No"


class Shown(models.IntegerChoices):
    """How far somebody showed what a criterion looks for, in one exercise. What could not be seen has no score."""

    NOT = 1, "Not shown"
    PARTLY = 2, "Partly shown"
    SHOWN = 3, "Shown"
    WELL = 4, "Shown well"


class WhyFewer(models.TextChoices):
    """Why an outcome is decided though fewer coordinators scored somebody than the charity asks."""

    ILL = "ill", "A coordinator fell ill, or had to leave"
    KNOWN = "known", "A coordinator knows them, and took no part"
    NO_OTHER = "no_other", "There was no other coordinator"
