"""A review that was held and one to come, each with the views of everybody asked, and the pack of the first.

Omar (1) and Paul (2) are invited; Petra and Hana hold seats in Circle 1 and are not.
"""

from datetime import timedelta
from typing import Any

from encircle.rooms.circles.models import Phase, Seat
from encircle.rooms.reviews.models import (
    Answer,
    Attendance,
    Decision,
    DecisionDone,
    DecisionWords,
    Holding,
    Invitation,
    PackApproval,
    PackPassage,
    PackVersion,
    PhaseDecision,
    Review,
    View,
    ViewPassage,
)
from encircle.rooms.sharing.models import ConsentSubject

from .planted_sharing import passage, receiver, release
from .world import STAFF, WRITER, World


def plant(world: World, which: str) -> None:
    """Call as the owner, once those outside hold their seats."""
    cast = world.cast
    circle = cast.circle_1 if which == "1" else cast.circle_2
    common = {"circle": circle, "area": circle.area}
    held, coming = (_review(world, which, common, days) for days in (-1, 20))
    seats = _seats(world, which, common)
    _views(world, which, held, seats, common)
    _decided(world, which, held, seats, common)
    _pack(world, which, held, common)
    _invited(world, which, coming, seats, common)
    world.add("review_id", which, coming.pk)
    world.add_for("casework:review_answer", "seat_id", which, seats["volunteer"].pk)
    for address in (
        "casework:review_decision", "casework:review_views", "casework:pack_draft", "outer_circle:review",
        "volunteering:review",
    ):  # fmt: skip
        world.add_for(address, "review_id", which, held.pk)


def _review(world: World, which: str, common: dict, days: int) -> Review:
    cast = world.cast
    starts = cast.now + timedelta(days=days)
    return Review.objects.create(
        kind="quarterly", circle_reference=common["circle"].reference, starts_at=starts,
        ends_at=starts + timedelta(hours=1), place=f"Hall {which}", planned_by=cast.users[STAFF[which]],
        planned_at=cast.now, **common,
    )  # fmt: skip


def _seats(world: World, which: str, common: dict) -> dict[str, Seat]:
    return {
        "core_member": Seat.objects.get(part="core_member", **common),
        "volunteer": world.cast.seats[WRITER[which]],
        "agency": receiver(world, which, common),
    }


def _invited(world: World, which: str, review: Review, seats: dict[str, Seat], common: dict) -> None:
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    for seat in seats.values():
        Invitation.objects.create(review=review, seat=seat, invited_by=staff, invited_at=cast.now, **common)
    for of in ("volunteer", "agency"):
        Answer.objects.create(
            review=review, seat=seats[of], coming="coming", answered_by=_sender(world, which, seats, of),
            answered_at=cast.now, **common,
        )  # fmt: skip


def _sender(world: World, which: str, seats: dict[str, Seat], of: str) -> Any:
    return seats["agency"].professional.user if of == "agency" else world.cast.users[WRITER[which]]


def _views(world: World, which: str, review: Review, seats: dict[str, Seat], common: dict) -> None:
    """The agency's three: for the outer circle, for the coordinator, and at last for the whole Circle. The newest says
    how far its earlier ones go."""
    _invited(world, which, review, seats, common)
    views = (
        ("core_member", "", "firecrest"),
        ("volunteer", "", "nightjar"),
        ("agency", "outer_circle", "capercaillie"),
        ("agency", "coordinator_only", "corncrake"),
        ("agency", "whole_circle", "ptarmigan"),
    )
    for turn, (of, onward, bird) in enumerate(views):
        seat = seats[of]
        view = View.objects.create(
            review=review, seat=seat, of=of, agency=seat.professional.agency if seat.professional else None,
            onward=onward, given_on=world.cast.now.date(), taken_down=of == "core_member",
            sent_by=_sender(world, which, seats, of), sent_at=world.cast.now + timedelta(microseconds=turn), **common,
        )  # fmt: skip
        ViewPassage.objects.create(
            view=view, review=review, seat=seat, heading="risk", text=f"Seen: {bird}-{which}", **common
        )
        world.behind[f"{bird}-{which}"] = review.pk
        world.add("view_id", which, view.pk)


def _decided(world: World, which: str, review: Review, seats: dict[str, Seat], common: dict) -> None:
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    signed = {"recorded_by": staff, "recorded_at": cast.now}
    Holding.objects.create(
        review=review, held_from=review.starts_at, held_until=review.ends_at, number=1, **signed, **common
    )
    for seat in seats.values():
        Attendance.objects.create(
            review=review, seat=seat, agency=seat.professional.agency if seat.professional else None, came="present",
            held_from=review.starts_at, recorded_by=staff, **common,
        )  # fmt: skip
    for position in (1, 2):
        decision = Decision.objects.create(
            review=review, position=position, kind="action", seat=seats["volunteer"], **signed, **common
        )
        DecisionWords.objects.create(decision=decision, review=review, text=f"Agreed: tanager-{which}", **common)
    DecisionDone.objects.create(decision=decision, review=review, **signed, **common)
    first = Decision.objects.get(review=review, position=1)
    world.add("decision_id", which, first.pk)
    world.behind[f"tanager-{which}"] = review.pk
    phase = Phase.objects.filter(circle=common["circle"]).latest("starts_at")
    PhaseDecision.objects.create(phase=phase, review=review, **signed, **common)


def _pack(world: World, which: str, review: Review, common: dict) -> None:
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    version = PackVersion.objects.create(
        review=review, number=1, kind="drafted", since=cast.now - timedelta(days=90), until=cast.now,
        written_by=staff, written_at=cast.now, **common,
    )  # fmt: skip
    PackPassage.objects.create(
        version=version, review=review, position=1, section="goals", topic_id="week", heading="Goals",
        text=f"So far: hawfinch-{which}", **common,
    )  # fmt: skip
    PackApproval.objects.create(version=version, review=review, approved_by=staff, approved_at=cast.now, **common)
    subject = ConsentSubject.objects.filter(consent=world.objects["consent_id"][which], topic="week").get()
    sent = release(world, which, common, kind="review", review_id=review.pk, pack_id=version.pk)
    passage(sent, f"Released: bittern-{which}", common, consent_subject=subject)
    world.behind[f"bittern-{which}"] = sent.pk
    world.add("pack_id", which, version.pk)
    world.behind[f"hawfinch-{which}"] = version.pk
