"""The agreement of all members: in versions, signed by each in their own name, and asked again when it changes."""

from datetime import timedelta

import pytest

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_id
from encircle.rooms.briefings.actions.agreeing import (
    NewAgreement,
    SignedFor,
    open_agreement,
    sign,
    sign_for,
    write_agreement,
)
from encircle.rooms.briefings.agreements import agreement_now
from encircle.rooms.briefings.for_professionals import agreements_asked
from encircle.rooms.briefings.models import Agreement, AgreementText, Signature
from encircle.rooms.briefings.vocabulary import HowSigned
from encircle.rooms.circles.actions.phases import end_circle
from encircle.rooms.circles.actions.seating import seat_volunteer
from encircle.rooms.circles.models import Circle
from encircle.rooms.circles.vocabulary import EndingReason
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import clock_shifted

from .forming import forming_circle, seat_of


def written(cast, circle, *asked, own="We cook together."):
    seats = tuple(seat_of(circle, who).pk for who in asked)
    with acting(cast.cora) as cora:
        return write_agreement(
            Circle.objects.get(pk=circle.pk), NewAgreement(new_id(), own, seats), by=cora, at=cora.now
        )


def standing(cast, circle):
    with acting(cast.cora) as cora:
        now = agreement_now(circle.pk, cora.now)
        return {line.seat.display_name: bool(line.signature) for line in now.asked}


def signed_by(user, agreement):
    with acting(user) as reader:
        sign(agreement.pk, by=reader, at=reader.now)


def test_everybody_of_the_inner_circle_is_asked_and_those_outside_who_are_named(db):
    cast = plant_cast()
    circle = forming_circle(cast)
    one = written(cast, circle, "Petra")
    assert standing(cast, circle) == {
        "Ned": False, "Vera": False, "Vic": False, "Cora": False, "Petra Nightingale": False,
    }  # fmt: skip
    for user in (cast.vera, cast.vic, cast.cora, cast.petra):
        signed_by(user, one)
        signed_by(user, one)  # pressed twice
    with acting(cast.cora) as cora:
        ned = SignedFor(seat_of(circle, "Ned").pk, "Ned", HowSigned.COORDINATOR_SCREEN)
        sign_for(one.pk, ned, by=cora, at=cora.now)
        assert agreement_now(circle.pk, cora.now).is_complete
        end_circle(circle.pk, EndingReason.MOVED, by=cora, at=cora.now)
    with clock_shifted(timedelta(days=2)), acting(cast.cora) as cora:  # when all have left, it is still theirs
        assert agreement_now(circle.pk, cora.now).is_complete


def test_a_new_version_asks_everybody_again_and_who_joins_later_has_not_signed(db):
    cast = plant_cast()
    circle = forming_circle(cast)
    signed_by(cast.vera, written(cast, circle))
    second = written(cast, circle, own="We cook and we walk.")
    assert not any(standing(cast, circle).values())
    signed_by(cast.vera, second)
    with acting(cast.cora) as cora:
        nina = Volunteer.objects.get(pk=cast.volunteers["nina"].pk)
        seat_volunteer(
            Circle.objects.get(pk=circle.pk), nina.pk, starts_at=cora.now, sees_from=cora.now, by=cora, at=cora.now
        )
    assert standing(cast, circle) == {"Ned": False, "Vera": True, "Vic": False, "Nina": False, "Cora": False}


def test_nobody_signs_an_older_version_nor_one_of_another_circle(db):
    cast = plant_cast()
    circle = forming_circle(cast)
    first = written(cast, circle)
    written(cast, circle, own="Other")
    with acting(cast.vera) as vera, pytest.raises(Invalid):
        sign(first.pk, by=vera, at=vera.now)
    for user in (cast.xena, cast.hana, cast.omar):
        with acting(user) as other, pytest.raises(NotFound):
            sign(first.pk, by=other, at=other.now)


def test_a_page_signed_on_paper_bears_the_day_written_on_it(db):
    cast = plant_cast()
    circle = forming_circle(cast)
    one = written(cast, circle)
    day = in_london(cast.now).date() - timedelta(days=1)
    seat = seat_of(circle, "Ned").pk
    with acting(cast.cora) as cora, pytest.raises(Invalid):
        sign_for(one.pk, SignedFor(seat, "Ned", HowSigned.PAPER), by=cora, at=cora.now)
    with acting(cast.cora) as cora:
        sign_for(one.pk, SignedFor(seat, "Ned F", HowSigned.PAPER, day), by=cora, at=cora.now)
        found = Signature.objects.get(seat=seat)
        assert (found.name, in_london(found.signed_at).date(), found.recorded_by_id) == ("Ned F", day, cast.cora.pk)


def test_who_is_asked_outside_reads_the_words_and_no_name_of_a_volunteer(db):
    cast = plant_cast()
    circle = forming_circle(cast)
    one = written(cast, circle, "Petra")
    signed_by(cast.vera, one)
    with acting(cast.petra) as petra:
        assert [own.agreement.pk for own in agreements_asked(petra)] == [one.pk]
        assert open_agreement(Agreement.objects.get(pk=one.pk), by=petra).own_points == ("We cook together.",)
        assert Signature.objects.count() == 0
    with acting(cast.omar) as omar:
        assert agreements_asked(omar) == []
        assert AgreementText.objects.count() == 0


def test_whoever_signed_an_earlier_version_outside_is_asked_for_the_new_one(db):
    cast = plant_cast()
    circle = forming_circle(cast)
    one = written(cast, circle, "Petra", "Omar")
    signed_by(cast.petra, one)
    two = written(cast, circle)
    assert "Petra Nightingale" in standing(cast, circle)
    assert "Omar Stonecrop" not in standing(cast, circle)
    with acting(cast.petra) as petra:
        (asked,) = agreements_asked(petra)
        assert (asked.agreement.pk, asked.signature) == (two.pk, None)
