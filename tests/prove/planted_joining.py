"""Agreeing to take part in both areas; somebody who may be known already; and a conflict about Sena.

The conflict is Olga's alone to see: Sena may know of conflicts, and never of one about herself.
"""

from datetime import timedelta

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.joining.models import (
    Agreement,
    AgreementWithdrawn,
    AgreementWords,
    CapacityRecord,
    CapacityWords,
    DisclosureScope,
    FormOfWords,
    ScopeForVolunteers,
    ScopeWords,
)
from encircle.rooms.people.models import CoreMember
from encircle.rooms.referrals.models import Referral
from encircle.rooms.suitability.models import DecisionHold, HoldLifted, Resemblance, Settlement, SettlementWords

from .world import AREAS, STAFF, World

OTHER = {"1": "b", "2": "a"}


def plant(world: World, which: str) -> None:
    """Call as the owner, after the referrals are planted."""
    person = CoreMember.objects.get(pk=world.objects["core_member_id"][which])
    _agreed(world, which, person)
    _looked(world, which, person)
    _scope(world, which, person)
    one = Referral.objects.get(pk=world.objects["referral_id"][which])
    other = world.cast.areas[OTHER[which]].pk
    found = _resembles(world, which, one, STAFF[which], kind="core_member", walled=False, other_area_id=other)
    world.add("resemblance_id", which, found.pk)
    _held(world, which, one)


def plant_for_all(world: World) -> None:
    """What belongs to neither area: the conflict, and the charity's own words."""
    cast = world.cast
    one = Referral.objects.get(pk=world.objects["referral_id"]["1"])
    found = _resembles(world, "w", one, "olga", kind="staff", walled=True, other_user_id=cast.users["sena"].pk)
    world.add("resemblance_id", "w", found.pk)
    FormOfWords.objects.create(
        audience="adult", style="standard", starts_on=in_london(cast.now).date(), title="Our own words",
        lines="I join.", set_by=cast.users["olga"], set_at=cast.now,
    )  # fmt: skip
    for name, value in (("audience", "adult"), ("style", "standard")):
        world.add_for("administration:agreement_words_new", name, "1", value)


def _agreed(world: World, which: str, person: CoreMember) -> None:
    cast, by = world.cast, world.cast.users[STAFF[which]]
    about = {"core_member": person, "area": person.area}
    rows = [
        Agreement.objects.create(
            **about, kind="adult", style="standard", agreed_on=in_london(cast.now).date(), how="screen",
            is_voluntary=True, is_no_condition=True, taken_by=by, recorded_at=cast.now - timedelta(hours=hours),
        )
        for hours in (9, 1)
    ]  # fmt: skip
    AgreementWords.objects.create(agreement=rows[1], help_given=f"Helped: treecreeper-{which}", **about)
    AgreementWithdrawn.objects.create(
        agreement=rows[0], withdrawn_at=cast.now, told="phone", by=by, recorded_at=cast.now, **about
    )
    world.add("agreed_id", which, rows[1].pk)
    world.behind[f"treecreeper-{which}"] = person.pk


def _looked(world: World, which: str, person: CoreMember) -> None:
    by, about = world.cast.users[STAFF[which]], {"core_member": person, "area": person.area}
    row = CapacityRecord.objects.create(
        **about, assessed_on=in_london(world.cast.now).date(), understands=True, retains=True, weighs=True,
        communicates=True, by=by, recorded_at=world.cast.now,
    )  # fmt: skip
    CapacityWords.objects.create(record=row, seen=f"Seen: phalarope-{which}", help_given="Read aloud", **about)
    world.behind[f"phalarope-{which}"] = person.pk


def _scope(world: World, which: str, person: CoreMember) -> None:
    by, about = world.cast.users[STAFF[which]], {"core_member": person, "area": person.area}
    row = DisclosureScope.objects.create(
        **about, agreed_on=in_london(world.cast.now).date(), by=by, recorded_at=world.cast.now
    )
    ScopeWords.objects.create(
        scope=row,
        may_be_spoken_of="The week",
        may_not_be_spoken_of=f"Not: shoveler-{which}",
        agreed_with="Them",
        **about,
    )
    ScopeForVolunteers.objects.create(scope=row, text=f"For you: gannet-{which}", **about)
    world.behind |= {f"shoveler-{which}": person.pk, f"gannet-{which}": row.pk}


def _resembles(world: World, which: str, one: Referral, who: str, **of: object) -> Resemblance:
    """Found, and settled once."""
    cast = world.cast
    found = Resemblance.objects.create(
        referral=one, area=one.area, about="person", other_id=new_id(), name="same", birthday="unknown",
        number="unknown", strength="possible", found_at=cast.now, **of,
    )  # fmt: skip
    settled = Settlement.objects.create(
        resemblance=found, area=one.area, outcome="different", by=cast.users[who], at=cast.now
    )
    SettlementWords.objects.create(settlement=settled, resemblance=found, area=one.area, text=f"Asked: fulmar-{which}")
    world.behind[f"fulmar-{which}"] = found.pk
    if which == "w":
        world.walled["resemblance"] = found.pk
    return found


def _held(world: World, which: str, one: Referral) -> None:
    cast, day = world.cast, in_london(world.cast.now).date()
    rows = [
        DecisionHold.objects.create(
            referral=one, area=cast.areas[AREAS[which]], not_before=day + timedelta(days=9), by=cast.users["olga"],
            at=cast.now,
        )
        for _ in range(2)
    ]  # fmt: skip
    HoldLifted.objects.create(hold=rows[0], area=one.area, by=cast.users["olga"], at=cast.now)
