"""The course of a Circle: why it pauses, when it is to go on, when prison ends; every change beside the one before."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_id
from encircle.rooms.circles.actions.phases import (
    Grounds,
    NewReleaseDate,
    begin_phase,
    move_return,
    open_pause,
    pause_circle,
    resume_circle,
    set_release_date,
)
from encircle.rooms.circles.course_queries import course_now, course_of, pause_words
from encircle.rooms.circles.models import Circle, Pause, PauseReturn, PauseWords, ReleaseDate
from encircle.rooms.circles.vocabulary import PauseReason, PhaseName, ReleaseDateSource
from encircle.rooms.organisation.models import KindStandard
from tests.cast import acting, plant_cast
from tests.support.database import as_owner


def day(cast, ahead):
    return in_london(cast.now).date() + timedelta(days=ahead)


def in_prison(cast):
    with as_owner():
        Circle.objects.filter(pk=cast.circle_1.pk).update(kind="prison")
        KindStandard.objects.filter(kind="prison").update(has_release_date=True)


def paused(cast, back_on=None, words="", who="cora"):
    with acting(cast.users[who]) as actor:
        pause_circle(cast.circle_1.pk, reason=PauseReason.AWAY, words=words, back_on=back_on, by=actor, at=actor.now)


def moved(cast, back_on, who="cora"):
    with acting(cast.users[who]) as actor:
        move_return(cast.circle_1.pk, back_on, id=new_id(), by=actor, at=actor.now)


def released(cast, on, who="cora", leads_to=PhaseName.THROUGH_GATE, source=ReleaseDateSource.PRISON):
    with acting(cast.users[who]) as actor:
        new = NewReleaseDate(id=new_id(), released_on=on, leads_to=leads_to, source=source)
        set_release_date(cast.circle_1.pk, new, by=actor, at=actor.now)


def course(cast, who="cora"):
    with acting(cast.users[who]):
        return course_of(Circle.objects.get(pk=cast.circle_1.pk))


def test_the_day_of_return_moves_and_what_was_said_before_stays(db):
    cast = plant_cast()
    paused(cast, day(cast, 10))
    moved(cast, day(cast, 20))
    moved(cast, None, who="cleo")
    (line,) = course(cast).pauses
    assert (line.reason, line.pause.expected_back_on, line.back_on) == (
        "The core member is away", day(cast, 10), None,
    )  # fmt: skip
    assert [(one.before, one.back_on, one.by) for one in line.returns] == [
        (day(cast, 20), None, "Cleo Thistlewood"),
        (day(cast, 10), day(cast, 20), "Cora Fernleigh"),
    ]


def test_the_day_of_return_is_ahead_another_and_of_a_paused_circle(db):
    cast = plant_cast()
    with pytest.raises(Invalid):
        moved(cast, day(cast, 5))
    paused(cast, day(cast, 10))
    for wrong in (day(cast, 0), day(cast, 10)):
        with pytest.raises(Invalid) as refused:
            moved(cast, wrong)
        assert set(refused.value.errors) == {"back_on"}
    assert course(cast).pauses[0].returns == ()


def test_why_it_paused_is_read_by_staff_with_a_receipt_and_by_no_volunteer(db):
    cast = plant_cast()
    paused(cast, words="A short stay in hospital.")
    with as_owner():
        pause = Pause.objects.get(circle=cast.circle_1)
    for who, read in (("cora", "A short stay in hospital."), ("cleo", "A short stay in hospital."), ("vera", "")):
        with acting(cast.users[who]) as actor:
            assert pause_words(pause.pk) == ""
            open_pause(pause.pk, by=actor)
            assert pause_words(pause.pk) == read, who
    for who in ("colin", "xena", "omar", "dana"):
        with acting(cast.users[who]) as actor, pytest.raises(NotFound):
            open_pause(pause.pk, by=actor)


def test_past_pauses_stay_listed_the_newest_first(db):
    cast = plant_cast()
    for _ in range(2):
        paused(cast)
        with acting(cast.cora) as cora:
            resume_circle(cast.circle_1.pk, by=cora, at=cora.now)
    paused(cast)
    found = course(cast)
    assert [line.pause.ends_at is None for line in found.pauses] == [True, False, False]
    assert found.pause_at(cast.now + timedelta(days=1)) == found.pauses[0]


def test_phases_say_who_decided(db):
    cast = plant_cast()
    with acting(cast.cleo) as cleo:
        begin_phase(cast.circle_1.pk, PhaseName.FORTNIGHTLY, by=cleo, at=cleo.now, grounds=Grounds(of_a_review=True))
    assert next((line.name, line.by) for line in course(cast).phases) == (PhaseName.FORTNIGHTLY, "Cleo Thistlewood")


def test_a_release_date_moves_twice_and_each_stands_beside_the_one_before(db):
    cast = plant_cast()
    in_prison(cast)
    released(cast, day(cast, 60))
    released(cast, day(cast, 90), source=ReleaseDateSource.PAROLE_BOARD)
    released(cast, None)
    lines = course(cast).release_dates
    assert [(line.row.released_on, line.before and line.before.released_on, line.days_moved) for line in lines] == [
        (None, day(cast, 90), None),
        (day(cast, 90), day(cast, 60), 30),
        (day(cast, 60), None, None),
    ]
    with acting(cast.cora) as cora:
        now = course_now(Circle.objects.get(pk=cast.circle_1.pk), cora.now, is_paused=False)
    assert (now.release.released_on, now.release_before.released_on) == (None, day(cast, 90))


def test_the_same_release_date_again_is_refused(db):
    cast = plant_cast()
    in_prison(cast)
    with pytest.raises(Invalid):
        released(cast, None)
    released(cast, day(cast, 60))
    with pytest.raises(Invalid):
        released(cast, day(cast, 60))
    assert len(course(cast).release_dates) == 1


def test_whether_a_kind_has_a_release_date_is_said_by_the_practice_standard(db):
    cast = plant_cast()
    with pytest.raises(NotFound):
        released(cast, day(cast, 60))
    with as_owner():
        KindStandard.objects.filter(kind="adult").update(has_release_date=True)
    released(cast, day(cast, 60))
    assert len(course(cast).release_dates) == 1


def test_nobody_but_staff_of_the_area_sees_a_release_date(db):
    cast = plant_cast()
    in_prison(cast)
    released(cast, day(cast, 60))
    seen = {}
    for who in ("cora", "cleo", "sena", "olga", "colin", "vera", "xena", "omar", "petra", "adam", "dana"):
        with acting(cast.users[who]):
            seen[who] = ReleaseDate.objects.count()
    assert [who for who, count in seen.items() if count] == ["cora", "cleo", "sena", "olga"]


def test_rows_of_the_course_are_never_changed(db):
    cast = plant_cast()
    in_prison(cast)
    paused(cast, day(cast, 10), words="Hospital.")
    moved(cast, day(cast, 20))
    released(cast, day(cast, 60))
    for model in (PauseReturn, PauseWords, ReleaseDate):
        with acting(cast.cora), pytest.raises(Exception, match="permission denied"):
            model.objects.all().delete()


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_course_is_read_in_the_same_number_of_statements_however_long(db, how_many):
    cast = plant_cast()
    in_prison(cast)
    for number in range(how_many):
        paused(cast, day(cast, 10))
        moved(cast, day(cast, 20))
        released(cast, day(cast, 60 + number))
        with acting(cast.cora) as cora:
            resume_circle(cast.circle_1.pk, by=cora, at=cora.now)
    with acting(cast.cora):
        circle = Circle.objects.get(pk=cast.circle_1.pk)
        with CaptureQueriesContext(connection) as read:
            assert len(course_of(circle).pauses) == how_many
    assert len(read) == 5
