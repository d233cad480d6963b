"""A briefing that was held, its pack open now with a page of a document its agency lets through, why the Circle could
have started without one, and an agreement that somebody outside is asked to sign too."""

from datetime import timedelta

from encircle.rooms.briefings.models import (
    Agreement,
    AgreementAsked,
    AgreementTemplate,
    AgreementText,
    Briefing,
    BriefingAttendance,
    BriefingHeld,
    BriefingInvitation,
    BriefingMove,
    BriefingReply,
    PackOpening,
    PackPage,
    PackText,
    PackVersion,
    Signature,
    StartException,
    StartExceptionWords,
)
from encircle.rooms.circles.models import Seat
from encircle.rooms.people.models import OnwardPermission, OnwardWithdrawal, PersonDocument

from .world import STAFF, World

VOLUNTEER = {"1": "vera", "2": "xena"}
VOLUNTEERS = ("volunteering:briefing_reply",)
PROFESSIONALS = ("outer_circle:briefing", "outer_circle:briefing_reply")
AGREEMENTS = (
    "casework:own_signature", "casework:agreement_signature", "casework:agreement_paper", "volunteering:signature",
    "outer_circle:agreement", "outer_circle:signature",
)  # fmt: skip


def plant(world: World, which: str) -> None:
    """Call as the owner, after the documents and the seats."""
    cast, by = world.cast, world.cast.users[STAFF[which]]
    about = {
        "circle_id": world.objects["circle_id"][which],
        "area_id": cast.areas["a" if which == "1" else "b"].pk,
    }
    outside = Seat.objects.filter(circle_id=about["circle_id"], part="outer_circle").order_by("display_name").last()
    inside = cast.seats[VOLUNTEER[which]]
    held = _held(world, which, about, by, inside, outside)
    _pack(world, which, held, about, by)
    _coming(world, which, about, by, inside, outside)
    StartExceptionWords.objects.create(
        exception=StartException.objects.get(circle_id=about["circle_id"]), text=f"Because of the bluethroat-{which}",
        **about,
    )  # fmt: skip
    world.behind[f"bluethroat-{which}"] = about["circle_id"]
    _agreement(world, which, about, by, inside, outside)


def _briefing(world: World, days: int, about, by) -> Briefing:
    starts = world.cast.now + timedelta(days=days)
    return Briefing.objects.create(
        planned_starts_at=starts, starts_at=starts, ends_at=starts + timedelta(hours=2), planned_by=by,
        planned_at=world.cast.now - timedelta(days=20), **about,
    )  # fmt: skip


def _held(world: World, which: str, about, by, *seats: Seat) -> Briefing:
    one = _briefing(world, -3, about, by)
    BriefingHeld.objects.create(
        briefing=one, held_at=one.starts_at, led_by="Somebody", goals_guidance=True, recorded_by=by,
        recorded_at=world.cast.now, **about,
    )  # fmt: skip
    for seat in seats:
        BriefingAttendance.objects.create(briefing=one, seat=seat, presence="present", recorded_by=by, **about)
    world.add("briefing_id", which, one.pk)
    return one


def _pack(world: World, which: str, briefing: Briefing, about, by) -> None:
    """One document was let through; of the other the permission was taken back, and it is in no pack."""
    now = world.cast.now
    report = PersonDocument.objects.get(pk=world.value("casework:document_page", "document_id", which))
    letter = PersonDocument.objects.get(pk=world.objects["document_id"][which])
    for document in (report, letter):
        given = OnwardPermission.objects.create(
            document=document, area_id=about["area_id"], given_by="An officer", given_on=now.date(), recorded_by=by,
            recorded_at=now,
        )  # fmt: skip
    OnwardWithdrawal.objects.create(permission=given, area_id=about["area_id"], recorded_by=by, recorded_at=now)
    of = {"briefing": briefing, **about}
    version = PackVersion.objects.create(number=1, written_by=by, written_at=now, **of)
    PackText.objects.create(version=version, section="signs", text=f"Look for the ouzel-{which}", **of)
    page = PackPage.objects.create(version=version, document=report, number=1, position=1, **of)
    opening = PackOpening.objects.create(
        follows_start=False, opens_at=now - timedelta(days=3), closes_at=now + timedelta(days=11), opened_by=by,
        opened_at=now - timedelta(days=3), **of,
    )  # fmt: skip
    world.behind[f"ouzel-{which}"] = version.pk
    for door in ("casework", "volunteering"):
        world.add_for(f"{door}:pack_page", "pack_page_id", which, page.pk)
    world.add_for("casework:pack_closing", "pack_opening_id", which, opening.pk)


def _coming(world: World, which: str, about, by, inside: Seat, outside: Seat) -> None:
    """Another one is planned, was moved once, and both ends of the Circle have answered."""
    now, one = world.cast.now, _briefing(world, 5, about, by)
    BriefingMove.objects.create(
        briefing=one, moved_from=now, moved_to=one.starts_at, reason="venue", moved_by=by, moved_at=now, **about
    )
    logins = (inside.volunteer.user, outside.professional.user)
    for seat, login, addresses in ((inside, logins[0], VOLUNTEERS), (outside, logins[1], PROFESSIONALS)):
        invitation = BriefingInvitation.objects.create(briefing=one, seat=seat, invited_by=by, invited_at=now, **about)
        BriefingReply.objects.create(
            briefing=one, invitation=invitation, seat=seat, comes=True, by=login, at=now, **about
        )
        for address in addresses:
            world.add_for(address, "invited_id", which, invitation.pk)
    for page in ("invitations", "move", "cancellation", "holding"):
        world.add_for(f"casework:briefing_{page}", "briefing_id", which, one.pk)


def _agreement(world: World, which: str, about, by, inside: Seat, outside: Seat) -> None:
    now = world.cast.now
    AgreementTemplate.objects.create(points="We are honest.", set_by=world.cast.users["olga"], set_at=now)
    one = Agreement.objects.create(number=1, written_by=by, written_at=now, **about)
    AgreementText.objects.create(
        agreement=one, points="We are honest.", own_points=f"We go to see the lorikeet-{which}.", **about
    )
    AgreementAsked.objects.create(agreement=one, seat=outside, **about)
    Signature.objects.create(
        agreement=one, seat=inside, name=inside.display_name, how="own_screen", signed_at=now,
        recorded_by=inside.volunteer.user, recorded_at=now, **about,
    )  # fmt: skip
    world.behind[f"lorikeet-{which}"] = one.pk
    for address in AGREEMENTS:
        world.add_for(address, "signed_id", which, one.pk)
    core_member = Seat.objects.get(circle_id=about["circle_id"], part="core_member")
    world.add_for("casework:agreement_signature", "seat_id", which, core_member.pk)
