"""Sending a referral: frozen as it was checked, once; its area is told; its sender rereads it while in post."""

from datetime import date, timedelta

import pytest

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.audit.models import Entry as TraceEntry
from encircle.foundations.post.models import Notice
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.partners.models import Professional
from encircle.rooms.referrals.actions.drafting import save_answers
from encircle.rooms.referrals.actions.submitting import ChangedSince, Incomplete, revisions, submit_referral
from encircle.rooms.referrals.actions.withdrawing import withdraw_own_referral
from encircle.rooms.referrals.drafts import held_referral, open_form
from encircle.rooms.referrals.for_referrers import Stands, in_hand, open_sent_referral, sent, sent_referral
from encircle.rooms.referrals.models import Holder, Referral, SectionDraft, Submission, SubmittedSection
from encircle.rooms.referrals.sections import SECTIONS
from encircle.rooms.referrals.vocabulary import WithdrawalReason
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .form import invited, typed_for, written

NEVER = ("paul", "omar", "hana", "vera", "vic", "nina", "xena", "colin", "adam", "dana", "tess")


@pytest.fixture
def cast(db):
    return plant_cast()


@pytest.fixture
def referral(cast):
    with as_owner():
        return written(invited(cast, "petra"), cast.petra, secret="heron")


def submit(user, referral, *, checked=None, **more):
    with acting(user) as by:
        form = open_form(held_referral(referral.pk), by=by) if checked is None else None
        return submit_referral(referral.pk, checked=checked or revisions(form), by=by, at=by.now, **more)


def read(user, referral):
    with acting(user) as by:
        return open_sent_referral(referral.pk, by=by)


def test_every_section_is_frozen_and_the_draft_is_gone(cast, referral):
    submission = submit(cast.petra, referral)
    assert (submission.professional_id, submission.submitted_by_id) == (cast.professionals["petra"].pk, cast.petra.pk)
    with as_owner():
        frozen = list(SubmittedSection.objects.order_by("position"))
        assert [one.section for one in frozen] == [code for code in SECTIONS if code not in ("prison", "young")]
        assert frozen[0].answers["values"]["family_name"] == "Quillon"
        assert not SectionDraft.objects.exists()


def test_the_coordinators_of_the_area_are_told_that_something_waits(cast, referral):
    submit(cast.petra, referral)
    with as_owner():
        assert {notice.user_id for notice in Notice.objects.all()} == {cast.cora.pk, cast.cleo.pk}
        line = TraceEntry.objects.get(item_type="referrals.submission")
    assert (line.actor_id, line.item_id, line.person_id) == (cast.petra.pk, referral.pk, referral.subject_id)


def test_pressing_twice_sends_it_once(cast, referral):
    with acting(cast.petra) as by:
        checked = revisions(open_form(held_referral(referral.pk), by=by))
    first = submit(cast.petra, referral, checked=checked)
    assert submit(cast.petra, referral, checked=checked).pk == first.pk
    with as_owner():
        assert (Submission.objects.count(), SubmittedSection.objects.count()) == (1, 13)
        assert Notice.objects.count() == 2


def test_what_is_missing_is_said_section_by_section_and_nothing_is_sent(cast, referral):
    with as_owner():
        SectionDraft.objects.filter(referral=referral, section="needs").delete()
        SectionDraft.objects.filter(referral=referral, section="person").update(
            answers={"typed": {"given_name": "Heron"}, "entries": []}
        )
        SectionDraft.objects.filter(referral=referral, section="mappa").update(done=False)
    with pytest.raises(Incomplete) as refused:
        submit(cast.petra, referral)
    lacking = {one.code: one.what for one in refused.value.sections}
    assert lacking["needs"] == ("Not started",)
    assert "Enter last name" in lacking["person"]
    assert lacking["mappa"] == ("Press “Save and continue” in this section",)
    assert set(lacking) == {"needs", "person", "mappa"}
    with as_owner():
        assert not Submission.objects.exists()
        assert not SubmittedSection.objects.exists()
        assert SectionDraft.objects.count() == 12


def test_what_changed_after_it_was_checked_is_not_sent(cast, referral):
    with acting(cast.petra) as by:
        checked = revisions(open_form(held_referral(referral.pk), by=by))
        typed = typed_for(SECTIONS["needs"].questions, "osprey")
        save_answers(referral.pk, "needs", typed, base=1, is_finished=True, by=by, at=by.now)
    with pytest.raises(ChangedSince):
        submit(cast.petra, referral, checked=checked)
    with as_owner():
        assert not Submission.objects.exists()


@pytest.mark.parametrize("who", ["paul", "omar", "cora", "olga", "vera", "adam"])
def test_nobody_sends_another_ones_form(cast, referral, who):
    with pytest.raises(NotFound):
        submit(cast.users[who], referral, checked="1")
    with as_owner():
        assert not Submission.objects.exists()


