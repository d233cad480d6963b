"""Words of leaving and staying: why a volunteer leaves, and whose decision it was."""

from django.db import models


class Reason(models.TextChoices):
    STUDY_OR_WORK = "study_work", "Study or work"
    MOVED = "moved", "Moved away"
    HEALTH = "health", "Health"
    FAMILY = "family", "Family"
    NO_CIRCLE = "no_circle", "No Circle near them"
    TOO_HARD = "too_hard", "The work was too hard"
    DISAGREEMENT = "disagreed", "A disagreement"
    CHARITY = "charity", "Ended by the charity"
    DIED = "died", "Died"
    OTHER = "other", "Another reason"


class Decided(models.TextChoices):
    VOLUNTEER = "volunteer", "The volunteer"
    TOGETHER = "together", "The volunteer and the charity together"
    CHARITY = "charity", "The charity"
    NOBODY = "nobody", "Nobody: it happened"


class AtTheEnd(models.TextChoices):
    """What came of an exit interview."""

    TAKEN = "taken", "They came"
    DECLINED = "declined", "They did not want one"
    NO_ANSWER = "no_answer", "They did not answer"


class Back(models.TextChoices):
    YES = "yes", "Yes"
    PERHAPS = "perhaps", "Perhaps"
    NO = "no", "No"


class Question(models.TextChoices):
    """What whoever leaves is asked, each answer of their free will."""

    GOOD = "good", "What was good about being a volunteer here?"
    HARD = "hard", "What was hard?"
    SUPPORT = "support", "Did you have the training and support you needed? What was missing?"
    CHANGE = "change", "What should we do differently?"


class Thing(models.TextChoices):
    """What the charity lends."""

    BADGE = "badge", "Badge"
    PHONE = "phone", "Telephone"
    KEYS = "keys", "Keys"
    PAPERS = "papers", "Papers"
    OTHER = "other", "Something else"


class Became(models.TextChoices):
    """What became of a thing that was lent: given back, or written off and why."""

    RETURNED = "returned", "Given back"
    LOST = "lost", "Written off: lost"
    STOLEN = "stolen", "Written off: stolen"
    BROKEN = "broken", "Written off: broken or worn out"
    LET_GO = "let_go", "Written off: not worth asking for"


class SentBy(models.TextChoices):
    """How a reference was sent on."""

    EMAIL = "email", "By email"
    POST = "post", "By post"
    FORM = "form", "On their own form"


class Next(models.TextChoices):
    """What a volunteer would like to do after a Circle."""

    CIRCLE = "circle", "A next Circle"
    REST = "rest", "A rest"
    STOP = "stop", "They would rather stop"
    UNSURE = "unsure", "They do not know yet"


class AfterRest(models.TextChoices):
    """What a volunteer says when they are talked with about coming back."""

    BACK = "back", "They come back"
    LONGER = "longer", "They rest for longer"
    STOP = "stop", "They would rather stop"


class Thanked(models.TextChoices):
    """How somebody was thanked."""

    LETTER = "letter", "A letter or a card"
    SAID = "said", "In person"
    GIFT = "gift", "A gift"
    EVENT = "event", "At an event"
