"""When a rest comes to its end a volunteer is talked with about coming back: owed, kept once, and what follows."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.rooms.due.models import Obligation
from encircle.rooms.due.queries import standing
from encircle.rooms.due.vocabulary import Rule, Standing
from encircle.rooms.leaving.actions.resting import ComingBack, keep_rest_talk
from encircle.rooms.leaving.actions.wishing import stay_as_told
from encircle.rooms.leaving.models import RestTalk, RestTalkWords, Wish
from encircle.rooms.leaving.policy import Rest, RestClocks, rest_days
from encircle.rooms.leaving.queries import asked_to_stop, open_leaving
from encircle.rooms.leaving.rest_queries import begun_rest, rest_talks_of, rest_talks_owed
from encircle.rooms.leaving.vocabulary import AfterRest
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.support.actions.being_away import come_back
from encircle.rooms.support.models import Away
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner
from tests.support.reckoning import disagreements, reckon_up

from .scene import leave, today

DAY = timedelta(days=1)


@pytest.fixture
def cast(db):
    return plant_cast()


def rest(cast, since, until=None, who="vera", back=None):
    """Away since so many days ago; the last day and the day they said they are back, counted from today."""
    with as_owner():
        one, day = cast.volunteers[who], today(cast)
        return Away.objects.create(
            volunteer=one, area=one.area, starts_on=day - since * DAY, said_by=cast.users[who],
            said_at=cast.now - since * DAY, until=None if until is None else day + until * DAY,
            back_on=None if back is None else day + back * DAY,
        ).pk  # fmt: skip


def talk(cast, id, outcome=AfterRest.BACK, until=None, by="cora", words="They slept: gannet-7", days_ago=0):
    with acting(cast.users[by]) as actor:
        said = ComingBack(today(cast) - days_ago * DAY, outcome, until, words)
        keep_rest_talk(begun_rest(id, actor.now), said, id=new_id(), by=actor, at=actor.now)


def owed(cast, who="cora", area="a"):
    with acting(cast.users[who]) as actor:
        return {one.away.pk: one.is_late for one in rest_talks_owed(cast.areas[area].pk, actor.now)}


def aways(cast, who="vera"):
    with as_owner():
        day = today(cast)
        rows = Away.objects.filter(volunteer=cast.volunteers[who]).order_by("starts_on", "said_at")
        return [
            tuple(None if one is None else (one - day).days for one in (row.starts_on, row.until, row.back_on))
            for row in rows
        ]


# --- of whom it is owed ---


@pytest.mark.parametrize(
    ("since", "until", "back", "wanted"),
    [
        (60, 14, None, False),
        (60, 15, None, None),  # not yet
        (60, 0, None, False),
        (60, -1, None, True),
        (10, 3, None, None),  # a fortnight at most: nobody asks
        (10, 4, None, False),
        (400, -184, None, None),  # off the list
        (77, None, None, None),
        (78, None, None, False),
        (92, None, None, False),
        (93, None, None, True),
        (93, None, 0, None),  # they said that they are back
        (60, 9, -6, None),
        (60, 9, 2, False),
    ],
)
def test_a_conversation_is_owed_as_a_rest_comes_to_its_end(cast, since, until, back, wanted):
    id = rest(cast, since, until, back=back)
    assert owed(cast) == ({} if wanted is None else {id: wanted})


def test_it_is_the_staffs_of_their_area_and_nobody_else_sees_it(cast):
    rest(cast, 60, 2)
    assert [len(owed(cast, who)) for who in ("cora", "cleo", "sena", "colin", "vic")] == [1, 1, 1, 0, 0]


def test_nobody_is_talked_with_who_has_left(cast):
    rest(cast, 60, 2)
    leave(cast)
    assert owed(cast) == {}


def test_of_whoever_steps_out_again_only_the_newest_rest_is_talked_about(cast):
    rest(cast, 90, -20)
    newest = rest(cast, 19, 1)
    assert owed(cast) == {newest: False}


def test_the_days_are_those_of_the_standard_on_the_day_the_rest_began(cast):
    with as_owner():
        PracticeStandard.objects.update(rest_open_days=30)
        PracticeStandard.objects.create(
            in_force_from=today(cast) - 5 * DAY, rest_open_days=300, rest_talk_days=1, set_at=cast.now
        )
    old, _ = rest(cast, 40), rest(cast, 4, who="vic")
    assert owed(cast) == {old: True}


@pytest.mark.parametrize(
    "rests", [[(60, 2)], [(60, -3)], [(93, None)], [(400, -184)], [(90, -20), (19, 1)], [(60, 2, -6)], [(10, 3)]]
)
def test_the_work_list_and_the_list_of_staying_say_the_same(cast, rests):
    for since, until, *back in rests:
        rest(cast, since, until, back=back[0] if back else None)
    assert listed(cast) == owed(cast)


def listed(cast):
    reckon_up()
    assert disagreements() == []
    with acting(cast.cora) as cora:
        found = Obligation.objects.filter(rule=Rule.REST_TALK, opened_at__lte=cora.now, met_at=None, closed_at=None)
        return {one.item_id: standing(one, cora.now) is Standing.OVERDUE for one in found}


def test_a_conversation_that_is_kept_leaves_both_lists(cast):
    id = rest(cast, 60, -1)
    assert listed(cast) == owed(cast) == {id: True}
    talk(cast, id)
    assert listed(cast) == owed(cast) == {}


def test_who_says_that_they_are_back_leaves_both_lists(cast):
    id = rest(cast, 93)
    assert listed(cast) == {id: True}
    with acting(cast.vera) as vera:
        come_back(Away.objects.get(pk=id), by=vera, at=vera.now)
    assert listed(cast) == owed(cast) == {}


# --- what came of it ---


def test_who_comes_back_is_there_again_after_the_last_day_or_from_today(cast):
    talk(cast, rest(cast, 60, 2))
    talk(cast, rest(cast, 93, who="vic"))
    assert aways(cast) == [(-60, 2, None)]
    assert aways(cast, "vic") == [(-93, None, 0)]


def test_a_longer_rest_follows_the_first_without_a_gap(cast):
    talk(cast, rest(cast, 60, 2), AfterRest.LONGER, today(cast) + 40 * DAY)
    assert aways(cast) == [(-60, 2, None), (3, 40, None)]
    talk(cast, rest(cast, 93, who="vic"), AfterRest.LONGER)
    assert aways(cast, "vic") == [(-93, None, 0), (0, None, None)]
    assert owed(cast) == {}


def test_a_rest_that_was_over_is_longer_from_today(cast):
    talk(cast, rest(cast, 60, -9), AfterRest.LONGER, today(cast) + 40 * DAY)
    assert aways(cast) == [(-60, -9, None), (0, 40, None)]


def test_who_would_rather_stop_stands_on_the_list_of_those_who_asked(cast):
    talk(cast, rest(cast, 60, 2), AfterRest.STOP, by="sena")
    with acting(cast.cora) as cora:
        [wish] = asked_to_stop(cast.areas["a"].pk)
        assert (wish.is_told, wish.talk_id, wish.by_id) == (True, None, cast.users["sena"].pk)
        assert open_leaving(wish.volunteer, by=cora).told_to == cast.users["sena"].name
    assert aways(cast) == [(-60, 2, None)]
    with acting(cast.cora) as cora:
        stay_as_told(Volunteer.objects.get(pk=cast.volunteers["vera"].pk), by=cora, at=cora.now)
        assert asked_to_stop(cast.areas["a"].pk) == []


@pytest.mark.parametrize(("who", "outcome"), [("cora", "back"), ("vera", "stop"), ("colin", "stop")])
def test_the_database_takes_no_wish_that_nobody_told_staff(cast, who, outcome):
    id = rest(cast, 60, 2)
    with as_owner():
        of = {"volunteer": cast.volunteers["vera"], "area": cast.areas["a"], "at": cast.now}
        kept = RestTalk.objects.create(away_id=id, on=today(cast), outcome=outcome, by=cast.cora, **of)
    with acting(cast.users[who]) as actor, pytest.raises(ProgrammingError), transaction.atomic():
        Wish.objects.bulk_create([Wish(rest_talk_id=kept.pk, by_id=actor.user_id, **of)])


def test_it_is_kept_once_and_by_the_staff_of_their_area(cast):
    id = rest(cast, 60, 2)
    for who, refused in (("colin", NotFound), ("vera", NotAllowed), ("vic", NotFound)):
        with pytest.raises(refused):
            talk(cast, id, by=who)
    talk(cast, id)
    with pytest.raises(NotAllowed):
        talk(cast, id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"days_ago": -1},
        {"days_ago": 61},
        {"outcome": AfterRest.BACK, "until": 20},
        {"outcome": AfterRest.STOP, "until": 20},
        {"outcome": AfterRest.LONGER, "until": 2},  # the rest lasts until then already
        {"words": "x" * 10_001},
    ],
)
def test_what_cannot_be_is_refused_with_the_field(cast, wrong):
    id = rest(cast, 60, 2)
    if "until" in wrong:
        wrong = wrong | {"until": today(cast) + wrong["until"] * DAY}
    with pytest.raises(Invalid):
        talk(cast, id, **wrong)
    with as_owner():
        assert not RestTalk.objects.exists()


def test_a_rest_to_come_cannot_be_talked_about(cast):
    with pytest.raises(NotFound):
        talk(cast, rest(cast, -1, 9))


def test_what_was_said_is_the_staffs_under_a_receipt(cast):
    talk(cast, rest(cast, 60, 2))
    for who, wanted in (("cora", 1), ("sena", 1), ("vera", 0), ("vic", 0), ("colin", 0)):
        with acting(cast.users[who]) as actor:
            one = Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).first()
            assert RestTalkWords.objects.count() == 0
            if one is not None:
                open_leaving(one, by=actor)
            assert RestTalkWords.objects.count() == wanted
            if wanted:
                assert [each.words for each in rest_talks_of(one.pk)] == ["They slept: gannet-7"]


# --- the policy ---

DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
CLOCKS = st.builds(RestClocks, ahead=st.integers(1, 92), open_ended=st.integers(7, 731), listed=st.integers(28, 731))


@given(DAYS, st.none() | st.integers(0, 400), st.none() | st.integers(0, 400), st.none() | st.integers(1, 400), CLOCKS)
def test_a_conversation_is_owed_while_they_are_away_and_late_only_after_the_last_day(since, until, back, later, clocks):
    def on(days):
        return None if days is None else since + days * DAY

    days = rest_days(Rest(since, on(until), on(back), on(later)), clocks)
    if days is None:
        is_short = until is not None and until < clocks.ahead
        is_over = any(
            one is not None and one <= max(0, (until or clocks.open_ended) - clocks.ahead) for one in (back, later)
        )
        assert is_short or is_over
        return
    assert since <= days.since < days.over
    assert days.by == (on(until) or since + clocks.open_ended * DAY)
    assert days.since <= days.by
    assert days.over <= days.by + (clocks.listed + 1) * DAY
    for ending in (on(back), on(later)):
        assert ending is None or days.over <= ending
