"""The letter that declines, in kind words: what staff start from, and how it is set on paper."""

from datetime import datetime
from pathlib import Path

from encircle.common.clock import in_london
from encircle.common.typesetting import tagged_pdf
from encircle.rooms.organisation.queries import present_charity

from .application import ASKED_OF_REFEREES
from .models import Applicant, Reference

TEMPLATE = Path(__file__).parent / "letter.typ"
# Staff change it as they like; it gives no reason, because a reason given coldly hurts and the coded one is for us.
KIND_WORDS = """Dear {given_name},

Thank you for coming forward, and for the time and thought you have given to it. It takes some courage to offer what \
you offered.

We are sorry that we cannot go further with it now. This says nothing about your worth, nor about the kindness behind \
your offer.

If you would like to talk about it, please ring us: we are glad to explain what we can.

With our thanks and good wishes,"""


def first_words(applicant: Applicant) -> str:
    return KIND_WORDS.format(given_name=applicant.given_name)


def letter_on_paper(applicant: Applicant, text: str, *, from_name: str, at: datetime) -> bytes:
    """PDF/UA-1."""
    charity, day = present_charity(), in_london(at).date()
    contents = {
        "charity": charity.name if charity else "",
        "title": "A letter to you",
        "to": [applicant.full_name, *[line.strip() for line in applicant.post_to.split(",") if line.strip()]],
        "day": f"{day.day} {day:%B} {day.year}",
        "paragraphs": [part.strip() for part in text.split("\n\n") if part.strip()],
        "from_name": from_name,
    }
    return tagged_pdf(TEMPLATE, "letter", contents)


TO_REFEREE = """Dear {name},

{about} has applied to volunteer with us and named you as somebody who knows them. Would you answer a few questions? \
What you write goes to the coordinator who decides, and not to {about}.

You can answer at this address, which is yours alone, works once and for 60 days:"""
OR_BY_HAND = "Or write your answers on paper, with the day and your name, and send them to us:"


def letter_to_referee(reference: Reference, about: Applicant, address: str, *, from_name: str, at: datetime) -> bytes:
    """PDF/UA-1, with a personal address and the questions."""
    charity, day = present_charity(), in_london(at).date()
    words = TO_REFEREE.format(name=reference.name, about=about.full_name)
    contents = {
        "charity": charity.name if charity else "",
        "title": "A letter to you",
        "to": [reference.name, *[line.strip() for line in reference.post_to.split(",") if line.strip()]],
        "day": f"{day.day} {day:%B} {day.year}",
        "paragraphs": [
            *words.split("\n\n"),
            address,
            OR_BY_HAND,
            *(f"{number}. {one.label}" for number, one in enumerate(ASKED_OF_REFEREES, 1)),
            "With our thanks,",
        ],
        "from_name": from_name,
    }
    return tagged_pdf(TEMPLATE, "letter", contents)
