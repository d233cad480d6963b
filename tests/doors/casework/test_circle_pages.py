"""Circles in a coordinator's hands: the list, opening one, its overview, its course."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Circle, Ending, Phase, Seat
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.organisation.models import Venue
from encircle.rooms.people.models import CoreMember
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

FRAME = 9


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def main(answer):
    return BeautifulSoup(answer.content, "html.parser").main


def words(answer):
    return " ".join(main(answer).get_text(" ").split())


def opening(cast, **more):
    first = in_london(cast.now).date() + timedelta(days=1)
    return {
        "once": str(new_id()),
        "core_once": str(new_id()),
        "name": "Circle 7 Larch",
        "core_member": "new",
        "given_name": "Ned",
        "family_name": "Fieldgate",
        "known_as": "",
        "volunteers": [str(cast.volunteers[key].pk) for key in ("vera", "vic")],
        "outer_1": str(cast.professionals["omar"].pk),
        "position_1": "Offender manager",
        "weekday": "1",
        "slot_time": "6:30pm",
        "meeting_minutes": "120",
        "first_on_day": str(first.day),
        "first_on_month": str(first.month),
        "first_on_year": str(first.year),
        "how_many": "3",
        "holidays": "leave_out",
        **more,
    }


WHERE = "/casework/circles/new/?area=devon-cornwall&kind=adult"


# --- opening ---


def test_the_first_page_asks_where_and_of_what_kind(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    assert "3 to 6 volunteers" in words(client.get("/casework/circles/new/"))
    assert "Name of the Circle" in words(client.get(WHERE))


def test_another_area_cannot_be_chosen(db):
    cast = plant_cast()
    answer = signed_in(cast.cora).get("/casework/circles/new/?area=dorset&kind=adult")
    assert answer.status_code == 422
    assert "Name of the Circle" not in words(answer)
    assert signed_in(cast.olga).get("/casework/circles/new/?area=dorset&kind=adult").status_code == 200


def test_the_answers_are_checked_before_anything_is_written(db):
    cast = plant_cast()
    answer = signed_in(cast.cora).post(WHERE, opening(cast))
    shown = words(answer)
    for word in ("Circle 7 Larch", "Ned Fieldgate (new)", "Vera Applegarth Vic Hollowell", "3 meetings to plan"):
        assert word in shown
    assert "A Circle of this kind has at least 3 volunteers. This one has 2." in shown
    assert "Nobody from probation is in the outer circle." in shown
    with as_owner():
        assert Circle.objects.count() == 2


def test_the_answers_open_the_circle_once_however_often_they_are_sent(db):
    cast = plant_cast()
    client, typed = signed_in(cast.cora), opening(cast, step="open")
    answers = [client.post(WHERE, typed) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {302}
    assert {answer.url for answer in answers} == {address("circle", typed["once"])}
    with as_owner():
        circle = Circle.objects.get(name="Circle 7 Larch")
        assert Seat.objects.filter(circle=circle).count() == 5
        assert Meeting.objects.filter(circle=circle).count() == 3
        assert CoreMember.objects.filter(family_name="Fieldgate").count() == 1


def test_what_the_check_page_holds_is_what_is_sent_again(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    page = main(client.post(WHERE, opening(cast)))
    again = {}
    for field in page.select("input[type=hidden]"):
        again.setdefault(field["name"], []).append(field["value"])
    again.pop("csrfmiddlewaretoken", None)
    back = client.post(WHERE, again | {"step": "change"})
    form = main(back)
    assert form.select_one("#id_name")["value"] == "Circle 7 Larch"
    assert len(form.select("input[name=volunteers][checked]")) == 2
    assert client.post(WHERE, again | {"step": "open"}).status_code == 302


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(db):
    cast = plant_cast()
    typed = opening(cast, family_name="", slot_time="", outer_2=str(cast.professionals["omar"].pk), position_2="Again")
    answer = signed_in(cast.cora).post(WHERE, typed)
    assert answer.status_code == 422
    for fault in (
        "Enter the family name of the core member",
        "Enter the usual time, so that meetings can be planned",
        "This professional is chosen twice",
    ):
        assert fault in words(answer)
    assert main(answer).select_one("#id_given_name")["value"] == "Ned"


def test_a_volunteer_of_another_area_cannot_be_smuggled_in(db):
    cast = plant_cast()
    typed = opening(cast, step="open", volunteers=[str(cast.volunteers["xena"].pk)])
    answer = signed_in(cast.cora).post(WHERE, typed)
    assert answer.status_code == 422
    with as_owner():
        assert Circle.objects.count() == 2


# --- the list and the overview ---


def test_the_list_can_be_narrowed_by_codes_in_the_address(db):
    cast = plant_cast()
    client = signed_in(cast.olga)
    assert "Circle 1" in words(client.get("/casework/circles/"))
    narrowed = words(client.get("/casework/circles/?area=dorset"))
    assert "Circle 2" in narrowed
    assert "Circle 1" not in narrowed
    assert "No Circle matches." in words(client.get("/casework/circles/?kind=young"))
    assert client.get("/casework/circles/?kind=nonsense&page=99999999").status_code in (200, 422)


@pytest.mark.parametrize("more", [0, 2])
@pytest.mark.parametrize(
    ("name", "queries"), [("circles", 7), ("circle", 22), ("seats", 11), ("meetings", 8), ("looked", 5)]
)
def test_pages_ask_as_often_for_three_as_for_one(db, name, queries, more):
    cast = plant_cast()
    with as_owner():
        for number in range(more):
            Circle.objects.create(
                reference=f"C-MORE2{number}",
                name=f"Circle {number + 5}",
                area=cast.areas["a"],
                kind="adult",
                opened_at=cast.now,
            )
            starts = cast.now + timedelta(days=30 + number)
            Meeting.objects.create(
                circle=cast.circle_1,
                area=cast.areas["a"],
                planned_starts_at=starts,
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
            )
    client = signed_in(cast.cora)
    client.get(address("circle", cast.circle_1.pk))
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address(name, *([] if name == "circles" else [cast.circle_1.pk])))
    assert answer.status_code == 200
    assert len(captured) == FRAME + queries


def test_the_overview_says_who_it_is_about_and_what_happened(db):
    cast = plant_cast()
    answer = signed_in(cast.cora).get(address("circle", cast.circle_1.pk))
    page = BeautifulSoup(answer.content, "html.parser")
    bar = " ".join(page.select_one(".encircle-identity").get_text(" ").split())
    for word in (cast.circle_1.reference, "Adult community", "Devon and Cornwall", "Mark", "Cora Fernleigh", "Weekly"):
        assert word in bar
    assert "Hazelgrove" not in words(answer)
    assert "Minutes submitted" in words(answer)
    with as_owner():
        assert Entry.objects.filter(verb="opened", item_type="circles.circle").count() == 1


def test_the_timeline_goes_on_to_older_events(db):
    cast = plant_cast()
    with as_owner():
        for number in range(25):
            starts = cast.now - timedelta(days=10 + number)
            Meeting.objects.create(
                circle=cast.circle_1,
                area=cast.areas["a"],
                planned_starts_at=starts,
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
            )
    client = signed_in(cast.cora)
    overview = main(client.get(address("circle", cast.circle_1.pk)))
    assert len(overview.select(".moj-timeline__item")) == 20
    place = address("timeline", cast.circle_1.pk)
    (older,) = main(client.get(place)).select("a[rel=next]")
    seen = words(client.get(older["href"]))
    while "Circle opened" not in seen:
        (older,) = main(client.get(older["href"])).select("a[rel=next]")
        seen = words(client.get(older["href"]))
    assert client.get(place + "?before=rubbish").status_code == 404


# --- its course ---


def details(cast, **more):
    return {
        "once": str(new_id()),
        "name": "Circle 1 Juniper",
        "venue": str(cast.circle_1.venue_id),
        "weekday": "3",
        "slot_time": "7pm",
        "meeting_minutes": "90",
        "why": "The hall is taken on Mondays",
        **more,
    }


def test_name_and_usual_time_are_changed_and_planned_meetings_stay(db):
    cast = plant_cast()
    client, place = signed_in(cast.cora), address("circle_details", cast.circle_1.pk)
    assert client.post(place, details(cast)).status_code == 302
    assert "Thursdays at 7pm" in words(client.get(address("circle", cast.circle_1.pk)))
    with as_owner():
        assert Meeting.objects.get(pk=cast.meetings["next_1"].pk).starts_at == cast.meetings["next_1"].starts_at


def test_a_new_venue_is_added_once_and_one_of_another_area_is_not_offered(db):
    cast = plant_cast()
    client, place = signed_in(cast.cora), address("circle_details", cast.circle_1.pk)
    missing = client.post(place, details(cast, venue="new"))
    assert "Enter the name of the new venue" in words(missing)
    typed = details(cast, venue="new", new_venue="The Other Hall", new_address="2 Invented Street")
    for _ in range(2):
        assert client.post(place, typed).status_code == 302
    with as_owner():
        assert Venue.objects.filter(name="The Other Hall").count() == 1
        assert Circle.objects.get(pk=cast.circle_1.pk).venue.name == "The Other Hall"
    assert client.post(place, details(cast, venue=str(cast.circle_2.venue_id))).status_code == 422


def test_a_circle_is_paused_its_meetings_cancelled_and_goes_on(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    assert (
        client.post(address("circle_pause", cast.circle_1.pk), {"reason": "away", "cancels": "on"}).status_code == 302
    )
    assert "Paused" in words(client.get(address("circle", cast.circle_1.pk)))
    with as_owner():
        assert Meeting.objects.get(pk=cast.meetings["next_1"].pk).cancelled_at is not None
    assert client.post(address("circle_resumption", cast.circle_1.pk)).status_code == 302
    assert "Weekly" in words(client.get(address("circle", cast.circle_1.pk)))


def confirmed(client, page, sent):
    """The form, and the page that shows which meetings change, where there is one."""
    shown = client.post(page, sent)
    if shown.status_code != 200:
        return shown
    hidden = BeautifulSoup(shown.content, "html.parser").main.select("form input[type=hidden]")
    again = {one["name"]: one["value"] for one in hidden if one["name"] != "csrfmiddlewaretoken"}
    return client.post(page, again | {"step": "keep"})


def test_meeting_less_often_without_a_reason_is_refused_beside_the_field(db):
    cast = plant_cast()
    answer = signed_in(cast.cora).post(address("circle_phase", cast.circle_1.pk), {"phase": "monthly"})
    assert answer.status_code == 422
    assert "Say why the Circle meets less often" in words(answer)
    assert "Say who decided it" in words(answer)


def test_a_phase_is_chosen_and_the_same_again_changes_nothing(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    sent = {"phase": "fortnightly", "why": "He keeps his goals.", "said_by": "Sena"}
    for _ in range(2):
        assert confirmed(client, address("circle_phase", cast.circle_1.pk), sent).status_code == 302
    with as_owner():
        assert Phase.objects.filter(circle=cast.circle_1).count() == 2
    assert client.post(address("circle_phase", cast.circle_1.pk), {"phase": "nonsense"}).status_code == 422


def test_an_ending_is_confirmed_and_happens_once(db):
    cast = plant_cast()
    client, place = signed_in(cast.cora), address("circle_ending", cast.circle_1.pk)
    assert client.post(place, {"reason": "completed"}).status_code == 422
    assert client.post(place, {"reason": "completed", "decision_of": "nobody", "sure": "on"}).status_code == 302
    again = client.post(place, {"reason": "moved", "decision_of": "core_member", "sure": "on"})
    assert again.status_code == 422
    assert "This Circle has ended" in words(again)
    with as_owner():
        assert Ending.objects.get().reason == "completed"


# --- who has looked ---


def test_who_has_looked_is_said_in_sentences_for_the_staff_of_the_area(db):
    cast = plant_cast()
    signed_in(cast.cleo).get(address("minutes", cast.minutes_1.pk))
    signed_in(cast.vera).get("/volunteering/")
    shown = words(signed_in(cast.cora).get(address("looked", cast.circle_1.pk)))
    assert "Cleo Thistlewood Opened the minutes of" in shown
    assert signed_in(cast.colin).get(address("looked", cast.circle_1.pk)).status_code == 404


def test_lines_of_another_circle_and_of_walled_things_are_not_among_them(db):
    cast = plant_cast()
    signed_in(cast.olga).get(address("circle", cast.circle_2.pk))
    with as_owner():
        assert Entry.objects.filter(circle_id=cast.circle_2.pk).exists()
    shown = words(signed_in(cast.cora).get(address("looked", cast.circle_1.pk)))
    assert "Olga Quillfeather" not in shown


def test_a_made_up_place_in_the_trace_is_no_page(db):
    cast = plant_cast()
    assert signed_in(cast.cora).get(address("looked", cast.circle_1.pk) + "?before=x").status_code == 404
