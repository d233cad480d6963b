"""Raise a concern from a phone: danger first, then what, when and how urgent; and then only where it stands."""

from datetime import timedelta

import pytest

from encircle.common.ids import new_id
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Seat
from encircle.rooms.organisation.models import OnCallShift
from encircle.rooms.risk.models import Concern, ConcernAccount
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

from .page import at, faults, fields, soup, words
from .test_who_comes_in import raised

NOW, ACCOUNT = at("new_imminent_concern"), at("new_other_concern")


def raising(client, address=ACCOUNT, opened_at="", **typed):
    sent = fields(client.get(opened_at or address), address)
    return client.post(address, {**sent, **typed})


def told():
    with as_owner():
        return sorted(Notice.objects.filter(kind="concern").values_list("user__persona", flat=True))


def test_the_first_question_is_whether_someone_is_in_danger_now(db):
    cast = plant_cast()
    page = signed_in(cast.vera).get(at("new_concern") + f"?meeting={cast.meetings['past_1'].pk}")
    assert soup(page).h1.get_text(strip=True) == "Is someone in danger now?"
    leads = [one["href"] for one in soup(page).select("main a.govuk-button")]
    assert leads == [f"{one}?meeting={cast.meetings['past_1'].pk}" for one in (NOW, ACCOUNT)]


def test_in_danger_the_numbers_come_before_anything_is_asked(db):
    cast = plant_cast()
    with as_owner():
        OnCallShift.objects.create(
            user=cast.sena,
            name="Sena Brackenbury",
            number="01632 960123",
            starts_at=cast.now - timedelta(hours=1),
            ends_at=cast.now + timedelta(hours=1),
        )
    page = signed_in(cast.vera).get(NOW)
    assert [one["href"] for one in soup(page).select("main a[href^='tel:']")] == ["tel:999", "tel:01632960123"]
    assert words(page).index("Ring 999") < words(page).index("Record it here")


def test_in_danger_one_press_records_it_and_everyone_on_call_is_told(db):
    cast = plant_cast()
    with as_owner():
        OnCallShift.objects.create(
            user=cast.sena,
            name="Sena",
            number="1",
            starts_at=cast.now - timedelta(hours=1),
            ends_at=cast.now + timedelta(hours=1),
        )
    client = signed_in(cast.vera)
    page = client.get(raising(client, NOW)["Location"])
    assert "everyone on call have been told just now" in words(page)
    with as_owner():
        concern = Concern.objects.get()
        assert (concern.urgency, concern.circle_id, ConcernAccount.objects.count()) == ("imminent", cast.circle_1.pk, 0)
    assert told() == ["cora", "sena"]


