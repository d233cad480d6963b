"""A form in somebody's hand: saved by its holder alone, lost by nobody, handed over whole."""

from datetime import timedelta

import pytest

from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry as TraceEntry
from encircle.foundations.post.models import Notice
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.partners.models import Professional
from encircle.rooms.referrals.actions.drafting import (
    Clash,
    finish_section,
    remove_entry,
    save_answers,
    save_entry,
)
from encircle.rooms.referrals.actions.handing_over import UNKNOWN, hand_over
from encircle.rooms.referrals.drafts import Progress, held_referral, open_form, open_section, sections_of
from encircle.rooms.referrals.models import Holder, Referral, ReferralWithdrawn, SectionDraft
from encircle.rooms.referrals.sections import SECTIONS, Entry
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .form import draft_of, invited, typed_for, written

EVERYBODY_ELSE = ("paul", "omar", "hana", "cora", "cleo", "sena", "olga", "vera", "xena", "adam", "dana", "tess")


@pytest.fixture
def cast(db):
    return plant_cast()


@pytest.fixture
def referral(cast):
    with as_owner():
        return invited(cast, "petra")


def save(user, referral, typed, code="person", *, base=0, is_finished=True):
    with acting(user) as by:
        return save_answers(referral.pk, code, typed, base=base, is_finished=is_finished, by=by, at=by.now)


def stands(user, referral, code="person"):
    with acting(user) as by:
        return open_section(held_referral(referral.pk), code, by=by)


def typed(code="person", **more):
    return typed_for(SECTIONS[code].questions) | more


# --- saving ---


def test_what_was_typed_comes_back_word_for_word_right_or_wrong(cast, referral):
    wrong = {"given_name": "Heron", "born_on_day": "31", "born_on_month": "2"}
    saved = save(cast.petra, referral, wrong)
    assert "Enter last name" in saved.missing
    found = stands(cast.petra, referral)
    assert (dict(found.draft.typed), found.revision, found.progress) == (wrong, 1, Progress.IN_PROGRESS)


def test_a_section_is_complete_when_its_writer_says_so_and_nothing_is_missing(cast, referral):
    assert stands(cast.petra, referral).progress is Progress.NOT_STARTED
    save(cast.petra, referral, typed(), is_finished=False)
    assert stands(cast.petra, referral).progress is Progress.IN_PROGRESS
    save(cast.petra, referral, typed(), base=1)
    assert stands(cast.petra, referral).progress is Progress.COMPLETED
    save(cast.petra, referral, typed(given_name=""), base=2)
    assert stands(cast.petra, referral).progress is Progress.IN_PROGRESS


def test_an_older_page_never_takes_newer_words_back(cast, referral):
    save(cast.petra, referral, typed(given_name="First"))
    save(cast.petra, referral, typed(given_name="Second"), base=1)
    clash = save(cast.petra, referral, typed(given_name="From the old page"), base=1)
    assert isinstance(clash, Clash)
    assert (clash.stands.revision, clash.stands.draft.typed["given_name"]) == (2, "Second")
    assert stands(cast.petra, referral).draft.typed["given_name"] == "Second"
    save(cast.petra, referral, typed(given_name="From the old page"), base=clash.stands.revision)
    assert stands(cast.petra, referral).draft.typed["given_name"] == "From the old page"


def test_pressing_twice_is_no_clash(cast, referral):
    for _ in range(2):
        assert not isinstance(save(cast.petra, referral, typed()), Clash)
    with as_owner():
        assert SectionDraft.objects.count() == 1


def test_a_section_this_referral_does_not_ask_is_not_there(cast, referral):
    for code in ("prison", "young", "nothing"):
        with pytest.raises(NotFound):
            save(cast.petra, referral, {}, code)


