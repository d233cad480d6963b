"""Readiness of a volunteer of each area: what is asked, what they signed, a paper that was seen, and an exception."""

from datetime import date, timedelta

from encircle.rooms.readiness.models import DatedException, ExceptionWords, Paper, PaperTakenBack, Signing, Wording

from .world import STAFF, WRITER, World


def plant(world: World, which: str) -> None:
    """Call as the owner."""
    cast = world.cast
    volunteer, staff, today = cast.volunteers[WRITER[which]], cast.users[STAFF[which]], cast.now.date()
    common = {"volunteer": volunteer, "area": volunteer.area, "by": staff, "at": cast.now}
    wording = Wording.objects.filter(in_force_from=date(2001, 1, 1)).first() or Wording.objects.create(
        title="Between us", lines="I come each week", in_force_from=date(2001, 1, 1)
    )
    Wording.objects.get_or_create(
        in_force_from=date(2002, 1, 1), defaults={"title": "Between us", "lines": "I come each week and say when not"}
    )
    Signing.objects.create(wording=wording, how="paper", signed_on=today, **common)
    noted = Paper.objects.create(condition="references", dated_on=today - timedelta(days=700), **common)
    world.add("noted_paper_id", which, noted.pk)
    wrong = Paper.objects.create(condition="interview", dated_on=today - timedelta(days=700), **common)
    PaperTakenBack.objects.create(paper=wrong, condition="interview", because="another_day", **common)
    exception = DatedException.objects.create(
        kind="young", condition="check", starts_on=today, ends_on=today + timedelta(days=30),
        **common | {"by": cast.users["olga"]},
    )  # fmt: skip
    world.add("exception_id", which, exception.pk)
    ExceptionWords.objects.create(
        exception=exception,
        volunteer=volunteer,
        area=volunteer.area,
        text=f"The new check is under way: gallinule-{which}",
    )
    world.behind[f"gallinule-{which}"] = volunteer.pk
