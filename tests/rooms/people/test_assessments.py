"""What agencies' assessments came to: in the tool's own terms, superseded and never edited."""

from datetime import timedelta

import pytest
from django.db import connection

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.rooms.people.assessments import NewAssessment, assessments, record_assessment
from encircle.rooms.people.models import ReportedAssessment
from encircle.rooms.people.vocabulary import TERMS, Tool
from tests.cast import acting, plant_cast
from tests.support.database import as_owner


@pytest.fixture
def cast(db):
    return plant_cast()


def recorded(cast, tool=Tool.ARMS, result="High", days_ago=10, by=None, **more):
    given = {
        "id": new_id(),
        "subject_id": cast.mark.pk,
        "area_id": cast.mark.area_id,
        "tool": tool,
        "result": result,
        "assessed_on": (cast.now - timedelta(days=days_ago)).date(),
        "agency_id": cast.agencies["police"].pk,
    }
    with acting(by or cast.cora) as actor:
        return record_assessment(NewAssessment(**given | more), by=actor, at=actor.now)


def listed(cast, by=None):
    with acting(by or cast.cora):
        return [(one.tool, one.called, one.assessment.result, one.is_superseded) for one in
                assessments(cast.mark.pk)[0]]  # fmt: skip


def test_a_newer_one_of_the_same_tool_supersedes_and_both_are_kept(cast):
    recorded(cast, result="High", days_ago=90)
    recorded(cast, result="Medium", days_ago=5)
    recorded(cast, Tool.OSP_DC, "Very high", days_ago=40, version="2")
    assert listed(cast) == [
        ("ARMS", "Work priority", "Medium", False),
        ("OSP/DC 2", "Band", "Very high", False),
        ("ARMS", "Work priority", "High", True),
    ]


def test_other_tools_supersede_by_their_own_name(cast):
    recorded(cast, Tool.OTHER, "Clear", days_ago=9, other_tool="Local form")
    recorded(cast, Tool.OTHER, "Unclear", days_ago=8, other_tool="Another form")
    recorded(cast, Tool.OTHER, "Clearer", days_ago=7, other_tool="local Form")
    assert [(one[0], one[3]) for one in listed(cast)] == [
        ("local Form", False), ("Another form", False), ("Local form", True)
    ]  # fmt: skip


def test_one_recorded_anew_for_the_same_day_supersedes_what_was_recorded_before(cast):
    recorded(cast, result="Low")
    recorded(cast, result="High")
    assert [(one[2], one[3]) for one in listed(cast)] == [("High", False), ("Low", True)]


def test_the_staff_of_the_area_see_them_and_nobody_else(cast):
    recorded(cast)
    for key in ("cora", "cleo", "sena", "olga"):
        assert len(listed(cast, cast.users[key])) == 1
    for key in ("colin", "vera", "vic", "xena", "petra", "omar", "hana", "adam", "dana", "tess"):
        assert listed(cast, cast.users[key]) == []
    with pytest.raises(NotAllowed):
        recorded(cast, by=cast.colin)


def test_nothing_recorded_is_edited_not_even_by_the_owner_of_the_tables(cast):
    recorded(cast)
    with as_owner(), connection.cursor() as cursor, pytest.raises(Exception, match="append-only"):
        cursor.execute("UPDATE people_reportedassessment SET result = 'Low'")


def test_what_is_missing_is_said_beside_its_field(cast):
    with pytest.raises(Invalid) as refused:
        recorded(cast, Tool.OTHER, " ", days_ago=-3, agency_id=None, document_id=new_id())
    assert refused.value.errors == {
        "result": "Enter what the assessment came to",
        "assessed_on": "The day of the assessment must be today or in the past",
        "other_tool": "Enter the name of the tool",
        "assessor": "Enter who made the assessment",
        "document": "Select a document of this person",
    }
    with as_owner():
        assert not ReportedAssessment.objects.exists()


def test_every_tool_speaks_in_its_own_terms():
    assert set(TERMS) == set(Tool)
    assert TERMS[Tool.ARMS].result == "Work priority"


def test_the_list_is_read_in_one_statement_however_long_it_is(cast, django_assert_num_queries):
    for count in (1, 3):
        with as_owner():
            there = ReportedAssessment.objects.count()
        for number in range(there, count):
            recorded(cast, days_ago=number)
        with acting(cast.cora), django_assert_num_queries(1):
            assert len([one.whose for one in assessments(cast.mark.pk)[0]]) == count
