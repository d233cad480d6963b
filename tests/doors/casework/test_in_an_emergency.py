"""What somebody from another area finds in the one record they opened in an emergency: to read, not to change."""

from bs4 import BeautifulSoup
from django.urls import reverse

from encircle.foundations.access.models import BreakGlass
from encircle.rooms.meetings.models import Approval
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def broken(cast):
    with as_owner():
        BreakGlass.objects.create(
            user=cast.colin, circle_id=cast.circle_1.pk, reason="Nobody of the area can be reached", opened_at=cast.now
        )
    return signed_in(cast.colin)


def test_the_record_can_be_read(db):
    cast = plant_cast()
    client = broken(cast)
    for name, of in (("circle", cast.circle_1), ("meetings", cast.circle_1), ("minutes", cast.minutes_1)):
        assert client.get(address(name, of.pk)).status_code == 200
    assert b"Words about week" in client.get(address("minutes", cast.minutes_1.pk)).content


def test_nothing_in_it_can_be_changed(db):
    cast = plant_cast()
    client = broken(cast)
    page = BeautifulSoup(client.get(address("minutes", cast.minutes_1.pk)).content, "html.parser").main
    assert page.select("form") == []
    assert client.post(address("approval", cast.minutes_1.pk)).status_code in (403, 404)
    for name, of in (
        ("circle_ending", cast.circle_1),
        ("new_volunteer_seat", cast.circle_1),
        ("seat_ending", cast.seats["vera"]),
        ("meeting_move", cast.meetings["next_1"]),
        ("minutes_return", cast.minutes_1),
        ("minutes_correction", cast.minutes_1),
    ):
        assert client.get(address(name, of.pk)).status_code == 403
    with as_owner():
        assert not Approval.objects.exists()


def test_it_is_not_their_work_and_nobody_else_of_the_area_is_known(db):
    cast = plant_cast()
    client = broken(cast)
    assert b"Circle 1" not in client.get(address("home")).content
    for name in ("people", "core_members"):
        assert b"Vera" not in client.get(address(name)).content
