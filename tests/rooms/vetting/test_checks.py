"""Checks on volunteers are asked for within the law, seen, looked up and decided by those who may."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.rooms.partners.models import Agency
from encircle.rooms.vetting.actions.checking import (
    Asked,
    Seen,
    ask_for_check,
    check_row,
    decide_on_check,
    record_check,
    record_update,
)
from encircle.rooms.vetting.actions.clearing import Said, record_clearance
from encircle.rooms.vetting.actions.eligibility import NewEligibility, decide_eligibility
from encircle.rooms.vetting.models import Check, CheckDecision, CheckDecisionWords, Clearance, Eligibility, Request
from encircle.rooms.vetting.policy import Kind
from encircle.rooms.vetting.queries import forecast, open_vetting
from encircle.rooms.vetting.vocabulary import CheckOutcome, ClearanceOutcome, Shows, Standing, UpdateOutcome
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

ADULT, BOTH, BARRED = Kind("enhanced", "adult"), Kind("enhanced", "both"), Kind("barred", "both")
WEIGHED = "Long ago, of small weight, and they spoke of it themselves."


@pytest.fixture
def cast(db):
    cast = plant_cast()
    decide(cast, "adult", ADULT)
    return cast


def today(cast):
    return in_london(cast.now).date()


def decide(cast, kind, of, *, by="olga", **more):
    new = {"grounds": "Invented guidance of 2024", "in_force_from": today(cast)} | more
    with acting(cast.users[by]) as actor:
        decide_eligibility(NewEligibility(kind=kind, of=of, **new), id=new_id(), by=actor, at=actor.now)


def ask(cast, of, *, kind="adult", by="cora", who="vera"):
    with acting(cast.users[by]) as actor:
        asked = Asked(kind=kind, of=of, asked_on=today(cast))
        ask_for_check(cast.volunteers[who], asked, id=new_id(), by=actor, at=actor.now)


def see(cast, of=ADULT, *, by="cora", who="vera", number="001234567890", days=0, **more):
    id = new_id()
    issued = today(cast) - timedelta(days=days)
    seen = {"shows": Shows.NOTHING, "on_update_service": True} | more
    with acting(cast.users[by]) as actor:
        record_check(
            cast.volunteers[who],
            Seen(of=of, number=number, issued_on=issued, seen_on=today(cast), **seen),
            id=id, by=actor, at=actor.now,
        )  # fmt: skip
    return id


def stands(cast, who="vera"):
    with acting(cast.cora) as cora:
        return [(line.standing, line.until) for line in open_vetting(cast.volunteers[who], by=cora).checks]


def test_only_an_operations_manager_decides_what_a_role_is_eligible_for(cast):
    for by in ("cora", "sena", "adam"):
        with pytest.raises(NotAllowed):
            decide(cast, "young", BOTH, by=by)


def test_a_decision_says_what_it_rests_on_and_stands_from_a_day_on(cast):
    with pytest.raises(Invalid) as refusal:
        decide(cast, "young", Kind("enhanced"), grounds="law", in_force_from=today(cast) - timedelta(days=1))
    assert set(refusal.value.errors) == {"workforce", "grounds", "in_force_from"}
    with pytest.raises(Invalid, match="already"):
        decide(cast, "adult", BOTH)


def test_asking_above_what_the_role_is_eligible_for_is_refused_with_the_reason_beside_the_level(cast):
    for of, kind in ((BARRED, "adult"), (BOTH, "adult"), (ADULT, "young")):
        with pytest.raises(Invalid) as refusal:
            ask(cast, of, kind=kind)
        assert list(refusal.value.errors) == ["level"]
    with as_owner():
        assert not Request.objects.exists()


def test_the_database_refuses_it_too(cast):
    vera = cast.volunteers["vera"]
    above = Request(
        volunteer=vera, area_id=vera.area_id, by=cast.cora, at=cast.now, kind="adult", level="barred",
        workforce="adult", asked_on=today(cast),
    )  # fmt: skip
    with acting(cast.cora), pytest.raises(IntegrityError, match="not eligible"):
        Request.objects.bulk_create([above])


def test_a_basic_check_may_be_asked_of_anybody(cast):
    ask(cast, Kind("basic"), kind="young")


def test_a_certificate_that_was_seen_answers_what_was_asked_for(cast):
    ask(cast, ADULT)
    id = see(cast)
    with as_owner():
        assert Check.objects.get(pk=id).request == Request.objects.get()
    assert stands(cast) == [(Standing.IN_DATE, date(today(cast).year + 3, today(cast).month, today(cast).day))]


@pytest.mark.parametrize(
    ("more", "field"),
    [({"number": "12345"}, "number"), ({"days": -1}, "issued_on"), ({"of": Kind("enhanced")}, "workforce")],
)
def test_what_is_wrong_is_said_beside_its_field(cast, more, field):
    with pytest.raises(Invalid) as refusal:
        see(cast, **more)
    assert list(refusal.value.errors) == [field]


def test_one_certificate_is_recorded_once(cast):
    see(cast)
    with pytest.raises(Invalid, match="recorded already"):
        see(cast)


def test_what_the_update_service_finds_changed_ends_it(cast):
    id = see(cast, days=400)
    with acting(cast.cora) as cora:
        record_update(check_row(id), UpdateOutcome.UNCHANGED, today(cast), id=new_id(), by=cora, at=cora.now)
    assert [standing for standing, _ in stands(cast)] == [Standing.IN_DATE]
    yesterday = today(cast) - timedelta(days=1)
    with acting(cast.cora) as cora:
        record_update(check_row(id), UpdateOutcome.CHANGED, yesterday, id=new_id(), by=cora, at=cora.now)
    assert stands(cast) == [(Standing.LAPSED, yesterday)]


def test_what_shows_something_is_decided_by_a_senior_and_the_reasons_are_theirs_to_keep(cast):
    id = see(cast, shows=Shows.SOMETHING)
    assert [standing for standing, _ in stands(cast)] == [Standing.TO_DECIDE]
    with acting(cast.cora) as cora, pytest.raises(NotAllowed, match="senior coordinator"):
        decide_on_check(check_row(id), CheckOutcome.ACCEPTED, WEIGHED, id=new_id(), by=cora, at=cora.now)
    with acting(cast.sena) as sena:
        with pytest.raises(Invalid):
            decide_on_check(check_row(id), CheckOutcome.ACCEPTED, "Fine.", id=new_id(), by=sena, at=sena.now)
        decide_on_check(check_row(id), CheckOutcome.ACCEPTED, WEIGHED, id=new_id(), by=sena, at=sena.now)
    assert [standing for standing, _ in stands(cast)] == [Standing.IN_DATE]
    with acting(cast.cora) as cora:
        assert list(open_vetting(cast.volunteers["vera"], by=cora).words.values()) == [WEIGHED]
    with acting(cast.vera):
        assert CheckDecision.objects.count() == 1
        assert not CheckDecisionWords.objects.exists()


def test_a_volunteer_sees_their_own_checks_and_nobody_elses(cast):
    see(cast)
    see(cast, who="vic", number="009876543210")
    with acting(cast.vera):
        assert [check.volunteer_id for check in Check.objects.all()] == [cast.volunteers["vera"].pk]
    for who in ("xena", "omar", "mark", "colin", "dana", "adam"):
        if who in cast.users:
            with acting(cast.users[who]):
                assert not Check.objects.exists()


def test_nobody_keeps_the_checks_on_themselves_and_no_area_those_of_another(cast):
    with pytest.raises(NotAllowed):
        see(cast, by="colin")
    with as_owner():
        Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).update(user=cast.cora)
        vera = Volunteer.objects.get(pk=cast.volunteers["vera"].pk)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed, match="Somebody else"):
        ask_for_check(vera, Asked(kind="adult", of=ADULT, asked_on=today(cast)), id=new_id(), by=cora, at=cora.now)


def test_each_prison_decides_for_itself_and_its_newest_word_counts(cast):
    with as_owner():
        one, other = (
            Agency.objects.create(name=name, kind="prison", email_domains=["prison.example"])
            for name in ("HMP Invented", "HMP Made-Up")
        )
    vera, day = cast.volunteers["vera"], today(cast)
    said = [
        Said(prison_id=one.pk, outcome=ClearanceOutcome.GRANTED, decided_on=day - timedelta(days=9), ends_on=day),
        Said(prison_id=other.pk, outcome=ClearanceOutcome.GRANTED, decided_on=day - timedelta(days=9),
             ends_on=day + timedelta(days=365)),
        Said(prison_id=other.pk, outcome=ClearanceOutcome.WITHDRAWN, decided_on=day),
    ]  # fmt: skip
    with acting(cast.cora) as cora:
        for each in said:
            record_clearance(vera, each, id=new_id(), by=cora, at=cora.now)
    with acting(cast.cora) as cora:
        lines = {line.clearance.prison_id: line.standing for line in open_vetting(vera, by=cora).clearances}
    assert lines == {one.pk: Standing.ENDING, other.pk: Standing.REFUSED}


def test_a_clearance_has_a_last_day_and_is_a_prisons(cast):
    wrong = Said(prison_id=cast.agencies["police"].pk, outcome=ClearanceOutcome.GRANTED, decided_on=today(cast))
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refusal:
        record_clearance(cast.volunteers["vera"], wrong, id=new_id(), by=cora, at=cora.now)
    assert set(refusal.value.errors) == {"ends_on", "prison"}
    with as_owner():
        assert not Clearance.objects.exists()


def test_the_forecast_says_who_is_to_be_looked_at_and_when_checks_end(cast):
    see(cast, days=1_200)
    see(cast, who="vic", number="009876543210", days=1_050)
    with acting(cast.cora) as cora:
        found = forecast(cast.areas["a"].pk, cora.now)
    told = {line.volunteer.given_name: line.standing for line in found.to_do}
    assert told == {"Vera": Standing.LAPSED, "Vic": Standing.ENDING, "Nina": Standing.NONE}
    assert sum(count for _, count in found.by_month) == 1


def test_who_has_applied_only_or_has_left_is_not_in_it(cast):
    with as_owner():
        Volunteer.objects.create(
            reference="V-APPLI", area=cast.areas["a"], given_name="Wilf", family_name="Underbank", email="w@x.example"
        )
        Volunteer.objects.filter(pk=cast.volunteers["vic"].pk).update(left_on=today(cast) - timedelta(days=1))
    with acting(cast.cora) as cora:
        names = {line.volunteer.given_name for line in forecast(cast.areas["a"].pk, cora.now).to_do}
    assert names == {"Vera", "Nina"}


def test_what_was_decided_is_never_edited(cast):
    with as_owner(), pytest.raises(Exception, match="append"), transaction.atomic():
        Eligibility.objects.update(level="basic")
