"""Documents with a referral: the holder's alone while a draft, fixed once sent, the person's once accepted."""

import pytest
from django.db import connection

from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.foundations.files.envelope import Unreadable
from encircle.foundations.files.keeping import person_key, unlocked
from encircle.foundations.files.models import PersonKey, Verdict
from encircle.rooms.people import documents as of_people
from encircle.rooms.people.models import PersonDocument
from encircle.rooms.people.vocabulary import PaperKind
from encircle.rooms.referrals import documents as room
from encircle.rooms.referrals.actions.handing_over import hand_over
from encircle.rooms.referrals.actions.submitting import ChangedSince, revisions, submit_referral
from encircle.rooms.referrals.actions.withdrawing import withdraw_own_referral
from encircle.rooms.referrals.documents import NewPaper, add_paper, open_paper, paper, papers, take_away
from encircle.rooms.referrals.drafts import held_referral, open_form
from encircle.rooms.referrals.models import ReferralDocument, ReferralDocumentLock
from encircle.rooms.referrals.tasks import scan_waiting
from encircle.rooms.referrals.vocabulary import WithdrawalReason
from tests.cast import acting, plant_cast
from tests.foundations.files.corpus import pdf as pdf_with
from tests.foundations.files.corpus import typeset, with_a_file_inside, word
from tests.rooms.referrals.form import invited, written
from tests.rooms.suitability.test_judging import judge, settle
from tests.support.database import as_owner

EVERYBODY = ("cora", "cleo", "colin", "sena", "olga", "petra", "omar", "hana", "paul", "vera", "dana", "adam")


@pytest.fixture
def cast(db):
    return plant_cast()


@pytest.fixture
def referral(cast):
    with as_owner():
        return written(invited(cast, "petra"), cast.petra)


def added(cast, referral, who="petra", content=None, name="OASys.pdf", **more):
    with acting(cast.users[who]) as actor:
        new = NewPaper(
            id=more.pop("id", None) or new_id(), name=name, content=content or typeset("An OASys of the brambling."),
            kind=PaperKind.ASSESSMENT, **more,
        )  # fmt: skip
        return add_paper(referral.pk, new, by=actor, at=actor.now)


def sent(cast, referral, who="petra"):
    with acting(cast.users[who]) as actor:
        submit_referral(
            referral.pk, checked=revisions(open_form(held_referral(referral.pk), by=actor)), by=actor, at=actor.now
        )


def read_by(cast, who, document_id):
    """Its words, as far as this person may: None where it is not there for them."""
    with acting(cast.users[who]) as actor:
        try:
            opened = open_paper(paper(document_id), by=actor)
        except NotFound:
            return None
        return opened and (opened.lock.name, opened.words(1))


def readers(cast, document_id):
    return [who for who in EVERYBODY if read_by(cast, who, document_id)]


def test_a_pdf_and_a_word_file_are_added_and_read(cast, referral):
    report = added(cast, referral)
    letter = added(cast, referral, content=word(), name="Letter.docx")
    assert read_by(cast, "petra", report.pk)[0] == "OASys.pdf"
    assert "An OASys of the brambling." in read_by(cast, "petra", report.pk)[1]
    assert "He attends each week." in read_by(cast, "petra", letter.pk)[1]
    with acting(cast.petra):
        assert [(one.file_kind, one.agency.name) for one in papers(referral.pk)] == [
            ("pdf", referral.agency.name), ("word", referral.agency.name),
        ]  # fmt: skip


def test_while_a_draft_it_is_its_holders_alone(cast, referral):
    document = added(cast, referral)
    assert readers(cast, document.pk) == ["petra"]


def test_handed_over_it_goes_along(cast, referral):
    document = added(cast, referral)
    with as_owner():
        colleague = cast.professionals["petra"].agency
        other = next(who for who, one in cast.professionals.items() if one.agency_id == colleague.pk and who != "petra")
    with acting(cast.petra) as petra:
        hand_over(referral.pk, cast.professionals[other].email, by=petra, at=petra.now)
    assert readers(cast, document.pk) == [other]


def test_sent_it_is_fixed_and_read_by_its_sender_and_the_staff_of_the_area(cast, referral):
    document = added(cast, referral)
    sent(cast, referral)
    assert readers(cast, document.pk) == ["cora", "cleo", "sena", "olga", "petra"]
    with pytest.raises(NotFound):
        added(cast, referral)
    with pytest.raises(NotFound), acting(cast.petra) as petra:
        take_away(referral.pk, document.pk, by=petra, at=petra.now)
    with acting(cast.petra), connection.cursor() as cursor:
        cursor.execute("SELECT encircle.clear_referral_document(%s)", [document.pk])
        assert cursor.fetchone() == (0,)
    with as_owner():
        assert ReferralDocument.objects.count() == 1


