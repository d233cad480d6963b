"""Staying and leaving, through the pages of staff and of the volunteer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.foundations.access.models import Appointment
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Seat
from encircle.rooms.leaving.models import ExitOffer, GivenReference, Leaving, Lent, Wish
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.support.models import Away
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.rooms.circles.test_seating import new_volunteer
from tests.support.client import signed_in
from tests.support.database import as_owner

from .test_people_pages import boxes, words


@pytest.fixture
def cast(db):
    return plant_cast()


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def form_of(cast, days=3, **more):
    day = in_london(cast.now + timedelta(days=days)).date()
    return {
        "once": str(new_id()), "when": "day", "reason": "moved", "decided": "volunteer", "words": "They move: gannet-9",
        **boxes("last_day", day),
    } | more  # fmt: skip


def test_what_ends_is_said_before_and_what_is_wrong_beside_the_field(cast):
    cora, place = signed_in(cast.cora), address("volunteer_leaving", cast.volunteers["vera"].pk)
    first = words(cora.get(place))
    assert f"{cast.circle_1.name} falls below the 2 volunteers a meeting needs." in first
    assert "1 volunteer stays" in first
    wrong = cora.post(place, form_of(cast, days=-1))
    assert wrong.status_code == 422
    assert "The last day must be today or later" in words(wrong)
    assert "They move: gannet-9" in words(wrong)
    empty = dict.fromkeys(("last_day_day", "last_day_month", "last_day_year"), "")
    assert "Enter their last day" in words(cora.post(place, form_of(cast) | empty))
    wrong = cora.post(place, form_of(cast, reason="charity"))
    assert "Where the charity ended it, the charity decided" in words(wrong)
    with as_owner():
        assert not Leaving.objects.exists()


def test_planned_changed_and_called_off(cast):
    cora, one = signed_in(cast.cora), cast.volunteers["vera"].pk
    form = form_of(cast)
    for _ in range(2):
        assert cora.post(address("volunteer_leaving", one), form).status_code == 302
    shown = words(cora.get(address("staying", one)))
    assert "They move: gannet-9" in shown
    assert "They stay after all" in shown
    assert "They move: gannet-9" not in words(cora.get(address("leavings")))
    assert "Vera Applegarth" in words(cora.get(address("leavings")))
    assert cora.post(address("volunteer_leaving", one), form_of(cast, days=9)).status_code == 302
    with as_owner():
        planned = Leaving.objects.order_by("-at").first()
        assert Leaving.objects.count() == 2
    for _ in range(2):
        assert cora.post(address("leaving_calling_off", planned.pk)).status_code == 302
    assert "Note that they leave" in words(cora.get(address("staying", one)))
    assert "Nobody’s last day is noted." in words(cora.get(address("leavings")))


def test_now_and_the_page_says_it_is_over(cast):
    cora, one = signed_in(cast.cora), cast.volunteers["vera"].pk
    vera = signed_in(cast.vera)
    assert cora.post(address("volunteer_leaving", one), form_of(cast, when="now")).status_code == 302
    shown = words(cora.get(address("staying", one)))
    assert "They have left" in shown
    assert "Ended for good" in shown
    assert "They stay after all" not in shown
    assert vera.get("/volunteering/").status_code == 302
    again = signed_in_demo(cast.vera)
    assert again.url == "/sign-in/"


def signed_in_demo(user):
    return Client().post("/demo/sign-in", {"persona": user.persona})


def test_a_volunteer_asks_to_stop_and_takes_it_back(cast):
    vera, cora = signed_in(cast.vera), signed_in(cast.cora)
    where = reverse("volunteering:own_time")
    assert "Your time with us" in words(vera.get(reverse("volunteering:home")))
    past = boxes("last_day", in_london(cast.now - timedelta(days=1)).date())
    wrong = vera.post(reverse("volunteering:stopping"), {"once": str(new_id()), "why": "Tired: gannet-7", **past})
    assert wrong.status_code == 422
    assert "Tired: gannet-7" in words(wrong)
    form = {"once": str(new_id()), "why": "Tired: gannet-7", **boxes("last_day", in_london(cast.now).date())}
    for _ in range(2):
        assert vera.post(reverse("volunteering:stopping"), form).status_code == 302
    with as_owner():
        assert Wish.objects.count() == 1
    own = words(vera.get(where))
    assert "Until a last day is noted, nothing ends." in own
    assert "Tired: gannet-7" in own
    with as_owner():
        assert Entry.objects.filter(actor_id=cast.vera.pk, verb="opened", item_id=cast.volunteers["vera"].pk).exists()
    listed = words(cora.get(address("leavings")))
    assert "Would like to stop" in listed
    assert "gannet-7" not in listed
    assert "Tired: gannet-7" in words(cora.get(address("staying", cast.volunteers["vera"].pk)))
    assert "gannet-7" not in words(signed_in(cast.vic).get(where))
    assert vera.post(reverse("volunteering:stopping_withdrawal")).status_code == 302
    assert "I would like to stop" in words(vera.get(where))
    assert "Nobody has asked to stop." in words(cora.get(address("leavings")))


def once(**more):
    return {"once": str(new_id()), **more}


def test_the_exit_interview_from_the_offer_to_what_was_said(cast):
    vera, cora, one = signed_in(cast.vera), signed_in(cast.cora), cast.volunteers["vera"].pk
    today = in_london(cast.now).date()
    assert "Exit interview" not in words(cora.get(address("staying", one)))
    assert cora.post(address("volunteer_leaving", one), form_of(cast)).status_code == 302
    assert "It was not offered yet." in words(cora.get(address("staying", one)))
    offer = once(**boxes("offered_on", today))
    for _ in range(2):
        assert cora.post(address("exit_offer", one), offer).status_code == 302
    with as_owner():
        made = ExitOffer.objects.get()
    own = reverse("volunteering:exit_questions", args=[made.pk])
    assert "Answer some questions" in words(vera.get(reverse("volunteering:own_time")))
    wrong = vera.post(own, once(hard="The drive home: gannet-5"))
    assert wrong.status_code == 422
    assert "Select whether you would come back" in words(wrong)
    assert "The drive home: gannet-5" in words(wrong)
    answers = once(hard="The drive home: gannet-5", back="perhaps")
    for _ in range(2):
        assert vera.post(own, answers).status_code == 302
    own_time = words(vera.get(reverse("volunteering:own_time")))
    for said in ("You have answered our questions.", "The drive home: gannet-5", "Perhaps"):
        assert said in own_time
    assert "gannet-5" not in words(signed_in(cast.vic).get(reverse("volunteering:own_time")))
    outcome = address("exit_outcome", made.pk)
    wrong = cora.post(outcome, once(outcome="taken", **boxes("on", today)))
    assert "Enter what was said" in words(wrong)
    held = once(outcome="taken", words="They felt alone: gannet-6", **boxes("on", today))
    for _ in range(2):
        assert cora.post(outcome, held).status_code == 302
    shown = words(cora.get(address("staying", one)))
    for said in ("They felt alone: gannet-6", "The drive home: gannet-5", "Perhaps"):
        assert said in shown
    assert "They felt alone: gannet-6" not in words(vera.get(reverse("volunteering:own_time")))
    for who in ("vic", "xena"):
        assert signed_in(cast.users[who]).get(own).status_code == 404
    assert "gannet" not in words(cora.get(address("leavings")))


def test_answers_are_keyed_for_whoever_has_gone_and_refused_a_second_time(cast):
    cora, one, today = signed_in(cast.cora), cast.volunteers["vera"].pk, in_london(cast.now).date()
    cora.post(address("volunteer_leaving", one), form_of(cast, when="now"))
    cora.post(address("exit_offer", one), once(**boxes("offered_on", today)))
    with as_owner():
        made = ExitOffer.objects.get()
    assert cora.post(address("exit_reply", made.pk), once(good="The people", back="yes")).status_code == 302
    assert cora.post(address("exit_reply", made.pk), once(good="The people", back="yes")).status_code == 403
    assert "The people" in words(cora.get(address("staying", one)))


def test_a_badge_that_is_not_given_back_stands_on_the_list_until_it_is(cast):
    vera, cora, one = signed_in(cast.vera), signed_in(cast.cora), cast.volunteers["vera"].pk
    day = in_london(cast.now).date()
    badge = once(kind="badge", which="0142", **boxes("lent_on", day))
    for _ in range(2):
        assert cora.post(address("lending", one), badge).status_code == 302
    assert "Badge: 0142" in words(vera.get(reverse("volunteering:own_time")))
    assert "Badge: 0142" not in words(signed_in(cast.vic).get(reverse("volunteering:own_time")))
    cora.post(address("volunteer_leaving", one), form_of(cast, when="now"))
    assert "Back by" in words(cora.get(address("leavings")))  # they have left this minute
    with as_owner():
        Volunteer.objects.filter(pk=one).update(left_on=day - timedelta(days=15))
        made = Lent.objects.get()
    assert "Overdue" in words(cora.get(address("leavings")))
    early = once(became="returned", **boxes("on", day - timedelta(days=1)))
    assert "The day must be the day it was lent or later" in words(cora.post(address("lent_over", made.pk), early))
    back = once(became="returned", **boxes("on", day))
    for _ in range(2):
        assert cora.post(address("lent_over", made.pk), back).status_code == 302
    assert "Badge: 0142" not in words(cora.get(address("leavings")))
    assert "Given back" in words(cora.get(address("staying", one)))


def test_a_reference_from_the_asking_to_the_letter_that_was_sent(cast):
    vera, cora, one = signed_in(cast.vera), signed_in(cast.cora), cast.volunteers["vera"].pk
    day = in_london(cast.now).date()
    ask = once(asker="A college", **boxes("asked_on", day))
    for _ in range(2):
        assert cora.post(address("given_reference", one), ask).status_code == 302
    with as_owner():
        made = GivenReference.objects.get()
    sending = address("given_reference_sending", made.pk)
    letter = once(text="They keep their word: gannet-4", channel="post", **boxes("sent_on", day))
    assert cora.post(sending, letter).status_code == 403
    own = reverse("volunteering:own_reference", args=[made.pk])
    assert "A college asks us for a reference about you." in words(vera.get(reverse("volunteering:own_time")))
    assert "Select whether you agree" in words(vera.post(own, once()))
    agrees = once(agrees="yes")
    for _ in range(2):
        assert vera.post(own, agrees).status_code == 302
    assert "A college" not in words(vera.get(reverse("volunteering:own_time")))
    assert signed_in(cast.vic).get(own).status_code == 404
    empty = cora.post(sending, letter | {"text": ""})
    assert "Enter what the reference says" in words(empty)
    for _ in range(2):
        assert cora.post(sending, letter).status_code == 302
    assert "They keep their word: gannet-4" in words(cora.get(address("staying", one)))
    assert cora.post(address("given_reference_answer", made.pk), once(agrees="no")).status_code == 403


def test_the_conversation_after_a_circle(cast):
    cora, one, day = signed_in(cast.cora), cast.volunteers["vera"].pk, in_london(cast.now).date()
    with as_owner():
        Seat.objects.filter(pk=cast.seats["vera"].pk).update(ends_at=cast.now - timedelta(days=2))
    assert address("end_talk", cast.seats["vera"].pk) in cora.get(address("leavings")).content.decode()
    place = address("end_talk", cast.seats["vera"].pk)
    wrong = cora.post(place, once(words="They were proud: gannet-3", **boxes("on", day)))
    assert wrong.status_code == 422
    assert "Select what they would like to do next" in words(wrong)
    assert "They were proud: gannet-3" in words(wrong)
    back = day + timedelta(days=60)
    rest = once(next="rest", words="They were proud: gannet-3", **boxes("on", day), **boxes("free_from", back))
    for _ in range(2):
        assert cora.post(place, rest).status_code == 302
    shown = words(cora.get(address("staying", one)))
    assert "They were proud: gannet-3" in shown
    assert "A rest, free from" in shown
    assert place not in cora.get(address("leavings")).content.decode()
    with as_owner():
        assert Away.objects.get(volunteer=one).until == back - timedelta(days=1)
    assert signed_in(cast.colin).get(place).status_code == 404
    assert cora.get(address("end_talk", cast.seats["vic"].pk)).status_code == 404  # it lasts


def test_who_would_rather_stop_is_seen_by_staff_and_by_themselves_and_may_stay(cast):
    cora, vera, one = signed_in(cast.cora), signed_in(cast.vera), cast.volunteers["vera"].pk
    with as_owner():
        Seat.objects.filter(pk=cast.seats["vera"].pk).update(ends_at=cast.now - timedelta(days=2))
    said = once(next="stop", **boxes("on", in_london(cast.now).date()))
    for _ in range(2):
        assert cora.post(address("end_talk", cast.seats["vera"].pk), said).status_code == 302
    assert "Told us" in words(cora.get(address("leavings")))
    assert f"{cast.cora.name}, in the conversation after a Circle" in words(cora.get(address("staying", one)))
    assert "You told us so on" in words(vera.get(reverse("volunteering:own_time")))
    assert signed_in(cast.colin).post(address("staying_after_all", one)).status_code == 404
    for _ in range(2):
        assert cora.post(address("staying_after_all", one)).status_code == 302
    assert "Nobody has asked to stop." in words(cora.get(address("leavings")))
    assert "You told us so on" not in words(vera.get(reverse("volunteering:own_time")))


def rests(cast, since=60, until=2):
    one, day = cast.volunteers["vera"], in_london(cast.now).date()
    with as_owner():
        return Away.objects.create(
            volunteer=one, area=one.area, starts_on=day - timedelta(days=since), said_by=cast.vera, said_at=cast.now,
            until=None if until is None else day + timedelta(days=until),
        ).pk  # fmt: skip


def test_the_conversation_about_coming_back(cast):
    cora, one, day = signed_in(cast.cora), cast.volunteers["vera"].pk, in_london(cast.now).date()
    place = address("rest_talk", rests(cast))
    listed = cora.get(address("leavings"))
    assert place in listed.content.decode()
    assert "Late" not in words(listed)
    wrong = cora.post(place, once(words="They slept: gannet-7", **boxes("on", day)))
    assert wrong.status_code == 422
    assert "Select what they want" in words(wrong)
    assert "They slept: gannet-7" in words(wrong)
    too_soon = once(outcome="longer", words="", **boxes("on", day), **boxes("rests_until", day))
    assert "The last day must be after the day on which their rest would have ended" in words(
        cora.post(place, too_soon)
    )
    until = day + timedelta(days=50)
    longer = once(outcome="longer", words="They slept: gannet-7", **boxes("on", day), **boxes("rests_until", until))
    for _ in range(2):
        assert cora.post(place, longer).status_code == 302
    shown = words(cora.get(address("staying", one)))
    assert "They slept: gannet-7" in shown
    assert "They rest for longer, until" in shown
    assert place not in cora.get(address("leavings")).content.decode()
    assert "gannet-7" not in words(cora.get(address("leavings")))
    with as_owner():
        assert Away.objects.filter(volunteer=one, until=until, starts_on=day + timedelta(days=3)).exists()
    assert signed_in(cast.colin).get(place).status_code == 404
    assert signed_in(cast.vic).get(place).status_code in (302, 404)


def test_a_rest_without_a_last_day_is_late_after_the_days_of_the_standard(cast):
    cora = signed_in(cast.cora)
    rests(cast, 92, None)
    assert "no last day said" in words(cora.get(address("leavings")))
    assert "Late" not in words(cora.get(address("leavings")))
    with as_owner():
        PracticeStandard.objects.update(rest_open_days=90)
    assert "Late" in words(cora.get(address("leavings")))


def test_who_says_about_coming_back_that_they_would_rather_stop_may_stay(cast):
    cora, vera, one = signed_in(cast.cora), signed_in(cast.vera), cast.volunteers["vera"].pk
    said = once(outcome="stop", **boxes("on", in_london(cast.now).date()))
    assert cora.post(address("rest_talk", rests(cast)), said).status_code == 302
    assert "Told us" in words(cora.get(address("leavings")))
    assert f"{cast.cora.name}, in the conversation about coming back" in words(cora.get(address("staying", one)))
    assert "You told us so on" in words(vera.get(reverse("volunteering:own_time")))
    assert cora.post(address("staying_after_all", one)).status_code == 302
    assert "Nobody has asked to stop." in words(cora.get(address("leavings")))


def test_a_volunteer_who_is_a_trustee_is_said_to_sit_on_the_board(cast):
    cora, one, page = signed_in(cast.cora), cast.volunteers["vera"].pk, address("staying", cast.volunteers["vera"].pk)
    assert "Sits on the board" not in words(cora.get(page))
    with as_owner():
        of = {"user": cast.vera, "role": "trustee", "appointed_by": cast.users["olga"], "appointed_at": cast.now}
        held = Appointment.objects.create(starts_at=cast.now - timedelta(days=9), **of)
    assert "Sits on the board since" in words(cora.get(page))
    assert "Sits on the board" not in words(cora.get(address("staying", cast.volunteers["vic"].pk)))
    assert signed_in(cast.colin).get(page).status_code == 404
    # Being on the board shows nobody a Circle: they sit in the one they sat in.
    with acting(cast.vera) as vera:
        assert (vera.volunteer_id, list(Volunteer.objects.values_list("pk", flat=True))) == (one, [one])
    with as_owner():
        Appointment.objects.filter(pk=held.pk).update(ends_at=cast.now - timedelta(days=1))
    assert "Sits on the board" not in words(cora.get(page))


def test_long_service_and_thanks(cast):
    cora, one, day = signed_in(cast.cora), cast.volunteers["vera"].pk, in_london(cast.now).date()
    with as_owner():
        Volunteer.objects.exclude(pk=one).update(joined_on=day)
        Volunteer.objects.filter(pk=one).update(joined_on=day - timedelta(days=1830))
    assert "5 years of service" in words(cora.get(address("leavings")))
    place = address("thanks", one)
    assert 'value="5"' in cora.get(place).content.decode()
    wrong = cora.post(place, once(years="5", **boxes("on", day)))
    assert "Select how they were thanked" in words(wrong)
    given = once(years="5", how="letter", **boxes("on", day))
    for _ in range(2):
        assert cora.post(place, given).status_code == 302
    assert "A letter or a card, for 5 years of service" in words(cora.get(address("staying", one)))
    assert "5 years of service" not in words(cora.get(address("leavings")))
    again = cora.post(place, once(years="5", how="gift", **boxes("on", day)))
    assert "They have been thanked for these years" in words(again)


def test_a_conversation_that_is_owed_too_long_is_said_to_be_late(cast):
    cora = signed_in(cast.cora)
    with as_owner():
        Seat.objects.filter(pk=cast.seats["vera"].pk).update(ends_at=cast.now - timedelta(days=27))
    assert "Late" not in words(cora.get(address("leavings")))
    with as_owner():
        PracticeStandard.objects.update(end_talk_days=20)
    assert "Late" in words(cora.get(address("leavings")))


def more_leavers(cast, many):
    people = [new_volunteer(cast, f"W{number}en") for number in range(many)]
    resting = [new_volunteer(cast, f"Re{number}st") for number in range(many)]
    with as_owner():
        for one in resting:
            day = in_london(cast.now).date()
            Away.objects.create(
                volunteer=one, area=one.area, starts_on=day - timedelta(days=60), until=day, said_by=cast.cora,
                said_at=cast.now,
            )  # fmt: skip
        for one in people:
            of = {"volunteer": one, "area": one.area, "at": cast.now}
            Wish.objects.create(by=cast.cora, **of)
            Lent.objects.create(kind="badge", lent_on=cast.now.date(), by=cast.cora, **of)
            for days in (3, -3):
                made = Leaving.objects.create(
                    last_day=(cast.now + timedelta(days=days)).date(), ends_at=cast.now + timedelta(days=days),
                    reason="moved", decided="volunteer", login_ends=False, by=cast.cora, **of,
                )  # fmt: skip
                ExitOffer.objects.create(leaving=made, offered_on=cast.now.date(), by=cast.cora, **of)
            Volunteer.objects.filter(pk=one.pk).update(left_on=(cast.now - timedelta(days=3)).date())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_with_one_and_with_three(cast, rows):
    more_leavers(cast, rows)
    client = signed_in(cast.cora)
    client.get(address("leavings"))
    with CaptureQueriesContext(connection) as reads:
        assert client.get(address("leavings")).status_code == 200
    assert len(reads) == 28


@pytest.mark.parametrize(("name", "reads"), [("staying", 27), ("volunteer_leaving", 19)])
def test_one_volunteers_pages_cost_so_much(cast, name, reads):
    client, one = signed_in(cast.cora), cast.volunteers["vera"].pk
    client.get(address(name, one))
    with CaptureQueriesContext(connection) as found:
        assert client.get(address(name, one)).status_code == 200
    assert len(found) == reads


@pytest.mark.parametrize("rows", [1, 3])
def test_volunteers_in_numbers_cost_the_same_with_one_and_with_three(cast, rows):
    more_leavers(cast, rows)
    client = signed_in(cast.olga)
    client.get(address("volunteer_figures"))
    with CaptureQueriesContext(connection) as reads:
        assert client.get(address("volunteer_figures")).status_code == 200
    assert len(reads) == 24


def test_volunteers_in_numbers_on_the_page_and_as_a_file(cast):
    cora, olga = signed_in(cast.cora), signed_in(cast.olga)
    assert address("volunteer_figures") in cora.get(address("leavings")).content.decode()
    own, all_areas = words(cora.get(address("volunteer_figures"))), words(olga.get(address("volunteer_figures")))
    assert f"These are the figures of {cast.areas['a'].name}." in own
    assert "By area" not in own
    assert cast.areas["b"].name not in own
    assert "By area Too few to show." in all_areas
    assert "Fewer than 5 people are not shown" in own
    earlier = words(olga.get(address("volunteer_figures") + "?year=2024"))
    assert "April 2024 to March 2025 Volunteers in numbers" in earlier
    for odd in ("?year=1", "?year=99999", "?year=x"):
        assert olga.get(address("volunteer_figures") + odd).status_code == 200
    file = cora.get(address("volunteer_figures_csv"))
    assert file["Content-Disposition"] == 'attachment; filename="volunteers.csv"'
    assert "Applegarth" not in file.content.decode()
    assert signed_in(cast.tess).get(address("volunteer_figures")).status_code in (302, 404)
