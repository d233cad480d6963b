"""Runs through the database: what they look at, who reads them, and that an excluded pair is never proposed."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.access.identity import acting_as, system
from encircle.rooms.forming.actions.asking import Asked, Decided, ask_again, ask_for_proposals
from encircle.rooms.forming.actions.carrying_out import sweep
from encircle.rooms.forming.actions.excluding import end_exclusion, note_exclusion
from encircle.rooms.forming.forecast import free_volunteers
from encircle.rooms.forming.inputs import candidates, not_possible
from encircle.rooms.forming.models import Exclusion, Lock, Missing, Proposal, ProposalSeat, Run
from encircle.rooms.forming.tasks import carry_out_run, sweep_runs
from encircle.rooms.forming.vocabulary import RunState
from encircle.rooms.forming.weighing import Settings
from encircle.rooms.readiness.models import Requirement
from encircle.rooms.suitability.actions.waiting import say_when_free
from encircle.rooms.suitability.models import Resemblance, WaitingPlace
from encircle.rooms.support.models import Away
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .planted import conflict, plant_pool


@pytest.fixture
def cast(db):
    return plant_cast()


def ask(cast, *areas, who="cora", **more):
    with acting(cast.users[who]) as actor:
        asked = Asked(areas=tuple(cast.areas[area].pk for area in areas or ("a",)), **more)
        return ask_for_proposals(asked, id=new_id(), by=actor, at=actor.now).pk


def worked_out(cast, *areas, **more):
    run_id = ask(cast, *areas, **more)
    carry_out_run(run_id=str(run_id))
    return run_id


def pairs_of(run_id):
    with as_owner():
        return set(ProposalSeat.objects.filter(run=run_id).values_list("volunteer_id", "core_member_id"))


def exclude(cast, volunteer, person):
    with acting(cast.cora) as actor:
        note_exclusion(person, volunteer.pk, "estate", "They live in one street", id=new_id(), by=actor, at=actor.now)


def test_as_many_circles_are_proposed_as_there_are_volunteers_for(cast):
    pool = plant_pool(cast)
    run_id = worked_out(cast)
    with acting(cast.cora):
        run = Run.objects.get(pk=run_id)
        assert run.state is RunState.DONE
        assert (run.free, run.left_out, run.venues, len(run.waited)) == (10, 1, 1, 4)  # Nina has said nothing
        assert run.is_best
        assert run.seconds < 20
        assert Proposal.objects.filter(run=run_id).count() == 3
        assert Proposal.objects.first().slot == "1_evening"
        missing = Missing.objects.get(run=run_id)
        assert missing.core_member_id not in Proposal.objects.values_list("core_member_id", flat=True)
        assert sum(number for *_, number in missing.needs) == 2  # ten volunteers, three Circles of three
    assert {volunteer for volunteer, _ in pairs_of(run_id)} <= {one.pk for one in pool.volunteers}


@pytest.mark.parametrize(
    ("spell", "is_there"),
    [
        ({"starts_on": 0, "until": 3}, False),
        ({"starts_on": -9, "until": 0}, False),
        ({"starts_on": -9, "until": None}, False),
        ({"starts_on": 20, "until": None}, False),
        ({"starts_on": -9, "until": -1}, True),
        ({"starts_on": -9, "until": 9, "back_on": 0}, True),
        ({"starts_on": -9, "until": 9, "back_on": 1}, False),
        ({"starts_on": 20, "until": 27}, True),
    ],
)
def test_who_is_at_rest_is_not_proposed(cast, spell, is_there):
    """Away today, or from a day on and nobody knows until when. A week away that comes is no reason."""
    pool = plant_pool(cast, waiting=1, volunteers=3)
    one, day = pool.volunteers[0], in_london(cast.now).date()
    with acting(cast.cora) as cora:
        before = len(free_volunteers(cora.now))
    with as_owner():
        days = {name: day + timedelta(days=many) if many is not None else None for name, many in spell.items()}
        Away.objects.create(volunteer=one, area=one.area, said_by=cast.cora, said_at=cast.now, **days)
    with acting(cast.cora) as cora:
        found, _ = candidates([cast.areas["a"].pk], Settings(), cora.now)
        free = free_volunteers(cora.now)
    assert (one.pk in {candidate.id for candidate in found}) == is_there
    assert before - len(free) == (0 if is_there else 1)


def test_whose_last_day_is_noted_is_not_proposed(cast):
    pool = plant_pool(cast, waiting=1, volunteers=3)
    with acting(cast.cora) as cora:
        before = len(free_volunteers(cora.now))
    with as_owner():
        Volunteer.objects.filter(pk=pool.volunteers[0].pk).update(left_on=cast.now.date() + timedelta(days=20))
    with acting(cast.cora) as cora:
        found, _ = candidates([cast.areas["a"].pk], Settings(), cora.now)
        assert len(free_volunteers(cora.now)) == before - 1
    assert pool.volunteers[0].pk not in {candidate.id for candidate in found}
    assert pool.volunteers[1].pk in {candidate.id for candidate in found}


def test_a_run_is_not_there_for_another_area_nor_for_volunteers_and_partners(cast):
    plant_pool(cast)
    run_id = worked_out(cast)
    seen = {}
    for who in ("cora", "cleo", "sena", "olga", "colin", "vera", "xena", "petra", "adam", "tess", "dana"):
        with acting(cast.users[who]):
            seen[who] = (Run.objects.filter(pk=run_id).exists(), ProposalSeat.objects.filter(run=run_id).exists())
    assert {who for who, found in seen.items() if found == (True, True)} == {"cora", "cleo", "sena", "olga"}
    assert set(seen.values()) == {(True, True), (False, False)}


def test_a_run_across_areas_is_for_whoever_holds_them_all(cast):
    plant_pool(cast, waiting=1, volunteers=4)
    plant_pool(cast, "b", waiting=1, volunteers=4)
    with pytest.raises(NotAllowed):
        ask(cast, "a", "b")
    run_id = worked_out(cast, "a", "b", who="olga")
    with acting(cast.olga):
        assert Proposal.objects.filter(run=run_id).count() == 2
    with acting(cast.cora):
        assert not Run.objects.filter(pk=run_id).exists()
        assert not ProposalSeat.objects.filter(run=run_id).exists()


def test_the_solver_sees_no_more_than_who_asked(cast):
    plant_pool(cast, waiting=1, volunteers=2)
    plant_pool(cast, "b", waiting=0, volunteers=6)
    run_id = worked_out(cast)
    with acting(cast.cora):
        run = Run.objects.get(pk=run_id)
        assert (run.free, run.state) == (2, RunState.DONE)
        assert not Proposal.objects.exists()


def test_who_has_lost_the_area_since_gets_nothing(cast):
    plant_pool(cast)
    run_id = ask(cast)
    with as_owner():
        cast.cora.suspended_at, cast.cora.suspended_by = cast.now, cast.adam
        cast.cora.save(update_fields=["suspended_at", "suspended_by"])
    carry_out_run(run_id=str(run_id))
    with as_owner():
        assert Run.objects.get(pk=run_id).state is RunState.WAITING
        assert not Proposal.objects.exists()


def test_proposals_expire_by_the_databases_clock_and_are_swept_with_all_that_hangs_on_them(cast):
    plant_pool(cast)
    run_id, other = worked_out(cast), worked_out(cast)
    with as_owner():
        Run.objects.filter(pk=run_id).update(expires_at=cast.now - timedelta(hours=1))
    with acting(cast.cora):
        assert list(Run.objects.values_list("pk", flat=True)) == [other]
        assert set(ProposalSeat.objects.values_list("run_id", flat=True)) == {other}
    sweep_runs(timestamp=0)
    with as_owner():
        assert set(Run.objects.values_list("pk", flat=True)) == {other}
        assert set(Proposal.objects.values_list("run_id", flat=True)) == {other}


def test_the_clerk_removes_nothing_that_has_not_expired(cast):
    plant_pool(cast)
    run_id = worked_out(cast)
    with acting_as(system("clerk")) as acting_clerk:
        assert sweep(acting_clerk.at) == 0
        assert not Proposal.objects.exists()
        assert Run.objects.filter(pk=run_id).exists()


def test_a_lock_is_carried_into_the_next_run_and_the_others_stay(cast):
    plant_pool(cast)
    first = worked_out(cast)
    with acting(cast.cora) as actor:
        proposals = list(Proposal.objects.filter(run=first).select_related("run"))
        one = proposals[0]
        out = one.seats.first().volunteer_id
        change = [Decided(out, one.core_member_id, one.area_id, False)]
        second = ask_again(one, change, keep_others=True, id=new_id(), by=actor, at=actor.now).pk
    carry_out_run(run_id=str(second))
    before, after = pairs_of(first), pairs_of(second)
    assert (out, one.core_member_id) not in after
    assert {pair for pair in before if pair[1] != one.core_member_id} <= after
    with acting(cast.cora):
        assert Proposal.objects.filter(run=second).count() == 3
        assert Run.objects.get(pk=second).follows == first


def test_the_same_volunteer_cannot_be_in_and_out(cast):
    plant_pool(cast)
    run_id = worked_out(cast)
    with acting(cast.cora) as actor:
        one = Proposal.objects.filter(run=run_id).select_related("run").first()
        who = one.seats.first().volunteer_id
        both = [Decided(who, one.core_member_id, one.area_id, stays) for stays in (True, False)]
        with pytest.raises(Invalid):
            ask_again(one, both, keep_others=True, id=new_id(), by=actor, at=actor.now)
    with as_owner():
        assert not Lock.objects.exists()


def test_nobody_waits_is_said_at_once(cast):
    with pytest.raises(Invalid, match="Nobody waits"):
        ask(cast)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.sets(st.tuples(st.integers(0, 6), st.integers(0, 1)), max_size=8))
def test_an_excluded_pair_never_appears_through_the_database(pooled, chosen):
    """Pairs are noted one after another over the examples: each run keeps all that was noted before."""
    cast, pool = pooled
    noted = {(row.volunteer_id, row.core_member_id) for row in _noted()}
    for volunteer, person in chosen:
        pair = (pool.volunteers[volunteer].pk, pool.waiting[person].pk)
        if pair not in noted:
            exclude(cast, pool.volunteers[volunteer], pool.waiting[person])
            noted.add(pair)
    run_id = worked_out(cast)
    with as_owner():
        assert Run.objects.get(pk=run_id).state is RunState.DONE
    assert not pairs_of(run_id) & noted


@pytest.fixture
def pooled(cast):
    return cast, plant_pool(cast, waiting=2, volunteers=7)


def _noted():
    with as_owner():
        return list(Exclusion.objects.all())


def test_the_database_refuses_to_keep_an_excluded_pair_whoever_writes_it(cast):
    pool = plant_pool(cast)
    run_id = worked_out(cast)
    with as_owner():
        one = Proposal.objects.filter(run=run_id).first()
        seated = set(one.seats.values_list("volunteer", flat=True))
        volunteer = next(each for each in pool.volunteers if each.pk not in seated)
        person = next(each for each in pool.waiting if each.pk == one.core_member_id)
    exclude(cast, volunteer, person)
    with as_owner(), pytest.raises(IntegrityError, match="never proposed"):
        ProposalSeat.objects.create(
            run_id=run_id, area=pool.area, core_member=person, proposal=one, volunteer=volunteer, miles=1,
            sex="man", age_band="55", is_experienced=True, months_waited=0, knows_venue=False,
        )  # fmt: skip


def test_an_ended_exclusion_counts_no_longer(cast):
    pool = plant_pool(cast, waiting=1, volunteers=3)
    exclude(cast, pool.volunteers[0], pool.waiting[0])
    assert pairs_of(worked_out(cast)) == set()
    with acting(cast.cora) as actor:
        end_exclusion(Exclusion.objects.get(), by=actor, at=actor.now)
    assert len(pairs_of(worked_out(cast))) == 3


def test_who_is_not_ready_for_that_kind_of_circle_is_not_proposed(cast):
    plant_pool(cast, waiting=1, volunteers=6)
    with as_owner():
        Requirement.objects.create(kind="adult", conditions=["references"], in_force_from=date(2002, 1, 1))
    run_id = worked_out(cast)
    with acting(cast.cora):
        run = Run.objects.get(pk=run_id)
        assert (run.free, run.left_out) == (0, 7)
    assert pairs_of(run_id) == set()


def test_nobody_is_proposed_a_day_on_which_they_cannot_meet(cast):
    pool = plant_pool(cast, waiting=1, volunteers=4)
    assert pairs_of(worked_out(cast))
    with acting(cast.cora) as actor:
        place = WaitingPlace.objects.get(pk=pool.waiting[0].pk)
        say_when_free(place, ["2_evening"], id=new_id(), by=actor, at=actor.now)
    assert not pairs_of(worked_out(cast))  # the volunteers are free on Tuesdays
    with acting(cast.cora) as actor:
        later = actor.now + timedelta(seconds=1)
        say_when_free(place, ["1_evening", "2_evening"], id=new_id(), by=actor, at=later)
    assert pairs_of(worked_out(cast))


def test_a_walled_conflict_keeps_them_apart_and_says_no_more_than_the_pair(cast):
    pool = plant_pool(cast, waiting=1, volunteers=4)
    conflict(cast, pool.volunteers[0], pool.waiting[0])
    pair = (pool.volunteers[0].pk, pool.waiting[0].pk)
    run_id = worked_out(cast)
    assert len(pairs_of(run_id)) == 3
    assert pair not in pairs_of(run_id)
    answers = {}
    for who in ("cora", "sena", "colin", "vera", "petra", "adam"):
        with acting(cast.users[who]):
            answers[who] = not_possible([pair[1]])
            resembles = Resemblance.objects.count()
        assert resembles == (1 if who == "sena" else 0)
    assert answers == {
        "cora": [pair], "sena": [pair], "colin": [], "vera": [], "petra": [], "adam": []
    }  # fmt: skip


def test_the_gate_of_the_database_answers_nobody_about_a_pair(cast):
    pool = plant_pool(cast, waiting=1, volunteers=4)
    conflict(cast, pool.volunteers[0], pool.waiting[0])
    for who in ("vera", "colin", "sena"):
        with acting(cast.users[who]), connection.cursor() as cursor:
            pair = [pool.volunteers[0].pk, pool.waiting[0].pk]
            cursor.execute("SELECT encircle.is_not_possible(%s, %s)", pair)
            assert cursor.fetchone() == (None,)
