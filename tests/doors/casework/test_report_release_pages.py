"""The report at the end on the pages: its subjects, the preview of who gets what, and what the reader finds."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Seat
from encircle.rooms.endings.models import ReportPassage, ReportVersion
from encircle.rooms.organisation.models import Topic
from encircle.rooms.partners.models import Professional
from encircle.rooms.sharing.models import Consent, ConsentSubject, Release
from tests.cast import plant_cast
from tests.rooms.endings.after import ended
from tests.support.client import signed_in
from tests.support.database import as_owner, clock_shifted

PREVIEW = 36  # reads of the preview, however many sat there


@pytest.fixture
def cast(db):
    cast = plant_cast()
    with as_owner():
        for position, code in enumerate(("goals", "thoughts")):
            Topic.objects.create(code=code, name=f"About {code}", part="with_core_member", position=20 + position)
        for agency in ("probation", "police"):
            ConsentSubject.objects.create(
                consent=Consent.objects.get(agency=cast.agencies[agency], core_member=cast.mark),
                area=cast.circle_1.area,
                topic_id="goals",
            )
    ended(cast)
    return cast


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def write(cast, client, approve=True, **more):
    subjects = {f"topic_{part}": "thoughts" for part in ("summary", "reviews", "concerns", "own_words")}
    said = {"summary": "It went well: the smew.", "what_next": "A mentor: the dipper.", "topic_what_next": "goals"}
    sent = {"once": str(new_id()), **subjects, **said, **more}
    assert client.post(address("report_new", cast.circle_1.pk), sent).status_code == 302
    with as_owner():
        version = ReportVersion.objects.order_by("number").last()
    if approve:
        client.post(address("report_approval", version.pk))
    return version


def token_of(answer):
    return BeautifulSoup(answer.content, "html.parser").select_one('input[name="token"]')["value"]


def release(client, version):
    shown = client.get(address("report_release", version.pk))
    return client.post(address("report_release", version.pk), {"do": "release", "token": token_of(shown)})


def test_its_writer_sees_the_subject_of_each_part_and_chooses_another(cast):
    client = signed_in(cast.cora)
    form = BeautifulSoup(client.get(address("report_new", cast.circle_1.pk)).content, "html.parser")
    chosen = {one["name"]: one.select_one("option[selected]")["value"] for one in form.select("select")}
    assert chosen == {
        "topic_summary": "thoughts", "topic_reviews": "thoughts", "topic_concerns": "thoughts",
        "topic_own_words": "thoughts", "topic_what_next": "goals",
    }  # fmt: skip
    version = write(cast, client, approve=False, topic_summary="week")
    with as_owner():
        assert dict(ReportPassage.objects.filter(version=version).values_list("part", "topic")) == {
            "summary": "week", "what_next": "goals",
        }  # fmt: skip
    form = BeautifulSoup(client.get(address("report_new", cast.circle_1.pk)).content, "html.parser")
    assert form.select_one("#id_topic_summary option[selected]")["value"] == "week"


def test_it_is_released_from_its_page_with_who_gets_what_shown_first(cast):
    client = signed_in(cast.cora)
    waiting = write(cast, client, approve=False)
    assert "Release the report" not in words(client.get(address("report", waiting.pk)))
    assert client.get(address("report_release", waiting.pk)).status_code == 403
    version = write(cast, client)
    assert address("report_release", version.pk) in client.get(address("report", version.pk)).content.decode()
    shown = client.get(address("report_release", version.pk))
    last = cast.now.date() + timedelta(days=90)
    assert f"They can read it until {last.day} {last:%B %Y}." in words(shown)
    assert "Stays for Hana Willowherb" in words(shown)
    assert release(client, version)["Location"] == address("report_released", version.pk)
    done = words(client.get(address("report_released", version.pk)))
    assert "Released to 2 people" in done
    assert "Report on the ending of" in done
    assert "Released to 2 people" in words(client.get(address("report", version.pk)))
    assert "Report on the ending" in words(client.get(address("ledger", cast.circle_1.pk)))
    timeline = words(client.get(f"{address('timeline', cast.circle_1.pk)}?kind=sharing"))
    assert "eport on the ending" in timeline


def test_the_reader_finds_it_at_their_door_when_their_seat_is_over_and_says_that_they_have_read_it(cast):
    version = write(cast, signed_in(cast.cora))
    release(signed_in(cast.cora), version)
    with clock_shifted(timedelta(days=2)):
        petra = signed_in(cast.petra)
        home = petra.get("/outer-circle/")
        assert "Report on the ending of a Circle on" in words(home)
        assert "dipper" not in words(home)
        with as_owner():
            page = reverse("outer_circle:release", args=[Release.objects.get(seat=cast.seats["petra"]).pk])
        read = words(petra.get(page))
        assert "You can read it until" in read
        assert "the dipper" in read
        assert "the smew" not in read  # nothing was agreed of thoughts
        with as_owner():
            sent = Release.objects.get(seat=cast.seats["petra"]).pk
        assert petra.post(reverse("outer_circle:acknowledgement", args=[sent])).status_code == 302
        assert "Acknowledged Not yet" not in words(petra.get(page))
        assert signed_in(cast.hana).get(page).status_code == 404
    with clock_shifted(timedelta(days=92)):
        assert signed_in(cast.petra).get(page).status_code == 404


def test_after_its_time_it_is_refused_and_its_page_says_so(cast):
    version = write(cast, signed_in(cast.cora))
    with clock_shifted(timedelta(days=92)):
        client = signed_in(cast.cora)
        refused = client.get(address("report_release", version.pk))
        assert refused.status_code == 403
        assert "could be released until" in words(refused)
        assert "That could be done until" in words(client.get(address("report", version.pk)))


def test_a_preview_costs_the_same_for_one_and_for_three(cast):
    client = signed_in(cast.cora)
    version = write(cast, client)
    with as_owner():
        Seat.objects.filter(pk__in=[cast.seats["omar"].pk, cast.seats["hana"].pk]).update(
            ends_at=cast.now - timedelta(days=1)
        )
    _cost(client, address("report_release", version.pk))  # the first reads what the others remember
    costs = [_cost(client, address("report_release", version.pk))]
    with as_owner():
        Seat.objects.filter(pk__in=[cast.seats["omar"].pk, cast.seats["hana"].pk]).update(
            ends_at=cast.now + timedelta(days=1)
        )
    costs.append(_cost(client, address("report_release", version.pk)))
    assert costs == [PREVIEW, PREVIEW]


def _cost(client, path):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_who_left_the_agency_finds_it_no_longer(cast):
    version = write(cast, signed_in(cast.cora))
    release(signed_in(cast.cora), version)
    with as_owner():
        page = reverse("outer_circle:release", args=[Release.objects.get(seat=cast.seats["petra"]).pk])
        Professional.objects.filter(pk=cast.professionals["petra"].pk).update(ends_at=cast.now - timedelta(hours=1))
    assert signed_in(cast.petra).get(page).status_code == 404
