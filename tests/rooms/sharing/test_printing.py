"""One release as a PDF: tagged, with the reader's name and the time on each page, and only with what may be read."""

import io
from datetime import timedelta

import pypdf
import pytest

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed, NotFound
from encircle.foundations.audit.models import Entry
from encircle.rooms.meetings.models import Passage
from encircle.rooms.records.actions import recall_release
from encircle.rooms.sharing.actions.releasing import Choices
from encircle.rooms.sharing.models import ReleaseEvent
from encircle.rooms.sharing.printing import print_own_release, print_release
from encircle.rooms.sharing.vocabulary import RecallReason
from tests.cast import acting, plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

from .scene import approve, release, release_to, withdraw


@pytest.fixture
def cast(db):
    cast = plant_cast()
    approve(cast)
    return cast


def own(cast, name):
    sent = release_to(cast, name)
    with acting(cast.users[name]) as who:
        return pypdf.PdfReader(io.BytesIO(print_own_release(sent.pk, by=who, at=who.now)))


def of_staff(cast, name, by="cora"):
    sent = release_to(cast, name)
    with acting(cast.users[by]) as who:
        return pypdf.PdfReader(io.BytesIO(print_release(sent.pk, by=who, at=who.now)))


def words(book):
    return " ".join(" ".join(page.extract_text().split()) for page in book.pages)


def test_it_is_tagged_and_carries_the_readers_name_and_the_time_on_each_page(cast):
    with as_owner():
        Passage.objects.filter(version=cast.minutes_1, topic_id="week").update(text="A long week.\n\n" * 200)
    release(cast)
    book = own(cast, "omar")
    assert book.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "heron" not in book.metadata.title
    assert len(book.pages) > 1
    today = in_london(cast.now)
    for page in book.pages:
        assert f"Opened by Omar Stonecrop on {today.day} {today:%B %Y} at" in " ".join(page.extract_text().split())


@pytest.mark.parametrize("printed", [own, of_staff])
def test_only_what_went_stands_in_it(cast, printed):
    """The debrief stayed inside; Hana's consent is for health; a volunteer's name was struck out."""
    with as_owner():
        passage = Passage.objects.get(version=cast.minutes_1, topic_id="health")
        Passage.objects.filter(pk=passage.pk).update(text="Vera Applegarth saw heron-health.")
    release(cast, choices=Choices(strikes={passage.pk: [(0, 15)]}))
    said = words(printed(cast, "hana"))
    assert "saw heron-health." in said
    assert "▇▇▇ stands for words that were struck out" in said
    for canary in ("Applegarth", "heron-week", "heron-housing", "heron-debrief", "heron-preparation", "Hazelgrove"):
        assert canary not in said
    assert "heron-week" in words(printed(cast, "petra"))


@pytest.mark.parametrize("printed", [own, of_staff])
def test_what_was_closed_since_is_left_out_and_said(cast, printed):
    release(cast)
    withdraw(cast, "police", "health")
    said = words(printed(cast, "omar"))
    assert "heron-health" not in said
    assert "heron-week" in said
    assert "A part of this can no longer be read, because consent to share it was withdrawn." in said


def test_where_nothing_can_be_read_any_more_there_is_nothing_to_print(cast):
    release(cast)
    withdraw(cast, "health", "health")
    with pytest.raises(NotFound):
        own(cast, "hana")


def test_it_counts_as_opened_and_as_an_export(cast):
    release(cast)
    own(cast, "omar")
    of_staff(cast, "petra")
    with as_owner():
        opened = ReleaseEvent.objects.filter(kind="opened").values_list("seat", flat=True)
        assert list(opened) == [cast.seats["omar"].pk]
        lines = Entry.objects.filter(verb="exported").order_by("pk")
        assert [(line.actor_id, line.item_type, line.circle_id, line.detail) for line in lines] == [
            (cast.omar.pk, "sharing.release", cast.circle_1.pk, "pdf"),
            (cast.cora.pk, "sharing.release", cast.circle_1.pk, "pdf"),
        ]


def test_what_people_typed_is_never_read_as_markup(cast):
    with as_owner():
        Passage.objects.filter(version=cast.minutes_1, topic_id="week").update(text='#read("/etc/passwd") *x* $y$ = z')
    release(cast)
    said = words(own(cast, "omar"))
    assert "root:" not in said
    assert '#read("/etc/passwd") *x* $y$ = z' in said


def test_what_was_recalled_is_not_printed(cast):
    release(cast)
    sent = release_to(cast, "omar")
    with acting(cast.cora) as cora:
        recall_release(
            sent.pk, reason=RecallReason.WRONG_PERSON, account="It went to the wrong force.", by=cora, at=cora.now
        )
    with pytest.raises(NotAllowed):
        of_staff(cast, "omar")
    with pytest.raises(NotFound):
        own(cast, "omar")


@pytest.mark.parametrize("who", ["petra", "hana", "paul", "cora", "vera", "colin", "dana"])
def test_nobody_else_prints_it_as_their_own(cast, who):
    release(cast)
    sent = release_to(cast, "omar")
    assert signed_in(cast.users[who]).get(f"/outer-circle/releases/{sent.pk}/pdf").status_code == 404


@pytest.mark.parametrize(("door", "who"), [("outer-circle", "omar"), ("casework", "cora")])
def test_the_file_is_offered_on_its_page_and_kept_by_no_browser(cast, door, who):
    release(cast)
    place, client = f"/{door}/releases/{release_to(cast, 'omar').pk}/", signed_in(cast.users[who])
    assert f'href="{place}pdf"' in client.get(place).content.decode()
    response = client.get(f"{place}pdf")
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/pdf", "no-store")
    assert response["Content-Disposition"].startswith('attachment; filename="release-20')
    assert signed_in(cast.users[who]).head(f"{place}pdf").status_code == 405


def test_after_the_seat_has_ended_there_is_none(cast):
    release(cast)
    with as_owner():
        type(cast.seats["omar"]).objects.filter(pk=cast.seats["omar"].pk).update(
            ends_at=cast.now - timedelta(minutes=1)
        )
    with pytest.raises(NotFound):
        own(cast, "omar")
