"""Somebody referred may be known already: what each of those who judge sees, and what they do not."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.referrals.models import Decision
from encircle.rooms.suitability.models import Resemblance, Settlement
from tests.cast import plant_cast
from tests.rooms.suitability.test_judging import judge
from tests.rooms.suitability.test_known import come_in, hold, known_before
from tests.support.client import look_the_same, signed_in
from tests.support.database import as_owner

WORDS = "I asked Colin, and the bullfinch is another one."


@pytest.fixture
def cast(db):
    return plant_cast()


def at(name, *args):
    return reverse(f"casework:{name}", args=args)


def text(answer, status=200):
    assert answer.status_code == status
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def a_conflict(cast):
    return come_in(cast, person={"given_name": "Vic", "family_name": "Hollowell", "known_as": ""})


def test_the_coordinator_reads_whom_to_ask_settles_it_and_it_is_off_the_home_page(cast):
    known_before(cast)
    one, cora = come_in(cast), signed_in(cast.cora)
    assert "May be known already (1)" in text(cora.get(at("home")))
    page = text(cora.get(at("referral", one.pk)))
    assert "The person may be known already : ask Colin Marlpit. Not settled yet." in page
    address = at("known", the(one))
    assert "Whom to ask Colin Marlpit" in text(cora.get(address))
    assert "Say how you know" in text(
        cora.post(address, {"once": new_id(), "outcome": "different", "words": "no"}), 422
    )
    answer = cora.post(address, {"once": new_id(), "outcome": "different", "words": WORDS})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert WORDS in text(cora.get(address))
    assert "May be known already" not in text(cora.get(at("home")))


def the(one, **of):
    with as_owner():
        return Resemblance.objects.filter(referral=one, **of).values_list("pk", flat=True).get()


def test_pressing_twice_settles_once(cast):
    known_before(cast)
    one, cora, id = come_in(cast), signed_in(cast.cora), new_id()
    for _ in range(2):
        cora.post(at("known", the(one)), {"once": id, "outcome": "same", "words": WORDS})
    with as_owner():
        assert Settlement.objects.count() == 1


def test_a_conflict_shows_nowhere_to_whoever_may_not_know_of_it(cast):
    """Not on the referral, not on the home page; its address is that of a page that is not there."""
    one = a_conflict(cast)
    cora, absent = signed_in(cast.cora), at("known", new_id())
    assert look_the_same(lambda: cora.get(at("known", the(one))), lambda: cora.get(absent))
    for page in (cora.get(at("referral", one.pk)), cora.get(at("home")), cora.get(at("referral_decision", one.pk))):
        assert "conflict" not in page.content.decode().lower()
        assert "known already" not in page.content.decode().lower()
    olga = signed_in(cast.olga)
    assert "The person may have a conflict of interest here" in text(olga.get(at("home")))
    assert "A volunteer, now or earlier" in text(olga.get(at("known", the(one))))


def test_the_referrer_learns_nothing_of_it(cast):
    one = a_conflict(cast)
    petra, olga = signed_in(cast.petra), signed_in(cast.olga)
    state = reverse("referring:state", args=[one.pk])
    before = petra.get(state)
    hold(cast, one)
    olga.post(at("known", the(one)), {"once": new_id(), "outcome": "handled", "words": WORDS})
    assert look_the_same(lambda: before, lambda: petra.get(state))


def test_a_held_decision_says_whom_to_ask_and_stops_acceptance_with_nothing_lost(cast):
    one = come_in(cast)
    judge(cast, one)
    olga, sena = signed_in(cast.olga), signed_in(cast.sena)
    until = in_london(cast.now).date() + timedelta(days=10)
    day = {"not_before_day": until.day, "not_before_month": until.month, "not_before_year": until.year}
    assert olga.post(at("referral_hold", one.pk), {"once": new_id(), **day}).status_code == 302
    assert "Ask Olga Quillfeather" in text(signed_in(cast.cora).get(at("referral", one.pk)))
    given = {
        "once": new_id(), "outcome": "accept", "words": "They suit a Circle well.", "priority": "usual",
        "waits_for": "volunteers", "next_action": "wait", "review_on_day": until.day,
        "review_on_month": until.month, "review_on_year": until.year,
    }  # fmt: skip
    refused = sena.post(at("referral_decision", one.pk), given)
    assert "Do not accept before" in text(refused, 422)
    assert "They suit a Circle well." in refused.content.decode()
    assert olga.post(at("referral_hold_ending", one.pk)).status_code == 302
    assert sena.post(at("referral_decision", one.pk), given).status_code == 302
    with as_owner():
        assert Decision.objects.get().outcome == "accept"


def test_a_coordinator_holds_nothing(cast):
    one = come_in(cast)
    cora = signed_in(cast.cora)
    assert cora.get(at("referral_hold", one.pk)).status_code == 403
    assert "Hold the decision" not in text(cora.get(at("referral", one.pk)))


def test_the_home_page_reads_them_at_once(cast):
    olga = signed_in(cast.olga)
    counts = []
    for number in (1, 2):
        known_before(cast)
        come_in(cast, numbers={"pnc": f"2003/001198{number}X"})
        with CaptureQueriesContext(connection) as queries:
            olga.get(at("home"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
