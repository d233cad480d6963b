"""How a referral is judged: an assessment, a panel with a view, what the referrer was told, and a place on the list.

It is the staff's of the area; what was told is the referrer's too. The referral itself is put off, so that it can be
judged still.
"""

from datetime import timedelta

from encircle.common.clock import in_london
from encircle.rooms.people.models import CoreMember
from encircle.rooms.referrals.models import Decision, DecisionWords, Referral
from encircle.rooms.suitability.models import (
    Assessment,
    Evidence,
    Finding,
    PanelMember,
    View,
    ViewWords,
    WaitingFree,
    WaitingLeft,
    WaitingPlace,
    WaitingReview,
)
from encircle.rooms.suitability.vocabulary import Check

from .world import AREAS, STAFF, World

ASKED = {"1": "cleo", "2": "sena"}
PAGES = ("referral_assessment", "referral_panel", "referral_view", "referral_decision")


def plant(world: World, which: str) -> None:
    """Call as the owner, after the referrals are planted."""
    one = Referral.objects.get(pk=world.objects["referral_id"][which])
    _judged(world, which, one)
    _told(world, which, one)
    _waits(world, which)
    written = world.value("referring:form", "referral_id", which)
    for page in PAGES:
        world.add_for(f"casework:{page}", "referral_id", which, one.pk)
        world.add_for(f"casework:{page}", "referral_id", f"draft-{which}", written)
    for canary in ("waxwing", "linnet", "dunnock"):
        world.behind[f"{canary}-{which}"] = one.pk


def _judged(world: World, which: str, one: Referral) -> None:
    cast, about = world.cast, {"referral": one, "area": one.area}
    by, asked = cast.users[STAFF[which]], cast.users[ASKED[which]]
    row = Assessment.objects.create(by=by, at=cast.now, **about)
    finding = Finding.objects.create(assessment=row, check_made=Check.SAFE, found="unsure", **about)
    Evidence.objects.create(assessment=row, finding=finding, text=f"Seen: waxwing-{which}", **about)
    PanelMember.objects.create(
        user=asked, asked_by=by, asked_at=cast.now, wanted_by=in_london(cast.now).date(), **about
    )
    view = View.objects.create(user=asked, opinion="decline", at=cast.now, **about)
    ViewWords.objects.create(view=view, text=f"Thought: linnet-{which}", **about)


def _told(world: World, which: str, one: Referral) -> None:
    decision = Decision.objects.create(
        referral=one, area=one.area, outcome="defer", put_off_until=in_london(world.cast.now).date(),
        decided_by=world.cast.users["olga"], decided_at=world.cast.now,
    )  # fmt: skip
    DecisionWords.objects.create(decision=decision, referral=one, area=one.area, text=f"Told: dunnock-{which}")


def _waits(world: World, which: str) -> None:
    """The core member of each area's Circle waits for another; a second one has left the list."""
    cast, area, by = world.cast, world.cast.areas[AREAS[which]], world.cast.users[STAFF[which]]
    member = CoreMember.objects.get(pk=world.objects["core_member_id"][which])
    gone = CoreMember.objects.create(
        reference=f"P-W{which}", area=area, given_name="Old", family_name="Whinchat", known_as="Old", added_at=cast.now
    )
    for one in (member, gone):
        place = WaitingPlace.objects.create(core_member=one, area=area, kind="adult", since=cast.now, by=by)
        WaitingFree.objects.create(place=place, area=area, slots=["1_evening"], by=by, at=cast.now)
        WaitingReview.objects.create(
            place=place, area=area, priority="usual", waits_for="other", next_action="wait",
            review_on=in_london(cast.now).date() + timedelta(days=9), by=by, at=cast.now,
        )  # fmt: skip
    WaitingLeft.objects.create(place=place, area=area, reason="moved", by=by, at=cast.now)
    world.add_for("casework:waiting_place", "core_member_id", which, member.pk)
    world.add_for("casework:waiting_review", "core_member_id", f"gone-{which}", gone.pk)
    world.add_for("casework:waiting_review", "core_member_id", which, member.pk)
    world.add_for("casework:waiting_times", "core_member_id", which, member.pk)
    world.add_for("casework:waiting_leaving", "core_member_id", which, member.pk)
