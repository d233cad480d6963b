"""Those who come forward, through the pages: noted on the telephone, listed, answered, declined with a letter."""

import io

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.recruiting.models import SaidApart, Step
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

from .test_people_pages import FRAME, boxes, words


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def bea(cast, **more):
    return {
        "once": str(new_id()), "given_name": "Bea", "family_name": "Larkspur", "area": str(cast.areas["a"].pk),
        "channel": "phone", "prefers": "phone", "phone": "01632 960333", "note": "Rings after six: wheatear-9",
    } | more  # fmt: skip


def noted(cast, client, **more):
    given = bea(cast, **more)
    assert client.post(address("new_applicant"), given).status_code == 302
    return given["once"]


def test_a_call_is_noted_once_and_stands_in_the_list(db):
    cast = plant_cast()
    client, given = signed_in(cast.cora), bea(cast)
    for _ in range(2):
        assert client.post(address("new_applicant"), given).url == address("applicant", given["once"])
    shown = words(client.get(address("applicants")))
    assert "1 person" in shown
    assert "Bea Larkspur" in shown
    assert "wheatear-9" not in shown
    assert "wheatear-9" in words(client.get(address("applicant", given["once"])))


def test_the_next_area_sees_nobody(db):
    cast = plant_cast()
    id = noted(cast, signed_in(cast.cora))
    colin = signed_in(cast.colin)
    assert "Bea" not in words(colin.get(address("applicants")))
    assert colin.get(address("applicant", id)).status_code == 404
    assert colin.post(address("applicant_withdrawal", id), {"once": str(new_id()), "reason": "time"}).status_code == 404


def test_information_is_sent_and_the_page_says_how(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    id = noted(cast, client)
    today = in_london(cast.now).date()
    sent = {"once": str(new_id()), "sent_by": "post", **boxes("on", today)}
    assert client.post(address("applicant_information", id), sent).url == address("applicant", id)
    assert "Information sent" in words(client.get(address("applicant", id)))
    assert "By post" in words(client.get(address("applicant", id)))


def test_the_letter_is_read_first_and_nothing_is_done_by_reading(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    id = noted(cast, client)
    given = {"once": str(new_id()), "reason": "no_places", "letter": "Dear Bea,\n\nwhinchat-9", "go": "read"}
    answer = client.post(address("applicant_decline", id), given)
    assert "How the letter reads" in words(answer)
    with as_owner():
        assert not Step.objects.exists()
    assert client.get(address("applicant_letter", id)).status_code == 404
    for _ in range(2):
        client.post(address("applicant_decline", id), given | {"go": "on"})
    with as_owner():
        assert Step.objects.count() == 1
    made = client.get(address("applicant_letter", id))
    text = PdfReader(io.BytesIO(made.content)).pages[0].extract_text()
    assert "whinchat-9" in text
    assert "Cora Fernleigh" in text
    assert "no places" not in text
    assert "Bea" not in made["Content-Disposition"]


def test_what_has_ended_is_not_ended_again(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    id = noted(cast, client)
    client.post(address("applicant_withdrawal", id), {"once": str(new_id()), "reason": "time"})
    for page in ("applicant_withdrawal", "applicant_decline", "applicant_information"):
        assert client.get(address(page, id)).status_code == 403
    assert "Bea" not in words(client.get(address("applicants")))
    assert "Bea" in words(client.get(address("applicants") + "?stage=withdrawn"))


@pytest.mark.parametrize("stage", ["nonsense", "asked"])
def test_a_filter_that_is_none_is_left_out(db, stage):
    cast = plant_cast()
    client = signed_in(cast.cora)
    noted(cast, client)
    assert "Bea" in words(client.get(address("applicants") + f"?stage={stage}&page=x"))


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_asks_the_same_number_of_questions_however_long(db, how_many):
    cast = plant_cast()
    client = signed_in(cast.cora)
    for _ in range(how_many):
        noted(cast, client)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address("applicants"))
    assert len(BeautifulSoup(page.content, "html.parser").select("a[href*='/coming-forward/'] ")) >= how_many
    assert len(asked) == FRAME + 9


def test_who_applies_is_counted_for_the_operations_manager_in_rounded_numbers(db):
    cast = plant_cast()
    page = address("equal_opportunity")
    olga, cora = signed_in(cast.users["olga"]), signed_in(cast.cora)
    assert "There are no figures yet" in words(olga.get(page))
    with as_owner():
        said = [{"sex": "female", "religion": "none"}] * 8 + [{"sex": "male", "religion": "sikh"}] * 6
        SaidApart.objects.bulk_create([SaidApart(year=cast.now.year - 1, answers=one) for one in said])
    told = words(olga.get(page))
    assert "Female 10 Male 5 I would rather not say 0 Not answered 0" in told
    assert page in olga.get(address("applicants")).content.decode()
    assert cora.get(page).status_code == 403
    assert page not in cora.get(address("applicants")).content.decode()
