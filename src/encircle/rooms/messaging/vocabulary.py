"""Words of writing to many: to whom, how it is read, who wants the newsletter, why something is taken back."""

from django.db import models


class Condition(models.TextChoices):
    """Whom a message goes to, by what is known of them. Of the first four everybody has exactly one."""

    IN_CIRCLE = "in_circle", "In a Circle now"
    WAITING = "waiting", "Ready, and waiting for a Circle"
    GETTING_READY = "getting_ready", "In training, or something they need is still missing"
    AT_REST = "at_rest", "Stepped out for a while"
    EXPERIENCED = "experienced", "Only those who have been in a Circle before"
    MAY_TRAIN = "may_train", "Only those who may train others"


# Where somebody stands now: whoever stands in one of those chosen is written to, or everybody where none is chosen.
STANDINGS = (Condition.IN_CIRCLE, Condition.WAITING, Condition.GETTING_READY, Condition.AT_REST)
# What narrows the group further.
NARROWING = (Condition.EXPERIENCED, Condition.MAY_TRAIN)


class Kind(models.TextChoices):
    """How it is read. A newsletter goes to those whose newest word is yes, and to nobody else."""

    MESSAGE = "message", "A message to volunteers"
    NEWSLETTER = "newsletter", "A newsletter"


class Said(models.TextChoices):
    """How somebody said whether they want the newsletter."""

    OWN_PAGE = "own_page", "On their own page"
    PAPER = "paper", "On paper, or in an email"
    SPOKEN = "spoken", "To one of us, in person or by telephone"
    LETTER = "letter", "By the link in a newsletter"


class WhyWithdrawn(models.TextChoices):
    MISTAKE = "mistake", "There was a mistake in it"
    OVER = "over", "It no longer holds"
    WRONG_PEOPLE = "wrong_people", "It went to people it was not meant for"
    ABOUT_SOMEBODY = "about_somebody", "It said something about a person"


class WhyRemoved(models.TextChoices):
    """Why a supporter is kept no longer. Whoever asked for it is not added again without asking anew."""

    ASKED = "asked", "They asked us to"
    NOT_REACHED = "not_reached", "Emails do not reach them"
    MISTAKE = "mistake", "They were added by mistake"
    DIED = "died", "They have died"
    NOT_PROVED = "not_proved", "They did not confirm their address"


# What staff may say; the last is the clock's alone.
REASONS_TO_REMOVE = (WhyRemoved.ASKED, WhyRemoved.NOT_REACHED, WhyRemoved.MISTAKE, WhyRemoved.DIED)
