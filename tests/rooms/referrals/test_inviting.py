"""Inviting a referrer: the draft is theirs from then on, the message says nothing, staff see only that it exists."""

from datetime import timedelta

import pytest
from django.db import connection

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.post.models import Letter, Notice
from encircle.rooms.partners.models import Professional
from encircle.rooms.referrals.actions.inviting import NewReferral, invite_referral, key_paper_form, pass_paper, pass_to
from encircle.rooms.referrals.drafts import held
from encircle.rooms.referrals.models import EnquiryStep, Holder, Referral, SectionDraft
from encircle.rooms.referrals.queries import Page, Wanted, referral, referrals
from encircle.rooms.referrals.standard import decision_clock
from encircle.rooms.referrals.vocabulary import State
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .calls import rang, ring_back
from .form import invited, written


@pytest.fixture
def cast(db):
    return plant_cast()


def invite(cast, professional, *, who="cora", area="a", enquiry=None):
    with acting(cast.users[who]) as actor:
        new = NewReferral(id=new_id(), area_id=cast.areas[area].pk, kind="adult", enquiry=enquiry)
        return invite_referral(new, professional, by=actor, at=actor.now)


def new_professional(cast, **more):
    with as_owner():
        return Professional.objects.create(
            **{
                "agency": cast.agencies["probation"],
                "name": "Ned Pipit",
                "email": "ned@probation.example",
                "starts_at": cast.now - timedelta(days=3),
                **more,
            }
        )


def line_of(cast, one, who="cora"):
    with acting(cast.users[who]):
        return referral(one.pk, clock=decision_clock())


def test_the_referrer_holds_it_and_is_told_that_something_waits(cast):
    one = invite(cast, cast.professionals["petra"])
    with as_owner():
        (notice,) = Notice.objects.all()
        assert (notice.user_id, notice.kind, notice.item_id) == (cast.petra.pk, "waiting", one.pk)
    line = line_of(cast, one)
    assert (line.state, line.holder, line.begun_at, line.due) == (State.INVITED, "Petra Nightingale", None, None)
    with acting(cast.petra):
        assert list(Referral.objects.values_list("pk", flat=True)) == [one.pk]


def test_somebody_who_never_signed_in_gets_an_invitation_instead(cast):
    one = invite(cast, new_professional(cast))
    with as_owner():
        assert not Notice.objects.exists()
        letter = Letter.objects.get()
        assert letter.kind == "link"
        holder = Holder.objects.select_related("professional").get(referral=one)
        assert holder.professional.user_id == letter.user_id


def test_an_enquiry_behind_it_is_answered(cast):
    enquiry = rang(cast, outcome=ring_back(cast))
    with acting(cast.cora) as cora:
        at = cora.now + timedelta(seconds=1)
        new = NewReferral(id=new_id(), area_id=enquiry.area_id, kind=enquiry.kind, enquiry=enquiry)
        one = invite_referral(new, cast.professionals["petra"], by=cora, at=at)
    with as_owner():
        kinds = EnquiryStep.objects.filter(enquiry=enquiry).order_by("at").values_list("kind", flat=True)
        assert list(kinds) == ["call_back", "invited"]
        assert Referral.objects.get().enquiry_id == enquiry.pk == one.enquiry_id


def test_nobody_invites_for_another_area_nor_somebody_who_has_left(cast):
    with pytest.raises(NotAllowed):
        invite(cast, cast.professionals["petra"], area="b")
    with pytest.raises(NotAllowed):
        invite(cast, new_professional(cast, ends_at=cast.now - timedelta(days=1)))
    with as_owner():
        assert not Referral.objects.exists()


def test_staff_see_that_a_draft_exists_and_no_word_of_it(cast):
    with as_owner():
        one = written(invited(cast), cast.petra, secret="whimbrel", only=("person",))
    line = line_of(cast, one)
    assert (line.state, line.begun_at) == (State.DRAFT, one.invited_at)
    for who in ("cora", "sena", "olga"):
        with acting(cast.users[who]):
            assert list(SectionDraft.objects.all()) == []
    with acting(cast.petra):
        assert "whimbrel" in str(SectionDraft.objects.get().answers)


@pytest.mark.parametrize("who", ["colin", "vera", "omar", "adam", "paul"])
def test_others_do_not_even_see_that_it_was_saved(cast, who):
    with as_owner():
        one = written(invited(cast), cast.petra, only=("person",))
    with acting(cast.users[who]), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM encircle.begun_referrals(%s)", [[one.pk]])
        assert cursor.fetchall() == []


