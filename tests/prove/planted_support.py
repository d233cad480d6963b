"""How a meeting left a volunteer of each Circle: what they wrote, who was asked to ring, and a call with its words.

Vic, in Vera's Circle, must see none of it.
"""

from datetime import timedelta

from encircle.rooms.support.models import (
    Absence,
    Asking,
    Away,
    AwayWords,
    CallBack,
    CallBackWords,
    Check,
    CheckAsked,
    CheckWords,
    CounsellingOffer,
    CounsellingStep,
    Supervision,
    SupervisionNote,
    SupervisionPlace,
    SwapOffer,
    Turn,
)

from .world import STAFF, WRITER, World


def plant(world: World, which: str) -> None:
    """Call as the owner."""
    _after_a_meeting(world, which)
    _supervision(world, which)
    _being_away(world, which)


def _after_a_meeting(world: World, which: str) -> None:
    cast = world.cast
    meeting, staff = cast.meetings[f"past_{which}"], cast.users[STAFF[which]]
    place = {"circle": meeting.circle, "area": meeting.area}
    check = Check.objects.create(
        meeting=meeting, volunteer=cast.volunteers[WRITER[which]], answer="today",
        answered_by=cast.users[WRITER[which]], answered_at=meeting.ends_at, **place,
    )  # fmt: skip
    world.add("wellbeing_id", which, check.pk)
    CheckAsked.objects.create(
        meeting=meeting, volunteer=cast.volunteers[WRITER[which]], asked_at=meeting.ends_at, **place
    )
    part = {"check_of": check, **place}
    CheckWords.objects.create(text=f"It was a hard evening: killdeer-{which}", written_at=meeting.ends_at, **part)
    Asking.objects.create(
        rung="coordinator", to_user=staff, asked_at=meeting.ends_at, clock_at=meeting.ends_at, **part
    )  # fmt: skip
    call = CallBack.objects.create(
        outcome="later", called_at=meeting.ends_at, recorded_at=meeting.ends_at, by=staff, **part
    )  # fmt: skip
    CallBackWords.objects.create(call=call, text=f"They were shaken: jacana-{which}", **part)
    for word in ("killdeer", "jacana"):
        world.behind[f"{word}-{which}"] = check.pk


def _supervision(world: World, which: str) -> None:
    """Held a week ago by the coordinator: what was said is read by the two of them, and by no other of the staff."""
    cast, volunteer, staff = world.cast, world.cast.volunteers[WRITER[which]], world.cast.users[STAFF[which]]
    area, at = volunteer.area, world.cast.now - timedelta(days=7)
    held = Supervision.objects.create(
        kind="one_to_one", area=area, starts_at=at, supervisor=staff, planned_by=staff, planned_at=at
    )
    world.add("supervision_id", which, held.pk)
    SupervisionPlace.objects.create(
        supervision=held, volunteer=volunteer, area=area, presence="came", recorded_at=at, recorded_by=staff
    )
    SupervisionNote.objects.create(
        supervision=held, area=area, text=f"What they carry home: rosefinch-{which}", written_by=staff, written_at=at
    )
    world.behind[f"rosefinch-{which}"] = held.pk
    planned = Supervision.objects.create(
        kind="one_to_one", area=area, starts_at=cast.now + timedelta(days=9), supervisor=staff, planned_by=staff,
        planned_at=at,
    )  # fmt: skip
    SupervisionPlace.objects.create(supervision=planned, volunteer=volunteer, area=area)
    world.add_for("casework:supervision_cancellation", "supervision_id", which, planned.pk)
    common = {"volunteer": volunteer, "area": area, "by": staff, "recorded_at": at}
    offer = CounsellingOffer.objects.create(offered_on=at.date(), **common)
    world.add("offer_id", which, offer.pk)
    CounsellingStep.objects.create(offer=offer, outcome="taken_up", on=at.date(), **common)


def _being_away(world: World, which: str) -> None:
    cast, key = world.cast, WRITER[which]
    volunteer, user, meeting = cast.volunteers[key], cast.users[key], cast.meetings[f"next_{which}"]
    away = Away.objects.create(
        volunteer=volunteer, area=volunteer.area, starts_on=cast.now.date(), said_by=user, said_at=cast.now
    )
    world.add("away_id", which, away.pk)
    AwayWords.objects.create(away=away, volunteer=volunteer, area=volunteer.area, text=f"At home: kittiwake-{which}")
    world.behind[f"kittiwake-{which}"] = volunteer.pk
    of = {"meeting": meeting, "circle": meeting.circle, "area": meeting.area, "seat": cast.seats[key]}
    Absence.objects.create(said_by=user, said_at=cast.now, **of)
    Turn.objects.create(set_by=cast.users[STAFF[which]], set_at=cast.now, **of)
    SwapOffer.objects.create(offered_by=user, offered_at=cast.now, **of)
    world.add_for("volunteering:meeting_ahead", "meeting_id", which, meeting.pk)
