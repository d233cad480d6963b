"""A claim is its volunteer's until it is sent; then it stands, and is approved or comes back."""

from datetime import timedelta

import pytest
from django.db import InternalError, ProgrammingError, connection

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.expenses import receipts
from encircle.rooms.expenses.actions.claiming import (
    WhatFor,
    add_line,
    begin_claim,
    put_receipt,
    take_away_line,
)
from encircle.rooms.expenses.models import Claim, Decision, Line, Receipt, Submission
from encircle.rooms.expenses.queries import claim_row, line_row, open_claim, standing_lines, waiting
from encircle.rooms.expenses.receipts import keep_receipt, open_receipt, receipt_row
from encircle.rooms.expenses.vocabulary import CostKind, Purpose, Vehicle
from encircle.rooms.meetings.models import Attendance
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting
from tests.support.database import as_owner

from . import scene
from .scene import approve, back, cost, draft, journey, mend, send, sent, stands, withdraw


@pytest.fixture
def cast(db):
    return scene.planted()


def seen_by(cast, who, pk):
    with acting(cast.users[who]) as actor:
        try:
            return len(open_claim(claim_row(pk), by=actor).lines)
        except NotFound:
            return None


def pence(pk):
    with as_owner():
        return list(Line.objects.filter(claim=pk).values_list("pence", flat=True))


def photographed(cast, pk, who="vera"):
    id = new_id()
    with acting(cast.users[who]) as actor:
        keep_receipt(claim_row(pk), "IMG_1234.png", scene.PNG, id=id, by=actor, at=actor.now)
        put_receipt(Line.objects.filter(claim=pk).last(), id, by=actor, at=actor.now)
    return id


def test_a_draft_is_its_volunteers_alone_and_a_sent_claim_the_areas_staffs_too(cast):
    pk = draft(cast, cost(cast))
    everybody = ("vera", "vic", "xena", "cora", "cleo", "colin", "sena", "olga", "petra")
    assert [who for who in everybody if seen_by(cast, who, pk)] == ["vera"]
    send(cast, pk)
    assert [who for who in everybody if seen_by(cast, who, pk)] == ["vera", "cora", "cleo", "sena", "olga"]


def test_a_volunteer_has_one_draft_at_a_time(cast):
    with acting(cast.vera) as vera:
        assert begin_claim(by=vera, at=vera.now).pk == begin_claim(by=vera, at=vera.now).pk


def test_a_sent_claim_is_not_changed_even_by_its_volunteer(cast):
    pk = sent(cast)
    with acting(cast.vera) as vera:
        with pytest.raises(NotAllowed):
            add_line(claim_row(pk), cost(cast), id=new_id(), by=vera, at=vera.now)
        line = Line.objects.get(claim=pk)
        with pytest.raises(NotAllowed):
            take_away_line(line, by=vera, at=vera.now)
        assert Line.objects.filter(claim=pk).update(pence=99_999) == 0
        assert Line.objects.filter(claim=pk).delete()[0] == 0


def test_nobody_adds_a_line_to_anothers_draft(cast):
    pk = draft(cast, cost(cast))
    with acting(cast.vic), pytest.raises(NotFound):
        claim_row(pk)
    with acting(cast.cora), pytest.raises((ProgrammingError, InternalError)):
        Line.objects.bulk_create(
            [Line(claim_id=pk, volunteer=cast.volunteers["vera"], area=cast.areas["a"], on=cast.now.date(),
                  kind="parking", purpose="other", pence=1, added_at=cast.now)]
        )  # fmt: skip


def test_the_threshold_counts_what_was_sent_before_and_stands(cast):
    many = [journey(cast, miles=10_000, days=-1) for _ in range(10)]
    earlier = sent(cast, *many)
    assert pence(earlier) == [45_000] * 10
    assert pence(sent(cast, journey(cast, miles=100))) == [250]
    back(cast, earlier)
    assert pence(draft(cast, journey(cast, miles=100))) == [450]


def test_another_volunteers_miles_are_not_counted(cast):
    sent(cast, *[journey(cast, miles=10_000) for _ in range(10)])
    assert pence(sent(cast, journey(cast, miles=100), who="vic")) == [450]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (lambda cast: cost(cast, days=1), "on"),
        (lambda cast: cost(cast, days=-91), "on"),
        (lambda cast: cost(cast, pence=0), "amount"),
        (lambda cast: journey(cast, miles=0), "miles"),
        (lambda cast: journey(cast, vehicle=Vehicle.BICYCLE, passengers=1), "passengers"),
    ],
)
def test_a_line_that_cannot_be_is_refused_beside_its_field(cast, line, field):
    with acting(cast.vera) as vera:
        claim = begin_claim(by=vera, at=vera.now)
        with pytest.raises(Invalid) as refusal:
            add_line(claim, line(cast), id=new_id(), by=vera, at=vera.now)
    assert list(refusal.value.errors) == [field]


def test_an_empty_claim_is_not_sent(cast):
    pk = draft(cast)
    with pytest.raises(Invalid):
        send(cast, pk)


