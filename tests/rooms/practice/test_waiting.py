"""What waits is worked out from the facts: it appears with them and goes with them, for those whose area it is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.rooms.circles.models import Pause
from encircle.rooms.meetings.actions.approving import approve_minutes
from encircle.rooms.meetings.actions.planning import wait_for_no_minutes
from encircle.rooms.meetings.actions.reading import open_minutes, return_minutes
from encircle.rooms.meetings.models import Approval, Meeting, MinutesVersion
from encircle.rooms.meetings.vocabulary import Outcome, VersionKind
from encircle.rooms.partners.policy import AgreementState
from encircle.rooms.practice.ages import Age, ages_by_area
from encircle.rooms.practice.queries import (
    Wanted,
    agreements_wanting,
    clocks,
    concerns_open,
    consents_ending,
    core_member_did_not_come,
    developments_unread,
    minutes_missing,
    minutes_to_read,
    minutes_to_release,
    releases_unopened,
)
from encircle.rooms.received.models import Development, DevelopmentKind, DevelopmentRead
from encircle.rooms.risk.models import Concern, ConcernStep
from encircle.rooms.risk.standing import State
from encircle.rooms.risk.vocabulary import StepKind, Urgency
from encircle.rooms.sharing.models import Consent, Recall, Release, ReleaseEvent
from encircle.rooms.sharing.vocabulary import EventKind, RecallReason, ReleaseKind
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

WITH_CLOCKS = (minutes_to_read, minutes_missing, minutes_to_release, releases_unopened)
WITHOUT = (concerns_open, core_member_did_not_come, developments_unread, consents_ending, agreements_wanting)


def waits(cast, who, read, **more):
    with acting(cast.users[who]) as actor:
        wanted = Wanted(actor, **more)
        return read(wanted, clocks(actor.now)) if read in WITH_CLOCKS else read(wanted)


def concern(cast, **more):
    with as_owner():
        return Concern.objects.create(
            **{
                "reference": f"N-{Concern.objects.count():06}",
                "circle": cast.circle_1,
                "area": cast.areas["a"],
                "urgency": Urgency.OTHER,
                "raised_by": cast.vera,
                "raised_at": cast.now - timedelta(hours=3),
                **more,
            }
        )


def step(cast, about, kind, **more):
    with as_owner():
        at = more.pop("at", cast.now)
        return ConcernStep.objects.create(
            concern=about, circle=about.circle, area=about.area, kind=kind, at=at, recorded_at=at, **more
        )


def news(cast, **more):
    with as_owner():
        return Development.objects.create(
            **{
                "circle": cast.circle_1,
                "area": cast.areas["a"],
                "seat": cast.seats["omar"],
                "professional": cast.professionals["omar"],
                "agency": cast.agencies["police"],
                "kind": DevelopmentKind.RISK,
                "sent_by": cast.omar,
                "sent_at": cast.now - timedelta(hours=2),
                **more,
            }
        )


def release(cast, *, days_ago, seat="omar"):
    with as_owner():
        return Release.objects.create(
            circle=cast.circle_1,
            area=cast.areas["a"],
            kind=ReleaseKind.MINUTES,
            meeting=cast.meetings["past_1"],
            version=cast.minutes_1,
            seat=cast.seats[seat],
            professional=cast.professionals[seat],
            agency=cast.professionals[seat].agency,
            circle_reference=cast.circle_1.reference,
            about_on=cast.meetings["past_1"].starts_at.date(),
            released_by=cast.cora,
            released_at=cast.now - timedelta(days=days_ago),
        )


def approved(cast):
    with acting(cast.cora) as cora:
        approve_minutes(cast.minutes_1.pk, by=cora, at=cora.now)


# --- minutes ---


def test_minutes_wait_to_be_read_until_they_are_approved(db):
    cast = plant_cast()
    found = waits(cast, "cora", minutes_to_read)
    assert [(line.version.pk, line.is_new) for line in found.items] == [(cast.minutes_1.pk, True)]
    with acting(cast.cora) as cora:
        open_minutes(cast.minutes_1.pk, by=cora.acting)
    assert [line.is_new for line in waits(cast, "cora", minutes_to_read).items] == [False]
    assert [line.is_new for line in waits(cast, "cleo", minutes_to_read).items] == [True]
    approved(cast)
    assert waits(cast, "cora", minutes_to_read).total == 0


def test_only_the_newest_version_waits(db):
    cast = plant_cast()
    with as_owner():
        second = MinutesVersion.objects.create(
            meeting=cast.meetings["past_1"],
            circle=cast.circle_1,
            area=cast.areas["a"],
            number=2,
            kind=VersionKind.ORIGINAL,
            written_by=cast.vic,
            submitted_at=cast.now,
        )
    assert [line.version.pk for line in waits(cast, "cora", minutes_to_read).items] == [second.pk]


def test_returned_minutes_wait_for_the_volunteers_not_for_her(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        return_minutes(cast.minutes_1.pk, "Please say when it ended.", by=cora, at=cora.now)
    assert waits(cast, "cora", minutes_to_read).total == 0
    missing = waits(cast, "cora", minutes_missing)
    assert [(line.meeting.pk, line.is_returned) for line in missing.items] == [
        (cast.meetings["past_1"].pk, True),
        (cast.meetings["yesterday_1"].pk, False),
    ]


def test_a_meeting_without_minutes_is_overdue_after_two_days(db):
    cast = plant_cast()
    (line,) = waits(cast, "cora", minutes_missing).items
    assert line.due - line.meeting.ends_at == timedelta(hours=48)
    assert not line.is_overdue(line.due)
    assert line.is_overdue(line.due + timedelta(seconds=1))


@pytest.mark.parametrize("why", ["cancelled", "paused", "elsewhere"])
def test_nobody_waits_for_minutes_that_will_not_come(db, why):
    cast = plant_cast()
    meeting = cast.meetings["yesterday_1"]
    with as_owner():
        if why == "cancelled":
            Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=cast.now, cancel_reason="illness")
        if why == "paused":
            Pause.objects.create(
                circle=cast.circle_1, area=cast.areas["a"], starts_at=meeting.starts_at - timedelta(hours=1)
            )
    if why == "elsewhere":
        with acting(cast.cora) as cora:
            wait_for_no_minutes(meeting.pk, by=cora, at=cora.now)
    assert waits(cast, "cora", minutes_missing).total == 0


def test_she_knows_the_same_day_that_the_core_member_did_not_come(db):
    cast = plant_cast()
    assert waits(cast, "cora", core_member_did_not_come).total == 0
    with as_owner():
        Meeting.objects.filter(pk=cast.meetings["yesterday_1"].pk).update(outcome=Outcome.NOT_ATTENDED)
    assert [meeting.pk for meeting in waits(cast, "cora", core_member_did_not_come).items] == [
        cast.meetings["yesterday_1"].pk
    ]


# --- sharing ---


def test_approved_minutes_wait_for_their_release(db):
    cast = plant_cast()
    approved(cast)
    found = waits(cast, "cora", minutes_to_release)
    assert [line.approval.version_id for line in found.items] == [cast.minutes_1.pk]
    release(cast, days_ago=0)
    assert waits(cast, "cora", minutes_to_release).total == 0


def test_with_nobody_outside_nothing_waits_for_release(db):
    cast = plant_cast()
    approved(cast)
    with as_owner():
        for key in ("petra", "omar", "hana"):
            cast.circle_1.seats.filter(pk=cast.seats[key].pk).update(ends_at=cast.now - timedelta(days=1))
    assert waits(cast, "cora", minutes_to_release).total == 0


def test_a_release_nobody_opened_is_chased_after_five_days(db):
    cast = plant_cast()
    late = release(cast, days_ago=6)
    release(cast, days_ago=3, seat="petra")
    assert [found.pk for found in waits(cast, "cora", releases_unopened).items] == [late.pk]


@pytest.mark.parametrize("why", ["opened", "recalled", "seat ended"])
def test_a_release_that_was_opened_recalled_or_lost_its_seat_is_not(db, why):
    cast = plant_cast()
    late = release(cast, days_ago=6)
    place = {"release": late, "seat": late.seat, "circle": late.circle, "area": late.area}
    with as_owner():
        if why == "opened":
            ReleaseEvent.objects.create(**place, kind=EventKind.OPENED, at=cast.now, by=cast.omar)
        if why == "recalled":
            Recall.objects.create(
                **place,
                reason=RecallReason.WRONG_PERSON,
                was_opened=False,
                recalled_by=cast.cora,
                recalled_at=cast.now,
            )
        if why == "seat ended":
            cast.circle_1.seats.filter(pk=late.seat_id).update(ends_at=cast.now - timedelta(hours=1))
    assert waits(cast, "cora", releases_unopened).total == 0


def test_a_consent_about_to_end_is_said_with_its_circle(db):
    cast = plant_cast()
    with as_owner():
        Consent.objects.filter(agency=cast.agencies["health"]).update(ends_at=cast.now + timedelta(days=10))
        Consent.objects.filter(agency=cast.agencies["police"]).update(ends_at=cast.now + timedelta(days=90))
    (line,) = waits(cast, "cora", consents_ending).items
    assert (line.circle_name, line.consent.agency.name) == ("Circle 1", "Invented Partnership NHS Trust")


def test_an_agency_of_the_outer_circle_without_an_agreement_in_force_is_said(db):
    cast = plant_cast()
    assert waits(cast, "cora", agreements_wanting).total == 0
    with as_owner():
        cast.agencies["police"].agreements.update(ends_on=cast.now.date() - timedelta(days=2))
        cast.agencies["health"].agreements.all().delete()
    assert {(line.agency.name, line.state) for line in waits(cast, "cora", agreements_wanting).items} == {
        ("Devon and Cornwall Police", AgreementState.LAPSED),
        ("Invented Partnership NHS Trust", AgreementState.NONE),
    }
    assert waits(cast, "colin", agreements_wanting).total == 0


# --- received and raised ---


def test_urgent_news_stands_first_and_goes_when_somebody_has_read_it(db):
    cast = plant_cast()
    first, urgent = news(cast), news(cast, urgent=True, sent_at=cast.now)
    assert [found.pk for found in waits(cast, "cora", developments_unread).items] == [urgent.pk, first.pk]
    with as_owner():
        DevelopmentRead.objects.create(
            development=urgent, circle=urgent.circle, area=urgent.area, read_by=cast.cleo, read_at=cast.now
        )
    assert [found.pk for found in waits(cast, "cora", developments_unread).items] == [first.pk]


def test_concerns_stand_by_urgency_then_age_and_an_urgency_can_change(db):
    cast = plant_cast()
    other, serious = concern(cast), concern(cast, urgency=Urgency.SERIOUS, raised_at=cast.now)
    imminent = concern(cast, urgency=Urgency.OTHER)
    step(cast, imminent, StepKind.TRIAGED, urgency=Urgency.IMMINENT, by=cast.cora)
    found = waits(cast, "cora", concerns_open).items
    assert [(line.concern.pk, line.where.urgency) for line in found] == [
        (imminent.pk, Urgency.IMMINENT),
        (serious.pk, Urgency.SERIOUS),
        (other.pk, Urgency.OTHER),
    ]


def test_a_closed_concern_is_gone_until_it_is_reopened(db):
    cast = plant_cast()
    one = concern(cast)
    step(cast, one, StepKind.CLOSED, at=cast.now - timedelta(hours=2), by=cast.cora)
    assert waits(cast, "cora", concerns_open).total == 0
    step(cast, one, StepKind.REOPENED, at=cast.now - timedelta(hours=1), by=cast.cora)
    assert [line.where.state for line in waits(cast, "cora", concerns_open).items] == [State.REOPENED]


def test_a_concern_about_her_does_not_exist_for_her_in_list_or_count(db):
    cast = plant_cast()
    concern(cast, walled=True, about_user=cast.cora)
    open_one = concern(cast)
    found = waits(cast, "cora", concerns_open)
    assert ([line.concern.pk for line in found.items], found.total) == ([open_one.pk], 1)
    assert waits(cast, "sena", concerns_open).total == 2
    with acting(cast.olga) as olga:
        (area, _) = ages_by_area(olga, [cast.areas["a"].pk, cast.areas["b"].pk])
        assert area.concerns.waiting == 2


# --- areas and counts ---


def plant_everything(cast, times):
    for number in range(times):
        concern(cast, reference=f"N-EVERY{number}")
        news(cast)
    with as_owner():
        for number in range(times - 1):
            moment = cast.now - timedelta(days=20 + number)
            meeting = Meeting.objects.create(
                circle=cast.circle_1,
                area=cast.areas["a"],
                planned_starts_at=moment,
                starts_at=moment,
                ends_at=moment + timedelta(hours=2),
                outcome=Outcome.NOT_ATTENDED,
            )
            version = MinutesVersion.objects.create(
                meeting=meeting,
                circle=cast.circle_1,
                area=cast.areas["a"],
                number=1,
                kind=VersionKind.ORIGINAL,
                written_by=cast.vic,
                submitted_at=moment + timedelta(hours=5),
            )
            if number:
                Approval.objects.create(
                    version=version,
                    meeting=meeting,
                    circle=cast.circle_1,
                    area=cast.areas["a"],
                    approved_by=cast.cora,
                    approved_at=cast.now,
                )


def circles_of(items):
    """The Circles the lines are about, wherever a line carries one."""
    return {part.circle_id for line in items for part in (line, *vars(line).values()) if hasattr(part, "circle_id")}


@pytest.mark.parametrize("read", [*WITH_CLOCKS, *WITHOUT])
def test_the_next_area_has_nothing_of_it(db, read):
    cast = plant_cast()
    plant_everything(cast, 3)
    assert circles_of(waits(cast, "colin", read).items) <= {cast.circle_2.pk}


@pytest.mark.parametrize("who", ["adam", "dana", "nina", "tess"])
@pytest.mark.parametrize("read", [*WITH_CLOCKS, *WITHOUT])
def test_those_who_work_with_no_case_have_nothing_at_all(db, read, who):
    cast = plant_cast()
    plant_everything(cast, 3)
    assert waits(cast, who, read).total == 0


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(
    ("read", "queries"),
    [
        (minutes_to_read, 1),
        (minutes_missing, 1),
        (minutes_to_release, 1),
        (releases_unopened, 1),
        (concerns_open, 6),
        (core_member_did_not_come, 1),
        (developments_unread, 1),
        (consents_ending, 2),
        (agreements_wanting, 3),
    ],
)
def test_each_list_asks_as_often_for_three_as_for_one(db, read, queries, times):
    cast = plant_cast()
    plant_everything(cast, times)
    with as_owner():
        Consent.objects.order_by("pk").update(ends_at=cast.now + timedelta(days=10))
    with acting(cast.cora) as cora:
        wanted, known = Wanted(cora), clocks(cora.now)
        with CaptureQueriesContext(connection) as captured:
            read(wanted, known) if read in WITH_CLOCKS else read(wanted)
    assert len(captured) == queries


def test_those_who_look_after_all_areas_see_how_it_ages_in_each(db):
    cast = plant_cast()
    one = concern(cast)
    with acting(cast.olga) as olga, CaptureQueriesContext(connection) as captured:
        a, b = ages_by_area(olga, [cast.areas["a"].pk, cast.areas["b"].pk])
    assert len(captured) == 5
    assert a.concerns == Age(1, one.raised_at)
    assert (b.concerns, a.developments) == (Age(), Age())
    assert a.to_read == Age(1, cast.minutes_1.submitted_at)
    assert b.missing.waiting == 1


def test_a_list_is_narrowed_to_an_area(db):
    cast = plant_cast()
    everywhere = waits(cast, "olga", minutes_missing)
    assert everywhere.total == 2
    only_b = waits(cast, "olga", minutes_missing, area_id=cast.areas["b"].pk)
    assert [line.meeting.pk for line in only_b.items] == [cast.meetings["yesterday_2"].pk]


def test_a_cut_list_says_how_many_there_are(db):
    cast = plant_cast()
    plant_everything(cast, 3)
    found = waits(cast, "cora", developments_unread, count=2)
    assert (len(found.items), found.total) == (2, 3)
