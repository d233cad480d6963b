"""A release date that moves takes the meetings around it along, twice in a row; a lower rhythm thins them out."""

from datetime import date, datetime, time, timedelta

import pytest

from encircle.common.clock import LONDON, in_london
from encircle.common.errors import Invalid
from encircle.common.ids import new_id
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.actions.phases import Grounds, NewReleaseDate
from encircle.rooms.circles.course_queries import Meets, rhythms_of
from encircle.rooms.circles.models import Circle, Phase, PhaseWords, ReleaseDate
from encircle.rooms.circles.vocabulary import PhaseName, ReleaseDateSource, Side
from encircle.rooms.meetings.actions.course import PlanChanged, change_phase, move_release
from encircle.rooms.meetings.course_plan import around_release, at_rhythm, release_known
from encircle.rooms.meetings.models import Meeting, MeetingMove
from encircle.rooms.meetings.replanning import What, said
from encircle.rooms.organisation.models import KindStandard
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

# The cast's clock stands somewhere; days are counted from the Monday after it.
INSIDE = Meets(side=Side.INSIDE, weekday=2, at=time(14), every_weeks=1)
OUTSIDE = Meets(side=Side.OUTSIDE, weekday=3, at=time(18, 30), every_weeks=1)


def monday(cast, weeks=0):
    today = in_london(cast.now).date()
    return today + timedelta(days=7 - today.weekday(), weeks=weeks)


def on(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=LONDON)


def in_prison(cast, weeks=8):
    """A Circle that meets on Wednesdays in prison, for so many weeks ahead; no bank holiday is in the way."""
    with as_owner():
        Circle.objects.filter(pk=cast.circle_1.pk).update(kind="prison", weekday=3, slot_time=time(18, 30))
        KindStandard.objects.filter(kind="prison").update(has_release_date=True)
        ahead = Meeting.objects.filter(circle=cast.circle_1.pk, starts_at__gt=cast.now)
        ahead.update(cancelled_at=cast.now, cancel_reason="other")
        for week in range(weeks):
            start = on(monday(cast, week) + timedelta(days=2), time(14))
            Meeting.objects.create(
                circle_id=cast.circle_1.pk, area=cast.areas["a"], planned_starts_at=start, starts_at=start,
                ends_at=start + timedelta(hours=2),
            )  # fmt: skip


def moved(cast, day, *, inside=INSIDE, outside=OUTSIDE, agreed=None, id=None, who="cora"):
    with acting(cast.users[who]) as actor:
        new = NewReleaseDate(id=id or new_id(), released_on=day, source=ReleaseDateSource.PRISON)
        meets = [one for one in (inside, outside) if one]
        circle = Circle.objects.get(pk=cast.circle_1.pk)
        known = release_known(circle, actor.now, after=day, will={one.side: one for one in meets})
        changes = around_release(circle, known, actor.now)
        move_release(circle.pk, new, meets, agreed=said(changes) if agreed is None else agreed, by=actor, at=actor.now)
        return changes


