"""Nobody makes themselves more: suspending, and the changes to a login that take two named people."""

import psycopg
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.actions import NewAppointment, appoint
from encircle.foundations.access.identity import acting_as, person, system
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.accounts import actions
from encircle.foundations.accounts.invitations import accept
from encircle.foundations.accounts.models import AccountChange, ChangeKind, User
from encircle.foundations.post.models import Notice, NoticeKind
from tests.cast import acting, plant_cast
from tests.foundations.accounts.test_invitations import token_in_letter
from tests.support.client import signed_in
from tests.support.database import as_owner
from tests.support.logins import PASSWORD, give_app, give_password

WHY = "Lost her phone; I spoke to her in person."


@pytest.fixture
def cast(db):
    cast = plant_cast()
    give_app(give_password(cast.vera))
    return cast


def asked(cast, kind=ChangeKind.FACTORS, by="adam", **more):
    with acting(cast.users[by]) as actor:
        return actions.ask_for_change(user_id=cast.vera.pk, kind=kind, reason=WHY, by=actor, at=actor.now, **more)


def decide(cast, change, by="olga", approve=True):
    with acting(cast.users[by]) as actor:
        actions.decide_change(change_id=change, approve=approve, by=actor, at=actor.now)


def test_nobody_suspends_or_restores_themselves(cast):
    with acting(cast.adam) as adam:
        with pytest.raises(NotAllowed):
            actions.suspend(user_id=cast.adam.pk, by=adam, at=adam.now)
        with pytest.raises(NotAllowed):
            actions.restore(user_id=cast.adam.pk, by=adam, at=adam.now)


def test_suspended_and_restored_by_an_administrator(cast):
    with acting(cast.adam) as adam:
        actions.suspend(user_id=cast.vera.pk, by=adam, at=adam.now)
    with as_owner():
        assert User.objects.get(pk=cast.vera.pk).suspended_by == cast.adam
    with acting(cast.olga) as olga:
        actions.restore(user_id=cast.vera.pk, by=olga, at=olga.now)
    with as_owner():
        assert User.objects.get(pk=cast.vera.pk).is_active


@pytest.mark.parametrize("who", ["cora", "sena", "vera", "petra", "dana"])
def test_others_neither_suspend_nor_ask_for_changes(cast, who):
    with acting(cast.users[who]) as actor:
        with pytest.raises(NotAllowed):
            actions.suspend(user_id=cast.vic.pk, by=actor, at=actor.now)
        with pytest.raises(NotAllowed):
            actions.ask_for_change(user_id=cast.vic.pk, kind=ChangeKind.FACTORS, reason=WHY, by=actor, at=actor.now)


def test_a_reset_closes_every_way_in_and_opens_one_by_letter(cast, client):
    elsewhere = signed_in(cast.vera)
    decide(cast, asked(cast))
    assert elsewhere.get("/account/").status_code == 302
    with as_owner():
        assert not Authenticator.objects.exists()
        assert not User.objects.get(pk=cast.vera.pk).has_usable_password()
    client.post(f"/invitation/{token_in_letter(cast.vera)}", {"password": "another-otter-lantern"})
    assert client.get("/home/").headers["Location"] == "/account/second-factor/"


def test_the_person_and_the_managers_are_told(cast):
    decide(cast, asked(cast, by="olga"), by="adam")
    with as_owner():
        told = set(Notice.objects.values_list("user_id", "kind"))
    assert told == {(cast.vera.pk, NoticeKind.ACCOUNT), (cast.olga.pk, NoticeKind.WAITING)}


def test_who_asked_does_not_decide(cast):
    change = asked(cast, by="adam")
    with pytest.raises(NotAllowed):
        decide(cast, change, by="adam")


def test_who_it_is_for_does_not_decide(cast):
    with acting(cast.adam) as adam:
        change = actions.ask_for_change(user_id=cast.olga.pk, kind=ChangeKind.FACTORS, reason=WHY, by=adam, at=adam.now)
    with pytest.raises(NotAllowed):
        decide(cast, change, by="olga")


