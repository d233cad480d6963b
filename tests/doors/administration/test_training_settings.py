"""Courses, the assessment centre and what interviews look at: the charity's own, from one day to another."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.recruiting.actions.criteria import end_volunteer_criterion
from encircle.rooms.recruiting.models import VolunteerCriterion
from encircle.rooms.recruiting.queries import criteria_on
from encircle.rooms.recruiting.shipped import ship_criteria
from encircle.rooms.training.actions.exercises import end_exercise
from encircle.rooms.training.actions.offering import end_course
from encircle.rooms.training.models import Course, CourseRecord, Criterion, Exercise, LookedFor
from encircle.rooms.training.queries import courses_now, criteria_of, exercises_on
from encircle.rooms.training.shipped import ship_courses, ship_exercises
from tests.cast import acting, plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner


@pytest.fixture
def cast(db):
    planted = plant_cast()
    with as_owner():
        ship_courses(Course)
        ship_exercises(Exercise, Criterion, LookedFor)
        ship_criteria(VolunteerCriterion)
    return planted


@pytest.fixture
def olga(cast):
    return signed_in(cast.olga)


@pytest.fixture
def today(cast):
    return in_london(cast.now).date()


def to(name, *args):
    return reverse(f"administration:{name}", args=args)


def page(answer):
    return BeautifulSoup(answer.content, "html.parser")


def words(answer):
    return " ".join(page(answer).main.get_text(" ").split())


def faults(answer):
    assert answer.status_code == 422
    return [fault.get_text() for fault in page(answer).select(".govuk-error-summary__list li")]


def day(name, moment):
    return {f"{name}_day": moment.day, f"{name}_month": moment.month, f"{name}_year": moment.year}


def traced(item):
    with as_owner():
        return list(Entry.objects.filter(item_type=item).order_by("pk").values_list("verb", "fields", "detail"))


def rings(**more):
    return {"once": new_id(), "name": "Rings  and ledgers", "renew_months": "12", "needed_for": ["young"], **more}


def test_a_course_is_added_once_and_stands_last(cast, olga, today):
    form = rings()
    for _ in range(2):
        assert olga.post(to("course_new"), form).status_code == 302
    with as_owner():
        *_, last = courses_now(today)
        assert (last.name, last.renew_months, last.needed_for) == ("Rings and ledgers", 12, ["young"])
        assert (last.set_by_id, Course.objects.count()) == (cast.olga.pk, 5)
    assert traced("training.course") == [("created", [], "12 young")]
    assert "Rings and ledgers Renewed after 12 months Needed for: Young person" in words(olga.get(to("courses")))


def test_what_is_wrong_with_a_course_is_said_beside_the_field_and_nothing_typed_is_lost(cast, olga):
    answer = olga.post(to("course_new"), rings(name="safeguarding", renew_months="36"))
    assert faults(answer) == ["There is a course of this name already"]
    form = page(answer).main
    assert (form.select_one("#id_name")["value"], form.select_one("#id_renew_months")["value"]) == (
        "safeguarding", "36",
    )  # fmt: skip
    assert form.select_one("input[name=needed_for][value=young]").has_attr("checked")
    assert len(faults(olga.post(to("course_new"), rings(name=" ", renew_months="0")))) == 2
    with as_owner():
        assert Course.objects.count() == 4
    assert traced("training.course") == []


def test_a_course_is_changed_from_now_on_and_records_of_it_stay(cast, olga, today):
    with as_owner():
        found, vera = Course.objects.get(code="safeguarding"), cast.volunteers["vera"]
        CourseRecord.objects.create(
            volunteer=vera, area=vera.area, course=found, done_on=today, renew_on=today + timedelta(days=9),
            by=cast.cora, at=cast.now,
        )  # fmt: skip
    form = {"once": new_id(), "name": "Safeguarding", "renew_months": "", "needed_for": ["prison"]}
    for _ in range(2):
        assert olga.post(to("course", found.pk), form).status_code == 302
    with as_owner():
        found.refresh_from_db()
        assert (found.name, found.renew_months, found.needed_for) == ("Safeguarding", None, ["prison"])
        assert CourseRecord.objects.get().renew_on == today + timedelta(days=9)
    assert traced("training.course") == [("changed", ["renew_months", "needed_for"], "never prison")]
    assert faults(olga.post(to("course", found.pk), {**form, "name": "Refresher"})) == [
        "There is a course of this name already"
    ]


def test_a_course_is_offered_until_its_last_day(cast, olga, today):
    with as_owner():
        found = Course.objects.get(code="refresher")
    past = day("ends_on", today - timedelta(days=1))
    assert faults(olga.post(to("course_ending", found.pk), past)) == ["The last day must be today or later"]
    for _ in range(2):
        assert olga.post(to("course_ending", found.pk), day("ends_on", today)).status_code == 302
    with as_owner():
        assert found in courses_now(today)
        assert found not in courses_now(today + timedelta(days=1))
        Course.objects.filter(pk=found.pk).update(ends_on=today - timedelta(days=1))
    assert traced("training.course") == [("changed", ["ends_on"], today.isoformat())]
    assert [olga.get(to(name, found.pk)).status_code for name in ("course", "course_ending")] == [404, 404]
    assert "No longer offered Refresher, until" in words(olga.get(to("courses")))
    assert olga.post(to("course_new"), rings(name="Refresher")).status_code == 302


def sails(cast, **more):
    with as_owner():
        listens = Criterion.objects.get(words="Listens")
    today = in_london(cast.now).date()
    return {
        "once": new_id(), "words": "Sails a boat", "hint": "Together", "together_with": [str(listens.pk)],
        **day("starts_on", today + timedelta(days=3)), **more,
    }  # fmt: skip


def test_an_exercise_is_used_from_its_first_day_with_what_is_looked_for_in_it(cast, olga, today):
    form = sails(cast)
    for _ in range(2):
        assert olga.post(to("exercise_new"), form).status_code == 302
    with as_owner():
        sailing = Exercise.objects.get(words="Sails a boat")
        begins = today + timedelta(days=3)
        assert [one.words for one in criteria_of(sailing.pk, on=begins)] == ["Listens"]
        assert sailing in exercises_on(begins)
        assert sailing not in exercises_on(today)
    assert traced("training.exercise") == [("created", [], begins.isoformat())]
    assert "Sails a boat Together Assessors look for: Listens From" in words(olga.get(to("exercises")))


def test_what_is_wrong_with_an_exercise_is_said_and_nothing_typed_is_lost(cast, olga, today):
    wrong = sails(cast, words=" ", together_with=[], **day("starts_on", today - timedelta(days=1)))
    assert faults(olga.post(to("exercise_new"), wrong)) == [
        "Enter what it is called",
        "Select at least one thing assessors look for",
    ]
    answer = olga.post(to("exercise_new"), sails(cast, **day("starts_on", today - timedelta(days=1))))
    assert faults(answer) == ["The first day must be today or later"]
    form = page(answer).main
    assert form.select_one("#id_words")["value"] == "Sails a boat"
    assert len(form.select("input[name=together_with][checked]")) == 1
    with as_owner():
        assert Exercise.objects.count() == 3


def test_a_criterion_is_looked_for_in_exercises_that_are_there_from_its_first_day(cast, olga, today):
    with as_owner():
        case = Exercise.objects.get(words="A case to talk through")
        before = [one.words for one in criteria_of(case.pk, on=today)]
    form = sails(cast, words="Keeps dry", together_with=[str(case.pk)])
    for _ in range(2):
        assert olga.post(to("looked_for_new"), form).status_code == 302
    with as_owner():
        assert [one.words for one in criteria_of(case.pk, on=today)] == before
        assert [one.words for one in criteria_of(case.pk, on=today + timedelta(days=3))] == [*before, "Keeps dry"]
    assert olga.post(to("looked_for_new"), sails(cast, words="Waits", together_with=[])).status_code == 302
    ended = sails(cast, words="Waits", together_with=[str(new_id())])
    assert len(faults(olga.post(to("looked_for_new"), ended))) == 1


def test_what_has_ended_is_not_scored_at_later_events_and_an_exercise_without_any_is_not_used(cast, olga, today):
    with as_owner():
        dilemma = Exercise.objects.get(words="A dilemma in writing and in talk")
        looked = criteria_of(dilemma.pk, on=today)
        case = Exercise.objects.get(words="A case to talk through")
    for one in looked:
        assert olga.post(to("looked_for_ending", one.pk), day("ends_on", today)).status_code == 302
    assert olga.post(to("exercise_ending", case.pk), day("ends_on", today)).status_code == 302
    tomorrow = today + timedelta(days=1)
    with as_owner():
        assert criteria_of(dilemma.pk, on=today) == looked
        assert criteria_of(dilemma.pk, on=tomorrow) == []
        assert [one.words for one in exercises_on(tomorrow)] == ["A hard conversation"]
        assert {dilemma, case} <= set(exercises_on(today))
    assert traced("training.criterion") == [("changed", ["ends_on"], today.isoformat())] * len(looked)


def test_what_was_to_begin_later_can_be_ended_before_it_begins(cast, olga, today):
    assert olga.post(to("exercise_new"), sails(cast)).status_code == 302
    with as_owner():
        sailing = Exercise.objects.get(words="Sails a boat")
    assert olga.post(to("exercise_ending", sailing.pk), day("ends_on", today)).status_code == 302
    assert "Sails a boat, never used" in words(olga.get(to("exercises")))
    assert olga.get(to("exercise_ending", sailing.pk)).status_code == 404


def test_what_interviews_look_at_is_added_and_ended(cast, olga, today):
    form = {"once": new_id(), "words": "Can swim", "hint": "Far", **day("starts_on", today)}
    assert faults(olga.post(to("interview_criterion_new"), {**form, "words": " "})) == ["Enter the criterion"]
    for _ in range(2):
        assert olga.post(to("interview_criterion_new"), form).status_code == 302
    with as_owner():
        *_, swims = criteria_on(today)
        assert (swims.words, VolunteerCriterion.objects.count()) == ("Can swim", 6)
    past = day("ends_on", today - timedelta(days=1))
    assert faults(olga.post(to("interview_criterion_ending", swims.pk), past)) == [
        "The last day must be today or later"
    ]
    assert olga.post(to("interview_criterion_ending", swims.pk), day("ends_on", today)).status_code == 302
    with as_owner():
        assert swims in criteria_on(today)
        assert swims not in criteria_on(today + timedelta(days=1))
    assert [one[0] for one in traced("recruiting.volunteercriterion")] == ["created", "changed"]
    shown = words(signed_in(cast.adam).get(to("interview_criteria")))
    assert "Can swim Far Until" in shown
    assert "Operations managers set the criteria." in shown


def test_only_an_operations_manager_sets_any_of_it(cast, today):
    with as_owner():
        rows = Course.objects.first(), Exercise.objects.first(), VolunteerCriterion.objects.first()
    with acting(cast.adam) as adam:
        for end, one in zip((end_course, end_exercise, end_volunteer_criterion), rows, strict=True):
            with pytest.raises(NotAllowed):
                end(one.pk, today, by=adam, at=adam.now)
    shown = words(signed_in(cast.adam).get(to("courses")))
    assert "Operations managers set the courses." in shown
    assert "Change" not in shown


@pytest.mark.parametrize("name", ["courses", "exercises", "interview_criteria"])
def test_each_page_costs_the_same_for_what_it_comes_with_and_for_more(cast, olga, name):
    counts = []
    for more in (0, 3):
        with as_owner():
            for number in range(more):
                Course.objects.create(code=f"c{number}", name=f"Course {number}", position=7)
                VolunteerCriterion.objects.create(words=f"Looked at {number}", position=7)
                exercise = Exercise.objects.create(words=f"Exercise {number}", position=7)
                LookedFor.objects.create(
                    exercise=exercise, criterion=Criterion.objects.create(words=f"For {number}", position=7)
                )
        with CaptureQueriesContext(connection) as asked:
            assert olga.get(to(name)).status_code == 200
        counts.append(len(asked))
    assert counts == {"courses": [10, 10], "exercises": [12, 12], "interview_criteria": [10, 10]}[name]
