"""The report on one Circle that ended, released to who sat in its outer circle then; another waits for its release.

Everybody asked agreed to everything there, so the whole report went, by the consents of the plan.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Model

from encircle.common.clock import in_london
from encircle.rooms.circles.vocabulary import ProgressKind
from encircle.rooms.endings.releasing import HEADING_OF_FIGURES, figures_in_words
from encircle.rooms.organisation.clocks import end_of_day, start_of_day
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.sharing import models

from ..days import DAY
from ..plan import CharityPlan, shapes
from .endings import goals_by_circle, passage_id, version, words_of
from .keys import Keys

RELEASED = "a7"  # in Cora's area, ended some weeks ago
OPEN_DAYS = PracticeStandard._meta.get_field("ending_open_days").default
Passage = tuple[UUID, str, str, str]  # where it came from, topic, heading, text


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys, circle = Keys(plan), plan.circle(RELEASED)
    ending = circle.ending
    assert ending is not None  # noqa: S101 (the plan says that it ended)
    at, words = ending.at + 7 * DAY, _words(plan, circle, ending, keys)
    seats = [one for one in plan.seats if one.circle == RELEASED and _sat_there(one, ending.at)]
    yield (_release(circle, ending, seat, at, keys) for seat in seats)
    yield (_copy(seat, n, one, keys) for seat in seats for n, one in enumerate(words, 1))
    yield (_basis(plan, seat, n, one, at, keys) for seat in seats for n, one in enumerate(words, 1))
    yield (_told(seat, at + timedelta(minutes=5), keys) for seat in seats)


def _sat_there(seat: shapes.Seat, ended_at: datetime) -> bool:
    return seat.part == "outer_circle" and seat.is_held_at(ended_at)


def _words(plan: CharityPlan, circle: shapes.Circle, ending: shapes.Ending, keys: Keys) -> list[Passage]:
    report = version(plan, circle, ending.at + 6 * DAY, keys)
    first, *goals = words_of(circle, goals_by_circle(plan)[RELEASED], keys)
    return [
        (passage_id(first, keys), first.topic, "In short", first.text),
        (report.pk, "week", HEADING_OF_FIGURES, figures_in_words(report)),
        *(
            (
                passage_id(one, keys),
                one.topic,
                f"Goal: {one.heading}"[:120],
                f"{ProgressKind(one.outcome).label}\n\n{one.text}",
            )
            for one in goals
        ),
    ]


def _to(seat: shapes.Seat, keys: Keys) -> dict[str, UUID]:
    return {
        "release_id": keys.often("release", f"report/{seat.key}"),
        "seat_id": keys.often("seat", seat.key),
        **keys.of_circle(RELEASED),
    }


def _release(
    circle: shapes.Circle, ending: shapes.Ending, seat: shapes.Seat, at: datetime, keys: Keys
) -> models.Release:
    ended_on = in_london(ending.at).date()
    return models.Release(
        id=keys.often("release", f"report/{seat.key}"), **keys.of_circle(RELEASED), kind="ending",
        report_id=keys("report", RELEASED), seat_id=keys.often("seat", seat.key),
        open_until=end_of_day(start_of_day(ended_on + timedelta(days=OPEN_DAYS))),
        professional_id=keys.often("professional", seat.person), agency_id=keys.often("agency", str(seat.agency)),
        channel="online", circle_reference=circle.reference, about_on=ended_on,
        released_by_id=keys.user(circle.coordinator), released_at=at,
    )  # fmt: skip


def _copy(seat: shapes.Seat, position: int, one: Passage, keys: Keys) -> models.ReleasePassage:
    source, topic, heading, text = one
    return models.ReleasePassage(
        id=keys("release passage", f"report/{seat.key}/{position}"), **_to(seat, keys), source_id=source,
        position=position, part="with_core_member", topic_id=topic, heading=heading, text=text,
    )  # fmt: skip


def _basis(
    plan: CharityPlan, seat: shapes.Seat, position: int, one: Passage, at: datetime, keys: Keys
) -> models.PassageBasis:
    paper = next(
        paper
        for paper in plan.consents
        if paper.circle == RELEASED and paper.agency == seat.agency and paper.answer == "yes" and paper.starts_at <= at
    )
    passage = keys("release passage", f"report/{seat.key}/{position}")
    return models.PassageBasis(
        id=keys("basis", f"{passage}/report"), passage_id=passage, release_id=_to(seat, keys)["release_id"],
        **keys.of_circle(RELEASED), consent_subject_id=keys("consent_subject", f"{paper.key}/{one[1]}"),
    )  # fmt: skip


def _told(seat: shapes.Seat, at: datetime, keys: Keys) -> models.ReleaseEvent:
    return models.ReleaseEvent(
        id=keys("event", f"report/{seat.key}/notified"), **_to(seat, keys), kind="notified", at=at
    )