def ahead(cast):
    """What is planned: (week from the first Monday, weekday), in order."""
    with as_owner():
        rows = Meeting.objects.filter(circle=cast.circle_1.pk, starts_at__gt=cast.now, cancelled_at__isnull=True)
        starts = [in_london(row.starts_at).date() for row in rows.order_by("starts_at")]
    return [((day - monday(cast)).days // 7, day.weekday()) for day in starts]


def wednesdays(*weeks):
    return [(week, 2) for week in weeks]


def thursdays(*weeks):
    return [(week, 3) for week in weeks]


@pytest.fixture(autouse=True)
def no_holidays(monkeypatch):
    """Whatever day the suite runs on: bank holidays are tried in tests of their own."""
    monkeypatch.setattr("encircle.rooms.organisation.clocks._bank_holidays", lambda year: {})


def test_with_the_first_date_meetings_beyond_it_go_over_to_the_community(db):
    cast = plant_cast()
    in_prison(cast)
    moved(cast, monday(cast, 4))
    assert ahead(cast) == wednesdays(0, 1, 2, 3) + thursdays(*range(4, 16))


def test_a_later_date_keeps_the_circle_in_prison_until_then_and_an_earlier_one_brings_it_out(db):
    cast = plant_cast()
    in_prison(cast)
    moved(cast, monday(cast, 4))
    moved(cast, monday(cast, 6))
    assert ahead(cast) == wednesdays(*range(6)) + thursdays(*range(6, 18))
    moved(cast, monday(cast, 3))
    assert ahead(cast) == wednesdays(*range(3)) + thursdays(*range(3, 18))


def test_the_meetings_of_a_week_are_moved_and_not_cancelled_and_made_anew(db):
    cast = plant_cast()
    in_prison(cast)
    changes = moved(cast, monday(cast, 4))
    assert [change.what for change in changes] == [What.MOVED] * 4 + [What.ADDED] * 8
    with as_owner():
        assert MeetingMove.objects.filter(reason="release").count() == 4


def test_a_date_nobody_knows_any_more_keeps_every_meeting_in_prison(db):
    cast = plant_cast()
    in_prison(cast)
    moved(cast, monday(cast, 4))
    moved(cast, None)
    assert ahead(cast) == wednesdays(*range(16))


def test_without_a_rhythm_in_prison_the_meetings_are_cancelled_and_may_be_planned_again(db):
    cast = plant_cast()
    in_prison(cast)
    moved(cast, monday(cast, 4))
    moved(cast, monday(cast, 6), inside=None)
    assert ahead(cast) == wednesdays(*range(4)) + thursdays(*range(6, 18))
    moved(cast, monday(cast, 4), inside=None)
    assert ahead(cast) == wednesdays(*range(4)) + thursdays(*range(4, 18))


def test_the_first_meeting_outside_comes_within_the_days_of_the_standard(db):
    cast = plant_cast()
    in_prison(cast)
    with as_owner():
        KindStandard.objects.filter(kind="prison").update(first_meeting_after_release_days=2)
    moved(cast, monday(cast, 4) + timedelta(days=4))  # a Friday: the next usual day is six days later
    assert ahead(cast)[4:7] == [(4, 2), (4, 6), (5, 3)]


def test_a_meeting_that_was_written_about_or_is_over_never_moves(db):
    cast = plant_cast()
    in_prison(cast)
    with as_owner():
        before = list(Meeting.objects.filter(starts_at__lte=cast.now).order_by("pk").values())
    moved(cast, monday(cast, 4))
    moved(cast, monday(cast, 2))
    with as_owner():
        assert list(Meeting.objects.filter(starts_at__lte=cast.now).order_by("pk").values()) == before


def test_another_plan_than_the_one_that_was_shown_writes_nothing(db):
    cast = plant_cast()
    in_prison(cast)
    before = ahead(cast)
    with pytest.raises(PlanChanged):
        moved(cast, monday(cast, 4), agreed="something else")
    assert ahead(cast) == before
    with as_owner():
        assert ReleaseDate.objects.count() == 0


def test_the_same_form_sent_twice_moves_once(db):
    cast = plant_cast()
    in_prison(cast)
    form = new_id()
    moved(cast, monday(cast, 4), id=form)
    after = ahead(cast)
    moved(cast, monday(cast, 4), id=form, agreed="whatever")
    assert ahead(cast) == after
    with as_owner():
        assert ReleaseDate.objects.count() == 1


def test_the_circle_is_told_that_something_waits_and_the_outer_circle_is_not(db):
    cast = plant_cast()
    in_prison(cast)
    moved(cast, monday(cast, 4), who="cleo")
    with as_owner():
        told = set(Notice.objects.filter(item_id=cast.circle_1.pk).values_list("user_id", flat=True))
    assert told == {cast.vera.pk, cast.vic.pk, cast.cora.pk}


def test_how_a_circle_meets_on_either_side_is_remembered(db):
    cast = plant_cast()
    in_prison(cast)
    moved(cast, monday(cast, 4))
    with acting(cast.cora):
        assert rhythms_of(Circle.objects.get(pk=cast.circle_1.pk)) == {Side.INSIDE: INSIDE, Side.OUTSIDE: OUTSIDE}


# --- a lower rhythm ---


def weekly(cast, weeks=6):
    in_prison(cast, weeks=0)
    with as_owner():
        for week in range(weeks):
            start = on(monday(cast, week) + timedelta(days=3), time(18, 30))
            Meeting.objects.create(
                circle_id=cast.circle_1.pk, area=cast.areas["a"], planned_starts_at=start, starts_at=start,
                ends_at=start + timedelta(hours=2),
            )  # fmt: skip


def changed(cast, name, grounds=None, who="cora"):
    with acting(cast.users[who]) as actor:
        agreed = said(at_rhythm(Circle.objects.get(pk=cast.circle_1.pk), name, actor.now))
        return change_phase(cast.circle_1.pk, name, agreed=agreed, grounds=grounds, by=actor, at=actor.now)


WHY = Grounds(said_by="Sena, with the probation officer", text="He keeps his goals.")


def test_every_second_meeting_goes_with_a_fortnightly_rhythm(db):
    cast = plant_cast()
    weekly(cast)
    changed(cast, PhaseName.FORTNIGHTLY, WHY)
    assert ahead(cast) == thursdays(0, 2, 4)
    changed(cast, PhaseName.WEEKLY)
    assert ahead(cast) == thursdays(0, 1, 2, 3, 4)


def test_meeting_less_often_needs_a_review_or_a_reason_and_by_whom(db):
    cast = plant_cast()
    weekly(cast)
    for grounds, wrong in ((None, {"why", "said_by"}), (Grounds(text="Because"), {"said_by"})):
        with pytest.raises(Invalid) as refused:
            changed(cast, PhaseName.FORTNIGHTLY, grounds)
        assert set(refused.value.errors) == wrong
    assert ahead(cast) == thursdays(*range(6))
    phase = changed(cast, PhaseName.FORTNIGHTLY, Grounds(of_a_review=True))
    with as_owner():
        assert Phase.objects.get(pk=phase.pk).name == "fortnightly"
        assert not PhaseWords.objects.exists()


def test_why_it_meets_less_often_is_kept_with_who_said_so(db):
    cast = plant_cast()
    weekly(cast)
    phase = changed(cast, PhaseName.MONTHLY, WHY)
    assert ahead(cast) == thursdays(0, 4)
    with as_owner():
        words = PhaseWords.objects.get(pk=phase.pk)
    assert (words.said_by, words.text) == (WHY.said_by, WHY.text)
