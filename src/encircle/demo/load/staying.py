"""What leavers said at the end, and what volunteers were lent: badges, one of which did not come back."""

from collections.abc import Iterable, Iterator

from django.db.models import Model

from encircle.rooms.leaving.models import ExitOffer, ExitOutcome, ExitReply, ExitReplyWords, ExitWords, Lent, LentOver
from encircle.rooms.leaving.vocabulary import AtTheEnd, Back, Became, Question, Thing

from ..days import DAY
from ..plan import CharityPlan
from ..plan.register import coordinator_of
from .keys import Keys
from .leaving import ends
from .supervision import seated

SAID = (
    "They were glad of the Circle and of the others in it. Two moves of the room in one winter were tiring. They would "
    "have liked to hear sooner how the reviews went. They would come back for a shorter Circle."
)
ANSWERS = {
    Question.GOOD: "The other volunteers. We could say what we thought, and it was heard.",
    Question.HARD: "Driving home on my own after a heavy evening.",
    Question.CHANGE: "Tell us at the start how long the winter is.",
}


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    yield from _badges(plan, keys)
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


def _by(plan: CharityPlan, keys: Keys, person: str, area: str) -> dict[str, object]:
    return {
        "volunteer_id": keys.often("volunteer", person), "area_id": keys.area(area),
        "by_id": keys.user(coordinator_of(area, 0)),
    }  # fmt: skip
