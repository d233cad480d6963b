"""Who asks about volunteering is kept, answered, and let down kindly; nobody outside the area's staff sees them."""

from datetime import timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.access.models import Appointment
from encircle.foundations.post.models import Notice
from encircle.rooms.recruiting.actions.enquiring import Asked, ask_by_form, note_asked
from encircle.rooms.recruiting.actions.stepping import add_note, decline, send_information, withdraw
from encircle.rooms.recruiting.models import Applicant, Step, Words
from encircle.rooms.recruiting.queries import (
    Wanted,
    numbers_by_area,
    open_applicant,
    standing_of,
    standings,
    words_of,
)
from encircle.rooms.recruiting.vocabulary import Channel, Contact, Reason, Stage
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted

DOORKEEPER = system("doorkeeper")


def wilf(cast, area="a", **more):
    given = {"given_name": "Wilf", "family_name": "Underbank", "prefers": Contact.EMAIL, "email": "wilf@post.example"}
    return Asked(id=new_id(), area_id=cast.areas[area].pk, **(given | more))


def by_form(cast, **more):
    asked = wilf(cast, **more)
    with acting_as(DOORKEEPER) as acting:
        ask_by_form(asked, at=acting.at)
    return asked.id


def seen_by(user):
    with acting(user):
        return [one.applicant.given_name for one in standings(Wanted())[0]]


def test_the_form_reaches_the_areas_staff_and_nobody_else(db):
    cast = plant_cast()
    by_form(cast)
    assert [name for name in cast.users if seen_by(cast.users[name])] == ["cora", "cleo", "sena", "olga"]


def told():
    with as_owner():
        return sorted(Notice.objects.filter(kind="waiting").values_list("user__persona", flat=True))


def test_the_coordinators_of_the_area_are_told_once_that_somebody_asked_and_nothing_of_who(db):
    cast = plant_cast()
    asked = wilf(cast)
    for _ in range(2):
        with acting_as(DOORKEEPER) as acting:
            ask_by_form(asked, at=acting.at)
    assert told() == ["cleo", "cora"]
    with as_owner():
        assert set(Notice.objects.values_list("item_id", "area_id")) == {(asked.id, cast.areas["a"].pk)}


def test_what_a_coordinator_notes_is_news_to_nobody_and_what_another_notes_to_the_area(db):
    cast = plant_cast()
    for who, expected in (("cora", []), ("sena", ["cleo", "cora"])):
        with acting(cast.users[who]) as actor:
            note_asked(wilf(cast), Channel.PHONE, by=actor, at=actor.now)
        assert told() == expected


def test_an_area_without_a_coordinator_is_the_managers_to_be_told_of(db):
    cast = plant_cast()
    with as_owner():
        Appointment.objects.filter(role="coordinator", area_id=cast.areas["b"].pk).delete()
    by_form(cast, area="b")
    assert told() == ["olga"]


def test_nobody_else_learns_whom_an_area_has(db):
    cast = plant_cast()
    id = by_form(cast)
    for who, knows in (("cora", True), ("olga", True), ("colin", False), ("vera", False), ("petra", False)):
        with acting(cast.users[who]), connection.cursor() as cursor:
            cursor.execute("SELECT encircle.coordinators_of_applicant(%s)", [id])
            assert bool(cursor.fetchone()[0]) is knows, who


def test_the_receptionist_reads_nothing_and_writes_nothing_but_a_form(db):
    cast = plant_cast()
    by_form(cast)
    with acting_as(system("receptionist")):
        assert list(Applicant.objects.all()) == []
        row = Applicant(
            reference="A-X", area=cast.areas["a"], given_name="A", family_name="B", prefers="email", channel="phone",
            asked_at=cast.now, noted_by_id=cast.cora.pk,
        )  # fmt: skip
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            Applicant.objects.bulk_create([row])


def test_the_form_sent_twice_asks_once_and_the_same_address_may_ask_again(db):
    cast = plant_cast()
    asked = wilf(cast)
    for _ in range(2):
        with acting_as(DOORKEEPER) as signed:
            ask_by_form(asked, at=signed.at)
    by_form(cast)
    assert seen_by(cast.cora) == ["Wilf", "Wilf"]


@pytest.mark.parametrize(
    ("prefers", "field"), [(Contact.EMAIL, "email"), (Contact.PHONE, "phone"), (Contact.POST, "post_to")]
)
def test_what_they_wish_to_be_answered_by_is_needed(db, prefers, field):
    cast = plant_cast()
    with pytest.raises(Invalid) as refused:
        by_form(cast, prefers=prefers, email="")
    assert list(refused.value.errors) == [field]


