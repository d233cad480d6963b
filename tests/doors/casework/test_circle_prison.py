"""The prison where a Circle meets, on the pages: named when it opens, said plainly until then, changed with why."""

from urllib.parse import urlencode

from bs4 import BeautifulSoup
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle, Establishment
from tests.cast import plant_cast
from tests.rooms.circles.test_establishment import WHY, cleared, in_prison, named, prison
from tests.rooms.circles.test_opening import new_core_member
from tests.support.client import signed_in
from tests.support.database import as_owner


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def test_a_circle_says_that_nobody_has_named_its_prison_and_the_button_names_it_once(db):
    cast = plant_cast()
    in_prison(cast)
    north, client = prison("North"), signed_in(cast.cora)
    overview, page = address("circle", cast.circle_1.pk), address("circle_prison", cast.circle_1.pk)
    before = client.get(overview)
    assert "Nobody has said yet in which prison this Circle meets." in words(before)
    assert f'href="{page}"' in before.content.decode()
    assert "Select the prison where the Circle meets" in words(client.post(page, {"once": new_id()}))
    sent = {"once": new_id(), "prison": north.pk}
    for _ in range(2):
        answer = client.post(page, sent, follow=True)
    assert "2 volunteers of this Circle are without the prison clearance that it asks for." in words(answer)
    assert "Nobody has said yet" not in words(answer)
    assert "Prison HMP North Change the prison" in words(answer)
    with as_owner():
        assert Establishment.objects.count() == 1


def test_another_prison_needs_a_reason_and_the_course_keeps_both(db):
    cast = plant_cast()
    in_prison(cast)
    north, south, client = prison("North"), prison("South"), signed_in(cast.cora)
    named(cast, north)
    page = address("circle_prison", cast.circle_1.pk)
    refused = client.post(page, {"once": new_id(), "prison": south.pk})
    assert (refused.status_code, "Say why this is changed" in words(refused)) == (422, True)
    assert "(optional)" not in words(refused)
    assert client.post(page, {"once": new_id(), "prison": south.pk, "why": WHY}).status_code == 302
    course = words(client.get(address("circle_course", cast.circle_1.pk)))
    assert course.index("HMP South") < course.index("HMP North")
    assert WHY in words(client.get(address("corrections", cast.circle_1.pk)))
    assert "Prison where the Circle meets: HMP South" in words(client.get(address("timeline", cast.circle_1.pk)))


def test_the_page_is_there_for_circles_that_begin_in_prison_alone(db):
    cast = plant_cast()
    assert signed_in(cast.cora).get(address("circle_prison", cast.circle_1.pk)).status_code == 404
    in_prison(cast)
    assert signed_in(cast.cora).get(address("circle_prison", cast.circle_1.pk)).status_code == 200
    assert signed_in(cast.colin).get(address("circle_prison", cast.circle_1.pk)).status_code == 404


def test_the_seat_page_says_which_prison_has_to_clear_them(db):
    cast = plant_cast()
    in_prison(cast)
    named(cast, prison("North"))
    with as_owner():
        cast.circle_1.seats.filter(part="volunteer").update(ends_at=cast.now)
    assert "clearance by HMP North" in words(signed_in(cast.cora).get(address("new_volunteer_seat", cast.circle_1.pk)))


def test_a_circle_opens_with_its_prison_alone_and_says_who_it_has_not_cleared(db):
    cast = plant_cast()
    in_prison(cast)
    north, south, vera = prison("North"), prison("South"), cast.volunteers["vera"]
    cleared(cast, south, vera)
    person, client = new_core_member(cast), signed_in(cast.cora)
    page = f"{address('new_circle')}?{urlencode({'area': cast.areas['a'].code, 'kind': 'prison'})}"
    given = {
        "once": new_id(), "core_once": new_id(), "name": "Plover", "core_member": person.pk, "volunteers": [vera.pk],
        "meeting_minutes": 120, "holidays": "leave_out", "step": "open",
    }  # fmt: skip
    assert "Select the prison where the Circle meets" in words(client.post(page, given))
    refused = words(client.post(page, given | {"prison": north.pk}))
    assert "Vera Applegarth is not ready for this kind of Circle. Needed: clearance by HMP North" in refused
    assert "Not ready. Needed: clearance by HMP North" in refused
    checked = words(client.post(page, given | {"prison": south.pk, "step": ""}))
    assert "Prison HMP South" in checked
    assert client.post(page, given | {"prison": south.pk}).status_code == 302
    with as_owner():
        assert Establishment.objects.get(circle=Circle.objects.get(name="Plover")).prison == south


def test_no_other_kind_is_asked_for_a_prison(db):
    cast = plant_cast()
    page = f"{address('new_circle')}?{urlencode({'area': cast.areas['a'].code, 'kind': 'adult'})}"
    assert "Prison where the Circle meets" not in words(signed_in(cast.cora).get(page))
