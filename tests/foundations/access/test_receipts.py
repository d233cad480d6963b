"""Content cannot be read without leaving a receipt in the same request."""

import pytest
from django.db import connection, transaction

from encircle.foundations.audit.models import Entry
from encircle.foundations.audit.record import ReceiptInsideSavepoint, leave_receipt
from encircle.rooms.meetings.models import MinutesVersion, Passage
from tests.cast import acting, plant_cast
from tests.support.database import as_owner


def passages() -> int:
    return Passage.objects.count()


def open_minutes(actor, version):
    leave_receipt(
        "meetings.minutesversion", version.pk, by=actor.acting, circle_id=version.circle_id, area_id=version.area_id
    )


def test_minutes_are_listed_but_their_words_are_not_there_without_a_receipt(db):
    cast = plant_cast()
    with acting(cast.cora):
        assert MinutesVersion.objects.count() == 1
        assert passages() == 0


def test_a_receipt_opens_exactly_the_item_it_names(db):
    cast = plant_cast()
    with acting(cast.olga) as olga:
        open_minutes(olga, cast.minutes_1)
        assert set(Passage.objects.values_list("version_id", flat=True)) == {cast.minutes_1.pk}


def test_a_receipt_of_an_earlier_request_serves_no_later_one(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        open_minutes(cora, cast.minutes_1)
        assert passages() == 7
    with acting(cast.cora):
        assert passages() == 0


def test_a_receipt_does_not_open_what_is_out_of_reach(db):
    cast = plant_cast()
    with acting(cast.xena) as xena:
        open_minutes(xena, cast.minutes_1)
        assert passages() == 0


def test_a_receipt_is_refused_inside_a_savepoint(db):
    cast = plant_cast()
    with acting(cast.cora) as cora, transaction.atomic(), pytest.raises(ReceiptInsideSavepoint):
        open_minutes(cora, cast.minutes_1)


def test_the_database_itself_gives_nothing_for_a_receipt_that_could_be_rolled_back(db):
    cast = plant_cast()
    with acting(cast.cora) as cora, connection.cursor() as cursor:
        cursor.execute("SAVEPOINT sly")
        connection.savepoint_ids, kept = [], connection.savepoint_ids
        open_minutes(cora, cast.minutes_1)
        connection.savepoint_ids = kept
        assert passages() == 0
        cursor.execute("ROLLBACK TO sly")


def test_the_receipt_stays_in_the_trace(db):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        open_minutes(cora, cast.minutes_1)
    with as_owner():
        assert list(Entry.objects.values_list("verb", "actor_id", "item_id")) == [
            ("opened", cast.cora.pk, cast.minutes_1.pk)
        ]


def test_nobody_can_leave_a_line_in_another_name(db):
    cast = plant_cast()
    with acting(cast.vera), connection.cursor() as cursor, pytest.raises(Exception, match="row-level security"):
        cursor.execute(
            "INSERT INTO audit_entry (at, actor_id, system, nonce, verb, item_type, fields, detail) "
            "VALUES (encircle.now(), %s, '', encircle.nonce(), 'opened', 'x', '{}', '')",
            [cast.cora.pk],
        )
