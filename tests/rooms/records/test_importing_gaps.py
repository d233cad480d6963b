"""After an import: what still stops sharing, by the same rule that decides a release."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.organisation.models import Charity
from encircle.rooms.partners.models import AgencyAgreement, Professional
from encircle.rooms.records.importing.gaps import what_stops_sharing
from encircle.rooms.records.importing.sheets import Kind
from encircle.rooms.sharing.models import Consent, ConsentSubject, Withdrawal
from tests.cast import acting, plant_cast
from tests.rooms.records.caseload import ROWS, caseload, done, reasons, with_cells
from tests.support.database import as_owner


def seen(user):
    with acting(user) as actor:
        gaps = what_stops_sharing(actor.now)
        return {
            "agencies": [agency.name for agency in gaps.agencies],
            "not invited": [seat.professional.name for seat in gaps.not_invited],
            "not joined": [seat.professional.name for seat in gaps.not_joined],
            "circles": {one.circle.name: [(gap.why, gap.to) for gap in one.gaps] for one in gaps.circles},
        }


def test_a_charity_in_order_has_none_but_a_circle_without_an_outer_circle(db):
    cast = plant_cast()
    with as_owner():
        for key in ("petra", "omar", "hana"):
            cast.users[key].password = "set"
            cast.users[key].save()
    assert seen(cast.olga) == {
        "agencies": [],
        "not invited": [],
        "not joined": [],
        "circles": {"Circle 2": [("Nobody is in the outer circle.", "")]},
    }


def test_what_an_import_brought_and_what_it_left_open(db):
    cast = plant_cast()
    rows = caseload(
        agreement=[],
        professional=[
            *ROWS[Kind.PROFESSIONAL],
            {**ROWS[Kind.PROFESSIONAL][0], "reference": "PR2", "agency": "G2", "name": "Wynn Oatgrass",
             "email": "w@wales.example"},
        ],
        seat=[*ROWS[Kind.SEAT], {**ROWS[Kind.SEAT][4], "reference": "S9", "person": "PR2"}],
    )  # fmt: skip
    assert reasons(done(cast, rows)) == {}
    found = seen(cast.olga)
    assert found["agencies"] == ["Gwent Police", "Probation Service Wales"]
    assert found["not invited"] == ["Pia Reedmace", "Wynn Oatgrass"]
    assert found["circles"]["Kingfisher"] == [
        (
            "There is no consent to share anything with this agency. No answer is recorded.",
            "Wynn Oatgrass, Probation Service Wales",
        )
    ]


def test_every_reason_the_sieve_has_is_the_reason_here(db):
    cast = plant_cast()
    to = "Omar Stonecrop, Devon and Cornwall Police"
    consent = Consent.objects.filter(core_member=cast.mark, agency=cast.agencies["police"])
    with as_owner():
        Charity.objects.update(blocks_without_agreement=True)
        AgencyAgreement.objects.filter(agency=cast.agencies["police"]).update(
            ends_on=(cast.now - timedelta(days=5)).date()
        )
    assert (("There is no agreement in force with this agency.", to)) in seen(cast.olga)["circles"]["Circle 1"]
    with as_owner():
        Charity.objects.update(blocks_without_agreement=False)
    assert "Circle 1" not in seen(cast.olga)["circles"]
    with as_owner():
        consent.update(ends_at=cast.now - timedelta(days=1))
    assert seen(cast.olga)["circles"]["Circle 1"] == [("Consent to share anything with this agency has ended.", to)]
    with as_owner():
        consent.update(ends_at=None)
        Withdrawal.objects.bulk_create(
            Withdrawal(
                subject=subject,
                area=cast.areas["a"],
                withdrawn_at=cast.now,
                evidence="letter",
                recorded_by=cast.cora,
                recorded_at=cast.now,
            )
            for subject in ConsentSubject.objects.filter(consent__in=consent)
        )
    assert seen(cast.olga)["circles"]["Circle 1"] == [
        ("Consent to share anything with this agency has been withdrawn.", to)
    ]


def test_a_young_persons_carer_counts(db):
    cast = plant_cast()
    rows = caseload(
        circle=with_cells(Kind.CIRCLE, 0, kind="Young person"),
        core_member=with_cells(Kind.CORE_MEMBER, 0, born_on=cast.now.date() - timedelta(days=16 * 365)),
        carer=with_cells(Kind.CARER, 0, consent_required="yes"),
    )
    assert reasons(done(cast, rows)) == {}
    assert seen(cast.olga)["circles"]["Kingfisher"] == [
        ("A carer whose agreement is needed has not agreed.", "Pia Reedmace, Gwent Police")
    ]


def test_an_empty_seat_is_said_and_an_ended_circle_is_not(db):
    cast = plant_cast()
    with as_owner():
        Seat.objects.filter(pk=cast.seats["mark"].pk).update(ends_at=cast.now)
        Professional.objects.filter(name="Hana Willowherb").update(user=None)
    found = seen(cast.olga)
    assert found["circles"]["Circle 1"] == [("Nobody holds the core member’s seat.", "")]
    assert found["not invited"] == ["Hana Willowherb"]


def test_the_reads_are_as_many_for_three_circles_as_for_one(db):
    cast = plant_cast()

    def reads():
        with acting(cast.olga) as olga, CaptureQueriesContext(connection) as queries:
            what_stops_sharing(olga.now)
        return len(queries)

    assert reads() == 11
    done(cast)
    with as_owner():
        assert Circle.objects.count() == 3
    assert reads() == 11
