"""Each scores alone: the database hides what others scored until one's own is sent, also in counts and totals."""

import pytest
from django.db import ProgrammingError, connection
from django.db.models import Avg, Count

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.training.actions.assessing import Scores, save_draft, send_scores
from encircle.rooms.training.actions.conflicting import note_who_know, say_one_knows
from encircle.rooms.training.actions.moderating import Decided, decide_outcome, open_early
from encircle.rooms.training.models import (
    Assignment,
    Conflict,
    Feedback,
    Outcome,
    Score,
    ScoreDraft,
    Sheet,
    SheetWords,
)
from encircle.rooms.training.paper import paper_sheets
from encircle.rooms.training.queries import are_open, invitation, names_to_assess, open_training, to_score
from encircle.rooms.training.vocabulary import Result
from tests.cast import acting
from tests.support.database import as_owner

from .planted import applies, invited, opened, plant_training_cast, scoring, sends, training

FEEDBACK = "You listened well. Next time, ask the question you avoided."


@pytest.fixture
def cast(db):
    return plant_training_cast()


@pytest.fixture
def held(cast):
    """Nina is scored by Cora, by Cleo and by Vic, a volunteer who trains."""
    cast.event = opened(cast)
    (cast.nina_there,) = invited(cast, cast.event, "nina")
    training(cast, cast.event, "cora", "cleo", "vic")
    scoring(cast, cast.event, cast.nina_there, "cora", "cleo", "vic")
    return cast


