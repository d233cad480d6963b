"""The pack of the last review of Mark's Circle: drafted, corrected, approved by a second person, and released.

What goes to whom rests on the consents of the plan, passage by passage, as the sieve would have it; who covers nothing
of it gets nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Model

from encircle.rooms.reviews import models as reviews
from encircle.rooms.reviews.vocabulary import Came
from encircle.rooms.sharing import models
from encircle.rooms.sharing.actions.releasing import ATTENDANCE_HEADING

from ..days import HOUR, london_day
from ..plan import CharityPlan, shapes
from .keys import Keys
from .reviews import CORRECTED, PACK, Planned, attendance_of, last_held

CORRECTED_BEFORE = 30 * HOUR  # before now; approved and released in the hours after it
SAYS_NOW = {"Goal 1": "To cook one new thing on Sundays. Three steps forward since the last review; a pan was bought."}
Passage = tuple[int, str, str, str]  # position, topic, heading, text


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys, review = Keys(plan), last_held(plan, CORRECTED)
    at = plan.now - CORRECTED_BEFORE
    yield (_version(review, at, keys),)
    yield (_passage(review, section, one, keys) for section, one in _words())
    yield (_approval(review, at + HOUR, keys),)
    released = at + 2 * HOUR
    seats = [
        (seat, going)
        for seat in review.seats
        if seat.part == "outer_circle" and (going := _going(plan, seat, released, keys))
    ]
    yield (_release(plan, review, seat, released, keys) for seat, _ in seats)
    yield (row for seat, going in seats for row in _released(plan, review, seat, going, keys))
    yield (row for seat, going in seats for row in _bases(review, seat, going, keys))
    yield (row for seat, going in seats for row in _stayed(review, seat, going, keys))
    yield (_told(seat, released, keys) for seat, _ in seats)


def _words() -> Iterator[tuple[str, Passage]]:
    for position, (section, heading, topic, text) in enumerate(PACK, 1):
        yield section, (position, topic, heading, SAYS_NOW.get(heading, text))


def _pack(review: Planned, keys: Keys) -> UUID:
    return keys.often("pack", f"{review.key}/2")


def _of(review: Planned, keys: Keys) -> dict[str, UUID]:
    return {"review_id": keys.often("review", review.key), **keys.of_circle(CORRECTED)}


def _version(review: Planned, at: datetime, keys: Keys) -> reviews.PackVersion:
    before = keys("pack", review.key)
    return reviews.PackVersion(
        id=_pack(review, keys), **_of(review, keys), number=2, kind="correction", based_on_id=before,
        since=review.starts_at - 91 * 24 * HOUR, until=review.ends_at, written_by_id=keys.user("cora"), written_at=at,
    )  # fmt: skip


def _passage(review: Planned, section: str, one: Passage, keys: Keys) -> reviews.PackPassage:
    position, topic, heading, text = one
    return reviews.PackPassage(
        id=_source(review, position, keys), **_of(review, keys), version_id=_pack(review, keys), position=position,
        section=section, topic_id=topic, heading=heading, text=text,
    )  # fmt: skip


def _source(review: Planned, position: int, keys: Keys) -> UUID:
    return keys.often("pack passage", f"{review.key}/2/{position}")


def _approval(review: Planned, at: datetime, keys: Keys) -> reviews.PackApproval:
    return reviews.PackApproval(
        version_id=_pack(review, keys), **_of(review, keys), approved_by_id=keys.user("sena"), approved_at=at
    )


def _going(plan: CharityPlan, seat: shapes.Seat, at: datetime, keys: Keys) -> dict[int, UUID]:
    """Position of a passage -> the consent that lets this professional have it."""
    covered = {
        subject.topic: keys("consent_subject", f"{paper.key}/{subject.topic}")
        for paper in plan.consents
        if paper.circle == CORRECTED and paper.agency == seat.agency and paper.answer == "yes"
        and paper.starts_at <= at and (paper.ends_at is None or paper.ends_at > at)
        and (not paper.professionals or seat.person in paper.professionals)
        for subject in paper.subjects
        if subject.withdrawn_at is None
    }  # fmt: skip
    return {one[0]: covered[one[1]] for _, one in _words() if one[1] in covered}


def _release_id(seat: shapes.Seat, keys: Keys) -> UUID:
    return keys.often("release", f"pack/{seat.key}")


def _to(seat: shapes.Seat, keys: Keys) -> dict[str, UUID]:
    return {
        "release_id": _release_id(seat, keys),
        "seat_id": keys.often("seat", seat.key),
        **keys.of_circle(CORRECTED),
    }


def _release(plan: CharityPlan, review: Planned, seat: shapes.Seat, at: datetime, keys: Keys) -> models.Release:
    return models.Release(
        id=_release_id(seat, keys), **_of(review, keys), kind="review", pack_id=_pack(review, keys),
        seat_id=keys.often("seat", seat.key), professional_id=keys.often("professional", seat.person),
        agency_id=keys.often("agency", str(seat.agency)), channel="online",
        circle_reference=plan.circle(CORRECTED).reference, about_on=london_day(review.starts_at),
        released_by_id=keys.user("cora"), released_at=at,
    )  # fmt: skip


def _released(
    plan: CharityPlan, review: Planned, seat: shapes.Seat, going: dict[int, UUID], keys: Keys
) -> Iterator[models.ReleasePassage]:
    """Who was there goes with whatever goes."""
    yield models.ReleasePassage(
        id=_copy(seat, 0, keys), **_to(seat, keys), position=0, heading=ATTENDANCE_HEADING,
        text=_who_was_there(plan, review, keys),
    )  # fmt: skip
    for _, (position, topic, heading, text) in _words():
        if position in going:
            yield models.ReleasePassage(
                id=_copy(seat, position, keys), **_to(seat, keys), source_id=_source(review, position, keys),
                position=position, part="with_core_member", topic_id=topic, heading=heading, text=text,
            )  # fmt: skip


def _copy(seat: shapes.Seat, position: int, keys: Keys) -> UUID:
    return keys("release passage", f"pack/{seat.key}/{position}")


def _bases(review: Planned, seat: shapes.Seat, going: dict[int, UUID], keys: Keys) -> Iterator[models.PassageBasis]:
    rests = [(0, consent) for consent in dict.fromkeys(going.values())] + list(going.items())
    for position, consent in rests:
        passage = _copy(seat, position, keys)
        yield models.PassageBasis(
            id=keys("basis", f"{passage}/{consent}"), passage_id=passage, release_id=_release_id(seat, keys),
            **keys.of_circle(CORRECTED), consent_subject_id=consent,
        )  # fmt: skip


def _stayed(review: Planned, seat: shapes.Seat, going: dict[int, UUID], keys: Keys) -> Iterator[models.Withheld]:
    for _, (position, topic, _, _) in _words():
        if position not in going:
            yield models.Withheld(
                id=keys("withheld", f"pack/{seat.key}/{position}"), release_id=_release_id(seat, keys),
                **keys.of_circle(CORRECTED), source_id=_source(review, position, keys), part="with_core_member",
                topic_id=topic, reason="no_consent",
            )  # fmt: skip


def _told(seat: shapes.Seat, at: datetime, keys: Keys) -> models.ReleaseEvent:
    return models.ReleaseEvent(id=keys("event", f"pack/{seat.key}/notified"), **_to(seat, keys), kind="notified", at=at)


def _who_was_there(plan: CharityPlan, review: Planned, keys: Keys) -> str:
    agencies = {each.key: each.name for each in plan.agencies}
    lines = []
    for one in Came:
        names = sorted({_outside(seat, agencies) for seat, came in attendance_of(review, plan) if came == one})
        if names:
            lines.append(f"{one.label}: {', '.join(names)}.")
    return "\n".join(lines)


def _outside(seat: shapes.Seat, agencies: dict[str, str]) -> str:
    if seat.agency:
        return agencies[seat.agency]
    inside = {"core_member": "the core member", "coordinator": "the coordinator"}
    return inside.get(seat.part, f"Volunteer {seat.letter}")
