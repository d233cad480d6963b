"""In which prison a Circle meets: exactly that one clears its volunteers, and another is named with a reason."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.db.models import F
from django.db.utils import DatabaseError

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.foundations.corrections.models import CorrectionWords
from encircle.rooms.circles.actions.establishment import name_prison
from encircle.rooms.circles.actions.opening import open_circle
from encircle.rooms.circles.actions.phases import begin_phase, end_circle
from encircle.rooms.circles.actions.seating import A_MOMENT, seat_volunteer
from encircle.rooms.circles.course_queries import prison_of, prisons_of
from encircle.rooms.circles.gate import missing_for, not_cleared
from encircle.rooms.circles.models import Circle, Establishment, Phase, Seat
from encircle.rooms.circles.vocabulary import EndingReason, PhaseName, SeatPart
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency
from encircle.rooms.readiness.models import Requirement
from encircle.rooms.vetting.models import Clearance
from tests.cast import acting, plant_cast
from tests.rooms.circles.test_opening import new_circle, new_core_member
from tests.support.database import as_owner

WHY = "The core member was moved on Friday."


def prison(name):
    with as_owner():
        return Agency.objects.create(name=f"HMP {name}", kind="prison", email_domains=[f"{name.lower()}.example"])


def in_prison(cast):
    """Circle 1 meets in prison, asks for a clearance, and was opened before prisons were named."""
    with as_owner():
        Circle.objects.filter(pk=cast.circle_1.pk).update(kind="prison")
        Phase.objects.filter(circle=cast.circle_1).update(name="prison")
        Requirement.objects.create(kind="prison", conditions=["prison"], in_force_from=date(2002, 1, 1))
    cast.circle_1.kind = "prison"


def cleared(cast, where, who, days=90, outcome="granted"):
    with as_owner():
        today = cast.now.date()
        Clearance.objects.create(
            volunteer=who, area=who.area, prison=where, outcome=outcome, decided_on=today,
            ends_on=today + timedelta(days=days) if outcome == "granted" else None, by=cast.cora,
            at=cast.now + timedelta(seconds=Clearance.objects.count()),
        )  # fmt: skip


def named(cast, where, why="", who="cora"):
    with acting(cast.users[who]) as actor:
        name_prison(cast.circle_1.pk, where.pk, id=new_id(), why=why, by=actor, at=actor.now)


def lacking(cast, volunteer):
    with acting(cast.cora) as cora:
        found = missing_for(cast.circle_1, [volunteer.pk], starts_at=cora.now, at=cora.now)
    return [one.words for one in found.get(volunteer.pk, ())]


def without(cast, actor):
    phase = Phase.objects.get(circle=cast.circle_1, ends_at=None).name
    return not_cleared(cast.circle_1, phase, prison_of(cast.circle_1), actor.now)


def anew(cast, volunteer):
    """Who sat there gets the same seat once more, as plain SQL would write it."""
    with as_owner():
        Seat.objects.filter(volunteer=volunteer, ends_at=None).update(ends_at=F("starts_at") + A_MOMENT)
    with acting(cast.cora) as cora:
        Seat.objects.bulk_create([
            Seat(
                circle=cast.circle_1, area=cast.areas["a"], part=SeatPart.VOLUNTEER, volunteer=volunteer, letter="Q",
                display_name="Anew", added_by=cast.cora, starts_at=cora.now, sees_from=cora.now,
            )
        ])  # fmt: skip


def test_before_a_prison_is_named_a_clearance_by_any_counts_and_then_by_that_one_alone(db):
    cast = plant_cast()
    in_prison(cast)
    north, south = prison("North"), prison("South")
    vera = cast.volunteers["vera"]
    assert lacking(cast, vera) == ["a prison clearance"]
    cleared(cast, south, vera)
    assert lacking(cast, vera) == []
    named(cast, north)
    assert lacking(cast, vera) == ["clearance by HMP North"]
    cleared(cast, north, vera)
    assert lacking(cast, vera) == []
    cleared(cast, north, vera, outcome="refused")
    assert lacking(cast, vera) == ["clearance by HMP North"]


def test_what_ended_is_said_with_its_day_and_the_name_of_the_prison(db):
    cast = plant_cast()
    in_prison(cast)
    north, vera = prison("North"), cast.volunteers["vera"]
    named(cast, north)
    cleared(cast, north, vera, days=-1)
    last = cast.now.date() - timedelta(days=1)
    assert lacking(cast, vera) == [f"a new clearance by HMP North: the last ended on {last.day} {last:%B %Y}"]


def test_no_seat_with_a_clearance_by_another_prison_by_whatever_way(db):
    cast = plant_cast()
    in_prison(cast)
    north, south, vera = prison("North"), prison("South"), cast.volunteers["vera"]
    cleared(cast, south, vera)
    anew(cast, vera)  # any counts: none is named
    named(cast, north)
    with pytest.raises(IntegrityError, match="not ready"):
        anew(cast, vera)
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refusal:
        seat_volunteer(cast.circle_1, vera.pk, starts_at=cora.now, sees_from=cora.now, by=cora, at=cora.now)
    assert refusal.value.errors == {
        "volunteer": "Vera Applegarth is not ready for this kind of Circle. Needed: clearance by HMP North"
    }
    named(cast, south, WHY)
    anew(cast, vera)


def test_another_prison_is_named_with_a_reason_and_ends_no_seat(db):
    cast = plant_cast()
    in_prison(cast)
    north, south, vera = prison("North"), prison("South"), cast.volunteers["vera"]
    cleared(cast, north, vera)
    cleared(cast, north, cast.volunteers["vic"])
    named(cast, north)
    with acting(cast.cora) as cora:
        assert without(cast, cora) == 0
    with pytest.raises(Invalid) as refusal:
        named(cast, south)
    assert refusal.value.errors == {"why": "Say why this is changed"}
    named(cast, south, WHY, who="cleo")
    with acting(cast.cora) as cora:
        assert without(cast, cora) == 2
        assert [(row.prison.name, by) for row, by in prisons_of(cast.circle_1)] == [
            ("HMP South", "Cleo Thistlewood"), ("HMP North", "Cora Fernleigh"),
        ]  # fmt: skip
    with as_owner():
        assert list(CorrectionWords.objects.values_list("old", "new", "why")) == [("HMP North", "HMP South", WHY)]
        assert Seat.objects.filter(circle=cast.circle_1, part="volunteer", ends_at=None).count() == 2
        assert Entry.objects.filter(item_type="circles.establishment", circle_id=cast.circle_1.pk).count() == 2


def test_outside_prison_no_clearance_is_asked_any_more(db):
    cast = plant_cast()
    in_prison(cast)
    named(cast, prison("North"))
    with acting(cast.cora) as cora:
        begin_phase(cast.circle_1.pk, PhaseName.THROUGH_GATE, by=cora, at=cora.now)
    with acting(cast.cora) as cora:
        assert without(cast, cora) == 0
    anew(cast, cast.volunteers["vera"])


def test_what_cannot_be_named(db):
    cast = plant_cast()
    north = prison("North")
    with pytest.raises(NotFound):  # of another kind
        named(cast, north)
    in_prison(cast)
    with pytest.raises(Invalid, match="Select the prison"):
        named(cast, cast.agencies["police"] if "police" in cast.agencies else next(iter(cast.agencies.values())))
    named(cast, north)
    with pytest.raises(Invalid, match="That is the prison already"):
        named(cast, north, WHY)
    with pytest.raises(NotFound):  # of another area
        named(cast, north, WHY, who="colin")
    with pytest.raises((NotAllowed, NotFound)):
        named(cast, north, WHY, who="vera")
    with acting(cast.cora) as cora:
        end_circle(cast.circle_1.pk, EndingReason.COMPLETED, by=cora, at=cora.now)
    with pytest.raises(Invalid, match="has ended"):
        named(cast, prison("South"), WHY)


def test_the_database_keeps_prisons_of_prison_circles_alone_and_never_edits_them(db):
    cast = plant_cast()
    north = prison("North")

    def keep(where):
        with acting(cast.cora) as cora:
            row = Establishment(circle=cast.circle_1, area=cast.areas["a"], prison=where, recorded_at=cora.now)
            row.recorded_by = cast.cora
            Establishment.objects.bulk_create([row])

    with pytest.raises(IntegrityError, match="Only a prison Circle"):
        keep(north)
    in_prison(cast)
    with pytest.raises(IntegrityError, match="Only a prison Circle"):
        keep(next(iter(cast.agencies.values())))
    keep(north)
    with pytest.raises(DatabaseError), acting(cast.cora):
        Establishment.objects.update(prison=prison("South"))


def test_a_prison_circle_opens_with_its_prison_and_another_kind_without(db):
    cast = plant_cast()
    north, south, vera = prison("North"), prison("South"), cast.volunteers["vera"]
    in_prison(cast)
    cleared(cast, south, vera)
    person = new_core_member(cast)
    inside = {"kind": CircleKind.PRISON, "volunteer_ids": (vera.pk,)}
    for more, field, words in (
        (inside, "prison", "Select the prison where the Circle meets"),
        ({"prison_id": north.pk}, "prison", "Only a Circle that begins in prison names one"),
        (
            inside | {"prison_id": north.pk},
            "volunteers",
            "Vera Applegarth is not ready for this kind of Circle. Needed: clearance by HMP North",
        ),
    ):
        with acting(cast.cora) as cora, pytest.raises(Invalid) as refusal:
            open_circle(new_circle(cast, person, **more), by=cora, at=cora.now)
        assert refusal.value.errors == {field: words}
    with acting(cast.cora) as cora:
        circle = open_circle(new_circle(cast, person, **inside, prison_id=south.pk), by=cora, at=cora.now)
    with acting(cast.cora):
        assert prison_of(circle) == south
