"""Training through the pages: an event from its opening to the outcome, each assessor alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.foundations.post.models import Notice
from encircle.rooms.training.models import (
    Assignment,
    Attendance,
    Completion,
    Course,
    CourseRecord,
    Event,
    EventBefore,
    EventPart,
    Exercise,
    Invitation,
    Outcome,
    ScoreDraft,
)
from encircle.rooms.training.queries import criteria_of
from tests.cast import acting
from tests.rooms.training.planted import (
    applies,
    coming,
    invited,
    opened,
    plant_training_cast,
    scoring,
    sends,
    today,
    training,
)
from tests.support.client import signed_in
from tests.support.database import as_owner

from .test_people_pages import boxes, words

FEEDBACK = "You listened well. Ask the hard question sooner: dipper-9"


@pytest.fixture
def cast(db):
    return plant_training_cast()


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def new_event(cast, **more):
    first = today(cast) + timedelta(days=7)
    return {
        "once": str(new_id()), "area": str(cast.areas["a"].pk), "kind": "core", "course": "", "venue": "",
        "address": "Invented Hall, Exeter", "places": "8", "part_1_name": "Saturday", "part_1_starts": "9am",
        "part_1_ends": "4pm", **boxes("part_1_on", first), "part_2_name": "", "part_3_name": "",
    } | more  # fmt: skip


def held(cast):
    """An event of today at which Cora and Vic score Nina."""
    event = opened(cast)
    (nina,) = invited(cast, event, "nina")
    coming(cast, nina)
    training(cast, event, "cora", "vic")
    scoring(cast, event, nina, "cora", "vic")
    return event, nina


def owed(who):
    with as_owner():
        return Assignment.objects.filter(assessor=who).order_by("exercise__position").first()


def answers(assignment, value="3"):
    with as_owner():
        return {
            f"criterion-{one.pk}": value for one in criteria_of(assignment.exercise_id, on=assignment.event.first_on)
        } | {"seen": "Asked: dipper-8"}


def test_an_event_is_opened_and_people_invited_and_their_answers_noted(cast):
    client, form = signed_in(cast.cora), new_event(cast)
    for _ in range(2):
        assert client.post(address("training_new"), form).url == address("training_event", form["once"])
    with as_owner():
        assert Event.objects.count() == 1
    applies(cast)
    assert "Nobody is invited yet" in words(client.get(address("training_event", form["once"])))
    whom = [str(cast.volunteers[one].pk) for one in ("vera", "vic")]
    assert client.post(address("training_invite", form["once"]), {"whom": whom}).status_code == 302
    with as_owner():
        asked = Invitation.objects.get(volunteer=cast.volunteers["vera"])
    assert client.post(address("training_reply", asked.pk), {"reply": "coming"}).status_code == 302
    shown = words(client.get(address("training_event", form["once"])))
    assert "1 of 8 taken" in shown
    assert "Has a place" in shown
    assert "No answer yet" in shown
    assert "7 free" in words(client.get(address("training")))


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(cast):
    wrong = new_event(cast, address="", part_2_name="Sunday", part_1_ends="8am")
    answer = signed_in(cast.cora).post(address("training_new"), wrong)
    assert answer.status_code == 422
    assert "Enter the start of part 2" in words(answer)
    assert b'value="Sunday"' in answer.content
    answer = signed_in(cast.cora).post(address("training_new"), new_event(cast, address="", part_1_ends="8am"))
    assert "Enter where it is, or select a venue" in words(answer)
    assert "The end must be after the start" in words(answer)


def test_who_was_there_for_every_part_has_completed_the_training(cast):
    event = opened(cast, days=-7)
    invited(cast, event, "vera")
    with as_owner():
        parts = [str(pk) for pk in EventPart.objects.filter(event=event).values_list("pk", flat=True)]
    there = {f"there-{cast.volunteers['vera'].pk}": parts}
    assert signed_in(cast.cora).post(address("training_attendance", event.pk), there).status_code == 302
    with as_owner():
        assert Completion.objects.count() == 1
        assert Attendance.objects.count() == 2
    assert "Completed" in words(signed_in(cast.cora).get(address("volunteer_training", cast.volunteers["vera"].pk)))


def test_nobody_is_noted_as_there_before_the_event(cast):
    event = opened(cast, days=7)
    assert signed_in(cast.cora).get(address("training_attendance", event.pk)).status_code == 403


def test_each_scores_alone_and_the_coordinator_waits_for_all(cast):
    event, nina = held(cast)
    sends(cast, nina, "cora", seen="Only Cora saw: dipper-7")
    page = words(signed_in(cast.cora).get(address("training_scores", nina.pk)))
    assert "dipper-7" in page
    for who in (cast.cleo, cast.olga):
        page = words(signed_in(who).get(address("training_scores", nina.pk)))
        assert "Scores are not open yet" in page
        assert "dipper-7" not in page
        assert "Krippendorff" not in page
    assert "3 of 6 scores sent" in words(signed_in(cast.cleo).get(address("training_event", event.pk)))
    mine = owed(cast.vic)
    scoring_page = reverse("volunteering:score", args=[mine.pk])
    shown = words(signed_in(cast.vic).get(scoring_page))
    assert "Nina Saltmarsh" in shown
    assert "dipper-7" not in shown
    assert signed_in(cast.vic).post(scoring_page, answers(mine)).status_code == 302
    assert "Your scores of this exercise are sent" in words(signed_in(cast.vic).get(scoring_page))


def test_who_has_sent_their_own_decides_nothing_while_others_are_missing_unless_they_say_why(cast):
    event, nina = held(cast)
    sends(cast, nina, "cora")
    client, where = signed_in(cast.cora), address("training_scores", nina.pk)
    page = words(client.get(where))
    assert "3 score sheets still to come" in page
    assert "Decide the outcome" not in page
    decided = {"once": str(new_id()), "result": "pass", "feedback": FEEDBACK}
    assert client.post(where, decided).status_code == 422
    with as_owner():
        assert not Outcome.objects.exists()
    assert client.post(where, {"reason": "Vic was taken ill at noon"}).url == where
    assert "opened before everybody had sent" in words(client.get(where))
    assert client.post(where, decided).url == address("training_event", event.pk)


def test_scores_half_done_are_kept_and_read_by_nobody_else(cast):
    held(cast)
    mine = owed(cast.vic)
    where = reverse("volunteering:score", args=[mine.pk])
    half = {"seen": "Half a word: dipper-6", "later": "yes"}
    assert signed_in(cast.vic).post(where, half).url == reverse("volunteering:own_training")
    assert "dipper-6" in words(signed_in(cast.vic).get(where))
    with as_owner():
        assert ScoreDraft.objects.count() == 1
    for who in (cast.cora, cast.vera, cast.nina, cast.olga):
        assert signed_in(who).get(where).status_code == 404
    assert signed_in(cast.cora).get(address("training_score", mine.pk)).status_code == 404
    wrong = signed_in(cast.vic).post(where, {"seen": "Kept: dipper-5"})
    assert wrong.status_code == 422
    assert "dipper-5" in words(wrong)


def test_from_not_yet_to_a_pass_and_the_volunteer_reads_the_feedback_and_no_score(cast):
    event, nina = held(cast)
    for who in ("cora", "vic"):
        sends(cast, nina, who, seen="She hesitated: dipper-4")
    decided = {"once": str(new_id()), "result": "not_yet", "feedback": FEEDBACK}
    where = address("training_scores", nina.pk)
    assert signed_in(cast.cora).post(where, decided).url == address("training_event", event.pk)
    assert signed_in(cast.cora).post(where, decided | {"once": str(new_id())}).status_code == 403
    own = reverse("volunteering:own_training")
    shown = words(signed_in(cast.nina).get(own))
    assert "Not yet" in shown
    assert "dipper-9" in shown
    assert "You may come again" in shown
    for hidden in ("dipper-4", "Vic", "Cora", "Shown"):
        assert hidden not in shown
    assert "dipper-9" not in words(signed_in(cast.vera).get(own))
    again = opened(cast)
    (there,) = invited(cast, again, "nina")
    coming(cast, there)
    training(cast, again, "cora")
    scoring(cast, again, there, "cora")
    sends(cast, there, "cora", value=4)
    passed = {"once": str(new_id()), "result": "pass", "feedback": "This time you asked, and stayed with it."}
    assert signed_in(cast.cora).post(address("training_scores", there.pk), passed).status_code == 302
    with as_owner():
        assert list(Outcome.objects.order_by("at").values_list("result", flat=True)) == ["not_yet", "pass"]
    shown = words(signed_in(cast.nina).get(own))
    assert "dipper-9" in shown
    assert shown.index("Passed") < shown.index("Not yet")
    assert "You may come again" not in shown


def test_opening_early_takes_a_reason(cast):
    _, nina = held(cast)
    sends(cast, nina, "cora")
    where = address("training_scores", nina.pk)
    assert signed_in(cast.cleo).post(where, {"reason": "Ill"}).status_code == 422
    assert signed_in(cast.cleo).post(where, {"reason": "Vic was taken ill at noon"}).status_code == 302
    assert "Scores side by side" in words(signed_in(cast.cleo).get(where))


def test_who_trains_and_who_scores_is_said_on_two_pages(cast):
    event = opened(cast)
    (nina,) = invited(cast, event, "nina")
    coming(cast, nina)
    client = signed_in(cast.cora)
    train = {"trainers": [str(cast.cora.pk), str(cast.cleo.pk)]}
    assert client.post(address("training_trainers", event.pk), train).status_code == 302
    page = client.get(address("training_assessors", event.pk))
    assert "Cleo Thistlewood" in words(page)
    names = [line.split('"')[0] for line in page.content.decode().split('name="exercise-')[1:]]
    chosen = {f"exercise-{pk}": [str(cast.cora.pk), str(cast.cleo.pk)] for pk in set(names)}
    assert client.post(address("training_assessors", event.pk), chosen).status_code == 302
    with as_owner():
        assert Assignment.objects.count() == 2 * len(set(names)) == 6
    assert "For you to score" in words(client.get(address("training")))


def test_a_volunteer_answers_on_their_own_page(cast):
    event = opened(cast, days=7, places=1)
    vera, vic = invited(cast, event, "vera", "vic")
    for who, one in ((cast.vera, vera), (cast.vic, vic)):
        where = reverse("volunteering:own_training_answer", args=[one.pk])
        assert signed_in(who).post(where, {"reply": "coming"}).status_code == 302
    assert "You have a place" in words(signed_in(cast.vera).get(reverse("volunteering:own_training")))
    shown = words(signed_in(cast.vic).get(reverse("volunteering:own_training")))
    assert "You are on the waiting list" in shown
    assert "Vera" not in shown
    other = reverse("volunteering:own_training_answer", args=[vera.pk])
    assert signed_in(cast.vic).post(other, {"reply": "not_coming"}).status_code == 404


def test_courses_and_what_was_before_are_recorded_and_who_may_train(cast):
    client, vera = signed_in(cast.cora), cast.volunteers["vera"].pk
    with as_owner():
        course = Course.objects.get(code="safeguarding")
    done = {"once": str(new_id()), "course": str(course.pk), **boxes("done_on", today(cast))}
    for _ in range(2):
        assert client.post(address("course_done", vera), done).status_code == 302
    with as_owner():
        assert CourseRecord.objects.count() == 1
    before = {"once": str(new_id()), **boxes("done_on", today(cast) - timedelta(days=900))}
    assert client.post(address("training_before", vera), before).status_code == 302
    assert client.post(address("training_may_train", vera), {"may": "yes"}).status_code == 302
    shown = words(client.get(address("volunteer_training", vera)))
    assert "They may help to train" in shown
    assert "counts until" in shown
    assert "Passed" in shown
    assert signed_in(cast.colin).get(address("volunteer_training", vera)).status_code == 404


def test_a_cancelled_event_is_kept_and_changes_no_more(cast):
    event = opened(cast, days=7)
    assert signed_in(cast.cora).post(address("training_cancellation", event.pk)).status_code == 302
    assert "Cancelled" in words(signed_in(cast.cora).get(address("training_event", event.pk)))
    assert signed_in(cast.cora).get(address("training_invite", event.pk)).status_code == 403


def one_more(cast, event, name):
    """An applicant at the event, who was there, was scored and passed."""
    who = applies(cast, name)
    (one,) = invited(cast, event, name.lower())
    coming(cast, one)
    scoring(cast, event, one, "cora", "vic")
    for each in ("cora", "vic"):
        sends(cast, one, each)
    return who, one


@pytest.mark.parametrize(("name", "reads"), [("training", 20), ("training_event", 24), ("training_scores", 26)])
def test_a_page_costs_the_same_with_one_person_and_with_three(cast, name, reads):
    event, client, costs = opened(cast), signed_in(cast.cora), []
    training(cast, event, "cora", "vic")
    for people in (["Wilf"], ["Wanda", "Wes"]):
        for each in people:
            _, one = one_more(cast, event, each)
        args = {"training": (), "training_event": (event.pk,), "training_scores": (one.pk,)}[name]
        where = address(name, *args)
        client.get(where)
        with CaptureQueriesContext(connection) as queries:
            client.get(where)
        costs.append(len(queries))
    assert costs == [reads, reads]


def test_my_training_costs_the_same_with_one_invitation_and_with_three(cast):
    client, costs = signed_in(cast.vera), []
    for days in ((7,), (14, 21)):
        for each in days:
            (one,) = invited(cast, opened(cast, days=each), "vera")
            coming(cast, one)
        client.get(reverse("volunteering:own_training"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("volunteering:own_training"))
        costs.append(len(queries))
    assert costs == [23, 23]


def test_sheets_on_paper_are_printed_and_keyed_by_a_named_colleague(cast):
    event, nina = held(cast)
    sends(cast, nina, "cora", seen="Only Cora saw: dipper-3")
    client, mine = signed_in(cast.cora), owed(cast.vic)
    page = client.get(address("training_sheets", event.pk))
    assert "For Vic" in words(page)
    assert "For Cora" not in words(page)
    assert "dipper-3" not in words(page)
    assert "Could not be seen" in words(page)
    assert reverse("casework:training_keyed", args=[mine.pk]) in page.content.decode()
    where = address("training_keyed", mine.pk)
    wrong = client.post(where, {"seen": "Kept: dipper-2"})
    assert wrong.status_code == 422
    assert "dipper-2" in words(wrong)
    assert "Select a score for “" in words(wrong)
    assert "Keyed from your paper" not in words(signed_in(cast.vic).get(reverse("volunteering:own_training")))
    assert client.post(where, answers(mine)).url == address("training_sheets", event.pk)
    assert client.get(where).status_code == 403
    for row in (owed(cast.vic), owed(cast.vic)):
        client.post(address("training_keyed", row.pk), answers(row))
        if not owed(cast.vic):
            break
    shown = words(client.get(address("training_scores", nina.pk)))
    assert "Keyed from paper" in shown
    own = words(signed_in(cast.vic).get(reverse("volunteering:score", args=[mine.pk])))
    assert "keyed them from your paper on" in own
    with as_owner():
        told = set(Notice.objects.filter(item_id=mine.pk).values_list("user", "kind"))
    assert told == {(cast.vic.pk, "waiting")}
    listed = words(signed_in(cast.vic).get(reverse("volunteering:own_training")))
    assert "Keyed from your paper" in listed
    assert "keyed by Cora" in listed
    assert "Keyed from your paper" not in words(client.get(address("training")))


def test_nobody_keys_what_others_wrote_of_somebody_they_have_still_to_score(cast):
    event, _ = held(cast)
    theirs, mine = owed(cast.vic), owed(cast.cora)
    client = signed_in(cast.cora)
    assert "You have still to score this person yourself" in words(client.get(address("training_sheets", event.pk)))
    assert client.get(address("training_keyed", theirs.pk)).status_code == 403
    assert client.post(address("training_keyed", theirs.pk), answers(theirs)).status_code == 403
    assert client.get(address("training_keyed", mine.pk)).url == address("training_score", mine.pk)
    assert signed_in(cast.vic).get(address("training_keyed", theirs.pk)).status_code == 404
    assert signed_in(cast.cleo).post(address("training_keyed", theirs.pk), answers(theirs)).status_code == 302


def test_before_the_day_sheets_are_printed_and_none_is_keyed(cast):
    event = opened(cast, days=3)
    (nina,) = invited(cast, event, "nina")
    training(cast, event, "cora", "vic")
    scoring(cast, event, nina, "cora", "vic")
    page = signed_in(cast.cleo).get(address("training_sheets", event.pk))
    assert "A sheet can be keyed from the first day" in words(page)
    assert "For Vic" in words(page)
    assert "Key this exercise" not in words(page)
    assert signed_in(cast.cleo).get(address("training_keyed", owed(cast.vic).pk)).status_code == 403
    assert "For you to score" not in words(signed_in(cast.cora).get(address("training")))
    assert signed_in(cast.vic).get(reverse("volunteering:score", args=[owed(cast.vic).pk])).status_code == 404


def test_no_sheet_is_still_to_come(cast):
    assert "No score sheet is still to come" in words(
        signed_in(cast.cora).get(address("training_sheets", opened(cast).pk))
    )


def test_who_knows_somebody_is_noted_on_a_page_and_takes_no_part(cast):
    event, nina = held(cast)
    client, where = signed_in(cast.cora), address("training_knows", nina.pk)
    assert "Vic" in words(client.get(where))
    assert client.post(where, {"know": [str(cast.vic.pk)]}).url == address("training_event", event.pk)
    assert "knows them, takes no part" in words(client.get(address("training_event", event.pk)))
    assert owed(cast.vic) is None
    assert signed_in(cast.colin).get(where).status_code == 404


def test_an_assessor_says_on_the_score_page_that_they_know_them(cast):
    held(cast)
    mine = owed(cast.vic)
    where = reverse("volunteering:score", args=[mine.pk])
    assert "I know this person" in words(signed_in(cast.vic).get(where))
    assert signed_in(cast.vic).post(where, {"known": "yes"}).url == reverse("volunteering:own_training")
    assert owed(cast.vic) is None
    assert signed_in(cast.vic).get(where).status_code == 404


def test_sheets_on_paper_cost_the_same_with_one_person_and_with_three(cast):
    event, client, costs = opened(cast), signed_in(cast.cora), []
    training(cast, event, "cora", "vic")
    for people in (["nina"], ["vera", "vic"]):
        for one in invited(cast, event, *people):
            scoring(cast, event, one, "cora", "vic")
        client.get(address("training_sheets", event.pk))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("training_sheets", event.pk))
        costs.append(len(queries))
    assert costs == [15, 15]


def as_it_stands(cast, event, **more):
    with as_owner():
        parts = list(EventPart.objects.filter(event=event).order_by("number"))
    shown = {"venue": "", "address": "Invented Hall", "places": "8", "part_3_name": ""}
    for one in parts:
        name = f"part_{one.number}"
        shown |= {
            f"{name}_name": one.name,
            f"{name}_starts": "9am",
            f"{name}_ends": "4pm",
            **boxes(f"{name}_on", one.on),
        }
    return shown | more


def test_an_event_is_changed_and_what_it_was_is_kept_and_those_invited_are_told(cast):
    event = opened(cast, days=7)
    applies(cast)
    invited(cast, event, "vera", "wilf")
    client, where = signed_in(cast.cora), address("training_plan", event.pk)
    assert 'value="Invented Hall"' in client.get(where).content.decode()
    later = today(cast) + timedelta(days=9)
    new = as_it_stands(cast, event, address="The Other Hall", places="5", **boxes("part_2_on", later))
    with as_owner():
        told = Notice.objects.filter(user=cast.vera).count()
    answer = client.post(where, new, follow=True)
    assert "1 person has no login: tell them yourself" in " ".join(answer.content.decode().split())
    with as_owner():
        event.refresh_from_db()
        before = EventBefore.objects.get()
        assert Notice.objects.filter(user=cast.vera).count() == told + 1
    assert (event.address, event.places, event.last_on) == ("The Other Hall", 5, later)
    assert (before.address, before.places, before.by_id, len(before.parts)) == ("Invented Hall", 8, cast.cora.pk, 2)
    shown = words(client.get(where))
    assert "Invented Hall" in shown
    assert "9am to 4pm" in shown
    own = words(signed_in(cast.vera).get(reverse("volunteering:own_training")))
    assert "The Other Hall" in own
    assert "Invented Hall" not in own
    client.post(where, as_it_stands(cast, event, address="The Other Hall", places="5"))
    with as_owner():
        assert EventBefore.objects.count() == 1


def test_what_is_wrong_with_a_change_is_said_beside_its_field(cast):
    event = opened(cast, days=7)
    client, where = signed_in(cast.cora), address("training_plan", event.pk)
    gone_by = boxes("part_1_on", today(cast) - timedelta(days=1))
    answer = client.post(where, as_it_stands(cast, event, address="", part_2_ends="8am", **gone_by))
    assert answer.status_code == 422
    shown = words(answer)
    for said in ("Enter where it is, or select a venue", "The end must be after the start", "Choose a day that is not"):
        assert said in shown
    assert client.post(where, as_it_stands(cast, event, part_2_name="")).status_code == 422
    with as_owner():
        assert not EventBefore.objects.exists()


def test_an_event_that_has_begun_keeps_its_days_and_one_that_is_over_everything(cast):
    begun, over = opened(cast), opened(cast, days=-7)
    client, where = signed_in(cast.cora), address("training_plan", begun.pk)
    assert "its days and times stay as they are" in words(client.get(where))
    moved = boxes("part_1_on", today(cast) + timedelta(days=3))
    assert client.post(where, as_it_stands(cast, begun, address="Next door", **moved)).status_code == 302
    with as_owner():
        begun.refresh_from_db()
        assert (begun.address, begun.first_on) == ("Next door", today(cast))
    assert client.get(address("training_plan", over.pk)).status_code == 403
    assert signed_in(cast.colin).get(where).status_code == 404
    assert signed_in(cast.vera).get(where).status_code == 404


def parts_of(event):
    with as_owner():
        return [(one.number, one.name) for one in EventPart.objects.filter(event=event).order_by("number")]


def test_a_part_is_taken_out_the_others_keep_their_numbers_and_what_it_was_is_kept(cast):
    event = opened(cast, days=7)
    client, where = signed_in(cast.cora), address("training_plan", event.pk)
    (_, first), (_, second) = parts_of(event)
    third = {"part_3_name": "Sunday evening", "part_3_starts": "6pm", "part_3_ends": "8pm"}
    third |= boxes("part_3_on", today(cast) + timedelta(days=9))
    assert client.post(where, as_it_stands(cast, event, **third)).status_code == 302
    assert client.post(where, as_it_stands(cast, event, **third, part_2_out="on")).status_code == 302
    assert parts_of(event) == [(1, first), (3, "Sunday evening")]
    with as_owner():
        assert [len(one.parts) for one in EventBefore.objects.order_by("at", "parts")] == [2, 3]
        event.refresh_from_db()
    assert event.last_on == today(cast) + timedelta(days=9)
    assert client.post(where, as_it_stands(cast, event, **third, part_3_out="on")).status_code == 302
    assert parts_of(event) == [(1, first)]
    with as_owner():
        event.refresh_from_db()
    assert event.last_on == event.first_on
    shown = words(client.get(where))
    assert second in shown, "it stands among what the event was"
    assert "Take part 1 out" not in shown


def test_a_name_left_empty_by_mistake_takes_nothing_out(cast):
    event = opened(cast, days=7)
    client, where = signed_in(cast.cora), address("training_plan", event.pk)
    before = parts_of(event)
    answer = client.post(where, as_it_stands(cast, event, part_2_name=""))
    assert "People were invited to this part. Name it again, or take it out" in words(answer)
    assert parts_of(event) == before
    assert client.post(where, as_it_stands(cast, event, part_2_name="", part_2_out="on")).status_code == 302
    assert parts_of(event) == before[:1]


def test_no_part_is_taken_out_once_somebody_was_noted_or_it_has_begun(cast):
    event, begun = opened(cast, days=7), opened(cast)
    (vera,) = invited(cast, event, "vera")
    client = signed_in(cast.cora)
    with as_owner():
        part = EventPart.objects.filter(event=event).first()
        Attendance.objects.create(
            part=part, event=event, came=True, volunteer_id=vera.volunteer_id, area=event.area, by=cast.cora,
            at=cast.now,
        )  # fmt: skip
    for one in (event, begun):
        before = parts_of(one)
        answer = client.post(address("training_plan", one.pk), as_it_stands(cast, one, part_2_out="on"))
        assert parts_of(one) == before
        if one is event:
            assert answer.status_code == 422
            assert "Somebody’s attendance at this event is kept" in words(answer)
    with acting(cast.cora):
        assert EventPart.objects.filter(event=event)._raw_delete("default") == 0
    assert "no part is taken out any more" in words(client.get(address("training_plan", begun.pk)))
    with acting(cast.vera):
        assert EventPart.objects.filter(event=begun)._raw_delete("default") == 0


def test_who_trained_is_kept_when_it_is_changed(cast):
    event = opened(cast, days=7)
    training(cast, event, "cora", "vic")
    training(cast, event, "cora", "cleo")
    assert "Vic Hollowell" in words(signed_in(cast.cora).get(address("training_plan", event.pk)))


def test_an_event_is_not_moved_to_a_day_on_which_other_exercises_are_in_force(cast):
    event = opened(cast, days=7)
    (nina,) = invited(cast, event, "nina")
    training(cast, event, "cora", "cleo")
    scoring(cast, event, nina, "cora", "cleo")
    with as_owner():
        Exercise.objects.update(ends_on=today(cast) + timedelta(days=8))
    later = {
        name: value
        for n in (1, 2)
        for name, value in boxes(f"part_{n}_on", today(cast) + timedelta(days=9 + n)).items()
    }
    answer = signed_in(cast.cora).post(address("training_plan", event.pk), as_it_stands(cast, event, **later))
    assert "On that day other exercises are in force" in words(answer)


def test_a_part_that_somebody_was_there_for_is_changed_by_nobody(cast):
    event = opened(cast, days=-1)
    invited(cast, event, "vera")
    with as_owner():
        part = EventPart.objects.filter(event=event).first()
    there = {f"there-{cast.volunteers['vera'].pk}": [str(part.pk)]}
    signed_in(cast.cora).post(address("training_attendance", event.pk), there)
    with acting(cast.cora):
        assert EventPart.objects.filter(event=event).update(name="Another day") == 0