def test_sent_twice_it_is_sent_once(cast):
    pk = sent(cast)
    send(cast, pk)
    with as_owner():
        assert Submission.objects.filter(claim=pk).count() == 1


def test_a_line_names_no_meeting_of_anothers_circle(cast):
    other = WhatFor(Purpose.MEETING, cast.meetings["past_2"].pk)
    with acting(cast.vera) as vera:
        claim = begin_claim(by=vera, at=vera.now)
        with pytest.raises((ProgrammingError, InternalError)):
            add_line(claim, cost(cast, what_for=other), id=new_id(), by=vera, at=vera.now)


# --- deciding ---


def test_a_coordinator_approves_and_the_volunteer_sees_it(cast):
    pk = sent(cast)
    assert stands(cast, pk) == "waiting"
    approve(cast, pk)
    assert stands(cast, pk) == "approved"


def test_a_claim_above_the_limit_needs_a_second_senior_person(cast):
    pk = sent(cast, cost(cast, pence=10_001))
    approve(cast, pk)
    assert stands(cast, pk) == "second"
    with pytest.raises(NotAllowed):
        approve(cast, pk, who="cleo", step=2)
    approve(cast, pk, who="sena", step=2)
    assert stands(cast, pk) == "approved"


def test_at_the_limit_one_person_is_enough(cast):
    pk = sent(cast, cost(cast, pence=10_000))
    approve(cast, pk)
    assert stands(cast, pk) == "approved"


def test_the_second_person_is_not_the_first(cast):
    pk = sent(cast, cost(cast, pence=10_001))
    approve(cast, pk, who="sena")
    with pytest.raises(NotAllowed):
        approve(cast, pk, who="sena", step=2)
    with acting(cast.sena) as sena, pytest.raises((ProgrammingError, InternalError)):
        Decision.objects.bulk_create([_decision(pk, cast, sena, step=2)])
    approve(cast, pk, who="olga", step=2)


def _decision(pk, cast, actor, step=1):
    return Decision(claim_id=pk, volunteer=cast.volunteers["vera"], area=cast.areas["a"], step=step,
                    verdict="approved", by_id=actor.user_id, at=actor.now)  # fmt: skip


def test_a_coordinator_who_is_a_volunteer_too_does_not_approve_their_own_claim(cast):
    with as_owner():
        Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).update(user=cast.cora)
    pk = sent(cast, cost(cast), who="cora")
    with pytest.raises(NotAllowed, match="your own claim"):
        approve(cast, pk)
    with acting(cast.cora) as cora, pytest.raises((ProgrammingError, InternalError)):
        Decision.objects.bulk_create([_decision(pk, cast, cora)])
    approve(cast, pk, who="cleo")


def test_another_areas_coordinator_decides_nothing(cast):
    pk = sent(cast)
    with pytest.raises(NotFound):
        approve(cast, pk, who="colin")
    with acting(cast.colin) as colin, pytest.raises((ProgrammingError, InternalError)):
        Decision.objects.bulk_create([_decision(pk, cast, colin)])


def test_two_who_decide_at_once_decide_once(cast):
    pk = sent(cast)
    approve(cast, pk)
    with pytest.raises(NotAllowed):
        back(cast, pk, who="cleo")


def test_it_comes_back_with_words_for_its_volunteer_and_the_staff_and_only_with_a_receipt(cast):
    pk = sent(cast)
    back(cast, pk, "Which evening: whimbrel-9?")
    words = {}
    for who in ("vera", "cora", "sena"):
        with acting(cast.users[who]) as actor:
            words[who] = [text for *_, text in open_claim(claim_row(pk), by=actor).decisions]
    assert words == {who: ["Which evening: whimbrel-9?"] for who in ("vera", "cora", "sena")}
    with acting(cast.vera), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM expenses_decisionwords")
        assert cursor.fetchone() == (0,)


def test_a_returned_claim_is_copied_to_one_new_draft_with_its_receipts(cast):
    pk = draft(cast, journey(cast), cost(cast))
    photo = photographed(cast, pk)
    send(cast, pk)
    back(cast, pk)
    copy = mend(cast, pk)
    assert mend(cast, pk) == copy
    with as_owner():
        copied = Line.objects.filter(claim=copy).values_list("kind", "receipt")
        assert dict(copied) == dict(Line.objects.filter(claim=pk).values_list("kind", "receipt"))
        assert photo in dict(copied).values()
    send(cast, copy)
    approve(cast, copy)
    assert (stands(cast, pk), stands(cast, copy)) == ("returned", "approved")


def test_a_claim_is_taken_back_before_a_decision_and_not_after(cast):
    pk, other = sent(cast), None
    withdraw(cast, pk)
    assert stands(cast, pk) == "taken_back"
    with pytest.raises(NotAllowed):
        approve(cast, pk)
    other = sent(cast)
    approve(cast, other)
    with pytest.raises(NotAllowed):
        withdraw(cast, other)


