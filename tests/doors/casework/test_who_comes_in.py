"""Every page of Circles, meetings, minutes and people: who finds it, and for whom it does not exist."""

import pytest
from django.urls import reverse

from encircle.rooms.people.models import Carer
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

# URL name -> key of what it is about; "" where it is about nothing in particular.
OF_AREA_A = {
    "circle": "circle",
    "circle_details": "circle",
    "circle_phase": "circle",
    "circle_pause": "circle",
    "circle_ending": "circle",
    "circle_course": "circle",
    "after": "circle",
    "planned_end": "circle",
    "follow_up": "circle",
    "check_new": "circle",
    "circumstances_new": "circle",
    "circle_return_date": "circle",
    "circle_paper": "circle",
    "goals": "circle",
    "new_goal": "circle",
    "seats": "circle",
    "new_volunteer_seat": "circle",
    "new_professional_seat": "circle",
    "new_coordinator_seat": "circle",
    "new_core_member_seat": "circle",
    "looked": "circle",
    "seat_ending": "seat",
    "seat_successor": "outer_seat",
    "seat_earlier": "seat",
    "meetings": "circle",
    "meetings_planning": "circle",
    "new_meeting": "circle",
    "meeting": "meeting",
    "meeting_move": "meeting",
    "meeting_paper": "meeting",
    "meeting_cancellation": "meeting",
    "keyed_minutes": "meeting",
    "minutes": "version",
    "minutes_return": "version",
    "minutes_correction": "version",
    "volunteer": "volunteer",
    "volunteer_change": "volunteer",
    "volunteer_leaving": "volunteer",
    "core_member": "core_member",
    "core_member_change": "core_member",
    "core_member_home": "core_member",
    "new_carer": "core_member",
}
OF_EVERY_AREA = {
    "follow_ups": "",
    "questionnaire_numbers": "",
    "home": "",
    "circles": "",
    "new_circle": "",
    "people": "",
    "new_volunteer": "",
    "core_members": "",
    "new_core_member": "",
    "agencies": "",
    "new_agency": "",
    "agency": "agency",
    "agency_change": "agency",
    "new_agreement": "agency",
    "new_professional": "agency",
    "agreement_change": "agreement",
    "professional": "professional",
    "professional_change": "professional",
    "professional_leaving": "professional",
}
POSTS_OF_AREA_A = {
    "circle_resumption": "circle",
    "meeting_no_minutes": "meeting",
    "minutes_remarks": "version",
    "approval": "version",
    "volunteer_invitation": "volunteer",
}
OUTSIDE = ("vera", "vic", "nina", "xena", "omar", "petra", "hana", "adam", "dana", "tess")


def things(cast):
    return {
        "circle": cast.circle_1.pk,
        "seat": cast.seats["vera"].pk,
        "outer_seat": cast.seats["petra"].pk,
        "meeting": cast.meetings["yesterday_1"].pk,
        "version": cast.minutes_1.pk,
        "volunteer": cast.volunteers["vera"].pk,
        "core_member": cast.mark.pk,
        "agency": cast.agencies["police"].pk,
        "agreement": cast.agencies["police"].agreements.get().pk,
        "professional": cast.professionals["omar"].pk,
    }


def addresses(cast, names):
    with as_owner():
        about = things(cast)
    return {name: reverse(f"casework:{name}", args=[about[key]] if key else []) for name, key in names.items()}


def answers(user, found):
    client = signed_in(user)
    return {name: client.get(address).status_code for name, address in found.items()}


@pytest.mark.parametrize("who", ["cora", "cleo", "sena", "olga"])
def test_those_who_work_in_the_area_find_every_page(db, who):
    cast = plant_cast()
    found = addresses(cast, OF_AREA_A | OF_EVERY_AREA)
    assert answers(cast.users[who], found) == dict.fromkeys(found, 200)


def test_the_next_areas_coordinator_finds_only_what_belongs_to_all(db):
    cast = plant_cast()
    hidden, shared = addresses(cast, OF_AREA_A), addresses(cast, OF_EVERY_AREA)
    assert answers(cast.colin, hidden) == dict.fromkeys(hidden, 404)
    assert answers(cast.colin, shared) == dict.fromkeys(shared, 200)


@pytest.mark.parametrize("who", OUTSIDE)
def test_for_everybody_else_the_door_does_not_exist(db, who):
    cast = plant_cast()
    found = addresses(cast, OF_AREA_A | OF_EVERY_AREA)
    assert answers(cast.users[who], found) == dict.fromkeys(found, 404)


@pytest.mark.parametrize("who", ["colin", *OUTSIDE])
def test_what_is_only_posted_is_not_there_either(db, who):
    cast = plant_cast()
    found = addresses(cast, POSTS_OF_AREA_A)
    client = signed_in(cast.users[who])
    assert {name: client.post(address).status_code for name, address in found.items()} == dict.fromkeys(found, 404)


def test_what_is_only_posted_cannot_be_looked_at(db):
    cast = plant_cast()
    found = addresses(cast, POSTS_OF_AREA_A)
    assert answers(cast.cora, found) == dict.fromkeys(found, 405)


def test_signed_out_every_page_leads_to_the_sign_in(db, client):
    cast = plant_cast()
    found = addresses(cast, OF_AREA_A | OF_EVERY_AREA)
    assert {client.get(address).status_code for address in found.values()} == {302}


def test_a_carer_of_another_core_member_is_not_ended(db):
    cast = plant_cast()
    with as_owner():
        carer = Carer.objects.create(
            core_member=cast.other_core_member, area=cast.areas["b"], name="Pam", starts_at=cast.now
        )
    address = reverse("casework:carer_ending", args=[cast.mark.pk, carer.pk])
    assert signed_in(cast.cora).post(address).status_code == 404
    with as_owner():
        assert Carer.objects.get().ends_at is None
