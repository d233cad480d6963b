"""What runs out for a volunteer is owed before it does; what renews it meets it, and what spoils it moves it."""

from datetime import date

import pytest

from encircle.rooms.due import facts as f
from encircle.rooms.due.rules.prisons import clearances_again
from encircle.rooms.due.rules.volunteers import (
    agreements_again,
    checks_again,
    courses_again,
    exceptions_ending,
)
from encircle.rooms.due.vocabulary import Rule, Scope
from encircle.rooms.vetting.models import Check
from tests.cast import plant_cast
from tests.support.database import as_owner
from tests.support.reckoning import disagreements, owed, reckon_up

from .test_rules import ME, OTHER, THIRD, at, practice, said

NOW = "2026-06-30"


def certificate(issued, id=OTHER, shows="nothing", updates=(), decided=()):
    answers = tuple(f.UpdateFact(date.fromisoformat(day), outcome, at(day)) for day, outcome in updates)
    decisions = tuple(f.CertificateDecisionFact(outcome, at(day)) for day, outcome in decided)
    day = date.fromisoformat(issued)
    return f.CertificateFact(id, "enhanced", "adult", day, at(issued), shows, answers, decisions)


def volunteer(*checks, joined="2023-01-01", left=None):
    return f.VolunteerFacts(
        ME, date.fromisoformat(joined) if joined else None, date.fromisoformat(left) if left else None, checks=checks
    )


CHECKS = {
    "lapsed": ((certificate("2023-05-01"),), [("2026-05-01T23:00", "overdue")]),
    "far off": ((certificate("2025-05-01"),), []),
    "the Update Service found nothing new": (
        (certificate("2023-05-01", updates=[("2026-04-20", "unchanged")]),),
        [("2026-05-01T23:00", "in_time")],
    ),
    "the Update Service found something": (
        (certificate("2025-05-01", updates=[("2026-06-01", "changed")]),),
        [("2026-06-01T23:00", "overdue")],
    ),
    "a new certificate, late": (
        (certificate("2023-05-01"), certificate("2026-05-20", id=THIRD)),
        [("2026-05-01T23:00", "late")],
    ),
    "nobody has decided on what it shows": ((certificate("2023-05-01", shows="something"),), []),
    "decided: it does not stand in the way": (
        (certificate("2023-05-01", shows="something", decided=[("2023-06-01", "accepted")]),),
        [("2026-05-01T23:00", "overdue")],
    ),
    "decided: they cannot volunteer with this": (
        (certificate("2023-05-01", shows="something", decided=[("2023-06-01", "refused")]),),
        [],
    ),
}


@pytest.mark.parametrize(("checks", "wanted"), CHECKS.values(), ids=CHECKS)
def test_a_check_is_owed_again_before_it_lapses(checks, wanted):
    assert said(checks_again(volunteer(*checks), practice(NOW)), Rule.CHECK_AGAIN, NOW) == wanted


def test_the_warning_comes_as_many_days_before_as_the_standard_says():
    (one,) = checks_again(volunteer(certificate("2023-07-20")), practice(NOW))
    assert (one.opened_at.isoformat()[:16], one.met_at, one.item_id) == ("2026-04-20T23:00", None, OTHER)


def test_who_only_applies_owes_nothing_and_who_has_left_owes_it_no_longer():
    assert list(checks_again(volunteer(certificate("2023-05-01"), joined=None), practice(NOW))) == []
    gone = checks_again(volunteer(certificate("2023-05-01"), left="2026-04-20"), practice(NOW))
    assert said(gone, Rule.CHECK_AGAIN, NOW) == [("2026-05-01T23:00", "lapsed")]


def test_who_had_left_before_it_was_near_never_owed_it():
    assert list(checks_again(volunteer(certificate("2023-05-01"), left="2025-01-01"), practice(NOW))) == []


def clearances(*rows, kind="prison"):
    seats = (f.VolunteerSeatFact(THIRD, kind, at("2025-01-01")),)
    grants = tuple(
        f.ClearanceFact(
            id, prison, outcome, date.fromisoformat(day), at(day), date.fromisoformat(ends) if ends else None
        )
        for id, prison, outcome, day, ends in rows
    )
    return f.VolunteerFacts(ME, date(2023, 1, 1), seats=seats, clearances=grants)


def test_a_prison_is_asked_again_while_somebody_sits_in_a_circle_there():
    lapsing = (OTHER, ME, "granted", "2025-06-01", "2026-06-01")
    again = (THIRD, ME, "granted", "2026-05-20", "2027-05-20")
    elsewhere = (THIRD, THIRD, "granted", "2026-05-20", "2027-05-20")
    withdrawn = (THIRD, ME, "withdrawn", "2026-05-20", None)
    for rows, wanted in (
        ((lapsing,), [("2026-06-01T23:00", "overdue")]),
        ((lapsing, again), [("2026-06-01T23:00", "in_time")]),
        ((lapsing, elsewhere), [("2026-06-01T23:00", "overdue")]),
        ((lapsing, withdrawn), [("2026-06-01T23:00", "lapsed")]),
    ):
        assert said(clearances_again(clearances(*rows), practice(NOW)), Rule.CLEARANCE_AGAIN, NOW) == wanted
    assert list(clearances_again(clearances(lapsing, kind="adult"), practice(NOW))) == []


