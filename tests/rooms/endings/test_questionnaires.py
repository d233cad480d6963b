"""Everybody is asked once; a personal link answers one questionnaire once; names are struck out before others read."""

import pytest
from django.db import connection

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.endings.actions.answering import (
    NoLongerWorks,
    SentBefore,
    answer_by_link,
    answer_signed_in,
    behind_link,
    key_paper,
    own_questionnaire,
)
from encircle.rooms.endings.actions.asking import ask_everybody, make_link
from encircle.rooms.endings.actions.chasing import chase, chase_all
from encircle.rooms.endings.actions.screening import (
    known_around,
    open_questionnaire,
    screen,
    take_on_screening,
)
from encircle.rooms.endings.models import (
    Answer,
    AnswerWords,
    Questionnaire,
    QuestionnaireChase,
    QuestionnaireLink,
    Return,
    ScreenedWords,
)
from encircle.rooms.endings.queries import answers_of, asked_of, asked_one, words_to_screen
from encircle.rooms.sharing.redaction import MARK, flag_names
from tests.cast import acting, plant_cast
from tests.rooms.endings.after import CIRCLE_1, asked, given, link
from tests.support.database import as_owner


def test_everybody_who_had_a_seat_is_asked_once_and_told_without_a_word(db):
    cast = plant_cast()
    found = asked(cast)
    assert sorted(row.respondent for row in found.values()) == CIRCLE_1
    with acting(cast.cora) as cora:
        assert ask_everybody(cast.circle_1.pk, by=cora, at=cora.now) == 0
    with as_owner():
        told = set(Notice.objects.filter(item_id__in=[row.pk for row in found.values()]).values_list("user", flat=True))
    assert {cast.vera.pk, cast.petra.pk, cast.omar.pk, cast.hana.pk} <= told


def test_a_coordinator_elsewhere_asks_nobody(db):
    cast = plant_cast()
    with acting(cast.colin) as colin, pytest.raises(NotFound):
        ask_everybody(cast.circle_1.pk, by=colin, at=colin.now)


# --- the personal link ---


def test_a_link_says_as_whom_and_opening_uses_nothing_up(db):
    cast = plant_cast()
    row = asked(cast)["mark"]
    token = link(cast, row)
    for _ in range(3):
        with acting_as(system("doorkeeper")):
            behind = behind_link(token)
            assert (behind.questionnaire_id, behind.respondent, behind.is_sent) == (row.pk, "core_member", False)
            assert Questionnaire.objects.count() == QuestionnaireLink.objects.count() == 0


def test_a_link_answers_its_own_questionnaire_once(db):
    cast = plant_cast()
    found = asked(cast)
    tokens = {key: link(cast, found[key]) for key in ("mark", "vera")}
    with acting_as(system("doorkeeper")):
        answer_by_link(tokens["mark"], given(found["mark"], words="I am less alone."))
    with acting_as(system("doorkeeper")), pytest.raises(SentBefore):
        answer_by_link(tokens["mark"], given(found["mark"], code="disagree"))
    with as_owner():
        assert list(Return.objects.values_list("questionnaire", "channel", "by")) == [(found["mark"].pk, "link", None)]
        assert set(Answer.objects.values_list("questionnaire", flat=True)) == {found["mark"].pk}
        assert set(AnswerWords.objects.values_list("text", flat=True)) == {"I am less alone."}


def test_two_links_of_one_circle_do_not_mix(db):
    """The answers of one to the questions of the other are refused, and by the database itself."""
    cast = plant_cast()
    found = asked(cast)
    token = link(cast, found["mark"])
    with acting_as(system("doorkeeper")), pytest.raises(Invalid):
        answer_by_link(token, given(found["vera"]))
    (question, code), *_ = ((str(pk), code) for pk, code in given(found["vera"]).items())
    with acting_as(system("doorkeeper")), connection.cursor() as cursor, pytest.raises(Exception, match="not asked"):
        cursor.execute("SELECT encircle.answer_by_link(%s, jsonb_build_object(%s::text, %s::text), '{}')", [token, question, code])  # fmt: skip # noqa: E501
    with as_owner():
        assert Return.objects.count() == Answer.objects.count() == 0


