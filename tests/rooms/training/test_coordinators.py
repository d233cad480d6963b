"""An assessment centre decides once enough coordinators scored somebody; fewer needs a name and a reason."""

import pytest
from django.db import DatabaseError
from django.urls import reverse

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.training.actions.moderating import Decided, decide_outcome
from encircle.rooms.training.coordinators import coordinators_of
from encircle.rooms.training.models import FewerCoordinators, Outcome
from encircle.rooms.training.queries import invitation
from encircle.rooms.training.vocabulary import Result, WhyFewer
from tests.cast import acting
from tests.support.client import signed_in
from tests.support.database import as_owner

from .planted import invited, opened, plant_training_cast, scoring, sends, training

FEEDBACK = "You asked twice, and you waited for the answer."


@pytest.fixture
def cast(db):
    return plant_training_cast(coordinators=2)


def scored(cast, *who):
    """Nina, by those who train at an event."""
    event = opened(cast)
    (nina,) = invited(cast, event, "nina")
    training(cast, event, *who)
    scoring(cast, event, nina, *who)
    for one in who:
        sends(cast, nina, one)
    return nina


def decide(cast, one, by, why=None):
    with acting(cast.users[by]) as actor:
        decided = Decided(Result.PASS, FEEDBACK, {}, why)
        decide_outcome(invitation(one.pk), decided, id=new_id(), by=actor, at=actor.now)


def test_two_coordinators_and_a_volunteer_decide(cast):
    nina = scored(cast, "cora", "cleo", "vic")
    decide(cast, nina, "cora")
    with as_owner():
        assert (Outcome.objects.count(), FewerCoordinators.objects.count()) == (1, 0)


def test_a_volunteer_does_not_stand_in_for_a_coordinator(cast):
    nina = scored(cast, "cora", "vic")
    with acting(cast.cora):
        assert coordinators_of(invitation(nina.pk)).there == 1
    for by in ("cora", "cleo"):
        with pytest.raises(NotAllowed, match="1 of 2 coordinators"):
            decide(cast, nina, by, WhyFewer.ILL)
    with as_owner():
        assert Outcome.objects.count() == FewerCoordinators.objects.count() == 0


@pytest.mark.parametrize("who", ["sena", "olga"])
def test_who_looks_after_all_areas_decides_it_with_fewer_and_says_why(cast, who):
    nina = scored(cast, "cora", "vic")
    with pytest.raises(Invalid) as refusal:
        decide(cast, nina, who)
    assert list(refusal.value.errors) == ["why_fewer"]
    decide(cast, nina, who, WhyFewer.KNOWN)
    with as_owner():
        row = FewerCoordinators.objects.get()
        assert (row.by_id, row.why, row.there) == (cast.users[who].pk, "known", 1)
        assert Outcome.objects.count() == 1


def test_how_many_is_a_setting(cast):
    nina = scored(cast, "cora")
    with as_owner():
        PracticeStandard.objects.update(assessing_coordinators=1)
    decide(cast, nina, "cora")


def test_the_database_lets_no_coordinator_make_the_exception(cast):
    nina = scored(cast, "cora")
    common = {"invitation": nina, "volunteer_id": nina.volunteer_id, "area_id": nina.area_id, "there": 1, "why": "ill"}
    for who, by in (("cora", "cora"), ("olga", "cora"), ("colin", "colin"), ("vera", "vera")):
        with pytest.raises((DatabaseError, NotFound)), acting(cast.users[who]):
            FewerCoordinators.objects.bulk_create([FewerCoordinators(by=cast.users[by], at=cast.now, **common)])


def test_the_page_says_who_is_missing_and_asks_for_the_reason(cast):
    nina = scored(cast, "cora")
    where = reverse("casework:training_scores", args=[nina.pk])
    cora, olga = signed_in(cast.cora), signed_in(cast.olga)
    shown = cora.get(where).content.decode()
    assert "Scored by 1 of 2 coordinators" in shown
    assert "Decide the outcome" not in shown
    form = {"once": str(new_id()), "result": "pass", "feedback": FEEDBACK}
    assert cora.post(where, form).status_code == 403
    assert "Decide the outcome" in olga.get(where).content.decode()
    refused = olga.post(where, form)
    assert refused.status_code == 422
    assert "Select why fewer coordinators scored them" in refused.content.decode()
    assert FEEDBACK in refused.content.decode()
    assert olga.post(where, form | {"why_fewer": "no_other"}).status_code == 302
    after = cora.get(where).content.decode()
    assert "1 of 2 coordinators had scored them. Olga" in after
    assert "There was no other coordinator" in after
    event = cora.get(reverse("casework:training_event", args=[nina.event_id])).content.decode()
    assert "An assessment centre has at least 2 coordinators" in event
