"""What a volunteer keeps clear of, through the pages: said, looked at, and seen as a Circle is put together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.forming.models import ClearLook, Exclusion, KeepClear
from tests.cast import plant_cast
from tests.rooms.forming.planted import plant_pool
from tests.support.client import signed_in
from tests.support.database import as_owner

from .test_forming_pages import run_page, words, worked_out

OWN = "/volunteering/keeping-clear/"
SAYS = "says what they keep clear of"


@pytest.fixture
def cast(db):
    return plant_cast()


def tell(cast, who="vera", text="My cousin: dotterel-6", kind="person"):
    assert signed_in(cast.users[who]).post(OWN, {"once": str(new_id()), "kind": kind, "text": text}).status_code == 302
    with as_owner():
        return KeepClear.objects.latest("at")


def theirs(cast, who="vera"):
    return reverse("casework:keeping_clear", args=[cast.volunteers[who].pk])


def planted(cast, volunteer):
    """Of somebody without a login."""
    with as_owner():
        return KeepClear.objects.create(
            volunteer=volunteer, area=volunteer.area, kind="place", at=cast.now, by=cast.vera
        )  # fmt: skip


def test_a_volunteer_says_it_reads_it_back_and_takes_it_back(cast):
    own = tell(cast)
    vera = signed_in(cast.vera)
    assert "dotterel-6" in words(vera.get(OWN))
    assert OWN in vera.get("/volunteering/").content.decode()
    again = {"once": str(own.pk), "kind": "person", "text": "My cousin: dotterel-6"}
    assert vera.post(OWN, again).status_code == 302
    back = reverse("volunteering:keeping_clear_withdrawal", args=[own.pk])
    assert signed_in(cast.vic).post(back).status_code == 404
    assert vera.post(back).status_code == 302
    assert "and took it back on" in words(vera.get(OWN))
    with as_owner():
        assert KeepClear.objects.count() == 1
    assert "Taken back" in words(signed_in(cast.cora).get(theirs(cast)))


def test_nothing_typed_is_lost_and_what_is_missing_is_said_beside_it(cast):
    wrong = signed_in(cast.vera).post(OWN, {"once": str(new_id()), "text": "By the mill: dotterel-7"})
    assert wrong.status_code == 422
    assert "Select whom or what" in words(wrong)
    assert "dotterel-7" in wrong.content.decode()


def test_staff_read_it_under_a_receipt_and_look_at_it(cast):
    own, cora = tell(cast), signed_in(cast.cora)
    assert "dotterel-6" not in words(cora.get(reverse("casework:volunteer", args=[own.volunteer_id])))
    shown = words(cora.get(theirs(cast)))
    assert "dotterel-6" in shown
    assert "Not yet" in shown
    with as_owner():
        assert Entry.objects.filter(verb="opened", item_id=own.volunteer_id, item_type="forming.keepclear").count() == 1
    page = reverse("casework:clear_look", args=[own.pk])
    assert "dotterel-6" in words(cora.get(page))
    for wrong, says in (
        ({}, "Select what came of it"),
        ({"came": "nothing", "why": "no"}, "Say in a few words why there is nothing to do"),
        ({"came": "noted"}, "Select the exclusion that was noted"),
    ):
        answer = cora.post(page, {"once": str(new_id()), **wrong})
        assert (answer.status_code, says in words(answer)) == (422, True), wrong
    with as_owner():
        assert not ClearLook.objects.exists()
    once = {"once": str(new_id()), "came": "nothing", "why": "He is nobody we work with: dotterel-8"}
    for _ in range(2):
        assert cora.post(page, once).status_code == 302
    assert "Nothing to do, because: He is nobody we work with: dotterel-8" in words(cora.get(theirs(cast)))
    assert "dotterel-8" not in signed_in(cast.vera).get(OWN).content.decode()
    with as_owner():
        assert ClearLook.objects.count() == 1


def test_an_exclusion_is_noted_on_the_core_members_page_and_named_as_what_came_of_it(cast):
    own, cora = tell(cast), signed_in(cast.cora)
    note = {"volunteer": str(own.volunteer_id), "because": "person", "text": "They are cousins, they say."}
    cora.post(reverse("casework:exclusions", args=[cast.mark.pk]), {"once": str(new_id()), **note})
    with as_owner():
        noted = Exclusion.objects.get()
    page = reverse("casework:clear_look", args=[own.pk])
    done = cora.post(page, {"once": str(new_id()), "came": "noted", "exclusion": str(noted.pk), "why": "not kept"})
    assert done.status_code == 302
    shown = words(cora.get(theirs(cast)))
    assert f"An exclusion is noted: {cast.mark.given_name} {cast.mark.family_name}, they know the person" in shown
    assert "not kept" not in shown


@pytest.mark.parametrize("who", ["vera", "vic", "xena", "colin", "petra", "tess", "adam", "dana"])
def test_for_anybody_else_there_is_no_such_page(cast, who):
    own = tell(cast)
    client = signed_in(cast.users[who])
    for page in (theirs(cast), reverse("casework:clear_look", args=[own.pk])):
        assert client.get(page).status_code == 404
    if who != "vera":
        assert "dotterel-6" not in client.get(OWN).content.decode()


def test_it_is_said_beside_the_name_where_a_seat_is_given_and_read_only_when_opened(cast):
    pool = plant_pool(cast, waiting=1, volunteers=3)
    cora = signed_in(cast.cora)
    ada, ben = pool.volunteers[:2]
    page, start = reverse("casework:new_volunteer_seat", args=[cast.circle_1.pk]), "/casework/circles/new/"
    assert SAYS not in words(cora.get(page))
    said = planted(cast, ada)
    shown = cora.get(page)
    assert f"{ada.full_name} ({SAYS})" in words(shown)
    assert f"{ben.full_name} ({SAYS})" not in words(shown)
    assert f'href="{reverse("casework:keeping_clear", args=[ada.pk])}" target="_blank"' in shown.content.decode()
    opening = f"{start}?area=devon-cornwall&kind=adult"
    assert "Says what they keep clear of" in words(cora.get(opening))
    wanted = {
        "once": str(new_id()), "core_once": str(new_id()), "name": "The Alder Circle", "meeting_minutes": "120",
        "core_member": str(pool.waiting[0].pk), "holidays": "leave_out", "how_many": "0",
    }  # fmt: skip
    heading = "Said whom or what they keep clear of"
    assert heading in words(cora.post(opening, {**wanted, "volunteers": [str(ada.pk), str(ben.pk)]}))
    assert heading not in words(cora.post(opening, {**wanted, "volunteers": [str(ben.pk)]}))
    run = run_page(worked_out(cora))
    assert heading in words(cora.get(run))
    with as_owner():
        KeepClear.objects.filter(pk=said.pk).update(withdrawn_at=cast.now)
    for address in (page, run):
        assert SAYS not in words(cora.get(address))
        assert heading not in words(cora.get(address))


def test_the_pages_ask_as_often_for_three_as_for_one(cast):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            own = tell(cast)
            with as_owner():
                vera = cast.volunteers["vera"]
                ClearLook.objects.create(
                    keep_clear=own, came="nothing", volunteer=vera, area=vera.area, by=cast.cora, at=cast.now
                )  # fmt: skip
        for who, page in ((cast.vera, OWN), (cast.cora, theirs(cast))):
            client = signed_in(who)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            counts.append(len(asked))
    assert counts[:2] == counts[2:] == [14, 17]
