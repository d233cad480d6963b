"""A claim that waits, a thing that is kept, a certificate nobody decided on: due on the days their lists say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.common.clock import in_london
from encircle.rooms.circles.models import Seat
from encircle.rooms.due import facts as f
from encircle.rooms.due.facts_looking_after import ClaimDecisionFact, ClaimFact, LentFact
from encircle.rooms.due.models import Obligation
from encircle.rooms.due.queries import standing
from encircle.rooms.due.rules.leaving import lent_back
from encircle.rooms.due.rules.life import enough_volunteers
from encircle.rooms.due.rules.looking_after import claims_decided
from encircle.rooms.due.rules.volunteers import certificates_decided
from encircle.rooms.due.vocabulary import Owner, Rule, Standing
from encircle.rooms.expenses.models import Claim, Submission
from encircle.rooms.expenses.queries import waiting
from encircle.rooms.leaving.exit_queries import not_returned
from encircle.rooms.leaving.models import Lent
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner
from tests.support.reckoning import disagreements, reckon_up

from .test_circumstances import running
from .test_rules import ME, OTHER, THIRD, at, practice, said

NOW = "2026-06-30"
DAY = timedelta(days=1)
JOINED = date(2023, 1, 1)

# what was decided about a claim sent on 1 June, ten working days
CLAIMS = {
    "nothing": ({}, "overdue"),
    "approved": ({"decisions": [(1, "approved", "2026-06-10")]}, "in_time"),
    "returned late": ({"decisions": [(1, "returned", "2026-06-20")]}, "late"),
    "a second person has still to approve": (
        {"needs_second": True, "decisions": [(1, "approved", "2026-06-10")]},
        "overdue",
    ),
    "both approved": (
        {"needs_second": True, "decisions": [(1, "approved", "2026-06-10"), (2, "approved", "2026-06-12")]},
        "in_time",
    ),
    "the first returned it": ({"needs_second": True, "decisions": [(1, "returned", "2026-06-10")]}, "in_time"),
    "taken back": ({"taken_back_at": at("2026-06-03")}, "lapsed"),
}


@pytest.mark.parametrize(("known", "wanted"), CLAIMS.values(), ids=CLAIMS)
def test_a_claim_is_decided_within_the_days_of_its_terms(known, wanted):
    decided = tuple(ClaimDecisionFact(step, verdict, at(day)) for step, verdict, day in known.get("decisions", ()))
    claim = ClaimFact(OTHER, THIRD, at("2026-06-01"), decide_days=10, **{**known, "decisions": decided})
    rows = claims_decided(f.VolunteerFacts(ME, JOINED, claims=(claim,)), practice(NOW))
    assert said(rows, Rule.EXPENSE_DECISION, NOW) == [("2026-06-15T23:00", wanted)]


def test_a_thing_is_given_back_after_leaving_and_not_before():
    for known, over, wanted in (
        ({"left_on": date(2026, 6, 1)}, None, [("2026-06-15T23:00", "overdue")]),
        ({"left_on": date(2026, 6, 1)}, "2026-06-10", [("2026-06-15T23:00", "in_time")]),
        ({"left_on": date(2026, 6, 1)}, "2026-05-10", []),
        ({"left_on": date(2026, 6, 1), "ends_at": at("2026-06-01")}, "2026-06-20", [("2026-06-15T23:00", "late")]),
        ({"left_on": date(2026, 8, 1)}, None, []),
        ({}, None, []),
    ):
        lent = LentFact(OTHER, at("2026-01-01"), at(over) if over else None)
        rows = lent_back(f.VolunteerFacts(ME, JOINED, lent=(lent,), **known), practice(NOW))
        assert said(rows, Rule.LENT_BACK, NOW) == wanted


def test_a_certificate_that_shows_something_is_decided_on_by_a_senior_coordinator():
    for shows, decided, wanted in (
        ("something", (), ["overdue"]),
        ("something", [("accepted", "2026-06-04")], ["in_time"]),
        ("something", [("refused", "2026-06-20")], ["late"]),
        ("nothing", (), []),
    ):
        outcomes = tuple(f.CertificateDecisionFact(outcome, at(day)) for outcome, day in decided)
        check = f.CertificateFact(
            OTHER, "enhanced", "adult", date(2026, 5, 1), at("2026-06-01"), shows, decided=outcomes
        )
        rows = list(certificates_decided(f.VolunteerFacts(ME, JOINED, checks=(check,)), practice(NOW)))
        assert [state for _, state in said(rows, Rule.CHECK_DECISION, NOW)] == wanted
        assert {one.owner for one in rows} <= {Owner.MANAGER}


KIND = [KindStandard(kind="adult", in_force_from=date(2020, 1, 1), months=12, least_volunteers=2)]


def few(*seats):
    """When a Circle that started on 2 February had too few, with these seats of volunteers: opened, met."""
    sat = tuple(f.SeatFact("volunteer", at(a), at(b) if b else None) for a, b in seats)
    rows = enough_volunteers(running("2026-02-02", seats=sat), practice(NOW, kinds=KIND))
    return [(str(one.opened_at.date()), str(one.met_at.date()) if one.met_at else None) for one in rows]


def test_a_circle_has_too_few_from_its_start_until_it_has_enough_and_again_when_somebody_leaves():
    one, other, late = ("2026-01-01", None), ("2026-01-01", "2026-05-01"), ("2026-03-01", None)
    assert few() == [("2026-02-02", None)]
    assert few(one) == [("2026-02-02", None)]
    assert few(one, late) == [("2026-02-02", "2026-03-01")]
    assert few(one, other) == [("2026-05-01", None)]
    assert few(one, other, ("2026-05-01", None)) == []  # one goes as another comes
    assert few(one, other, ("2026-06-01", None)) == [("2026-05-01", "2026-06-01")]


@given(st.lists(st.tuples(st.integers(0, 140), st.integers(1, 60)), max_size=5))
def test_at_every_moment_it_is_owed_if_and_only_if_there_are_too_few(rows):
    start = at("2026-02-02")
    seats = tuple(f.SeatFact("volunteer", start + a * DAY, start + (a + b) * DAY) for a, b in rows)
    found = list(enough_volunteers(running("2026-02-02", seats=seats), practice(NOW, kinds=KIND)))
    for number in range(148):
        moment = start + number * DAY + DAY / 2
        owed = [one for one in found if one.opened_at <= moment and (one.met_at is None or moment < one.met_at)]
        assert len(owed) == (sum(seat.holds(moment) for seat in seats) < 2)


# --- as their lists say ---


def still_owed(cast, rule):
    reckon_up()
    assert disagreements() == []
    with acting(cast.cora) as cora:
        found = Obligation.objects.filter(rule=rule, opened_at__lte=cora.now, met_at=None, closed_at=None)
        return {one.item_id: (one.due_at, standing(one, cora.now) is Standing.OVERDUE) for one in found}


@pytest.mark.parametrize("days", [1, 40])
def test_the_work_list_and_the_list_of_claims_say_the_same(db, days):
    cast = plant_cast()
    vera = cast.volunteers["vera"]
    of = {"volunteer": vera, "area": vera.area, "by": vera.user, "at": cast.now - days * DAY}
    with as_owner():
        claim = Claim.objects.create(reference="E-DUES-1", **of)
        Submission.objects.create(claim=claim, pence=400, needs_second=False, **of)
    due = {id: moment for id, (moment, _) in still_owed(cast, Rule.EXPENSE_DECISION).items()}
    with acting(cast.cora) as cora:
        lines, _ = waiting([cast.areas["a"].pk], cora)
        wanted = {one.submission.claim_id: one.due for one in lines}
    assert due == wanted
    assert list(wanted) == [claim.pk]


@pytest.mark.parametrize("days", [1, 13, 16])
def test_the_work_list_and_the_list_of_things_say_the_same(db, days):
    cast = plant_cast()
    vera = cast.volunteers["vera"]
    left = in_london(cast.now).date() - days * DAY
    with as_owner():
        one = Lent.objects.create(
            kind="badge", lent_on=left, volunteer=vera, area=vera.area, by=cast.cora, at=cast.now - 90 * DAY
        )
        Volunteer.objects.filter(pk=vera.pk).update(left_on=left)
    due = {id: late for id, (_, late) in still_owed(cast, Rule.LENT_BACK).items()}
    with acting(cast.cora) as cora:
        wanted = {kept.lent.pk: kept.is_late for kept in not_returned(cast.areas["a"].pk, cora.now)}
    assert due == wanted == {one.pk: days > 14}


def test_a_volunteer_who_goes_leaves_a_circle_with_too_few(db):
    cast = plant_cast()
    with as_owner():
        KindStandard.objects.filter(kind=cast.circle_1.kind).update(least_volunteers=2)
    assert cast.circle_1.pk not in still_owed(cast, Rule.FEW_VOLUNTEERS)
    with as_owner():
        Seat.objects.filter(pk=cast.seats["vera"].pk).update(ends_at=cast.now - DAY / 24)
    assert still_owed(cast, Rule.FEW_VOLUNTEERS)[cast.circle_1.pk][1] is False
