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
from encircle.rooms.practice.queries import Age, Wanted, ages_by_area, agreements_wanting, clocks, concerns_open, lists
from encircle.rooms.practice.sql_waiting import Kind
from encircle.rooms.received.models import Development, DevelopmentRead
from encircle.rooms.received.vocabulary import DevelopmentKind
from encircle.rooms.risk.models import Concern, ConcernStep
from encircle.rooms.risk.standing import State
from encircle.rooms.risk.vocabulary import StepKind, Urgency
from encircle.rooms.sharing.models import Consent, Recall, Release, ReleaseEvent
from encircle.rooms.sharing.vocabulary import EventKind, RecallReason, ReleaseKind
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

EVERY_LIST = (*Kind, concerns_open, agreements_wanting)


def waits(cast, who, what, **more):
    with acting(cast.users[who]) as actor:
        return read(what, Wanted(actor, **more), clocks(actor.now))


def read(what, wanted, known):
    if isinstance(what, Kind):
        return lists(wanted, known, [what])[what]
    return what(wanted, known)


def shown(cast, who, what):
    """Id and flag of each line."""
    return [(line.item_id, line.flag) for line in waits(cast, who, what).items]


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
    found = waits(cast, "cora", Kind.TO_READ)
    assert [(line.item_id, line.flag) for line in found.items] == [(cast.minutes_1.pk, False)]
    with acting(cast.cora) as cora:
        open_minutes(cast.minutes_1.pk, by=cora.acting)
    assert shown(cast, "cora", Kind.TO_READ) == [(cast.minutes_1.pk, True)]
    assert shown(cast, "cleo", Kind.TO_READ) == [(cast.minutes_1.pk, False)]
    approved(cast)
    assert waits(cast, "cora", Kind.TO_READ).total == 0


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
    assert shown(cast, "cora", Kind.TO_READ) == [(second.pk, False)]


