"""What is in date and what is missing, in words for staff and for the volunteer."""

from datetime import date

from .vocabulary import Condition

_MISSING = {
    Condition.REFERENCES: "two satisfactory references",
    Condition.INTERVIEW: "an interview that went well",
    Condition.CHECK: "a DBS check that covers this kind of Circle",
    Condition.TRAINING: "the basic training",
    Condition.ASSESSMENT: "a pass at the assessment centre",
    Condition.AGREEMENT: "the signed agreement with the charity",
    Condition.PRISON: "a prison clearance",
}
_LAPSED = {
    Condition.CHECK: "a new DBS check: the last counted until {}",
    Condition.AGREEMENT: "the agreement signed in its new wording: the earlier counted until {}",
    Condition.PRISON: "a new prison clearance: the last ended on {}",
}
_KINDLY = {
    Condition.REFERENCES: "Two people who know you still have to write to us. We ask them; you need do nothing.",
    Condition.INTERVIEW: "We would like to meet you for an interview. We will find a time with you.",
    Condition.CHECK: "We need a DBS check in date. We start it with you. Show us the certificate when it comes.",
    Condition.TRAINING: "The basic training comes next. We will invite you to one.",
    Condition.ASSESSMENT: "The assessment centre is still ahead of you. We will invite you to one.",
    Condition.AGREEMENT: "Please read the agreement between us and sign it.",
    Condition.PRISON: "The prison has to say that you may come in. We ask it for you.",
}


def missing_words(condition: Condition, name: str, last_day: date | None) -> str:
    """What is needed, as the end of “Needed: …”."""
    if condition is Condition.COURSES:
        again = f" again: it counted until {said(last_day)}" if last_day else ""
        return f"the course “{name}”{again}"
    if condition is Condition.PRISON and name:
        return f"a new clearance by {name}: the last ended on {said(last_day)}" if last_day else f"clearance by {name}"
    if last_day is not None and condition in _LAPSED:
        return _LAPSED[condition].format(said(last_day))
    return _MISSING[condition]


def kind_words(condition: Condition, name: str) -> str:
    """To the volunteer themselves: what happens next, and who does it."""
    if condition is Condition.COURSES:
        return f"There is a course to do: {name}. We will tell you when it takes place."
    return _KINDLY[condition]


def heading_words(condition: Condition, name: str) -> str:
    if condition is Condition.PRISON and name:
        return f"Clearance by {name}"
    return name if condition is Condition.COURSES else condition.label


def said(day: date) -> str:
    """3 March 2026"""
    return f"{day.day} {day:%B %Y}"
