"""What leavers said at the end, and what volunteers were lent: badges, one of which did not come back."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Count, Model

from encircle.rooms.circles.models import Seat
from encircle.rooms.leaving.models import (
    EndTalk,
    EndTalkWords,
    ExitOffer,
    ExitOutcome,
    ExitReply,
    ExitReplyWords,
    ExitWords,
    GivenReference,
    Lent,
    LentOver,
    ReferenceAnswer,
    ReferenceSent,
    ReferenceWords,
)
from encircle.rooms.leaving.vocabulary import AtTheEnd, Back, Became, Next, Question, SentBy, Thing

from ..days import DAY
from ..plan import CharityPlan
from ..plan.register import coordinator_of
from .keys import Keys
from .leaving import ends
from .supervision import CAST, seated

SAID = (
    "They were glad of the Circle and of the others in it. Two moves of the room in one winter were tiring. They would "
    "have liked to hear sooner how the reviews went. They would come back for a shorter Circle."
)
LETTER = (
    "They have been a volunteer with us since they joined, and have never missed a meeting without telling us. They "
    "listen well, write clearly, and keep what they are told to themselves."
)
PROUD = (
    "They are proud of what the Circle did. They would like one closer to home, and not in the first weeks of spring."
)
ANSWERS = {
    Question.GOOD: "The other volunteers. We could say what we thought, and it was heard.",
    Question.HARD: "Driving home on my own after a heavy evening.",
    Question.CHANGE: "Tell us at the start how long the winter is.",
}


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    yield from _badges(plan, keys)
    yield from _references(plan, keys)
    yield from _talks(plan, keys)
    _gives_up_a_seat(plan, keys)
    gone = [(one, one.left_on) for one in plan.volunteers if one.left_on and one.left_on < plan.now.date()]
    gone.sort(key=lambda each: each[1], reverse=True)
    for number, (one, left_on) in enumerate(gone[:3]):
        by = _by(plan, keys, one.person, one.area)
        offer = ExitOffer(
            id=keys("exit offer", one.person), leaving_id=keys("leaving", one.person), offered_on=left_on - 5 * DAY,
            at=ends(left_on) - 5 * DAY, **by,
        )  # fmt: skip
        yield [offer]
        if number == 0:
            yield from _held(keys, one.person, offer, by)
        if number == 1:
            yield [
                ExitOutcome(
                    id=keys("exit outcome", one.person),
                    offer_id=offer.pk,
                    outcome=AtTheEnd.DECLINED,
                    on=offer.offered_on,
                    at=offer.at,
                    **by,
                )
            ]
        badge = Lent(
            id=keys("lent", one.person), kind=Thing.BADGE, which=f"01{number}7", lent_on=left_on - 200 * DAY,
            at=ends(left_on) - 200 * DAY, **by,
        )  # fmt: skip
        yield [badge]
        if number:
            yield [
                LentOver(
                    id=keys("lent over", one.person),
                    lent_id=badge.pk,
                    became=Became.RETURNED,
                    on=left_on,
                    at=ends(left_on) - DAY,
                    **by,
                )
            ]


def _held(keys: Keys, person: str, offer: ExitOffer, by: dict[str, object]) -> Iterator[Iterable[Model]]:
    of = {"volunteer_id": by["volunteer_id"], "area_id": by["area_id"]}
    outcome = ExitOutcome(
        id=keys("exit outcome", person), offer_id=offer.pk, outcome=AtTheEnd.TAKEN, on=offer.offered_on + 2 * DAY,
        at=offer.at + 2 * DAY, **by,
    )  # fmt: skip
    reply = ExitReply(id=keys("exit reply", person), offer_id=offer.pk, back=Back.PERHAPS, at=offer.at, **by)
    yield [outcome]
    yield [ExitWords(outcome_id=outcome.pk, text=SAID, **of)]
    yield [reply]
    yield [
        ExitReplyWords(id=keys("exit words", f"{person} {one}"), reply_id=reply.pk, question=one, text=text, **of)
        for one, text in ANSWERS.items()
    ]


def _badges(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """Everybody in a Circle has one."""
    yield [
        Lent(
            id=keys("lent", person), kind=Thing.BADGE, which=f"{200 + number:04}", lent_on=(plan.now - 90 * DAY).date(),
            at=plan.now - 90 * DAY, **_by(plan, keys, person, area.key),
        )
        for area in plan.areas
        for number, person in enumerate(seated(plan, area.key))
    ]  # fmt: skip


def _references(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """Vera is asked whether the charity may write about her; another agreed, and the letter is kept."""
    vera, other = "vera", next(one for one in seated(plan, "a") if not plan.people[one].is_cast)
    asked = [
        GivenReference(
            id=keys("reference about", one), asker=asker, asked_on=(plan.now - 6 * DAY).date(), at=plan.now - 6 * DAY,
            **_by(plan, keys, one, "a"),
        )
        for one, asker in ((vera, "Greenhaugh College"), (other, "Tallow Lane Advice Centre"))
    ]  # fmt: skip
    yield asked
    by = _by(plan, keys, other, "a")
    of = {"volunteer_id": by["volunteer_id"], "area_id": by["area_id"]}
    yield [
        ReferenceAnswer(
            id=keys("reference answer", other), reference_id=asked[1].pk, agrees=True, at=plan.now - 5 * DAY, **by
        )
    ]
    sent = ReferenceSent(
        id=keys("reference sent", other), reference_id=asked[1].pk, sent_on=(plan.now - 4 * DAY).date(),
        channel=SentBy.POST, at=plan.now - 4 * DAY, **by,
    )  # fmt: skip
    yield [sent]
    yield [ReferenceWords(sent_id=sent.pk, text=LETTER, **of)]


def _talks(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """Of the seats that ended of late: the first of each area was talked about, and the others are owed it."""
    for area in plan.areas:
        seats = Seat.objects.filter(
            volunteer__area=keys.area(area.key), volunteer__left_on__isnull=True, ends_at__lt=plan.now
        )
        seat = seats.order_by("-ends_at", "pk").first()
        if seat is None or seat.volunteer_id is None or seats.count() < 2:
            continue
        of = {"volunteer_id": seat.volunteer_id, "area_id": keys.area(area.key)}
        talk = EndTalk(
            id=keys("end talk", area.key), seat_id=seat.pk, on=(plan.now - DAY).date(), next=Next.CIRCLE,
            free_from=(plan.now + 40 * DAY).date(), by_id=keys.user(coordinator_of(area.key, 0)), at=plan.now - DAY,
            **of,
        )  # fmt: skip
        yield [talk]
        yield [EndTalkWords(talk_id=talk.pk, text=PROUD, **of)]


def _gives_up_a_seat(plan: CharityPlan, keys: Keys) -> None:
    """Somebody's seat ended yesterday: nobody has talked with them yet, and their Circle has too few volunteers."""
    cast = [keys.often("volunteer", person) for person in CAST]
    there = Seat.objects.filter(part="volunteer", ends_at__isnull=True, circle__in=_smallest(plan, keys))
    seat = (
        there.filter(volunteer__isnull=False, volunteer__left_on__isnull=True)
        .exclude(volunteer__in=cast)
        .order_by("pk")
        .first()
    )
    if seat is not None:
        Seat.objects.filter(pk=seat.pk).update(ends_at=plan.now - DAY)


def _smallest(plan: CharityPlan, keys: Keys) -> list[UUID]:
    """Of the first area, the running Circle with the fewest volunteers, where none of the cast sits."""
    cast = [keys.often("volunteer", person) for person in CAST]
    seats = Seat.objects.filter(part="volunteer", area=keys.area(plan.areas[0].key), ends_at__isnull=True)
    others = seats.exclude(circle__in=seats.filter(volunteer__in=cast).values("circle"))
    running = others.filter(circle__phases__name="weekly", circle__phases__ends_at__isnull=True)
    found = running.values("circle").annotate(volunteers=Count("pk", distinct=True)).order_by("volunteers", "circle")
    return [one["circle"] for one in found[:1]]


def _by(plan: CharityPlan, keys: Keys, person: str, area: str) -> dict[str, object]:
    return {
        "volunteer_id": keys.often("volunteer", person), "area_id": keys.area(area),
        "by_id": keys.user(coordinator_of(area, 0)),
    }  # fmt: skip
