"""The escalator over the clock: who is asked and told when, once, and never the person it is about."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.audit.models import Entry
from encircle.foundations.each_alone import SomeFailed
from encircle.rooms.risk.actions import climbing
from encircle.rooms.risk.actions.climbing import climb, climb_all
from encircle.rooms.risk.models import Concern, ConcernAccount, ConcernStep, OpenConcern
from encircle.rooms.risk.vocabulary import Decision, Urgency
from tests.cast import plant_cast
from tests.support.database import as_owner, clock_shifted

from . import scene

MINUTES = [timedelta(minutes=minutes) for minutes in range(60)]


@pytest.fixture
def cast(db):
    return plant_cast()


def look(after=timedelta(0)):
    with clock_shifted(after):
        return climb_all()


# --- who and when ---


def test_first_the_circles_own_coordinator_is_asked_and_told_once(cast):
    concern = scene.plant_concern(cast)
    look()
    look()
    assert (scene.asked(concern), scene.noticed(concern)) == (["cora"], ["cora"])


def test_whoever_was_told_at_the_raising_is_asked_but_not_told_again(cast):
    concern = scene.plant_concern(cast)
    with as_owner():
        scene.Notice.objects.create(user=cast.cora, kind="concern", item_id=concern.pk, created_at=concern.raised_at)
    look()
    assert (scene.asked(concern), scene.noticed(concern)) == (["cora"], ["cora"])


def test_unanswered_it_climbs_to_the_senior_coordinator_and_then_to_the_manager(cast):
    concern = scene.plant_concern(cast, Urgency.OTHER)
    due = scene.stands(cast, concern).due - cast.now
    look(due - timedelta(minutes=1))
    assert (scene.asked(concern), scene.passed_up(concern)) == (["cora"], [])
    look(due + timedelta(hours=4))
    assert (scene.asked(concern), scene.passed_up(concern)) == (["cora", "cora", "sena"], ["senior_coordinator"])
    look(due + timedelta(hours=8))
    assert scene.passed_up(concern) == ["senior_coordinator", "operations_manager"]
    assert scene.asked(concern) == ["cora", "cora", "cora", "olga", "sena", "sena"]
    assert scene.noticed(concern) == ["cora", "cora", "cora", "olga", "sena", "sena"]


def test_a_clock_that_stood_still_catches_up_and_asks_everyone_once(cast):
    concern = scene.plant_concern(cast, ago=timedelta(days=10))
    look()
    assert scene.asked(concern) == ["cora", "olga", "sena"]
    assert scene.passed_up(concern) == ["senior_coordinator", "operations_manager"]


def test_an_imminent_one_keeps_asking_everyone_on_call_until_somebody_takes_it(cast):
    scene.on_call(cast, "cleo")
    concern = scene.plant_concern(cast, Urgency.IMMINENT)
    for minutes in (0, 3, 11, 21, 29):
        look(MINUTES[minutes])
    assert scene.asked(concern) == ["cleo"] * 3 + ["cora"] * 3 + ["olga"] + ["sena"] * 2
    scene.take(cast, concern, "cleo")
    scene.triage(cast, concern, Decision.WATCH, who="cleo")
    look(MINUTES[45])
    assert len(scene.asked(concern)) == 9


def test_on_call_in_another_area_or_at_another_time_nobody_is_asked(cast):
    scene.on_call(cast, "colin", area="b")
    scene.on_call(cast, "cleo", hours=(5, 9))
    concern = scene.plant_concern(cast, Urgency.IMMINENT)
    look()
    assert scene.asked(concern) == ["cora"]


def test_whoever_covers_the_area_is_asked_beside_the_coordinator(cast):
    scene.appoint(cast, "colin", Role.COORDINATOR, "a", covering=True)
    concern = scene.plant_concern(cast)
    look()
    assert scene.asked(concern) == ["colin", "cora"]


def test_with_nobody_running_the_circle_everyone_of_the_area_is_asked(cast):
    with as_owner():
        scene.Appointment.objects.filter(user=cast.cora).update(ends_at=cast.now - timedelta(minutes=1))
    concern = scene.plant_concern(cast)
    look()
    assert scene.asked(concern) == ["cleo"]


def test_a_rung_without_anybody_is_passed_over(cast):
    with as_owner():
        people = [cast.cora, cast.cleo, cast.sena]
        scene.Appointment.objects.filter(user__in=people).update(ends_at=cast.now - timedelta(minutes=1))
    concern = scene.plant_concern(cast)
    look()
    assert scene.asked(concern) == ["olga"]


def test_a_suspended_login_is_not_asked(cast):
    with as_owner():
        scene.cast_user_suspended(cast, "cora")
    concern = scene.plant_concern(cast)
    look()
    assert scene.asked(concern) == ["cleo"]


def test_reaching_nobody_passes_it_up_without_waiting(cast):
    concern = scene.plant_concern(cast)
    look()
    scene.take(cast, concern)
    scene.phone(cast, concern, reaches_nobody=True)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT args->>'concern_id' FROM procrastinate_jobs WHERE task_name = 'risk.climb_one'")
        assert cursor.fetchall() == [(str(concern.pk),)]
    climb(concern.pk)
    assert (scene.asked(concern), scene.passed_up(concern)) == (["cora", "cora", "sena"], ["senior_coordinator"])


def test_an_agency_that_does_not_acknowledge_is_climbed_about_too(cast):
    concern = scene.plant_concern(cast, Urgency.IMMINENT)
    scene.take(cast, concern)
    scene.triage(cast, concern)
    scene.tell(cast, concern, "omar")
    look()
    assert scene.passed_up(concern) == []
    look(timedelta(hours=1, minutes=10))
    assert scene.passed_up(concern) == ["senior_coordinator"]


def test_who_took_it_on_is_asked_like_the_first_people(cast):
    concern = scene.plant_concern(cast)
    scene.take(cast, concern, "cleo")
    look()
    assert scene.asked(concern) == ["cleo", "cora"]


# --- behind the wall ---


@pytest.mark.parametrize(
    ("about", "expected"), [("cora", ["sena"]), ("sena", ["olga"]), ("olga", ["sena"]), ("vic", ["sena"])]
)
def test_about_somebody_who_works_here_it_never_asks_or_tells_them(cast, about, expected):
    scene.on_call(cast, about if about != "vic" else "cora")
    concern = scene.plant_concern(cast, Urgency.IMMINENT, about=about)
    look()
    assert (scene.asked(concern), scene.noticed(concern)) == (expected, expected)
    for minutes in (11, 21, 31):
        look(MINUTES[minutes])
    assert set(scene.asked(concern)) == {"sena", "olga"} - {about}


def test_what_the_clock_writes_of_a_walled_concern_names_no_circle_in_the_trace(cast):
    scene.plant_concern(cast, about="cora")
    look()
    with as_owner():
        lines = Entry.objects.filter(system="escalator", item_type="risk.concern")
        assert list(lines.values_list("circle_id", "area_id", "detail")) == [(None, None, "asked")]


# --- once, and only what is open ---


def test_two_workers_at_once_write_one_climb(cast):
    concern = scene.plant_concern(cast, ago=timedelta(days=10))
    together = threading.Barrier(2)
    wrote = []

    def work():
        together.wait()
        try:
            wrote.append(climb(concern.pk))
        finally:
            connections["default"].close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(wrote) == [False, True]
    assert scene.asked(concern) == ["cora", "olga", "sena"]
    assert scene.passed_up(concern) == ["senior_coordinator", "operations_manager"]
    assert scene.noticed(concern) == ["cora", "olga", "sena"]


def test_even_without_the_lock_the_database_keeps_one_asking(cast, monkeypatch):
    """Negative control of the test above: both workers see nothing written yet."""
    concern = scene.plant_concern(cast, ago=timedelta(days=10))
    monkeypatch.setattr(climbing, "steps_of", lambda concerns: {one.pk: [] for one in concerns})
    look()
    with as_owner():
        OpenConcern.objects.update(look_at=cast.now - timedelta(minutes=1))
    with pytest.raises(SomeFailed):
        look()
    assert scene.asked(concern) == ["cora", "olga", "sena"]
    assert scene.noticed(concern) == ["cora", "olga", "sena"]


def test_one_concern_that_cannot_be_looked_at_stops_no_other(cast, monkeypatch):
    broken, sound = scene.plant_concern(cast), scene.plant_concern(cast)
    real = climbing.whom_to_ask

    def whom(concern, *args, **more):
        if concern.pk == broken.pk:
            raise ValueError("broken")
        return real(concern, *args, **more)

    monkeypatch.setattr(climbing, "whom_to_ask", whom)
    with pytest.raises(SomeFailed):
        look()
    assert (scene.asked(broken), scene.asked(sound)) == ([], ["cora"])


def test_a_closed_concern_is_not_read_and_a_reopened_one_is_asked_about_again(cast):
    concern = scene.plant_concern(cast)
    look()
    scene.triage(cast, concern, Decision.NO_ACTION)
    scene.close(cast, concern)
    with as_owner():
        assert not OpenConcern.objects.exists()
    look(timedelta(days=10))
    assert scene.asked(concern) == ["cora"]
    scene.reopen(cast, concern)
    with as_owner():
        assert OpenConcern.objects.get().urgency == "serious"
    look(timedelta(seconds=1))
    assert scene.asked(concern) == ["cora", "cora"]


def test_settled_concerns_are_not_looked_at_until_something_happens(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern, Decision.WATCH)
    look()
    with as_owner():
        assert OpenConcern.objects.get().look_at is None
    scene.triage(cast, concern, Decision.TELL_AGENCIES)
    with as_owner():
        assert OpenConcern.objects.get().look_at is not None


def test_the_work_of_a_minute_does_not_grow_with_what_is_closed_or_settled(cast):
    for _ in range(3):
        scene.triage(cast, scene.plant_concern(cast), Decision.WATCH)
    look()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM risk_openconcern WHERE look_at <= encircle.now()")
        assert cursor.fetchone() == (0,)


def test_the_escalator_sees_rows_and_no_words(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern)
    with acting_as(system("escalator")):
        assert (Concern.objects.count(), ConcernStep.objects.count()) == (1, 1)
        assert not ConcernAccount.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM risk_stepreason")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("name", ["postman", "clerk", "sealer", "doorkeeper"])
def test_no_other_system_identity_sees_who_stands_on_the_rungs(cast, name):
    concern = scene.plant_concern(cast)
    with acting_as(system(name)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM encircle.concern_rungs(%s)", [concern.pk])
        assert cursor.fetchone() == (0,)
