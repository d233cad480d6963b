"""What the charity wrote to volunteers: sent, one of it withdrawn, some of it read, and one that Cora is writing.

And a newsletter, to whoever asked for it: volunteers, and supporters of each area.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Model

from encircle.foundations.post.models import Letter, LetterKind
from encircle.rooms.messaging.models import (
    AddressAsked,
    Draft,
    Message,
    MessageWords,
    NewsletterWord,
    Reading,
    Recipient,
    Supporter,
    Withdrawal,
)
from encircle.rooms.messaging.newsletter import hash_for
from encircle.rooms.messaging.proving import hash_for as hash_of_asking
from encircle.rooms.messaging.vocabulary import Condition, Kind, Said, WhyWithdrawn

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
AUTUMN = (
    "This year 14 volunteers finished their training, and two evenings filled the library.\n\n"
    "A poem, sent in by somebody who has been with us from the start:\n\n"
    "The kettle first, the chairs, the door ajar.\nWe ask the week to say how far we are.\n\n"
    "The annual meeting is in the town hall. Everybody who gets this letter is welcome."
)
SPRING = "Thank you to everybody who wrote something for the last newsletter. Here is what came of the summer walk."
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


# Name, area, and whether they want the newsletter still.
SUPPORTERS = (
    ("friend", "Harriet Windrush", "a", True),
    ("priest", "Desmond Pettigrew", "a", True),
    ("baker", "Irma Quillfeather", "a", False),
    ("teacher", "Lorne Saltmarsh", "b", True),
)
# Asked the other day, and has not confirmed yet.
ASKED = ("neighbour", "Odette Marchbanks", "a")
NEWSLETTER = Sent("autumn", "olga", ("a", "b"), 9, "News for everybody who supports us", AUTUMN)


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
        ),
        Draft(
            id=keys("message draft", "olga"), author_id=keys.user("olga"), kind=Kind.NEWSLETTER, text=SPRING,
            subject="What came of the walk", areas=[keys.area("a"), keys.area("b")],
            saved_at=plan.now - timedelta(hours=5),
        ),
    ]  # fmt: skip

    yield from _newsletter(plan, keys)


def _newsletter(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """Every second volunteer asked for it on their own page; nobody gets it who did not."""
    long_ago = plan.now - timedelta(days=60)
    by = keys.user("cora")
    yield [
        Supporter(
            id=keys("supporter", key), area_id=keys.area(area), name=name, email=f"{key}@people.example",
            added_by_id=by, added_at=long_ago,
        )
        for key, name, area, _ in SUPPORTERS
    ]  # fmt: skip
    yield [_asked_lately(plan, keys, by)]
    yield _asked(plan, keys, by, long_ago)
    message = _message(NEWSLETTER, plan, keys)
    message.kind = Kind.NEWSLETTER
    yield [message]
    yield [MessageWords(id=keys("message words", "autumn"), message_id=message.pk, text=NEWSLETTER.text)]
    wanting = _got_it(NEWSLETTER, plan, keys)[::2]
    yield [*_own_words(wanting, keys, long_ago), *_noted_words(keys, by, long_ago, plan.now)]
    copies = list(_copies(wanting, message, keys))
    yield copies
    yield _letters(copies, message, keys)


def _asked_lately(plan: CharityPlan, keys: Keys, by: UUID) -> Supporter:
    key, name, area = ASKED
    return Supporter(
        id=keys("supporter", key), area_id=keys.area(area), name=name, email=f"{key}@people.example", added_by_id=by,
        added_at=plan.now - timedelta(days=3),
    )  # fmt: skip


def _asked(plan: CharityPlan, keys: Keys, by: UUID, long_ago: datetime) -> Iterator[AddressAsked]:
    """Whoever gets it confirmed their address the day after they were asked."""
    asked = [(key, area, long_ago, long_ago + timedelta(days=1)) for key, _, area, _ in SUPPORTERS]
    key, _, area = ASKED
    for one, where, at, proved in [*asked, (key, area, plan.now - timedelta(days=3), None)]:
        id = keys("address asked", one)
        yield AddressAsked(
            id=id, supporter_id=keys("supporter", one), area_id=keys.area(where), email=f"{one}@people.example",
            token_hash=hash_of_asking(id), asked_at=at, asked_by_id=by, proved_at=proved,
        )  # fmt: skip


def _own_words(wanting: Sequence[Volunteer], keys: Keys, at: datetime) -> Iterator[NewsletterWord]:
    for each in wanting:
        yield NewsletterWord(
            id=keys("newsletter word", each.person), volunteer_id=keys.often("volunteer", each.person),
            area_id=keys.area(each.area), wants=True, said=Said.OWN_PAGE, at=at, by_id=keys.user(each.person),
        )  # fmt: skip


def _noted_words(keys: Keys, by: UUID, long_ago: datetime, now: datetime) -> Iterator[NewsletterWord]:
    said = [(*one, long_ago) for one in SUPPORTERS] + [(*ASKED, True, now - timedelta(days=3))]
    for key, _, area, wants, at in said:
        of = {"supporter_id": keys("supporter", key), "area_id": keys.area(area)}
        yield NewsletterWord(
            id=keys("newsletter word", key), **of, wants=True, said=Said.SPOKEN, at=at, by_id=by
        )  # fmt: skip
        if not wants:
            yield NewsletterWord(
                id=keys("newsletter ended", key), **of, wants=False, said=Said.LETTER, at=now - timedelta(days=8)
            )


def _copies(wanting: Sequence[Volunteer], message: Message, keys: Keys) -> Iterator[Recipient]:
    whom = [({"volunteer_id": keys.often("volunteer", one.person)}, one.area, one.person) for one in wanting]
    whom += [({"supporter_id": keys("supporter", key)}, area, key) for key, _, area, _ in SUPPORTERS[1:]]
    for of, area, key in whom:
        row = Recipient(id=keys("recipient", f"autumn/{key}"), message_id=message.pk, area_id=keys.area(area), **of)
        row.token_hash = hash_for(row.pk)
        yield row


def _letters(copies: Sequence[Recipient], message: Message, keys: Keys) -> Iterator[Letter]:
    """Sent in the minute after, but to one supporter whose address takes nothing any more."""
    full = keys("supporter", "priest")
    for row in copies:
        was_sent = row.supporter_id != full
        yield Letter(
            id=keys("newsletter letter", str(row.pk)), kind=LetterKind.NEWSLETTER, area_id=row.area_id, item_id=row.pk,
            written_at=message.sent_at, sent_at=message.sent_at + timedelta(minutes=1) if was_sent else None,
            given_up_at=None if was_sent else message.sent_at + timedelta(hours=6),
        )  # fmt: skip


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
