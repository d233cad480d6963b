"""The same references again: what changed in the workbook changes here, what people did here stays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from encircle.common.clock import in_london
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Circle, Ending, Phase, Seat
from encircle.rooms.circles.queries import circle_now
from encircle.rooms.meetings.models import Attendance, Meeting, MinutesVersion
from encircle.rooms.meetings.vocabulary import VersionKind
from encircle.rooms.organisation.models import Area
from encircle.rooms.partners.models import AgencyAgreement, Professional
from encircle.rooms.people.models import Carer, CoreMember, HomeContact
from encircle.rooms.records.importing.models import ExternalReference
from encircle.rooms.records.importing.reading import Done
from encircle.rooms.records.importing.sheets import Kind
from encircle.rooms.sharing.models import Consent, Withdrawal
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.rooms.records.caseload import ROWS, caseload, done, everything, reasons, refused, with_cells
from tests.support.database import as_owner


@pytest.fixture
def cast(db):
    """The whole caseload is in already."""
    cast = plant_cast()
    assert done(cast).written
    return cast


def again(cast, **changes):
    outcome = done(cast, caseload(**changes))
    assert reasons(outcome) == {}
    assert outcome.written
    return outcome


def test_what_changed_in_the_workbook_changes_and_says_so(cast):
    outcome = again(
        cast,
        volunteer=with_cells(Kind.VOLUNTEER, 0, phone="01632 960777"),
        agreement=with_cells(Kind.AGREEMENT, 0, ends_on=date(2098, 1, 1)),
        carer=with_cells(Kind.CARER, 0, consent_required="yes"),
        professional=with_cells(Kind.PROFESSIONAL, 0, job_title="Sergeant"),
        circle=with_cells(Kind.CIRCLE, 0, venue="The Long Barn", meeting_minutes=90),
    )
    assert outcome.totals == {Done.CHANGED: 5, Done.SAME: 16}
    with as_owner():
        assert Volunteer.objects.get(family_name="Sedgewick").phone == "01632 960777"
        assert AgencyAgreement.objects.get(signed_by="The directors").ends_on == date(2098, 1, 1)
        assert Carer.objects.get().consent_required is True
        assert Professional.objects.get(name="Pia Reedmace").job_title == "Sergeant"
        circle = Circle.objects.get(name="Kingfisher")
        assert (circle.venue.name, circle.meeting_minutes) == ("The Long Barn", 90)
        fields = Entry.objects.filter(verb="changed", item_type="circles.circle").values_list("fields", flat=True)
        assert list(fields) == [["venue_id", "meeting_minutes"]]


def test_what_people_changed_in_encircle_since_is_not_undone(cast):
    with as_owner():
        Volunteer.objects.filter(family_name="Sedgewick").update(phone="01632 960555", given_name="Oona")
        Area.objects.filter(name="Gwent").update(name="Greater Gwent")
    before = everything()
    again(cast)
    assert everything() == before
    again(cast, volunteer=with_cells(Kind.VOLUNTEER, 0, phone="01632 960777"))
    with as_owner():
        una = Volunteer.objects.get(family_name="Sedgewick")
        assert (una.given_name, una.phone) == ("Oona", "01632 960777")


def test_a_row_left_out_stays_and_a_sheet_alone_can_lean_on_what_is_there(cast):
    before = everything()
    assert done(cast, {Kind.AREA: ROWS[Kind.AREA][:1]}).written
    assert everything() == before
    more = {
        **ROWS[Kind.MEETING][0],
        "reference": "ME9",
        "day": date(2024, 4, 2),
        "present": "V1;S3",
        "apologies": "CM1",
    }
    outcome = done(cast, {Kind.MEETING: [more]})
    assert (outcome.written, outcome.totals) == (True, {Done.NEW: 1})


def test_where_somebody_lives_is_written_anew_only_when_the_cells_changed(cast):
    again(cast, core_member=with_cells(Kind.CORE_MEMBER, 0, known_as="Lewis"))
    with as_owner():
        assert HomeContact.objects.count() == 1
    again(cast, core_member=with_cells(Kind.CORE_MEMBER, 0, known_as="Lewis", address="3 Other Street"))
    with as_owner():
        homes = HomeContact.objects.order_by("since").values_list("address", "postcode")
        assert list(homes) == [("12 Invented Lane", "NP1 1AA"), ("3 Other Street", "NP1 1AA")]


NEVER = {
    "a professional's address": (
        {"professional": with_cells(Kind.PROFESSIONAL, 0, email="new@gwent.police.example")},
        ("Professionals", 2),
        "An address is never changed. Give the person at the new address a row and reference of their own",
    ),
    "a Circle's kind": (
        {"circle": with_cells(Kind.CIRCLE, 0, kind="Young person")},
        ("Circles", 2),
        "The kind of a Circle is never changed",
    ),
    "whose seat it is": (
        {"seat": with_cells(Kind.SEAT, 3, person="V9"), "volunteer": [*ROWS[Kind.VOLUNTEER], {
            **ROWS[Kind.VOLUNTEER][0], "reference": "V9", "email": "v9@people.example"}], "meeting": []},
        ("Seats", 5),
        "A seat stays with its Circle, its person and its first day. Give another seat a reference of its own",
    ),
    "what was agreed to": (
        {"consent": with_cells(Kind.CONSENT, 0, topics="Housing")},
        ("Consents", 2),
        "A consent is never changed. Withdraw it, and give the new one a reference of its own",
    ),
    "when an agreement began": (
        {"agreement": with_cells(Kind.AGREEMENT, 0, starts_on=date(2023, 5, 1))},
        ("Agreements", 2),
        "The first day of an agreement is never changed. Give a new one a reference of its own",
    ),
    "a domain somebody has": (
        {"agency": with_cells(Kind.AGENCY, 0, email_domains="new.police.example")},
        ("Agencies", 2),
        "Professionals of this agency have addresses at a domain that is missing here. Keep it",
    ),
    "that somebody was there": (
        {"meeting": with_cells(Kind.MEETING, 0, apologies=None)},
        ("Past meetings", 2),
        "Somebody whose attendance was brought in before stands in none of the three lists now",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NEVER)
def test_what_an_import_never_changes_is_refused(cast, case):
    changes, place, why = NEVER[case]
    assert why in refused(cast, **changes)[place]


def test_a_seat_ends_and_another_begins(cast):
    seats = [*with_cells(Kind.SEAT, 4, ends_on="31/05/2024"),
             {**ROWS[Kind.SEAT][4], "reference": "S9", "starts_on": "01/06/2024", "position": "Sergeant"}]  # fmt: skip
    again(cast, seat=seats)
    with as_owner():
        held = Seat.objects.filter(part="outer_circle", circle__name="Kingfisher").order_by("starts_at")
        assert [(in_london(seat.starts_at).date(), seat.ends_at is None, seat.position) for seat in held] == [
            (date(2024, 1, 8), False, "Police offender manager"),
            (date(2024, 6, 1), True, "Sergeant"),
        ]


def test_a_volunteer_who_left_has_no_seat_any_more(cast):
    again(cast, volunteer=with_cells(Kind.VOLUNTEER, 0, left_on=date(2024, 5, 5)))
    with as_owner():
        seat = Seat.objects.get(volunteer__family_name="Sedgewick")
        assert in_london(seat.ends_at - timedelta(microseconds=1)).date() == date(2024, 5, 5)


def test_a_new_phase_begins_now_because_the_workbook_does_not_say_when(cast):
    again(cast, circle=with_cells(Kind.CIRCLE, 0, phase="Fortnightly"))
    with as_owner():
        phases = Phase.objects.filter(circle__name="Kingfisher").order_by("starts_at").values_list("name", "ends_at")
        assert [(name, ends_at is None) for name, ends_at in phases] == [("weekly", False), ("fortnightly", True)]


def test_an_end_ends_the_seats_and_what_was_planned(cast):
    with as_owner():
        circle = Circle.objects.get(name="Kingfisher")
        soon = cast.now + timedelta(days=3)
        planned = Meeting.objects.create(
            circle=circle, area=circle.area, planned_starts_at=soon, starts_at=soon, ends_at=soon + timedelta(hours=2)
        )
    ended = {"ended_on": date(2024, 9, 3), "ending_reason": "Completed as planned"}
    again(cast, circle=with_cells(Kind.CIRCLE, 0, **ended))
    with acting(cast.olga) as olga:
        assert circle_now(circle.pk, olga.now).standing == "Ended"
        assert in_london(Ending.objects.get(circle=circle).ended_at).date() == date(2024, 9, 3)
        midnight = datetime(2024, 9, 3, 23, tzinfo=UTC)
        assert not Seat.objects.filter(circle=circle).exclude(ends_at__lte=midnight).exists()
        assert Meeting.objects.get(pk=planned.pk).cancelled_at is not None
    again(cast, circle=with_cells(Kind.CIRCLE, 0, **ended))
    assert refused(cast, circle=with_cells(Kind.CIRCLE, 0, ended_on=date(2024, 9, 4), ending_reason="Died")) == {
        ("Circles", 2): ["This Circle has ended. Its end is never changed by an import"],
        **{
            (sheet, row): ["The row of the Circle “C1” was refused, so this one cannot be brought in"]
            for sheet, rows in (("Seats", range(2, 8)), ("Past meetings", range(2, 4)))
            for row in rows
        },
    }


def test_a_circle_that_has_ended_comes_with_its_end_and_shows_nobody_anything(db):
    cast = plant_cast()
    ended = with_cells(Kind.CIRCLE, 0, ended_on=date(2024, 9, 3), ending_reason="Completed as planned", phase=None)
    assert reasons(done(cast, caseload(circle=ended))) == {}
    with as_owner():
        assert not Seat.objects.filter(circle__name="Kingfisher", ends_at=None).exists()
        assert Phase.objects.get(circle__name="Kingfisher").ends_at == Ending.objects.get().ended_at


def test_who_came_can_be_put_right(cast):
    changed = with_cells(Kind.MEETING, 0, present="S1; V1; V3", apologies=None, absent="V2", minutes_given=90)
    again(cast, meeting=changed)
    with as_owner():
        came = Attendance.objects.filter(meeting__outcome="held").values_list(
            "seat__display_name", "presence", "minutes_given"
        )
        assert sorted(came) == [
            ("Abe", "absent", None),
            ("Lew", "present", None),
            ("Una", "present", 90),
            ("Una (C)", "present", 90),
        ]


def test_a_meeting_with_minutes_is_no_longer_changed_by_a_workbook(cast):
    with as_owner():
        meeting = Meeting.objects.get(outcome="held", circle__name="Kingfisher")
        MinutesVersion.objects.create(
            meeting=meeting,
            circle=meeting.circle,
            area=meeting.area,
            number=1,
            kind=VersionKind.ORIGINAL,
            written_by=cast.vera,
            submitted_at=cast.now,
        )
    assert refused(cast, meeting=with_cells(Kind.MEETING, 0, ends="21:00")) == {
        ("Past meetings", 2): ["There are minutes of this meeting in Encircle: it is changed there"]
    }
    again(cast)


def test_a_consent_withdrawn_in_the_workbook_is_withdrawn_here_once(cast):
    for _ in range(2):
        again(cast, consent=with_cells(Kind.CONSENT, 0, withdrawn_on=date(2024, 6, 3)))
    with as_owner():
        withdrawn = Withdrawal.objects.values_list("subject__topic_id", "withdrawn_at")
        midnight = datetime(2024, 6, 2, 23, tzinfo=UTC)
        assert sorted(withdrawn) == [("health", midnight), ("housing", midnight)]


def test_a_consent_that_was_withdrawn_before_comes_with_its_withdrawal(db):
    cast = plant_cast()
    done(cast, caseload(consent=with_cells(Kind.CONSENT, 0, withdrawn_on=date(2024, 6, 3))))
    with as_owner():
        consent = Consent.objects.get(core_member__given_name="Lew")
        assert consent.subjects.filter(withdrawal__isnull=False).count() == 2


def test_one_item_has_one_reference(cast):
    assert refused(cast, area=[{"reference": "A77", "name": "gwent"}], agency=[], agreement=[], professional=[],
                   volunteer=[], core_member=[], carer=[], circle=[], seat=[], meeting=[], consent=[]) == {
        ("Areas", 2): ["This area was brought in before with the reference “a3”. Use that one"]
    }  # fmt: skip


def test_two_rows_cannot_stand_for_one_item(db):
    cast = plant_cast()
    rows = {Kind.AREA: [{"reference": "A1", "name": "Dorset"}, {"reference": "A2", "name": "dorset"}]}
    assert reasons(done(cast, rows)) == {("Areas", 3): ["Row 2 stands for the same area"]}


def test_what_a_workbook_said_is_kept_only_as_something_nobody_can_read(cast):
    with as_owner():
        said = str(list(ExternalReference.objects.values_list("said", flat=True)))
        for secret in ("Lew", "Quillwort", "Invented Lane", "1975", "Pia", "police.example"):
            assert secret not in said
        assert CoreMember.objects.filter(given_name="Lew").exists()


def test_after_a_new_key_the_same_workbook_still_changes_nothing_people_did_here(cast, settings):
    with as_owner():
        Volunteer.objects.filter(family_name="Sedgewick").update(phone="01632 960888")
    former, settings.FIELD_KEY = settings.FIELD_KEY, "ab" * 32
    settings.OLD_FIELD_KEYS = [former]
    assert again(cast).totals == {Done.SAME: 21}
    with as_owner():
        assert Volunteer.objects.get(family_name="Sedgewick").phone == "01632 960888"
