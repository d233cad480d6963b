"""Raising a concern: who is told at once, who may know of it, and what its raiser sees."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.models import Appointment
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Seat
from encircle.rooms.organisation.models import OnCallShift
from encircle.rooms.risk.actions.raising import (
    NewConcern,
    add_to_account,
    own_concern,
    raise_concern,
    seat_logins,
)
from encircle.rooms.risk.models import Concern, ConcernAccount, ConcernStep
from encircle.rooms.risk.raised import concerns_raised, decided_by, open_own_account, raised
from encircle.rooms.risk.vocabulary import StepKind, Urgency
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted


def new(cast, **more):
    told = {"id": new_id(), "circle_id": cast.circle_1.pk, "urgency": Urgency.SERIOUS, "text": "Kestrel words."}
    return NewConcern(**(told | more))


def raised_by(cast, who, **more):
    with acting(who) as actor:
        return raise_concern(new(cast, **more), by=actor, at=actor.now)


def told(concern):
    with as_owner():
        notices = Notice.objects.filter(item_id=concern.pk).values_list("user__persona", "kind")
        return {persona for persona, kind in notices if kind == "concern"}


def walled(cast, about="cora", **more):
    seat = cast.seats[about].pk if about else None
    return raised_by(cast, cast.vera, about_someone_here=True, about_seat_id=seat, **more)


# --- raising ---


def test_a_concern_is_kept_whole_and_its_words_only_against_a_receipt(db):
    cast = plant_cast()
    happened = cast.now - timedelta(hours=5)
    concern = raised_by(cast, cast.vera, happened_at=happened, meeting_id=cast.meetings["past_1"].pk)
    with acting(cast.vera) as vera:
        there = own_concern(concern.pk, vera)
        assert (there.urgency, there.happened_at, there.meeting_id, there.walled) == (
            "serious",
            happened,
            cast.meetings["past_1"].pk,
            False,
        )
        assert ConcernAccount.objects.count() == 0
        assert [account.text for account in open_own_account(there, by=vera)] == ["Kestrel words."]


def test_pressing_twice_raises_one_concern_and_tells_once(db):
    cast = plant_cast()
    concern_id = new_id()
    first, second = (raised_by(cast, cast.vera, id=concern_id) for _ in range(2))
    assert first.pk == second.pk
    with as_owner():
        assert (Concern.objects.count(), ConcernAccount.objects.count(), Notice.objects.count()) == (1, 1, 1)


def test_the_id_of_another_persons_concern_raises_nothing(db):
    cast = plant_cast()
    theirs = raised_by(cast, cast.vic)
    with pytest.raises(NotFound):
        raised_by(cast, cast.vera, id=theirs.pk)


def test_an_imminent_concern_needs_no_words_and_any_other_does(db):
    cast = plant_cast()
    raised_by(cast, cast.vera, urgency=Urgency.IMMINENT, text="")
    with pytest.raises(Invalid) as refusal:
        raised_by(cast, cast.vera, text="  ")
    assert refusal.value.errors == {"text": "Enter what happened"}


def test_too_long_and_in_the_future_are_refused(db):
    cast = plant_cast()
    with pytest.raises(Invalid) as refusal:
        raised_by(cast, cast.vera, text="x" * 20_001)
    assert refusal.value.errors == {"text": "This must be 20,000 characters or fewer. It has 20,001"}
    with pytest.raises(Invalid) as refusal:
        raised_by(cast, cast.vera, happened_at=cast.now + timedelta(hours=1))
    assert refusal.value.errors == {"happened_at": "When it happened must be in the past"}


@pytest.mark.parametrize("nobody", ["xena", "nina", "omar", "petra", "dana", "tess"])
def test_nobody_raises_a_concern_in_a_circle_that_is_not_theirs(db, nobody):
    cast = plant_cast()
    with pytest.raises(NotFound):
        raised_by(cast, cast.users[nobody])
    with as_owner():
        assert Concern.objects.count() == 0


def test_a_meeting_of_another_circle_is_not_found(db):
    cast = plant_cast()
    with pytest.raises(NotFound):
        raised_by(cast, cast.vera, meeting_id=cast.meetings["past_2"].pk)


# --- who is told at once ---


def test_the_coordinator_of_the_circle_is_told_and_nobody_else(db):
    cast = plant_cast()
    assert told(raised_by(cast, cast.vera)) == {"cora"}


def test_whoever_raises_one_of_their_own_circle_is_not_told_by_themselves(db):
    cast = plant_cast()
    concern = raised_by(cast, cast.cora)
    with acting(cast.cora) as cora:
        add_to_account(concern.pk, "He rang again.", account_id=new_id(), by=cora, at=cora.now)
    assert told(concern) == set()
    assert told(raised_by(cast, cast.cleo)) == {"cora"}
    own = raised_by(cast, cast.sena, about_someone_here=True, about_seat_id=cast.seats["vic"].pk)
    assert "sena" not in told(own)


def test_an_imminent_one_is_told_to_everyone_on_call_too(db):
    cast = plant_cast()
    now, hour = cast.now, timedelta(hours=1)
    with as_owner():
        for key, area, starts, ends in (
            ("sena", None, now - hour, now + hour),
            ("cleo", "a", now - hour, now + hour),
            ("colin", "b", now - hour, now + hour),
            ("olga", None, now + hour, now + 2 * hour),
        ):
            OnCallShift.objects.create(
                user=cast.users[key],
                name=key,
                area=cast.areas[area] if area else None,
                number="01632 960000",
                starts_at=starts,
                ends_at=ends,
            )
    assert told(raised_by(cast, cast.vera, urgency=Urgency.IMMINENT)) == {"cora", "sena", "cleo"}
    assert told(raised_by(cast, cast.vera)) == {"cora"}


def test_when_nobody_runs_the_circle_the_areas_others_are_told_and_without_any_the_senior(db):
    cast = plant_cast()
    with as_owner():
        Appointment.objects.filter(user=cast.cora).update(ends_at=cast.now)
    assert told(raised_by(cast, cast.vera)) == {"cleo"}
    with as_owner():
        Appointment.objects.filter(user=cast.cleo).update(ends_at=cast.now)
    assert told(raised_by(cast, cast.vera)) == {"sena"}


def test_somebody_suspended_is_not_told(db):
    cast = plant_cast()
    with as_owner():
        cast.cora.suspended_at, cast.cora.suspended_by = cast.now, cast.adam
        cast.cora.save()
    assert told(raised_by(cast, cast.vera)) == {"cleo"}


def test_a_notice_says_nothing_of_the_concern(db):
    cast = plant_cast()
    raised_by(cast, cast.vera)
    with as_owner():
        assert "Kestrel" not in repr(list(Notice.objects.values()))
        assert "Kestrel" not in repr(list(Entry.objects.values()))


# --- about someone who works here ---


def test_a_concern_about_the_coordinator_goes_past_her(db):
    cast = plant_cast()
    concern = walled(cast)
    assert (concern.walled, concern.about_user_id) == (True, cast.cora.pk)
    assert told(concern) == {"sena", "olga"}


def test_a_concern_about_one_of_those_who_handle_them_is_not_told_to_her(db):
    cast = plant_cast()
    with as_owner():
        seat = Seat.objects.create(
            circle=cast.circle_1,
            area=cast.areas["a"],
            part="coordinator",
            coordinator=cast.sena,
            display_name="Sena",
            starts_at=cast.now - timedelta(days=1),
        )
    concern = raised_by(cast, cast.vera, about_someone_here=True, about_seat_id=seat.pk)
    assert told(concern) == {"olga"}
    with acting(cast.sena):
        assert Concern.objects.count() == 0


def test_it_does_not_exist_for_its_subject_nor_for_the_area(db):
    cast = plant_cast()
    concern = walled(cast, urgency=Urgency.IMMINENT)
    for nobody in (cast.cora, cast.cleo, cast.vic, cast.colin, cast.dana, cast.adam):
        with acting(nobody):
            assert Concern.objects.count() == 0
    for somebody in (cast.sena, cast.olga, cast.vera):
        with acting(somebody):
            assert [one.pk for one in Concern.objects.all()] == [concern.pk]


def test_it_leaves_neither_circle_nor_area_in_the_trace(db):
    cast = plant_cast()
    concern = walled(cast)
    with acting(cast.vera) as vera:
        open_own_account(own_concern(concern.pk, vera), by=vera)
        add_to_account(concern.pk, "More.", account_id=new_id(), by=vera, at=vera.now)
    with as_owner():
        lines = Entry.objects.filter(item_id=concern.pk)
        assert {(line.circle_id, line.area_id) for line in lines} == {(None, None)}
        assert lines.count() == 3
    with acting(cast.cora):
        assert Entry.objects.filter(item_id=concern.pk).count() == 0


def test_about_a_volunteer_it_names_their_login_and_about_somebody_else_nobody(db):
    cast = plant_cast()
    assert walled(cast, "vic").about_user_id == cast.vic.pk
    assert walled(cast, None).about_user_id is None


def test_the_logins_in_a_circle_are_told_to_those_inside_it_only(db):
    cast = plant_cast()
    with acting(cast.vera):
        assert seat_logins(cast.circle_1.pk) == {
            cast.seats["vera"].pk: cast.vera.pk,
            cast.seats["vic"].pk: cast.vic.pk,
            cast.seats["cora"].pk: cast.cora.pk,
        }
    for nobody in (cast.xena, cast.nina, cast.omar, cast.dana):
        with acting(nobody):
            assert seat_logins(cast.circle_1.pk) == {}


def test_whom_to_tell_is_said_to_the_raiser_only(db):
    cast = plant_cast()
    concern = walled(cast)
    for nobody in (cast.vic, cast.cora, cast.xena, cast.omar):
        with acting(nobody), connection.cursor() as cursor:
            cursor.execute("SELECT encircle.concern_handlers(%s)", [str(concern.pk)])
            assert cursor.fetchall() == []


# --- what the raiser sees afterwards ---


def step(cast, concern, kind, minutes):
    with as_owner():
        ConcernStep.objects.create(
            concern=concern,
            circle=cast.circle_1,
            area=cast.areas["a"],
            kind=kind,
            at=cast.now + timedelta(minutes=minutes),
            recorded_at=cast.now + timedelta(minutes=minutes),
            by=cast.cora,
        )


def test_the_raiser_sees_where_it_stands_and_no_step_between_staff_and_agencies(db):
    cast = plant_cast()
    concern = raised_by(cast, cast.vera)
    for minutes, kind in enumerate(
        (StepKind.READ, StepKind.TAKEN, StepKind.PHONED, StepKind.TOLD, StepKind.ACKNOWLEDGED, StepKind.TRIAGED)
    ):
        step(cast, concern, kind, minutes)
    with acting(cast.vera) as vera:
        found = raised(own_concern(concern.pk, vera))
        assert [one.kind for one in found.steps] == ["read", "taken", "triaged"]
        assert (found.state, found.is_decided) == (StepKind.TRIAGED, True)
        assert ConcernStep.objects.count() == 3


def test_a_concern_is_its_raisers_and_no_other_volunteers(db):
    cast = plant_cast()
    concern = raised_by(cast, cast.vera)
    for nobody in (cast.vic, cast.xena, cast.nina, cast.omar):
        with acting(nobody) as actor:
            assert concerns_raised(actor) == []
            with pytest.raises(NotFound):
                own_concern(concern.pk, actor)


def test_a_volunteer_who_left_sees_their_concern_no_more(db):
    cast = plant_cast()
    concern = raised_by(cast, cast.vera)
    step(cast, concern, StepKind.READ, 1)
    with as_owner():
        Seat.objects.filter(pk=cast.seats["vera"].pk).update(ends_at=cast.now + timedelta(hours=1))
    with clock_shifted(timedelta(hours=2)), acting(cast.vera) as vera:
        assert (Concern.objects.count(), ConcernStep.objects.count()) == (0, 0)
        with pytest.raises(NotFound):
            add_to_account(concern.pk, "More.", account_id=new_id(), by=vera, at=vera.now)


def test_more_can_be_added_once_and_is_told(db):
    cast = plant_cast()
    concern = raised_by(cast, cast.vera)
    account_id = new_id()
    for _ in range(2):
        with acting(cast.vera) as vera:
            add_to_account(concern.pk, "It was Tuesday.", account_id=account_id, by=vera, at=vera.now)
    with as_owner():
        assert sorted(ConcernAccount.objects.values_list("text", flat=True)) == ["It was Tuesday.", "Kestrel words."]
        assert Notice.objects.count() == 2


def test_nobody_adds_to_what_another_raised(db):
    cast = plant_cast()
    concern = raised_by(cast, cast.vera)
    with acting(cast.vic) as vic, pytest.raises(NotFound):
        add_to_account(concern.pk, "x", account_id=new_id(), by=vic, at=vic.now)


def test_the_list_asks_the_same_however_many_there_are(db):
    cast = plant_cast()
    counts = []
    for _ in (1, 2):
        raised_by(cast, cast.vera)
        with acting(cast.vera) as vera, CaptureQueriesContext(connection) as asked:
            concerns_raised(vera)
        counts.append(len(asked))
        raised_by(cast, cast.vera)
    assert counts == [3, 3]


@pytest.mark.parametrize(
    ("urgency", "raised_at", "by"),
    [
        (Urgency.SERIOUS, datetime(2026, 6, 2, 9, tzinfo=UTC), datetime(2026, 6, 2, 17, tzinfo=UTC)),  # 6pm in summer
        (Urgency.SERIOUS, datetime(2026, 6, 2, 18, tzinfo=UTC), datetime(2026, 6, 2, 23, tzinfo=UTC)),  # end of day
        (Urgency.OTHER, datetime(2026, 4, 2, 9, tzinfo=UTC), datetime(2026, 4, 8, 23, tzinfo=UTC)),  # over Easter
    ],
)
def test_by_when_somebody_decides(db, urgency, raised_at, by):
    plant_cast()
    concern = Concern(urgency=urgency, raised_at=raised_at)
    assert decided_by(concern) == by
