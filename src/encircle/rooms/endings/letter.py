"""A letter with questions: they can be answered at a personal address, or by hand on the paper itself.

It says as whom somebody is asked, and nothing about the core member nor the Circle.
"""

from pathlib import Path

from encircle.common.typesetting import tagged_pdf
from encircle.rooms.organisation.queries import present_charity

from .queries import Asked, questions_of
from .vocabulary import ASKED_AS, CODES, EASY_WORDS, Asks

TEMPLATE = Path(__file__).parent / "letter.typ"
A_PART = 20  # letters of an address: between them the line may end, and nothing is written there that is copied along


def letter_with_questions(asked: Asked, address: str) -> bytes:
    """PDF/UA-1. In easy read: large type, one idea a line."""
    charity, easy_read = present_charity(), asked.row.question_set.easy_read
    contents = {
        "charity": charity.name if charity else "",
        "title": "Some questions for you",
        "asked_as": f"{ASKED_AS[asked.respondent]}.",
        "address": [address[place : place + A_PART] for place in range(0, len(address), A_PART)],
        "easy": easy_read,
        "questions": [
            {"words": one.words, "options": _options(one.asks, easy_read=easy_read)}
            for one in questions_of(asked.row.question_set_id)
        ],
    }
    return tagged_pdf(TEMPLATE, "letter", contents, system_fonts=easy_read)


def _options(asks: str, *, easy_read: bool) -> list[str]:
    if asks == Asks.WORDS:
        return []
    return [EASY_WORDS.get(code, words) if easy_read else words for code, words in CODES[asks].items()]