def test_entries_are_added_once_changed_and_taken_out(cast, referral):
    save(cast.petra, referral, {"any": "yes"}, "assessments")
    one = Entry(str(new_id()), typed_for(SECTIONS["assessments"].entries.questions))
    for _ in range(2):
        with acting(cast.petra) as by:
            save_entry(referral.pk, "assessments", one, base=1, by=by, at=by.now)
    other = Entry(one.id, {**one.typed, "agency": "Another"})
    with acting(cast.petra) as by:
        assert isinstance(save_entry(referral.pk, "assessments", other, base=1, by=by, at=by.now), Clash)
        now = open_section(held_referral(referral.pk), "assessments", by=by).revision
        save_entry(referral.pk, "assessments", other, base=now, by=by, at=by.now)
        finish_section(referral.pk, "assessments", by=by, at=by.now)
    found = stands(cast.petra, referral, "assessments")
    assert [entry.typed["agency"] for entry in found.draft.entries] == ["Another"]
    assert found.progress is Progress.COMPLETED
    with acting(cast.petra) as by:
        saved = remove_entry(referral.pk, "assessments", one.id, by=by, at=by.now)
    assert saved.missing == ("Add an assessment",)


def test_the_list_has_an_end(cast, referral):
    section = SECTIONS["assessments"]
    with as_owner():
        many = [{"id": str(new_id()), "typed": {}} for _ in range(section.entries.most)]
        SectionDraft.objects.create(
            referral=referral,
            area_id=referral.area_id,
            section="assessments",
            answers={"typed": {"any": "yes"}, "entries": many},
            saved_at=cast.now,
            saved_by=cast.petra,
        )
    with acting(cast.petra) as by, pytest.raises(Invalid):
        save_entry(referral.pk, "assessments", Entry(str(new_id()), {}), base=1, by=by, at=by.now)


# --- whose it is ---


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_a_draft_is_its_holders_alone(cast, referral, who):
    with as_owner():
        written(referral, cast.petra, secret="heron")
    with acting(cast.users[who]):
        assert not SectionDraft.objects.exists()
        with pytest.raises(NotFound):
            held_referral(referral.pk)
    with pytest.raises(NotFound):
        save(cast.users[who], referral, typed())
    with as_owner():
        assert not SectionDraft.objects.exclude(saved_by=cast.petra).exists()


def test_who_leaves_the_agency_reaches_nothing_more(cast, referral):
    save(cast.petra, referral, typed())
    with as_owner():
        Professional.objects.filter(pk=cast.professionals["petra"].pk).update(ends_at=cast.now)
    with pytest.raises(NotFound):
        save(cast.petra, referral, typed(), base=1)
    with acting(cast.petra):
        assert not Referral.objects.exists()


def test_who_is_suspended_reaches_nothing(cast, referral):
    with as_owner():
        type(cast.petra).objects.filter(pk=cast.petra.pk).update(suspended_at=cast.now, suspended_by=cast.adam)
    with pytest.raises(NotFound):
        save(cast.petra, referral, typed())


def test_what_was_withdrawn_is_not_written_on(cast, referral):
    with as_owner():
        ReferralWithdrawn.objects.create(
            referral=referral, area_id=referral.area_id, by=cast.cora, at=cast.now, reason="other"
        )
    with pytest.raises(NotFound):
        save(cast.petra, referral, typed())


def test_staff_who_key_a_paper_form_write_it_as_a_referrer_would(cast):
    with as_owner():
        paper = invited(cast, "petra", on_paper=True)
        Holder.objects.filter(referral=paper).update(professional=None, staff=cast.cora)
    save(cast.cora, paper, typed())
    assert stands(cast.cora, paper).progress is Progress.COMPLETED
    for who in ("cleo", "olga", "petra"):
        with pytest.raises(NotFound):
            stands(cast.users[who], paper)


def test_the_trace_says_once_an_hour_who_had_it_open_and_no_word_of_it(cast, referral):
    for base in range(3):
        save(cast.petra, referral, typed(given_name=f"Heron {base}"), base=base)
    with as_owner():
        line = TraceEntry.objects.get(item_type="referrals.sectiondraft")
    assert (line.actor_id, line.item_id, line.person_id) == (cast.petra.pk, referral.pk, referral.subject_id)
    assert line.detail.startswith("editing ")


# --- what is asked ---


def test_what_is_asked_is_the_standard_of_the_day_of_the_invitation(cast, referral):
    with as_owner():
        KindStandard.objects.create(
            kind="adult",
            in_force_from=cast.now.date() + timedelta(days=1),
            least_volunteers=3,
            most_volunteers=6,
            months=12,
            referral_sections=["needs"],
        )
        later = invited(cast, "petra")
        Referral.objects.filter(pk=later.pk).update(invited_at=cast.now + timedelta(days=2))
        later.refresh_from_db()
        assert [section.code for section in sections_of(later)] == ["person", "needs", "undertaking"]
        assert len(sections_of(referral)) == 13