def test_no_one_of_the_staff_makes_a_referrer_s_draft_their_own(cast):
    with as_owner():
        one = written(invited(cast), cast.petra, only=("person",))
    with acting(cast.cora) as cora:
        mine = Holder(referral=one, area_id=one.area_id, staff=cast.cora, starts_at=cora.now, handed_by=cast.cora)
        Holder.objects.filter(referral=one).update(ends_at=cora.now + timedelta(seconds=1))
        with pytest.raises(Exception, match="row-level security"):
            Holder.objects.bulk_create([mine])


def test_a_form_that_came_on_paper_is_its_keyer_s(cast):
    with acting(cast.cora) as cora:
        new = NewReferral(id=new_id(), area_id=cast.areas["a"].pk, kind="adult")
        one = key_paper_form(new, cast.agencies["police"], by=cora, at=cora.now)
    line = line_of(cast, one, "cleo")
    assert (line.referral.on_paper, line.holder) == (True, "Cora Fernleigh")
    assert [line.is_held_by(cast.users[who].pk) for who in ("cora", "cleo")] == [True, False]


def test_an_unfinished_form_is_passed_to_a_colleague_with_all_that_stands_in_it(cast):
    with as_owner():
        one = written(invited(cast), cast.petra, secret="whimbrel", only=("person",))
        Holder.objects.update(starts_at=cast.now - timedelta(days=2))
    with acting(cast.cora) as cora:
        pass_to(one, State.DRAFT, cast.professionals["paul"], by=cora, at=cora.now)
    with acting(cast.petra):
        assert list(SectionDraft.objects.all()) == []
    with acting(cast.paul):
        assert "whimbrel" in str(SectionDraft.objects.get().answers)
    assert line_of(cast, one).holder == "Paul Meadowsweet"


def test_it_is_not_passed_to_another_agency_nor_once_it_is_submitted(cast):
    with as_owner():
        one = invited(cast)
        Holder.objects.update(starts_at=cast.now - timedelta(days=2))
    with acting(cast.cora) as cora:
        with pytest.raises(Invalid, match="same agency"):
            pass_to(one, State.DRAFT, cast.professionals["omar"], by=cora, at=cora.now)
        with pytest.raises(Invalid, match="already"):
            pass_to(one, State.DRAFT, cast.professionals["petra"], by=cora, at=cora.now)
        with pytest.raises(NotAllowed):
            pass_to(one, State.SUBMITTED, cast.professionals["paul"], by=cora, at=cora.now)


def test_the_list_is_narrowed_by_area_kind_and_state(cast):
    with as_owner():
        first = invited(cast)
        second = invited(cast, "omar", kind="young")
        other = invited(cast, area="b", by="colin")
    with acting(cast.sena):
        clock = decision_clock()

        def found(**more):
            return {line.referral.pk for line in referrals(Wanted(**more), Page(), clock=clock)[0]}

        assert found() == {first.pk, second.pk, other.pk}
        assert found(area_id=cast.areas["b"].pk) == {other.pk}
        assert found(kind="young") == {second.pk}
        assert found(state="not_sent") == {first.pk, second.pk, other.pk}
        assert found(state="submitted") == set()
    with acting(cast.cora):
        assert found() == {first.pk, second.pk}


def on_paper(cast, who="cora"):
    with acting(cast.users[who]) as actor:
        new = NewReferral(id=new_id(), area_id=cast.areas["a"].pk, kind="adult")
        return key_paper_form(new, cast.agencies["police"], by=actor, at=actor.now)


def passed_paper(cast, one, to, who="cora"):
    with acting(cast.users[who]) as actor:
        pass_paper(one, State.DRAFT, cast.users[to].pk, by=actor, at=actor.now)


def test_a_paper_form_goes_to_a_colleague_of_the_area_and_leaves_the_first(db):
    cast = plant_cast()
    one = on_paper(cast)
    passed_paper(cast, one, "cleo")
    held_by = {}
    for who in ("cora", "cleo"):
        with acting(cast.users[who]):
            held_by[who] = one.pk in held()
    assert held_by == {"cora": False, "cleo": True}
    with as_owner():
        assert list(Notice.objects.filter(item_id=one.pk).values_list("user_id", flat=True)) == [cast.cleo.pk]


@pytest.mark.parametrize("to", ["colin", "vera", "petra", "adam", "cora"])
def test_a_paper_form_goes_to_nobody_who_may_not_key_it_and_not_to_whoever_has_it(db, to):
    cast = plant_cast()
    one = on_paper(cast)
    with pytest.raises(Invalid):
        passed_paper(cast, one, to)


def test_staff_of_another_area_pass_no_paper_form_on(db):
    cast = plant_cast()
    one = on_paper(cast)
    with pytest.raises(NotAllowed):
        passed_paper(cast, one, "colin", who="colin")
