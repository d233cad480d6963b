"""Words every room shares: kinds of Circle, parts of a meeting."""

from django.db import models


class CircleKind(models.TextChoices):
    ADULT = "adult", "Adult community"
    PRISON = "prison", "Prison and through the gate"
    YOUNG = "young", "Young person"
    ADAPTED = "adapted", "Adapted for intellectual disability"


class Part(models.TextChoices):
    """The three parts of a meeting have different audiences; contact and attendance are shared like a part."""

    PREPARATION = "preparation", "Volunteers' preparation"
    WITH_CORE_MEMBER = "with_core_member", "With the core member"
    DEBRIEF = "debrief", "Volunteers' debrief"
    CONTACT = "contact", "Contact between meetings"


class Respondent(models.TextChoices):
    """Who is asked by questionnaire when a Circle ends."""

    REFERRER = "referrer", "The referrer"
    PROFESSIONAL = "professional", "Professionals of the outer circle"
    VOLUNTEER = "volunteer", "Volunteers"
    CORE_MEMBER = "core_member", "The core member"


class DecidedBy(models.TextChoices):
    """Who decides on a referral."""

    COORDINATOR = "coordinator", "A coordinator of the area"
    SENIOR = "senior", "A senior coordinator or an operations manager"
    PANEL = "panel", "A panel of named members"
