"""A draft is saved as it is typed; what two people type at once is put together, or asked about, and never lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from encircle.common.errors import NotAllowed, NotFound
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.meetings.actions.drafting import (
    Held,
    MustChoose,
    Saved,
    TooLate,
    choose_words,
    leave_words_out,
    save_draft,
)
from encircle.rooms.meetings.comparison import Choice, NotChosen
from encircle.rooms.meetings.drafts import (
    hours_key,
    meeting_of,
    open_draft,
    own_waiting_words,
    passage_key,
    presence_key,
    starting_body,
    tidy,
    travel_key,
    written,
)
from encircle.rooms.meetings.models import Attendance, DraftRevision, Meeting, MinutesDraft, MinutesReturn, Remark
from encircle.rooms.meetings.vocabulary import Outcome
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted

WEEK, HOUSING, HEALTH = passage_key("week"), passage_key("housing"), passage_key("health")


def opened(cast, who, meeting="yesterday_1"):
    with acting(who) as actor:
        there = meeting_of(cast.meetings[meeting].pk, actor)
        return open_draft(there, written(there.pk), by=actor)


def save(cast, who, typed, *, base=0, meeting="yesterday_1", held=None):
    with acting(who) as actor:
        there = cast.meetings[meeting]
        start = starting_body(there, written(there.pk), by=actor)
        return save_draft(there.pk, base=base, typed=start | typed, start=start, by=actor, at=actor.now, held=held)


def settle(cast, who, words, choices, *, seen):
    with acting(who) as actor:
        return choose_words(
            cast.meetings["yesterday_1"].pk, words, choices=choices, seen=seen, start={}, by=actor, at=actor.now
        )


def body(cast, meeting="yesterday_1"):
    with as_owner():
        return MinutesDraft.objects.get(meeting=cast.meetings[meeting]).body


# --- saving ---


def test_a_first_page_holds_the_planned_times_and_usual_hours(db):
    cast = plant_cast(datetime(2026, 3, 4, 9, tzinfo=UTC))
    with as_owner():
        Attendance.objects.filter(meeting=cast.meetings["past_1"], seat=cast.seats["vic"]).update(travel_minutes=50)
    first = opened(cast, cast.vera)
    assert (first.revision, first.edited_at) == (0, None)
    assert dict(first.body) == {
        "started": "18:30",
        "ended": "20:30",
        hours_key(cast.seats["vera"].pk): "2",
        hours_key(cast.seats["vic"].pk): "2",
        travel_key(cast.seats["vic"].pk): "50",
    }


def test_opening_a_draft_saves_nothing(db):
    cast = plant_cast()
    opened(cast, cast.vera)
    with as_owner():
        assert MinutesDraft.objects.count() == 0


def test_what_was_typed_is_there_for_every_volunteer_of_the_circle_and_for_nobody_else(db):
    cast = plant_cast()
    save(cast, cast.vera, {WEEK: "A quiet week."})
    assert opened(cast, cast.vic).body[WEEK] == "A quiet week."
    for nobody in (cast.cora, cast.olga, cast.xena, cast.nina, cast.omar, cast.dana):
        with acting(nobody):
            assert MinutesDraft.objects.count() == 0
            assert DraftRevision.objects.count() == 0


def test_twenty_thousand_characters_survive(db):
    cast = plant_cast()
    long = ("Äpfel & “words” 🍎\n" * 1200)[:20_000].strip() + "."
    save(cast, cast.vera, {WEEK: long})
    assert opened(cast, cast.vera).body[WEEK] == long


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=st.text(max_size=400).filter(str.strip))
def test_any_words_come_back_as_they_were_typed(planted, text):
    with as_owner():
        MinutesDraft.objects.all().delete()
        DraftRevision.objects.all().delete()
    save(planted, planted.vera, {WEEK: text})
    assert opened(planted, planted.vera).body.get(WEEK) == tidy({WEEK: text}).get(WEEK)


@pytest.fixture
def planted(db):
    return plant_cast()


def test_a_draft_holds_the_fields_of_a_page_and_nothing_else(db):
    assert tidy({"csrfmiddlewaretoken": "x", "go": "check", "passage_week": " a\r\nb ", "outcome": "", "x": "y"}) == {
        "passage_week": " a\nb "
    }


def test_saving_the_same_again_changes_nothing(db):
    cast = plant_cast()
    first = save(cast, cast.vera, {WEEK: "One."})
    again = save(cast, cast.vera, {WEEK: "One."}, base=first.revision)
    assert again.revision == first.revision
    with as_owner():
        assert DraftRevision.objects.count() == 2


def test_one_line_of_trace_for_each_person_and_hour(db):
    cast = plant_cast(datetime.now(UTC).replace(minute=10, second=0, microsecond=0))
    opened(cast, cast.vera)
    first = save(cast, cast.vera, {WEEK: "One."})
    save(cast, cast.vera, {WEEK: "Two."}, base=first.revision)
    opened(cast, cast.vic)
    with clock_shifted(timedelta(hours=1)):
        opened(cast, cast.vera)
    with as_owner():
        lines = Entry.objects.filter(item_type="meetings.minutesdraft").order_by("id")
        assert [line.actor_id for line in lines] == [cast.vera.pk, cast.vic.pk, cast.vera.pk]
        assert {line.circle_id for line in lines} == {cast.circle_1.pk}


def test_saving_costs_the_same_however_many_passages(db):
    cast = plant_cast()
    save(cast, cast.vera, {WEEK: "One."})
    counts = []
    for typed in ({WEEK: "Two."}, {WEEK: "Three.", HOUSING: "Four.", HEALTH: "Five."}):
        with (
            acting(cast.vera) as vera,
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            save_draft(
                cast.meetings["yesterday_1"].pk,
                base=opened_revision(cast),
                typed=typed,
                start={},
                by=vera,
                at=vera.now,
            )
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 16


def opened_revision(cast):
    return MinutesDraft.objects.get(meeting=cast.meetings["yesterday_1"]).revision


# --- who may, and when ---


@pytest.mark.parametrize("nobody", ["xena", "nina", "omar", "cora", "olga"])
def test_nobody_else_saves_a_draft_through_the_volunteers_door(db, nobody):
    cast = plant_cast()
    with acting(cast.users[nobody]) as actor, pytest.raises(NotFound):
        save_draft(cast.meetings["yesterday_1"].pk, base=0, typed={}, start={}, by=actor, at=actor.now)


def test_a_meeting_that_has_not_begun_has_no_minutes_yet(db):
    cast = plant_cast()
    with pytest.raises(NotAllowed, match="not started"):
        save(cast, cast.vera, {WEEK: "x"}, meeting="next_1")


def test_a_cancelled_meeting_has_no_minutes(db):
    cast = plant_cast()
    with as_owner():
        Meeting.objects.filter(pk=cast.meetings["yesterday_1"].pk).update(
            cancelled_at=cast.now, cancel_reason="illness"
        )
    with pytest.raises(NotAllowed, match="cancelled"):
        save(cast, cast.vera, {WEEK: "x"})


def test_a_volunteer_whose_seat_ended_finds_nothing_to_save_to(db):
    cast = plant_cast()
    save(cast, cast.vera, {WEEK: "x"})
    with as_owner():
        seat = cast.seats["vera"]
        seat.ends_at = cast.now + timedelta(hours=1)
        seat.save()
    with clock_shifted(timedelta(hours=2)), pytest.raises(NotFound):
        save(cast, cast.vera, {WEEK: "y"}, base=1)
    assert body(cast)[WEEK] == "x"


# --- how it went is known at once ---


def held(cast, outcome=Outcome.HELD, minutes=0):
    ended = cast.meetings["yesterday_1"].ends_at + timedelta(minutes=minutes)
    return Held(outcome, cast.meetings["yesterday_1"].starts_at, ended)


def test_the_recorded_end_starts_the_clock(db):
    cast = plant_cast()
    save(cast, cast.vera, {WEEK: "x"}, held=held(cast, minutes=20))
    with as_owner():
        meeting = Meeting.objects.get(pk=cast.meetings["yesterday_1"].pk)
        assert meeting.held_until == meeting.ends_at + timedelta(minutes=20)
        assert meeting.recorded_by_id == cast.vera.pk
        assert Notice.objects.count() == 0


def test_the_coordinator_hears_once_that_the_core_member_did_not_come(db):
    cast = plant_cast()
    first = save(cast, cast.vera, {WEEK: "x"}, held=held(cast, Outcome.NOT_ATTENDED))
    save(cast, cast.vera, {WEEK: "y"}, base=first.revision, held=held(cast, Outcome.NOT_ATTENDED))
    with as_owner():
        assert list(Notice.objects.values_list("user_id", "item_id")) == [
            (cast.cora.pk, cast.meetings["yesterday_1"].pk)
        ]


# --- two at once ---


def test_what_only_one_changed_is_put_together(db):
    cast = plant_cast()
    mine = save(cast, cast.vera, {WEEK: "Vera on the week."})
    theirs = save(cast, cast.vic, {HOUSING: "Vic on housing."})
    assert (mine.with_others, theirs.with_others) == (False, True)
    assert (body(cast)[WEEK], body(cast)[HOUSING]) == ("Vera on the week.", "Vic on housing.")


def test_a_page_that_saves_on_and_on_never_takes_anothers_words_back(db):
    """Vera's page does not show Vic's words, and posts the whole page again and again."""
    cast = plant_cast()
    vera = save(cast, cast.vera, {WEEK: "1"})
    save(cast, cast.vic, {HOUSING: "Vic on housing."})
    for text in ("1 2", "1 2 3", "1 2 3 4"):
        vera = save(cast, cast.vera, {WEEK: text}, base=vera.revision)
        assert isinstance(vera, Saved)
    assert (body(cast)[WEEK], body(cast)[HOUSING]) == ("1 2 3 4", "Vic on housing.")


def test_taking_a_passage_out_is_a_change_like_any_other(db):
    cast = plant_cast()
    first = save(cast, cast.vera, {WEEK: "x", HOUSING: "y"})
    save(cast, cast.vic, {WEEK: "x"}, base=first.revision)
    assert HOUSING not in body(cast)


def test_what_both_changed_waits_for_a_choice_and_nothing_is_overwritten(db):
    cast = plant_cast()
    save(cast, cast.vera, {WEEK: "As Vera saw it."})
    clash = save(cast, cast.vic, {WEEK: "As Vic saw it.", HEALTH: "Vic alone."})
    assert isinstance(clash, MustChoose)
    assert body(cast)[WEEK] == "As Vera saw it."
    with acting(cast.vic) as vic:
        assert own_waiting_words(cast.meetings["yesterday_1"].pk, clash.words, vic).body[WEEK] == "As Vic saw it."
    with acting(cast.vera) as vera, pytest.raises(NotFound):
        own_waiting_words(cast.meetings["yesterday_1"].pk, clash.words, vera)


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        (Choice.MINE, "As Vic saw it."),
        (Choice.THEIRS, "As Vera saw it."),
        (Choice.BOTH, "As Vera saw it.\n\nAs Vic saw it."),
    ],
)
def test_the_person_chooses_one_the_other_or_both(db, choice, text):
    cast = plant_cast()
    saved = save(cast, cast.vera, {WEEK: "As Vera saw it.", HOUSING: "Vera alone."})
    clash = save(cast, cast.vic, {WEEK: "As Vic saw it.", HEALTH: "Vic alone."})
    settle(cast, cast.vic, clash.words, {WEEK: choice}, seen=saved.revision)
    assert (body(cast)[WEEK], body(cast)[HOUSING], body(cast)[HEALTH]) == (text, "Vera alone.", "Vic alone.")
    assert opened(cast, cast.vic).waiting == ()


def test_without_a_choice_nothing_moves(db):
    cast = plant_cast()
    saved = save(cast, cast.vera, {WEEK: "As Vera saw it."})
    clash = save(cast, cast.vic, {WEEK: "As Vic saw it."})
    with pytest.raises(NotChosen):
        settle(cast, cast.vic, clash.words, {}, seen=saved.revision)
    assert body(cast)[WEEK] == "As Vera saw it."
    assert len(opened(cast, cast.vic).waiting) == 1


def test_a_choice_against_words_that_changed_since_is_asked_again(db):
    cast = plant_cast()
    saved = save(cast, cast.vera, {WEEK: "As Vera saw it."})
    clash = save(cast, cast.vic, {WEEK: "As Vic saw it."})
    save(cast, cast.vera, {WEEK: "As Vera saw it, and more."}, base=saved.revision)
    with pytest.raises(NotChosen):
        settle(cast, cast.vic, clash.words, {WEEK: Choice.MINE}, seen=saved.revision)
    assert body(cast)[WEEK] == "As Vera saw it, and more."


def test_a_page_from_before_everything_is_asked_about_instead_of_trusted(db):
    cast = plant_cast()
    save(cast, cast.vera, {WEEK: "As Vera saw it."})
    assert isinstance(save(cast, cast.vic, {WEEK: "Old."}, base=777), MustChoose)
    assert body(cast)[WEEK] == "As Vera saw it."


def test_typing_on_after_a_clash_keeps_one_set_of_words_waiting(db):
    cast = plant_cast()
    save(cast, cast.vera, {WEEK: "As Vera saw it."})
    save(cast, cast.vic, {WEEK: "As Vic"})
    save(cast, cast.vic, {WEEK: "As Vic saw it."})
    save(cast, cast.vic, {WEEK: "Something else."})
    assert [words.body[WEEK] for words in opened(cast, cast.vic).waiting] == ["As Vic saw it.", "Something else."]


def test_own_words_can_be_left_out(db):
    cast = plant_cast()
    save(cast, cast.vera, {WEEK: "As Vera saw it."})
    clash = save(cast, cast.vic, {WEEK: "As Vic saw it."})
    with acting(cast.vic) as vic:
        leave_words_out(cast.meetings["yesterday_1"].pk, clash.words, by=vic, at=vic.now)
    assert opened(cast, cast.vic).waiting == ()
    assert body(cast)[WEEK] == "As Vera saw it."


edits = st.tuples(
    st.sampled_from(["vera", "vic"]),
    st.sampled_from([WEEK, HOUSING]),
    st.sampled_from(["", "a", "b", "c d", "e\nf"]),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(typed=st.lists(edits, min_size=3, max_size=7))
def test_whatever_two_people_type_no_words_are_lost(planted, typed):
    """Each page shows only its own person's words and is posted whole after every edit. What somebody changed then
    stands in the draft or waits for their choice; what they did not touch is as it was."""
    with as_owner():
        MinutesDraft.objects.all().delete()
        DraftRevision.objects.all().delete()
    bases, shown, saved = {"vera": 0, "vic": 0}, {"vera": {}, "vic": {}}, {"vera": {}, "vic": {}}
    before: dict = {}
    for who, key, text in typed:
        shown[who] = tidy(shown[who] | {key: text})
        result = save(planted, planted.users[who], shown[who], base=bases[who])
        now = {name: words for name, words in body(planted).items() if name.startswith("passage_")}
        if isinstance(result, MustChoose):
            with as_owner():
                waiting = DraftRevision.objects.get(meeting=planted.meetings["yesterday_1"], revision=result.words)
            assert now == before
            assert {name: words for name, words in waiting.body.items() if name.startswith("passage_")} == shown[who]
            continue
        for name in (WEEK, HOUSING):
            changed = shown[who].get(name) != saved[who].get(name)
            assert now.get(name) == (shown[who] if changed else before).get(name)
        bases[who], saved[who], before = result.revision, dict(shown[who]), now


# --- minutes that came back ---


def returned(cast, *, to="vera"):
    with as_owner():
        version = cast.minutes_1
        MinutesReturn.objects.create(
            version=version,
            circle=version.circle,
            area=version.area,
            returned_by=cast.cora,
            returned_at=cast.now,
        )
        Remark.objects.create(
            version=version,
            meeting=version.meeting,
            circle=version.circle,
            area=version.area,
            kind="return",
            to_user=cast.users[to],
            said_by=cast.cora,
            said_at=cast.now,
        )


def test_a_returned_version_fills_the_first_page_under_a_receipt(db):
    cast = plant_cast()
    returned(cast)
    first = opened(cast, cast.vic, "past_1")
    assert first.body[WEEK] == "Words about week with heron-week."
    assert first.body[presence_key(cast.seats["mark"].pk)] == "present"
    with as_owner():
        assert Entry.objects.filter(verb="opened", item_id=cast.minutes_1.pk, actor_id=cast.vic.pk).count() == 1


def test_why_minutes_came_back_is_said_to_every_volunteer_of_the_circle(db):
    cast = plant_cast()
    returned(cast)
    for who in (cast.vera, cast.vic):
        with acting(who):
            assert Remark.objects.filter(kind="return").count() == 1
    with acting(cast.xena):
        assert Remark.objects.count() == 0


def test_a_page_left_open_from_before_the_return_cannot_wipe_what_came_back(db):
    cast = plant_cast()
    returned(cast)
    with acting(cast.vera) as vera:
        there = cast.meetings["past_1"]
        start = starting_body(there, written(there.pk), by=vera)
        stale = save_draft(there.pk, base=0, typed={WEEK: "Stale."}, start=start, by=vera, at=vera.now)
    assert isinstance(stale, MustChoose)
    assert body(cast, "past_1")[WEEK] == "Words about week with heron-week."


def test_words_typed_after_somebody_submitted_are_kept_for_their_writer(db):
    cast = plant_cast()
    late = save(cast, cast.vic, {WEEK: "Vic was late."}, meeting="past_1")
    assert isinstance(late, TooLate)
    assert late.version.written_by_id == cast.vera.pk
    with acting(cast.vic) as vic:
        assert own_waiting_words(cast.meetings["past_1"].pk, late.words, vic).body[WEEK] == "Vic was late."
