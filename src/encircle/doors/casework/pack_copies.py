"""Copies of an approved pack: a tagged PDF and a Word file, for the charity or for the Circle's own table."""

from collections.abc import Callable
from datetime import datetime

from encircle.common.clock import in_london
from encircle.design.dates import long_date
from encircle.design.papers import Paper, Section, pdf, word
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.reviews.actions.packing import OpenPack
from encircle.rooms.reviews.queries.packs import Audience, shown_to

COPIES: dict[str, tuple[Callable[[Paper], bytes], str]] = {
    "pdf": (pdf, "application/pdf"),
    "docx": (word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
FOR = {
    Audience.CHARITY: "For the charity alone. What an agency may have is released to it in Encircle.",
    Audience.CIRCLE: "For the Circle’s own table. What agencies keep to themselves, and concerns, are not in it.",
}


def copy_of(pack: OpenPack, audience: Audience, *, by: Actor, at: datetime) -> Paper:
    version = pack.version
    record(
        Verb.EXPORTED,
        "reviews.packversion",
        version.pk,
        by=by.acting,
        circle_id=version.circle_id,
        area_id=version.area_id,
        detail=str(audience),
    )
    now = in_london(at)
    return Paper(
        title=f"Review on {long_date(version.review.starts_at)}",
        facts=(
            ("Circle", version.review.circle_reference),
            ("The record from", long_date(version.since)),
            ("To", long_date(version.until)),
        ),
        sections=tuple(Section(one.heading, _paragraphs(one.text)) for one in shown_to(audience, pack.passages)),
        header=f"Opened by {by.name} on {now.day} {now:%B %Y at %H:%M}",
        footer=f"Confidential. {FOR[audience]}",
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