@pytest.mark.parametrize("why", ["never made", "replaced", "expired", "of another charity"])
def test_a_link_that_does_not_work_looks_like_one_that_was_never_made(db, why):
    cast = plant_cast()
    row = asked(cast)["mark"]
    token = link(cast, row)
    if why == "replaced":
        link(cast, row)
    elif why == "expired":
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE endings_questionnairelink DISABLE TRIGGER USER")
            cursor.execute("UPDATE endings_questionnairelink SET expires_at = now() - interval '1 second'")
            cursor.execute("ALTER TABLE endings_questionnairelink ENABLE TRIGGER USER")
    else:
        token = "x" * 43
    with acting_as(system("doorkeeper")), pytest.raises(NoLongerWorks):
        behind_link(token)
    with acting_as(system("doorkeeper")), pytest.raises(NoLongerWorks):
        answer_by_link(token, given(row))


def test_the_token_is_kept_nowhere(db):
    cast = plant_cast()
    token = link(cast, asked(cast)["mark"])
    with as_owner(), connection.cursor() as cursor:
        for table in ("endings_questionnairelink", "audit_entry", "post_letter", "post_notice", "procrastinate_jobs"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{token}%"])
            assert cursor.fetchone() == (0,), table


def test_no_link_is_made_once_the_answers_are_here(db):
    cast = plant_cast()
    row = asked(cast)["mark"]
    token = link(cast, row)
    with acting_as(system("doorkeeper")):
        answer_by_link(token, given(row))
    with acting(cast.cora) as cora, pytest.raises(Invalid):
        make_link(row.pk, by=cora, at=cora.now)


# --- signed in, and on paper ---


def test_who_signs_in_answers_their_own_and_no_other(db):
    cast = plant_cast()
    found = asked(cast)
    with acting(cast.vera) as vera:
        for other in ("vic", "petra", "mark"):
            with pytest.raises(NotFound):
                own_questionnaire(found[other].pk)
        answer_signed_in(found["vera"].pk, given(found["vera"]), by=vera, at=vera.now)
    with acting(cast.vera) as vera, pytest.raises(SentBefore):
        answer_signed_in(found["vera"].pk, given(found["vera"]), by=vera, at=vera.now)
    with acting(cast.petra) as petra:
        answer_signed_in(found["petra"].pk, given(found["petra"]), by=petra, at=petra.now)
    with as_owner():
        assert sorted(Return.objects.values_list("by", flat=True)) == sorted([cast.vera.pk, cast.petra.pk])


def test_nothing_is_added_to_what_was_sent(db):
    cast = plant_cast()
    row = asked(cast)["vera"]
    question, *_ = (pk for pk, said in given(row).items() if said == "agree")
    with acting(cast.vera) as vera:
        answer_signed_in(row.pk, {question: "agree"}, by=vera, at=vera.now)
    with as_owner():
        sent = Answer.objects.get()
        other = next(pk for pk, said in given(row).items() if pk != question and said == "agree")
    with acting(cast.vera), pytest.raises(Exception, match="row-level security"):
        Answer.objects.bulk_create(
            [Answer(questionnaire=row, circle=row.circle, area=row.area, question_id=other, code="disagree")]
        )
    with as_owner(), pytest.raises(Exception, match="append-only"):
        Answer.objects.filter(pk=sent.pk).update(code="disagree")


def test_paper_keeps_both_days(db):
    cast = plant_cast()
    row = asked(cast)["mark"]
    with acting(cast.cora) as cora:
        key_paper(row.pk, cora.now.date(), given(row), by=cora, at=cora.now)
    with as_owner():
        came = Return.objects.get()
    assert (came.channel, came.answered_on, came.by_id) == ("paper", cast.now.date(), cast.cora.pk)
    with acting(cast.cora) as cora, pytest.raises(Invalid):
        key_paper(asked_of(cast.circle_1.pk)[1].row.pk, cora.now.date().replace(year=2020), {}, by=cora, at=cora.now)


# --- names ---


def answered(cast, words="Ask Vera, 12 Mill Road, on 01632 960111. Mark Plumtree did well."):
    found = asked(cast)
    with acting(cast.petra) as petra:
        answer_signed_in(found["petra"].pk, given(found["petra"], words=words), by=petra, at=petra.now)
    return found["petra"]


def test_nobody_reads_what_was_written_before_a_named_person_struck_out_names(db):
    cast = plant_cast()
    row = answered(cast)
    for user in (cast.cora, cast.cleo, cast.sena, cast.olga, cast.vera, cast.petra):
        with acting(user) as who:
            if who.roles:
                open_questionnaire(row.pk, by=who)
            assert words_to_screen(row.pk) == []
    with acting(cast.cora) as cora:
        take_on_screening(row.pk, by=cora, at=cora.now)
    with acting(cast.cora):
        assert words_to_screen(row.pk) == []  # not without a receipt
    with acting(cast.cora) as cora:
        open_questionnaire(row.pk, by=cora)
        assert [text for _, text in words_to_screen(row.pk)] == [
            "Ask Vera, 12 Mill Road, on 01632 960111. Mark Plumtree did well."
        ]
    with acting(cast.cleo) as cleo:
        open_questionnaire(row.pk, by=cleo)
        assert words_to_screen(row.pk) == []


def test_the_screened_words_are_what_everybody_reads_and_the_original_stays(db):
    cast = plant_cast()
    row = answered(cast)
    with acting(cast.cora) as cora:
        take_on_screening(row.pk, by=cora, at=cora.now)
    with acting(cast.cora) as cora:
        open_questionnaire(row.pk, by=cora)
        ((question, text),) = words_to_screen(row.pk)
        flags = flag_names(text, known_around(row, by=cora))
        assert {text[f.start : f.end] for f in flags} >= {"Vera", "12 Mill Road", "01632 960111", "Mark"}
        screen(row.pk, {question.pk: [(f.start, f.end) for f in flags]}, by=cora, at=cora.now)
    with acting(cast.cleo) as cleo:
        open_questionnaire(row.pk, by=cleo)
        (said,) = [one.text for one in answers_of(asked_one(row.pk)) if one.text]
        assert words_to_screen(row.pk) == []
    assert MARK in said
    assert not any(name in said for name in ("Vera", "Mill Road", "01632", "Mark"))
    with as_owner():
        assert "Vera" in AnswerWords.objects.get().text
        assert Entry.objects.filter(verb="opened", item_id=row.pk, actor_id=cast.cora.pk).exists()


def test_whoever_did_not_take_it_on_screens_nothing(db):
    cast = plant_cast()
    row = answered(cast)
    with acting(cast.cleo) as cleo:
        open_questionnaire(row.pk, by=cleo)
        with pytest.raises(NotAllowed):
            screen(row.pk, {}, by=cleo, at=cleo.now)
    with as_owner():
        assert ScreenedWords.objects.count() == 0


# --- reminders ---


def test_who_did_not_answer_is_reminded_on_each_set_day_once(db):
    cast = plant_cast()
    found = asked(cast)
    with acting(cast.petra) as petra:
        answer_signed_in(found["petra"].pk, given(found["petra"]), by=petra, at=petra.now)
    _asked_days_ago(8)
    assert chase_all() > 0
    assert chase_all() == 0
    with as_owner():
        days = set(QuestionnaireChase.objects.values_list("questionnaire", "after_days"))
    assert (found["omar"].pk, 7) in days
    assert found["petra"].pk not in {pk for pk, _ in days}  # answered
    assert found["mark"].pk not in {pk for pk, _ in days}  # has no login: on the coordinator's list
    assert not chase(found["omar"].pk)


def _asked_days_ago(days):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE endings_questionnaire DISABLE TRIGGER USER")
        cursor.execute("UPDATE endings_questionnaire SET asked_at = asked_at - make_interval(days => %s)", [days])
        cursor.execute("ALTER TABLE endings_questionnaire ENABLE TRIGGER USER")
