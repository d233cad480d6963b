"""Somebody agrees to take part, of their own free will, in words they understood; and may agree no longer."""

from datetime import date, timedelta

import pytest

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Circle
from encircle.rooms.joining.actions.agreeing import Agreeing, take_agreement, withdraw_agreement
from encircle.rooms.joining.actions.preparing import Agreed, Looked, record_capacity, record_scope
from encircle.rooms.joining.actions.wording import set_words
from encircle.rooms.joining.models import (
    Agreement,
    AgreementWords,
    CapacityWords,
    FormOfWords,
    ScopeForVolunteers,
    ScopeWords,
)
from encircle.rooms.joining.queries import agreed_no_longer, open_papers, open_scope_of, standing, standing_of, words_on
from encircle.rooms.joining.vocabulary import Ability, Audience, How, Style, Told
from encircle.rooms.joining.wording import Words
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.people.actions import add_carer
from encircle.rooms.people.models import Carer, CoreMember
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

HELPED = "Read aloud twice, with pictures of a corncrake."


@pytest.fixture
def cast(db):
    return plant_cast()


def day(cast, days=0):
    return in_london(cast.now).date() + timedelta(days=days)


def agreeing(cast, **more):
    usual = {
        "carer_id": None, "style": Style.STANDARD, "agreed_on": day(cast), "how": How.SCREEN, "is_voluntary": True,
        "is_no_condition": True, "who_was_there": "His key worker", "help_given": HELPED,
    }  # fmt: skip
    return Agreeing(**(usual | more))


def agree(cast, who="cora", one=None, id=None, **more):
    with acting(cast.users[who]) as actor:
        person = CoreMember.objects.filter(pk=(one or cast.mark).pk).first()
        if person is None:
            raise NotFound()
        take_agreement(person, agreeing(cast, **more), id=id or new_id(), by=actor, at=actor.now)


def stands(cast, who="cora", one=None):
    with acting(cast.users[who]) as actor:
        return standing(one or cast.mark, actor.now)


def kind(**fields):
    with as_owner():
        KindStandard.objects.filter(kind="adult").update(**fields)


# --- agreeing ---


def test_not_yet_until_they_agree(cast):
    assert stands(cast).lacking == ("agreement of the core member",)
    agree(cast)
    assert stands(cast).is_complete


def test_the_same_form_sent_twice_is_kept_once(cast):
    id = new_id()
    for _ in range(2):
        agree(cast, id=id)
    with as_owner():
        assert Agreement.objects.count() == AgreementWords.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"is_voluntary": False}, "is_voluntary"),
        ({"is_no_condition": False}, "is_no_condition"),
        ({"how": How.PAPER}, "document"),
    ],
)
def test_it_is_free_no_condition_and_on_paper_the_page_is_kept(cast, more, field):
    with pytest.raises(Invalid) as refused:
        agree(cast, **more)
    assert list(refused.value.errors) == [field]


def test_it_is_not_of_tomorrow(cast):
    with pytest.raises(Invalid) as refused:
        agree(cast, agreed_on=day(cast, 1))
    assert list(refused.value.errors) == ["agreed_on"]


@pytest.mark.parametrize("who", ["colin", "vera", "petra", "adam"])
def test_nobody_outside_the_area_takes_it(cast, who):
    with pytest.raises((NotFound, NotAllowed)):
        agree(cast, who)


def test_what_helped_is_read_against_a_receipt(cast):
    agree(cast)
    with acting(cast.cora):
        assert AgreementWords.objects.count() == 0
    with acting(cast.cora) as cora:
        (line,) = open_papers(cast.mark, by=cora).agreements
        assert (line.taken_by, line.words.help_given) == ("Cora Fernleigh", HELPED)


def test_those_of_many_are_read_at_once(cast, django_assert_num_queries):
    agree(cast)
    with acting(cast.olga) as olga:
        for people in ([cast.mark], [cast.mark, cast.other_core_member]):
            with django_assert_num_queries(7):
                standing_of(people, olga.now)


# --- a young person and their carers ---


@pytest.fixture
def young(cast):
    """Mark's Circle asks carers; he is not of age for a while."""
    kind(needs_carers=True)
    with as_owner():
        CoreMember.objects.filter(pk=cast.mark.pk).update(born_on=day(cast, -365 * 16))
        cast.mark.refresh_from_db()
    return [a_carer(cast, name) for name in ("Pam Corncrake", "Piet Corncrake")]


