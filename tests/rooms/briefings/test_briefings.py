"""A briefing is planned, answered, moved and held; a Circle starts after it, or when somebody named says why."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.post.models import Notice
from encircle.rooms.briefings.actions.holding import Held, hold_briefing
from encircle.rooms.briefings.actions.planning import Time, cancel_briefing, move_briefing, reply
from encircle.rooms.briefings.gate import require_startable, start_without_briefing, why_not_startable
from encircle.rooms.briefings.models import Briefing, BriefingInvitation, BriefingReply, StartException
from encircle.rooms.briefings.queries import briefing_now, briefing_page
from encircle.rooms.briefings.vocabulary import ExceptionReason, MoveReason, Presence
from encircle.rooms.circles.actions.phases import begin_phase
from encircle.rooms.circles.vocabulary import PhaseName
from encircle.rooms.organisation.models import KindStandard
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted

from .forming import forming_circle, planned, seat_of


def expecting(*kinds):
    with as_owner():
        KindStandard.objects.update(briefing_agencies=list(kinds))


def held(cast, circle, briefing, **presences):
    seats = {seat_of(circle, who).pk: presence for who, presence in presences.items()}
    with acting(cast.cora) as cora:
        hold_briefing(
            briefing.pk,
            Held(held_at=cora.now, led_by="Cora Fernleigh", goals_guidance=True, presences=seats),
            by=cora, at=cora.now,
        )  # fmt: skip


def test_those_invited_are_told_that_something_waits_and_nobody_else(db):
    cast = plant_cast()
    circle = forming_circle(cast)
    briefing = planned(cast, circle, seats=[seat_of(circle, "Vera"), seat_of(circle, "Petra")])
    with as_owner():
        told = set(Notice.objects.filter(item_id=briefing.pk).values_list("user_id", "kind"))
    assert told == {(cast.vera.pk, "waiting"), (cast.petra.pk, "waiting")}


def test_the_page_says_which_agency_is_missing(db):
    cast = plant_cast()
    expecting("police", "probation")
    circle = forming_circle(cast)
    briefing = planned(cast, circle, seats=[seat_of(circle, "Vera"), seat_of(circle, "Petra")])
    with acting(cast.cora) as cora:
        assert briefing_page(briefing.pk, cora.now).missing == ["Police"]
        assert briefing_now(circle.pk, cora.now).missing == ["Police"]
    held(cast, circle, briefing, Vera=Presence.PRESENT, Omar=Presence.PRESENT, Petra=Presence.APOLOGIES)
    with acting(cast.cora) as cora:
        assert briefing_page(briefing.pk, cora.now).missing == ["Probation"]


def test_a_professional_answers_their_own_invitation_and_a_move_asks_again(db):
    cast = plant_cast()
    circle = forming_circle(cast)
    briefing = planned(cast, circle, seats=[seat_of(circle, "Petra"), seat_of(circle, "Omar")])
    with acting(cast.petra) as petra:
        (own,) = BriefingInvitation.objects.all()
        reply(own.pk, comes=True, by=petra, at=petra.now)
        reply(own.pk, comes=True, by=petra, at=petra.now)
        assert BriefingReply.objects.count() == 1
        assert list(Briefing.objects.values_list("pk", flat=True)) == [briefing.pk]
    with acting(cast.omar) as omar, pytest.raises(NotFound):
        reply(own.pk, comes=False, by=omar, at=omar.now)
    with acting(cast.cora) as cora:
        assert {line.seat.name: line.comes for line in briefing_page(briefing.pk, cora.now).invited} == {
            "Petra Nightingale": True, "Omar Stonecrop": None,
        }  # fmt: skip
        later = briefing.starts_at + timedelta(days=7)
        move_briefing(briefing.pk, Time(later, later + timedelta(hours=2)), MoveReason.POLICE, by=cora, at=cora.now)
    with acting(cast.cora) as cora:
        assert {line.comes for line in briefing_page(briefing.pk, cora.now).invited} == {None}


def test_a_cancelled_briefing_is_neither_answered_nor_held(db):
    cast = plant_cast()
    circle = forming_circle(cast)
    briefing = planned(cast, circle, hours=-1, seats=[seat_of(circle, "Petra")])
    with acting(cast.cora) as cora:
        cancel_briefing(briefing.pk, MoveReason.VENUE, by=cora, at=cora.now)
    with acting(cast.petra) as petra, pytest.raises(NotAllowed):
        reply(BriefingInvitation.objects.get().pk, comes=True, by=petra, at=petra.now)
    with pytest.raises(NotAllowed):
        held(cast, circle, briefing, Vera=Presence.PRESENT)


# --- the start gate ---


def test_a_circle_does_not_start_before_its_briefing_was_held(db):
    cast = plant_cast()
    circle = forming_circle(cast)
    briefing = planned(cast, circle, hours=-1)
    with acting(cast.cora) as cora:
        assert why_not_startable(circle.pk) != ""
        with pytest.raises(Invalid):
            require_startable(circle.pk, PhaseName.WEEKLY)
    with acting(cast.cora) as cora, pytest.raises(IntegrityError, match="briefing"):
        begin_phase(circle.pk, PhaseName.WEEKLY, by=cora, at=cora.now)
    held(cast, circle, briefing, Vera=Presence.PRESENT)
    with acting(cast.cora) as cora:
        begin_phase(circle.pk, PhaseName.WEEKLY, by=cora, at=cora.now)
    with acting(cast.cora) as cora:
        assert why_not_startable(circle.pk) == ""


def test_plain_sql_does_not_start_it_either_not_even_the_owner_of_the_tables(db):
    cast = plant_cast()
    circle = forming_circle(cast)
    statement = (
        "INSERT INTO circles_phase (id, circle_id, area_id, name, starts_at) "
        "VALUES (gen_random_uuid(), %s, %s, 'weekly', now() + interval '1 day')"
    )
    with as_owner(), connection.cursor() as cursor, pytest.raises(IntegrityError, match="briefing"):
        cursor.execute(statement, [circle.pk, circle.area_id])


def test_a_coordinator_makes_no_exception_and_a_senior_does_with_a_reason(db):
    cast = plant_cast()
    circle = forming_circle(cast)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        start_without_briefing(circle.pk, ExceptionReason.RELEASE, "He is out on Friday", by=cora, at=cora.now)
    with acting(cast.sena) as sena:
        with pytest.raises(Invalid):
            start_without_briefing(circle.pk, ExceptionReason.RELEASE, " ", by=sena, at=sena.now)
        start_without_briefing(circle.pk, ExceptionReason.RELEASE, "He is out on Friday", by=sena, at=sena.now)
    with acting(cast.cora) as cora:
        assert StartException.objects.get(circle=circle.pk).decided_by_id == cast.sena.pk
        begin_phase(circle.pk, PhaseName.WEEKLY, by=cora, at=cora.now)


def test_a_briefing_that_is_to_come_cannot_be_said_to_have_been_held(db):
    cast = plant_cast()
    circle = forming_circle(cast)
    briefing = planned(cast, circle)
    with acting(cast.cora) as cora, pytest.raises(Invalid):
        hold_briefing(
            briefing.pk,
            Held(
                held_at=briefing.starts_at, led_by="Cora", goals_guidance=True,
                presences={seat_of(circle, "Vera").pk: Presence.PRESENT},
            ),
            by=cora, at=cora.now,
        )  # fmt: skip
    with clock_shifted(timedelta(days=2)):
        held(cast, circle, briefing, Vera=Presence.PRESENT)


def test_nobody_of_another_area_sees_any_of_it(db):
    cast = plant_cast()
    circle = forming_circle(cast)
    planned(cast, circle, seats=[seat_of(circle, "Vera")])
    for user in (cast.colin, cast.xena, cast.hana, cast.adam):
        with acting(user):
            assert not Briefing.objects.filter(circle=circle.pk).exists()
    with acting(cast.vera):
        assert Briefing.objects.filter(circle=circle.pk).count() == 1
