"""Whoever comes forward is answered, read and gone on with in good time; and referees are written to again."""

from datetime import timedelta

import pytest

from encircle.rooms.due import facts as f
from encircle.rooms.due.rules.coming_forward import answered, application_read, references_chased, references_read
from encircle.rooms.due.vocabulary import Rule, Scope
from encircle.rooms.recruiting.models import Applicant, Step
from tests.cast import plant_cast
from tests.support.database import as_owner
from tests.support.reckoning import disagreements, owed, reckon_up

from .test_rules import ME, OTHER, at, practice, said

NOW = "2026-06-30"


def applicant(*steps, **more):
    done = tuple(f.ApplicantStepFact(stage, at(day)) for stage, day in steps)
    return f.ApplicantFacts(ME, at("2026-03-02"), steps=done, **more)


@pytest.mark.parametrize(
    ("step", "wanted"),
    [(None, "overdue"), (("informed", "2026-03-03"), "in_time"), (("declined", "2026-03-20"), "late")],
)
def test_any_step_answers_who_asked(step, wanted):
    rows = answered(applicant(*([step] if step else [])), practice(NOW))
    assert said(rows, Rule.VOLUNTEER_ANSWER, NOW) == [("2026-03-06T00:00", wanted)]


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({}, "overdue"),
        ({"interviewed_at": at("2026-03-18")}, "in_time"),
        ({"references": (f.ReferenceFact(OTHER, at("2026-03-18")),)}, "in_time"),
        ({"interviewed_at": at("2026-03-30")}, "late"),
    ],
)
def test_an_interview_or_a_referee_asked_shows_that_somebody_went_on(more, wanted):
    rows = application_read(applicant(submitted_at=at("2026-03-09"), **more), practice(NOW))
    assert said(rows, Rule.APPLICATION_READ, NOW) == [("2026-03-24T00:00", wanted)]


def test_before_an_application_is_sent_there_is_nothing_to_read():
    assert list(application_read(applicant(("invited", "2026-03-03")), practice(NOW))) == []


def letters(*days, came=None, taken=None):
    made = tuple(f.LetterFact(at(day)) for day in days)
    received, judged = (at(day) if day else None for day in (came, taken))
    return f.ReferenceFact(OTHER, at("2026-03-02"), received, judged, made)


CHASED = {
    "nothing came": (letters("2026-03-02"), [("2026-03-17T00:00", "overdue")]),
    "written to again": (
        letters("2026-03-02", "2026-03-16"),
        [("2026-03-17T00:00", "in_time"), ("2026-03-30T23:00", "overdue")],
    ),
    "it came before a second letter was due": (letters("2026-03-02", came="2026-03-10"), []),
    "it came late": (letters("2026-03-02", came="2026-03-20"), [("2026-03-17T00:00", "late")]),
    "asked, and no letter sent yet": (letters(), [("2026-03-17T00:00", "overdue")]),
}


@pytest.mark.parametrize(("reference", "wanted"), CHASED.values(), ids=CHASED)
def test_a_referee_who_does_not_answer_is_written_to_again(reference, wanted):
    rows = references_chased(applicant(references=(reference,)), practice(NOW))
    assert said(rows, Rule.REFERENCE_CHASE, NOW) == wanted


def test_a_reference_that_came_is_looked_at_unless_it_is_over():
    for steps, taken, wanted in (
        ((), None, "overdue"),
        ((), "2026-03-18", "in_time"),
        ((("withdrawn", "2026-03-17"),), None, "lapsed"),
    ):
        one = applicant(*steps, references=(letters("2026-03-02", came="2026-03-16", taken=taken),))
        assert said(references_read(one, practice(NOW)), Rule.REFERENCE_READ, NOW) == [("2026-03-20T00:00", wanted)]


def test_it_stands_on_the_list_of_their_area_and_is_worked_out_with_each_step(db):
    cast = plant_cast()
    of = {"area": cast.areas["a"]}
    with as_owner():
        nora = Applicant.objects.create(
            reference="NV-1", given_name="Nora", family_name="Whimbrel", prefers="email", channel="form",
            asked_at=cast.now - timedelta(days=40), **of,
        )  # fmt: skip
    reckon_up()
    (one,) = owed(rule=Rule.VOLUNTEER_ANSWER, subject_id=nora.pk)
    assert (one.scope, one.area_id, one.met_at) == (Scope.APPLICANT, cast.areas["a"].pk, None)
    with as_owner():
        Step.objects.create(
            applicant=nora, stage="informed", sent_by="email", happened_on=cast.now.date(), at=cast.now, by=cast.cora,
            **of,
        )  # fmt: skip
    reckon_up()
    (one,) = owed(rule=Rule.VOLUNTEER_ANSWER, subject_id=nora.pk)
    assert one.met_at == cast.now
    assert disagreements() == []
