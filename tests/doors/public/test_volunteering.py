"""Anyone asks about volunteering: the same answer for everybody, only what is needed kept, and only so often."""

from django.test import Client
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.doors.public.volunteering import FROM_ONE
from encircle.rooms.recruiting.models import Applicant
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

HERE, THANKS = reverse("public:volunteering"), reverse("public:thanks")


def typed(cast, **more):
    given = {
        "once": str(new_id()), "given_name": "Wilf", "family_name": "Underbank", "area": str(cast.areas["a"].pk),
        "prefers": "email", "email": "Wilf@Post.example", "phone": "01632 960333", "post_to": "7 Invented Row",
    }  # fmt: skip
    return given | more


def kept():
    with as_owner():
        return [(one.email, one.phone, one.post_to, one.noted_by_id) for one in Applicant.objects.order_by("asked_at")]


def test_somebody_asks_and_only_what_is_needed_to_answer_is_kept(db):
    cast = plant_cast()
    answer = Client().post(HERE, typed(cast))
    assert (answer.status_code, answer["Location"]) == (302, THANKS)
    assert kept() == [("wilf@post.example", "", "", None)]
    assert Client().get(THANKS).status_code == 200


def test_an_address_that_is_known_is_answered_alike(db):
    cast = plant_cast()
    first, second = (
        Client().post(HERE, typed(cast, email=email)) for email in ("vera@people.example", "new@x.example")
    )
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"]) == (302, THANKS)
    assert first.content == second.content


def test_the_form_sent_twice_asks_once(db):
    cast = plant_cast()
    given = typed(cast)
    for _ in range(2):
        assert Client().post(HERE, given)["Location"] == THANKS
    assert len(kept()) == 1


def test_what_is_missing_stands_beside_its_field_and_nothing_typed_is_lost(db):
    cast = plant_cast()
    answer = Client().post(HERE, typed(cast, email=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter an email address" in page
    assert 'value="Underbank"' in page
    assert kept() == []


def test_an_area_that_is_none_is_refused(db):
    cast = plant_cast()
    assert Client().post(HERE, typed(cast, area=str(new_id()))).status_code == 422
    assert kept() == []


def test_one_place_asks_only_so_often(db):
    cast = plant_cast()
    answers = [Client().post(HERE, typed(cast)).status_code for _ in range(FROM_ONE + 1)]
    assert answers == [302] * FROM_ONE + [429]
    assert len(kept()) == FROM_ONE
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").post(HERE, typed(cast))
    assert elsewhere.status_code == 302


def test_somebody_signed_in_may_ask_too_and_is_kept_as_anybody(db):
    cast = plant_cast()
    assert signed_in(cast.vera).post(HERE, typed(cast))["Location"] == THANKS
    assert kept() == [("wilf@post.example", "", "", None)]