def sitting(kind="young", **more):
    return f.VolunteerFacts(ME, date(2023, 1, 1), seats=(f.VolunteerSeatFact(THIRD, kind, at("2025-01-01")),), **more)


def done(day, until, id=OTHER, ended=None):
    last, ended_on = (date.fromisoformat(one) if one else None for one in (until, ended))
    return f.CourseFact(id, THIRD, ("young",), date.fromisoformat(day), at(day), last, ended_on)


COURSES = {
    "run out": ((done("2023-05-01", "2026-05-01"),), [("2026-05-01T23:00", "overdue")]),
    "done again in time": (
        (done("2023-05-01", "2026-05-01"), done("2026-04-01", "2029-04-01", THIRD)),
        [("2026-05-01T23:00", "in_time")],
    ),
    "done again, and it never runs out now": (
        (done("2023-05-01", "2026-05-01"), done("2026-05-20", None, THIRD)),
        [("2026-05-01T23:00", "late")],
    ),
    "it never runs out": ((done("2023-05-01", None),), []),
    "the charity ended it before it was owed": ((done("2023-05-01", "2026-05-01", ended="2025-12-31"),), []),
    "the charity ended it while it was owed": (
        (done("2023-05-01", "2026-05-01", ended="2026-06-10"),),
        [("2026-05-01T23:00", "lapsed")],
    ),
    "the charity will end it one day": (
        (done("2023-05-01", "2026-05-01", ended="2026-12-31"),),
        [("2026-05-01T23:00", "overdue")],
    ),
}


@pytest.mark.parametrize(("courses", "wanted"), COURSES.values(), ids=COURSES)
def test_a_course_is_renewed_while_a_circle_needs_it(courses, wanted):
    assert said(courses_again(sitting(courses=courses), practice(NOW)), Rule.COURSE_AGAIN, NOW) == wanted
    assert list(courses_again(sitting("adult", courses=courses), practice(NOW))) == []


def test_a_newer_agreement_is_signed_by_its_day_by_whoever_signed_an_earlier_one():
    first = f.WordingFact(OTHER, date(2023, 1, 1), None, at("2023-01-02"))
    for signed_at, wanted in ((None, "overdue"), (at("2026-04-01"), "in_time"), (at("2026-05-01"), "late")):
        newer = f.WordingFact(THIRD, date(2026, 3, 1), date(2026, 4, 20), signed_at)
        rows = agreements_again(sitting(wordings=(first, newer)), practice(NOW))
        assert said(rows, Rule.AGREEMENT_AGAIN, NOW) == [("2026-04-20T23:00", wanted)]
    never = f.WordingFact(OTHER, date(2023, 1, 1))
    assert list(agreements_again(sitting(wordings=(never, newer)), practice(NOW))) == []


def test_before_an_exception_ends_what_was_missing_has_to_come():
    of = ("young", "check", date(2026, 1, 1))
    one = f.ExceptionFact(OTHER, *of, date(2026, 4, 20), at("2026-01-01"))
    longer = f.ExceptionFact(THIRD, *of, date(2026, 12, 20), at("2026-04-10"))
    for more, wanted in (
        ({}, ["overdue"]),
        ({"met": (f.MetFact("check", at("2026-04-01")),)}, ["in_time"]),
        ({"met": (f.MetFact("check", at("2025-04-01")), f.MetFact("training", at("2026-04-01")))}, ["overdue"]),
        ({"exceptions": (one, longer)}, ["in_time"]),
    ):
        rows = exceptions_ending(sitting(**{"exceptions": (one,), **more}), practice(NOW))
        assert [state for _, state in said(rows, Rule.EXCEPTION_ENDING, NOW)] == wanted


def test_it_stands_with_the_circle_they_sit_in_and_is_worked_out_when_a_check_is_written_down(db):
    cast = plant_cast()
    vera = cast.volunteers["vera"]
    issued = cast.now.date().replace(year=cast.now.year - 4, day=1)
    with as_owner():
        Check.objects.create(
            volunteer=vera, area=vera.area, by=cast.cora, at=cast.now, level="enhanced", workforce="adult",
            number="001234567890", issued_on=issued, seen_on=issued, seen_by=cast.cora, shows="nothing",
        )  # fmt: skip
    reckon_up()
    (one,) = owed(rule=Rule.CHECK_AGAIN, subject_id=vera.pk)
    assert (one.scope, one.circle_id, one.area_id) == (Scope.VOLUNTEER, cast.circle_1.pk, vera.area_id)
    assert disagreements() == []
