"""Search finds what the asker may see, by part of a name or by words, and always leaves a trace."""

import pytest

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.audit.models import Entry
from encircle.rooms.organisation.models import Charity
from encircle.rooms.people.models import CoreMember
from encircle.rooms.practice.models import Search, SearchKind
from encircle.rooms.practice.search import answer_search, make_search
from tests.cast import acting, plant_cast
from tests.support.database import as_login, as_owner


def look(user, words, kind=SearchKind.NAMES):
    with acting(user) as actor:
        return answer_search(make_search(words, kind, by=actor, at=actor.now))[1]


def names(found):
    return [item.name for item in found.named]


def lines():
    with as_owner():
        return list(Entry.objects.filter(verb="searched").values_list("item_type", "detail"))


def test_part_of_a_name_is_enough(db):
    cast = plant_cast()
    assert names(look(cast.cora, "hazelg")) == ["Mark Hazelgrove"]


def test_accents_and_slips_do_not_matter(db):
    cast = plant_cast()
    with as_owner():
        CoreMember.objects.filter(pk=cast.mark.pk).update(family_name="Häzelgrove")
    assert names(look(cast.cora, "hazelgrove")) == ["Mark Häzelgrove"]
    assert names(look(cast.cora, "hazlegrove")) == ["Mark Häzelgrove"]


def test_a_reference_finds_its_circle(db):
    cast = plant_cast()
    assert names(look(cast.cora, cast.circle_1.reference.lower())) == ["Circle 1"]


def test_names_of_another_area_are_not_found(db):
    cast = plant_cast()
    found = {who: names(look(cast.users[who], "mossbank")) for who in ("cora", "colin", "olga")}
    assert found == {"cora": [], "colin": ["Otto Mossbank"], "olga": ["Otto Mossbank"]}


def test_words_find_minutes_of_the_own_area_without_a_snippet(db):
    cast = plant_cast()
    found = {who: look(cast.users[who], "housing", SearchKind.MINUTES).written for who in ("cora", "colin", "olga")}
    assert {who: sorted(w.circle_name for w in items) for who, items in found.items()} == {
        "cora": ["Circle 1"],
        "colin": ["Circle 2"],
        "olga": ["Circle 1", "Circle 2"],
    }
    assert not any("heron" in str(item) for items in found.values() for item in items)


def test_every_search_leaves_a_trace_without_its_words(db):
    cast = plant_cast()
    look(cast.cora, "hazelgrove")
    look(cast.cora, "housing", SearchKind.MINUTES)
    assert lines() == [("names", "1 found"), ("meetings.minutesversion", "1 found")]


def test_volunteers_and_professionals_cannot_search(db):
    cast = plant_cast()
    for who in (cast.vera, cast.omar, cast.adam):
        with pytest.raises(NotAllowed):
            look(who, "hazelgrove")


def test_the_functions_themselves_give_nothing_to_who_may_not(db):
    cast = plant_cast()
    with acting(cast.vera), pytest.raises(NotFound):
        answer_search(cast.mark.pk)
    with as_login("encircle_app") as attacker:
        assert attacker.execute("SELECT * FROM encircle.search_names('hazelgrove', 5)").fetchall() == []
        assert attacker.execute("SELECT * FROM encircle.search_minutes('housing', 5)").fetchall() == []


def test_an_answer_is_its_makers_alone(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        mine = make_search("hazelgrove", SearchKind.NAMES, by=cora, at=cora.now)
    with acting(cast.cleo), pytest.raises(NotFound):
        answer_search(mine)


@pytest.mark.parametrize("words", ["", " ", "a", "x" * 201])
def test_too_little_or_too_much_is_refused_beside_the_field(db, words):
    cast = plant_cast()
    with pytest.raises(Invalid) as refusal:
        look(cast.cora, words)
    assert list(refusal.value.errors) == ["words"]


@pytest.mark.parametrize("words", ["%%", "__", "\\\\", "'; DROP TABLE x; --", "a & | ! ( b", '"unclosed'])
def test_signs_with_a_meaning_elsewhere_mean_nothing_here(db, words):
    cast = plant_cast()
    assert names(look(cast.cora, words)) == []
    assert look(cast.cora, words, SearchKind.MINUTES).written == ()


def test_an_exact_reference_out_of_reach_says_whom_to_ask_only_when_the_charity_allows(db):
    cast = plant_cast()
    assert look(cast.cora, cast.circle_2.reference).ask == ""
    with as_owner():
        Charity.objects.update(answers_exact_reference=True)
    assert look(cast.cora, cast.circle_2.reference).ask == "Dorset"
    assert look(cast.cora, cast.circle_2.reference[:-1]).ask == ""


def test_asking_for_references_is_limited_to_ten_an_hour(db):
    cast = plant_cast()
    with as_owner():
        Charity.objects.update(answers_exact_reference=True)
    answers = [look(cast.cora, cast.circle_2.reference).ask for _ in range(11)]
    assert answers == ["Dorset"] * 10 + [""]


def test_what_was_typed_is_readable_by_nobody_else(db):
    cast = plant_cast()
    look(cast.cora, "hazelgrove")
    with acting(cast.olga):
        assert Search.objects.count() == 0
