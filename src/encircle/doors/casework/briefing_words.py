"""The briefing and the agreement of a Circle in words: lines of its first page."""

from datetime import datetime
from uuid import UUID

from encircle.design.dates import date_and_time, long_date
from encircle.design.items import Action, Row
from encircle.rooms.briefings.agreements import agreement_now
from encircle.rooms.briefings.queries import BriefingNow, briefing_now

from .links import to


def briefing_rows(circle_id: UUID, at: datetime) -> list[Row]:
    see = Action("See", to("briefings", circle_id), hidden="the briefing")
    agreed = Action("See", to("circle_agreement", circle_id), hidden="the agreement")
    return [
        Row("Briefing", _briefing(briefing_now(circle_id, at), at), actions=[see]),
        Row("Agreement", _agreement(circle_id, at), actions=[agreed]),
    ]


def _briefing(now: BriefingNow, at: datetime) -> str:
    missing = " and ".join(word.lower() for word in now.missing)
    if now.held is not None:
        lines = [f"Held on {long_date(now.held.held_at)}", f"Not there: {missing}" if missing else ""]
    elif now.planned is not None:
        lines = [f"Planned for {date_and_time(now.planned.starts_at)}", f"Not invited: {missing}" if missing else ""]
    else:
        return "None is planned"
    if now.open_until:
        lines.append(f"Pack open until {date_and_time(now.open_until)}")
    elif now.closed_at:
        lines.append(f"Pack closed on {long_date(now.closed_at)}")
    return "\n".join(line for line in lines if line)


def _agreement(circle_id: UUID, at: datetime) -> str:
    now = agreement_now(circle_id, at)
    if now is None:
        return "None is written"
    return "Signed by all" if now.is_complete else f"Signed by {now.signed} of {len(now.asked)}"
