"""Rows that cannot be right, each refused with its reason; whatever is wrong, nothing is written."""

from datetime import date, time, timedelta

import pytest

from encircle.common.clock import in_london
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.records.importing.sheets import Kind
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import plant_cast
from tests.rooms.records.caseload import ROWS, caseload, done, reasons, refused, with_cells
from tests.support.database import as_owner

TOMORROW = date.today() + timedelta(days=2)  # noqa: DTZ011
CASES = {
    "an unknown area": (
        {"volunteer": with_cells(Kind.VOLUNTEER, 0, area="A9"), "seat": [], "meeting": []},
        ("Volunteers", 2),
        "There is no area with the reference “A9”, in this workbook or brought in before",
    ),
    "an agency without a domain": (
        {"agency": with_cells(Kind.AGENCY, 1, email_domains="nonsense")},
        ("Agencies", 3),
        "“E-mail domains” holds something that is no domain. Write it like police.example",
    ),
    "a professional at another domain": (
        {"professional": with_cells(Kind.PROFESSIONAL, 0, email="pia@wales.example"), "seat": [], "meeting": []},
        ("Professionals", 2),
        "“E-mail address” is not at one of the agency’s domains: gwent.police.example",
    ),
    "an agreement reviewed before it begins": (
        {"agreement": with_cells(Kind.AGREEMENT, 0, review_on=date(2023, 4, 1), ends_on=date(2023, 3, 1))},
        ("Agreements", 2),
        "“Until” is before “From”",
    ),
    "a volunteer who joins tomorrow": (
        {"volunteer": with_cells(Kind.VOLUNTEER, 2, joined_on=TOMORROW), "seat": [], "meeting": []},
        ("Volunteers", 4),
        "“Joined on” is in the future",
    ),
    "a volunteer who left before they joined": (
        {"volunteer": with_cells(Kind.VOLUNTEER, 2, left_on="01/04/2023"), "seat": [], "meeting": []},
        ("Volunteers", 4),
        "“Left on” is before “Joined on”",
    ),
    "a core member of six": (
        {"core_member": with_cells(Kind.CORE_MEMBER, 0, born_on=date.today() - timedelta(days=6 * 365))},  # noqa: DTZ011
        ("Core members", 2),
        "“Date of birth” makes the person younger than 10 or older than 110",
    ),
    "a Circle that ends before it opens": (
        {"circle": with_cells(Kind.CIRCLE, 0, ended_on="07/01/2024", ending_reason="Moved away")},
        ("Circles", 2),
        "“Ended on” is not between “Opened on” and today",
    ),
    "an end without a reason": (
        {"circle": with_cells(Kind.CIRCLE, 0, ended_on="07/03/2024")},
        ("Circles", 2),
        "“Ended on” and “Why it ended” belong together: write both or neither",
    ),
    "a running Circle without a phase": (
        {"circle": with_cells(Kind.CIRCLE, 0, phase=None)},
        ("Circles", 2),
        "“Phase” is empty",
    ),
    "a day without its time": (
        {"circle": with_cells(Kind.CIRCLE, 0, slot_time=None)},
        ("Circles", 2),
        "“Usual day” and “Usual time” belong together: write both or neither",
    ),
    "a seat before the Circle": (
        {"seat": with_cells(Kind.SEAT, 2, starts_on="07/01/2024")},
        ("Seats", 4),
        "“From” is before the Circle opened",
    ),
    "a seat that ends before it begins": (
        {"seat": with_cells(Kind.SEAT, 3, ends_on="31/01/2024"), "meeting": []},
        ("Seats", 5),
        "“Until” is before “From”",
    ),
    "two seats of one person": (
        {"seat": [*ROWS[Kind.SEAT], {**ROWS[Kind.SEAT][1], "reference": "S9", "starts_on": "01/03/2024"}]},
        ("Seats", 8),
        "This person has a seat in the Circle at that time already",
    ),
    "two core members": (
        {
            "core_member": [
                *ROWS[Kind.CORE_MEMBER],
                {"reference": "CM2", "area": "A3", "given_name": "Ned", "family_name": "Marram"},
            ],
            "seat": [*ROWS[Kind.SEAT], {**ROWS[Kind.SEAT][0], "reference": "S9", "person": "CM2"}],
        },
        ("Seats", 8),
        "Somebody holds the core member’s seat of this Circle at that time already",
    ),
    "a core member of another area": (
        {"core_member": with_cells(Kind.CORE_MEMBER, 0, area="A1"), "meeting": []},
        ("Seats", 2),
        "The core member is of another area than the Circle",
    ),
    "a volunteer in the professional's seat": (
        {"seat": with_cells(Kind.SEAT, 4, person="V1")},
        ("Seats", 6),
        "There is no professional with the reference “V1”, in this workbook or brought in before",
    ),
    "a meeting that is still to come": (
        {"meeting": with_cells(Kind.MEETING, 0, day=TOMORROW)},
        ("Past meetings", 2),
        "The meeting is not over yet. Plan it in Encircle",
    ),
    "a meeting before the Circle": (
        {"meeting": with_cells(Kind.MEETING, 1, day="02/01/2024")},
        ("Past meetings", 3),
        "“Date” is before the Circle opened",
    ),
    "a meeting at a time the clocks skip": (
        {"meeting": with_cells(Kind.MEETING, 1, day="31/03/2024", starts="01:30", ends="03:00")},
        ("Past meetings", 3),
        "“Start” does not exist on that day, because the clocks went forward. Write it before 1am or from 2am",
    ),
    "two meetings at one time": (
        {"meeting": with_cells(Kind.MEETING, 1, day="05/03/2024")},
        ("Past meetings", 3),
        "There is a meeting of this Circle at this time already",
    ),
    "cancelled for no reason": (
        {"meeting": with_cells(Kind.MEETING, 1, cancel_reason=None)},
        ("Past meetings", 3),
        "“Why it was cancelled” is written for a cancelled meeting, and only for one",
    ),
    "people at a cancelled meeting": (
        {"meeting": with_cells(Kind.MEETING, 1, present="V1")},
        ("Past meetings", 3),
        "Nobody attended a meeting that was cancelled",
    ),
    "somebody who had no seat that day": (
        {"meeting": with_cells(Kind.MEETING, 0, day="16/01/2024")},
        ("Past meetings", 2),
        "“V3” had no seat in this Circle on that day",
    ),
    "somebody nobody knows": (
        {"meeting": with_cells(Kind.MEETING, 0, absent="V77")},
        ("Past meetings", 2),
        "There is no seat, volunteer or core member with the reference “V77”",
    ),
    "somebody present and absent": (
        {"meeting": with_cells(Kind.MEETING, 0, absent="S2")},
        ("Past meetings", 2),
        "“S2” stands in two of Present, Apologies and Absent",
    ),
    "a meeting of half a day": (
        {"meeting": with_cells(Kind.MEETING, 0, starts=time(8), ends=time(20, 30))},
        ("Past meetings", 2),
        "The meeting is longer than 12 hours",
    ),
    "a consent for what nobody talks of": (
        {"consent": with_cells(Kind.CONSENT, 0, topics="Weather")},
        ("Consents", 2),
        "“Topics” holds a topic the charity does not have. There are: Contact between meetings; Debrief; "
        "Health and wellbeing; Housing; How the week went; Preparation; Relationships",
    ),
    "a consent of a stranger's carer": (
        {
            "core_member": [
                *ROWS[Kind.CORE_MEMBER],
                {"reference": "CM2", "area": "A3", "given_name": "Ned", "family_name": "Marram"},
            ],
            "consent": with_cells(Kind.CONSENT, 0, carer="CA1", core_member="CM2"),
        },
        ("Consents", 2),
        "The carer is another core member’s",
    ),
    "a consent narrowed to another agency's people": (
        {"consent": with_cells(Kind.CONSENT, 0, agency="G2", only="PR1")},
        ("Consents", 2),
        "“Only these professionals” names somebody of another agency",
    ),
    "a consent from tomorrow": (
        {"consent": with_cells(Kind.CONSENT, 0, starts_on=TOMORROW)},
        ("Consents", 2),
        "“From” is in the future",
    ),
    "the same reference twice": (
        {"area": with_cells(Kind.AREA, 1, reference="a1"), "volunteer": [], "core_member": [], "carer": [],
         "circle": [], "seat": [], "meeting": [], "consent": []},
        ("Areas", 3),
        "The reference is the same as in row 2",
    ),
    "the same person twice": (
        {"volunteer": [*ROWS[Kind.VOLUNTEER], {**ROWS[Kind.VOLUNTEER][0], "reference": "V9"}]},
        ("Volunteers", 5),
        "A volunteer with this address is in another row",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_row_that_cannot_be_right_is_refused_with_its_reason(db, case):
    changes, place, why = CASES[case]
    found = refused(plant_cast(), **changes)
    assert why in found[place]


def test_all_reasons_of_a_row_are_said_at_once(db):
    rows = with_cells(Kind.VOLUNTEER, 0, given_name="", email="una", phone="none", joined_on="yesterday")
    assert refused(plant_cast(), volunteer=rows, seat=[], meeting=[]) == {
        ("Volunteers", 2): [
            "“Given name” is empty",
            "“E-mail address” is not an e-mail address, like name@example.org",
            "“Telephone” is not a telephone number",
            "“Joined on” is not a date. Write it as day/month/year, like 31/12/2024",
        ]
    }


def test_a_volunteer_who_is_in_encircle_already_is_not_brought_in_beside_themselves(db):
    cast = plant_cast()
    vera = cast.volunteers["vera"]
    rows = with_cells(Kind.VOLUNTEER, 0, email="VERA@people.example")
    assert refused(cast, volunteer=rows, seat=[], meeting=[]) == {
        ("Volunteers", 2): [
            f"A volunteer with this address is in Encircle. If it is the same, write {vera.reference} as the reference "
            "of this row"
        ]
    }
    met = [
        {
            "reference": vera.reference.lower(),
            "area": "A1",
            "given_name": "Vera",
            "family_name": "Applegarth-Sloe",
            "email": "vera@people.example",
            "joined_on": vera.joined_on,
        }
    ]
    assert reasons(done(cast, {Kind.AREA: ROWS[Kind.AREA], Kind.VOLUNTEER: met})) == {}
    with as_owner():
        assert Volunteer.objects.get(pk=vera.pk).family_name == "Applegarth-Sloe"
        assert Volunteer.objects.count() == 4


def test_a_core_member_who_is_in_encircle_already_is_told_apart_by_their_date_of_birth(db):
    cast = plant_cast()
    row = {"reference": "CM7", "area": "A1", "given_name": "mark", "family_name": "HAZELGROVE"}
    for born_on, more in ((None, ". If not, write both dates of birth"), (date(1980, 5, 4), "")):
        found = refused(cast, core_member=[*ROWS[Kind.CORE_MEMBER], {**row, "born_on": born_on}])
        assert found == {
            ("Core members", 3): [
                f"A core member of this name is in Encircle. If it is the same, write {cast.mark.reference} as the "
                f"reference of this row{more}"
            ]
        }
    other = [*ROWS[Kind.CORE_MEMBER], {**row, "born_on": date(1991, 1, 1)}]
    assert reasons(done(cast, caseload(core_member=other))) == {}


def test_a_meeting_may_go_past_midnight_and_over_a_change_of_the_clocks(db):
    cast = plant_cast()
    rows = with_cells(
        Kind.MEETING, 1, day="30/03/2024", starts="23:30", ends="02:30", outcome="Held", cancel_reason=None
    )
    assert reasons(done(cast, caseload(meeting=rows))) == {}
    with as_owner():
        meeting = Meeting.objects.filter(circle__name="Kingfisher").latest("starts_at")
        assert meeting.ends_at - meeting.starts_at == timedelta(hours=2)  # three on the wall, one of them skipped
        assert in_london(meeting.ends_at).date() == date(2024, 3, 31)
