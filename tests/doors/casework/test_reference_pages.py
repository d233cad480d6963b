"""References through the pages: asked for, a letter with a personal address, chased, given, taken; then accepted."""

import io
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.demo.words.applications import REFERENCE
from encircle.doors.answering.link import TRIES
from encircle.rooms.recruiting.models import Interview, InterviewMark, ReferenceCame, ReferenceText, VolunteerCriterion
from encircle.rooms.recruiting.shipped import CRITERIA, ship_criteria
from encircle.rooms.volunteers.matching import matching_of
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import plant_cast
from tests.rooms.recruiting.test_references import applied, ask, letter, met, satisfactory
from tests.support.client import signed_in
from tests.support.database import as_owner, clock_shifted

from .test_people_pages import FRAME, boxes, words


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def behind(token):
    return reverse("refereeing:reference", args=[token])


def test_a_referee_is_asked_and_the_letter_holds_an_address_that_works_once(db):
    cast = plant_cast()
    id, _ = applied(cast)
    cora = signed_in(cast.cora)
    form = cora.get(address("new_reference", id)).content.decode()
    assert 'value="Morwen Attleborough"' in form
    given = {"once": str(new_id()), "name": "Morwen Attleborough", "email": "m@post.example"}
    for _ in range(2):
        assert cora.post(address("new_reference", id), given).url == address("reference", given["once"])
    made = cora.post(address("reference_letter", given["once"]))
    text = "".join(PdfReader(io.BytesIO(made.content)).pages[0].extract_text().split())
    token = re.search(r"/reference/([\w-]{43})", text).group(1)
    page = Client().get(behind(token))
    assert "A reference for Wilf Underbank" in words(page)
    assert "Thank you" in words(Client().post(behind(token), REFERENCE))
    assert "sent already" in words(Client().post(behind(token), REFERENCE | {"recommend": "no"}))
    with as_owner():
        assert [one.answers["values"]["recommend"] for one in ReferenceText.objects.all()] == ["yes"]


def test_what_a_referee_leaves_out_stands_beside_the_field_and_nothing_is_lost(db):
    cast = plant_cast()
    token = letter(cast, ask(cast, applied(cast)[0]))
    answer = Client().post(behind(token), REFERENCE | {"worry": ""})
    assert answer.status_code == 422
    assert "Enter whether anything would worry you" in words(answer)
    assert REFERENCE["known"] in answer.content.decode()
    with as_owner():
        assert not ReferenceCame.objects.exists()


def test_addresses_that_lead_nowhere_are_counted(db):
    plant_cast()
    statuses = [Client().get(behind("nowhere")).status_code for _ in range(TRIES + 1)]
    assert statuses == [404] * TRIES + [429]


def test_a_reference_that_does_not_come_is_chased_with_a_new_letter(db):
    cast = plant_cast()
    id, _ = applied(cast)
    asked = ask(cast, id)
    old = letter(cast, asked)
    assert "Time for a letter" not in words(signed_in(cast.cora).get(address("applicant", id)))
    with clock_shifted(timedelta(days=20)):
        cora = signed_in(cast.cora)
        assert "Time for a letter" in words(cora.get(address("applicant", id)))
        assert "time for a letter to a referee" in words(cora.get(address("applicants")))
        assert cora.post(address("reference_letter", asked)).status_code == 200
        assert "Time for a letter" not in words(cora.get(address("applicant", id)))
        assert Client().get(behind(old)).status_code == 404


def test_a_letter_is_keyed_and_what_is_missing_is_said(db):
    cast = plant_cast()
    asked = ask(cast, applied(cast)[0])
    cora = signed_in(cast.cora)
    today = boxes("written_on", in_london(cast.now).date())
    wrong = cora.post(address("reference_keying", asked), REFERENCE | today | {"relied": ""})
    assert wrong.status_code == 422
    assert REFERENCE["known"] in wrong.content.decode()
    assert cora.post(address("reference_keying", asked), REFERENCE | today).url == address("reference", asked)
    assert "library" in words(cora.get(address("reference", asked)))
    assert cora.get(address("reference_keying", asked)).status_code == 403


def test_two_good_references_and_they_are_accepted(db):
    cast = plant_cast()
    id, user = applied(cast)
    cora = signed_in(cast.cora)
    assert "0 of 2 references" in words(cora.get(address("applicant", id)))
    today = boxes("joined_on", in_london(cast.now).date())
    refused = cora.get(address("applicant_acceptance", id))
    assert (refused.status_code, cora.post(address("applicant_acceptance", id), today).status_code) == (403, 403)
    assert "0 of 2 references are here and satisfactory" in words(refused)
    met(cast, id)
    for name in ("One", "Two"):
        satisfactory(cast, id, name)
    assert "Accept as a volunteer" in words(cora.get(address("applicant", id)))
    with as_owner():
        volunteer = Volunteer.objects.get(user=user)
    mix = today | {"sex": "woman", "age_band": "35_54", "place": "SX 91 92"}
    wrong = cora.post(address("applicant_acceptance", id), mix | {"place": "nowhere"})
    assert (wrong.status_code, "nowhere" in wrong.content.decode()) == (422, True)
    assert cora.post(address("applicant_acceptance", id), mix).url == address("volunteer", volunteer.pk)
    with as_owner():
        said = matching_of([volunteer.pk])[volunteer.pk]
    assert (said.sex, said.place) == ("woman", "SX9192")
    assert "Wilf Underbank" in words(cora.get(address("people")))
    assert signed_in(cast.colin).get(address("applicant", id)).status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_person_is_opened_with_the_same_number_of_questions_however_many_were_asked(db, how_many):
    cast = plant_cast()
    id, _ = applied(cast)
    for number in range(how_many):
        ask(cast, id, f"Referee {number}")
    cora = signed_in(cast.cora)
    with CaptureQueriesContext(connection) as asked:
        assert cora.get(address("applicant", id)).status_code == 200
    assert len(asked) == FRAME + 16


def test_an_interview_is_recorded_once_with_its_criteria(db):
    cast = plant_cast()
    id, _ = applied(cast)
    with as_owner():
        ship_criteria(VolunteerCriterion)
    cora = signed_in(cast.cora)
    form = BeautifulSoup(cora.get(address("applicant_interview", id)).content, "html.parser")
    names = {one["name"] for one in form.select("main input[name^=criterion]")}
    assert len(names) == len(CRITERIA)
    given = {
        "once": str(new_id()), "interviewers": "Cora", "showed": "Warm: dotterel-9", "goes_on": "yes",
        **boxes("held_on", in_london(cast.now).date()), **dict.fromkeys(names, "met"),
    }  # fmt: skip
    wrong = cora.post(address("applicant_interview", id), given | {"goes_on": ""})
    assert wrong.status_code == 422
    for _ in range(2):
        assert cora.post(address("applicant_interview", id), given).url == address("applicant", id)
    with as_owner():
        assert (Interview.objects.count(), InterviewMark.objects.count()) == (1, len(CRITERIA))
    shown = words(cora.get(address("applicant", id)))
    assert "Goes on" in shown
    assert "dotterel-9" in shown