def test_a_concern_says_what_happens_next_and_by_when(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    answer = raising(client, text="He hid a second phone.", urgency="other")
    page = client.get(answer["Location"])
    with as_owner():
        concern = Concern.objects.get()
    assert concern.reference in words(page)
    assert "decides what to do by the end of" in words(page)
    assert "second phone" not in words(page)
    assert told() == ["cora"]


def test_from_the_minutes_it_remembers_the_meeting(db):
    cast = plant_cast()
    client, meeting = signed_in(cast.vera), cast.meetings["past_1"]
    opened_at = f"{ACCOUNT}?meeting={meeting.pk}"
    raising(client, opened_at=opened_at, text="x", urgency="serious")
    with as_owner():
        concern = Concern.objects.get()
        assert (concern.meeting_id, concern.happened_at) == (meeting.pk, meeting.starts_at)


def test_pressing_twice_raises_one(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    sent = fields(client.get(ACCOUNT), ACCOUNT) | {"text": "x", "urgency": "serious"}
    assert client.post(ACCOUNT, sent)["Location"] == client.post(ACCOUNT, sent)["Location"]
    assert told() == ["cora"]


def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    page = raising(client, text="", happened_at_day="31", happened_at_month="2", about_someone_here="yes")
    assert faults(page) == {
        "Enter what happened": "#id_text",
        "When it happened must be a real date": "#id_happened_at_day",
        "Select how urgent it is": "#id_urgency_0",
        "Select who it is about": "#id_about",
    }
    page = raising(client, text="y" * 20_001, urgency="serious")
    assert faults(page) == {"What happened must be 20000 characters or fewer. It has 20001": "#id_text"}
    assert fields(page, ACCOUNT)["text"] == "y" * 20_001
    with as_owner():
        assert Concern.objects.count() == 0


def test_it_cannot_have_happened_in_the_future(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    page = raising(client, text="x", urgency="serious", happened_at_year=str(cast.now.year + 1))
    assert [fault for fault in faults(page) if fault.startswith("When it happened must be") and "or earlier" in fault]


def test_about_somebody_who_works_here_it_goes_past_the_coordinator(db):
    cast = plant_cast()
    client = signed_in(cast.vera)
    options = [one.get_text(strip=True) for one in soup(client.get(ACCOUNT)).select("#id_about option")]
    assert options == ["Choose a name", "Cora, coordinator", "Vic, volunteer", "Somebody else"]
    cora = str(cast.seats["cora"].pk)
    answer = raising(client, text="x", urgency="other", about_someone_here="yes", about=cora)
    assert "to nobody it is about" in words(client.get(answer["Location"]))
    assert told() == ["olga", "sena"]
    with as_owner():
        assert Concern.objects.get().about_user_id == cast.cora.pk


def test_about_somebody_else_who_works_here_it_is_walled_all_the_same(db):
    cast = plant_cast()
    raising(signed_in(cast.vera), text="x", urgency="other", about_someone_here="yes", about="else")
    with as_owner():
        concern = Concern.objects.get()
        assert (concern.walled, concern.about_user_id) == (True, None)
    assert told() == ["olga", "sena"]


@pytest.mark.parametrize("about", ["xena", "otto"])
def test_nobody_of_another_circle_and_no_core_member_can_be_named(db, about):
    cast = plant_cast()
    page = raising(
        signed_in(cast.vera), text="x", urgency="other", about_someone_here="yes", about=str(cast.seats[about].pk)
    )
    assert page.status_code == 422
    with as_owner():
        assert Concern.objects.count() == 0


def test_a_circle_that_is_not_ones_own_cannot_be_chosen(db):
    cast = plant_cast()
    for circle in (cast.circle_2.pk, new_id(), "nonsense"):
        page = raising(signed_in(cast.vera), text="x", urgency="other", circle=str(circle))
        assert page.status_code == 422
    with as_owner():
        assert Concern.objects.count() == 0


def test_with_two_circles_it_is_asked_which_one(db):
    cast = plant_cast()
    with as_owner():
        Seat.objects.create(
            circle=cast.circle_2,
            area=cast.areas["b"],
            part="volunteer",
            volunteer=cast.volunteers["vera"],
            display_name="Vera",
            letter="D",
            starts_at=cast.now - timedelta(days=9),
            sees_from=cast.now - timedelta(days=9),
        )
    client = signed_in(cast.vera)
    assert list(faults(raising(client, NOW))) == ["Select which Circle it is about"]
    colin = str(cast.seats["colin"].pk)
    typed = {"text": "x", "urgency": "other", "about_someone_here": "yes"}
    page = raising(client, **typed, circle=str(cast.circle_1.pk), about=colin)
    assert list(faults(page)) == ["Select somebody of the Circle it is about, or “Somebody else”"]
    assert raising(client, **typed, circle=str(cast.circle_2.pk), about=colin).status_code == 302


def test_more_is_added_and_told_and_the_state_stands_there(db):
    cast = plant_cast()
    concern = raised(cast)
    client = signed_in(cast.vera)
    page = client.get(at("concern", concern.pk))
    assert "Not read yet" in words(page)
    assert "Kestrel words." in words(page)
    address = at("concern_addition", concern.pk)
    sent = {**fields(page, address), "text": "It was Tuesday."}
    for _ in (1, 2):
        client.post(address, sent)
    assert words(client.get(at("concern", concern.pk))).count("It was Tuesday.") == 1
    assert told() == ["cora", "cora"]
    assert list(faults(client.post(address, {**sent, "text": " "}))) == ["Enter what you want to add"]
