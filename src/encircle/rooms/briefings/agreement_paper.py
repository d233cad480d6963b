"""The agreement on paper, to be read aloud and signed by hand; in large type where the Circle's kind asks for it."""

from datetime import datetime
from pathlib import Path

from encircle.common.typesetting import tagged_pdf
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.circles.models import Circle

from .actions.agreeing import ITEM, is_easy_read, open_agreement
from .agreements import agreement_now
from .models import Agreement

TEMPLATE = Path(__file__).parent / "agreement.typ"


def agreement_paper(agreement: Agreement, *, by: Actor, at: datetime) -> bytes:
    """PDF/UA-1. Leaves a receipt, and a line that it was printed; names inside the Circle only."""
    opened = open_agreement(agreement, by=by)
    record(
        Verb.EXPORTED, ITEM, agreement.pk, by=by.acting, circle_id=agreement.circle_id, area_id=agreement.area_id,
        detail="paper form",
    )  # fmt: skip
    circle = Circle.objects.get(pk=agreement.circle_id)
    now = agreement_now(circle.pk, at)
    easy = is_easy_read(circle, at)
    contents = {
        "title": "Our agreement",
        "about": f"Circle {circle.reference}, version {agreement.number}",
        "points": [*opened.points, *opened.own_points],
        "names": [line.seat.display_name for line in now.asked] if now else [],
        "easy": easy,
        "footer": "Private" if easy else "Confidential to the Circle. Give the signed page to the coordinator.",
    }
    return tagged_pdf(TEMPLATE, "agreement", contents, system_fonts=easy)
