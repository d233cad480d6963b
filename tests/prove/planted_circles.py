"""One of everything about a Circle: people, meetings, drafts, remarks, concerns."""

from datetime import timedelta
from typing import Any

from encircle.common.ids import new_reference
from encircle.foundations.access.models import BreakGlass
from encircle.rooms.briefings.models import StartException
from encircle.rooms.circles.models import Circle, Ending, Pause, Phase, Seat
from encircle.rooms.meetings.models import (
    DraftRevision,
    EarlierAttendance,
    Meeting,
    MeetingMove,
    MinutesChase,
    MinutesDraft,
    MinutesReturn,
    MinutesVersion,
    Remark,
    RemarkText,
)
from encircle.rooms.organisation.models import OnCallShift
from encircle.rooms.people.models import Carer, CoreMember, HomeContact
from encircle.rooms.practice.models import Search
from encircle.rooms.risk.models import Concern, ConcernAccount, ConcernStep, StepReason
from tests.cast import plant_minutes

from .world import STAFF, WRITER, World

WAITING_WORDS = 3  # the revision of a draft in which words wait for their writer's choice


def plant(world: World, which: str) -> None:
    cast = world.cast
    circle = cast.circle_1 if which == "1" else cast.circle_2
    version = cast.minutes_1 if which == "1" else cast.minutes_2
    person = cast.mark if which == "1" else cast.other_core_member
    common = {"circle": circle, "area": circle.area}
    world.add("area_id", which, circle.area_id)
    world.add("circle_id", which, circle.pk)
    world.add("version_id", which, version.pk)
    world.add("meeting_id", which, cast.meetings[f"past_{which}"].pk)
    world.add("core_member_id", which, person.pk)
    world.add("volunteer_id", which, cast.volunteers[WRITER[which]].pk)
    world.add("seat_id", which, cast.seats["omar" if which == "1" else "xena"].pk)
    world.add("number", which, 1)
    for topic in ("preparation", "week", "housing", "health", "relationships", "debrief", "contact"):
        world.behind[f"{'heron' if which == '1' else 'osprey'}-{topic}"] = version.pk
    _people(world, which, person, circle.area)
    _remark(world, which, common, version)
    _drafts(world, which, common)
    _meetings(world, which, common)
    concern(world, which, common)
    _ended(world, which, circle)
    staff = cast.users[STAFF[which]]
    search = Search.objects.create(user=staff, kind="names", words=f"dotterel-{which}", made_at=cast.now)
    world.add("search_id", which, search.pk)
    opening = BreakGlass.objects.create(
        user=staff,
        circle_id=circle.pk,
        reason=f"For the proof of whimbrel-{which}",
        opened_at=cast.now - timedelta(hours=5),
    )
    world.add("opening_id", which, opening.pk)
    _shifts(world, which, circle.area)


def _people(world: World, which: str, person: CoreMember, area: Any) -> None:
    now = world.cast.now
    HomeContact.objects.create(
        core_member=person, area=area, address=f"1 plover-{which} Row", phone="01632 960111", since=now
    )
    world.behind[f"plover-{which}"] = person.pk
    carer = Carer.objects.create(
        core_member=person, area=area, name=f"Carer redstart-{which}", starts_at=now - timedelta(days=50)
    )
    world.add("carer_id", which, carer.pk)


def _remark(world: World, which: str, common: dict, version: MinutesVersion) -> None:
    cast = world.cast
    remark = Remark.objects.create(
        version=version,
        meeting=version.meeting,
        kind="question",
        to_user=cast.users[WRITER[which]],
        said_by=cast.users[STAFF[which]],
        said_at=cast.now,
        **common,
    )
    RemarkText.objects.create(remark=remark, version=version, text=f"Asked: wagtail-{which}", **common)
    world.add("remark_id", which, remark.pk)
    world.behind[f"wagtail-{which}"] = version.pk


def _drafts(world: World, which: str, common: dict) -> None:
    """Yesterday's minutes are being written; and of the ones submitted, words came too late."""
    cast, writer = world.cast, world.cast.users[WRITER[which]]
    MinutesDraft.objects.create(
        meeting=cast.meetings[f"yesterday_{which}"], revision=1, body={"passage_week": f"Drafting: nuthatch-{which}"},
        edited_by=writer, edited_at=cast.now, **common,
    )  # fmt: skip
    DraftRevision.objects.create(
        meeting=cast.meetings[f"past_{which}"], revision=WAITING_WORDS, typed_over=1,
        body={"passage_week": f"Too late: nuthatch-{which}"}, edited_by=writer, edited_at=cast.now, **common,
    )  # fmt: skip
    world.add("words", which, WAITING_WORDS)


