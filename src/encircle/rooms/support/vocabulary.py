"""Words of looking after volunteers: how a meeting left them, calls back, supervision, counselling, being away."""

from django.db import models


class Answer(models.TextChoices):
    """What a volunteer says after a meeting."""

    FINE = "fine", "I’m fine"
    CALL = "call", "I’d like a call"
    TODAY = "today", "I need a call today"

    @property
    def asks_for_a_call(self) -> bool:
        return self is not Answer.FINE


class CallOutcome(models.TextChoices):
    """What came of ringing a volunteer who asked for a call. The first three end the wait for it."""

    DEBRIEFED = "debriefed", "We went through the meeting together: that was the debrief"
    ENOUGH = "enough", "We spoke. They want no debrief"
    LATER = "later", "We spoke. The debrief is to follow"
    NOT_REACHED = "not_reached", "They did not answer"

    @property
    def reached(self) -> bool:
        return self is not CallOutcome.NOT_REACHED


REACHED = tuple(one for one in CallOutcome if one.reached)
DEBRIEF_DONE = (CallOutcome.DEBRIEFED, CallOutcome.ENOUGH)


class SupervisionKind(models.TextChoices):
    ONE_TO_ONE = "one_to_one", "One to one"
    GROUP = "group", "Group"


class Presence(models.TextChoices):
    CAME = "came", "Took part"
    APOLOGIES = "apologies", "Sent apologies"
    MISSED = "missed", "Did not come"


class CounsellingOutcome(models.TextChoices):
    TAKEN_UP = "taken_up", "Taken up"
    DECLINED = "declined", "Not wanted now"
    ENDED = "ended", "Came to its end"