def test_nobody_asks_for_themselves_and_a_reason_is_needed(cast):
    with acting(cast.adam) as adam:
        with pytest.raises(NotAllowed):
            actions.ask_for_change(user_id=cast.adam.pk, kind=ChangeKind.FACTORS, reason=WHY, by=adam, at=adam.now)
        with pytest.raises(Invalid):
            actions.ask_for_change(user_id=cast.vera.pk, kind=ChangeKind.FACTORS, reason="lost", by=adam, at=adam.now)


def test_a_refused_change_changes_nothing_and_is_not_decided_again(cast):
    change = asked(cast)
    decide(cast, change, approve=False)
    with as_owner():
        assert Authenticator.objects.count() == 1
    with pytest.raises(NotFound):
        decide(cast, change)


def test_one_request_of_a_kind_waits_at_a_time(cast):
    asked(cast)
    with pytest.raises(Invalid):
        asked(cast, by="olga")


def test_a_new_address_takes_hold_when_it_is_proved_and_not_before(cast):
    decide(cast, asked(cast, ChangeKind.ADDRESS, new_email="vera.new@people.example"))
    with as_owner():
        assert User.objects.get(pk=cast.vera.pk).email == "vera@people.example"
    accept(token=token_in_letter(cast.vera), password=PASSWORD, at=cast.now)
    with as_owner():
        assert User.objects.get(pk=cast.vera.pk).email == "vera.new@people.example"
        assert list(EmailAddress.objects.values_list("email", "verified")) == [("vera.new@people.example", True)]
        assert AccountChange.objects.get().done_at is not None


def test_the_letters_go_to_the_new_address_and_the_notice_to_the_old(cast):
    decide(cast, asked(cast, ChangeKind.ADDRESS, new_email="vera.new@people.example"))
    with acting_as(system("postman")), connection.cursor() as cursor:
        cursor.execute(
            "SELECT encircle.postal_address(%s, true), encircle.postal_address(%s, false)",
            [cast.vera.pk, cast.vera.pk],
        )
        assert cursor.fetchone() == ("vera.new@people.example", "vera@people.example")


def test_an_address_that_was_taken_meanwhile_is_not_taken_over(cast):
    from encircle.foundations.accounts.invitations import NoLongerWorks

    decide(cast, asked(cast, ChangeKind.ADDRESS, new_email="nell@people.example"))
    with acting(cast.cora) as cora:
        actions.invite(name="Nell Bramblewick", email="nell@people.example", by=cora, at=cora.now)
    with pytest.raises(NoLongerWorks):
        accept(token=token_in_letter(cast.vera), password=PASSWORD, at=cast.now)


# The same by plain statements under the application's login, with a genuine identity: the database refuses.


def refused(identity, statement, parameters):
    with acting_as(identity), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement, parameters)
        except ProgrammingError as error:
            return isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege)
        return cursor.rowcount == 0


def test_an_administrator_cannot_set_anyones_password_address_or_their_own_suspension(cast):
    adam = person(cast.adam.pk)
    for column, value in (("password", "!x"), ("email", "mine@people.example"), ("last_login", cast.now)):
        for whom in (cast.vera, cast.adam):
            assert refused(adam, f"UPDATE accounts_user SET {column} = %s WHERE id = %s", [value, whom.pk])
    assert refused(adam, "UPDATE accounts_user SET suspended_at = now() WHERE id = %s", [cast.adam.pk])
    assert not refused(adam, "UPDATE accounts_user SET suspended_at = now() WHERE id = %s", [cast.vera.pk])


