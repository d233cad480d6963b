"""Who would like to stop and who leaves, in each area; and one who has left, with a browser that was open (the matrix).

Vic, in Vera's Circle, must see none of it.
"""

from datetime import timedelta

from encircle.common.ids import new_id
from encircle.foundations.accounts.models import User
from encircle.rooms.circles.models import Seat
from encircle.rooms.leaving.models import (
    CalledOff,
    CarriedOut,
    EndedSeat,
    EndTalk,
    EndTalkWords,
    ExitOffer,
    ExitOutcome,
    ExitReply,
    ExitReplyWords,
    ExitWords,
    GivenReference,
    Leaving,
    LeavingWords,
    Lent,
    LentOver,
    ReferenceAnswer,
    ReferenceSent,
    ReferenceWords,
    Rejoining,
    RestTalk,
    RestTalkWords,
    Thanks,
    Wish,
    WishWords,
)
from encircle.rooms.support.models import Away
from encircle.rooms.volunteers.models import Volunteer

from .world import AREAS, STAFF, WRITER, World

DAY = timedelta(days=1)


def plant(world: World, which: str) -> None:
    """Call as the owner."""
    cast, key = world.cast, WRITER[which]
    one, staff = cast.volunteers[key], cast.users[STAFF[which]]
    of = {"volunteer": one, "area": one.area}
    wish = Wish.objects.create(by=cast.users[key], at=cast.now, **of)
    WishWords.objects.create(wish=wish, text=f"I am worn out: murrelet-{which}", **of)
    world.behind[f"murrelet-{which}"] = one.pk
    _leaver(world, which)
    # For who stays after all: planned, and the seat as it was.
    planned = Leaving.objects.create(
        last_day=(cast.now + 9 * DAY).date(), ends_at=cast.now + 9 * DAY, reason="moved", decided="volunteer",
        login_ends=False, by=staff, at=cast.now, **of,
    )  # fmt: skip
    LeavingWords.objects.create(leaving=planned, text=f"They move north: crombec-{which}", **of)
    world.behind[f"crombec-{which}"] = one.pk
    EndedSeat.objects.create(leaving=planned, seat=cast.seats[key], circle=cast.seats[key].circle, area=one.area)
    world.add("leaving_id", which, planned.pk)
    _exit_interview(world, which, planned)
    _asks_to_stop(world, which)
    _after_a_circle(world, which)


def _after_a_circle(world: World, which: str) -> None:
    """An earlier seat of theirs that was talked about; and a reference about them, agreed to and sent."""
    cast, staff, one = world.cast, world.cast.users[STAFF[which]], world.cast.volunteers[WRITER[which]]
    of = {"volunteer": one, "area": one.area}
    by, today, held = {"by": staff, "at": cast.now, **of}, cast.now.date(), cast.seats[WRITER[which]]
    seat = Seat.objects.create(
        circle=held.circle, area=held.area, part="volunteer", volunteer=one, display_name=held.display_name,
        letter=held.letter, starts_at=held.starts_at - 99 * DAY, sees_from=held.starts_at - 99 * DAY,
        ends_at=held.starts_at - 90 * DAY, added_by=staff,
    )  # fmt: skip
    talk = EndTalk.objects.create(seat=seat, on=today, next="circle", **by)
    EndTalkWords.objects.create(talk=talk, text=f"They were proud of it: waxbill-{which}", **of)
    asked = GivenReference.objects.create(asker="A college", asked_on=today, **by)
    ReferenceAnswer.objects.create(reference=asked, agrees=True, **by)
    sent = ReferenceSent.objects.create(reference=asked, sent_on=today, channel="post", **by)
    ReferenceWords.objects.create(sent=sent, text=f"They keep their word: skylark-{which}", **of)
    for word in ("waxbill", "skylark"):
        world.behind[f"{word}-{which}"] = one.pk
    Thanks.objects.create(on=today, how="letter", years=1, **by)
    _rests(world, which)
    world.add("ended_seat_id", which, seat.pk)
    world.add("given_reference_id", which, asked.pk)


def _rests(world: World, which: str) -> None:
    """A rest that was talked about, and the one after it, which is still owed a conversation."""
    cast, staff, one = world.cast, world.cast.users[STAFF[which]], world.cast.volunteers[WRITER[which]]
    of = {"volunteer": one, "area": one.area}
    first, second = (
        Away.objects.create(
            starts_on=(cast.now - days * DAY).date(), until=(cast.now - (days - 30) * DAY).date(), said_by=staff,
            said_at=cast.now - days * DAY, **of,
        )
        for days in (80, 40)
    )  # fmt: skip
    talk = RestTalk.objects.create(away=first, on=cast.now.date(), outcome="back", by=staff, at=cast.now, **of)
    RestTalkWords.objects.create(talk=talk, text=f"They slept at last: serin-{which}", **of)
    world.behind[f"serin-{which}"] = one.pk
    world.add("rest_id", which, second.pk)


