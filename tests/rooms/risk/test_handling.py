"""Reading, taking on, deciding, telephoning, telling, closing, reopening: the chronology that nobody edits."""

from datetime import timedelta

import pytest
from django.db import connection

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.record import ReceiptInsideSavepoint
from encircle.foundations.post.models import Notice
from encircle.rooms.risk.actions.adding import add_account
from encircle.rooms.risk.actions.reading import open_concern
from encircle.rooms.risk.models import Concern, ConcernAccount, ConcernStep, StepReason
from encircle.rooms.risk.policy import Stage
from encircle.rooms.risk.standing import State
from encircle.rooms.risk.vocabulary import Decision, Urgency
from encircle.rooms.sharing.actions.reading import acknowledge_release, open_own_release, record_call
from encircle.rooms.sharing.vocabulary import Channel
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from . import scene


@pytest.fixture
def cast(db):
    return plant_cast()


def opened(cast, concern, who="cora"):
    with acting(cast.users[who]) as actor:
        return open_concern(concern.pk, by=actor, at=actor.now)


def steps_of(concern):
    with as_owner():
        return list(ConcernStep.objects.filter(concern=concern).order_by("recorded_at", "at", "kind"))


# --- reading ---


def test_opening_shows_the_words_and_notes_the_first_reading_once(cast):
    concern = scene.plant_concern(cast)
    assert [one.text for one in opened(cast, concern).accounts] == ["Kestrel words."]
    opened(cast, concern, "cleo")
    assert [(step.kind, step.by_id) for step in steps_of(concern)] == [("read", cast.cora.pk)]
    assert scene.stands(cast, concern).state is State.READ


def test_the_words_cannot_be_opened_inside_a_savepoint(cast):
    from django.db import transaction

    concern = scene.plant_concern(cast)
    with acting(cast.cora) as cora, transaction.atomic(), pytest.raises(ReceiptInsideSavepoint):
        open_concern(concern.pk, by=cora, at=cora.now)


@pytest.mark.parametrize("who", ["colin", "xena", "vic", "omar", "adam", "dana", "tess", "nina"])
def test_for_everybody_else_it_does_not_exist(cast, who):
    concern = scene.plant_concern(cast)
    with pytest.raises(NotFound):
        opened(cast, concern, who)
    with acting(cast.users[who]):
        assert not Concern.objects.exists()
        assert not ConcernStep.objects.exists()


# --- taking on ---


def test_somebody_takes_it_on_and_pressing_twice_takes_it_once(cast):
    concern = scene.plant_concern(cast)
    assert scene.take(cast, concern) is True
    assert scene.take(cast, concern) is False
    where = scene.stands(cast, concern)
    assert (where.state, where.taken_by, scene.kinds(concern)) == (State.TAKEN, cast.cora.pk, ["taken"])


def test_of_two_who_press_at_once_the_second_is_told_of_the_first_and_may_take_it_over(cast):
    concern = scene.plant_concern(cast)
    scene.take(cast, concern, "cora")
    with pytest.raises(NotAllowed, match="Cora Fernleigh took this concern on"):
        scene.take(cast, concern, "cleo")
    scene.take(cast, concern, "cleo", after="cora")
    assert scene.stands(cast, concern).taken_by == cast.cleo.pk


@pytest.mark.parametrize("who", ["colin", "vera", "omar"])
def test_only_those_who_handle_it_take_it_on(cast, who):
    concern = scene.plant_concern(cast)
    with pytest.raises((NotFound, NotAllowed)):
        scene.take(cast, concern, who)
    assert scene.kinds(concern) == []


# --- deciding ---


def test_a_decision_keeps_its_reason_and_may_change_the_urgency(cast):
    concern = scene.plant_concern(cast, Urgency.OTHER)
    scene.triage(cast, concern, Decision.WATCH, urgency=Urgency.SERIOUS)
    (step,) = steps_of(concern)
    assert (step.kind, step.decision, step.urgency, step.by_id) == ("triaged", "watch", "serious", cast.cora.pk)
    where = scene.stands(cast, concern)
    assert (where.urgency, where.decision, where.state) == (Urgency.SERIOUS, Decision.WATCH, State.WATCHED)
    with acting(cast.cora):
        assert not StepReason.objects.exists()
    assert [words.text for words in opened(cast, concern).words.values()] == [scene.WHY]


def test_an_urgency_that_stays_is_not_written_again(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern)
    assert steps_of(concern)[0].urgency == ""


def test_raised_to_imminent_the_clock_is_sent_for_at_once(cast):
    concern = scene.plant_concern(cast, Urgency.OTHER)
    scene.triage(cast, concern, urgency=Urgency.IMMINENT)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'risk.climb_one'")
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize("reason", ["", "   ", "Too short"])
def test_a_decision_needs_a_reason_of_ten_characters(cast, reason):
    concern = scene.plant_concern(cast)
    with pytest.raises(Invalid) as refusal:
        scene.triage(cast, concern, reason=reason)
    assert (list(refusal.value.errors), scene.kinds(concern)) == (["reason"], [])


