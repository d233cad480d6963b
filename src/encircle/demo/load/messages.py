"""What the charity wrote to volunteers: sent, one of it withdrawn, some of it read, and one that Cora is writing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Model

from encircle.rooms.messaging.models import Draft, Message, MessageWords, Reading, Recipient, Withdrawal
from encircle.rooms.messaging.vocabulary import Condition, WhyWithdrawn

from ..plan import CharityPlan
from ..plan.shapes import Volunteer
from .keys import Keys

TRAINING = (
    "We run the course on working with adults with learning disabilities again. It is one Saturday, ten until four, "
    "with lunch. Places are for whoever has not done it yet, and for whoever did it more than three years ago.\n\n"
    "If you want a place, tell your coordinator when you next speak."
)
EVENING = (
    "Thank you for a hard year’s work. We would like to give you supper: nothing to bring, nothing to prepare, and "
    "nobody makes a speech.\n\nYour coordinator has the day and the place. Partners are welcome."
)
WRONG_DAY = "The library is closed on the evening of the group supervision. We meet at the office."
WRITING = "From next month mileage is paid within two weeks of the day you send your claim."


@dataclass(frozen=True)
class Sent:
    key: str
    by: str
    areas: tuple[str, ...]
    days: int
    subject: str
    text: str
    conditions: tuple[Condition, ...] = ()
    withdrawn: WhyWithdrawn | None = None


SENT = (
    Sent("evening", "olga", ("a", "b"), 21, "Supper for volunteers", EVENING),
    Sent("training", "cora", ("a",), 6, "A place on a course", TRAINING),
    Sent("day", "cora", ("a",), 3, "Group supervision is at the office", WRONG_DAY, withdrawn=WhyWithdrawn.OVER),
)


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    messages = [(one, _message(one, plan, keys)) for one in SENT]
    yield [row for _, row in messages]
    yield [MessageWords(id=keys("message words", one.key), message_id=row.pk, text=one.text) for one, row in messages]
    yield [each for one, row in messages for each in _recipients(one, row, plan, keys)]
    yield [each for one, row in messages for each in _readings(one, row, plan, keys)]
    yield [
        Withdrawal(
            id=keys("withdrawn message", one.key), message_id=row.pk, why=one.withdrawn, by_id=row.sent_by_id,
            at=row.sent_at + timedelta(days=1),
        )
        for one, row in messages
        if one.withdrawn
    ]  # fmt: skip
    yield [
        Draft(
            id=keys("message draft", "cora"), author_id=keys.user("cora"), subject="Mileage", text=WRITING,
            areas=[keys.area("a")], conditions=[Condition.IN_CIRCLE], saved_at=plan.now - timedelta(hours=3),
        )
    ]  # fmt: skip


def _message(one: Sent, plan: CharityPlan, keys: Keys) -> Message:
    return Message(
        id=keys("message", one.key), subject=one.subject, areas=[keys.area(area) for area in one.areas],
        conditions=list(one.conditions), sent_by_id=keys.user(one.by), sent_at=_at(plan.now, one.days),
    )  # fmt: skip


def _at(now: datetime, days: int) -> datetime:
    return (now - timedelta(days=days)).replace(hour=10, minute=20, second=0)


def _got_it(one: Sent, plan: CharityPlan, keys: Keys) -> Sequence[Volunteer]:
    """Volunteers of the areas who were there then."""
    day = _at(plan.now, one.days).date()
    return [
        each for each in plan.volunteers
        if each.area in one.areas and each.person in keys.with_login and each.joined_on <= day
        and (each.left_on is None or each.left_on > day)
    ]  # fmt: skip


def _recipients(one: Sent, row: Message, plan: CharityPlan, keys: Keys) -> Iterator[Recipient]:
    for each in _got_it(one, plan, keys):
        yield Recipient(
            id=keys("recipient", f"{one.key}/{each.person}"), message_id=row.pk,
            volunteer_id=keys.often("volunteer", each.person), area_id=keys.area(each.area),
        )  # fmt: skip


def _readings(one: Sent, row: Message, plan: CharityPlan, keys: Keys) -> Iterator[Reading]:
    """Two of three opened what was sent a while ago; the cast has not opened the newest."""
    for number, each in enumerate(_got_it(one, plan, keys)):
        if number % 3 == 0 or (one.key == "training" and each.person in ("vera", "vic")):
            continue
        yield Reading(
            id=keys("message opened", f"{one.key}/{each.person}"), message_id=row.pk,
            volunteer_id=keys.often("volunteer", each.person), area_id=keys.area(each.area),
            opened_at=row.sent_at + timedelta(hours=1 + number % 9),
        )  # fmt: skip