def test_the_doorkeeper_changes_no_address_without_two_people_and_suspends_nobody(cast):
    doorkeeper = system("doorkeeper")
    statement = "UPDATE accounts_user SET email = 'vera.new@people.example' WHERE id = %s"
    assert refused(doorkeeper, statement, [cast.vera.pk])
    assert refused(doorkeeper, "UPDATE accounts_user SET suspended_at = now() WHERE id = %s", [cast.vera.pk])
    change = asked(cast, ChangeKind.ADDRESS, new_email="vera.new@people.example")
    assert refused(doorkeeper, statement, [cast.vera.pk])
    decide(cast, change)
    assert refused(doorkeeper, statement, [cast.vic.pk])
    assert not refused(doorkeeper, statement, [cast.vera.pk])


def test_nobody_decides_in_anothers_name_or_their_own_request_or_twice(cast):
    change = asked(cast, by="adam")
    decision = "UPDATE accounts_accountchange SET decided_at = now(), decided_by_id = %s, approved = true WHERE id = %s"
    assert refused(person(cast.adam.pk), decision, [cast.adam.pk, change])
    assert refused(person(cast.adam.pk), decision, [cast.olga.pk, change])
    assert refused(person(cast.vera.pk), decision, [cast.vera.pk, change])
    assert refused(system("doorkeeper"), decision, [cast.olga.pk, change])
    decide(cast, change, approve=False)
    assert refused(person(cast.olga.pk), decision, [cast.olga.pk, change])
    assert refused(system("doorkeeper"), decision, [cast.olga.pk, change])


def test_nobody_invites_themselves_or_in_anothers_name_or_with_a_password(cast):
    cora = person(cast.cora.pk)
    invitation = (
        "INSERT INTO accounts_invitation (id, user_id, purpose, token_hash, email, invited_by_id, created_at, "
        "expires_at) VALUES (gen_random_uuid(), %s, 'join', %s, 'x@people.example', %s, now(), now() + interval '1d')"
    )
    assert refused(cora, invitation, [cast.cora.pk, "a", cast.cora.pk])
    assert refused(cora, invitation, [cast.vera.pk, "b", cast.olga.pk])
    login = (
        "INSERT INTO accounts_user (id, email, name, password, persona, notice_pace, created_at) "
        "VALUES (gen_random_uuid(), 'y@people.example', 'Y', %s, '', 'daily', now())"
    )
    assert refused(cora, login, ["md5$known$hash"])
    assert not refused(cora, login, ["!invited"])


def appointed_administrator(cast, key, by):
    with acting(cast.users[by]) as actor:
        new = NewAppointment(id=new_id(), user_id=cast.users[key].pk, role=Role.ADMINISTRATOR, starts_at=actor.now)
        appoint(new, by=actor, at=actor.now)


def test_whom_an_administrator_made_administrator_is_no_second_person(cast):
    """Otherwise one person with two logins would be two people."""
    appointed_administrator(cast, "tess", by="adam")
    change = asked(cast, by="adam")
    with pytest.raises(NotAllowed):
        decide(cast, change, by="tess")
    with pytest.raises(NotAllowed):
        asked(cast, kind=ChangeKind.ADDRESS, by="tess", new_email="other@people.example")
    decision = "UPDATE accounts_accountchange SET decided_at = now(), decided_by_id = %s, approved = true WHERE id = %s"
    assert refused(person(cast.tess.pk), decision, [cast.tess.pk, change])
    decide(cast, change, by="olga")


def test_whom_the_operations_manager_made_administrator_is(cast):
    appointed_administrator(cast, "tess", by="olga")
    decide(cast, asked(cast, by="adam"), by="tess")


def test_nobody_writes_an_invitation_of_which_they_chose_the_token(cast):
    """Only the sign-in door does: whoever knows the token becomes the person it is for."""
    invitation = (
        "INSERT INTO accounts_invitation (id, user_id, purpose, token_hash, email, invited_by_id, created_at, "
        "expires_at) VALUES (gen_random_uuid(), %s, 'again', 'known', 'x@people.example', %s, now(), now() + '1d')"
    )
    for key in ("cora", "olga", "adam"):
        assert refused(person(cast.users[key].pk), invitation, [cast.vera.pk, cast.users[key].pk])