def test_where_somebody_stands_and_since_when(db):
    cast = plant_cast()
    id = by_form(cast)
    with acting(cast.cora) as cora:
        assert standing_of(id).stage is Stage.ASKED
        asked_at = standing_of(id).since
    with clock_shifted(timedelta(days=2)), acting(cast.cora) as cora:
        today = in_london(cora.now).date()
        send_information(id, sent_by=Contact.POST, on=today, by=cora, at=cora.now)
        standing = standing_of(id)
        assert (standing.stage, standing.since - asked_at > timedelta(days=1)) == (Stage.INFORMED, True)


def test_who_has_waited_longest_where_they_stand_comes_first(db):
    cast = plant_cast()
    first = by_form(cast, given_name="Ann")
    by_form(cast, given_name="Ben")
    with acting(cast.cora) as cora:
        send_information(first, sent_by=Contact.EMAIL, on=in_london(cora.now).date(), by=cora, at=cora.now)
    assert seen_by(cast.cora) == ["Ben", "Ann"]


def test_numbers_by_area_and_stage(db):
    cast = plant_cast()
    for area in ("a", "a", "b"):
        by_form(cast, area=area)
    with acting(cast.olga):
        assert [(one.area_name, one.numbers, one.total) for one in numbers_by_area(Wanted())] == [
            ("Devon and Cornwall", {Stage.ASKED: 2}, 2),
            ("Dorset", {Stage.ASKED: 1}, 1),
        ]
    with acting(cast.colin):
        assert [one.area_name for one in numbers_by_area(Wanted())] == ["Dorset"]


def test_another_areas_coordinator_neither_sees_nor_decides(db):
    cast = plant_cast()
    id = by_form(cast)
    with acting(cast.colin) as colin, pytest.raises(NotFound):
        withdraw(id, reason=Reason.TIME, by=colin, at=colin.now)
    with acting(cast.colin) as colin, pytest.raises(NotAllowed):
        note_asked(wilf(cast), Channel.PHONE, by=colin, at=colin.now)


def test_a_declined_person_gets_a_letter_and_the_reason_stays_here(db):
    cast = plant_cast()
    id = by_form(cast)
    with acting(cast.cora) as cora:
        decline(id, reason=Reason.KNOWS_SOMEBODY, letter="Dear Wilf,\n\nThank you.", by=cora, at=cora.now)
    with acting(cast.cora) as cora:
        assert list(words_of(id)) == []  # nothing without a receipt
        assert open_applicant(id, by=cora).stage is Stage.DECLINED
        assert [one.text for one in words_of(id)] == ["Dear Wilf,\n\nThank you."]


def test_after_the_last_step_there_is_no_other(db):
    cast = plant_cast()
    id = by_form(cast)
    with acting(cast.cora) as cora:
        withdraw(id, reason=Reason.MOVED, by=cora, at=cora.now)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        decline(id, reason=Reason.NO_PLACES, letter="Dear Wilf", by=cora, at=cora.now)
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(
            applicant_id=id, area=cast.areas["a"], stage="declined", reason="other", happened_on=cast.now.date(),
            at=cast.now, by=cast.cora,
        )  # fmt: skip
    assert seen_by(cast.cora) == []


def test_a_reason_to_decline_is_none_to_withdraw(db):
    cast = plant_cast()
    id = by_form(cast)
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refused:
        withdraw(id, reason=Reason.CRITERIA, by=cora, at=cora.now)
    assert refused.value.errors == {"reason": "Select a reason from the list"}


def test_information_went_out_after_they_asked_and_not_tomorrow(db):
    cast = plant_cast()
    id = by_form(cast)
    for days in (-1, 1):
        on = in_london(cast.now).date() + timedelta(days=days)
        with acting(cast.cora) as cora, pytest.raises(Invalid):
            send_information(id, sent_by=Contact.EMAIL, on=on, by=cora, at=cora.now)


def test_a_note_pressed_twice_is_written_once(db):
    cast = plant_cast()
    id, note = by_form(cast), new_id()
    for _ in range(2):
        with acting(cast.cora) as cora:
            add_note(id, "Rang back on Tuesday", id=note, by=cora, at=cora.now)
    with as_owner():
        assert Words.objects.filter(applicant=id).count() == 1


def test_what_was_done_is_never_edited(db):
    cast = plant_cast()
    id = by_form(cast)
    with acting(cast.cora) as cora:
        withdraw(id, reason=Reason.TIME, by=cora, at=cora.now)
    with as_owner(), pytest.raises(Exception, match="append") as refused, transaction.atomic():
        Step.objects.filter(applicant=id).update(reason="moved")
    assert isinstance(refused.value.__cause__, psycopg.Error)
