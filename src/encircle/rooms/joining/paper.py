"""The form to agree on, as a PDF: standard, or in easy read with or without pictures.

PDF/UA-1, so that it can be read aloud. The drawings are our own; each says in words what it shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from encircle.common.clock import in_london
from encircle.common.typesetting import Drawing, tagged_pdf
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.queries import present_charity
from encircle.rooms.people.models import Carer, CoreMember

from .queries import audience_of, kinds_of, words_on
from .rules import require_taking
from .vocabulary import Audience, Style
from .wording import PICTURES, Line, Words

HERE = Path(__file__).parent
TEMPLATE, DRAWINGS = HERE / "agreement.typ", HERE / "pictures"


@dataclass(frozen=True, kw_only=True)
class Print:
    """What is to be printed. A carer's form, where one is named."""

    style: Style
    pictures: bool = False
    carer: Carer | None = None


def agreement_form(core_member: CoreMember, wanted: Print, *, by: Actor) -> bytes:
    """In the words in force today, with the name of whoever signs. Raises NotAllowed."""
    require_taking(by, core_member.area_id)
    at = by.now
    kind = kinds_of([core_member.pk], at).get(core_member.pk, "adult")
    today = in_london(at).date()
    audience = audience_of(core_member, kind, is_carer=wanted.carer is not None, on=today)
    words, _ = words_on(audience, wanted.style, today)
    record(
        Verb.EXPORTED, "people.coremember", core_member.pk, by=by.acting, area_id=core_member.area_id,
        person_id=core_member.pk, detail="agreement form",
    )  # fmt: skip
    name = wanted.carer.name if wanted.carer else f"{core_member.given_name} {core_member.family_name}"
    charity = present_charity()
    return made(words, audience, wanted, name=name, charity=charity.name if charity else "")


def made(words: Words, audience: Audience, wanted: Print, *, name: str, charity: str) -> bytes:
    easy = wanted.style is Style.EASY_READ
    contents = {
        "title": words.title,
        "charity": charity,
        "easy": easy,
        "pictures": wanted.pictures,
        "parts": [[_line(line, with_picture=wanted.pictures) for line in part] for part in words.parts],
        "footer": "Private" if easy else "Confidential. Give this page to the coordinator.",
        **_to_sign(easy, audience, name),
    }
    return tagged_pdf(TEMPLATE, "form", contents, system_fonts=easy)


def _line(line: Line, *, with_picture: bool) -> dict[str, str]:
    if not with_picture or not line.picture:
        return {"text": line.text, "picture": "", "svg": "", "alt": ""}
    drawn = Drawing((DRAWINGS / f"{line.picture}.svg").read_text())
    return {"text": line.text, "picture": line.picture, "svg": drawn, "alt": f"Drawing: {PICTURES[line.picture]}"}


def _to_sign(easy: bool, audience: Audience, name: str) -> dict[str, Any]:
    if easy:
        says = "I say yes." if audience is Audience.CARER else "I want to join."
        return _signs(
            "What do you say?",
            [says, "I say no.", "I want to think about it."],
            [("My name:", name), ("I sign here:", ""), ("Date:", ""), ("Who helped me:", "")],
        )
    return _signs(
        "I agree",
        ["It is of my own free will.", "No court order and no licence asks it of me."],
        [("Name", name), ("Signature", ""), ("Date", ""), ("Taken by", ""), ("Who was there", "")],
    )


def _signs(title: str, ticks: Sequence[str], signs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {"sign_title": title, "ticks": list(ticks), "signs": [list(one) for one in signs]}
