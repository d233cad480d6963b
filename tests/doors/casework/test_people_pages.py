"""People and agencies through the pages: added, changed, invited, leaving; each in reach of those who may."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.foundations.accounts.models import Invitation, User
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Seat
from encircle.rooms.partners.models import Agency, AgencyAgreement, Professional
from encircle.rooms.people.models import Carer, CoreMember, HomeContact
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

FRAME = 9


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def boxes(field, day):
    return {f"{field}_day": str(day.day), f"{field}_month": str(day.month), f"{field}_year": str(day.year)}


def wren(cast, **more):
    return {
        "once": str(new_id()),
        "given_name": "Wren",
        "family_name": "Birchall",
        "email": "wren@people.example",
        "area": str(cast.areas["a"].pk),
        **boxes("joined_on", in_london(cast.now).date()),
        **more,
    }


# --- volunteers ---


def test_a_volunteer_is_added_once_and_invited_once(db):
    cast = plant_cast()
    client, typed = signed_in(cast.cora), wren(cast)
    for _ in range(2):
        assert client.post(address("new_volunteer"), typed).url == address("volunteer", typed["once"])
    for _ in range(2):
        assert client.post(address("volunteer_invitation", typed["once"])).status_code == 302
    assert "Has a login or an invitation" in words(client.get(address("volunteer", typed["once"])))
    with as_owner():
        assert Volunteer.objects.filter(given_name="Wren").count() == 1
        assert Invitation.objects.filter(user=User.objects.get(email="wren@people.example")).count() == 1


def test_another_area_cannot_be_smuggled_in(db):
    cast = plant_cast()
    answer = signed_in(cast.cora).post(address("new_volunteer"), wren(cast, area=str(cast.areas["b"].pk)))
    assert answer.status_code == 422
    with as_owner():
        assert not Volunteer.objects.filter(given_name="Wren").exists()


def test_what_is_wrong_is_said_and_what_was_typed_stays(db):
    cast = plant_cast()
    answer = signed_in(cast.cora).post(address("new_volunteer"), wren(cast, email="wren at people", family_name=""))
    assert answer.status_code == 422
    assert "Enter an email address in the correct format" in words(answer)
    assert "Enter the family name" in words(answer)
    assert BeautifulSoup(answer.content, "html.parser").select_one("#id_given_name")["value"] == "Wren"


def test_one_who_leaves_the_charity_leaves_every_circle(db):
    cast = plant_cast()
    today = in_london(cast.now).date()
    place = address("volunteer_leaving", cast.volunteers["vera"].pk)
    form = {"once": str(new_id()), "when": "day", "reason": "moved", "decided": "volunteer", **boxes("last_day", today)}
    assert signed_in(cast.cora).post(place, form).status_code == 302
    with as_owner():
        assert Volunteer.objects.get(pk=cast.volunteers["vera"].pk).left_on == today
        assert Seat.objects.get(pk=cast.seats["vera"].pk).ends_at is not None


def test_those_who_have_left_stand_in_a_list_of_their_own(db):
    cast = plant_cast()
    with as_owner():
        Volunteer.objects.filter(pk=cast.volunteers["nina"].pk).update(left_on=cast.now.date() - timedelta(days=2))
    client = signed_in(cast.cora)
    assert "Nina" not in words(client.get(address("people")))
    left = words(client.get(address("people") + "?left=yes"))
    assert "Nina Saltmarsh" in left
    assert "Vera" not in left


# --- core members ---


def test_where_somebody_lives_is_on_their_own_opened_page_and_nowhere_else(db):
    cast = plant_cast()
    client, place = signed_in(cast.cora), address("core_member_home", cast.mark.pk)
    typed = {"once": str(new_id()), "address": "1 Canary Lane", "postcode": "zz1 1zz", "phone": ""}
    for _ in range(2):
        assert client.post(place, typed).status_code == 302
    assert "1 Canary Lane" in words(client.get(address("core_member", cast.mark.pk)))
    for name, args in (
        ("core_members", ()),
        ("circle", (cast.circle_1.pk,)),
        ("seats", (cast.circle_1.pk,)),
        ("core_member_change", (cast.mark.pk,)),
        ("core_member_home", (cast.mark.pk,)),
    ):
        assert b"Canary Lane" not in client.get(address(name, *args)).content
    with as_owner():
        assert HomeContact.objects.count() == 1
        opened = Entry.objects.filter(verb="opened", item_type="people.coremember")
        assert set(opened.values_list("person_id", "circle_id")) == {(cast.mark.pk, cast.circle_1.pk)}


def test_an_empty_home_is_refused(db):
    cast = plant_cast()
    answer = signed_in(cast.cora).post(address("core_member_home", cast.mark.pk), {"once": str(new_id())})
    assert answer.status_code == 422
    assert "Enter an address or a telephone number" in words(answer)


WHY = {"why": "Misheard on the telephone"}


def test_a_core_member_is_added_and_changed(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    typed = {
        "once": str(new_id()),
        "given_name": "Edward",
        "family_name": "Fieldgate",
        "known_as": "",
        "area": str(cast.areas["a"].pk),
    }
    assert client.post(address("new_core_member"), typed).url == address("core_member", typed["once"])
    future = boxes("born_on", in_london(cast.now).date() + timedelta(days=3))
    wrong = client.post(address("core_member_change", typed["once"]), typed | future)
    assert "The date of birth must make the person between 10 and 110 years old" in words(wrong)
    unsaid = client.post(address("core_member_change", typed["once"]), typed | {"known_as": "Ned"})
    assert (unsaid.status_code, "Say why this is changed" in words(unsaid)) == (422, True)
    client.post(address("core_member_change", typed["once"]), typed | {"known_as": "Ned"} | WHY)
    assert "Corrected once" in words(client.get(address("core_member", typed["once"])))
    assert WHY["why"] in words(client.get(address("corrections", typed["once"])))
    with as_owner():
        assert CoreMember.objects.get(pk=typed["once"]).known_as == "Ned"


def test_a_carer_is_added_and_ends(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    typed = {"once": str(new_id()), "name": "Pam", "standing": "Mother", "consent_required": "on"}
    for _ in range(2):
        assert client.post(address("new_carer", cast.mark.pk), typed).status_code == 302
    assert "Mother. Their consent is needed." in words(client.get(address("core_member", cast.mark.pk)))
    for _ in range(2):
        assert client.post(address("carer_ending", cast.mark.pk, typed["once"])).status_code == 302
    with as_owner():
        assert Carer.objects.get().ends_at is not None


def test_the_title_of_the_page_names_nobody(db):
    cast = plant_cast()
    page = BeautifulSoup(signed_in(cast.cora).get(address("core_member", cast.mark.pk)).content, "html.parser")
    assert cast.mark.reference in page.title.get_text()
    assert "Hazelgrove" not in page.title.get_text()


# --- agencies ---


def test_an_agency_with_its_agreement_and_a_professional_is_added(db):
    cast = plant_cast()
    client, agency = signed_in(cast.cora), str(new_id())
    today = in_london(cast.now).date()
    typed = {
        "once": agency,
        "name": "Invented Youth Justice",
        "kind": "youth_justice",
        "email_domains": "youth.example",
    }
    for _ in range(2):
        assert client.post(address("new_agency"), typed).url == address("agency", agency)
    assert "No agreement" in words(client.get(address("agency", agency)))
    agreement = {
        "once": str(new_id()),
        **boxes("starts_on", today),
        **boxes("review_on", today + timedelta(days=300)),
    }
    for _ in range(2):
        assert client.post(address("new_agreement", agency), agreement).status_code == 302
    assert "Agreement in force" in words(client.get(address("agency", agency)))
    person = {"once": str(new_id()), "name": "New Person", "job_title": "Worker", "email": "new@police.example"}
    wrong = client.post(address("new_professional", agency), person)
    assert wrong.status_code == 422
    assert "The address must be at youth.example" in words(wrong)
    person["email"] = "new@youth.example"
    for _ in range(2):
        assert client.post(address("new_professional", agency), person).url == address("professional", person["once"])
    with as_owner():
        assert (Agency.objects.count(), AgencyAgreement.objects.count()) == (4, 4)
        assert Professional.objects.filter(name="New Person").count() == 1


def test_an_agreement_that_was_replaced_is_changed_no_more(db):
    cast = plant_cast()
    with as_owner():
        before = cast.agencies["police"].agreements.get()
        AgencyAgreement.objects.create(
            agency=before.agency, starts_on=before.starts_on + timedelta(days=1), review_on=before.review_on,
            signed_by="Chair", replaces=before, recorded_by=cast.olga, recorded_at=cast.now,
        )  # fmt: skip
    page = words(signed_in(cast.cora).get(address("agency", before.agency_id)))
    assert ("Replaced by a newer version" in page, page.count("Review or end")) == (True, 1)


def test_a_board_has_no_professionals_of_its_own(db):
    cast = plant_cast()
    with as_owner():
        board = Agency.objects.create(name="Strategic Management Board", kind="board", email_domains=[])
    cora = signed_in(cast.cora)
    assert "Add a professional" not in words(cora.get(address("agency", board.pk)))
    assert "Add a professional" in words(cora.get(address("agency", cast.agencies["police"].pk)))


def test_an_agreement_is_ended_and_the_agency_is_lapsed_the_day_after(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    with as_owner():
        agreement = cast.agencies["police"].agreements.get()
    yesterday = in_london(cast.now).date() - timedelta(days=1)
    typed = {**boxes("ends_on", yesterday), **boxes("review_on", yesterday), **WHY}
    assert client.post(address("agreement_change", agreement.pk), typed).status_code == 302
    assert "Agreement lapsed" in words(client.get(address("agencies")))
    assert "Agreements with agencies (1)" in words(client.get(address("home")))


def test_a_professional_is_invited_once_and_leaves(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    with as_owner():
        new = Professional.objects.create(
            agency=cast.agencies["police"], name="New Person", email="new@police.example", starts_at=cast.now
        )
    for _ in range(2):
        assert client.post(address("professional_invitation", new.pk)).status_code == 302
    with as_owner():
        assert Invitation.objects.count() == 1
    today = in_london(cast.now).date()
    assert client.post(address("professional_leaving", new.pk), boxes("on", today)).status_code == 302
    assert "Last day at the agency" in words(client.get(address("professional", new.pk)))


def test_a_professionals_page_names_only_circles_the_asker_sees(db):
    cast = plant_cast()
    place = address("professional", cast.professionals["omar"].pk)
    assert "Circle 1" in words(signed_in(cast.cora).get(place))
    assert "Circle 1" not in words(signed_in(cast.colin).get(place))


# --- how often they ask ---


@pytest.mark.parametrize("more", [0, 2])
@pytest.mark.parametrize(("name", "queries"), [("people", 4), ("core_members", 4), ("agencies", 4)])
def test_lists_ask_as_often_for_three_as_for_one(db, name, queries, more):
    cast = plant_cast()
    with as_owner():
        for number in range(more):
            Volunteer.objects.create(
                reference=f"V-MORE2{number}",
                area=cast.areas["a"],
                given_name="More",
                family_name=str(number),
                email=f"more{number}@people.example",
                joined_on=cast.now.date(),
            )
            CoreMember.objects.create(
                reference=f"P-MORE2{number}",
                area=cast.areas["a"],
                given_name="More",
                family_name=str(number),
                known_as="More",
                added_at=cast.now,
            )
            Agency.objects.create(name=f"More {number}", kind="other", email_domains=["more.example"])
    client = signed_in(cast.cora)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address(name)).status_code == 200
    assert len(captured) == FRAME + queries
