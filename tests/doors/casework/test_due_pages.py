"""The pages of what is due: mine and everybody's, one Circle, the areas; as many reads however much is owed."""

from datetime import timedelta

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.rooms.circles.models import Seat
from encircle.rooms.due.models import Clause
from encircle.rooms.due.queries import Slot
from encircle.rooms.due.vocabulary import Rule
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.risk.models import Concern
from encircle.rooms.risk.vocabulary import Urgency
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner
from tests.support.reckoning import owed, reckon_up


def planted():
    cast = plant_cast()
    reckon_up()
    return cast


def more_meetings(cast, number, since=20):
    with as_owner():
        for days in range(1, number + 1):
            starts = cast.now - timedelta(days=since + days)
            Meeting.objects.create(
                circle=cast.circle_1, area=cast.areas["a"], planned_starts_at=starts, starts_at=starts,
                ends_at=starts + timedelta(hours=2),
            )  # fmt: skip
    reckon_up()


def reads(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(seen), answer.content.decode()


def test_a_coordinator_sees_her_circles_work_and_nothing_of_another_area(db):
    cast = planted()
    _, words = reads(signed_in(cast.cora), "/casework/due/")
    assert cast.circle_1.name in words
    assert cast.circle_2.name not in words


def test_a_line_leads_to_where_it_is_done(db):
    cast = planted()
    cora = signed_in(cast.cora)
    words = "".join(reads(cora, f"/casework/due/{slot}/?whose=all")[1] for slot in Slot)
    assert f'href="/casework/minutes/{cast.minutes_1.pk}/"' in words


def test_a_concern_stands_before_everything_else_however_much_is_longer_overdue(db):
    cast = planted()
    more_meetings(cast, 25)
    with as_owner():
        concern = Concern.objects.create(
            reference="N-HERNSK", circle=cast.circle_1, area=cast.areas["a"], urgency=Urgency.SERIOUS,
            raised_by=cast.vera, raised_at=cast.now - timedelta(days=9),
        )  # fmt: skip
    reckon_up()
    for address in ("/casework/due/", "/casework/due/overdue/"):
        _, words = reads(signed_in(cast.cora), address)
        assert words.index(concern.reference) < words.index("write the minutes")


def test_the_pages_read_as_often_for_one_as_for_many(db):
    cast = planted()
    clause = the_clause(cast)
    cora, olga = signed_in(cast.cora), signed_in(cast.olga)
    addresses = (
        (cora, "/casework/due/"),
        (cora, "/casework/due/overdue/"),
        (cora, f"/casework/circles/{cast.circle_1.pk}/due/"),
        (olga, "/casework/due/areas/"),
        (olga, "/casework/due/areas/devon-cornwall/week/"),
        (olga, f"/casework/evidence/{clause.pk}/"),
    )
    more_meetings(cast, 1)
    few = [reads(*one)[0] for one in addresses]
    more_meetings(cast, 3, since=30)
    assert [reads(*one)[0] for one in addresses] == few


def test_the_circle_page_says_what_is_overdue_and_since_when(db):
    cast = planted()
    more_meetings(cast, 1)
    _, words = reads(signed_in(cast.cora), f"/casework/circles/{cast.circle_1.pk}/due/")
    assert "Write the minutes" in words
    assert "Overdue" in words


def test_minutes_sent_by_a_volunteer_are_reckoned_in_the_same_request(db):
    cast = planted()
    vera = signed_in(cast.vera)
    meeting = cast.meetings["yesterday_1"]
    assert str(meeting.pk) in vera.get("/volunteering/due/").content.decode()
    cora = signed_in(cast.cora)
    answer = cora.post(f"/casework/minutes/{cast.minutes_1.pk}/approval")
    assert answer.status_code == 302, answer.content
    (read,) = owed(rule=Rule.MINUTES_READ, item_id=cast.minutes_1.pk)
    assert read.met_at is not None


def the_clause(cast):
    with as_owner():
        return Clause.objects.create(
            code="=CP-1", words="Minutes are written within two days.", rules=[Rule.MINUTES_WRITTEN],
            position=1, loaded_by=cast.olga, loaded_at=cast.now,
        )  # fmt: skip


def test_evidence_goes_out_as_a_sheet_that_computes_nothing(db):
    cast = planted()
    more_meetings(cast, 2)
    answer = signed_in(cast.olga).get(f"/casework/evidence/{the_clause(cast).pk}/csv?period=quarter")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) >= 3
    assert lines[1].startswith('"\'=CP-1"')


def test_the_operations_manager_loads_a_code_and_nobody_else(db):
    from django.core.files.uploadedfile import SimpleUploadedFile

    cast = planted()

    def send(user, sheet):
        return signed_in(user).post("/administration/clauses/", {"sheet": SimpleUploadedFile("c.csv", sheet.encode())})

    good = "code,words,rules\nA1,Minutes are written soon.,minutes_written\n"
    assert send(cast.adam, good).status_code == 404
    assert send(cast.olga, good.replace("minutes_written", "minutes")).status_code == 422
    assert send(cast.olga, good).status_code == 302
    assert send(cast.olga, good.replace("soon", "at once")).status_code == 302
    with as_owner():
        assert [one.words for one in Clause.objects.filter(retired_at=None)] == ["Minutes are written at once."]


def test_a_volunteer_of_two_circles_reads_of_which_one_each_line_is(db):
    cast = planted()
    vera = signed_in(cast.vera)
    lines = work_list(vera)
    assert lines
    assert [line for line in lines if cast.circle_1.name in line] == []
    with as_owner():
        Seat.objects.create(
            circle=cast.circle_2, area=cast.areas["b"], part="volunteer", volunteer=cast.volunteers["vera"],
            display_name="Vera", letter="Z", starts_at=cast.now - timedelta(days=100),
            sees_from=cast.now - timedelta(days=100),
        )  # fmt: skip
    reckon_up()
    lines = work_list(vera)
    assert {name for name in (cast.circle_1.name, cast.circle_2.name) for line in lines if name in line} == {
        cast.circle_1.name, cast.circle_2.name,
    }  # fmt: skip
    assert all(cast.circle_1.name in line or cast.circle_2.name in line for line in lines)


def work_list(client):
    page = BeautifulSoup(client.get("/volunteering/due/").content, "html.parser")
    return [" ".join(line.get_text(" ").split()) for line in page.select("ul.encircle-work > li")]
