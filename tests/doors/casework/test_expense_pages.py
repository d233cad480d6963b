"""Claims, payments, totals and hours, through the pages of the staff."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.rooms.expenses.models import BuiltFile, Decision, OtherHours, Payment, PaymentRun
from tests.rooms.expenses import scene
from tests.support.client import signed_in
from tests.support.database import as_owner, clock_shifted

from .test_people_pages import boxes, words


@pytest.fixture
def cast(db):
    return scene.planted()


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def pressed(client, page, **more):
    return client.post(page, {"once": str(new_id()), **more})


def test_what_waits_is_listed_and_approved_once(cast):
    pk = scene.sent(cast)
    cora, form = signed_in(cast.cora), {"once": str(new_id()), "step": "1"}
    assert "Vera Applegarth" in words(cora.get(address("expenses")))
    assert "No claim waits" in words(signed_in(cast.colin).get(address("expenses")))
    for _ in range(2):
        cora.post(address("claim_approval", pk), form)
    assert "No claim waits" in words(cora.get(address("expenses")))
    with as_owner():
        assert Decision.objects.get().by == cast.cora


def test_a_claim_that_waits_longer_than_the_charity_allows_is_said_to_be_late(cast):
    scene.sent(cast)
    page = address("expenses")
    assert "due in" in words(signed_in(cast.cora).get(page))
    with clock_shifted(timedelta(days=9)):  # at least six working days: five are allowed
        late = signed_in(cast.cora).get(page)
    assert "was due" in words(late)


def test_a_claim_above_the_limit_waits_for_a_second_person(cast):
    pk = scene.sent(cast, scene.cost(cast, pence=10_001))
    cora, sena = signed_in(cast.cora), signed_in(cast.sena)
    pressed(cora, address("claim_approval", pk), step="1")
    assert "A senior coordinator or an operations manager approves it now" in words(
        signed_in(cast.cleo).get(address("claim", pk))
    )
    assert "You approved it first" in words(cora.get(address("claim", pk)))
    assert pressed(cora, address("claim_approval", pk), step="2").status_code == 403
    pressed(sena, address("claim_approval", pk), step="2")
    assert "Approved, to be paid" in words(sena.get(address("claim", pk)))


def test_whoever_saw_the_first_step_does_not_give_the_second(cast):
    """Two press at once: the second press is not taken for the second approval."""
    pk = scene.sent(cast, scene.cost(cast, pence=10_001))
    scene.approve(cast, pk)
    assert pressed(signed_in(cast.sena), address("claim_approval", pk), step="1").status_code == 403


def test_it_is_sent_back_with_words_and_not_without(cast):
    pk = scene.sent(cast)
    cora = signed_in(cast.cora)
    assert pressed(cora, address("claim_return", pk), words="").status_code == 422
    pressed(cora, address("claim_return", pk), words="Which evening: whimbrel-9?")
    assert "Which evening: whimbrel-9?" in words(cora.get(address("claim", pk)))
    assert cora.get(address("claim_return", pk)).status_code == 403


@pytest.mark.parametrize("who", ["colin", "xena", "vic", "petra", "tess", "adam"])
def test_for_anybody_else_it_does_not_exist(cast, who):
    pk = scene.sent(cast)
    other = signed_in(cast.users[who])
    assert {other.get(address(name, pk)).status_code for name in ("claim", "claim_return")} == {404}
    assert pressed(other, address("claim_approval", pk), step="1").status_code == 404
    assert other.get(address("volunteer_hours", cast.volunteers["vera"].pk)).status_code == 404


def test_a_draft_has_no_page_for_the_staff(cast):
    pk = scene.draft(cast, scene.cost(cast))
    assert signed_in(cast.cora).get(address("claim", pk)).status_code == 404


def test_a_run_is_made_built_and_handed_out_once(cast):
    scene.approve(cast, scene.sent(cast))
    olga = signed_in(cast.olga)
    assert "1 claim, £4.20 altogether" in words(olga.get(address("payments")))
    run = pressed(olga, address("payments"), claims="1", pence="420").url
    olga.post(run, {"once": str(new_id())})
    with as_owner():
        file = BuiltFile.objects.get()
    assert "Save the file" in words(olga.get(run))
    answer = olga.post(address("built_file", file.pk))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="payments.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Vera Applegarth,4.20" in answer.content.decode("utf-8-sig")
    assert olga.post(address("built_file", file.pk)).status_code == 404


def test_a_run_of_something_else_than_was_shown_is_refused_in_words(cast):
    scene.approve(cast, scene.sent(cast))
    answer = pressed(signed_in(cast.olga), address("payments"), claims="1", pence="1")
    assert (answer.status_code, "What waits has changed" in words(answer)) == (422, True)
    with as_owner():
        assert not PaymentRun.objects.exists()


def test_a_payment_that_fell_through_waits_again(cast):
    scene.approve(cast, scene.sent(cast))
    scene.pay(cast)
    with as_owner():
        payment = Payment.objects.get()
    olga = signed_in(cast.olga)
    pressed(olga, address("payment_failure", payment.pk), reason="refused")
    assert "1 claim, £4.20 altogether" in words(olga.get(address("payments")))
    assert "Fell through: The bank sent it back" in words(olga.get(address("payment_run", payment.run_id)))


@pytest.mark.parametrize("who", ["cora", "sena"])
def test_payments_and_totals_are_the_operations_managers(cast, who):
    client = signed_in(cast.users[who])
    assert {client.get(address(name)).status_code for name in ("payments", "expense_totals")} == {404}
    assert "Payment files" not in words(client.get(address("expenses")))


def test_totals_by_area_are_shown_and_built(cast):
    scene.approve(cast, scene.sent(cast))
    scene.pay(cast)
    olga = signed_in(cast.olga)
    page = olga.get(address("expense_totals"))
    assert "£4.20" in words(page)
    olga.post(address("expense_totals"), {"once": str(new_id())})
    with as_owner():
        file = BuiltFile.objects.get()
    assert b"4.20" in olga.post(address("built_file", file.pk)).content


def test_a_wrong_period_is_said_beside_it(cast):
    asked = {**boxes("since", scene.day(cast)), **boxes("until", scene.day(cast, -9)), "span": "month"}
    page = signed_in(cast.olga).get(address("expense_totals"), asked)
    assert "The last day must not be before the first" in words(page)


def test_hours_are_noted_for_somebody_and_taken_back(cast):
    cora, vera = signed_in(cast.cora), cast.volunteers["vera"].pk
    given = {**boxes("on", scene.day(cast)), "minutes": "90", "kind": "preparing"}
    pressed(cora, address("volunteer_hours_new", vera), **given)
    assert "Preparing, 1 h 30 min" in words(cora.get(address("volunteer_hours", vera)))
    with as_owner():
        row = OtherHours.objects.get()
    assert signed_in(cast.colin).post(address("volunteer_hours_removal", row.pk)).status_code == 404
    cora.post(address("volunteer_hours_removal", row.pk))
    assert "Preparing" not in words(cora.get(address("volunteer_hours", vera)))


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("expenses", 14), ("payments", 13)])
def test_lists_ask_as_often_for_three_as_for_one(cast, name, queries, times):
    for who in ("vera", "vic", "vera")[:times]:
        scene.approve(cast, scene.sent(cast, who=who))
        scene.sent(cast, who=who)
    client = signed_in(cast.olga)
    client.get(address(name))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address(name)).status_code == 200
    assert len(asked) == queries


def test_runs_are_shown_a_page_at_a_time(cast):
    with as_owner():
        for number in range(21):
            PaymentRun.objects.create(
                reference=f"P-{number:02}", claims=1, pence=420, made_by=cast.olga,
                made_at=cast.now - timedelta(days=number),
            )  # fmt: skip
    olga = signed_in(cast.olga)
    first, second = (words(olga.get(address("payments"), {"page": page})) for page in (1, 2))
    assert [f"P-{number:02}" in first for number in (0, 19, 20)] == [True, True, False]
    assert [f"P-{number:02}" in second for number in (0, 19, 20)] == [False, False, True]
