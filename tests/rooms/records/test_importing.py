"""A caseload is brought in by somebody who may, all of it or nothing, and again without harm."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.audit.models import Entry
from encircle.foundations.audit.record import leave_receipt
from encircle.foundations.post.models import Letter, Notice
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.queries import circle_now
from encircle.rooms.meetings.models import Attendance, Meeting
from encircle.rooms.organisation.models import Topic
from encircle.rooms.partners.models import Agency, Professional
from encircle.rooms.people.models import CoreMember, HomeContact
from encircle.rooms.records.importing.models import ExternalReference
from encircle.rooms.records.importing.reading import Done, read_book
from encircle.rooms.records.importing.running import Busy, import_book
from encircle.rooms.records.importing.sheets import Kind
from encircle.rooms.records.importing.writing import answer
from encircle.rooms.sharing.models import Consent, ConsentSubject
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.rooms.records.caseload import (
    ROWS,
    bring_in,
    caseload,
    done,
    everything,
    reasons,
    refused,
    with_cells,
    workbook,
)
from tests.support.database import as_owner


def test_a_whole_caseload_comes_in(db):
    cast = plant_cast()
    outcome = done(cast)
    assert (outcome.written, reasons(outcome), outcome.book.faults) == (True, {}, [])
    assert outcome.totals == {Done.NEW: 20, Done.SAME: 1}
    with acting(cast.olga) as olga:
        circle = Circle.objects.get(name="Kingfisher")
        now = circle_now(circle.pk, olga.now)
        assert (now.standing, now.core_member, now.coordinators) == ("Weekly", "Lew", ("Sena Brackenbury",))
        assert (circle.area.name, circle.venue.name, circle.weekday, str(circle.slot_time)) == (
            "Gwent",
            "The Mill Room",
            1,
            "18:30:00",
        )
        seats = Seat.objects.filter(circle=circle, part="volunteer").order_by("letter")
        assert [(seat.display_name, seat.letter, in_london(seat.sees_from).date()) for seat in seats] == [
            ("Una", "A", date(2024, 1, 8)),
            ("Abe", "B", date(2024, 1, 8)),
            ("Una (C)", "C", date(2024, 2, 1)),
        ]
        assert in_london(seats[2].ends_at).isoformat() == "2024-07-01T00:00:00+01:00"
        assert Professional.objects.get(name="Pia Reedmace").phone == "01632960123"
        assert Agency.objects.get(name="Probation Service Wales").email_domains == ["wales.example"]


def test_past_meetings_come_with_who_was_there_and_wait_for_no_minutes(db):
    cast = plant_cast()
    done(cast)
    with acting(cast.olga):
        held, cancelled = Meeting.objects.filter(circle__name="Kingfisher").order_by("starts_at")
        assert (held.outcome, held.minutes_elsewhere, held.held_until - held.held_from) == (
            "held",
            True,
            timedelta(hours=2),
        )
        came = Attendance.objects.filter(meeting=held).values_list("seat__display_name", "presence", "minutes_given")
        assert sorted(came) == [
            ("Abe", "present", 150),
            ("Lew", "present", None),
            ("Una", "present", 150),
            ("Una (C)", "apologies", None),
        ]
        assert (cancelled.cancel_reason, cancelled.outcome, cancelled.held_from) == ("illness", "", None)


def test_where_somebody_lives_is_content_even_for_who_brought_it_in(db):
    cast = plant_cast()
    done(cast)
    with acting(cast.olga) as olga:
        assert HomeContact.objects.count() == 0
        lew = CoreMember.objects.get(given_name="Lew")
        leave_receipt("people.coremember", lew.pk, by=olga.acting, area_id=lew.area_id, person_id=lew.pk)
        assert list(HomeContact.objects.values_list("address", "postcode")) == [("12 Invented Lane", "NP1 1AA")]


def test_a_consent_brought_in_is_in_force(db):
    cast = plant_cast()
    done(cast)
    with acting(cast.olga):
        consent = Consent.objects.get(core_member__given_name="Lew")
        subjects = consent.subjects.values_list("topic_id", flat=True)
        assert (sorted(subjects), consent.taken_by_id) == (["health", "housing"], cast.olga.pk)


def test_twice_is_the_same_as_once(db):
    cast = plant_cast()
    done(cast)
    once = everything()
    outcome = done(cast)
    assert (outcome.written, outcome.totals) == (True, {Done.SAME: 21})
    assert everything() == once


def test_a_try_writes_nothing(db):
    cast = plant_cast()
    before = everything()
    outcome = done(cast, dry_run=True)
    assert (outcome.written, outcome.book.is_refused, outcome.totals[Done.NEW]) == (False, False, 20)
    assert everything() == before
    with as_owner():
        assert list(Entry.objects.values_list("verb", "item_type", "detail")) == [
            ("listed", "records.import", "tried: 20 new, 0 changed, 1 same, 0 refused")
        ]


def test_one_wrong_row_keeps_everything_out(db):
    cast = plant_cast()
    found = refused(cast, volunteer=with_cells(Kind.VOLUNTEER, 1, email="abe"))
    assert found == {
        ("Volunteers", 3): ["“E-mail address” is not an e-mail address, like name@example.org"],
        ("Seats", 4): ["The row of the volunteer “V2” was refused, so this one cannot be brought in"],
        ("Past meetings", 2): ["The row of the volunteer “V2” was refused, so this one cannot be brought in"],
    }


def test_the_answer_says_what_became_of_each_row(db):
    cast = plant_cast()
    outcome = done(cast)
    page = load_workbook(io.BytesIO(answer(outcome.book, written=True, dry_run=False)))["Volunteers"]
    with as_owner():
        references = dict(Volunteer.objects.filter(area__name="Gwent").values_list("family_name", "reference"))
    said = {page.cell(row, 5).value: page.cell(row, 1).value for row in (2, 3, 4)}
    assert said == {family: f"New: {reference}" for family, reference in references.items()}


@pytest.mark.parametrize("key", ["cora", "sena", "adam", "dana", "tess", "vera", "omar"])
def test_nobody_but_the_operations_manager_brings_anything_in(db, key):
    cast = plant_cast()
    before = everything()
    with acting(cast.users[key]) as actor, pytest.raises(NotAllowed):
        bring_in(caseload(), actor)
    assert everything() == before


def test_the_references_are_hidden_from_everybody_else(db):
    cast = plant_cast()
    done(cast)
    for key in ("cora", "sena", "adam", "dana", "vera", "omar"):
        with acting(cast.users[key]):
            assert not ExternalReference.objects.exists()


def test_an_operations_manager_whose_time_is_over_brings_nothing_in(db):
    cast = plant_cast()
    with as_owner():
        Appointment.objects.filter(user=cast.olga).update(ends_at=cast.now)
    with acting(cast.olga) as olga, pytest.raises(NotAllowed):
        bring_in(caseload(), olga)


def test_every_row_leaves_its_line_and_nobody_is_written_to(db):
    cast = plant_cast()
    done(cast)
    with as_owner():
        lew = CoreMember.objects.get(given_name="Lew")
        assert list(Entry.objects.filter(person_id=lew.pk).order_by("id").values_list("verb", "item_type")) == [
            ("created", "people.coremember"),
            ("created", "people.carer"),
            ("created", "circles.seat"),
            ("created", "sharing.consent"),
        ]
        assert set(Entry.objects.values_list("actor_id", flat=True)) == {cast.olga.pk}
        assert Entry.objects.count() == 21  # twenty rows and the run; the area of the same name was left as it is
        assert (Notice.objects.count(), Letter.objects.count()) == (0, 0)


def test_two_imports_at_once_do_not_pass_each_other(db):
    cast = plant_cast()
    with acting(cast.olga) as olga:
        bring_in(caseload(), olga)
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('encircle import'))")
                assert cursor.fetchone() == (False,)
        finally:
            other.close()


def test_busy_is_said(db, monkeypatch):
    cast = plant_cast()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('encircle import'))")
        with acting(cast.olga) as olga, pytest.raises(Busy):
            bring_in(caseload(), olga)
    finally:
        other.close()


def test_the_number_of_reads_does_not_grow_with_the_rows(db):
    cast = plant_cast()
    more = caseload()
    for number in range(4, 40):
        more[Kind.VOLUNTEER].append(
            {**ROWS[Kind.VOLUNTEER][0], "reference": f"V{number}", "email": f"v{number}@people.example"}
        )
    asked = {}
    for name, rows in (("few", caseload()), ("many", more)):
        with acting(cast.olga) as olga:
            book = read_book(workbook(rows))
            with CaptureQueriesContext(connection) as queries:
                import_book(book, dry_run=True, by=olga, at=olga.now)
            asked[name] = len(queries)
    assert asked["few"] == asked["many"]


def test_topics_may_be_all_of_them_and_their_names_may_hold_commas(db):
    cast = plant_cast()
    with as_owner():
        Topic.objects.create(code="work", name="Work, money and learning", position=20)
    rows = caseload()
    rows[Kind.CONSENT] = [
        {**ROWS[Kind.CONSENT][0], "topics": "work, money and LEARNING; housing"},
        {**ROWS[Kind.CONSENT][0], "reference": "K2", "agency": "Probation Service Wales", "topics": "All"},
        {**ROWS[Kind.CONSENT][0], "reference": "K3", "starts_on": date(2024, 2, 1), "topics": "housing, health"},
    ]
    assert reasons(done(cast, rows)) == {}
    with as_owner():
        assert sorted(
            ConsentSubject.objects.filter(consent__core_member__given_name="Lew").values_list(
                "consent__agency__name", "topic_id"
            )
        ) == sorted(
            [
                ("Gwent Police", "work"),
                ("Gwent Police", "housing"),
                *[("Probation Service Wales", topic.code) for topic in Topic.objects.all()],
                ("Gwent Police", "housing"),
                ("Gwent Police", "health"),
            ]
        )


def test_a_coordinator_is_invited_and_appointed_before_their_seat_is_brought_in(db):
    cast = plant_cast()
    for who, why in (
        ("nobody@people.example", "Nobody signs in with this address. Invite the coordinator in Administration first"),
        (
            "colin@people.example",
            "This person is no coordinator of the Circle’s area now. Appoint them in Administration first",
        ),
        ("vera@people.example", "This person is no coordinator of the Circle’s area now. Appoint them in "
                                "Administration first"),
    ):  # fmt: skip
        assert refused(cast, seat=with_cells(Kind.SEAT, 5, person=who)) == {("Seats", 7): [why]}
    with as_owner():
        Appointment.objects.create(
            user=cast.colin,
            role=Role.COORDINATOR,
            area_id=cast.areas["a"].pk,
            starts_at=cast.now,
            appointed_by=cast.olga,
            appointed_at=cast.now,
        )
    in_a = [{**row, "area": "A1"} for row in ROWS[Kind.CIRCLE]]
    core = [{**row, "area": "A1"} for row in ROWS[Kind.CORE_MEMBER]]
    rows = caseload(seat=with_cells(Kind.SEAT, 5, person="Colin@people.example"), circle=in_a, core_member=core)
    assert reasons(done(cast, rows)) == {}