def _meetings(world: World, which: str, common: dict) -> None:
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    past, coming = cast.meetings[f"past_{which}"], cast.meetings[f"next_{which}"]
    MinutesChase.objects.create(meeting=past, kind="coordinator_told", number=1, chased_at=cast.now, **common)
    MeetingMove.objects.create(
        meeting=coming, moved_from=coming.starts_at - timedelta(days=1), moved_to=coming.starts_at,
        reason="venue", moved_by=staff, moved_at=cast.now, **common,
    )  # fmt: skip
    EarlierAttendance.objects.create(
        meeting=past,
        seat=cast.seats[WRITER[which]],
        presence="absent",
        replaced_by=staff,
        replaced_at=cast.now,
        **common,
    )
    Pause.objects.create(
        starts_at=cast.now - timedelta(days=60), ends_at=cast.now - timedelta(days=50), decided_by=staff, **common
    )
    starts = past.starts_at - timedelta(days=7)
    earlier = Meeting.objects.create(
        planned_starts_at=starts, starts_at=starts, ends_at=starts + timedelta(hours=2), **common
    )
    version = MinutesVersion.objects.create(
        meeting=earlier, number=1, kind="original", written_by=cast.users[WRITER[which]],
        submitted_at=earlier.ends_at, **common,
    )  # fmt: skip
    MinutesReturn.objects.create(version=version, returned_by=staff, returned_at=cast.now, **common)


def _ended(world: World, which: str, like: Circle) -> None:
    """A Circle of the same area that is over."""
    cast = world.cast
    circle = Circle.objects.create(
        reference=new_reference("C"), name=f"Ended {which}", area=like.area, kind="adult",
        opened_at=cast.now - timedelta(days=300), opened_by=like.opened_by,
    )  # fmt: skip
    Ending.objects.create(
        circle=circle, area=like.area, ended_at=cast.now - timedelta(days=5), reason="completed",
        decided_by=cast.users[STAFF[which]],
    )  # fmt: skip


def _shifts(world: World, which: str, area: Any) -> None:
    """Turns to come, so that nobody is on call now: one to change and one to take off."""
    for number, address in enumerate(("casework:rota_shift", "casework:rota_removal")):
        starts = world.cast.now + timedelta(days=2 + number)
        shift = OnCallShift.objects.create(
            user=world.cast.users[STAFF[which]], name="On call", area=area, number="01632 960222",
            starts_at=starts, ends_at=starts + timedelta(days=1),
        )  # fmt: skip
        world.add_for(address, "shift_id", which, shift.pk)


def concern(world: World, which: str, common: dict, raiser: str = "") -> Concern:
    cast = world.cast
    by = cast.users[raiser or WRITER[which]]
    made = Concern.objects.create(
        reference=new_reference("K"), urgency="serious", raised_by=by, raised_at=cast.now, **common
    )
    ConcernAccount.objects.create(
        concern=made, text=f"Seen: kestrel-{which}", written_by=by, written_at=cast.now, **common
    )
    handler = cast.users["sena" if which == "w" else STAFF[which]]
    step = ConcernStep.objects.create(
        concern=made, kind="triaged", at=cast.now, recorded_at=cast.now, by=handler, decision="watch", **common
    )
    StepReason.objects.create(step=step, concern=made, text=f"Because merlin-{which}", **common)
    world.add("concern_id", which, made.pk)
    world.behind[f"kestrel-{which}"] = world.behind[f"merlin-{which}"] = made.pk
    return made


def behind_the_wall(world: World) -> None:
    """A concern of Vera's about Cora: it does not exist for Cora, nor for Cleo."""
    cast = world.cast
    wall = {"circle": cast.circle_1, "area": cast.circle_1.area, "walled": True, "about_user": cast.users["cora"]}
    world.walled["concern"] = concern(world, "w", wall, raiser="vera").pk


def another_circle(world: World) -> None:
    """Circle "g" of area B, in which nobody of the cast sits but Colin."""
    cast, area = world.cast, world.cast.areas["b"]
    circle = Circle.objects.create(
        reference=new_reference("C"), name="Circle 3", area=area, kind="adult",
        opened_at=cast.now - timedelta(days=100), opened_by=cast.users["colin"],
    )  # fmt: skip
    common = {"circle": circle, "area": area}
    StartException.objects.create(reason="before", decided_at=circle.opened_at, **common)
    Phase.objects.create(name="weekly", starts_at=circle.opened_at, **common)
    person = CoreMember.objects.create(
        reference=new_reference("P"), area=area, given_name="Gil", family_name="Sandpiper", known_as="Gil",
        added_at=circle.opened_at, added_by=cast.users["colin"],
    )  # fmt: skip
    Seat.objects.create(
        part="core_member", core_member=person, display_name="Gil", starts_at=circle.opened_at, **common
    )
    starts = cast.meetings["past_2"].starts_at
    meeting = Meeting.objects.create(
        planned_starts_at=starts, starts_at=starts, ends_at=starts + timedelta(hours=2), **common
    )
    version = plant_minutes(cast, meeting, by=WRITER["g"], secret="curlew")
    world.behind |= {f"curlew-{topic}": version.pk for topic in ("week", "debrief")}
    concern(world, "g", common)
    for kind, made in (("circle_id", circle), ("core_member_id", person), ("meeting_id", meeting)):
        world.add(kind, "g", made.pk)
    world.add("version_id", "g", version.pk)
