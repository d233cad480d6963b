"""People who came forward to volunteer are brought in with where they stand, and nobody is written to."""

from datetime import date, timedelta

import pytest

from encircle.common.clock import in_london
from encircle.foundations.post.models import Letter, Notice
from encircle.rooms.records.importing.reading import Done
from encircle.rooms.records.importing.sheets import Kind
from encircle.rooms.recruiting.models import Applicant, Step
from encircle.rooms.recruiting.queries import Wanted, standings
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .caseload import done, reasons

AREA = {Kind.AREA: [{"reference": "A1", "name": "Devon and Cornwall"}]}
BEA = {
    "reference": "E1", "area": "A1", "given_name": "Bea", "family_name": "Larkspur", "email": "Bea@people.example",
    "prefers": "Email", "channel": "The form on our pages", "heard": "At a talk or an event",
    "asked_on": date(2026, 3, 2), "informed_on": date(2026, 3, 4),
}  # fmt: skip
GIL = {
    "reference": "E2", "area": "A1", "given_name": "Gil", "family_name": "Ashdown", "phone": 1632960777,
    "prefers": "Telephone", "channel": "Telephone", "asked_on": date(2026, 3, 9),
}  # fmt: skip


@pytest.fixture
def cast(db):
    return plant_cast()


def bring(cast, *people, **options):
    return done(cast, {**AREA, Kind.APPLICANT: list(people)}, **options)


def why_not(cast, **cells):
    outcome = bring(cast, BEA | cells)
    assert not outcome.written
    with as_owner():
        assert not Applicant.objects.exists()
    (found,) = reasons(outcome).values()
    return found


def test_they_come_in_with_where_they_stand_and_nobody_is_written_to(cast):
    outcome = bring(cast, BEA, GIL)
    assert (outcome.written, reasons(outcome), outcome.counts(Kind.APPLICANT)) == (True, {}, {Done.NEW: 2})
    with acting(cast.cora):
        found, total = standings(Wanted(), page=1)
        told = [(one.applicant.full_name, one.stage, in_london(one.applicant.asked_at).date()) for one in found]
        assert (total, sorted(told)) == (
            2,
            [("Bea Larkspur", "informed", date(2026, 3, 2)), ("Gil Ashdown", "asked", date(2026, 3, 9))],
        )
        assert Applicant.objects.get(given_name="Gil").phone == "01632960777"
    with acting(cast.colin):
        assert not Applicant.objects.exists()
    with as_owner():
        assert not Letter.objects.exists()
        assert not Notice.objects.exists()


def test_twice_is_the_same_as_once_and_what_they_said_is_never_changed(cast):
    bring(cast, BEA, GIL)
    assert bring(cast, BEA, GIL).counts(Kind.APPLICANT) == {Done.SAME: 2}
    again = bring(cast, BEA | {"family_name": "Larkspur-Vane"}, GIL)
    assert reasons(again) == {
        ("Coming forward", 2): ["What somebody said when they came forward is never changed by an import"]
    }
    with as_owner():
        assert (Applicant.objects.count(), Step.objects.count()) == (2, 1)


def test_a_try_writes_nobody(cast):
    assert not bring(cast, BEA, dry_run=True).written
    with as_owner():
        assert not Applicant.objects.exists()


def test_what_cannot_be_is_said(cast):
    tomorrow = in_london(cast.now).date() + timedelta(days=1)
    assert why_not(cast, asked_on=tomorrow, informed_on=None) == ["“Asked on” is in the future"]
    assert why_not(cast, informed_on=date(2026, 3, 1)) == [
        "“Information sent on” is before “Asked on”, or in the future"
    ]
    assert why_not(cast, prefers="Post") == ["“Where letters go”: enter the address that letters go to"]
    assert why_not(cast, prefers="Carrier pigeon")[0].startswith("“Wishes to be answered by”")


def test_nobody_stands_there_twice(cast):
    assert why_not(cast, email=cast.volunteers["vera"].email) == [
        f"Somebody with this address is in Encircle already: {cast.volunteers['vera'].reference}"
    ]
    outcome = bring(cast, BEA, GIL | {"email": "bea@people.example", "prefers": "Email"})
    assert reasons(outcome) == {
        ("Coming forward", 3): ["Somebody with this address is in Encircle already: “E1” of this workbook"]
    }
