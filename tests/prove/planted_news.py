"""What an agency let go on to volunteers, the MAPPA register, contacts with agencies, and what was corrected."""

from datetime import timedelta
from uuid import UUID

from encircle.common.ids import new_id
from encircle.foundations.corrections.models import Correction, CorrectionWords
from encircle.rooms.partners.models import AgencyArea, PartnerContact
from encircle.rooms.received.models import (
    Development,
    MappaAction,
    MappaActionDone,
    MappaActionText,
    MappaMeeting,
    MappaPlacing,
    Onward,
    OnwardWords,
)

from .world import STAFF, World


def plant(world: World, which: str) -> None:
    """After the news itself, which the sharing plants."""
    _onward(world, which)
    _register(world, which)
    _contacts(world, which)
    area_id = world.cast.areas["a" if which == "1" else "b"].pk
    circle_id = world.objects["circle_id"][which]
    _correction(world, which, "circles.circle", circle_id, which, circle_id=circle_id, area_id=area_id)


def plant_for_all(world: World) -> None:
    """A correction in what belongs to no area: Cora corrected an agency."""
    _correction(world, "a", "partners.agency", world.cast.agencies["police"].pk, "1")


def _onward(world: World, which: str) -> None:
    news = Development.objects.get(pk=world.objects["development_id"][which])
    place = {"circle_id": news.circle_id, "area_id": news.area_id}
    given = Onward.objects.create(
        development=news, level="volunteers", agreed_by="Somebody of theirs", by_phone=True,
        recorded_by=world.cast.users[STAFF[which]], recorded_at=world.cast.now, **place,
    )  # fmt: skip
    OnwardWords.objects.create(onward=given, text=f"For volunteers: bunting-{which}", **place)
    world.add("onward_id", which, given.pk)
    world.behind[f"bunting-{which}"] = given.pk


def _register(world: World, which: str) -> None:
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    person = cast.mark if which == "1" else cast.other_core_member
    of = {"core_member": person, "area_id": person.area_id, "recorded_by": staff, "recorded_at": cast.now}
    today = cast.now.date()
    agency = cast.agencies["police"]
    MappaPlacing.objects.create(category=1, level=2, starts_on=today - timedelta(days=99), agency=agency, **of)
    meeting = MappaMeeting.objects.create(held_on=today - timedelta(days=9), attendance="attended", agency=agency, **of)
    for done in (False, True):
        action = MappaAction.objects.create(meeting=meeting, due_on=today, **of)
        words = f"Ask about the wryneck-{which}" if not done else "Done"
        MappaActionText.objects.create(action=action, area_id=person.area_id, text=words)
        if done:
            MappaActionDone.objects.create(
                action=action, area_id=person.area_id, done_on=today, done_by=staff, recorded_at=cast.now
            )
            world.opened_besides.append(action.pk)
        else:
            world.add("action_id", which, action.pk)
            world.behind[f"wryneck-{which}"] = action.pk
    world.add("mappa_meeting_id", which, meeting.pk)


def _contacts(world: World, which: str) -> None:
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    area, agency = cast.areas["a" if which == "1" else "b"], cast.agencies["probation"]
    AgencyArea.objects.create(agency=agency, area=area)
    PartnerContact.objects.create(
        agency=agency, area=area, with_whom="Somebody", about="meetings", contacted_on=cast.now.date(),
        recorded_by=staff, recorded_at=cast.now,
    )  # fmt: skip


def _correction(world: World, name: str, item_type: str, item_id: UUID, which: str, **place: UUID) -> None:
    staff = world.cast.users[STAFF[which]]
    made = Correction.objects.create(
        id=new_id(), item_type=item_type, item_id=item_id, field="name", by=staff, at=world.cast.now, **place
    )
    CorrectionWords.objects.create(
        correction=made, item_id=item_id, old=f"Before: twite-{name}", new="After", why="Misheard", **place
    )
    world.add("corrected_id", name, item_id)
    world.behind[f"twite-{name}"] = item_id
