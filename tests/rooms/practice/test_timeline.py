"""A Circle's timeline: every kind of fact in one order, in three reads, without a word of narrative."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.doors.casework.happenings import title
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.actions.phases import pause_circle
from encircle.rooms.circles.models import Circle
from encircle.rooms.circles.vocabulary import PauseReason
from encircle.rooms.meetings.actions.approving import approve_minutes
from encircle.rooms.meetings.actions.planning import cancel_meeting
from encircle.rooms.meetings.vocabulary import CancelReason
from encircle.rooms.people.models import PersonDocument
from encircle.rooms.practice.day import open_words
from encircle.rooms.practice.timeline import EventKind, Place, Span, events_of
from encircle.rooms.practice.timeline_sources import SOURCES
from encircle.rooms.referrals.models import Referral
from encircle.rooms.risk.models import Concern, ConcernAccount
from encircle.rooms.risk.vocabulary import Urgency
from tests.cast import acting, plant_cast
from tests.rooms.referrals.form import invited, sent
from tests.rooms.sharing.scene import approve, release
from tests.support.database import as_owner


def events(cast, who="cora", **more):
    with acting(cast.users[who]) as actor:
        return events_of(cast.circle_1.pk, actor.now, **more)


def kinds(found):
    return [event.kind for event in found]


def raise_concern(cast, **more):
    with as_owner():
        return Concern.objects.create(
            **{
                "reference": "N-234567",
                "circle": cast.circle_1,
                "area": cast.areas["a"],
                "urgency": Urgency.OTHER,
                "raised_by": cast.vera,
                "raised_at": cast.now - timedelta(hours=1),
                **more,
            }
        )


def test_facts_of_every_room_stand_in_one_order(db):
    cast = plant_cast()
    raise_concern(cast)
    with acting(cast.cora) as cora:
        approve_minutes(cast.minutes_1.pk, by=cora, at=cora.now)
    with acting(cast.cora) as cora:
        cancel_meeting(cast.meetings["next_1"].pk, CancelReason.VENUE, by=cora, at=cora.now)
        pause_circle(cast.circle_1.pk, reason=PauseReason.AWAY, back_on=None, by=cora, at=cora.now)
    found = events(cast, count=100)
    assert set(kinds(found)) >= {
        EventKind.PAUSED,
        EventKind.CANCELLED,
        EventKind.APPROVED,
        EventKind.CONCERN,
        EventKind.MEETING,
        EventKind.SUBMITTED,
        EventKind.SEAT_ENDED,
        EventKind.SEAT_BEGAN,
        EventKind.PHASE,
        EventKind.OPENED,
    }
    assert [event.at for event in found] == sorted((event.at for event in found), reverse=True)
    assert next(event.by for event in found if event.kind is EventKind.APPROVED) == "Cora Fernleigh"


def all_pages(cast, count, **more):
    """Page after page, as somebody reads it."""
    found, before = [], None
    while len(page := events(cast, count=count, before=before, **more)) > count:
        found += page[:count]
        before = page[count - 1].place
    return found + page


@pytest.mark.parametrize("count", [1, 3, 7])
def test_page_after_page_nothing_is_lost_or_doubled_though_many_facts_share_a_moment(db, count):
    cast = plant_cast()
    raised = cast.now - timedelta(hours=1)
    for number in range(4):
        raise_concern(cast, reference=f"N-23457{number}", raised_at=raised)
    everything = events(cast, count=100)
    assert len({event.place for event in everything}) == len(everything)
    assert all_pages(cast, count) == everything


def test_a_place_stands_in_an_address_and_nothing_else_is_one():
    cast_place = Place(datetime(2031, 3, 3, 18, 30, tzinfo=UTC), EventKind.SEAT_BEGAN, new_id())
    assert Place.of(cast_place.code) == cast_place
    for wrong in ("", "x", "2031-03-03T18:30:00_meeting_x", f"2031-03-03T18:30:00+00:00_nonsense_{new_id()}"):
        assert Place.of(wrong) is None


def test_it_is_narrowed_to_a_group_and_to_days(db):
    cast = plant_cast()
    assert set(kinds(events(cast, groups=["seats"], count=100))) <= {EventKind.SEAT_BEGAN, EventKind.SEAT_ENDED}
    assert kinds(events(cast, groups=["seats"], count=100))
    everything = events(cast, count=100)
    day = in_london(everything[0].at).date()
    span = Span(day, day)
    assert events(cast, span=span, count=100) == [one for one in everything if in_london(one.at).date() == day]
    assert events(cast, span=Span(last=day - timedelta(days=40_000)), count=100) == []


def test_how_the_core_member_came_in_belongs_to_their_circle(db):
    cast = plant_cast()
    with as_owner():
        referral = sent(invited(cast, "petra"), cast.petra, at=cast.now - timedelta(days=3))
        Referral.objects.filter(pk=referral.pk).update(subject_id=cast.mark.pk)
        other = sent(invited(cast, "petra"), cast.petra, at=cast.now - timedelta(days=3))
        PersonDocument.objects.create(
            subject_id=cast.mark.pk, area=cast.areas["a"], agency=cast.agencies["police"], kind="report",
            file_kind="pdf", size=1, pages=1, uploaded_by=cast.cora, uploaded_at=cast.now - timedelta(days=1),
        )  # fmt: skip
    found = events(cast, groups=["coming-in", "papers"], count=100)
    assert [(event.kind, event.label, event.name) for event in found if event.at < cast.now] == [
        (EventKind.DOCUMENT, "Report", cast.agencies["police"].name),
        (EventKind.REFERRED, "", ""),
    ]
    assert other.pk not in {event.item_id for event in found}


def test_a_concern_behind_the_wall_is_no_part_of_it_for_anybody(db):
    cast = plant_cast()
    raise_concern(cast, walled=True, about_user=cast.cora)
    for who in ("cora", "sena", "olga"):
        assert EventKind.CONCERN not in kinds(events(cast, who, count=100))


def test_every_fact_that_has_codes_can_say_what_they_are_called():
    assert {
        source.kind for source in SOURCES if source.code not in ("''", "item_type") and not source.labels()
    } == set()


def test_an_index_leads_to_the_facts_of_one_circle_or_one_person(db):
    """By the first column of some index, so that nobody reads the whole table for one Circle."""
    plant_cast()
    column = re.compile(r"(\w+) (?:=|IN)")
    with as_owner(), connection.cursor() as cursor:
        for source in SOURCES:
            cursor.execute(
                "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid "
                "AND a.attnum = i.indkey[0] WHERE i.indrelid = %s::regclass", [source.model._meta.db_table]
            )  # fmt: skip
            assert column.match(source.of)[1] in {name for (name,) in cursor.fetchall()}, source.kind


def words_of_day(cast, who, day):
    with acting(cast.users[who]) as actor:
        found = events_of(cast.circle_1.pk, actor.now, span=Span(day, day), count=100)
        return open_words(Circle.objects.get(pk=cast.circle_1.pk), found, by=actor)


def test_the_words_of_a_day_are_read_each_with_a_receipt(db):
    cast = plant_cast()
    concern = raise_concern(cast)
    with as_owner():
        ConcernAccount.objects.create(
            concern=concern, circle=cast.circle_1, area=cast.areas["a"], text="A wryneck.", written_by=cast.vera,
            written_at=concern.raised_at,
        )  # fmt: skip
    day = in_london(concern.raised_at).date()
    assert words_of_day(cast, "cora", day)[EventKind.CONCERN, concern.pk] == "A wryneck."
    with as_owner():
        assert Entry.objects.filter(verb="opened", item_id=concern.pk, actor_id=cast.cora.pk).count() == 1


@pytest.mark.parametrize("who", ["colin", "omar", "nina", "adam", "xena"])
def test_outsiders_have_no_timeline(db, who):
    cast = plant_cast()
    raise_concern(cast)
    assert [event for event in events(cast, who) if event.kind is not EventKind.SEAT_BEGAN] == []


@pytest.mark.parametrize("more", [1, 3])
def test_it_takes_three_reads_however_much_happened(db, more):
    cast = plant_cast()
    for number in range(more):
        raise_concern(cast, reference=f"N-23456{number}")
    with acting(cast.cora) as cora, CaptureQueriesContext(connection) as queries:
        events_of(cast.circle_1.pk, cora.now)
    assert len(queries) == 3


def test_one_release_is_one_line_however_many_it_went_to(db):
    cast = plant_cast()
    approve(cast)
    assert len(release(cast)) == 3
    (line,) = events(cast, groups=["sharing"], count=100)
    assert (line.kind, line.label, line.name, line.item_id) == (EventKind.RELEASED, "Minutes", "3", cast.minutes_1.pk)
    assert title(line) == "Minutes released to 3 people"
