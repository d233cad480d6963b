"""What was submitted is the area's to read, against a receipt; who withdraws says why, and a draft is then gone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from encircle.common.errors import NotAllowed, NotFound
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.organisation.clocks import WorkingCalendar
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.referrals.actions.opening import open_referral
from encircle.rooms.referrals.actions.telling import tell_area
from encircle.rooms.referrals.actions.withdrawing import withdraw_own_referral, withdraw_referral
from encircle.rooms.referrals.models import (
    Referral,
    ReferralRead,
    ReferralWithdrawn,
    SectionDraft,
    Submission,
    SubmittedSection,
)
from encircle.rooms.referrals.queries import referral, referrals_waiting
from encircle.rooms.referrals.sections import freeze, sections_asked
from encircle.rooms.referrals.standard import DecisionClock, decision_clock
from encircle.rooms.referrals.vocabulary import State, WithdrawalReason
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .form import draft_of, invited, written

SECRET = "whimbrel"


@pytest.fixture
def cast(db):
    return plant_cast()


def submitted(cast, who="petra", **more):
    """As the owner: a whole form of theirs, sent."""
    one = invited(cast, who, **more)
    for position, section in enumerate(sections_asked(one.kind)):
        SubmittedSection.objects.create(
            referral=one, area_id=one.area_id, section=section.code, position=position,
            answers=freeze(section, draft_of(section, SECRET)),
        )  # fmt: skip
    Submission.objects.create(
        referral=one, area_id=one.area_id, submitted_at=cast.now, submitted_by=cast.users[who],
        professional=cast.professionals[who],
    )  # fmt: skip
    return one


def test_staff_of_the_area_read_it_against_a_receipt(cast):
    with as_owner():
        one = submitted(cast)
    with acting(cast.cora):
        assert list(SubmittedSection.objects.all()) == []
    with acting(cast.cora) as cora:
        line, sections = open_referral(one.pk, by=cora, clock=decision_clock())
        assert line.state is State.SUBMITTED
        assert [section.section for section in sections] == [section.code for section in sections_asked("adult")]
        assert SECRET in str(sections[0].answers)
    with as_owner():
        entry = Entry.objects.get(verb="opened", item_id=one.pk)
        assert (entry.area_id, entry.person_id) == (one.area_id, one.subject_id)


def test_who_of_the_staff_read_it_first_is_noted_once_and_no_draft_is_read(cast):
    with as_owner():
        draft, one = invited(cast), submitted(cast)
    for who in (cast.cora, cast.sena):
        with acting(who) as actor:
            open_referral(draft.pk, by=actor, clock=decision_clock())
            open_referral(one.pk, by=actor, clock=decision_clock())
    with as_owner():
        assert list(ReferralRead.objects.values_list("referral", "read_by")) == [(one.pk, cast.cora.pk)]
    with acting(cast.petra):
        assert not ReferralRead.objects.exists()


@pytest.mark.parametrize("who", ["colin", "vera", "omar", "paul", "adam", "tess"])
def test_it_does_not_exist_for_anybody_else(cast, who):
    with as_owner():
        one = submitted(cast)
    with acting(cast.users[who]) as actor, pytest.raises(NotFound):
        open_referral(one.pk, by=actor, clock=decision_clock())


def test_the_coordinators_of_the_area_are_told_and_nothing_more(cast):
    with as_owner():
        one = submitted(cast)
    with acting(cast.petra) as petra:
        tell_area(one, at=petra.now)
    with as_owner():
        told = set(Notice.objects.values_list("user__persona", "kind", "item_id"))
        assert told == {("cora", "waiting", one.pk), ("cleo", "waiting", one.pk)}


def test_nobody_is_told_by_somebody_whose_referral_it_is_not(cast):
    with as_owner():
        one = submitted(cast)
    with acting(cast.omar) as omar:
        tell_area(one, at=omar.now)
    with as_owner():
        assert not Notice.objects.exists()


def test_submitted_referrals_wait_for_a_decision_the_oldest_first(cast):
    with as_owner():
        first, second = submitted(cast), submitted(cast, "omar")
        Submission.objects.filter(referral=first).update(submitted_at=cast.now - timedelta(days=30))
        invited(cast)
    with acting(cast.cora):
        lines, total = referrals_waiting(areas=[cast.areas["a"].pk], count=10, clock=decision_clock())
        assert ([line.referral.pk for line in lines], total) == ([first.pk, second.pk], 2)
        assert lines[0].due < cast.now < lines[1].due
    with acting(cast.colin):
        assert referrals_waiting(areas=[cast.areas["b"].pk], count=10, clock=decision_clock()) == ([], 0)


@pytest.mark.parametrize(("day", "due"), [(2, date(2026, 3, 17)), (4, date(2026, 3, 12))])
def test_the_clock_is_that_of_the_standard_on_the_day_it_was_submitted(day, due):
    """Ten working days until the third of March, five from then on."""
    standards = [
        KindStandard(kind="adult", in_force_from=date(2026, 3, 3), decision_working_days=5),
        KindStandard(kind="adult", in_force_from=date(2000, 1, 1), decision_working_days=10),
    ]
    end = DecisionClock(standards, WorkingCalendar()).due("adult", datetime(2026, 3, day, 12, tzinfo=UTC))
    assert end == datetime(due.year, due.month, due.day, tzinfo=UTC)


# --- withdrawing ---


def test_a_withdrawn_draft_is_gone_for_everybody(cast):
    with as_owner():
        one = written(invited(cast), cast.petra)
    with acting(cast.cora) as cora:
        withdraw_referral(one, WithdrawalReason.NOT_FILLED_IN, by=cora, at=cora.now)
    with as_owner():
        assert not SectionDraft.objects.exists()
        assert ReferralWithdrawn.objects.values_list("reason", "by").get() == ("not_filled_in", cast.cora.pk)
    with acting(cast.petra):
        assert Referral.objects.filter(withdrawn__isnull=False).count() == 1
    with acting(cast.cora):
        assert referral(one.pk, clock=decision_clock()).state is State.WITHDRAWN


def test_what_was_submitted_stays_and_waits_no_longer(cast):
    with as_owner():
        one = submitted(cast)
    with acting(cast.petra) as petra:
        withdraw_own_referral(one, WithdrawalReason.MOVED, by=petra, at=petra.now)
    with acting(cast.cora) as cora:
        line, sections = open_referral(one.pk, by=cora, clock=decision_clock())
        assert (line.state, line.due, bool(sections)) == (State.WITHDRAWN, None, True)
        assert referrals_waiting(areas=None, count=10, clock=decision_clock()) == ([], 0)


def test_it_is_withdrawn_once(cast):
    with as_owner():
        one = invited(cast)
    with acting(cast.cora) as cora:
        withdraw_referral(one, WithdrawalReason.OTHER, by=cora, at=cora.now)
        with pytest.raises(NotAllowed, match="already"):
            withdraw_referral(one, WithdrawalReason.MOVED, by=cora, at=cora.now)


def test_nobody_withdraws_another_area_s_or_another_s_own(cast):
    with as_owner():
        one = invited(cast)
    with acting(cast.colin) as colin, pytest.raises(NotAllowed):
        withdraw_referral(one, WithdrawalReason.OTHER, by=colin, at=colin.now)
    with pytest.raises(Exception, match="row-level security"), acting(cast.omar) as omar:
        withdraw_own_referral(one, WithdrawalReason.OTHER, by=omar, at=omar.now)
    with as_owner():
        assert not ReferralWithdrawn.objects.exists()
