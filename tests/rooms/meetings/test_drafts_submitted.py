"""Minutes are submitted once, whole, from the draft that was checked, and the coordinator is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Seat
from encircle.rooms.meetings.actions.attendance import Came
from encircle.rooms.meetings.actions.drafting import Held, save_draft
from encircle.rooms.meetings.actions.submitting import AlreadySubmitted, DraftChanged, Minutes, submit_minutes
from encircle.rooms.meetings.drafts import hours_key, passage_key, presence_key
from encircle.rooms.meetings.models import (
    Attendance,
    DraftRevision,
    EarlierAttendance,
    Meeting,
    MinutesDraft,
    MinutesReturn,
    MinutesVersion,
    Passage,
)
from encircle.rooms.meetings.vocabulary import Outcome, Presence
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted

PRESENT, APOLOGIES = Presence.PRESENT, Presence.APOLOGIES


def drafted(cast, who, text="A quiet week.", meeting="yesterday_1"):
    with acting(who) as actor:
        typed = {passage_key("week"): text}
        there = cast.meetings[meeting].pk
        return save_draft(there, base=0, typed=typed, start={}, by=actor, at=actor.now)


def minutes_of(cast, *, outcome=Outcome.HELD, text="A quiet week.", came=None, meeting="yesterday_1", **times):
    there = cast.meetings[meeting]
    held = Held(outcome, times.get("held_from", there.starts_at), times.get("held_until", there.ends_at))
    came = came or {"mark": PRESENT, "vera": PRESENT, "vic": APOLOGIES}
    return Minutes(
        held=held,
        attendance={cast.seats[key].pk: Came(presence, 120, 30) for key, presence in came.items()},
        passages=[("preparation", ""), ("week", text), ("debrief", "We were tired.")],
    )


def submit(cast, who, minutes, revision, meeting="yesterday_1"):
    with acting(who) as actor:
        return submit_minutes(cast.meetings[meeting].pk, minutes, revision=revision, by=actor, at=actor.now)


def rows():
    with as_owner():
        return (
            MinutesVersion.objects.filter(meeting__in=Meeting.objects.exclude(draft=None)).count(),
            MinutesVersion.objects.count(),
            Passage.objects.count(),
        )


def test_submitting_writes_everything_at_once_and_clears_the_draft(db):
    cast = plant_cast()
    revision = drafted(cast, cast.vera).revision
    version = submit(cast, cast.vera, minutes_of(cast), revision)
    with as_owner():
        assert (version.number, version.kind, version.written_by_id) == (1, "original", cast.vera.pk)
        assert list(Passage.objects.filter(version=version).values_list("part", "topic", "position", "text")) == [
            ("with_core_member", "week", 0, "A quiet week."),
            ("debrief", "debrief", 1, "We were tired."),
        ]
        assert {
            (row.seat_id, row.presence, row.minutes_given, row.travel_minutes)
            for row in Attendance.objects.filter(meeting=cast.meetings["yesterday_1"])
        } == {
            (cast.seats["mark"].pk, "present", None, None),
            (cast.seats["vera"].pk, "present", 120, 30),
            (cast.seats["vic"].pk, "apologies", None, None),
        }
        meeting = Meeting.objects.get(pk=cast.meetings["yesterday_1"].pk)
        assert (meeting.outcome, meeting.held_from, meeting.held_until) == ("held", meeting.starts_at, meeting.ends_at)
        assert MinutesDraft.objects.count() == DraftRevision.objects.count() == 0
        assert list(Notice.objects.values_list("user_id", "item_id")) == [(cast.cora.pk, version.pk)]


def test_the_trace_says_that_minutes_were_submitted_and_none_of_their_words(db):
    cast = plant_cast()
    version = submit(cast, cast.vera, minutes_of(cast, text="Heron words."), drafted(cast, cast.vera).revision)
    with as_owner():
        line = Entry.objects.get(verb="created")
        assert (line.actor_id, line.item_id, line.circle_id) == (cast.vera.pk, version.pk, cast.circle_1.pk)
        assert "Heron" not in repr(list(Entry.objects.values()))


def test_submitting_twice_writes_nothing_twice(db):
    cast = plant_cast()
    revision = drafted(cast, cast.vera).revision
    first = submit(cast, cast.vera, minutes_of(cast), revision)
    before = rows()
    with pytest.raises(AlreadySubmitted) as refusal:
        submit(cast, cast.vic, minutes_of(cast), revision)
    assert refusal.value.version.pk == first.pk
    assert rows() == before


def test_two_who_submit_at_the_same_moment_make_one_version(db):
    cast = plant_cast()
    revision = drafted(cast, cast.vera).revision

    def press(who):
        try:
            return submit(cast, who, minutes_of(cast), revision)
        except AlreadySubmitted as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(press, [cast.vera, cast.vic]))
    assert sorted(type(result).__name__ for result in results) == ["AlreadySubmitted", "MinutesVersion"]
    with as_owner():
        assert MinutesVersion.objects.filter(meeting=cast.meetings["yesterday_1"]).count() == 1


def test_what_was_not_checked_is_not_submitted(db):
    cast = plant_cast()
    checked = drafted(cast, cast.vera).revision
    with acting(cast.vic) as vic:
        save_draft(
            cast.meetings["yesterday_1"].pk,
            base=checked,
            typed={passage_key("week"): "A quiet week.", passage_key("housing"): "Vic adds."},
            start={},
            by=vic,
            at=vic.now,
        )
    with pytest.raises(DraftChanged):
        submit(cast, cast.vera, minutes_of(cast), checked)
    assert rows()[0] == 0


def test_words_that_wait_for_a_choice_come_first(db):
    cast = plant_cast()
    revision = drafted(cast, cast.vera).revision
    drafted(cast, cast.vic, "Vic saw another week.")
    with pytest.raises(NotAllowed, match="Choose which of your words"):
        submit(cast, cast.vic, minutes_of(cast), revision)
    submit(cast, cast.vera, minutes_of(cast), revision)
    with acting(cast.vic):
        assert [words.body for words in DraftRevision.objects.all()] == [{passage_key("week"): "Vic saw another week."}]


def test_a_returned_version_is_followed_by_another_and_attendance_is_changed(db):
    cast = plant_cast()
    with as_owner():
        MinutesReturn.objects.create(
            version=cast.minutes_1,
            circle=cast.circle_1,
            area=cast.areas["a"],
            returned_by=cast.cora,
            returned_at=cast.now,
        )
        vic = Attendance.objects.get(meeting=cast.meetings["past_1"], seat=cast.seats["vic"])
        stood = (vic.minutes_given, vic.travel_minutes)
    revision = drafted(cast, cast.vic, "Better.", meeting="past_1").revision
    version = submit(cast, cast.vic, minutes_of(cast, meeting="past_1"), revision, "past_1")
    assert (version.number, version.based_on_id) == (2, cast.minutes_1.pk)
    with as_owner():
        assert Attendance.objects.get(meeting=cast.meetings["past_1"], seat=cast.seats["vic"]).presence == "apologies"
        assert Passage.objects.filter(version=cast.minutes_1).count() == 7
        kept = EarlierAttendance.objects.get(seat=cast.seats["vic"])
    assert (kept.seat_id, kept.presence, kept.replaced_by_id) == (cast.seats["vic"].pk, "present", cast.vic.pk)
    assert (kept.minutes_given, kept.travel_minutes) == stood


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"held_until": timedelta(hours=-3)}, "ended", "The end must be after the start"),
        ({"held_until": timedelta(days=3)}, "ended", "The end must be in the past"),
        ({"text": "x" * 20_001}, "passage_week", "This must be 20,000 characters or fewer. It has 20,001"),
    ],
)
def test_what_cannot_be_is_refused_by_the_action_itself(db, wrong, field, says):
    cast = plant_cast()
    if "held_until" in wrong:
        wrong = {"held_until": cast.meetings["yesterday_1"].ends_at + wrong["held_until"]}
    with pytest.raises(Invalid) as refusal:
        submit(cast, cast.vera, minutes_of(cast, **wrong), drafted(cast, cast.vera).revision)
    assert refusal.value.errors == {field: says}
    assert rows()[0] == 0


def test_twenty_thousand_characters_are_submitted_whole(db):
    cast = plant_cast()
    long = "Ä🍎\n" * 6_666 + "ab"
    assert len(long) == 20_000
    version = submit(cast, cast.vera, minutes_of(cast, text=long), drafted(cast, cast.vera, long).revision)
    with as_owner():
        assert Passage.objects.get(version=version, topic="week").text == long


def test_somebody_without_a_seat_cannot_be_marked_and_everybody_with_one_must_be(db):
    cast = plant_cast()
    revision = drafted(cast, cast.vera).revision
    with pytest.raises(Invalid) as refusal:
        submit(cast, cast.vera, minutes_of(cast, came={"mark": PRESENT, "vera": PRESENT, "xena": PRESENT}), revision)
    assert dict(refusal.value.errors) == {
        presence_key(cast.seats["vic"].pk): "Select whether Vic came",
        "": "Somebody no longer has a seat in this Circle. Check who came",
    }


def test_hours_that_cannot_be_are_refused(db):
    cast = plant_cast()
    minutes = minutes_of(cast)
    mad = Minutes(
        minutes.held,
        {**minutes.attendance, cast.seats["vera"].pk: Came(PRESENT, 1_500)},
        minutes.passages,
    )
    with pytest.raises(Invalid) as refusal:
        submit(cast, cast.vera, mad, drafted(cast, cast.vera).revision)
    assert refusal.value.errors == {hours_key(cast.seats["vera"].pk): "Hours given must be 24 or fewer"}


def test_whoever_lost_their_seat_meanwhile_submits_nothing_and_the_draft_stays(db):
    cast = plant_cast()
    revision = drafted(cast, cast.vera).revision
    with as_owner():
        Seat.objects.filter(pk=cast.seats["vera"].pk).update(ends_at=cast.now + timedelta(hours=1))
    with clock_shifted(timedelta(hours=2)), pytest.raises(NotFound):
        submit(cast, cast.vera, minutes_of(cast), revision)
    with clock_shifted(timedelta(hours=2)):
        submit(cast, cast.vic, minutes_of(cast), revision)


@pytest.mark.parametrize("nobody", ["xena", "nina", "cora", "omar"])
def test_nobody_else_submits_through_the_volunteers_door(db, nobody):
    cast = plant_cast()
    revision = drafted(cast, cast.vera).revision
    with pytest.raises(NotFound):
        submit(cast, cast.users[nobody], minutes_of(cast), revision)