def test_the_approver_is_shown_what_was_claimed_before_a_meeting_missed_and_a_receipt_that_lacks(cast):
    meeting = WhatFor(Purpose.MEETING, cast.meetings["past_1"].pk)
    with as_owner():
        Attendance.objects.filter(meeting=cast.meetings["past_1"], seat=cast.seats["vera"]).delete()
        Attendance.objects.update_or_create(
            meeting=cast.meetings["past_1"], seat=cast.seats["vic"],
            defaults={"presence": "present", "circle": cast.meetings["past_1"].circle, "area": cast.areas["a"]},
        )  # fmt: skip
    sent(cast, cost(cast))
    pk = sent(cast, cost(cast), cost(cast, pence=900, what_for=meeting), cost(cast, pence=300, kind=CostKind.MEAL))
    with acting(cast.cora) as cora:
        shown = open_claim(claim_row(pk), by=cora).lines
        flags = {one.line.pence: (one.is_before, one.did_not_attend, one.lacks_receipt) for one in shown}
    assert flags == {420: (True, False, False), 900: (False, True, True), 300: (False, False, True)}


def test_what_waits_is_listed_the_oldest_first_a_page_at_a_time(cast):
    first, second = sent(cast), sent(cast, who="vic")
    approve(cast, sent(cast, cost(cast, pence=10_001)))
    with acting(cast.cora) as cora:
        area = [cast.areas["a"].pk]
        page, more = waiting(area, cora, size=1)
        assert ([one.submission.claim_id for one in page], more) == ([first], True)
        last = page[-1].submission
        rest, more = waiting(area, cora, after=(last.at, last.pk))
        assert ([one.submission.claim_id for one in rest][:1], more) == ([second], False)
        assert [one.step for one in rest] == [1, 2]


# --- receipts ---


def test_a_receipt_is_read_by_its_volunteer_and_once_it_is_sent_by_the_staff_of_the_area(cast):
    pk = draft(cast, cost(cast))
    photo = photographed(cast, pk)

    def readers():
        found = []
        for who in ("vera", "vic", "xena", "cora", "cleo", "colin", "sena", "petra"):
            with acting(cast.users[who]) as actor:
                row = Receipt.objects.filter(pk=photo).first()
                opened = row and open_receipt(row, by=actor)
                if opened and opened.content():
                    found.append(who)
        return found

    assert readers() == ["vera"]
    send(cast, pk)
    assert readers() == ["vera", "cora", "cleo", "sena"]
    with as_owner():
        assert Entry.objects.filter(item_type="expenses.receipt", item_id=photo, verb="opened").count() >= 4


def test_a_line_taken_away_takes_its_receipt_along(cast):
    pk = draft(cast, cost(cast))
    photo = photographed(cast, pk)
    with acting(cast.vera) as vera:
        take_away_line(line_row(Line.objects.get(claim=pk).pk), by=vera, at=vera.now)
    with as_owner():
        assert not Receipt.objects.filter(pk=photo).exists()


def test_a_receipt_another_claim_holds_stays(cast):
    pk = draft(cast, cost(cast))
    photo = photographed(cast, pk)
    send(cast, pk)
    back(cast, pk)
    copy = mend(cast, pk)
    with acting(cast.vera) as vera:
        take_away_line(line_row(Line.objects.get(claim=copy).pk), by=vera, at=vera.now)
        assert receipt_row(photo).pk == photo


def test_a_file_that_is_no_photo_is_refused_with_its_reason_and_the_trace_keeps_that(cast):
    pk = draft(cast, cost(cast))
    with acting(cast.vera) as vera, pytest.raises(Invalid):
        keep_receipt(claim_row(pk), "receipt.png", b"MZ\x90\x00 not a picture", id=new_id(), by=vera, at=vera.now)
    with as_owner():
        assert not Receipt.objects.exists()


def test_a_receipt_waits_for_the_scanner(cast, tmp_path, settings):
    settings.SCANNER, settings.SCANNER_REQUIRED = str(tmp_path / "clamd"), True
    pk = draft(cast, cost(cast))
    photo = photographed(cast, pk)
    with acting(cast.vera) as vera:
        row = receipt_row(photo)
        assert (receipts.verdict_on(row), open_receipt(row, by=vera)) == (None, None)


def test_what_was_sent_in_another_time_zone_counts_by_the_london_day(cast):
    with acting(cast.vera) as vera:
        claim = begin_claim(by=vera, at=vera.now)
        with pytest.raises(Invalid):
            add_line(claim, cost(cast, days=2), id=new_id(), by=vera, at=vera.now + timedelta(hours=1))


def test_lines_of_a_claim_that_came_back_do_not_stand(cast):
    pk = sent(cast)
    with acting(cast.vera) as vera:
        assert standing_lines(vera.volunteer_id).count() == 1
    back(cast, pk)
    with acting(cast.vera) as vera:
        assert standing_lines(vera.volunteer_id).count() == 0
        assert Claim.objects.count() == 1