def test_sending_the_decision_twice_decides_once(cast):
    concern, once = scene.plant_concern(cast), new_id()
    for _ in range(2):
        scene.triage(cast, concern, id=once, after=None)
    assert scene.kinds(concern) == ["triaged"]


def test_a_decision_made_meanwhile_by_somebody_else_is_not_overrun(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern, Decision.TELL_AGENCIES, who="sena")
    with pytest.raises(Invalid, match="Somebody decided while you were writing"):
        scene.triage(cast, concern, Decision.NO_ACTION, after=None)
    assert scene.stands(cast, concern).decision is Decision.TELL_AGENCIES


def test_who_raised_it_is_told_that_something_was_decided_and_not_what(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern, Decision.NO_ACTION)
    with as_owner():
        assert list(Notice.objects.values_list("user__persona", "kind", "item_id")) == [("vera", "waiting", concern.pk)]
    with acting(cast.vera):
        assert not StepReason.objects.exists()


# --- telephoning ---


def test_a_call_says_whom_when_and_whether_they_answered(cast):
    concern = scene.plant_concern(cast, Urgency.IMMINENT)
    rang = cast.now - timedelta(minutes=5)
    scene.phone(cast, concern, professional_id=cast.professionals["omar"].pk, name="", called_at=rang, answered=True)
    (step,) = steps_of(concern)
    found = (step.kind, step.professional_id, step.agency_id, step.answered, step.at)
    assert found == ("phoned", cast.professionals["omar"].pk, cast.agencies["police"].pk, True, rang)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"called_at": "later"}, "called_at"),
        ({"professional_id": new_id()}, "whom"),
        ({"note": "x" * 4001}, "note"),
    ],
)
def test_what_is_wrong_with_a_call_is_said_beside_its_field(cast, more, field):
    concern = scene.plant_concern(cast)
    if more.get("called_at") == "later":
        more["called_at"] = cast.now + timedelta(hours=1)
    with pytest.raises(Invalid) as refusal:
        scene.phone(cast, concern, **more)
    assert (list(refusal.value.errors), scene.kinds(concern)) == ([field], [])


def test_reaching_nobody_is_a_step_of_its_own_and_the_same_form_writes_it_once(cast):
    concern, once = scene.plant_concern(cast), new_id()
    for _ in range(2):
        scene.phone(cast, concern, id=once, reaches_nobody=True)
    assert sorted(scene.kinds(concern)) == ["phoned", "unable_to_reach"]


# --- telling agencies ---


def test_each_agency_told_by_a_release_becomes_a_step_by_itself(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern)
    sent = scene.tell(cast, concern, "petra", "omar")
    told = [step for step in steps_of(concern) if step.kind == "told"]
    assert {(step.release_id, step.agency_id, step.by_id) for step in told} == {
        (release.pk, release.agency_id, cast.cora.pk) for release in sent
    }
    assert scene.stands(cast, concern).state is State.WAITING


def test_the_agencys_own_acknowledgement_becomes_a_step_though_it_sees_no_concern(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern)
    (sent,) = scene.tell(cast, concern, "omar")
    with acting(cast.omar) as omar:
        open_own_release(sent.pk, by=omar, at=omar.now)
        acknowledge_release(sent.pk, by=omar, at=omar.now)
    with acting(cast.omar):
        assert not Concern.objects.exists()
        assert not ConcernStep.objects.exists()
    step = steps_of(concern)[-1]
    assert (step.kind, step.by_id, step.agency_id) == ("acknowledged", cast.omar.pk, cast.agencies["police"].pk)
    assert scene.stands(cast, concern).state is State.ACKNOWLEDGED


def test_an_acknowledgement_said_on_the_telephone_settles_it_too(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern)
    (sent,) = scene.tell(cast, concern, "omar")
    with acting(cast.cora) as cora:
        record_call(sent.pk, spoke_to="Sergeant Whinchat", moment=cora.now, by=cora, at=cora.now)
    step = steps_of(concern)[-1]
    assert (step.kind, step.spoke_to, step.by_id) == ("acknowledged", "Sergeant Whinchat", cast.cora.pk)


def test_told_by_telephone_it_counts_as_acknowledged_by_whoever_answered(cast):
    concern = scene.plant_concern(cast)
    scene.tell(cast, concern, "omar", channel=Channel.PHONE, spoke_to="Sergeant Whinchat", told_at=cast.now)
    assert {(step.kind, step.spoke_to) for step in steps_of(concern)} == {
        ("told", "Sergeant Whinchat"),
        ("acknowledged", "Sergeant Whinchat"),
    }
    assert scene.stands(cast, concern).state is State.ACKNOWLEDGED


def test_one_agency_of_two_silent_and_it_goes_on_waiting(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern)
    sent = scene.tell(cast, concern, "petra", "omar")
    with acting(cast.cora) as cora:
        record_call(sent[0].pk, spoke_to="Duty officer", moment=cora.now, by=cora, at=cora.now)
    assert scene.stands(cast, concern).silent_agencies == (sent[1].agency_id,)


