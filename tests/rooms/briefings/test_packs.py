"""What volunteers read is there while it is open by the clock of the database, and with the agency's permission."""

from datetime import timedelta

import pytest

from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.briefings.actions.opening import close_opening, open_for_all, open_for_one
from encircle.rooms.briefings.actions.packing import (
    NewPack,
    documents_on_offer,
    open_pack,
    page_for_volunteer,
    write_pack,
)
from encircle.rooms.briefings.actions.planning import Time, cancel_briefing, move_briefing
from encircle.rooms.briefings.models import PackOpening, PackPage, PackText, PackVersion
from encircle.rooms.briefings.queries import readings
from encircle.rooms.briefings.vocabulary import MoveReason, PackSection, ReopenReason
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.people.models import PersonDocument, PersonDocumentLock
from encircle.rooms.people.onward import record_permission, withdraw_permission
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted

from .forming import forming_circle, planned, report_about, seat_of

WORDS = {PackSection.SIGNS: "He goes quiet: whinchat", PackSection.WHAT_TO_DO: "Ring Cora"}


def packed(cast, *, pages=(), hours=-1, opens=True):
    circle = forming_circle(cast)
    briefing = planned(cast, circle, hours=hours, seats=[seat_of(circle, "Vera")])
    with acting(cast.cora) as cora:
        write_pack(briefing.pk, NewPack(new_id(), WORDS, pages), by=cora, at=cora.now)
        if opens:
            open_for_all(briefing.pk, id=new_id(), opens_at=None, by=cora, at=cora.now)
    return circle, briefing


def reads(user, briefing):
    with acting(user) as reader:
        try:
            return open_pack(briefing.pk, by=reader, at=reader.now).texts
        except NotFound:
            return None


def test_volunteers_of_the_circle_read_it_while_it_is_open_and_nobody_else(db):
    cast = plant_cast()
    _, briefing = packed(cast)
    found = [(PackSection.SIGNS, WORDS[PackSection.SIGNS]), (PackSection.WHAT_TO_DO, "Ring Cora")]
    assert reads(cast.vera, briefing) == found
    assert reads(cast.vic, briefing) == found
    for user in (cast.xena, cast.nina, cast.petra, cast.colin, cast.cora):
        assert reads(user, briefing) is None


def test_it_opens_with_the_briefing_and_is_gone_after_the_days_of_the_standard(db):
    cast = plant_cast()
    with as_owner():
        KindStandard.objects.update(briefing_open_days=3)
    _, briefing = packed(cast, hours=24)
    assert reads(cast.vera, briefing) is None
    with clock_shifted(timedelta(hours=25)):
        assert reads(cast.vera, briefing) is not None
    with clock_shifted(timedelta(hours=24 + 3 * 24 + 1)):
        assert reads(cast.vera, briefing) is None
        with acting(cast.vera) as vera:  # not by the view: the rows themselves are not there
            version = PackOpening.objects.get(briefing=briefing.pk)
            leave_receipt("briefings.packversion", version.pk, by=vera.acting)
            assert (PackVersion.objects.count(), PackText.objects.count(), PackPage.objects.count()) == (0, 0, 0)


def test_the_rows_ask_for_a_receipt_of_the_version(db):
    cast = plant_cast()
    packed(cast)
    with acting(cast.vera) as vera:
        assert PackText.objects.count() == 0
        leave_receipt("briefings.packversion", PackVersion.objects.get().pk, by=vera.acting)
        assert PackText.objects.count() == 2


def test_closed_at_once_it_is_gone_at_once_and_one_volunteer_can_be_let_in_again(db):
    cast = plant_cast()
    circle, briefing = packed(cast)
    with acting(cast.cora) as cora:
        close_opening(PackOpening.objects.get(briefing=briefing.pk).pk, by=cora, at=cora.now)
    assert reads(cast.vera, briefing) is None
    with acting(cast.cora) as cora:
        seat = seat_of(circle, "Vic")
        open_for_one(briefing.pk, seat.pk, ReopenReason.MISSED, id=new_id(), by=cora, at=cora.now)
    assert reads(cast.vic, briefing) is not None
    assert reads(cast.vera, briefing) is None


def test_it_moves_along_with_the_briefing_and_closes_with_it(db):
    cast = plant_cast()
    _, briefing = packed(cast, hours=-1)
    assert reads(cast.vera, briefing) is not None
    later = briefing.starts_at + timedelta(days=7)
    with acting(cast.cora) as cora:
        move_briefing(briefing.pk, Time(later, later + timedelta(hours=2)), MoveReason.POLICE, by=cora, at=cora.now)
    assert reads(cast.vera, briefing) is None
    with clock_shifted(timedelta(days=7)):
        assert reads(cast.vera, briefing) is not None
        with acting(cast.cora) as cora:
            cancel_briefing(briefing.pk, MoveReason.POLICE, by=cora, at=cora.now)
        assert reads(cast.vera, briefing) is None


