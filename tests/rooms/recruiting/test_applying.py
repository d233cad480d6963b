"""An application: the applicant's alone while it is written, sent once, and what is said apart is of nobody."""

import pytest
from django.db import connection

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.demo.words.applications import WRITTEN
from encircle.foundations.accounts.models import User
from encircle.rooms.recruiting.actions.applying import (
    ChangedSince,
    Clash,
    Incomplete,
    invite_to_apply,
    revisions,
    save_answers,
    say_apart,
    send_application,
)
from encircle.rooms.recruiting.actions.enquiring import note_asked
from encircle.rooms.recruiting.actions.stepping import decline
from encircle.rooms.recruiting.application import DECLARATIONS, SECTIONS, faults_of
from encircle.rooms.recruiting.drafts import open_application, own, sections_of
from encircle.rooms.recruiting.models import SaidApart, SectionDraft, Submission
from encircle.rooms.recruiting.queries import standing_of
from encircle.rooms.recruiting.vocabulary import Channel, Contact, Reason, Stage
from encircle.rooms.referrals.sections import Draft
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .test_coming_forward import told, wilf


def invited(cast, **more):
    """The applicant's id and login."""
    with acting(cast.cora) as cora:
        row = note_asked(wilf(cast, **more), Channel.PHONE, by=cora, at=cora.now)
        invite_to_apply(row.pk, by=cora, at=cora.now)
    with as_owner():
        return row.pk, User.objects.get(email=row.email)


def write(user, *codes):
    for code in codes or SECTIONS:
        with acting(user) as actor:
            save_answers(code, WRITTEN.get(code, {}), base=0, is_finished=True, by=actor, at=actor.now)


def send(user):
    with acting(user) as actor:
        send_application(checked=revisions(sections_of(own().applicant, actor.now)), by=actor, at=actor.now)


def test_an_invitation_makes_a_record_of_nobodys_volunteer_and_a_login(db):
    cast = plant_cast()
    id, user = invited(cast)
    with acting(user) as actor:
        assert (actor.volunteer_id, actor.applicant_id is not None) == (None, True)
        assert (own().applicant.pk, own().stage) == (id, Stage.INVITED)
    with as_owner():
        assert Volunteer.objects.get(user=user).joined_on is None


def test_nobody_is_invited_twice_or_without_an_address(db):
    cast = plant_cast()
    id, _ = invited(cast)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        invite_to_apply(id, by=cora, at=cora.now)
    with acting(cast.cora) as cora:
        asked = wilf(cast, prefers=Contact.PHONE, phone="01632 960333", email="")
        other = note_asked(asked, Channel.PHONE, by=cora, at=cora.now)
    with acting(cast.cora) as cora, pytest.raises(Invalid):
        invite_to_apply(other.pk, by=cora, at=cora.now)


def test_a_draft_is_its_writers_alone(db):
    cast = plant_cast()
    _, user = invited(cast)
    _, other = invited(cast, email="other@post.example")
    write(user, "reasons")
    for reader, seen in ((user, 1), (other, 0), (cast.cora, 0), (cast.olga, 0), (cast.vera, 0)):
        with acting(reader):
            assert SectionDraft.objects.count() == seen


def test_an_impossible_answer_is_kept_and_the_section_not_complete(db):
    cast = plant_cast()
    _, user = invited(cast)
    typed = {**WRITTEN["who"], "born_on_month": "13"}
    with acting(user) as actor:
        save_answers("who", typed, base=0, is_finished=True, by=actor, at=actor.now)
        (who,) = [one for one in sections_of(own().applicant, actor.now) if one.code == "who"]
        assert (who.draft.typed["born_on_month"], who.is_complete) == ("13", False)


