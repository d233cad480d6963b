"""The page minutes are written on by hand: one page, names inside, headings, no word of the case."""

import io

import pytest
from pypdf import PdfReader

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed, NotFound
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Circle
from encircle.rooms.meetings.paper import paper_for_circle, paper_for_meeting
from encircle.rooms.organisation.models import Topic
from tests.cast import TOPICS, acting, plant_cast
from tests.rooms.circles.goals import a_goal
from tests.support.database import as_owner


def pages(made):
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages]


def test_a_page_for_a_meeting_names_its_day_who_sits_there_and_the_headings(db):
    cast = plant_cast()
    a_goal(cast, "I want to see a redpoll")
    meeting = cast.meetings["next_1"]
    with acting(cast.cora) as cora:
        (page,) = pages(paper_for_meeting(meeting.pk, by=cora))
    day = in_london(meeting.starts_at)
    assert f"Circle {cast.circle_1.reference}, {day:%A} {day.day} {day:%B %Y}" in page
    for word in ("Mark", "Vera", "Vic", "Written by", "Written on", *(name for _, name, _ in TOPICS)):
        assert word in page, word
    for word in ("Hazelgrove", "Applegarth", "redpoll", "heron", "Circle 1", "Day of the meeting"):
        assert word not in page, word


def test_a_page_for_any_meeting_leaves_the_day_open(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        (page,) = pages(paper_for_circle(Circle.objects.get(pk=cast.circle_1.pk), by=cora, at=cora.now))
    assert "Day of the meeting" in page
    assert "Mark" in page


def test_many_headings_still_make_one_page(db):
    cast = plant_cast()
    with as_owner():
        for number in range(12):
            Topic.objects.create(code=f"more-{number}", name=f"Heading {number}", part="debrief", position=50 + number)
    with acting(cast.cora) as cora:
        (page,) = pages(paper_for_meeting(cast.meetings["next_1"].pk, by=cora))
    assert "Heading 11" in page


def test_a_name_is_no_markup(db):
    cast = plant_cast()
    with as_owner():
        Topic.objects.create(code="odd", name="#panic() *Housing* $x$", part="debrief", position=60)
    with acting(cast.cora) as cora:
        (page,) = pages(paper_for_meeting(cast.meetings["next_1"].pk, by=cora))
    assert "#panic() *Housing* $x$" in page


def test_printing_it_is_in_the_trace(db):
    cast = plant_cast()
    meeting = cast.meetings["next_1"].pk
    with acting(cast.cora) as cora:
        paper_for_meeting(meeting, by=cora)
    with as_owner():
        assert Entry.objects.get(verb="exported").item_id == meeting


def test_nobody_prints_it_for_a_circle_that_is_not_theirs(db):
    cast = plant_cast()
    for who in ("colin", "xena", "omar", "adam"):
        with acting(cast.users[who]) as actor, pytest.raises(NotFound):
            paper_for_meeting(cast.meetings["next_1"].pk, by=actor)
    with acting(cast.vera) as vera, pytest.raises(NotAllowed):
        paper_for_meeting(cast.meetings["next_1"].pk, by=vera)
