"""Words of the checks on volunteers, as the Disclosure and Barring Service (DBS) of England and Wales uses them."""

from django.db import models


class Role(models.TextChoices):
    """What somebody would do: eligibility is decided for each, by kind of Circle."""

    VOLUNTEER = "volunteer", "Volunteer in a Circle"


class Level(models.TextChoices):
    """Of a DBS certificate, the least searching first."""

    BASIC = "basic", "Basic"
    STANDARD = "standard", "Standard"
    ENHANCED = "enhanced", "Enhanced"
    ENHANCED_BARRED = "barred", "Enhanced with barred lists"


class Workforce(models.TextChoices):
    """Which an enhanced certificate is asked for."""

    ADULT = "adult", "Adult"
    CHILD = "child", "Child"
    BOTH = "both", "Child and adult"
    OTHER = "other", "Other"


def named(level: str, workforce: str) -> str:
    """Enhanced, adult workforce"""
    return Level(level).label + (f", {Workforce(workforce).label.lower()} workforce" if workforce else "")


class Shows(models.TextChoices):
    NOTHING = "nothing", "Nothing"
    SOMETHING = "something", "Something that has to be looked at"


class CheckOutcome(models.TextChoices):
    """What a senior decided of a certificate that shows something."""

    ACCEPTED = "accepted", "It does not stand in the way"
    REFUSED = "refused", "They cannot volunteer with this"


class UpdateOutcome(models.TextChoices):
    """The answer of the DBS Update Service."""

    UNCHANGED = "unchanged", "Nothing new: the certificate still stands"
    CHANGED = "changed", "There is something new: a new certificate is needed"


class ClearanceOutcome(models.TextChoices):
    GRANTED = "granted", "Cleared"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Standing(models.TextChoices):
    """Where somebody stands with one check on a day."""

    NONE = "none", "None yet"
    ASKED = "asked", "Asked for"
    TO_DECIDE = "to_decide", "To be decided"
    REFUSED = "refused", "Refused"
    IN_DATE = "in_date", "In date"
    ENDING = "ending", "To be renewed soon"
    LAPSED = "lapsed", "Lapsed"
