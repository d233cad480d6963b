"""Agencies, agreements and professionals are added and kept true by those who work with cases."""

from datetime import timedelta

import pytest

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.accounts.models import Invitation, User
from encircle.rooms.partners.actions import (
    AgencyDetails,
    ProfessionalDetails,
    add_agency,
    add_agreement,
    add_professional,
    change_agency,
    invite_professional,
    professional_leaves,
)
from encircle.rooms.partners.models import Agency, AgencyKind, Professional
from encircle.rooms.partners.policy import AgreementState
from encircle.rooms.partners.queries import agencies, agency
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted


def details(name="Invented Youth Justice", kind=AgencyKind.YOUTH_JUSTICE, email_domains="youth.example"):
    return AgencyDetails(name, kind, email_domains)


def errors_of(refused):
    return refused.value.errors


def test_a_coordinator_adds_an_agency_that_has_no_agreement_yet(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        added = add_agency(new_id(), details(), by=cora, at=cora.now)
    with acting(cast.colin) as colin:
        line = agency(added.pk, in_london(colin.now).date())
    assert (line.agency.email_domains, line.state) == (["youth.example"], AgreementState.NONE)


def test_two_agencies_never_share_a_name_and_every_agency_has_a_domain(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        with pytest.raises(Invalid) as refused:
            add_agency(new_id(), details(name="Devon and Cornwall Police"), by=cora, at=cora.now)
        assert errors_of(refused) == {"name": "An agency of this name is known already"}
        with pytest.raises(Invalid) as refused:
            add_agency(new_id(), details(name=" ", email_domains="nonsense"), by=cora, at=cora.now)
        assert errors_of(refused) == {
            "name": "Enter the name of the agency",
            "email_domains": "“nonsense” is not a domain. Enter it like police.example",
        }


def test_volunteers_professionals_and_the_administrator_add_none(db):
    cast = plant_cast()
    for user in (cast.vera, cast.omar, cast.adam, cast.dana):
        with acting(user) as actor, pytest.raises(NotAllowed):
            add_agency(new_id(), details(), by=actor, at=actor.now)
    with as_owner():
        assert Agency.objects.count() == 3


def test_an_address_is_at_one_of_the_agencys_domains(db):
    cast = plant_cast()
    police = cast.agencies["police"]
    with acting(cast.cora) as cora:
        for address in ("new@probation.example", "new@sub.police.example"):
            with pytest.raises(Invalid) as refused:
                add_professional(
                    police, ProfessionalDetails("New Person", "", address), id=new_id(), by=cora, at=cora.now
                )
            assert errors_of(refused) == {"email": "The address must be at police.example"}
        add_professional(
            police, ProfessionalDetails("New Person", "", "New@Police.Example"), id=new_id(), by=cora, at=cora.now
        )
    with as_owner():
        assert Professional.objects.get(name="New Person").email == "new@police.example"


def test_one_address_is_one_present_professional(db):
    cast = plant_cast()
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refused:
        add_professional(
            cast.agencies["police"],
            ProfessionalDetails("Another", "", "OMAR@police.example"),
            id=new_id(),
            by=cora,
            at=cora.now,
        )
    assert errors_of(refused) == {"email": "A professional with this address is known already"}


def test_a_domain_in_use_cannot_be_taken_away(db):
    cast = plant_cast()
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refused:
        change_agency(
            cast.agencies["police"],
            details(name="Devon and Cornwall Police", kind=AgencyKind.POLICE, email_domains="new.example"),
            by=cora,
            at=cora.now,
        )
    assert errors_of(refused) == {
        "email_domains": "Professionals of this agency have addresses at police.example. Keep it"
    }


def test_an_agreement_that_is_renewed_is_in_force_and_one_that_ended_has_lapsed(db):
    cast = plant_cast()
    with as_owner():
        cast.agencies["health"].agreements.update(ends_on=cast.now.date() - timedelta(days=3))
    with acting(cast.cora) as cora:
        today = in_london(cora.now).date()
        states = {line.agency.name: line.state for line in agencies(today)}
        assert states["Invented Partnership NHS Trust"] is AgreementState.LAPSED
        add_agreement(
            cast.agencies["health"],
            id=new_id(),
            starts_on=today,
            ends_on=None,
            review_on=today + timedelta(days=365),
            signed_by="The director",
            by=cora,
            at=cora.now,
        )
        assert agency(cast.agencies["health"].pk, today).state is AgreementState.IN_FORCE


def test_the_dates_of_an_agreement_are_in_order(db):
    cast = plant_cast()
    today = in_london(cast.now).date()
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refused:
        add_agreement(
            cast.agencies["health"],
            id=new_id(),
            starts_on=today,
            ends_on=today - timedelta(days=1),
            review_on=today,
            signed_by="",
            by=cora,
            at=cora.now,
        )
    assert set(errors_of(refused)) == {"ends_on", "review_on"}


def test_who_leaves_the_agency_holds_no_seat_from_tomorrow(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        professional_leaves(cast.professionals["omar"], on=in_london(cora.now).date(), by=cora, at=cora.now)
    with acting(cast.omar) as omar:
        assert len(omar.outer_seats) == 1
    with clock_shifted(timedelta(days=1)), acting(cast.omar) as omar:
        assert omar.outer_seats == ()


def test_a_professional_is_invited_once(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        added = add_professional(
            cast.agencies["police"],
            ProfessionalDetails("New Person", "", "new@police.example"),
            id=new_id(),
            by=cora,
            at=cora.now,
        )
    with acting(cast.cora) as cora:
        invite_professional(Professional.objects.select_related("agency").get(pk=added.pk), by=cora, at=cora.now)
    with as_owner():
        login = User.objects.get(email="new@police.example")
        assert Professional.objects.get(pk=added.pk).user_id == login.pk
        assert Invitation.objects.filter(user=login).count() == 1
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        invite_professional(Professional.objects.select_related("agency").get(pk=added.pk), by=cora, at=cora.now)