def a_carer(cast, name):
    with acting(cast.cora) as cora:
        id = new_id()
        add_carer(cast.mark, id=id, name=name, standing="Parent", consent_required=True, by=cora, at=cora.now)
    return id


def test_each_carer_agrees_beside_the_young_person(cast, young):
    agree(cast)
    for carer, left in zip(young, (("agreement of Piet Corncrake",), ()), strict=True):
        agree(cast, carer_id=carer)
        assert stands(cast).lacking == left


def test_one_carer_who_agrees_no_longer_is_enough_to_stop(cast, young):
    agree(cast)
    for carer in young:
        agree(cast, carer_id=carer)
    withdraw(cast, carer_id=young[1])
    assert stands(cast).lacking == ("Piet Corncrake agrees no longer",)


def test_of_age_it_is_theirs_alone(cast, young):
    agree(cast)
    with as_owner():
        CoreMember.objects.filter(pk=cast.mark.pk).update(born_on=date(day(cast).year - 18, 1, 1))
        cast.mark.refresh_from_db()
    assert stands(cast).is_complete
    with pytest.raises(Invalid) as refused:
        agree(cast, carer_id=young[0])
    assert list(refused.value.errors) == ["agreed_on"]


def test_a_carer_of_somebody_else_agrees_to_nothing(cast, young):
    with as_owner():
        other = Carer.objects.create(
            core_member=cast.other_core_member, area=cast.other_core_member.area, name="Other", starts_at=cast.now
        )
    with pytest.raises(NotFound):
        agree(cast, carer_id=other.pk)


# --- agreeing no longer ---


def withdraw(cast, who="cora", carer_id=None, days=0, **more):
    with acting(cast.users[who]) as actor:
        row = Agreement.objects.filter(core_member=cast.mark, carer=carer_id).order_by("-recorded_at").first()
        moment = more.pop("withdrawn_at", actor.now + timedelta(days=days))
        withdraw_agreement(row, withdrawn_at=moment, told=Told.PHONE, by=actor, at=actor.now)


def test_it_rings_the_coordinator_and_stands_first_on_the_home_page(cast):
    agree(cast)
    withdraw(cast, "sena")
    with as_owner():
        assert [(one.user_id, one.kind) for one in Notice.objects.all()] == [(cast.cora.pk, "concern")]
    with acting(cast.cora) as cora:
        lines, total = agreed_no_longer(cora.now, areas=[cast.areas["a"].pk], count=10)
        assert (total, lines[0].core_member.pk) == (1, cast.mark.pk)
        assert agreed_no_longer(cora.now, areas=[cast.areas["b"].pk], count=10) == ([], 0)


def test_who_agrees_again_is_off_the_list(cast):
    agree(cast)
    withdraw(cast)
    agree(cast)
    assert stands(cast).is_complete
    with acting(cast.cora) as cora:
        assert agreed_no_longer(cora.now, areas=None, count=10) == ([], 0)


def test_once_and_not_before_it_was_given_nor_in_the_future(cast):
    agree(cast)
    for days in (-3, 1):
        with pytest.raises(Invalid) as refused:
            withdraw(cast, days=days)
        assert list(refused.value.errors) == ["withdrawn_at"]
    withdraw(cast)
    with pytest.raises(NotAllowed):
        withdraw(cast)


# --- can they decide this ---


def look(cast, *able, who="cora", **more):
    usual = {"assessed_on": day(cast), "seen": "He said it back: twelve meetings.", "help_given": HELPED}
    with acting(cast.users[who]) as actor:
        looked = Looked(**(usual | more), able=frozenset(able))
        record_capacity(cast.mark, looked, id=new_id(), by=actor, at=actor.now)


def test_for_kinds_that_ask_it_nobody_agrees_before_it_was_looked_at(cast):
    kind(needs_capacity=True)
    with pytest.raises(Invalid):
        agree(cast)
    look(cast, *Ability)
    agree(cast)
    assert stands(cast).is_complete


def test_one_ability_lacking_is_enough_and_nobody_agrees_for_them(cast):
    kind(needs_capacity=True)
    for lacking in Ability:
        look(cast, *(one for one in Ability if one is not lacking))
        with pytest.raises(Invalid):
            agree(cast)
    look(cast, *Ability)
    agree(cast)


def test_what_was_seen_later_says_nothing_of_the_day_they_agreed(cast):
    kind(needs_capacity=True)
    look(cast, *Ability)
    with pytest.raises(Invalid):
        agree(cast, agreed_on=day(cast, -1))


