"""A volunteer reads the minutes of her Circle against a receipt, and answers what she is asked."""

import pytest

from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.meetings.models import Approval, MinutesVersion, Passage, Remark, RemarkText
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

from .page import at, faults, fields, words
from .test_who_comes_in import asked


def corrected(cast):
    """Cora's correction beside Vera's original; the correction is approved."""
    with as_owner():
        there = {"meeting": cast.meetings["past_1"], "circle": cast.circle_1, "area": cast.areas["a"]}
        version = MinutesVersion.objects.create(
            **there,
            number=2,
            kind="correction",
            correction_kind="more",
            based_on=cast.minutes_1,
            written_by=cast.cora,
            submitted_at=cast.now,
        )
        Passage.objects.create(
            **there, version=version, part="with_core_member", topic_id="week", position=0, text="As Cora put it."
        )
        Approval.objects.create(**there, version=version, approved_by=cast.cora, approved_at=cast.now)


def test_minutes_are_opened_with_a_receipt(db):
    cast = plant_cast()
    page = signed_in(cast.vera).get(at("minutes", cast.meetings["past_1"].pk))
    assert "Words about week with heron-week." in words(page)
    assert "Your coordinator has not approved it yet." in words(page)
    with as_owner():
        assert list(Entry.objects.filter(verb="opened").values_list("actor_id", "item_id", "circle_id")) == [
            (cast.vera.pk, cast.minutes_1.pk, cast.circle_1.pk)
        ]


def test_the_approved_version_stands_first_and_the_original_beside_it(db):
    cast = plant_cast()
    corrected(cast)
    vera, meeting = signed_in(cast.vera), cast.meetings["past_1"].pk
    page = words(vera.get(at("minutes", meeting)))
    assert "As Cora put it." in page
    assert "heron-week" not in page
    assert "The volunteer's original" in page
    assert "heron-week" in words(vera.get(at("version", meeting, 1)))
    assert vera.get(at("version", meeting, 9)).status_code == 404


def test_minutes_nobody_has_written_lead_to_the_draft(db):
    cast = plant_cast()
    answer = signed_in(cast.vera).get(at("minutes", cast.meetings["yesterday_1"].pk))
    assert answer["Location"] == at("draft", cast.meetings["yesterday_1"].pk)


def test_submitted_minutes_cannot_be_written_again(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    for name in ("draft", "check"):
        assert client.get(at(name, cast.meetings["past_1"].pk))["Location"] == at("minutes", cast.meetings["past_1"].pk)


def answering(cast, **typed):
    question = asked(cast)
    client = signed_in(cast.vera)
    address = at("answer", question.pk)
    page = client.get(at("version", cast.meetings["past_1"].pk, 1))
    assert "Why was he low?" in words(page)
    return client, address, {**fields(page, address), **typed}


def test_a_question_is_answered_once_and_its_asker_is_told(db):
    cast = plant_cast()
    client, address, sent = answering(cast, text="He said the nights are long.")
    for _ in (1, 2):
        assert client.post(address, sent).status_code == 302
    with as_owner():
        answer = Remark.objects.get(kind="answer")
        assert (answer.said_by_id, answer.to_user_id, answer.version_id) == (
            cast.vera.pk,
            cast.cora.pk,
            cast.minutes_1.pk,
        )
        assert RemarkText.objects.get(remark=answer).text == "He said the nights are long."
        assert list(Notice.objects.values_list("user__persona", flat=True)) == ["cora"]
    page = client.get(at("version", cast.meetings["past_1"].pk, 1))
    assert "He said the nights are long." in words(page)
    assert "Send your answer" not in words(page)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("  ", "Enter your answer"),
        ("x" * 4_001, "Your answer must be 4000 characters or fewer. It has 4001"),
    ],
)
def test_what_cannot_be_sent_stays_in_the_box(db, text, says):
    cast = plant_cast()
    client, address, sent = answering(cast, text=text)
    page = client.post(address, sent)
    assert page.status_code == 422
    assert list(faults(page)) == [says]
    assert fields(page, address)["text"] == text


@pytest.mark.parametrize("kind", ["thanks", "return", "answer"])
def test_only_a_question_can_be_answered(db, kind):
    cast = plant_cast()
    remark = asked(cast, kind)
    answer = signed_in(cast.vera).post(at("answer", remark.pk), {"text": "x", "answer_id": new_id()})
    assert answer.status_code == 404
