"""People who sign in: found, invited, suspended, and helped only with a second person's word."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.accounts.models import AccountChange, Invitation, User
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Letter
from encircle.rooms.circles.models import Circle
from tests.cast import acting, plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner, clock_shifted


def to(name, *args):
    return reverse(f"administration:{name}", args=args)


def page(answer):
    return BeautifulSoup(answer.content, "html.parser")


def names(answer):
    return [link.get_text() for link in page(answer).select(".encircle-work__title a")]


def said(client, answer):
    """What the next page says was done."""
    return page(client.get(answer.headers["Location"])).select_one(".moj-alert").get_text(" ", strip=True)


def invited(cast):
    client = signed_in(cast.adam)
    answer = client.post(to("invitation"), {"name": "Noor Bindweed", "email": " Noor@charity.example"})
    with as_owner():
        return client, answer, User.objects.get(email="noor@charity.example")


def test_the_list_is_by_name_and_says_how_each_signs_in(db):
    cast = plant_cast()
    answer = signed_in(cast.adam).get(to("people"))
    assert names(answer) == sorted(user.name for user in cast.users.values())
    tags = {tag.get_text() for tag in page(answer).select(".encircle-work .govuk-tag")}
    assert tags == {"Not invited now"}  # the cast signs in by the demonstration's button alone


def test_somebody_is_found_by_a_part_of_the_name_that_stands_in_no_address(db):
    cast = plant_cast()
    answer = signed_in(cast.adam).post(to("people"), {"words": "apple vera", "standing": ""})
    assert names(answer) == ["Vera Applegarth"]
    with as_owner():
        verbs = Entry.objects.filter(actor_id=cast.adam.pk, item_type="accounts.user").values_list("verb", "detail")
        assert list(verbs) == [("searched", "1")]


def test_people_can_be_narrowed_to_where_their_sign_in_stands(db):
    cast = plant_cast()
    with as_owner():
        User.objects.filter(pk=cast.vic.pk).update(suspended_at=cast.now, suspended_by=cast.adam)
        User.objects.filter(pk=cast.cora.pk).update(password="set")
    client, _, noor = invited(cast)
    found = {
        standing: names(client.post(to("people"), {"words": "", "standing": standing}))
        for standing in ("suspended", "joined", "invited")
    }
    assert found == {"suspended": [cast.vic.name], "joined": [cast.cora.name], "invited": [noor.name]}


def test_an_invitation_goes_out_by_letter_and_leads_to_the_person(db):
    cast = plant_cast()
    client, answer, noor = invited(cast)
    assert answer.headers["Location"] == to("person", noor.pk)
    assert "An invitation is on its way to Noor Bindweed" in said(client, answer)
    with as_owner():
        assert Invitation.objects.filter(user=noor, invited_by=cast.adam).count() == 1
        assert Letter.objects.filter(user=noor, kind="link").count() == 1


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(db):
    cast = plant_cast()
    answer = signed_in(cast.adam).post(to("invitation"), {"name": "Noor", "email": "vera@people.example"})
    assert answer.status_code == 422
    assert (
        page(answer)
        .select_one("#id_email-error")
        .get_text(strip=True)
        .endswith("Someone signs in with this address already")
    )
    assert page(answer).select_one("#id_name")["value"] == "Noor"


def test_an_invitation_is_sent_again_and_withdrawn(db):
    cast = plant_cast()
    client, _, noor = invited(cast)
    client.post(to("invitation_again", noor.pk))
    with as_owner():
        first, second = Invitation.objects.filter(user=noor).order_by("created_at")
        assert (first.withdrawn_at is None, second.withdrawn_at is None) == (False, True)
    client.post(to("invitation_withdrawal", noor.pk))
    with as_owner():
        assert not Invitation.objects.filter(user=noor, withdrawn_at=None).exists()
    assert client.post(to("invitation_withdrawal", noor.pk)).status_code == 404


def test_somebody_suspended_is_out_at_once_and_comes_back_when_restored(db):
    cast = plant_cast()
    client, cora = signed_in(cast.adam), signed_in(cast.cora)
    assert cora.get(reverse("casework:home")).status_code == 200
    client.post(to("suspension", cast.cora.pk))
    assert cora.get(reverse("casework:home")).status_code == 302
    assert "Let them sign in again" in client.get(to("person", cast.cora.pk)).content.decode()
    client.post(to("restoration", cast.cora.pk))
    with as_owner():
        assert User.objects.get(pk=cast.cora.pk).suspended_at is None
    assert signed_in(cast.cora).get(reverse("casework:home")).status_code == 200


def test_nobody_suspends_restores_or_appoints_themselves(db):
    cast = plant_cast()
    client = signed_in(cast.adam)
    assert client.get(to("suspension", cast.adam.pk)).status_code == 404
    assert client.post(to("suspension", cast.adam.pk)).status_code == 403
    assert client.post(to("restoration", cast.adam.pk)).status_code == 403
    for method in (client.get, client.post):
        assert method(to("appointment", cast.adam.pk)).status_code == 404
    own = client.get(to("person", cast.adam.pk)).content.decode()
    assert "Give a role" not in own
    assert "Suspend" not in own


def asked(cast, kind="factors", **more):
    answer = signed_in(cast.adam).post(
        to("change", cast.cora.pk), {"kind": kind, "reason": "She rang from the number we have", **more}
    )
    with as_owner():
        return answer, AccountChange.objects.get(user=cast.cora)


def test_a_reset_takes_a_second_named_person(db):
    cast = plant_cast()
    with as_owner():
        User.objects.filter(pk=cast.cora.pk).update(password="set")
    answer, change = asked(cast)
    assert answer.status_code == 302
    adam, olga = signed_in(cast.adam), signed_in(cast.olga)
    assert "Somebody else has to decide this" in adam.get(to("account_change", change.pk)).content.decode()
    assert adam.post(to("change_approval", change.pk)).status_code == 403
    assert "Waits for you" in olga.get(to("changes")).content.decode()
    assert "If you approve" in olga.get(to("account_change", change.pk)).content.decode()
    assert olga.post(to("change_approval", change.pk)).status_code == 302
    with as_owner():
        change.refresh_from_db()
        assert (change.approved, change.decided_by_id) == (True, cast.olga.pk)
        assert User.objects.get(pk=cast.cora.pk).has_usable_password() is False
    assert olga.post(to("change_approval", change.pk)).status_code == 404
    assert "Approved by Olga Quillfeather" in olga.get(to("changes")).content.decode()


def test_a_refused_change_changes_nothing(db):
    cast = plant_cast()
    _, change = asked(cast, "address", new_email="cora@new.example")
    olga = signed_in(cast.olga)
    assert "cora@new.example" in olga.get(to("account_change", change.pk)).content.decode()
    olga.post(to("change_refusal", change.pk))
    with as_owner():
        assert User.objects.get(pk=cast.cora.pk).email == "cora@people.example"
        assert AccountChange.objects.get().approved is False


def test_another_address_is_needed_where_it_is_asked_for(db):
    cast = plant_cast()
    answer = signed_in(cast.adam).post(to("change", cast.cora.pk), {"kind": "address", "reason": "She has married"})
    assert answer.status_code == 422
    assert "Enter the new email address" in answer.content.decode()


def appoint(client, user, **more):
    return client.post(
        to("appointment", user.pk),
        {"once": new_id(), "role": "coordinator", "area": "", "starts_on_day": "", "starts_on_month": "",
         "starts_on_year": "", "ends_on_day": "", "ends_on_month": "", "ends_on_year": "", **more},
    )  # fmt: skip


def day(name, moment):
    return {f"{name}_day": moment.day, f"{name}_month": moment.month, f"{name}_year": moment.year}


def test_the_manager_gives_a_role_in_an_area_once(db):
    cast = plant_cast()
    client, form = signed_in(cast.olga), {"once": new_id(), "area": cast.areas["b"].pk, **day("starts_on", cast.now)}
    for _ in range(2):
        assert appoint(client, cast.tess, **form).status_code == 302
    with as_owner():
        assert Appointment.objects.filter(user=cast.tess, role=Role.COORDINATOR).count() == 1
    with acting(cast.tess):
        assert list(Circle.objects.values_list("name", flat=True)) == ["Circle 2"]


def test_the_administrator_is_not_offered_a_role_that_sees_cases_and_cannot_forge_one(db):
    cast = plant_cast()
    client = signed_in(cast.adam)
    offered = [box["value"] for box in page(client.get(to("appointment", cast.vic.pk))).select("[name=role]")]
    assert offered == ["administrator", "data_protection_lead", "trustee", "facilitator", "counsellor"]
    answer = appoint(client, cast.vic, role="operations_manager", **day("starts_on", cast.now))
    assert answer.status_code == 422
    with as_owner():
        assert not Appointment.objects.filter(user=cast.vic).exists()


def test_a_coordinator_without_an_area_is_sent_back(db):
    cast = plant_cast()
    answer = appoint(signed_in(cast.olga), cast.tess, **day("starts_on", cast.now))
    assert answer.status_code == 422
    assert "Select the area" in answer.content.decode()


def test_an_area_is_covered_for_a_period(db):
    cast = plant_cast()
    client = signed_in(cast.olga)
    people = [option.get_text() for option in page(client.get(to("covering"))).select("#id_person option")]
    assert people == ["Select a person", "Cleo Thistlewood", "Colin Marlpit", "Cora Fernleigh", "Sena Brackenbury"]
    answer = client.post(
        to("covering"),
        {
            "once": new_id(),
            "person": cast.cora.pk,
            "area": cast.areas["b"].pk,
            **day("starts_on", cast.now),
            **day("ends_on", cast.now + timedelta(days=7)),
        },
    )
    assert "Cora Fernleigh covers the area" in said(client, answer)
    assert "Covering Dorset" in client.get(to("person", cast.cora.pk)).content.decode()
    seen = {}
    for days in (0, 7, 9):
        with clock_shifted(timedelta(days=days)), acting(cast.cora):
            seen[days] = Circle.objects.count()
    assert seen == {0: 2, 7: 2, 9: 1}


@pytest.mark.parametrize(("when", "left"), [("now", 0), ("today", 1), ("later", 1)])
def test_an_appointment_ends_when_the_form_says(db, when, left):
    cast = plant_cast()
    with as_owner():
        found = Appointment.objects.get(user=cast.cora, role=Role.COORDINATOR)
    later = day("on", cast.now + timedelta(days=3)) if when == "later" else day("on", cast.now)
    answer = signed_in(cast.olga).post(to("appointment_end", found.pk), {"when": when, **later})
    assert answer.status_code == 302
    with acting(cast.cora):
        assert Circle.objects.count() == left
    with clock_shifted(timedelta(days=5)), acting(cast.cora):
        assert Circle.objects.count() == 0
    with as_owner():
        assert Appointment.objects.get(pk=found.pk).ends_at is not None


def test_a_later_end_needs_its_day(db):
    cast = plant_cast()
    with as_owner():
        found = Appointment.objects.get(user=cast.cora, role=Role.COORDINATOR)
    answer = signed_in(cast.olga).post(to("appointment_end", found.pk), {"when": "later"})
    assert (answer.status_code, "Enter the last day" in answer.content.decode()) == (422, True)


def test_every_role_is_described_from_the_file_that_decides_it(db):
    cast = plant_cast()
    body = page(signed_in(cast.adam).get(to("roles")))
    assert [heading.get_text() for heading in body.select("main h2")] == [
        "Coordinator",
        "Senior coordinator",
        "Safeguarding lead",
        "Operations manager",
        "Administrator",
        "Data-protection lead",
        "Trustee",
        "Programme facilitator",
        "Counsellor",
    ]
    assert "Sees no Circle and no person the charity works with." in body.get_text()
