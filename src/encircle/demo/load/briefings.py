"""Briefings with their packs, what let a Circle start without one, and the agreements of Circles.

Most Circles had their briefing six days before they began; one in area C started without, and a senior coordinator said
why. Circles that form have one planned; that of Arthur's Circle was cancelled, planned anew, and then moved. The pack
of Mark's Circle closed long ago and is open once more for Vera; his Circle's agreement has a second version that not
everybody has signed. Probation is asked to sign too.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Model

from encircle.rooms.briefings import models
from encircle.rooms.briefings.vocabulary import ExceptionReason, MoveReason
from encircle.rooms.briefings.wording import EASY_POINTS, USUAL_POINTS
from encircle.rooms.people.models import OnwardPermission

from ..days import DAY, HOUR, london_day
from ..plan import CharityPlan, shapes
from ..words.briefings import LATER_POINT, OWN_POINTS, PACK
from .keys import Keys

BEFORE = 6 * DAY
OURS = "a1"  # Mark's Circle
UNBRIEFED = "c3"
UNLUCKY = "a8"  # Arthur's Circle, which forms
OPEN_DAYS = timedelta(days=14)
INVITED = ("volunteer", "outer_circle", "coordinator")


def before_the_phases(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """The database lets no Circle start without one of these."""
    started = [each for each in plan.circles if len(each.phases) > 1]
    yield (_briefing(each, keys) for each in plan.circles if _has_briefing(each))
    yield (_held(each, keys) for each in started if _has_briefing(each))
    yield (_exception(each, keys) for each in started if not _has_briefing(each))


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    seats = {each.key: _seats(plan, each) for each in plan.circles}
    briefed = [each for each in plan.circles if _has_briefing(each)]
    yield (_exception_words(each, keys) for each in plan.circles if len(each.phases) > 1 and not _has_briefing(each))
    yield (row for each in briefed for row in _invitations(each, seats[each.key], keys))
    unlucky = plan.circle(UNLUCKY)
    yield (_cancelled(unlucky, keys),)
    yield _invitations_to_the_cancelled(unlucky, seats[UNLUCKY], keys)
    yield (_move(unlucky, keys),)
    yield (row for each in briefed if len(each.phases) > 1 for row in _attendance(each, seats[each.key], keys))
    yield (_permission(plan, keys),)
    packed = [each for each in briefed if each.state == "forming" or each.key in (OURS, "a6", "b1")]
    yield (_version(each, keys) for each in packed)
    yield (row for each in packed for row in _texts(plan, each, keys))
    yield (_page(plan, number, keys) for number in (1, 2))
    yield (row for each in packed for row in _openings(plan, each, seats[each.key], keys))
    agreed = [each for each in plan.circles if each.starts_at and each.state != "ended"]
    yield (row for each in agreed for row in _agreements(plan, each, keys))
    yield (row for each in agreed for row in _words(plan, each, keys))
    yield (row for each in agreed for row in _asked_outside(plan, each, seats[each.key], keys))
    yield (row for each in agreed for row in _signatures(plan, each, seats[each.key], keys))


def _has_briefing(each: shapes.Circle) -> bool:
    return each.key != UNBRIEFED


def _starts(each: shapes.Circle) -> datetime:
    """Of a Circle that forms: two months after it opened, which is still to come."""
    return each.phases[1].starts_at - BEFORE if len(each.phases) > 1 else each.opened_at + 60 * DAY


def _id(each: shapes.Circle, keys: Keys) -> UUID:
    return keys.often("briefing", each.key)


def _of(each: shapes.Circle, keys: Keys) -> dict[str, UUID]:
    return {"briefing_id": _id(each, keys), **keys.of_circle(each.key)}


def _briefing(each: shapes.Circle, keys: Keys) -> models.Briefing:
    starts = _starts(each)
    return models.Briefing(
        id=_id(each, keys), **keys.of_circle(each.key),
        planned_starts_at=starts - 7 * DAY if each.key == UNLUCKY else starts, starts_at=starts,
        ends_at=starts + 2 * HOUR, venue_id=keys.often("venue", each.venue), planned_by_id=keys.user(each.coordinator),
        planned_at=each.opened_at + DAY,
    )  # fmt: skip


def _cancelled(each: shapes.Circle, keys: Keys) -> models.Briefing:
    """The first that was planned, before the one that is to be held."""
    starts, by = _starts(each) - 30 * DAY, keys.user(each.coordinator)
    return models.Briefing(
        id=keys("briefing", f"{each.key}/cancelled"), **keys.of_circle(each.key), planned_starts_at=starts,
        starts_at=starts, ends_at=starts + 2 * HOUR, planned_by_id=by, planned_at=each.opened_at + HOUR,
        cancelled_at=each.opened_at + DAY, cancelled_by_id=by, cancel_reason=MoveReason.POLICE,
    )  # fmt: skip


def _invitations_to_the_cancelled(
    each: shapes.Circle, seats: list[shapes.Seat], keys: Keys
) -> Iterator[models.BriefingInvitation]:
    for seat in seats:
        if seat.part in INVITED and seat.starts_at <= each.opened_at + DAY:
            yield models.BriefingInvitation(
                id=keys("briefing invitation", f"{seat.key}/cancelled"), **keys.of_circle(each.key),
                briefing_id=keys("briefing", f"{each.key}/cancelled"), seat_id=keys.often("seat", seat.key),
                invited_by_id=keys.user(each.coordinator), invited_at=each.opened_at + HOUR,
            )  # fmt: skip


def _move(each: shapes.Circle, keys: Keys) -> models.BriefingMove:
    return models.BriefingMove(
        id=keys("briefing move", each.key), **_of(each, keys), moved_from=_starts(each) - 7 * DAY,
        moved_to=_starts(each), reason=MoveReason.VENUE, moved_by_id=keys.user(each.coordinator),
        moved_at=each.opened_at + 3 * DAY,
    )  # fmt: skip


def _held(each: shapes.Circle, keys: Keys) -> models.BriefingHeld:
    return models.BriefingHeld(
        **_of(each, keys), held_at=_starts(each), led_by=keys.plan.people[each.coordinator].name, goals_guidance=True,
        recorded_by_id=keys.user(each.coordinator), recorded_at=_starts(each) + 20 * HOUR,
    )  # fmt: skip


def _exception(each: shapes.Circle, keys: Keys) -> models.StartException:
    return models.StartException(
        **keys.of_circle(each.key), reason=ExceptionReason.AGENCY, decided_by_id=keys.user("sena"),
        decided_at=each.phases[1].starts_at - 2 * DAY,
    )  # fmt: skip


def _exception_words(each: shapes.Circle, keys: Keys) -> models.StartExceptionWords:
    of = keys.of_circle(each.key)
    text = "The police could not come before the end of the month. Probation told the volunteers what they must know."
    return models.StartExceptionWords(exception_id=of["circle_id"], **of, text=text)


def _seats(plan: CharityPlan, each: shapes.Circle) -> list[shapes.Seat]:
    return [seat for seat in plan.seats if seat.circle == each.key]


def _invitations(each: shapes.Circle, seats: list[shapes.Seat], keys: Keys) -> Iterator[models.BriefingInvitation]:
    for seat in seats:
        if seat.part in INVITED and seat.starts_at <= _starts(each):
            yield models.BriefingInvitation(
                id=keys("briefing invitation", seat.key), **_of(each, keys), seat_id=keys.often("seat", seat.key),
                invited_by_id=keys.user(each.coordinator), invited_at=each.opened_at + DAY,
            )  # fmt: skip


def _attendance(each: shapes.Circle, seats: list[shapes.Seat], keys: Keys) -> Iterator[models.BriefingAttendance]:
    for number, seat in enumerate(seats):
        if seat.part in INVITED and seat.starts_at <= _starts(each):
            yield models.BriefingAttendance(
                id=keys("briefing attendance", seat.key), **_of(each, keys), seat_id=keys.often("seat", seat.key),
                presence="apologies" if number % 9 == 7 else "present", recorded_by_id=keys.user(each.coordinator),
            )  # fmt: skip


def _permission(plan: CharityPlan, keys: Keys) -> OnwardPermission:
    return OnwardPermission(
        id=keys("onward permission", "mark/licence"), document_id=keys("document", "mark/licence"),
        area_id=keys.area("a"), given_by="The duty officer, public protection", given_on=london_day(plan.now - 6 * DAY),
        recorded_by_id=keys.user("cora"), recorded_at=plan.now - 5 * DAY,
    )  # fmt: skip


def _version(each: shapes.Circle, keys: Keys) -> models.PackVersion:
    return models.PackVersion(
        id=keys.often("pack", each.key), **_of(each, keys), number=1, written_by_id=keys.user(each.coordinator),
        written_at=each.opened_at + 2 * DAY,
    )  # fmt: skip


def _texts(plan: CharityPlan, each: shapes.Circle, keys: Keys) -> Iterator[models.PackText]:
    known = plan.people[each.core_member].given
    for section, text in PACK.items():
        yield models.PackText(
            id=keys("pack text", f"{each.key}/{section}"), **_of(each, keys), version_id=keys.often("pack", each.key),
            section=section, text=text.format(known=known),
        )  # fmt: skip


def _page(plan: CharityPlan, number: int, keys: Keys) -> models.PackPage:
    return models.PackPage(
        id=keys("pack page", str(number)), **_of(plan.circle(OURS), keys), version_id=keys.often("pack", OURS),
        document_id=keys("document", "mark/licence"), number=number, position=number,
    )  # fmt: skip


def _openings(
    plan: CharityPlan, each: shapes.Circle, seats: list[shapes.Seat], keys: Keys
) -> Iterator[models.PackOpening]:
    of, by = _of(each, keys), keys.user(each.coordinator)
    yield models.PackOpening(
        id=keys("pack opening", each.key), **of, follows_start=True, opens_at=_starts(each),
        closes_at=_starts(each) + OPEN_DAYS, opened_by_id=by, opened_at=each.opened_at + 2 * DAY,
    )  # fmt: skip
    vera = next((seat for seat in seats if each.key == OURS and seat.person == "vera"), None)
    if vera is not None:
        yield models.PackOpening(
            id=keys("pack opening", "vera"), **of, seat_id=keys.often("seat", vera.key), follows_start=False,
            opens_at=plan.now - DAY, closes_at=plan.now - DAY + OPEN_DAYS, reason="once_more", opened_by_id=by,
            opened_at=plan.now - DAY,
        )  # fmt: skip


def _numbers(each: shapes.Circle) -> tuple[int, ...]:
    return (1, 2) if each.key == OURS else (1,)


def _agreements(plan: CharityPlan, each: shapes.Circle, keys: Keys) -> Iterator[models.Agreement]:
    for number in _numbers(each):
        yield models.Agreement(
            id=keys("circle agreement", f"{each.key}/{number}"), **keys.of_circle(each.key), number=number,
            written_by_id=keys.user(each.coordinator), written_at=_written(plan, each, number),
        )  # fmt: skip


def _written(plan: CharityPlan, each: shapes.Circle, number: int) -> datetime:
    return plan.now - 4 * DAY if number == 2 else each.phases[1].starts_at


def _words(plan: CharityPlan, each: shapes.Circle, keys: Keys) -> Iterator[models.AgreementText]:
    points = EASY_POINTS if each.kind == "adapted" else USUAL_POINTS
    for number in _numbers(each):
        own = (*OWN_POINTS, LATER_POINT) if number == 2 else OWN_POINTS
        yield models.AgreementText(
            agreement_id=keys("circle agreement", f"{each.key}/{number}"), **keys.of_circle(each.key),
            points="\n".join(points), own_points="\n".join(own),
        )  # fmt: skip


def _outside(plan: CharityPlan, each: shapes.Circle, seats: list[shapes.Seat], number: int) -> list[shapes.Seat]:
    """Probation is asked to sign too: whoever held the seat when the version was written."""
    at = _written(plan, each, number)
    outer = [seat for seat in seats if seat.part == "outer_circle" and seat.is_held_at(at)]
    return [seat for seat in outer if seat.agency and "probation" in seat.agency]


def _asked_outside(
    plan: CharityPlan, each: shapes.Circle, seats: list[shapes.Seat], keys: Keys
) -> Iterator[models.AgreementAsked]:
    for number in _numbers(each):
        for seat in _outside(plan, each, seats, number):
            yield models.AgreementAsked(
                id=keys("agreement asked", f"{seat.key}/{number}"), **keys.of_circle(each.key),
                agreement_id=keys("circle agreement", f"{each.key}/{number}"), seat_id=keys.often("seat", seat.key),
            )  # fmt: skip


def _signatures(
    plan: CharityPlan, each: shapes.Circle, seats: list[shapes.Seat], keys: Keys
) -> Iterator[models.Signature]:
    """Everybody asked signed the first version; the second, so far, Vera and the coordinator."""
    inner = [seat for seat in seats if seat.part != "outer_circle"]
    for number in _numbers(each):
        at = _written(plan, each, number) + 3 * HOUR
        for seat in (*inner, *_outside(plan, each, seats, number)):
            if number == 2 and seat.person not in ("vera", each.coordinator):
                continue
            person, is_core = plan.people[seat.person], seat.part == "core_member"
            signs_in = keys.user_or_none(seat.person) is not None and not is_core
            yield models.Signature(
                id=keys("signature", f"{seat.key}/{number}"), **keys.of_circle(each.key),
                agreement_id=keys("circle agreement", f"{each.key}/{number}"), seat_id=keys.often("seat", seat.key),
                name=person.given, how="own_screen" if signs_in else "paper", signed_at=max(at, seat.starts_at),
                recorded_by_id=keys.user(seat.person if signs_in else each.coordinator),
                recorded_at=max(at, seat.starts_at),
            )  # fmt: skip