def test_a_form_is_complete_when_all_of_its_sections_are(cast, referral):
    with as_owner():
        written(referral, cast.petra)
    with acting(cast.petra) as by:
        form = open_form(held_referral(referral.pk), by=by)
    assert (form.completed, form.is_complete) == (13, True)
    save(cast.petra, referral, {}, "needs", base=1)
    with acting(cast.petra) as by:
        form = open_form(held_referral(referral.pk), by=by)
    assert ([one.section.code for one in form.unfinished()], form.is_complete) == (["needs"], False)


# --- handing over ---


def over_to(user, referral, address):
    with acting(user) as by:
        return hand_over(referral.pk, address, by=by, at=by.now)


def test_a_colleague_goes_on_where_the_holder_stopped_and_the_holder_sees_no_more(cast, referral):
    save(cast.petra, referral, typed(given_name="Heron"))
    assert over_to(cast.petra, referral, " Paul@probation.example ").name == "Paul Meadowsweet"
    assert stands(cast.paul, referral).draft.typed["given_name"] == "Heron"
    with pytest.raises(NotFound):
        stands(cast.petra, referral)
    with acting(cast.petra):
        assert not SectionDraft.objects.exists()
        assert not Referral.objects.exists()
    with as_owner():
        assert Notice.objects.get().user_id == cast.paul.pk
        assert Holder.objects.filter(referral=referral, ends_at__isnull=True).get().professional_id == (
            cast.professionals["paul"].pk
        )


@pytest.mark.parametrize("address", ["omar@police.example", "nobody@probation.example", "petra@probation.example", ""])
def test_only_to_a_colleague_of_the_same_agency_by_their_whole_address(cast, referral, address):
    with pytest.raises(Invalid) as refused:
        over_to(cast.petra, referral, address)
    assert refused.value.errors == {"email": UNKNOWN}
    with as_owner():
        assert Holder.objects.get().ends_at is None
        assert not Notice.objects.exists()


def test_who_works_at_two_agencies_hands_it_to_neither_by_mistake(cast, referral):
    """Petra has a place at the police too: what the probation service refers stays the probation service's."""
    with as_owner():
        Professional.objects.create(
            agency=cast.agencies["police"], name="Petra Too", email="petra@police.example", user=cast.petra,
            starts_at=cast.now,
        )  # fmt: skip
    with pytest.raises(Invalid):
        over_to(cast.petra, referral, "omar@police.example")
    with acting(cast.petra) as by, pytest.raises(Exception, match="row-level security"):
        Holder.objects.bulk_create(
            [
                Holder(
                    referral=referral, area_id=referral.area_id, professional=cast.professionals["omar"],
                    starts_at=by.now, handed_by_id=by.user_id,
                )
            ]
        )  # fmt: skip


def test_not_to_a_colleague_who_has_left_or_never_had_a_login(cast, referral):
    paul = Professional.objects.filter(pk=cast.professionals["paul"].pk)
    for change in ({"ends_at": cast.now}, {"ends_at": None, "user": None}):
        with as_owner():
            paul.update(**change)
        with pytest.raises(Invalid):
            over_to(cast.petra, referral, "paul@probation.example")


@pytest.mark.parametrize("who", ["paul", "omar", "cora", "olga", "vera"])
def test_nobody_takes_it_from_its_holder(cast, referral, who):
    with pytest.raises((NotFound, Invalid)):
        over_to(cast.users[who], referral, "paul@probation.example")
    with as_owner():
        assert Holder.objects.get().professional_id == cast.professionals["petra"].pk


def test_handed_on_twice_it_is_the_last_ones(cast, referral):
    over_to(cast.petra, referral, "paul@probation.example")
    with pytest.raises(NotFound):
        over_to(cast.petra, referral, "paul@probation.example")
    over_to(cast.paul, referral, "petra@probation.example")
    assert stands(cast.petra, referral).progress is Progress.NOT_STARTED


def test_a_complete_section_stays_complete_in_other_hands(cast, referral):
    section = SECTIONS["needs"]
    save(cast.petra, referral, draft_of(section).typed, "needs")
    over_to(cast.petra, referral, "paul@probation.example")
    assert stands(cast.paul, referral, "needs").progress is Progress.COMPLETED
