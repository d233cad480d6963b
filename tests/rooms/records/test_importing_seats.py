"""A seat that ran before Encircle comes in with a dated exception for whatever its volunteer lacks, and no other."""

from datetime import date, timedelta

from encircle.common.clock import in_london
from encircle.rooms.circles.models import Seat
from encircle.rooms.readiness.models import DatedException, Paper, Requirement
from encircle.rooms.readiness.queries import missing_of
from encircle.rooms.readiness.vocabulary import Condition, Source
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.rooms.records.caseload import done, reasons
from tests.support.database import as_owner


def ask(*conditions):
    with as_owner():
        for kind in ("adult", "prison", "young", "adapted"):
            Requirement.objects.create(kind=kind, conditions=list(conditions), in_force_from=date(2002, 1, 1))


def test_a_running_seat_brings_an_exception_for_everything_its_volunteer_lacks(db):
    cast = plant_cast()
    ask("references", "check", "agreement")
    outcome = done(cast)
    assert (outcome.written, reasons(outcome)) == (True, {})
    today = in_london(cast.now).date()
    with acting(cast.olga):
        seated = set(Seat.objects.filter(circle__name="Kingfisher", volunteer__isnull=False, ends_at=None).values_list(
            "volunteer", flat=True
        ))  # fmt: skip
        assert len(seated) == 2
        rows = DatedException.objects.all()
        assert {(row.volunteer_id, row.condition) for row in rows} == {
            (who, what) for who in seated for what in ("references", "check", "agreement")
        }
        assert {(row.source, row.by_id, row.starts_on, row.ends_on) for row in rows} == {
            (Source.BEFORE, cast.olga.pk, today, today + timedelta(days=90))
        }
        assert missing_of(seated, "adult", today + timedelta(days=90)) == {}
        late = missing_of(seated, "adult", today + timedelta(days=91))
        assert {who: len(lacking) for who, lacking in late.items()} == dict.fromkeys(seated, 3)


def test_brought_in_again_it_makes_no_second_exception(db):
    cast = plant_cast()
    ask("references")
    done(cast)
    done(cast)
    with as_owner():
        assert DatedException.objects.count() == 2


def test_what_is_in_date_needs_no_exception(db):
    cast = plant_cast()
    done(cast)
    ask("references", "interview")
    with as_owner():
        assert DatedException.objects.count() == 0  # nothing was asked then
        una = Volunteer.objects.filter(given_name="Una").first()
        Paper.objects.create(
            volunteer=una, area=una.area, by=cast.olga, at=cast.now, condition="references", dated_on=date(2020, 1, 1)
        )
    with acting(cast.olga) as olga:
        (missing,) = missing_of([una.pk], "adult", in_london(olga.now).date())[una.pk]
    assert missing.condition is Condition.INTERVIEW