def test_an_older_page_does_not_overwrite_a_newer(db):
    cast = plant_cast()
    _, user = invited(cast)
    write(user, "reasons")
    with acting(user) as actor:
        saved = save_answers("reasons", {"why": "Other"}, base=0, is_finished=True, by=actor, at=actor.now)
        assert isinstance(saved, Clash)
        (row,) = SectionDraft.objects.all()
        assert row.answers["typed"]["why"] == WRITTEN["reasons"]["why"]


def test_what_is_sent_is_what_was_checked_once_and_for_good(db):
    cast = plant_cast()
    id, user = invited(cast)
    write(user, "reasons")
    with acting(user) as actor, pytest.raises(Incomplete):
        send_application(checked="", by=actor, at=actor.now)
    write(user, *[code for code in SECTIONS if code != "reasons"])
    with acting(user) as actor, pytest.raises(ChangedSince):
        send_application(checked="1.1", by=actor, at=actor.now)
    assert told() == []
    send(user)
    send(user)  # pressed twice
    assert told() == ["cleo", "cora"]
    with acting(user) as actor, pytest.raises(NotFound):
        save_answers("reasons", {}, base=1, is_finished=False, by=actor, at=actor.now)
    with acting(cast.cora) as cora:
        assert standing_of(id).stage is Stage.APPLIED
        titles = [one.title for one in open_application(standing_of(id).applicant, by=cora)]
        assert titles == [section.title for section in SECTIONS.values()]
    with as_owner():
        assert (SectionDraft.objects.count(), Submission.objects.count()) == (0, 1)


def test_the_applicant_is_told_where_it_stands_and_no_reason(db):
    cast = plant_cast()
    id, user = invited(cast)
    with acting(cast.cora) as cora:
        decline(id, reason=Reason.KNOWS_SOMEBODY, letter="Dear Wilf", by=cora, at=cora.now)
    with acting(user), connection.cursor() as cursor:
        assert own().stage is Stage.DECLINED
        cursor.execute("SELECT (SELECT count(*) FROM recruiting_step), (SELECT count(*) FROM recruiting_words)")
        assert cursor.fetchone() == (0, 0)


def test_what_is_said_apart_leads_back_to_nobody_and_is_read_by_nobody(db):
    cast = plant_cast()
    _, user = invited(cast)
    write(user)
    send(user)
    with acting(user) as actor:
        say_apart({"age": "25to39", "sex": "private"}, by=actor, at=actor.now)
    with acting(user) as actor, pytest.raises(NotFound):
        say_apart({"age": "under25"}, by=actor, at=actor.now)
    for reader in (user, cast.cora, cast.olga, cast.dana, cast.adam):
        with acting(reader):
            assert SaidApart.objects.count() == 0
    with as_owner():
        (row,) = SaidApart.objects.values()
    assert set(row) == {"id", "year", "answers"}
    assert row["answers"] == {"age": "25to39", "sex": "private"}


def test_nobody_adds_to_it_who_has_not_just_applied(db):
    cast = plant_cast()
    for user in (cast.vera, cast.cora, invited(cast)[1]):
        with acting(user), pytest.raises(Exception, match="row-level security"):
            SaidApart.objects.bulk_create([SaidApart(year=2026, answers={})])


def test_declarations_name_their_law_and_ask_for_no_details():
    words = DECLARATIONS.intro + "".join(one.label for one in DECLARATIONS.questions)
    assert "Rehabilitation of Offenders Act 1974 (Exceptions) Order 1975" in words
    assert "not protected" in words
    assert {one.asks for one in DECLARATIONS.questions} == {"choice"}


def test_a_referee_can_be_reached_and_a_slot_is_chosen():
    referees = {**WRITTEN["referees"], "referee2_post": ""}
    assert [fault.code for fault in faults_of(SECTIONS["referees"], referees)] == ["referee2_email"]
    assert [fault.code for fault in faults_of(SECTIONS["availability"], {})] == ["evenings"]
    assert all(faults_of(SECTIONS[code], WRITTEN[code]) == () for code in SECTIONS)
    assert Draft(WRITTEN["who"]).kept["entries"] == []