def _exit_interview(world: World, which: str, planned: Leaving) -> None:
    """Held and answered; and a badge that was given back, and one that was not. For whoever still holds one."""
    cast, staff, one = world.cast, world.cast.users[STAFF[which]], planned.volunteer
    of = {"volunteer": one, "area": one.area}
    by = {"by": staff, "at": cast.now, **of}
    today = cast.now.date()
    offer = ExitOffer.objects.create(leaving=planned, offered_on=today, **by)
    outcome = ExitOutcome.objects.create(offer=offer, outcome="taken", on=today, **by)
    ExitWords.objects.create(outcome=outcome, text=f"They felt alone: nutcracker-{which}", **of)
    reply = ExitReply.objects.create(offer=offer, back="perhaps", **by)
    ExitReplyWords.objects.create(reply=reply, question="hard", text=f"The drive home: spoonbill-{which}", **of)
    for word in ("nutcracker", "spoonbill"):
        world.behind[f"{word}-{which}"] = one.pk
    badge, phone = (Lent.objects.create(kind=kind, lent_on=today, **by) for kind in ("badge", "phone"))
    LentOver.objects.create(lent=phone, became="returned", on=today, **by)
    world.add("exit_offer_id", which, offer.pk)
    world.add("lent_id", which, badge.pk)


def _asks_to_stop(world: World, which: str) -> None:
    """Somebody without a login of whom no leaving is noted: staff keep what they asked, and why."""
    cast = world.cast
    one = _volunteer(world, which, "Ada", None)
    of = {"volunteer": one, "area": one.area}
    wish = Wish.objects.create(by=cast.users[STAFF[which]], at=cast.now, **of)
    WishWords.objects.create(wish=wish, text=f"The evenings are long: murrelet-a{which}", **of)
    world.behind[f"murrelet-a{which}"] = one.pk
    world.add_for("casework:staying", "volunteer_id", which, cast.volunteers[WRITER[which]].pk)
    world.add_for("casework:staying", "volunteer_id", f"asks-{which}", one.pk)


def _leaver(world: World, which: str) -> None:
    """Somebody without a login, of whom everything is over: called off once, and then carried out."""
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    gone = _volunteer(world, which, "Len", None, left_on=cast.now.date(), ends_at=cast.now - DAY)
    of = {"volunteer": gone, "area": gone.area}
    common = {"reason": "moved", "decided": "volunteer", "login_ends": False, "by": staff, "at": cast.now, **of}
    first, second = (
        Leaving.objects.create(last_day=(cast.now - days * DAY).date(), ends_at=cast.now - days * DAY, **common)
        for days in (2, 1)
    )
    CalledOff.objects.create(leaving=first, by=staff, at=cast.now, **of)
    CarriedOut.objects.create(leaving=second, at=cast.now, **of)
    Rejoining.objects.create(leaving=first, left_on=first.last_day, by=staff, at=cast.now, **of)


def _volunteer(world: World, which: str, name: str, user: User | None, **more: object) -> Volunteer:
    area = world.cast.areas[AREAS[which]]
    return Volunteer.objects.create(
        id=new_id(), reference=f"V-{name}{which}", area=area, given_name=name, family_name="Ragwort",
        email=f"{name.lower()}{which}@people.example", user=user, joined_on=(world.cast.now - 400 * DAY).date(), **more,
    )  # fmt: skip


def plant_leaver(world: World) -> None:
    """Lou sat in Circle 1 with Vera, and signs in before they leave (see the matrix)."""
    cast = world.cast
    lou = User.objects.create(
        email="lou@people.example", name="Lou Ragwort", created_at=cast.now, persona="lou", password="!unusable"
    )
    cast.users["lou"] = lou
    one = _volunteer(world, "1", "Lou", lou)
    seat = cast.seats["vera"]
    Seat.objects.create(
        circle=seat.circle, area=seat.area, part="volunteer", volunteer=one, display_name="Lou", letter="L",
        starts_at=seat.starts_at, sees_from=seat.starts_at, added_by=cast.users["cora"],
    )  # fmt: skip
