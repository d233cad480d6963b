"""What prisons said of volunteers is owed by the prison where their Circle meets, as long as it meets there."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from encircle.rooms.due import facts as f
from encircle.rooms.due.rules.prisons import clearances_again, clearances_missing
from encircle.rooms.due.vocabulary import Rule, Scope
from tests.cast import plant_cast
from tests.rooms.circles.test_establishment import WHY, cleared, in_prison, named, prison
from tests.support.reckoning import disagreements, owed, reckon_up

from .test_rules import ME, OTHER, THIRD, at, practice, said

NOW = "2026-06-30"
NORTH, SOUTH = OTHER, THIRD


def sits(*, named=(), said=(), since="2025-01-01", ends=None, out=None, **more):
    """In one prison Circle. `named`: (prison, day); `said`: (prison, outcome, day, last day)."""
    seat = f.VolunteerSeatFact(ME, "prison", at(since), at(ends) if ends else None, None, at(out) if out else None)
    clearances = tuple(
        f.ClearanceFact(one, one, outcome, date.fromisoformat(day), at(day), date.fromisoformat(last) if last else None)
        for one, outcome, day, last in said
    )
    where = tuple(f.EstablishmentFact(ME, one, at(day)) for one, day in named)
    return f.VolunteerFacts(ME, date(2023, 1, 1), seats=(seat,), clearances=clearances, establishments=where, **more)


LAPSES = (NORTH, "granted", "2025-06-01", "2026-06-01")


def again(volunteer):
    return said(clearances_again(volunteer, practice(NOW)), Rule.CLEARANCE_AGAIN, NOW)


def missing(volunteer):
    return said(clearances_missing(volunteer, practice(NOW)), Rule.CLEARANCE_MISSING, NOW)


def test_what_ends_is_owed_of_the_prison_where_the_circle_meets_alone():
    overdue = [("2026-06-01T23:00", "overdue")]
    assert again(sits(said=[LAPSES])) == overdue  # nobody has named one: any counts
    assert again(sits(said=[LAPSES], named=[(NORTH, "2025-01-01")])) == overdue
    assert again(sits(said=[LAPSES], named=[(SOUTH, "2025-01-01")])) == []
    moved = sits(said=[LAPSES], named=[(NORTH, "2025-01-01"), (SOUTH, "2026-05-20")])
    assert again(moved) == [("2026-06-01T23:00", "lapsed")]
    back = sits(said=[LAPSES], named=[(SOUTH, "2025-01-01"), (NORTH, "2026-05-20")])
    assert again(back) == overdue


def test_once_the_circle_is_out_of_prison_nothing_is_owed():
    assert again(sits(said=[LAPSES], named=[(NORTH, "2025-01-01")], out="2026-01-10")) == []
    assert missing(sits(named=[(NORTH, "2026-02-01")], out="2026-01-10")) == []
    assert missing(sits(named=[(NORTH, "2026-02-02")], out="2026-02-10")) == [("2026-02-03T00:00", "lapsed")]


def test_another_prison_is_asked_at_once_and_its_word_meets_it():
    moved = [(NORTH, "2025-01-01"), (SOUTH, "2026-05-20")]
    in_date = (NORTH, "granted", "2025-01-01", "2027-06-01")
    assert missing(sits(said=[in_date], named=moved[:1])) == []
    assert missing(sits(said=[in_date], named=moved)) == [("2026-05-20T23:00", "overdue")]
    met = (SOUTH, "granted", "2026-05-29", "2027-06-01")
    assert missing(sits(said=[in_date, met], named=moved)) == [("2026-05-20T23:00", "late")]
    before = (SOUTH, "granted", "2026-04-02", "2027-06-01")
    assert missing(sits(said=[in_date, before], named=moved)) == []
    refused = (SOUTH, "refused", "2026-05-29", None)
    assert missing(sits(said=[in_date, refused], named=moved)) == [("2026-05-20T23:00", "overdue")]


def test_a_clearance_that_is_taken_back_is_owed_anew():
    rows = [(NORTH, "granted", "2025-01-01", "2027-06-01"), (NORTH, "withdrawn", "2026-03-02", None)]
    where = [(NORTH, "2025-01-01")]
    assert missing(sits(said=rows, named=where)) == [("2026-03-03T00:00", "overdue")]
    rows.append((NORTH, "granted", "2026-04-15", "2027-06-01"))
    assert missing(sits(said=rows, named=where)) == [("2026-03-03T00:00", "late")]


def test_nothing_is_missing_while_none_is_named_none_is_asked_or_an_exception_stands_in():
    assert missing(sits()) == []
    where = [(NORTH, "2026-03-02")]
    assert missing(sits(named=where, asks_clearance=False)) == []
    stands_in = f.ExceptionFact(OTHER, "prison", "prison", date(2026, 3, 1), date(2026, 8, 1), at("2026-03-01"))
    assert missing(sits(named=where, exceptions=(stands_in,))) == []
    assert missing(sits(named=where)) == [("2026-03-03T00:00", "overdue")]


DAYS = st.integers(0, 500).map(lambda days: (date(2025, 1, 1) + timedelta(days=days)).isoformat())
NAMED = st.lists(st.tuples(st.sampled_from([NORTH, SOUTH]), DAYS), max_size=3, unique_by=lambda one: one[1])
SAID = st.lists(
    st.tuples(st.sampled_from([NORTH, SOUTH]), st.sampled_from(["granted", "refused", "withdrawn"]), DAYS),
    max_size=4, unique_by=lambda one: one[2],
)  # fmt: skip


@given(NAMED, SAID, DAYS | st.none())
def test_whoever_is_owed_a_clearance_sat_in_that_prison_without_one_and_each_is_owed_once(where, words, out):
    told = [(one, outcome, day, "2027-12-31" if outcome == "granted" else None) for one, outcome, day in words]
    volunteer = sits(named=where, said=told, out=out)
    rows = list(clearances_missing(volunteer, practice(NOW)))
    assert len({(one.item_id, one.turn) for one in rows}) == len(rows)
    for one in rows:
        present = max((each for each in volunteer.establishments if each.at <= one.opened_at), key=lambda each: each.at)
        heard = [each for each in volunteer.clearances if each.prison_id == present.prison_id]
        heard = [each for each in heard if each.at <= one.opened_at]
        assert not heard or max(heard, key=lambda each: each.at).outcome != "granted"
        assert out is None or one.opened_at < at(out)


def still(rule):
    return {row.subject_id for row in owed(rule=rule, scope=Scope.VOLUNTEER, met_at=None, closed_at=None)}


def test_naming_another_prison_puts_everybody_who_sits_there_on_the_work_list_at_once(db):
    cast = plant_cast()
    in_prison(cast)
    north, south = prison("North"), prison("South")
    vera, vic = cast.volunteers["vera"], cast.volunteers["vic"]
    for one in (vera, vic):
        cleared(cast, north, one)
    named(cast, north)
    reckon_up()
    assert still(Rule.CLEARANCE_MISSING) == set()
    named(cast, south, WHY)
    reckon_up()
    assert still(Rule.CLEARANCE_MISSING) == {vera.pk, vic.pk}
    cleared(cast, south, vera)
    reckon_up()
    assert still(Rule.CLEARANCE_MISSING) == {vic.pk}
    assert disagreements() == []
