"""Referrals in the coordinator's hands: inviting, following, reading with a trace, passing on, withdrawing."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Letter, Notice
from encircle.rooms.partners.models import Professional
from encircle.rooms.referrals.models import Holder, Referral, ReferralWithdrawn, Submission
from tests.cast import plant_cast
from tests.rooms.referrals.calls import rang, ring_back
from tests.rooms.referrals.form import invited, written
from tests.rooms.referrals.test_what_was_submitted import SECRET, submitted
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


def invitation(cast, **more):
    return {"once": str(new_id()), "area": str(cast.areas["a"].pk), "kind": "adult", **more}


# --- inviting ---


def test_a_known_professional_is_invited_once_and_told_nothing_of_it(cast):
    client = signed_in(cast.cora)
    given = invitation(cast, who="known", professional=str(cast.professionals["petra"].pk))
    for _ in range(2):
        assert client.post(at("new_referral"), given).headers["location"] == at("referral", given["once"])
    with as_owner():
        one = Referral.objects.get()
        assert (str(one.pk), one.agency_id, one.on_paper) == (given["once"], cast.agencies["probation"].pk, False)
        assert Notice.objects.values_list("user", "kind").get() == (cast.petra.pk, "waiting")
        assert Holder.objects.get().professional_id == cast.professionals["petra"].pk


def test_somebody_new_is_added_at_their_agency_and_gets_an_invitation_to_sign_in(cast):
    given = invitation(
        cast, who="new", agency=str(cast.agencies["police"].pk), name="Ned Pipit", email="ned@police.example"
    )
    assert signed_in(cast.cora).post(at("new_referral"), given).status_code == 302
    with as_owner():
        added = Professional.objects.get(name="Ned Pipit")
        assert (added.agency_id, Letter.objects.get().user_id) == (cast.agencies["police"].pk, added.user_id)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({}, "Select who will fill in the form"),
        ({"who": "known"}, "Select the professional"),
        ({"who": "new"}, "Enter the work email address"),
        ({"who": "paper"}, "Select the agency that sent it"),
        ({"who": "known", "area": ""}, "Select the area"),
    ],
)
def test_what_is_missing_is_said(cast, more, says):
    assert says in text(signed_in(cast.cora).post(at("new_referral"), invitation(cast, **more)), 422)


def test_an_address_at_another_domain_is_refused_and_nobody_is_added(cast):
    given = invitation(
        cast, who="new", agency=str(cast.agencies["police"].pk), name="Ned Pipit", email="ned@post.example"
    )
    assert "must be at police.example" in text(signed_in(cast.cora).post(at("new_referral"), given), 422)
    with as_owner():
        assert not Referral.objects.exists()
        assert not Professional.objects.filter(name="Ned Pipit").exists()


def test_from_an_enquiry_whoever_rang_is_chosen_already_and_the_enquiry_is_answered(cast):
    one = rang(cast, outcome=ring_back(cast), email="petra@probation.example")
    client = signed_in(cast.cora)
    page = main(client.get(at("enquiry_invitation", one.pk)))
    assert page.select_one("option[selected][value]")["value"] == str(cast.professionals["petra"].pk)
    given = {"once": str(new_id()), "who": "known", "professional": str(cast.professionals["petra"].pk)}
    assert client.post(at("enquiry_invitation", one.pk), given).status_code == 302
    assert "Referral invited" in text(client.get(at("enquiry", one.pk)))
    assert "Enquiries to ring back" not in text(client.get(at("home")))
    with as_owner():
        assert Referral.objects.get().enquiry_id == one.pk


def test_a_paper_form_is_keyed_on_the_pages_of_the_form_itself(cast):
    client = signed_in(cast.cora)
    given = invitation(cast, who="paper", paper_agency=str(cast.agencies["police"].pk))
    answer = client.post(at("new_referral"), given)
    assert answer.headers["location"] == at("paper_form", given["once"])
    assert "The person" in text(client.get(answer.headers["location"]))
    assert signed_in(cast.cleo).get(answer.headers["location"]).status_code == 404
    assert "Key the form" in text(client.get(at("referral", given["once"])))
    assert "Key the form" not in text(signed_in(cast.cleo).get(at("referral", given["once"])))


def test_a_keyed_form_is_sent_with_the_day_it_came_in_and_read_by_the_area(cast):
    client = signed_in(cast.cora)
    given = invitation(cast, who="paper", paper_agency=str(cast.agencies["police"].pk))
    client.post(at("new_referral"), given)
    with as_owner():
        written(Referral.objects.get(), cast.cora, secret=SECRET)
    page = main(client.get(at("paper_answers", given["once"])))
    checked = {"checked": page.select_one("input[name=checked]")["value"]}
    day = {"paper_received_on_day": "1", "paper_received_on_month": "3", "paper_received_on_year": "2026"}
    assert "Enter the day" in text(client.post(at("paper_submission", given["once"]), checked), 422)
    answer = client.post(at("paper_submission", given["once"]), checked | day)
    assert answer.headers["location"] == at("referral", given["once"])
    with as_owner():
        sent = Submission.objects.get()
        assert (sent.submitted_by_id, sent.professional_id, str(sent.paper_received_on)) == (
            cast.cora.pk,
            None,
            "2026-03-01",
        )
    words = text(signed_in(cast.cleo).get(at("referral", given["once"])))
    assert SECRET in words
    assert "Cora Fernleigh" in words


# --- following and reading ---


def test_a_draft_shows_that_it_exists_and_who_has_it_and_no_word_of_it(cast):
    with as_owner():
        one = written(invited(cast), cast.petra, secret=SECRET)
    client = signed_in(cast.cora)
    for address in (at("referrals"), at("referral", one.pk)):
        words = text(client.get(address))
        for expected in (one.reference, "Being filled in", "Petra Nightingale"):
            assert expected in words
        assert SECRET not in words
        assert "Quillon" not in words


def test_what_was_submitted_is_read_whole_and_leaves_a_trace(cast):
    with as_owner():
        one = submitted(cast)
    client = signed_in(cast.cleo)
    assert SECRET not in text(client.get(at("referrals")))
    page = main(client.get(at("referral", one.pk)))
    words = " ".join(page.get_text(" ").split())
    for expected in (
        SECRET,
        "Quillon",
        "Probation Service South West",
        "Submitted",
        "Cleo Thistlewood",
    ):
        assert expected in words
    with as_owner():
        assert Entry.objects.filter(verb="opened", item_id=one.pk, actor_id=cast.cleo.pk).count() == 1


def test_numbers_are_hidden_until_they_are_asked_for(cast):
    with as_owner():
        one = submitted(cast)
    client, number = signed_in(cast.cora), "943 476 5919"
    assert number not in text(client.get(at("referral", one.pk)))
    for asked, there in (("identifiers", True), ("all", True), ("person", False)):
        assert (number in text(client.get(at("referral", one.pk), {"show": asked}))) is there


def test_its_title_and_address_say_nothing_of_the_person(cast):
    with as_owner():
        one = submitted(cast)
    answer = signed_in(cast.cora).get(at("referral", one.pk))
    title = BeautifulSoup(answer.content, "html.parser").title.get_text()
    assert title.startswith(f"Referral {one.reference}")
    assert "Quillon" not in title


def test_a_submitted_referral_stands_on_the_home_page_until_it_is_withdrawn(cast):
    with as_owner():
        one = submitted(cast)
    client = signed_in(cast.cora)
    assert "Referrals to decide on (1)" in text(client.get(at("home")))
    assert "Referrals to decide on" not in text(signed_in(cast.colin).get(at("home")))
    assert client.post(at("referral_withdrawal", one.pk), {"reason": "moved"}).status_code == 302
    assert "Referrals to decide on" not in text(client.get(at("home")))


def test_who_looked_and_what_was_done_is_told(cast):
    with as_owner():
        one = submitted(cast)
    signed_in(cast.cleo).get(at("referral", one.pk))
    words = text(signed_in(cast.cora).get(at("referral", one.pk)))
    assert "Opened by Cleo Thistlewood" in words


# --- passing on and withdrawing ---


def test_the_form_goes_to_a_colleague_of_the_same_agency(cast):
    with as_owner():
        one = invited(cast)
        Holder.objects.update(starts_at=cast.now - timedelta(days=2))
    client = signed_in(cast.cora)
    offered = {option.get_text() for option in main(client.get(at("referral_passing", one.pk))).select("option")}
    assert offered == {
        "Choose a professional",
        "Paul Meadowsweet, Probation officer",
        "Petra Nightingale, Probation officer",
    }
    paul = {"professional": str(cast.professionals["paul"].pk)}
    assert client.post(at("referral_passing", one.pk), paul).status_code == 302
    assert "Paul Meadowsweet" in text(client.get(at("referral", one.pk)))


def test_withdrawing_asks_why_and_is_done_once(cast):
    with as_owner():
        one = invited(cast)
    client = signed_in(cast.cora)
    assert "Select why it is withdrawn" in text(client.post(at("referral_withdrawal", one.pk), {}), 422)
    assert client.post(at("referral_withdrawal", one.pk), {"reason": "not_filled_in"}).status_code == 302
    assert client.post(at("referral_withdrawal", one.pk), {"reason": "moved"}).status_code == 403
    words = text(client.get(at("referral", one.pk)))
    assert "The form was not filled in" in words
    assert "Withdraw this referral" not in words
    with as_owner():
        assert ReferralWithdrawn.objects.values_list("reason", flat=True).get() == "not_filled_in"


# --- who comes in ---


@pytest.mark.parametrize("who", ["vera", "petra", "adam", "dana", "tess"])
@pytest.mark.parametrize("name", ["referrals", "new_referral", "referral", "referral_withdrawal", "referral_passing"])
def test_for_anybody_else_there_is_no_such_page(cast, name, who):
    with as_owner():
        one = invited(cast)
    arguments = [] if name in ("referrals", "new_referral") else [one.pk]
    assert signed_in(cast.users[who]).get(at(name, *arguments)).status_code == 404


def test_another_area_s_referral_is_not_there(cast):
    with as_owner():
        one = submitted(cast)
    client = signed_in(cast.colin)
    for name in ("referral", "referral_withdrawal", "referral_passing"):
        assert client.get(at(name, one.pk)).status_code == 404
    assert one.reference not in text(client.get(at("referrals")))


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("referrals", 9), ("referral", 17), ("home", 19)])
def test_pages_ask_as_often_for_three_as_for_one(cast, name, queries, times):
    with as_owner():
        for _ in range(times):
            invited(cast)
            one = submitted(cast)
    client = signed_in(cast.cora)
    client.get(at("referrals"))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(at(name, *([one.pk] if name == "referral" else []))).status_code == 200
    # The same person each time: the second is known already, which two more reads say where it can stand.
    known_already = 2 if times > 1 and name != "referrals" else 0
    assert len(captured) == FRAME + queries + known_already
