"""An enquiry is noted once, counted even if nothing follows, and waits on its day; what was said needs a receipt."""

from datetime import timedelta

import pytest

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.referrals.actions.enquiries import Outcome, add_note, open_enquiry, record_outcome
from encircle.rooms.referrals.models import Enquiry, EnquiryNote, EnquiryStep
from encircle.rooms.referrals.queries import WAITING, Page, Wanted, checks_of, enquiries, enquiries_due, enquiry
from encircle.rooms.referrals.vocabulary import Answer, StepKind, StepReason
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted

from .calls import SAID, criterion, rang, ring_back, today


@pytest.fixture
def cast(db):
    return plant_cast()


def due(cast, who="cora", day=None):
    with acting(cast.users[who]) as actor:
        areas = None if actor.all_areas else [area for _, area in actor.appointments if area]
        return [line.enquiry.pk for line in enquiries_due(day or today(cast), areas=areas, count=10)[0]]


def test_it_is_noted_with_what_was_talked_through_and_counted_though_nothing_follows(cast):
    freely, carers = criterion(), criterion("A carer agrees", ["young"], 1)
    one = rang(cast, answers={freely.pk: Answer.MET, carers.pk: Answer.UNSURE})
    with acting(cast.cora):
        lines, total = enquiries(Wanted(), Page())
        assert (lines[0].kind, lines[0].step.reason, lines[0].agency, total) == (
            StepKind.CLOSED, StepReason.INFORMATION, "Probation Service South West", 1,
        )  # fmt: skip
        answers = [(check.criterion.words, check.answer) for check in checks_of(one.pk)]
        assert answers == [("Takes part freely", "met"), ("A carer agrees", "unsure")]


def test_an_agency_nobody_knows_is_kept_as_it_was_typed(cast):
    one = rang(cast, agency_id=None, agency_name=" A new charity ")
    with acting(cast.cora):
        assert enquiry(one.pk).agency == "A new charity"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"asked_by_name": " "}, "asked_by_name"),
        ({"agency_id": None}, "agency_name"),
        ({"outcome": Outcome(StepKind.UNSUITABLE)}, "reason"),
        ({"outcome": Outcome(StepKind.CLOSED, StepReason.CRITERIA)}, "reason"),
        ({"outcome": Outcome(StepKind.CALL_BACK)}, "on"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(cast, more, field):
    with pytest.raises(Invalid) as refusal:
        rang(cast, **more)
    assert set(refusal.value.errors) == {field}
    with as_owner():
        assert not Enquiry.objects.exists()


def test_a_day_that_is_over_is_no_day_to_ring_back(cast):
    with pytest.raises(Invalid, match="today or later"):
        rang(cast, outcome=ring_back(cast, -1))


def test_nobody_notes_one_in_another_area(cast):
    with pytest.raises(NotAllowed):
        rang(cast, area="b")


def test_one_to_ring_back_waits_from_its_day_on(cast):
    one = rang(cast, outcome=ring_back(cast, 3))
    assert due(cast) == []
    assert due(cast, day=today(cast) + timedelta(days=3)) == [one.pk]
    assert due(cast, day=today(cast) + timedelta(days=9)) == [one.pk]


def test_what_came_of_it_afterwards_ends_the_waiting(cast):
    one = rang(cast, outcome=ring_back(cast))
    assert due(cast) == [one.pk]
    with clock_shifted(timedelta(minutes=5)), acting(cast.cleo) as cleo:
        outcome = Outcome(StepKind.UNSUITABLE, StepReason.UNWILLING)
        record_outcome(one, outcome, id=new_id(), note="Does not want it.", by=cleo, at=cleo.now)
    assert due(cast) == []
    with acting(cast.cora):
        assert enquiry(one.pk).kind is StepKind.UNSUITABLE
        assert [line.enquiry.pk for line in enquiries(Wanted(state=WAITING), Page())[0]] == []


def test_the_longest_waiting_comes_first_and_each_sees_their_own_area(cast):
    later, sooner = rang(cast, outcome=ring_back(cast, 1)), rang(cast, outcome=ring_back(cast))
    other = rang(cast, "colin", outcome=ring_back(cast), area="b")
    day = today(cast) + timedelta(days=2)
    assert due(cast, day=day) == [sooner.pk, later.pk]
    assert due(cast, "colin", day=day) == [other.pk]
    assert due(cast, "sena", day=day) == [sooner.pk, other.pk, later.pk]


def test_what_was_said_is_read_against_a_receipt(cast):
    one = rang(cast)
    with acting(cast.cleo):
        assert list(EnquiryNote.objects.all()) == []
    with acting(cast.cleo) as cleo:
        _, notes = open_enquiry(one.pk, by=cleo)
        assert [note.text for note in notes] == [SAID]
    with as_owner():
        line = Entry.objects.get(verb="opened", item_id=one.pk)
        assert (line.actor_id, line.area_id) == (cast.cleo.pk, cast.areas["a"].pk)


@pytest.mark.parametrize("who", ["colin", "adam", "dana", "tess", "vera", "petra"])
def test_nobody_else_finds_it(cast, who):
    one = rang(cast)
    with acting(cast.users[who]) as actor, pytest.raises(NotFound):
        open_enquiry(one.pk, by=actor)


def test_the_same_note_sent_twice_is_noted_once(cast):
    one, id = rang(cast, note=""), new_id()
    with acting(cast.cora) as cora:
        for _ in range(2):
            add_note(one, "Rang again.", id=id, by=cora, at=cora.now)
    with as_owner():
        assert EnquiryNote.objects.filter(enquiry=one).count() == 1


def test_nothing_that_was_noted_is_ever_changed(cast):
    rang(cast)
    for model, change in (
        (Enquiry, {"kind": "young"}),
        (EnquiryStep, {"reason": "other"}),
        (EnquiryNote, {"text": ""}),
    ):
        with acting(cast.cora), pytest.raises(Exception, match="permission denied"):
            model.objects.update(**change)