def test_a_release_recalled_was_not_told_and_the_decision_is_open_again(cast):
    from encircle.rooms.sharing.models import Recall

    concern = scene.plant_concern(cast)
    scene.triage(cast, concern)
    (sent,) = scene.tell(cast, concern, "omar")
    with as_owner():
        Recall.objects.create(
            release=sent, seat=sent.seat, circle=sent.circle, area=sent.area, reason="wrong_person",
            was_opened=False, recalled_by=cast.cora, recalled_at=cast.now,
        )  # fmt: skip
    where = scene.stands(cast, concern)
    assert (where.state, where.was_told, where.silent_agencies) == (State.TO_TELL, False, ())


def test_somebody_outside_the_outer_circle_is_told_by_telephone_on_a_ground(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern)
    scene.tell_outside(cast, concern, spoke_to="Designated officer of the council")
    told, acknowledged = steps_of(concern)[-2:]
    assert {told.kind, acknowledged.kind} == {"told", "acknowledged"}
    words = {(row.text, row.told) for row in opened(cast, concern).words.values()}
    assert (scene.HARM["reason"], "He was near the pond.") in words
    assert scene.stands(cast, concern).state is State.ACKNOWLEDGED


@pytest.mark.parametrize(
    ("more", "field"),
    [({"spoke_to": ""}, "spoke_to"), ({"told": " "}, "told"), ({"ground": ""}, "ground"), ({"reason": "No"}, "reason")],
)
def test_nobody_outside_is_told_without_name_words_and_ground(cast, more, field):
    concern = scene.plant_concern(cast)
    with pytest.raises(Invalid) as refusal:
        scene.tell_outside(cast, concern, **more)
    assert (list(refusal.value.errors), scene.kinds(concern)) == ([field], [])


# --- closing and reopening ---


def test_it_is_closed_with_a_reason_and_opened_again(cast):
    concern, once = scene.plant_concern(cast), new_id()
    scene.triage(cast, concern, Decision.NO_ACTION)
    for _ in range(2):
        scene.close(cast, concern, id=once)
    assert scene.stands(cast, concern).state is State.CLOSED
    scene.reopen(cast, concern)
    where = scene.stands(cast, concern)
    assert (where.state, where.is_decided, where.waits_for(Stage.TRIAGE)) == (State.REOPENED, False, True)
    assert scene.kinds(concern) == ["triaged", "closed", "reopened"]


def test_it_is_not_closed_before_somebody_has_decided(cast):
    concern = scene.plant_concern(cast)
    with pytest.raises(NotAllowed, match="Decide what to do"):
        scene.close(cast, concern)


def test_it_is_not_closed_while_agencies_are_still_to_be_told(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern)
    with pytest.raises(NotAllowed, match="have not been"):
        scene.close(cast, concern)


def test_while_an_agency_is_silent_it_stays_open(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern)
    (sent,) = scene.tell(cast, concern, "omar")
    with pytest.raises(NotAllowed, match=r"Devon and Cornwall Police has not acknowledged\. Record"):
        scene.close(cast, concern)
    with acting(cast.cora) as cora:
        record_call(sent.pk, spoke_to="Duty officer", moment=cora.now, by=cora, at=cora.now)
    scene.close(cast, concern)
    assert scene.stands(cast, concern).state is State.CLOSED


@pytest.mark.parametrize("act", [scene.take, scene.triage, scene.phone, scene.tell_outside])
def test_nothing_is_done_about_a_closed_concern(cast, act):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern, Decision.NO_ACTION)
    scene.close(cast, concern)
    with pytest.raises(NotAllowed):
        act(cast, concern)
    assert scene.kinds(concern) == ["triaged", "closed"]


def test_what_is_learned_later_is_added_and_nothing_edited(cast):
    concern, once = scene.plant_concern(cast), new_id()
    for _ in range(2):
        with acting(cast.cora) as cora:
            add_account(concern.pk, "He rang again.", id=once, by=cora, at=cora.now)
    texts = [account.text for account in opened(cast, concern).accounts]
    assert texts == ["Kestrel words.", "He rang again."]


# --- nobody edits ---


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Concern, {"urgency": "other"}),
        (ConcernAccount, {"text": "x"}),
        (ConcernStep, {"at": "2020-01-01T00:00Z"}),
        (StepReason, {"text": "x"}),
    ],
)
def test_not_even_the_owner_of_the_tables_edits_or_removes_the_chronology(cast, model, change):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern)
    with as_owner():
        with pytest.raises(Exception, match="append-only"):
            model.objects.update(**change)
        with pytest.raises(Exception, match="append-only"):
            model.objects.all()._raw_delete("default")


@pytest.mark.parametrize("table", ["risk_concernstep", "risk_concern", "risk_openconcern", "risk_stepreason"])
def test_no_login_of_the_application_may_change_or_remove_one(cast, table):
    scene.triage(cast, scene.plant_concern(cast))
    for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET walled = true"):
        with pytest.raises(Exception, match="permission denied"), acting(cast.cora), connection.cursor() as cursor:
            cursor.execute(sql)
