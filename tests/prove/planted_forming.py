"""A run of each area with a proposal, a lock and what is missing; one across both; and who must not meet whom."""

from datetime import timedelta

from encircle.rooms.forming.models import (
    ClearLook,
    ClearLookWords,
    Exclusion,
    ExclusionEnded,
    ExclusionWords,
    KeepClear,
    KeepClearWords,
    Lock,
    Missing,
    Proposal,
    ProposalSeat,
    Run,
    Weighing,
)
from encircle.rooms.organisation.models import Venue
from encircle.rooms.people.models import CoreMember
from encircle.rooms.volunteers.models import Volunteer

from .world import AREAS, STAFF, WRITER, World


def plant(world: World, which: str) -> None:
    """Call as the owner, when somebody waits. The one proposed is a volunteer whose name stands nowhere else."""
    cast, area = world.cast, world.cast.areas[AREAS[which]]
    by = cast.users[STAFF[which]]
    venue = Venue.objects.filter(area=area).first()
    world.add("venue_id", which, venue.pk)
    person = CoreMember.objects.get(pk=world.value("casework:waiting_place", "core_member_id", which))
    # Still being filled: that nobody else adds to it is tried fairly.
    run = Run.objects.create(
        area=area, areas=[area.pk], may_be_one_sex=False, asked_by=by, asked_at=cast.now, waited=[person.pk],
        expires_at=cast.now + timedelta(days=7), started_at=cast.now,
    )  # fmt: skip
    of = {"run": run, "area": area, "core_member": person}
    proposal = Proposal.objects.create(
        kind="adult", slot="1_evening", venue=venue, position=0, least=3, most=6, months_waited=3, **of
    )
    proposed = Volunteer.objects.create(
        reference=f"V-F{which}", area=area, given_name="Proposed", family_name=f"shearwater-{which}",
        email=f"proposed-{which}@people.example", joined_on=cast.now.date(),
    )  # fmt: skip
    ProposalSeat.objects.create(
        proposal=proposal, volunteer=proposed, miles=4, sex="woman", age_band="55", is_experienced=True,
        months_waited=2, knows_venue=False, **of,
    )  # fmt: skip
    Lock.objects.create(volunteer=proposed, stays=True, **of)
    Missing.objects.create(slot="1_evening", venue=venue, needs=[["man", False, 1]], is_least=True, **of)
    world.add("forming_id", which, run.pk)
    world.add("proposal_id", which, proposal.pk)
    _apart(world, which, person)
    _keeps_clear(world, which)


def _keeps_clear(world: World, which: str) -> None:
    """Something that was looked at without anything to do; and something that came to an exclusion."""
    cast, one = world.cast, world.cast.volunteers[WRITER[which]]
    of, staff = {"volunteer": one, "area": one.area}, {"by": cast.users[STAFF[which]], "at": cast.now}
    said, other = (KeepClear.objects.create(kind="person", by=one.user, at=cast.now, **of) for _ in range(2))
    KeepClearWords.objects.create(keep_clear=said, text=f"A cousin of mine: moorhen-{which}", **of)
    KeepClearWords.objects.create(keep_clear=other, text=f"The mill: moorhen-{which}", **of)
    look = ClearLook.objects.create(keep_clear=said, came="nothing", **of, **staff)
    ClearLookWords.objects.create(look=look, text=f"Nobody we work with: guineafowl-{which}", **of)
    noted = Exclusion.objects.get(pk=world.value("casework:exclusion", "exclusion_id", which))
    ClearLook.objects.create(keep_clear=other, came="noted", exclusion=noted, **of, **staff)
    world.add("keep_clear_id", which, said.pk)
    world.add("own_clear_id", which, said.pk)
    world.behind[f"moorhen-{which}"] = world.behind[f"guineafowl-{which}"] = one.pk


def _apart(world: World, which: str, person: CoreMember) -> None:
    cast, by = world.cast, world.cast.users[STAFF[which]]
    for number in range(2):
        row = Exclusion.objects.create(
            area=person.area, core_member=person, volunteer=cast.volunteers[WRITER[which]], because="estate", by=by,
            at=cast.now,
        )  # fmt: skip
        ExclusionWords.objects.create(
            exclusion=row, area=row.area, text=f"One street: {'cormorant' if not number else 'no longer'}-{which}"
        )
        if number:
            ExclusionEnded.objects.create(exclusion=row, area=row.area, by=by, at=cast.now)
            world.opened_besides.append(row.pk)
        else:
            world.add("exclusion_id", which, row.pk)
            world.behind[f"cormorant-{which}"] = row.pk


def plant_for_all(world: World) -> None:
    """What counts for how much; and a run across both areas, which those of one area do not see."""
    cast = world.cast
    Weighing.objects.create(why="Invented", by=cast.users["olga"], at=cast.now)
    Run.objects.create(
        areas=[area.pk for area in cast.areas.values()], may_be_one_sex=False, asked_by=cast.users["olga"],
        asked_at=cast.now, expires_at=cast.now + timedelta(days=7),
    )  # fmt: skip
