"""Words of an ending."""

from django.db import models

from encircle.rooms.organisation.vocabulary import Respondent


class MovedBecause(models.TextChoices):
    """Why the planned end of a Circle is another day."""

    REVIEW = "review", "Decided at a review"
    RELEASE = "release", "The release from prison moved"
    MORE_TIME = "more_time", "The core member needs more time"
    READY = "ready", "The core member is ready sooner"
    VOLUNTEERS = "volunteers", "Because of the volunteers"
    OTHER = "other", "Another reason"


ASKED_AS = {
    Respondent.REFERRER: "You were asked as the referrer",
    Respondent.PROFESSIONAL: "You were asked as a professional who worked with a Circle",
    Respondent.VOLUNTEER: "You were asked as a volunteer",
    Respondent.CORE_MEMBER: "You were asked as the person the Circle was for",
}


RESPONDENT_WORDS = {
    Respondent.REFERRER: "Referrer",
    Respondent.PROFESSIONAL: "Outer circle",
    Respondent.VOLUNTEER: "Volunteer",
    Respondent.CORE_MEMBER: "Core member",
}


class Asks(models.TextChoices):
    """How a question is answered."""

    AGREEMENT = "agreement", "How far somebody agrees, in five steps"
    YES_NO = "yes_no", "Yes, partly, no"
    WORDS = "words", "In their own words"


NOT_SAID = "not_said"
# What may be answered, by how it is asked: code -> words. Nothing stands for a question that was left out.
CODES: dict[str, dict[str, str]] = {
    Asks.AGREEMENT: {
        "agree_much": "Strongly agree",
        "agree": "Agree",
        "neither": "Neither agree nor disagree",
        "disagree": "Disagree",
        "disagree_much": "Strongly disagree",
        NOT_SAID: "I cannot or do not want to say",
    },
    Asks.YES_NO: {"yes": "Yes", "partly": "Partly", "no": "No", NOT_SAID: "I cannot or do not want to say"},
}
# The same three steps in easy read: one idea, short words.
EASY_WORDS = {"yes": "Yes", "partly": "A bit", "no": "No", NOT_SAID: "I do not want to say"}


class Channel(models.TextChoices):
    """The way answers came."""

    LINK = "link", "By a personal link"
    SIGNED_IN = "signed_in", "Signed in"
    PAPER = "paper", "On paper"


class ReportPart(models.TextChoices):
    """What an end-of-Circle report speaks of, in this order."""

    SUMMARY = "summary", "In short"
    GOAL = "goal", "Goals"
    REVIEWS = "reviews", "Reviews"
    AGENCIES = "agencies", "What agencies told"
    CONCERNS = "concerns", "Concerns"
    OWN_WORDS = "own_words", "In the core member’s own words"
    WHAT_NEXT = "what_next", "What comes after"