def test_what_is_added_after_the_answers_were_checked_is_not_sent_unseen(cast, referral):
    with acting(cast.petra) as petra:
        checked = revisions(open_form(held_referral(referral.pk), by=petra))
    added(cast, referral)
    with pytest.raises(ChangedSince), acting(cast.petra) as petra:
        submit_referral(referral.pk, checked=checked, by=petra, at=petra.now)


def test_taken_away_its_key_is_gone_and_twice_is_once(cast, referral):
    document = added(cast, referral)
    for _ in range(2):
        with acting(cast.petra) as petra:
            take_away(referral.pk, document.pk, by=petra, at=petra.now)
    with as_owner():
        assert (ReferralDocument.objects.count(), ReferralDocumentLock.objects.count()) == (0, 0)
        assert Entry.objects.filter(item_id=document.pk, verb="ended").count() == 1


def test_by_one_form_no_document_of_another_is_taken_away(cast, referral):
    document = added(cast, referral)
    with as_owner():
        other = written(invited(cast, "petra"), cast.petra)
    with acting(cast.petra) as petra:
        take_away(other.pk, document.pk, by=petra, at=petra.now)
    assert readers(cast, document.pk) == ["petra"]


def test_withdrawn_as_a_draft_nothing_of_it_is_kept(cast, referral):
    added(cast, referral)
    with acting(cast.petra) as petra:
        withdraw_own_referral(held_referral(referral.pk), WithdrawalReason.UNWILLING, by=petra, at=petra.now)
    with as_owner():
        assert (ReferralDocument.objects.count(), ReferralDocumentLock.objects.count()) == (0, 0)


def test_withdrawn_after_it_was_sent_it_stays(cast, referral):
    added(cast, referral)
    sent(cast, referral)
    with acting(cast.cora), connection.cursor() as cursor:
        cursor.execute("SELECT encircle.clear_withdrawn_drafts(%s)", [referral.pk])
    with as_owner():
        assert ReferralDocument.objects.count() == 1


def test_a_file_that_is_not_taken_leaves_its_reason_and_nothing_else(cast, referral):
    with pytest.raises(Invalid) as refused:
        added(cast, referral, content=pdf_with(with_a_file_inside))
    assert set(refused.value.errors) == {"file"}
    with as_owner():
        assert ReferralDocument.objects.count() == 0


def test_of_a_referral_out_of_reach_nothing_is_added(cast, referral):
    for who in ("omar", "cora", "paul", "vera"):
        with pytest.raises(NotFound):
            added(cast, referral, who=who)
    with as_owner():
        assert not PersonKey.objects.filter(subject_id=referral.subject_id).exists()


def test_a_key_is_made_for_the_person_of_a_form_in_hand_and_for_nobody_else(cast, referral):
    with as_owner():
        others = invited(cast, "omar")
    added(cast, referral)
    with pytest.raises(Exception, match="row-level security"), acting(cast.petra) as petra:
        person_key(others.subject_id, petra.now)


def test_one_persons_document_does_not_open_with_anothers_key(cast, referral):
    with as_owner():
        other = invited(cast, "petra")
    document, _ = added(cast, referral), added(cast, other)
    with as_owner():
        lock = ReferralDocumentLock.objects.get(pk=document.pk)
        document.subject_id = other.subject_id
        with pytest.raises(Unreadable):
            unlocked(document, lock)


def test_accepted_it_becomes_the_persons_own_with_the_same_key(cast, referral):
    document = added(cast, referral)
    sent(cast, referral)
    judge(cast, referral)
    settle(cast, referral)
    with acting(cast.cora) as cora:
        (kept,) = of_people.documents(referral.subject_id)[0]
        opened = of_people.open_document(of_people.document(kept.pk), by=cora)
        assert (kept.pk, kept.onward, opened.lock.name) == (document.pk, "coordinator_only", "OASys.pdf")
        assert "brambling" in opened.words(1)
    assert read_by(cast, "petra", document.pk)[0] == "OASys.pdf"
    with acting(cast.colin), pytest.raises(NotFound):
        of_people.document(document.pk)


def test_nobody_takes_documents_over_who_did_not_accept(cast, referral):
    added(cast, referral)
    sent(cast, referral)
    for who in ("cora", "olga", "petra"):
        with acting(cast.users[who]), connection.cursor() as cursor:
            cursor.execute("SELECT encircle.take_over_documents(%s)", [referral.pk])
            assert cursor.fetchone() == (0,)
    with as_owner():
        assert not PersonDocument.objects.filter(subject_id=referral.subject_id).exists()


def test_while_the_scanner_is_down_it_waits_and_is_looked_at_later(cast, referral, settings):
    settings.SCANNER, settings.SCANNER_REQUIRED = "", True
    document = added(cast, referral)
    assert read_by(cast, "petra", document.pk) is None
    settings.SCANNER_REQUIRED = False
    scan_waiting(0)
    with acting(cast.petra):
        assert room.verdict_on(paper(document.pk)) is Verdict.NOT_SCANNED
    assert read_by(cast, "petra", document.pk)[0] == "OASys.pdf"
