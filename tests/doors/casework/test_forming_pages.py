"""Forming Circles through the pages: asked for, read with reasons, changed, opened; who must not meet; venues."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.forming.models import Exclusion, ExclusionEnded, Lock, Proposal, ProposalSeat, Run
from encircle.rooms.forming.tasks import carry_out_run
from encircle.rooms.organisation.models import KindStandard, Venue
from encircle.rooms.suitability.models import WaitingPlace
from tests.cast import plant_cast
from tests.rooms.forming.planted import plant_pool
from tests.support.client import signed_in
from tests.support.database import as_owner

START = "/casework/forming/"


@pytest.fixture
def cast(db):
    return plant_cast()


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def ask(client, **more):
    once = new_id()
    answer = client.post(START, {"once": str(once), "person": "", "kind": "", **more})
    assert answer.status_code == 302, words(answer)
    return once


def worked_out(client, **more):
    run_id = ask(client, **more)
    carry_out_run(run_id=str(run_id))
    return run_id


def run_page(run_id):
    return reverse("casework:forming_run", args=[run_id])


def change_page(proposal_id):
    return reverse("casework:forming_change", args=[proposal_id])


def proposals(run_id):
    with as_owner():
        return list(Proposal.objects.filter(run=run_id).order_by("position"))


def test_asked_for_once_and_told_when_it_is_worked_out(cast):
    plant_pool(cast)
    client, once = signed_in(cast.cora), str(new_id())
    for _ in range(2):
        answer = client.post(START, {"once": once, "person": "", "kind": ""})
        assert answer["Location"] == run_page(once)
    with as_owner():
        assert Run.objects.count() == 1
    assert "are being worked out" in words(client.get(run_page(once)))
    carry_out_run(run_id=once)
    says = words(client.get(run_page(once)))
    assert "3 Circles for 4 people waiting. No more Circles, and none for somebody more urgent, can be formed" in says
    assert "All three are free on Tuesday evenings and can reach the venue" in says
    assert "As few volunteers as this kind of Circle begins with." in says
    assert re.search(
        r"What one more Circle needs Devon and Cornwall: .* free on .* near The Invented Hall A, for \w+", says
    )
    assert "Nothing is assigned" in says
    with as_owner():
        assert not Seat.objects.filter(volunteer__family_name="Freehand").exists()


def test_it_is_queued_with_an_opaque_id_alone(cast):
    plant_pool(cast)
    run_id = ask(signed_in(cast.cora))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'forming.carry_out_run'")
        (args,) = (args for (args,) in cursor.fetchall())
    assert (json.loads(args) if isinstance(args, str) else args) == {"run_id": str(run_id)}


def test_it_is_not_there_for_another_area(cast):
    plant_pool(cast)
    run_id = worked_out(signed_in(cast.cora))
    one = proposals(run_id)[0]
    colin = signed_in(cast.colin)
    for page in (run_page(run_id), change_page(one.pk)):
        assert colin.get(page).status_code == 404
    assert signed_in(cast.vera).get(run_page(run_id)).status_code == 404


def test_for_one_who_waits_alone(cast):
    pool = plant_pool(cast)
    client = signed_in(cast.cora)
    start = client.get(f"{START}?person={pool.waiting[1].pk}")
    chosen = BeautifulSoup(start.content, "html.parser").select_one("select[name=person] option[selected]")
    assert chosen["value"] == str(pool.waiting[1].pk)
    run_id = worked_out(client, person=chosen["value"])
    assert [one.core_member_id for one in proposals(run_id)] == [pool.waiting[1].pk]


def swap(client, one, **more):
    once = str(new_id())
    return once, client.post(change_page(one.pk), {"once": once, "put_in": "", "keep_others": "on", **more})


def test_somebody_is_taken_out_and_another_put_in_and_the_others_stay(cast):
    pool = plant_pool(cast, waiting=3, volunteers=13)
    with as_owner():
        KindStandard.objects.update(most_volunteers=4)
    client = signed_in(cast.cora)
    run_id = worked_out(client)
    one = proposals(run_id)[0]
    with as_owner():
        seated = set(ProposalSeat.objects.filter(run=run_id).values_list("volunteer_id", flat=True))
        free = next(each for each in pool.volunteers if each.pk not in seated)
        # Somebody like them goes out: a Circle needs a woman, a man and somebody experienced, which go together here.
        seats = enumerate(one.seats.order_by("-is_experienced", "pk"), 1)
        number, gone = next(each for each in seats if each[1].is_experienced == bool(pool.volunteers.index(free) % 2))
    once, answer = swap(client, one, **{f"seat_{number}": "out"}, put_in=str(free.pk))
    assert answer["Location"] == run_page(once)
    carry_out_run(run_id=once)
    with as_owner():
        after = set(
            ProposalSeat.objects.filter(run=once, core_member=one.core_member_id).values_list("volunteer_id", flat=True)
        )
        assert free.pk in after
        assert gone.volunteer_id not in after
        others = ProposalSeat.objects.filter(run=run_id).exclude(core_member=one.core_member_id).count()
        assert others >= 6
        assert Lock.objects.filter(run=once, stays=True).count() == others + 1  # and who came in
    assert "Kept by you" in words(client.get(run_page(once)))


def test_a_change_without_a_change_is_said(cast):
    plant_pool(cast)
    client = signed_in(cast.cora)
    _, answer = swap(client, proposals(worked_out(client))[0])
    assert answer.status_code == 422
    assert "Say what is to be different" in words(answer)


def test_opening_is_filled_in_and_nothing_is_open_before_it_is_confirmed(cast):
    plant_pool(cast)
    client = signed_in(cast.cora)
    run_id = worked_out(client)
    one = proposals(run_id)[0]
    link = next(
        a["href"] for a in BeautifulSoup(client.get(run_page(run_id)).content, "html.parser").select("a")
        if str(one.pk) in a["href"] and "new" in a["href"]
    )  # fmt: skip
    form = BeautifulSoup(client.get(link).content, "html.parser")
    with as_owner():
        seats = {str(seat.volunteer_id) for seat in one.seats.all()}
        assert Circle.objects.count() == 2
    assert {box["value"] for box in form.select("input[name=volunteers][checked]")} == seats
    assert form.select_one("select[name=core_member] option[selected]")["value"] == str(one.core_member_id)
    assert form.select_one("select[name=venue] option[selected]")["value"] == str(one.venue_id)
    assert form.select_one("select[name=weekday] option[selected]")["value"] == "1"


def test_a_proposal_of_another_area_fills_in_nothing(cast):
    plant_pool(cast)
    one = proposals(worked_out(signed_in(cast.cora)))[0]
    form = signed_in(cast.colin).get(f"/casework/circles/new/?area=dorset&kind=adult&proposal={one.pk}")
    assert not BeautifulSoup(form.content, "html.parser").select("input[name=volunteers][checked]")


def note(client, pool, **more):
    page = reverse("casework:exclusions", args=[pool.waiting[0].pk])
    given = {"volunteer": str(pool.volunteers[0].pk), "because": "estate", "text": "They live in the same street."}
    return client.post(page, {"once": str(new_id()), **given, **more})


def test_an_exclusion_is_noted_read_against_a_receipt_and_ended(cast):
    pool = plant_pool(cast)
    client = signed_in(cast.cora)
    assert note(client, pool).status_code == 302
    again = note(client, pool)
    assert again.status_code == 422
    assert "This is noted already" in words(again)
    with as_owner():
        row = Exclusion.objects.get()
    listed = words(client.get(reverse("casework:exclusions", args=[pool.waiting[0].pk])))
    assert "Ada Freehand" in listed
    assert "street" not in listed.replace("same estate or in the same street", "")
    page = reverse("casework:exclusion", args=[row.pk])
    assert "They live in the same street." in words(client.get(page))
    with as_owner():
        assert Entry.objects.filter(verb="opened", item_id=row.pk, actor_id=cast.cora.pk).count() == 1
    assert signed_in(cast.colin).get(page).status_code == 404
    assert client.post(reverse("casework:exclusion_ending", args=[row.pk])).status_code == 302
    with as_owner():
        assert ExclusionEnded.objects.filter(pk=row.pk).exists()


def test_who_must_not_meet_is_given_no_seat_on_the_seats_page_and_it_says_whom_to_ask(cast):
    pool = plant_pool(cast, waiting=1, volunteers=3)
    client = signed_in(cast.cora)
    note(client, pool)
    wanted = {
        "name": "The Alder Circle", "core_member": str(pool.waiting[0].pk), "meeting_minutes": "120",
        "volunteers": [str(one.pk) for one in pool.volunteers], "holidays": "leave_out", "how_many": "0",
    }  # fmt: skip
    place = "/casework/circles/new/?area=devon-cornwall&kind=adult"
    once = {"once": str(new_id()), "core_once": str(new_id())}
    refused = client.post(place, {**once, **wanted})
    assert refused.status_code == 422
    says = "Ada Freehand cannot sit in one Circle with its core member. Ask Cora Fernleigh"
    assert says in words(refused)
    wanted["volunteers"] = wanted["volunteers"][1:]
    assert client.post(place, {**once, **wanted, "step": "open"}).status_code == 302
    with as_owner():
        circle = Circle.objects.get(name="The Alder Circle")
    seats = reverse("casework:new_volunteer_seat", args=[circle.pk])
    assert "Not possible in this Circle Ada Freehand: ask Cora Fernleigh" in words(client.get(seats))
    by_hand = client.post(seats, {"volunteer": str(pool.volunteers[0].pk), "sees": "joining"})
    assert by_hand.status_code == 422
    assert says in words(by_hand)
    with as_owner():
        assert not Seat.objects.filter(volunteer=pool.volunteers[0]).exists()


def test_noting_somebody_who_sits_there_says_so_and_ends_no_seat(cast):
    client = signed_in(cast.cora)
    page = reverse("casework:exclusions", args=[cast.mark.pk])
    given = {"volunteer": str(cast.volunteers["vera"].pk), "because": "estate", "text": "They live in the same street."}
    answer = client.post(page, {"once": str(new_id()), **given}, follow=True)
    assert "They sit in one Circle now: noting it ends no seat" in BeautifulSoup(answer.content, "html.parser").text
    assert "In one Circle now" in words(client.get(page))
    with as_owner():
        assert Seat.objects.get(volunteer=cast.volunteers["vera"]).ends_at is None


def test_what_is_not_possible_says_whom_to_ask_and_a_proposal_made_before_is_not_opened(cast):
    pool = plant_pool(cast, waiting=1, volunteers=3)
    client = signed_in(cast.cora)
    run_id = worked_out(client)
    assert "Open this Circle" in words(client.get(run_page(run_id)))
    note(client, pool)
    says = words(client.get(run_page(run_id)))
    assert "Ada Freehand with Walter Waitwell: not possible; ask Cora Fernleigh." in says
    assert "Not possible any more" in says
    assert "Open this Circle" not in says


def test_a_venue_gets_its_place(cast):
    client = signed_in(cast.cora)
    with as_owner():
        venue, other = (Venue.objects.get(area=cast.areas[area]) for area in "ab")
    assert "The Invented Hall A Devon and Cornwall Not known" in words(client.get(reverse("casework:venues")))
    page = reverse("casework:venue", args=[venue.pk])
    wrong = client.post(page, {"name": venue.name, "address": "", "place": "Exeter"})
    assert "Enter a grid reference like SX 918 925" in words(wrong)
    assert client.post(page, {"name": venue.name, "address": "", "place": "sx 918 925"}).status_code == 302
    with as_owner():
        venue.refresh_from_db()
    assert venue.place == "SX918925"
    assert client.get(reverse("casework:venue", args=[other.pk])).status_code == 404


def test_pages_cost_the_same_for_one_circle_and_for_three(cast):
    plant_pool(cast)
    client, counts = signed_in(cast.cora), []
    with as_owner():
        person = WaitingPlace.objects.order_by("pk").first().pk
    first = worked_out(client, person=str(person))
    for run_id in (first, worked_out(client)):
        one = proposals(run_id)[0]
        for page in (run_page(run_id), START, change_page(one.pk)):
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            counts.append(len(asked))
    assert counts == [20, 16, 26, 20, 16, 26]