def test_help_comes_first(cast):
    with pytest.raises(Invalid) as refused:
        look(cast, help_given=" ")
    assert list(refused.value.errors) == ["help_given"]
    look(cast, *Ability)
    with acting(cast.cora) as cora:
        assert CapacityWords.objects.count() == 0
        ((row, who, words),) = open_papers(cast.mark, by=cora).capacity
        assert (row.can_decide, who, words.help_given) == (True, "Cora Fernleigh", HELPED)


# --- what may be talked about ---


def agree_scope(cast, who="cora", **more):
    usual = {
        "agreed_on": day(cast), "agreed_with": "Petra Nightingale", "may": "His week and the twite.",
        "may_not": "What happened in the brambles.", "for_volunteers": "Speak of the week, and of nothing before it.",
    }  # fmt: skip
    with acting(cast.users[who]) as actor:
        record_scope(cast.mark, Agreed(**(usual | more)), id=new_id(), by=actor, at=actor.now)


def told(cast, who):
    with acting(cast.users[who]) as actor:
        circle = Circle.objects.filter(pk=cast.circle_1.pk).first()
        found = open_scope_of(circle, by=actor) if circle else None
        return found[1] if found else None


def test_volunteers_of_the_circle_read_the_words_meant_for_them_and_no_others(cast):
    kind(needs_disclosure_scope=True)
    agree(cast)
    assert stands(cast).lacking == ("what may be talked about not agreed",)
    agree_scope(cast)
    assert stands(cast).is_complete
    for who in ("vera", "vic"):
        assert told(cast, who) == "Speak of the week, and of nothing before it."
        with acting(cast.users[who]):
            assert ScopeWords.objects.count() == ScopeForVolunteers.objects.count() == 0
    for who in ("nina", "xena", "petra", "adam"):
        assert told(cast, who) is None
        with acting(cast.users[who]):
            assert ScopeForVolunteers.objects.count() == 0
    with as_owner():
        entry = Entry.objects.filter(item_type="joining.disclosurescope", verb="opened").first()
        assert (entry.circle_id, entry.person_id) == (cast.circle_1.pk, cast.mark.pk)


def test_the_newest_counts(cast):
    agree_scope(cast)
    agree_scope(cast, for_volunteers="Speak of whatever he begins with.")
    assert told(cast, "vera") == "Speak of whatever he begins with."


def test_each_part_is_written(cast):
    with pytest.raises(Invalid) as refused:
        agree_scope(cast, agreed_with=" ", may_not="", for_volunteers="no")
    assert set(refused.value.errors) == {"agreed_with", "may_not", "for_volunteers"}


# --- the words ---


def change_words(cast, who="olga", starts=0, **more):
    words = Words(more.pop("title", "Our Circle"), more.pop("lines", "I join freely.\n\nI can stop."))
    with acting(cast.users[who]) as actor:
        set_words(
            Audience.ADULT, Style.STANDARD, words, starts_on=day(cast, starts), id=new_id(), by=actor, at=actor.now
        )


def test_the_operations_manager_changes_them_from_a_day_on(cast):
    change_words(cast, starts=3)
    with acting(cast.cora):
        assert words_on(Audience.ADULT, Style.STANDARD, day(cast, 2))[1] is None
        found, row = words_on(Audience.ADULT, Style.STANDARD, day(cast, 3))
        assert (found.title, row.starts_on) == ("Our Circle", day(cast, 3))
        assert words_on(Audience.ADULT, Style.EASY_READ, day(cast, 3))[1] is None


def test_an_agreement_keeps_the_words_it_was_given_in(cast):
    change_words(cast)
    agree(cast)
    change_words(cast, starts=1, title="Newer words")
    with acting(cast.cora) as cora:
        (line,) = open_papers(cast.mark, by=cora).agreements
        assert line.row.words.title == "Our Circle"


@pytest.mark.parametrize("who", ["cora", "sena", "adam"])
def test_nobody_else_changes_them(cast, who):
    with pytest.raises(NotAllowed):
        change_words(cast, who)


def test_not_for_the_past_not_empty_and_with_pictures_there_are(cast):
    with pytest.raises(Invalid) as refused:
        change_words(cast, starts=-1, title=" ", lines="(owl) Who?")
    assert set(refused.value.errors) == {"starts_on", "title", "lines"}
    change_words(cast)
    with pytest.raises(Invalid):
        change_words(cast)
    with as_owner():
        assert FormOfWords.objects.count() == 1
