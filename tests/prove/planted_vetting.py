"""Checks on a volunteer of each area: asked for, seen, looked up, decided, and what a prison said."""

from datetime import date, timedelta

from encircle.rooms.partners.models import Agency
from encircle.rooms.vetting.models import (
    Check,
    CheckDecision,
    CheckDecisionWords,
    Clearance,
    Eligibility,
    Request,
    UpdateCheck,
)

from .world import STAFF, WRITER, World


def plant(world: World, which: str) -> None:
    """Call as the owner."""
    cast = world.cast
    volunteer = cast.volunteers[WRITER[which]]
    today = cast.now.date()
    common = {"volunteer": volunteer, "area": volunteer.area, "by": cast.users[STAFF[which]], "at": cast.now}
    if which == "1":
        Eligibility.objects.create(
            kind="adult", level="enhanced", workforce="adult", grounds="Invented", in_force_from=date(2020, 1, 1),
            decided_by=cast.users["olga"], decided_at=cast.now,
        )  # fmt: skip
    Request.objects.create(kind="adult", level="enhanced", workforce="adult", asked_on=today, **common)
    check = Check.objects.create(
        level="enhanced", workforce="adult", number=f"00123456789{which}", issued_on=today - timedelta(days=90),
        seen_on=today, seen_by=cast.users[STAFF[which]], on_update_service=True, shows="something", **common,
    )  # fmt: skip
    world.add("certificate_id", which, check.pk)
    UpdateCheck.objects.create(seen=check, checked_on=today, outcome="unchanged", **common)
    decision = CheckDecision.objects.create(seen=check, outcome="accepted", **common | {"by": cast.users["olga"]})
    words = CheckDecisionWords.objects.create(
        decision=decision, volunteer=volunteer, area=volunteer.area, text=f"Long ago: sandgrouse-{which}"
    )
    world.behind[f"sandgrouse-{which}"] = words.volunteer_id
    prison = Agency.objects.filter(kind="prison").first() or Agency.objects.create(
        name="HMP Invented", kind="prison", email_domains=["prison.example"]
    )
    Clearance.objects.create(
        prison=prison, outcome="granted", decided_on=today, ends_on=today + timedelta(days=300), **common
    )
