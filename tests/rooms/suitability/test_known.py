"""Somebody referred may be known already. Whoever judges is told whom to ask; of a conflict, few are."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.models import Appointment
from encircle.foundations.accounts.models import User
from encircle.foundations.audit.models import Entry
from encircle.rooms.people.models import CoreMember
from encircle.rooms.referrals.actions.withdrawing import withdraw_referral
from encircle.rooms.referrals.queries import referral
from encircle.rooms.referrals.standard import decision_clock
from encircle.rooms.referrals.vocabulary import WithdrawalReason
from encircle.rooms.suitability.actions.settling import hold_decision, lift_hold, settle
from encircle.rooms.suitability.known import known_in, known_waiting, open_known, present_hold
from encircle.rooms.suitability.models import Resemblance, Settlement, SettlementWords
from encircle.rooms.suitability.vocabulary import About, KnownAs, Settled
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.rooms.suitability.people_referred import referred
from tests.support.database import as_owner

WORDS = "I rang and asked: the wryneck is another man."


@pytest.fixture
def cast(db):
    return plant_cast()


def come_in(cast, who="petra", **more):
    with as_owner(), transaction.atomic():
        return referred(cast, who, **more)


def found(one, **of):
    """As the owner: what the comparison found, by what it is and how strong."""
    with as_owner():
        rows = Resemblance.objects.filter(referral=one, **of)
        return sorted((row.about, row.kind, row.strength) for row in rows)


def seen(cast, who, one):
    with acting(cast.users[who]):
        return sorted((line.found.about, line.found.kind) for line in known_in(one.pk))


def known_before(cast, area="b", **more):
    given = {"given_name": "Bartholomew", "family_name": "Wheatear", "known_as": "Bart", "born_on": date(1984, 4, 3)}
    with as_owner():
        return CoreMember.objects.create(
            reference=f"P-{new_id().hex[:6]}", area=cast.areas[area], added_at=cast.now, **{**given, **more}
        )


# --- what is found ---


def test_somebody_new_is_known_to_nobody(cast):
    assert found(come_in(cast)) == []


def test_a_core_member_of_another_area_is_found(cast):
    known_before(cast)
    assert found(come_in(cast)) == [("person", "core_member", "strong")]


def test_by_a_short_form_an_accent_the_order_of_the_names_or_their_sound(cast):
    known_before(cast, given_name="Zoë-Catherine", family_name="O’Brien", known_as="Zoë")
    for person in (
        {"given_name": "Obrien", "family_name": "Zoe Catherine", "known_as": ""},
        {"given_name": "Katie", "family_name": "O'Brian", "known_as": ""},
    ):
        assert ("person", "core_member", "strong") in found(come_in(cast, person=person))


def test_by_a_name_used_before(cast):
    known_before(cast, family_name="Stonechat")
    assert found(come_in(cast, person={"other_names": "Barty\nBart Stonechat"})) == [
        ("person", "core_member", "strong")
    ]


def test_another_birthday_makes_a_common_name_weak_and_a_like_name_nothing(cast):
    known_before(cast, born_on=date(1951, 12, 30))
    assert found(come_in(cast, person={"known_as": ""})) == [("person", "core_member", "possible")]
    assert (
        found(
            come_in(cast, person={"given_name": "Bart", "family_name": "Wheateer", "known_as": ""}), kind="core_member"
        )
        == []
    )


def test_somebody_referred_before_is_found_by_a_number_whatever_became_of_it(cast):
    before = come_in(
        cast,
        "paul",
        area="b",
        person={"given_name": "Al", "family_name": "Pipit", "known_as": ""},
        numbers={"pnc": "2003/0011985X"},
    )
    with acting(cast.colin) as colin:
        line = referral(before.pk, clock=decision_clock())
        withdraw_referral(line.referral, WithdrawalReason.MOVED, by=colin, at=colin.now)
    one = come_in(cast, numbers={"pnc": "2003/0011985x", "nhs": "not_known"}, person={"born_on": "1970-01-01"})
    assert found(one) == [("person", "referral", "possible")]  # the number alone: it may have been typed wrong
    same = come_in(
        cast,
        numbers={"pnc": "2003 0011985X"},
        person={"given_name": "Alan", "family_name": "Pipit", "born_on": "1970-01-01", "known_as": ""},
    )
    assert ("person", "referral", "strong") in found(same)


def test_what_is_not_known_is_no_number(cast):
    come_in(
        cast,
        "paul",
        area="b",
        person={"given_name": "Al", "family_name": "Pipit", "born_on": "1990-02-02"},
        numbers={"pnc": "not_known"},
    )
    assert found(come_in(cast, numbers={"pnc": "not_known"})) == []


def test_a_core_member_that_came_of_a_referral_is_named_once(cast):
    before = come_in(cast, "paul", area="b", numbers={"nhs": "943 476 5919"})
    known_before(cast, id=before.subject_id, given_name="Bartholomew")
    assert found(come_in(cast, numbers={"nhs": "9434765919"})) == [("person", "core_member", "strong")]


def test_a_volunteer_somebody_who_works_here_and_somebody_who_signs_in_are_conflicts(cast):
    names = [("Vera", "Applegarth"), ("Cleo", "Thistlewood"), ("Omar", "Stonecrop")]
    kinds = []
    for given, family in names:
        one = come_in(cast, person={"given_name": given, "family_name": family, "known_as": ""})
        kinds += found(one, walled=True)
    assert kinds == [
        ("person", "volunteer", "possible"),
        ("person", "staff", "possible"),
        ("person", "login", "possible"),
    ]


def test_a_volunteer_who_has_left_is_one_too(cast):
    one = come_in(cast, person={"given_name": "Nina", "family_name": "Saltmarsh", "known_as": ""})
    assert found(one) == [("person", "volunteer", "possible")]


def test_somebody_another_person_is_to_be_kept_apart_from(cast):
    come_in(
        cast,
        "paul",
        area="b",
        person={"given_name": "Al", "family_name": "Pipit", "born_on": "1990-02-02"},
        apart=["Bart Wheatear"],
    )
    assert found(come_in(cast)) == [("person", "kept_apart", "possible")]


def test_whom_the_person_is_to_be_kept_apart_from_may_be_a_volunteer_or_at_the_centre_of_a_circle(cast):
    known_before(cast, given_name="Kelly", family_name="Dotterel", known_as="Kelly", born_on=date(2001, 1, 1))
    one = come_in(cast, apart=["Vic Hollowell", "Kelly Dotterell", "Nobody Known"])
    assert found(one) == [("apart", "core_member", "possible"), ("apart", "volunteer", "possible")]


def test_a_volunteer_who_comes_later_is_compared_when_they_join_and_when_their_name_changes(cast):
    one = come_in(cast, apart=["Wren Dipper"])
    with as_owner():
        late = Volunteer.objects.create(
            reference="V-LATE",
            area=cast.areas["b"],
            given_name="Bart",
            family_name="Wheatear",
            email="b@people.example",
        )
    assert found(one) == []
    with as_owner():
        Volunteer.objects.filter(pk=late.pk).update(joined_on=cast.now.date())
    assert found(one) == [("person", "volunteer", "possible")]
    with as_owner():
        Volunteer.objects.filter(pk=late.pk).update(given_name="Wren", family_name="Dipper")
    assert found(one) == [("apart", "volunteer", "possible"), ("person", "volunteer", "possible")]
    assert [who for who in cast.users if seen(cast, who, one)] == ["sena", "olga"]


def test_so_is_somebody_who_comes_to_work_here_and_what_they_are_themselves_is_not_told_them(cast):
    with as_owner():
        User.objects.filter(pk=cast.petra.pk).update(name="Bart Wheatear")
    one = come_in(cast, "omar", person={"given_name": "Bart", "family_name": "Wheatear", "known_as": ""})
    assert found(one) == [("person", "login", "possible")]
    with as_owner():
        Appointment.objects.create(
            user=cast.petra,
            role="operations_manager",
            starts_at=cast.now,
            appointed_at=cast.now,
            appointed_by=cast.olga,
        )
    assert ("person", "staff", "possible") in found(one)
    assert [who for who in cast.users if seen(cast, who, one)] == ["sena", "olga"]


def test_nobody_has_names_of_their_own_making_compared(cast):
    one = come_in(cast)
    with acting(cast.vera), connection.cursor() as cursor:
        for kind in ("volunteer", "staff", "login"):
            cursor.execute("SELECT encircle.compare_newcomer(%s, %s)", [kind, cast.mark.pk])
    assert found(one) == []


def test_comparing_again_finds_nothing_twice(cast):
    known_before(cast)
    one = come_in(cast)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT encircle.compare_referral(%s)", [one.pk])
    assert found(one) == [("person", "core_member", "strong")]


# --- who is told ---


def test_the_staff_who_judge_are_told_whom_to_ask_and_not_who_it_is(cast):
    other = known_before(cast)
    one = come_in(cast)
    with acting(cast.cora):
        (line,) = known_in(one.pk)
        assert line.ask == ("Colin Marlpit",)
        assert not CoreMember.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("who", ["colin", "vera", "petra", "omar", "adam", "dana", "tess"])
def test_nobody_else_is(cast, who):
    known_before(cast)
    assert seen(cast, who, come_in(cast)) == []


def test_a_conflict_is_told_to_those_who_may_know(cast):
    one = come_in(cast, person={"given_name": "Cleo", "family_name": "Thistlewood", "known_as": ""})
    told = [who for who in cast.users if seen(cast, who, one)]
    assert told == ["sena", "olga"]


def test_never_to_the_one_it_is_about(cast):
    one = come_in(cast, person={"given_name": "Sena", "family_name": "Brackenbury", "known_as": ""})
    assert [who for who in cast.users if seen(cast, who, one)] == ["olga"]
    with acting(cast.sena):
        assert known_waiting(areas=None, count=20) == ([], 0)


def test_where_only_the_one_it_is_about_might_know_the_safeguarding_lead_does(cast):
    with as_owner():
        Appointment.objects.filter(user=cast.sena, role="senior_coordinator").update(ends_at=cast.now)
        assert Appointment.objects.filter(user=cast.sena, role="safeguarding_lead", ends_at=None).exists()
    one = come_in(cast, person={"given_name": "Olga", "family_name": "Quillfeather", "known_as": ""})
    assert [who for who in cast.users if seen(cast, who, one)] == ["sena"]
    another = come_in(cast, person={"given_name": "Vic", "family_name": "Hollowell", "known_as": ""})
    assert [who for who in cast.users if seen(cast, who, another)] == ["olga"]


def test_it_waits_for_them(cast):
    known_before(cast)
    one = come_in(cast, apart=["Vic Hollowell"])
    with acting(cast.olga):
        lines, total = known_waiting(areas=None, count=20)
        assert (total, {line.found.referral_id for line in lines}) == (2, {one.pk})
    with acting(cast.cora):
        lines, total = known_waiting(areas=[cast.areas["a"].pk], count=20)
        assert [(line.found.about, line.found.kind) for line in lines] == [(About.PERSON, KnownAs.CORE_MEMBER)]


# --- settling ---


def settle_as(cast, who, one, outcome=Settled.DIFFERENT, words=WORDS, id=None, **of):
    with acting(cast.users[who]) as actor:
        row = Resemblance.objects.filter(referral=one, **of).first()
        if row is None:
            raise NotFound()
        settle(row, outcome, words, id=id or new_id(), by=actor, at=actor.now)


def test_it_is_settled_with_a_reason_once(cast):
    known_before(cast)
    one, id = come_in(cast), new_id()
    with pytest.raises(Invalid) as refused:
        settle_as(cast, "cora", one, words="no")
    assert list(refused.value.errors) == ["words"]
    for _ in range(2):
        settle_as(cast, "cora", one, id=id)
    with acting(cast.cora) as cora:
        assert known_waiting(areas=None, count=20) == ([], 0)
        assert SettlementWords.objects.count() == 0
        ((found_line),) = known_in(one.pk)
        line, said = open_known(found_line.found.pk, by=cora)
        assert [(one.by, one.text, line.outcome) for one in said] == [("Cora Fernleigh", WORDS, Settled.DIFFERENT)]


def test_a_conflict_leaves_nothing_that_others_can_read(cast):
    """Not in rows, not in counts, not in the trace of the area."""
    one = come_in(cast, person={"given_name": "Vic", "family_name": "Hollowell", "known_as": ""})
    settle_as(cast, "olga", one, Settled.HANDLED)
    with acting(cast.cora):
        assert Settlement.objects.count() == SettlementWords.objects.count() == Resemblance.objects.count() == 0
        assert not Entry.objects.filter(item_type="suitability.resemblance").exists()
    with acting(cast.olga) as olga:
        line = known_in(one.pk)[0]
        assert open_known(line.found.pk, by=olga)[1][0].text == WORDS
    with as_owner():
        lines = Entry.objects.filter(item_type="suitability.resemblance")
        assert {(entry.area_id, entry.person_id, entry.circle_id) for entry in lines} == {(None, None, None)}
    with pytest.raises(NotFound):
        settle_as(cast, "cora", one)


# --- holding the decision ---


def in_days(cast, days):
    return in_london(cast.now).date() + timedelta(days=days)


def hold(cast, one, who="olga", days=10, id=None):
    with acting(cast.users[who]) as actor:
        line = referral(one.pk, clock=decision_clock())
        hold_decision(line, in_days(cast, days), id=id or new_id(), by=actor, at=actor.now)


def test_a_held_decision_says_the_day_and_whom_to_ask(cast):
    one = come_in(cast, person={"given_name": "Vic", "family_name": "Hollowell", "known_as": ""})
    hold(cast, one)
    with acting(cast.cora):
        held = present_hold(one.pk, in_days(cast, 0))
        assert (held.ask, held.row.not_before) == ("Olga Quillfeather", in_days(cast, 10))
        assert present_hold(one.pk, in_days(cast, 10)) is None


def test_a_hold_is_no_sign_of_a_conflict(cast):
    """Whoever may know of conflicts may hold any decision, for whatever reason."""
    one = come_in(cast)
    hold(cast, one, "sena")
    assert found(one) == []


def test_only_whoever_may_know_holds_and_lifts(cast):
    one = come_in(cast)
    with pytest.raises(NotAllowed):
        hold(cast, one, "cora")
    hold(cast, one)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        lift_hold(one, present_hold(one.pk, in_days(cast, 0)), by=cora, at=cora.now)
    with acting(cast.sena) as sena:
        held = present_hold(one.pk, in_days(cast, 0))
        for _ in range(2):
            lift_hold(one, held, by=sena, at=sena.now)
        assert present_hold(one.pk, in_days(cast, 0)) is None


def test_a_hold_is_for_a_day_to_come(cast):
    with pytest.raises(Invalid) as refused:
        hold(cast, come_in(cast), days=0)
    assert list(refused.value.errors) == ["not_before"]
