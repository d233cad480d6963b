"""The words of agreeing to take part."""

from django.db import models


class Audience(models.TextChoices):
    """Whose form it is."""

    ADULT = "adult", "An adult core member"
    YOUNG = "young", "A young core member"
    CARER = "carer", "A parent or carer"


class Style(models.TextChoices):
    STANDARD = "standard", "Standard"
    EASY_READ = "easy_read", "Easy read"


class How(models.TextChoices):
    PAPER = "paper", "On paper, signed"
    SCREEN = "screen", "On screen, in front of whoever takes it"


class Told(models.TextChoices):
    """How somebody said that they agree no longer."""

    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "By telephone"
    WRITING = "writing", "In writing"
    OTHERS = "others", "Through somebody else"


class Ability(models.TextChoices):
    """What somebody must be able to do to decide for themselves (Mental Capacity Act 2005, section 3(1))."""

    UNDERSTAND = "understands", "Understand what a Circle is and what they are asked"
    RETAIN = "retains", "Keep it in mind for long enough to decide"
    WEIGH = "weighs", "Use it or weigh it up in deciding"
    COMMUNICATE = "communicates", "Tell others what they have decided, in whatever way"
