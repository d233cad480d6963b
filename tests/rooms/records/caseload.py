"""Workbooks as a charity would send them: invented people, small enough to be read in a test."""

import io
from copy import deepcopy
from datetime import date, time

from openpyxl import Workbook

from encircle.rooms.circles.models import Circle, Ending, Phase, Seat
from encircle.rooms.meetings.models import Attendance, Meeting
from encircle.rooms.organisation.models import Area, Venue
from encircle.rooms.partners.models import Agency, AgencyAgreement, Professional
from encircle.rooms.people.models import Carer, CoreMember, HomeContact
from encircle.rooms.records.importing.models import ExternalReference
from encircle.rooms.records.importing.reading import read_book
from encircle.rooms.records.importing.running import import_book
from encircle.rooms.records.importing.sheets import SHEETS, Kind
from encircle.rooms.sharing.models import Consent, ConsentSubject, Withdrawal
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting
from tests.support.database import as_owner

ROWS = {
    Kind.AREA: [{"reference": "A1", "name": "Devon and Cornwall"}, {"reference": "A3", "name": "Gwent"}],
    Kind.AGENCY: [
        {"reference": "G1", "name": "Gwent Police", "kind": "Police", "email_domains": "gwent.police.example"},
        {"reference": "G2", "name": "Probation Service Wales", "kind": "Probation", "email_domains": "@wales.example"},
    ],
    Kind.AGREEMENT: [
        {
            "reference": "M1",
            "agency": "G1",
            "starts_on": date(2023, 4, 1),
            "review_on": date(2099, 4, 1),
            "signed_by": "The directors",
        }
    ],
    Kind.PROFESSIONAL: [
        {
            "reference": "PR1",
            "agency": "G1",
            "name": "Pia Reedmace",
            "job_title": "Police offender manager",
            "email": "Pia.Reedmace@gwent.police.example ",
            "phone": 1632960123,
            "starts_on": date(2022, 1, 10),
        }
    ],
    Kind.VOLUNTEER: [
        {
            "reference": f"V{number}",
            "area": "A3",
            "given_name": given,
            "family_name": family,
            "email": f"{given.lower()}.{family.lower()}@people.example",
            "joined_on": "03/04/2023",
        }
        for number, (given, family) in enumerate((("Una", "Sedgewick"), ("Abe", "Fennimore"), ("Una", "Tansy")), 1)
    ],
    Kind.CORE_MEMBER: [
        {
            "reference": "CM1",
            "area": "Gwent",
            "given_name": "Lew",
            "family_name": "Quillwort",
            "born_on": date(1975, 7, 30),
            "address": "12 Invented Lane",
            "postcode": "np1 1aa",
        }
    ],
    Kind.CARER: [{"reference": "CA1", "core_member": "CM1", "name": "Joan Quillwort", "consent_required": "no"}],
    Kind.CIRCLE: [
        {
            "reference": "C1",
            "name": "Kingfisher",
            "area": "A3",
            "kind": "Adult community",
            "opened_on": date(2024, 1, 8),
            "phase": "Weekly",
            "venue": "The Mill Room",
            "weekday": "Tuesday",
            "slot_time": time(18, 30),
        }
    ],
    Kind.SEAT: [
        {"reference": "S1", "circle": "C1", "part": "Core member", "person": "CM1", "starts_on": date(2024, 1, 8)},
        {"reference": "S2", "circle": "C1", "part": "Volunteer", "person": "V1", "starts_on": date(2024, 1, 8)},
        {"reference": "S3", "circle": "C1", "part": "Volunteer", "person": "V2", "starts_on": "2024-01-08"},
        {
            "reference": "S4",
            "circle": "C1",
            "part": "Volunteer",
            "person": "V3",
            "starts_on": date(2024, 2, 1),
            "ends_on": date(2024, 6, 30),
        },
        {"reference": "S5", "circle": "C1", "part": "Outer circle", "person": "PR1", "starts_on": date(2024, 1, 8)},
        {
            "reference": "S6",
            "circle": "C1",
            "part": "Coordinator",
            "person": "sena@people.example",
            "starts_on": date(2024, 1, 8),
        },
    ],
    Kind.MEETING: [
        {
            "reference": "ME1",
            "circle": "C1",
            "day": date(2024, 3, 5),
            "starts": time(18, 30),
            "ends": "20:30",
            "outcome": "Held",
            "present": "S1; V1, V2",
            "apologies": "V3",
            "minutes_given": 150,
        },
        {
            "reference": "ME2",
            "circle": "C1",
            "day": date(2024, 3, 12),
            "starts": "6.30pm",
            "ends": "8.30pm",
            "outcome": "Cancelled",
            "cancel_reason": "Illness",
        },
    ],
    Kind.CONSENT: [
        {
            "reference": "K1",
            "core_member": "CM1",
            "agency": "Gwent Police",
            "topics": "Housing; Health and wellbeing",
            "starts_on": date(2024, 1, 8),
            "evidence": "Signed form",
        }
    ],
}


def caseload(**changes):
    """The rows above; `agency=[...]` replaces a sheet's rows, by the name of its kind."""
    rows = deepcopy(ROWS)
    for name, replaced in changes.items():
        rows[Kind[name.upper()]] = replaced
    return rows


def workbook(rows):
    book = Workbook()
    book.remove(book.active)
    for sheet in SHEETS:
        if not rows.get(sheet.kind):
            continue
        page = book.create_sheet(sheet.title)
        page.append([column.title for column in sheet.columns])
        for row in rows[sheet.kind]:
            page.append([row.get(column.name) for column in sheet.columns])
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bring_in(rows, by, *, dry_run=False):
    return import_book(read_book(workbook(rows)), dry_run=dry_run, by=by, at=by.now)


def reasons(outcome):
    """Sheet and row number -> why it was refused."""
    return {(row.sheet.title, row.number): row.reasons for row in outcome.book.every_row if row.reasons}


TABLES = (
    Area, Venue, Agency, AgencyAgreement, Professional, Volunteer, CoreMember, HomeContact, Carer, Circle, Phase,
    Ending, Seat, Meeting, Attendance, Consent, ConsentSubject, Withdrawal, ExternalReference,
)  # fmt: skip


def everything():
    """Every row there is in any table an import writes to."""
    with as_owner():
        return {model.__name__: sorted(map(str, model.objects.order_by("pk").values_list())) for model in TABLES}


def done(cast, rows=None, **options):
    with acting(cast.olga) as olga:
        return bring_in(rows if rows is not None else caseload(), olga, **options)


def refused(cast, **changes):
    """Why rows of a changed caseload are refused; nothing may be written then."""
    before = everything()
    outcome = done(cast, caseload(**changes))
    assert not outcome.written
    assert everything() == before
    return reasons(outcome)


def with_cells(kind, number, /, **cells):
    """The rows of a sheet with some cells of one row changed."""
    rows = [dict(row) for row in ROWS[kind]]
    rows[number] |= cells
    return rows