def seen(cast, who):
    """How many scores and words somebody reads, by every way of asking."""
    with acting(cast.users[who]) as actor:
        leave_receipt("volunteers.volunteer", cast.nina_there.volunteer_id, by=actor.acting)
        totals = Score.objects.aggregate(number=Count("pk"), mean=Avg("value"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM training_sheetwords")
            (words,) = cursor.fetchone()
        assert SheetWords.objects.count() == words
        assert (totals["mean"] is None) == (totals["number"] == 0)
        return totals["number"], words


def all_scored(cast, who):
    """What the database answers to whoever knows the invitation's id."""
    with acting(cast.users[who]), connection.cursor() as cursor:
        cursor.execute("SELECT encircle.all_scored(%s)", [cast.nina_there.pk])
        return cursor.fetchone()[0]


def test_whether_everybody_has_scored_is_told_to_the_areas_staff_and_the_assessors_alone(held):
    everybody = ("cora", "cleo", "sena", "olga", "vic", "colin", "nina", "vera", "xena", "petra", "adam", "tess")
    assert [who for who in everybody if all_scored(held, who) is False] == ["cora", "cleo", "sena", "olga", "vic"]
    for who in ("cora", "cleo", "vic"):
        sends(held, held.nina_there, who)
    assert [who for who in everybody if all_scored(held, who)] == ["cora", "cleo", "sena", "olga", "vic"]
    assert [who for who in everybody if all_scored(held, who) is not None] == ["cora", "cleo", "sena", "olga", "vic"]


def decide(cast, one, result=Result.PASS, by="cora"):
    with acting(cast.users[by]) as actor:
        decide_outcome(invitation(one.pk), Decided(result, FEEDBACK, {}), id=new_id(), by=actor, at=actor.now)


def test_an_assessor_sees_nothing_of_others_before_they_have_sent_everything(held):
    sends(held, held.nina_there, "cora", seen="She asked: bustard")
    assert seen(held, "cora") == (8, 3)
    for who in ("cleo", "vic", "sena", "olga"):
        assert seen(held, who) == (0, 0)
    sends(held, held.nina_there, "vic", first_only=True)
    assert seen(held, "vic")[1] == 0
    sends(held, held.nina_there, "vic")
    assert seen(held, "vic") == (16, 3)
    assert seen(held, "cleo") == (0, 0)


def test_who_does_not_assess_sees_them_when_all_are_sent(held):
    for who in ("cora", "cleo"):
        sends(held, held.nina_there, who)
    assert seen(held, "sena") == (0, 0)
    sends(held, held.nina_there, "vic")
    assert seen(held, "sena") == (24, 0)
    assert seen(held, "colin") == (0, 0)


def test_opening_early_takes_a_reason_and_opens_nothing_for_who_still_owes(held):
    sends(held, held.nina_there, "cora")
    with acting(held.sena) as sena, pytest.raises(Invalid):
        open_early(invitation(held.nina_there.pk), "Ill", by=sena, at=sena.now)
    with acting(held.cleo) as cleo, pytest.raises(NotAllowed):
        open_early(invitation(held.nina_there.pk), "Vic was taken ill at noon", by=cleo, at=cleo.now)
    with acting(held.sena) as sena:
        open_early(invitation(held.nina_there.pk), "Vic was taken ill at noon", by=sena, at=sena.now)
    assert seen(held, "sena") == (8, 0)
    assert seen(held, "cleo") == (0, 0)
    assert seen(held, "vic") == (0, 0)


def test_nobody_sees_scores_of_themselves(held):
    for who in ("cora", "cleo", "vic"):
        sends(held, held.nina_there, who, seen="Her: bustard")
    assert seen(held, "nina") == (0, 0)
    with acting(held.nina):
        assert not Assignment.objects.exists()
        assert not Sheet.objects.exists()


def test_scores_of_an_earlier_event_are_hidden_from_who_has_to_score_them_again(held):
    for who in ("cora", "cleo", "vic"):
        sends(held, held.nina_there, who)
    decide(held, held.nina_there, Result.NOT_YET)
    assert seen(held, "sena") == (24, 0)
    again = opened(held)
    (there,) = invited(held, again, "nina")
    training(held, again, "sena", "cora")
    scoring(held, again, there, "sena")
    assert seen(held, "sena") == (0, 0)
    sends(held, there, "sena")
    assert seen(held, "sena") == (32, 0)


def test_a_volunteer_who_assessed_sees_others_scores_no_longer_once_it_is_decided(held):
    for who in ("cora", "cleo", "vic"):
        sends(held, held.nina_there, who)
    assert seen(held, "vic") == (24, 0)
    with acting(held.vic):
        assert names_to_assess() == {held.nina_there.volunteer_id: "Nina Saltmarsh"}
    decide(held, held.nina_there)
    assert seen(held, "vic") == (8, 0)
    with acting(held.vic):
        assert names_to_assess() == {}


def test_nobody_is_asked_to_score_after_the_scores_are_open(held):
    for who in ("cora", "cleo", "vic"):
        sends(held, held.nina_there, who)
    training(held, held.event, "cora", "cleo", "vic", "sena")
    with pytest.raises(Invalid, match="open already"):
        scoring(held, held.event, held.nina_there, "cora", "cleo", "vic", "sena")
    with as_owner():
        exercise = Assignment.objects.first().exercise_id
    row = Assignment(
        event=held.event, invitation=held.nina_there, volunteer_id=held.nina_there.volunteer_id,
        area_id=held.nina_there.area_id, exercise_id=exercise, assessor=held.sena, by=held.cora, at=held.now,
    )  # fmt: skip
    with acting(held.cora), pytest.raises(ProgrammingError, match="row-level security"):
        Assignment.objects.bulk_create([row])


def test_a_draft_is_its_writers_alone_and_gone_when_it_is_sent(held):
    with as_owner():
        mine = Assignment.objects.filter(assessor=held.vic).first()
    with acting(held.vic) as vic:
        save_draft(mine, {"seen": "Half a sentence: bustard"}, by=vic, at=vic.now)
    for who, found in (("vic", 1), ("cora", 0), ("olga", 0), ("nina", 0)):
        with acting(held.users[who]):
            assert ScoreDraft.objects.count() == found
    sends(held, held.nina_there, "vic")
    with as_owner():
        assert not ScoreDraft.objects.exists()


def test_who_has_begun_to_score_is_not_taken_off(held):
    with as_owner():
        mine = Assignment.objects.filter(assessor=held.vic).first()
    with acting(held.vic) as vic:
        save_draft(mine, {"seen": "Half a sentence: bustard"}, by=vic, at=vic.now)
    with pytest.raises(Invalid, match="has begun to score"):
        scoring(held, held.event, held.nina_there, "cora", "cleo")
    scoring(held, held.event, held.nina_there, "cora", "vic")
    with as_owner():
        assert set(Assignment.objects.values_list("assessor", flat=True)) == {held.cora.pk, held.vic.pk}
        assert ScoreDraft.objects.count() == 1


def test_what_was_sent_is_never_changed_nor_sent_twice(held):
    sends(held, held.nina_there, "vic")
    with as_owner():
        mine = Assignment.objects.filter(assessor=held.vic).first()
    with acting(held.vic) as vic, pytest.raises(NotAllowed):
        send_scores(mine, Scores({}), by=vic, at=vic.now)
    with acting(held.vic), pytest.raises(ProgrammingError):
        Score.objects.update(value=4)


def test_paper_is_keyed_by_somebody_who_owes_none_of_that_person(held):
    sends(held, held.nina_there, "cora")
    sends(held, held.nina_there, "vic", by="cora", seen="Keyed: bustard")
    with as_owner():
        assert set(Sheet.objects.filter(assessor=held.vic).values_list("by", flat=True)) == {held.cora.pk}
    (vera_there,) = invited(held, held.event, "vera")
    scoring(held, held.event, vera_there, "cleo", "vic")
    with pytest.raises(NotAllowed, match="still to score"):
        sends(held, vera_there, "vic", by="cleo")


def test_only_those_who_train_at_the_event_score_and_nobody_themselves(held):
    with pytest.raises(Invalid):
        scoring(held, held.event, held.nina_there, "olga")
    (vic_there,) = invited(held, held.event, "vic")
    scoring(held, held.event, vic_there, "vic", "cora")
    with as_owner():
        assert set(Assignment.objects.filter(invitation=vic_there).values_list("assessor", flat=True)) == {held.cora.pk}


def test_the_outcome_waits_for_the_scores(held):
    with pytest.raises(NotAllowed):
        decide(held, held.nina_there)
    for who in ("cora", "cleo", "vic"):
        sends(held, held.nina_there, who)
    decide(held, held.nina_there)
    with pytest.raises(NotAllowed, match="decided"):
        decide(held, held.nina_there, Result.NO)


def test_who_has_sent_their_own_still_waits_for_the_others_or_says_why_not(held):
    sends(held, held.nina_there, "cora")
    with pytest.raises(NotAllowed, match="not every assessor"):
        decide(held, held.nina_there)
    with acting(held.cora), pytest.raises(ProgrammingError, match="row-level security"):
        Outcome.objects.bulk_create([outcome_by_cora(held)])
    with acting(held.cora) as cora:
        open_early(invitation(held.nina_there.pk), "Vic and Cleo were taken ill at noon", by=cora, at=cora.now)
    decide(held, held.nina_there)


def outcome_by_cora(held):
    return Outcome(
        event=held.event, volunteer_id=held.nina_there.volunteer_id, area_id=held.nina_there.area_id, result="pass",
        decided_on=held.now.date(), by=held.cora, at=held.now,
    )  # fmt: skip


def test_the_database_too_lets_nobody_decide_before_the_scores_are_open(held):
    with acting(held.cora), pytest.raises(ProgrammingError, match="row-level security"):
        Outcome.objects.bulk_create([outcome_by_cora(held)])


def test_the_volunteer_reads_the_feedback_under_a_receipt_and_no_score(held):
    for who in ("cora", "cleo", "vic"):
        sends(held, held.nina_there, who)
    decide(held, held.nina_there, Result.NOT_YET)
    with acting(held.nina) as nina:
        assert not Feedback.objects.exists()
        assert list(open_training(held.volunteers["nina"], by=nina).feedback.values()) == [FEEDBACK]
        assert not Score.objects.exists()
    with acting(held.vera):
        assert not Outcome.objects.exists()


def test_after_not_yet_somebody_comes_again_and_the_newest_counts(held):
    for who in ("cora", "cleo", "vic"):
        sends(held, held.nina_there, who)
    decide(held, held.nina_there, Result.NOT_YET)
    again = opened(held)
    (there,) = invited(held, again, "nina")
    training(held, again, "cora")
    scoring(held, again, there, "cora")
    sends(held, there, "cora", value=4)
    decide(held, there)
    with acting(held.cora) as cora:
        found = open_training(held.volunteers["nina"], by=cora)
    assert [one.result for one in found.outcomes] == [Result.PASS, Result.NOT_YET]
    assert len(found.feedback) == 2


def test_what_is_still_to_be_scored_is_asked_for_until_it_is_sent(held):
    with acting(held.vic) as vic:
        assert len(to_score(vic)) == 3
    sends(held, held.nina_there, "vic")
    with acting(held.vic) as vic:
        assert to_score(vic) == []


def test_scores_are_from_one_to_four(held):
    with pytest.raises(Invalid, match="at least one"):
        sends(held, held.nina_there, "vic", value=5)


def test_staff_of_another_area_see_nothing(held):
    sends(held, held.nina_there, "cora")
    applies(held)
    with acting(held.colin):
        assert not Sheet.objects.exists()
        assert not are_open(held.nina_there.pk)


def owed_by(cast, who, of=None):
    """Any of those they owe, or one of a certain person."""
    with as_owner():
        owed = Assignment.objects.filter(assessor=cast.users[who], sheet__isnull=True).select_related("event")
        return (owed.filter(invitation=of) if of else owed).first()


def knows(cast, one, *who, by="cora"):
    with acting(cast.users[by]) as actor:
        of = [cast.users[each].pk for each in ("cora", "cleo", "vic")]
        note_who_know(invitation(one.pk), [cast.users[each].pk for each in who], of=of, by=actor, at=actor.now)


def test_nobody_is_listed_or_scored_before_the_day_of_the_event(cast):
    ahead = opened(cast, days=1)
    (nina,) = invited(cast, ahead, "nina")
    training(cast, ahead, "cora", "vic")
    scoring(cast, ahead, nina, "cora", "vic")
    with acting(cast.vic) as vic:
        assert to_score(vic) == []
        assert names_to_assess() == {}
    with pytest.raises(NotAllowed, match="from the day of the event"):
        sends(cast, nina, "vic")
    with pytest.raises(NotAllowed, match="from the day of the event"):
        sends(cast, nina, "vic", by="olga")


def test_a_draft_goes_when_a_colleague_keys_the_paper(held):
    mine = owed_by(held, "vic")
    with acting(held.vic) as vic:
        save_draft(mine, {"seen": "Half a sentence: bustard"}, by=vic, at=vic.now)
    sends(held, held.nina_there, "vic", by="sena")
    with as_owner():
        assert not ScoreDraft.objects.exists()


def test_an_assessor_who_knows_somebody_is_taken_off_that_one_person(held):
    (vera_there,) = invited(held, held.event, "vera")
    scoring(held, held.event, vera_there, "cora", "vic")
    with acting(held.vic) as vic:
        save_draft(owed_by(held, "vic", held.nina_there), {"seen": "Half a sentence: bustard"}, by=vic, at=vic.now)
    knows(held, held.nina_there, "vic")
    with as_owner():
        assert not ScoreDraft.objects.exists()
        assert set(Assignment.objects.filter(assessor=held.vic).values_list("invitation", flat=True)) == {vera_there.pk}
    scoring(held, held.event, held.nina_there, "cora", "cleo", "vic")
    with as_owner():
        assert not Assignment.objects.filter(assessor=held.vic, invitation=held.nina_there).exists()


def test_the_database_refuses_the_score_of_an_assessor_who_knows_somebody(held):
    kept = owed_by(held, "vic")
    knows(held, held.nina_there, "vic")
    with as_owner():
        kept.save(force_insert=True)  # as if somebody had found a way to ask them all the same
    for who in ("vic", "sena"):
        with pytest.raises(ProgrammingError, match="row-level security"):
            sends(held, held.nina_there, "vic", first_only=True, by=who)
    kept.pk = new_id()
    with acting(held.cora), pytest.raises(ProgrammingError, match="row-level security"):
        Assignment.objects.bulk_create([kept])


def test_what_was_sent_before_it_was_known_stays(held):
    sends(held, held.nina_there, "vic", first_only=True)
    knows(held, held.nina_there, "vic")
    with as_owner():
        assert Sheet.objects.filter(assessor=held.vic).count() == 1
        assert Assignment.objects.filter(assessor=held.vic).count() == 1


def test_who_knows_somebody_is_noted_once_and_taken_back_when_it_was_a_mistake(held):
    for _ in range(2):
        knows(held, held.nina_there, "vic")
    knows(held, held.nina_there)
    with as_owner():
        (row,) = Conflict.objects.all()
    assert row.taken_back_by_id == held.cora.pk
    scoring(held, held.event, held.nina_there, "cora", "cleo", "vic")
    sends(held, held.nina_there, "vic")


def test_an_assessor_says_themselves_that_they_know_somebody_and_nobody_says_it_for_them_but_staff(held):
    mine = owed_by(held, "vic")
    with acting(held.vera) as vera, pytest.raises(NotFound):
        say_one_knows(mine, by=vera, at=vera.now)
    with acting(held.vic) as vic:
        say_one_knows(mine, by=vic, at=vic.now)
        assert names_to_assess() == {}
    with pytest.raises(NotFound):
        knows(held, held.nina_there, "cora", by="colin")
    for who, found in (("vic", 1), ("cora", 1), ("nina", 0), ("vera", 0), ("colin", 0)):
        with acting(held.users[who]):
            assert Conflict.objects.count() == found


def test_a_sheet_on_paper_names_who_scores_whom_and_nothing_that_was_scored(held):
    sends(held, held.nina_there, "cora", seen="She asked: bustard")
    sends(held, held.nina_there, "vic", first_only=True)
    with acting(held.cleo):
        sheets = paper_sheets(held.event)
    assert [(one.assessor, one.name, len(one.exercises)) for one in sheets] == [
        ("Cleo Thistlewood", "Nina Saltmarsh", 3),
        ("Vic Hollowell", "Nina Saltmarsh", 2),
    ]
    assert all(each.criteria for one in sheets for each in one.exercises)