# --- pages of documents ---


def permit(cast, document):
    with acting(cast.cora) as cora:
        own = PersonDocument.objects.get(pk=document.pk)
        record_permission(
            own, id=new_id(), given_by="PC Somebody", given_on=cast.now.date() - timedelta(days=1), by=cora, at=cora.now
        )


def test_without_its_agencys_permission_nothing_of_a_document_reaches_a_pack(db):
    cast = plant_cast()
    circle, briefing = packed(cast)
    report = report_about(cast, circle)
    with acting(cast.cora) as cora:
        assert documents_on_offer(circle.pk) == []
        with pytest.raises(Invalid):
            write_pack(briefing.pk, NewPack(new_id(), WORDS, [(report.pk, 1)]), by=cora, at=cora.now)
    permit(cast, report)
    with acting(cast.cora) as cora:
        assert [one.pk for one in documents_on_offer(circle.pk)] == [report.pk]


def test_a_page_is_an_image_for_the_reader_and_is_gone_when_the_permission_is_taken_back(db):
    cast = plant_cast()
    circle, briefing = packed(cast)
    report = report_about(cast, circle)
    permit(cast, report)
    with acting(cast.cora) as cora:
        write_pack(briefing.pk, NewPack(new_id(), WORDS, [(report.pk, 1)]), by=cora, at=cora.now)
    with acting(cast.vera) as vera:
        page = PackPage.objects.get()
        assert page_for_volunteer(page.pk, by=vera, at=vera.now).startswith(b"\xff\xd8")
    with acting(cast.cora) as cora:
        withdraw_permission(PersonDocument.objects.get(pk=report.pk), by=cora, at=cora.now)
    with acting(cast.vera) as vera:
        assert PackPage.objects.count() == 0
        leave_receipt("people.persondocument", report.pk, by=vera.acting)
        assert PersonDocument.objects.count() == PersonDocumentLock.objects.count() == 0
        with pytest.raises(NotFound):
            page_for_volunteer(page.pk, by=vera, at=vera.now)


def test_even_a_row_planted_past_the_rules_shows_volunteers_nothing_without_permission(db):
    """The canary: somebody with the tables' own password put the page in; the database still leaves it out."""
    cast = plant_cast()
    circle, _ = packed(cast)
    report = report_about(cast, circle)
    with as_owner():
        version = PackVersion.objects.get()
        PackPage.objects.create(
            briefing=version.briefing, circle=version.circle, area=version.area, version=version, document=report,
            number=1, position=1,
        )  # fmt: skip
    with acting(cast.vera) as vera:
        leave_receipt("people.persondocument", report.pk, by=vera.acting)
        assert (PackPage.objects.count(), PersonDocument.objects.count(), PersonDocumentLock.objects.count()) == (
            0,
            0,
            0,
        )
    permit(cast, report)
    with acting(cast.vera) as vera:
        leave_receipt("people.persondocument", report.pk, by=vera.acting)
        assert (PackPage.objects.count(), PersonDocument.objects.count(), PersonDocumentLock.objects.count()) == (
            1,
            1,
            1,
        )


def test_each_opening_of_each_page_is_listed_for_the_coordinator(db):
    cast = plant_cast()
    circle, briefing = packed(cast)
    report = report_about(cast, circle)
    permit(cast, report)
    with acting(cast.cora) as cora:
        write_pack(briefing.pk, NewPack(new_id(), WORDS, [(report.pk, 1)]), by=cora, at=cora.now)
    reads(cast.vera, briefing)
    with acting(cast.vic) as vic:
        page = PackPage.objects.get()
    for _ in range(2):
        with acting(cast.vic) as vic:
            page_for_volunteer(page.pk, by=vic, at=vic.now)
    with acting(cast.cora):
        found, has_older = readings(briefing.pk)
    assert not has_older
    assert [(line.by, line.what) for line in found] == [
        ("Vic Hollowell", "Report, page 1 (version 2)"),
        ("Vic Hollowell", "Report, page 1 (version 2)"),
        ("Vera Applegarth", "The words, version 2"),
    ]


def test_volunteers_read_the_newest_version_alone(db):
    cast = plant_cast()
    _, briefing = packed(cast)
    with acting(cast.cora) as cora:
        write_pack(briefing.pk, NewPack(new_id(), {PackSection.RISKS: "Other"}), by=cora, at=cora.now)
    assert reads(cast.vera, briefing) == [(PackSection.RISKS, "Other")]
    with acting(cast.vera):
        assert list(PackVersion.objects.values_list("number", flat=True)) == [2]