def test_returned_minutes_wait_for_the_volunteers_not_for_her(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        return_minutes(cast.minutes_1.pk, "Please say when it ended.", by=cora, at=cora.now)
    assert waits(cast, "cora", Kind.TO_READ).total == 0
    assert shown(cast, "cora", Kind.MISSING) == [
        (cast.meetings["past_1"].pk, True),
        (cast.meetings["yesterday_1"].pk, False),
    ]


def test_a_meeting_without_minutes_is_overdue_after_two_days(db):
    cast = plant_cast()
    (line,) = waits(cast, "cora", Kind.MISSING).items
    assert line.due - line.at == timedelta(hours=48)
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
    assert waits(cast, "cora", Kind.MISSING).total == 0


def test_she_knows_the_same_day_that_the_core_member_did_not_come(db):
    cast = plant_cast()
    assert waits(cast, "cora", Kind.DID_NOT_COME).total == 0
    with as_owner():
        Meeting.objects.filter(pk=cast.meetings["yesterday_1"].pk).update(outcome=Outcome.NOT_ATTENDED)
    assert shown(cast, "cora", Kind.DID_NOT_COME) == [(cast.meetings["yesterday_1"].pk, False)]


# --- sharing ---


def test_approved_minutes_wait_for_their_release(db):
    cast = plant_cast()
    approved(cast)
    found = waits(cast, "cora", Kind.TO_RELEASE)
    assert [line.item_id for line in found.items] == [cast.minutes_1.pk]
    release(cast, days_ago=0)
    assert waits(cast, "cora", Kind.TO_RELEASE).total == 0


def test_with_nobody_outside_nothing_waits_for_release(db):
    cast = plant_cast()
    approved(cast)
    with as_owner():
        for key in ("petra", "omar", "hana"):
            cast.circle_1.seats.filter(pk=cast.seats[key].pk).update(ends_at=cast.now - timedelta(days=1))
    assert waits(cast, "cora", Kind.TO_RELEASE).total == 0


def test_a_release_nobody_opened_is_chased_after_five_days(db):
    cast = plant_cast()
    late = release(cast, days_ago=6)
    release(cast, days_ago=3, seat="petra")
    assert shown(cast, "cora", Kind.UNOPENED) == [(late.pk, False)]


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
    assert waits(cast, "cora", Kind.UNOPENED).total == 0


def test_a_consent_about_to_end_is_said_with_its_circle(db):
    cast = plant_cast()
    with as_owner():
        Consent.objects.filter(agency=cast.agencies["health"]).update(ends_at=cast.now + timedelta(days=10))
        Consent.objects.filter(agency=cast.agencies["police"]).update(ends_at=cast.now + timedelta(days=90))
    (line,) = waits(cast, "cora", Kind.CONSENTS).items
    assert (line.circle_name, line.agency_name, line.about_id) == (
        "Circle 1",
        "Invented Partnership NHS Trust",
        cast.mark.pk,
    )


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
    assert shown(cast, "cora", Kind.NEWS) == [(urgent.pk, True), (first.pk, False)]
    with as_owner():
        DevelopmentRead.objects.create(
            development=urgent, circle=urgent.circle, area=urgent.area, read_by=cast.cleo, read_at=cast.now
        )
    assert shown(cast, "cora", Kind.NEWS) == [(first.pk, False)]


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
        (area, _) = ages_by_area(Wanted(olga), clocks(olga.now), [cast.areas["a"].pk, cast.areas["b"].pk])
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
    lines = [part for line in items for part in (line, *vars(line).values())]
    return {part.circle_id for part in lines if hasattr(part, "circle_id")}


@pytest.mark.parametrize("what", EVERY_LIST)
def test_the_next_area_has_nothing_of_it(db, what):
    cast = plant_cast()
    plant_everything(cast, 3)
    assert circles_of(waits(cast, "colin", what).items) <= {cast.circle_2.pk}


@pytest.mark.parametrize("who", ["adam", "dana", "nina", "tess"])
@pytest.mark.parametrize("what", EVERY_LIST)
def test_those_who_work_with_no_case_have_nothing_at_all(db, what, who):
    cast = plant_cast()
    plant_everything(cast, 3)
    assert waits(cast, who, what).total == 0


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(("what", "queries"), [(tuple(Kind), 1), (concerns_open, 4), (agreements_wanting, 2)])
def test_it_asks_as_often_for_three_as_for_one(db, what, queries, times):
    cast = plant_cast()
    plant_everything(cast, times)
    with acting(cast.cora) as cora:
        wanted, known = Wanted(cora), clocks(cora.now)
        with CaptureQueriesContext(connection) as captured:
            lists(wanted, known) if isinstance(what, tuple) else read(what, wanted, known)
    assert len(captured) == queries


def test_all_lists_together_are_each_of_them(db):
    cast = plant_cast()
    plant_everything(cast, 3)
    release(cast, days_ago=6)
    with as_owner():
        Consent.objects.order_by("pk").update(ends_at=cast.now + timedelta(days=10))
        Meeting.objects.filter(pk=cast.meetings["yesterday_1"].pk).update(outcome=Outcome.NOT_ATTENDED)
    with acting(cast.cora) as cora:
        wanted, known = Wanted(cora), clocks(cora.now)
        together = lists(wanted, known)
        assert together == {kind: read(kind, wanted, known) for kind in Kind}
        assert all(together.values())


def test_those_who_look_after_all_areas_see_how_it_ages_in_each(db):
    cast = plant_cast()
    one = concern(cast)
    with acting(cast.olga) as olga:
        wanted, known = Wanted(olga), clocks(olga.now)
        with CaptureQueriesContext(connection) as captured:
            a, b = ages_by_area(wanted, known, [cast.areas["a"].pk, cast.areas["b"].pk])
    assert len(captured) == 1
    assert a.concerns == Age(1, one.raised_at)
    assert (b.concerns, a.news) == (Age(), Age())
    assert a.to_read == Age(1, cast.minutes_1.submitted_at)
    assert b.missing.waiting == 1


def test_a_list_is_narrowed_to_an_area(db):
    cast = plant_cast()
    everywhere = waits(cast, "olga", Kind.MISSING)
    assert everywhere.total == 2
    only_b = waits(cast, "olga", Kind.MISSING, area_id=cast.areas["b"].pk)
    assert [line.item_id for line in only_b.items] == [cast.meetings["yesterday_2"].pk]


def test_a_cut_list_says_how_many_there_are(db):
    cast = plant_cast()
    plant_everything(cast, 3)
    found = waits(cast, "cora", Kind.NEWS, count=2)
    assert (len(found.items), found.total) == (2, 3)