# --- rereading ---


def test_the_sender_rereads_it_with_a_receipt_each_time(cast, referral):
    submit(cast.petra, referral)
    for _ in range(2):
        _, sections = read(cast.petra, referral)
        assert "heron" in str(sections)
    with as_owner():
        opened = TraceEntry.objects.filter(verb="opened", item_id=referral.pk, actor_id=cast.petra.pk)
        assert opened.count() == 2


def test_without_the_receipt_nothing_can_be_read(cast, referral):
    submit(cast.petra, referral)
    with acting(cast.petra):
        assert not SubmittedSection.objects.exists()


@pytest.mark.parametrize("who", NEVER)
def test_nobody_else_rereads_it_or_learns_where_it_stands(cast, referral, who):
    submit(cast.petra, referral)
    with pytest.raises(NotFound):
        read(cast.users[who], referral)
    with acting(cast.users[who]) as by:
        assert not Referral.objects.exists()
        assert not SubmittedSection.objects.exists()
        assert sent(by) == ([], False)


def test_who_leaves_the_post_no_longer_rereads_it(cast, referral):
    submit(cast.petra, referral)
    with as_owner():
        Professional.objects.filter(pk=cast.professionals["petra"].pk).update(ends_at=cast.now)
    with pytest.raises(NotFound):
        read(cast.petra, referral)


def test_who_handed_it_over_before_it_was_sent_does_not_read_it(cast, referral):
    with as_owner():
        Holder.objects.filter(referral=referral).update(professional=cast.professionals["paul"])
    submit(cast.paul, referral)
    with pytest.raises(NotFound):
        read(cast.petra, referral)
    assert "heron" in str(read(cast.paul, referral))


def test_what_was_sent_cannot_be_written_on(cast, referral):
    submit(cast.petra, referral)
    with acting(cast.petra) as by, pytest.raises(NotFound):
        save_answers(referral.pk, "needs", {}, base=1, is_finished=False, by=by, at=by.now)
    with acting(cast.petra):
        assert in_hand() == []


# --- where it stands ---


def where(user, referral):
    with acting(user) as by:
        return sent_referral(referral.pk, by=by)


def test_where_it_stands_is_said_from_four_facts(cast):
    with as_owner():
        referral = invited(cast, "petra")
    with acting(cast.petra):
        assert [own.stands for own in in_hand()] == [Stands.INVITED]
    with as_owner():
        written(referral, cast.petra)
    with acting(cast.petra):
        assert [own.stands for own in in_hand()] == [Stands.BEING_WRITTEN]
    submit(cast.petra, referral)
    assert where(cast.petra, referral).stands is Stands.RECEIVED
    with acting(cast.petra) as by:
        withdraw_own_referral(referral, WithdrawalReason.MOVED, by=by, at=by.now)
    assert where(cast.petra, referral).stands is Stands.WITHDRAWN


def test_the_decision_is_due_by_the_practice_standard_in_working_days(cast, referral):
    with as_owner():
        KindStandard.objects.filter(kind="adult").update(decision_working_days=1)
    submit(cast.petra, referral)
    due = where(cast.petra, referral).due_on
    assert timedelta(days=1) <= due - cast.now.date() <= timedelta(days=6)
    assert due.weekday() < 5


def test_a_withdrawn_draft_is_deleted_and_its_holder_still_sees_that_it_was_withdrawn(cast, referral):
    with acting(cast.petra) as by:
        withdraw_own_referral(referral, WithdrawalReason.UNWILLING, by=by, at=by.now)
        assert in_hand() == []
        assert [own.stands for own in sent(by)[0]] == [Stands.WITHDRAWN]
    with as_owner():
        assert not SectionDraft.objects.exists()
    with acting(cast.petra) as by, pytest.raises(NotAllowed):
        withdraw_own_referral(referral, WithdrawalReason.UNWILLING, by=by, at=by.now)
    with pytest.raises(NotFound):
        read(cast.petra, referral)


# --- on paper ---


def paper(cast):
    with as_owner():
        form = written(invited(cast, "petra", on_paper=True), cast.cora)
        Holder.objects.filter(referral=form).update(professional=None, staff=cast.cora)
    return form


def test_a_paper_form_is_keyed_and_sent_with_the_day_it_came_in(cast):
    form, came = paper(cast), cast.now.date() - timedelta(days=3)
    submission = submit(cast.cora, form, paper_received_on=came)
    assert (submission.professional_id, submission.paper_received_on) == (None, came)


@pytest.mark.parametrize("came", [None, date(2999, 1, 1)])
def test_a_paper_form_has_a_day_and_not_one_to_come(cast, came):
    form = paper(cast)
    with pytest.raises(Invalid) as refused:
        submit(cast.cora, form, paper_received_on=came)
    assert set(refused.value.errors) == {"paper_received_on"}
