"""Noting an enquiry while the telephone is at the ear, finding it again, and what came of it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.referrals.models import Enquiry, EnquiryCheck, EnquiryNote, EnquiryStep
from encircle.rooms.referrals.vocabulary import Answer
from tests.cast import plant_cast
from tests.rooms.referrals.calls import CLOSED, SAID, criterion, rang, ring_back, today
from tests.support.client import signed_in
from tests.support.database import as_owner

FRAME = 9


@pytest.fixture
def cast(db):
    return plant_cast()


def at(name, *args):
    return reverse(f"casework:{name}", args=args)


def main(answer, status=200):
    assert answer.status_code == status, answer.content[:400]
    return BeautifulSoup(answer.content, "html.parser").main


def text(answer, status=200):
    return " ".join(main(answer, status).get_text(" ").split())


def typed(cast, **more):
    return {
        "once": str(new_id()),
        "asked_by_name": "Petra Nightingale",
        "agency": str(cast.agencies["probation"].pk),
        "agency_name": "",
        "phone": "01632 960123",
        "email": "",
        "area": str(cast.areas["a"].pk),
        "kind": "adult",
        "note": SAID,
        "outcome": "closed",
        "closed": "information",
        **more,
    }


def on(day):
    return {"on_day": str(day.day), "on_month": str(day.month), "on_year": str(day.year)}


def test_one_page_notes_it_all_and_asks_for_no_name_of_the_person(cast):
    freely, carers = criterion(), criterion("A carer agrees", ["young"], 1)
    client = signed_in(cast.cora)
    page = main(client.get(at("new_enquiry")))
    asked = {field["name"] for field in page.select("input, select, textarea") if field.get("name")}
    free, young = f"criterion-{freely.pk.hex[:12]}", f"criterion-{carers.pk.hex[:12]}-young"
    assert asked == {
        "csrfmiddlewaretoken", "once", "asked_by_name", "agency", "agency_name", "phone", "email", "area", "kind",
        free, young, "note", "outcome", "on_day", "on_month", "on_year", "unsuitable", "closed",
    }  # fmt: skip
    given = typed(cast, **{free: "unsure", young: "met"})
    assert client.post(at("new_enquiry"), given).status_code == 302
    with as_owner():
        one = Enquiry.objects.get()
        assert (one.asked_by_name, one.agency_id, one.kind, one.taken_by_id) == (
            "Petra Nightingale", cast.agencies["probation"].pk, "adult", cast.cora.pk,
        )  # fmt: skip
        # What is asked of young people only is not answered for an adult, whatever was pressed.
        assert list(EnquiryCheck.objects.values_list("criterion", "answer")) == [(freely.pk, Answer.UNSURE)]
        assert list(EnquiryStep.objects.values_list("kind", "reason")) == [("closed", "information")]
        assert list(EnquiryNote.objects.values_list("text", flat=True)) == [SAID]


def test_sending_it_twice_notes_it_once(cast):
    client, given = signed_in(cast.cora), typed(cast)
    for _ in range(2):
        assert client.post(at("new_enquiry"), given).headers["location"] == at("enquiry", given["once"])
    with as_owner():
        assert (Enquiry.objects.count(), EnquiryStep.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"asked_by_name": ""}, "Enter who is asking"),
        ({"agency": ""}, "Choose an agency or type its name"),
        ({"kind": ""}, "Select the kind of Circle"),
        ({"outcome": ""}, "Select what comes of it"),
        ({"outcome": "unsuitable"}, "Select why"),
        ({"outcome": "call_back"}, "Enter the day to ring back"),
        ({"outcome": "call_back", "phone": "", "on_day": "1", "on_month": "1", "on_year": "2030"}, "to reach them by"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(cast, more, says):
    answer = signed_in(cast.cora).post(at("new_enquiry"), typed(cast, **more))
    assert says in text(answer, 422)
    assert SAID in text(answer, 422)
    with as_owner():
        assert not Enquiry.objects.exists()


def test_faults_are_listed_in_the_order_of_the_page(cast):
    page = main(signed_in(cast.cora).post(at("new_enquiry"), {"once": str(new_id())}), 422)
    assert [link.get_text() for link in page.select(".govuk-error-summary a")] == [
        "Enter who is asking",
        "Choose an agency or type its name",
        "Select the area",
        "Select the kind of Circle",
        "Select what comes of it",
    ]


def test_inviting_goes_straight_on_to_who_fills_in_the_form(cast):
    given = typed(cast, outcome="to_invite")
    answer = signed_in(cast.cora).post(at("new_enquiry"), given)
    assert answer.headers["location"] == at("enquiry_invitation", given["once"])
    assert "Enquiries to ring back or invite (1)" in text(signed_in(cast.cora).get(at("home")))


def test_on_its_day_it_stands_on_the_home_page_of_the_area_s_coordinators(cast):
    one = rang(cast, outcome=ring_back(cast))
    rang(cast, outcome=ring_back(cast, 3))
    for who, there in (("cora", True), ("cleo", True), ("sena", True), ("colin", False)):
        page = main(signed_in(cast.users[who]).get(at("home")))
        links = [link["href"] for link in page.select("a") if at("enquiry", one.pk) == link["href"]]
        assert bool(links) is there
        assert ("Enquiries to ring back or invite (1)" in page.get_text()) is there


def test_no_list_holds_what_was_said(cast):
    rang(cast, outcome=ring_back(cast))
    client = signed_in(cast.cora)
    for address in (at("home"), at("enquiries"), at("waiting", "enquiries")):
        words = text(client.get(address))
        assert "Probation Service South West" in words
        assert "whimbrel" not in words


def test_the_page_says_what_was_said_and_leaves_a_trace(cast):
    one = rang(cast, answers={criterion().pk: Answer.NOT_MET})
    words = text(signed_in(cast.cleo).get(at("enquiry", one.pk)))
    for expected in (
        one.reference,
        SAID,
        "Takes part freely",
        "Not met",
        "They only wanted information",
        "Cora Fernleigh",
    ):
        assert expected in words
    with as_owner():
        assert Entry.objects.filter(verb="opened", item_id=one.pk, actor_id=cast.cleo.pk).count() == 1


def test_what_came_of_it_is_added_and_the_first_stays(cast):
    one = rang(cast, outcome=ring_back(cast))
    client = signed_in(cast.cora)
    given = {"once": str(new_id()), "note": "Not now.", "outcome": "call_back", **on(today(cast) + timedelta(days=9))}
    for _ in range(2):
        assert client.post(at("enquiry_outcome", one.pk), given).status_code == 302
    with as_owner():
        assert EnquiryStep.objects.filter(enquiry=one).count() == 2
        assert EnquiryNote.objects.filter(enquiry=one).count() == 2
    assert "Enquiries to ring back or invite" not in text(client.get(at("home")))


def test_more_of_what_was_said_is_noted_beneath(cast):
    one = rang(cast)
    client = signed_in(cast.cora)
    assert "Enter what was said" in text(client.post(at("enquiry_notes", one.pk), {"once": str(new_id())}), 422)
    assert client.post(at("enquiry_notes", one.pk), {"once": str(new_id()), "text": "Rang again."}).status_code == 302
    words = text(client.get(at("enquiry", one.pk)))
    assert words.index(SAID) < words.index("Rang again.")


def test_the_list_is_narrowed_by_codes_that_may_stand_in_the_address(cast):
    waits, over = rang(cast, outcome=ring_back(cast, 2)), rang(cast, kind="young", outcome=CLOSED)
    client = signed_in(cast.cora)

    def found(**chosen):
        page = main(client.get(at("enquiries"), chosen))
        return {one.reference for one in (waits, over) if one.reference in page.get_text()}

    assert found() == {waits.reference, over.reference}
    assert found(state="waiting") == {waits.reference}
    assert found(state="closed") == found(kind="young") == {over.reference}
    assert found(state="nothing-like-it") == {waits.reference, over.reference}


@pytest.mark.parametrize("who", ["vera", "petra", "adam", "dana", "tess"])
@pytest.mark.parametrize("name", ["enquiries", "new_enquiry", "enquiry", "enquiry_outcome", "enquiry_notes"])
def test_for_anybody_else_there_is_no_such_page(cast, name, who):
    one = rang(cast)
    arguments = [] if name in ("enquiries", "new_enquiry") else [one.pk]
    assert signed_in(cast.users[who]).get(at(name, *arguments)).status_code == 404


def test_another_area_s_enquiry_is_not_there(cast):
    one = rang(cast)
    client = signed_in(cast.colin)
    for name in ("enquiry", "enquiry_outcome", "enquiry_notes", "enquiry_invitation"):
        assert client.get(at(name, one.pk)).status_code == 404
    assert one.reference not in text(client.get(at("enquiries")))


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("enquiries", 5), ("enquiry", 8), ("home", 16)])
def test_pages_ask_as_often_for_three_as_for_one(cast, name, queries, times):
    asked = [criterion(f"Criterion {number}", position=number) for number in range(times)]
    for _ in range(times):
        one = rang(cast, outcome=ring_back(cast), answers={each.pk: Answer.MET for each in asked})
    client = signed_in(cast.cora)
    client.get(at("enquiries"))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(at(name, *([one.pk] if name == "enquiry" else []))).status_code == 200
    assert len(captured) == FRAME + queries
