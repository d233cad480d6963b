"""Reviews on the pages: planned, answered, views side by side, a pack approved and released, copies tagged."""

import io
from datetime import timedelta

import pypdf
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from encircle.common.clock import in_london
from encircle.rooms.circles.models import Phase
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.reviews.models import Answer, Attendance, Holding, Invitation, PackApproval, Review, View
from encircle.rooms.reviews.vocabulary import Came
from encircle.rooms.sharing.models import Release
from tests.cast import plant_cast
from tests.rooms.reviews.scene import draft, everybody_says, hold, plan, seats_of
from tests.support.client import signed_in
from tests.support.database import as_owner
from tests.support.reckoning import reckon_up


@pytest.fixture
def cast(db):
    return plant_cast()


@pytest.fixture
def cora(cast):
    return signed_in(cast.cora)


def main(response):
    return BeautifulSoup(response.content, "html.parser").main


def words(response):
    return " ".join(main(response).get_text(" ").split())


def as_shown(response, **more):
    """What the browser would post back."""
    posted = {}
    for field in main(response).select("form input"):
        if field["type"] in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        posted.setdefault(field["name"], []).append(field.get("value", ""))
    for field in main(response).select("form textarea"):
        posted[field["name"]] = [field.text.lstrip("\r\n")]
    for field in main(response).select("form select"):
        chosen = field.select_one("option[selected]") or field.select_one("option")
        posted[field["name"]] = [chosen.get("value", "")]
    return posted | more


def said_on(moment):
    on = in_london(moment).date()
    return {"said_on_day": on.day, "said_on_month": on.month, "said_on_year": on.year}


def begin(cast, days):
    with as_owner():
        Phase.objects.filter(circle=cast.circle_1).exclude(name="forming").update(
            starts_at=cast.now - timedelta(days=days)
        )


def test_the_circles_page_says_when_its_next_review_is_due(cast, cora):
    begin(cast, 30)
    assert "Next review Due on" in words(cora.get(f"/casework/circles/{cast.circle_1.pk}/"))
    begin(cast, 200)
    assert "Next review Was due on" in words(cora.get(f"/casework/circles/{cast.circle_1.pk}/"))


def test_a_review_to_plan_and_one_whose_views_are_waited_for_stand_on_her_home_page(cast, cora):
    begin(cast, 100)
    reckon_up()
    assert "review to plan" in words(cora.get("/casework/"))
    plan(cast, days=5)
    page = words(cora.get("/casework/"))
    assert "0 of 5 views are in" in page
    assert "review to plan" not in page


def test_moving_one_asks_why_and_keeps_when_it_was_to_be(cast, cora):
    review = plan(cast, days=20)
    here, move = (f"/casework/reviews/{review.pk}/{page}" for page in ("", "time"))
    later = as_shown(cora.get(move), starts=["10am"], ends=["11am"], place=["online"])
    refused = cora.post(move, later | {"why": [""]})
    assert refused.status_code == 422
    assert "Enter why it is moved" in words(refused)
    assert cora.post(move, later | {"why": ["The room is taken."]}).status_code == 302
    assert "Moved once : when it was to be before, and why" in words(cora.get(here))
    told = words(cora.get(f"/casework/corrections/{review.pk}/"))
    assert "The room is taken." in told
    assert "10:00 to 11:00" in told


def test_she_plans_one_with_those_the_standard_invites(cast, cora):
    address = f"/casework/circles/{cast.circle_1.pk}/reviews/new"
    page = cora.get(address)
    assert page.status_code == 200
    ticked = {field["value"] for field in main(page).select('input[name="seats"][checked]')}
    with as_owner():
        wanted = {str(seat.pk) for seat in seats_of(cast).values()}
    assert ticked >= wanted
    assert str(cast.seats["hana"].pk) not in ticked
    names = {field["name"] for field in main(page).select("input")}
    boxes = sorted(name for name in names if name.startswith("day"))
    on = in_london(cast.now + timedelta(days=9)).date()
    posted = as_shown(page, starts="2pm", ends="3pm", place="online")
    posted |= dict(zip(boxes, (on.day, on.month, on.year), strict=True)) if len(boxes) == 3 else {}
    for name in boxes:
        part = name.rpartition("_")[2].rpartition("-")[2]
        posted[name] = {"day": on.day, "month": on.month, "year": on.year}.get(part, posted.get(name))
    for _ in range(2):
        answer = cora.post(address, posted)
        assert answer.status_code == 302, words(answer)
    with as_owner():
        assert Review.objects.count() == 1


def test_a_wrong_day_is_said_beside_the_field_and_nothing_typed_is_lost(cast, cora):
    address = f"/casework/circles/{cast.circle_1.pk}/reviews/new"
    answer = cora.post(address, as_shown(cora.get(address), starts="half past nowhere", ends="3pm"))
    assert answer.status_code == 422
    assert 'value="half past nowhere"' in answer.content.decode()
    with as_owner():
        assert not Review.objects.exists()


def test_omar_answers_and_gives_his_view_in_his_door(cast):
    review = plan(cast)
    omar = signed_in(cast.omar)
    address = f"/outer-circle/reviews/{review.pk}/"
    assert omar.get(address).status_code == 200
    for _ in range(2):
        omar.post(f"{address}answer", {"coming": "coming"})
    posted = as_shown(omar.get(f"{address}view"), risk="I see more risk: the shoveler.", onward="outer_circle")
    for _ in range(2):
        assert omar.post(f"{address}view", posted).status_code == 302
    assert "the shoveler" in words(omar.get(address))
    with as_owner():
        assert (Answer.objects.count(), View.objects.count()) == (1, 1)


def test_an_empty_view_comes_back_with_what_to_do(cast):
    review = plan(cast)
    omar = signed_in(cast.omar)
    address = f"/outer-circle/reviews/{review.pk}/view"
    answer = omar.post(address, as_shown(omar.get(address)))
    assert answer.status_code == 422
    assert "Enter something under at least one heading" in words(answer)


def test_vera_writes_hers_and_takes_marks_down(cast):
    review = plan(cast)
    vera = signed_in(cast.vera)
    address = f"/volunteering/reviews/{review.pk}/"
    assert f'href="{address}"' in vera.get("/volunteering/").content.decode()
    for page, text in (("view/", "The yellowhammer."), ("core-members-view/", "The chough.")):
        answer = vera.post(f"{address}{page}", as_shown(vera.get(f"{address}{page}"), progress=text))
        assert answer.status_code == 302
    page = words(vera.get(address))
    assert "The yellowhammer." in page
    assert "The chough." in page
    assert "The chough." not in words(signed_in(cast.vic).get(address))


def test_a_circle_with_easy_read_papers_asks_the_core_member_in_plain_words(cast):
    review = plan(cast)
    vera = signed_in(cast.vera)
    address = f"/volunteering/reviews/{review.pk}/core-members-view/"
    assert "What is going well?" not in words(vera.get(address))
    with as_owner():
        KindStandard.objects.filter(kind=cast.circle_1.kind).update(easy_read=True)
    assert "What is going well?" in words(vera.get(address))


def test_what_an_agency_keeps_to_itself_is_on_no_page_of_the_volunteers_or_of_another_agency(cast):
    review = plan(cast, days=-1)
    everybody_says(cast, review)
    hold(cast, review)
    pages = {
        "vera": ("/volunteering/", f"/volunteering/reviews/{review.pk}/"),
        "vic": ("/volunteering/", f"/volunteering/reviews/{review.pk}/"),
        "petra": ("/outer-circle/", f"/outer-circle/reviews/{review.pk}/"),
    }
    for name, addresses in pages.items():
        person = signed_in(cast.users[name])
        for address in addresses:
            text = person.get(address).content.decode()
            assert "razorbill" not in text, (name, address)
            assert "shoveler" not in text, (name, address)
    assert "woodlark" in signed_in(cast.vera).get(pages["vera"][1]).content.decode()


def test_whoever_was_forgotten_is_invited_as_well_and_nobody_twice(cast, cora):
    review = plan(cast, seats=["petra", "vera"])
    address = f"/casework/reviews/{review.pk}/invitations"
    page = cora.get(address)
    offered = {field["value"] for field in main(page).select('input[name="seats"]')}
    hana, petra = str(cast.seats["hana"].pk), str(cast.seats["petra"].pk)
    assert hana in offered
    assert petra not in offered
    assert cora.post(address, as_shown(page)).status_code == 422
    assert cora.post(address, as_shown(page, seats=[hana])).status_code == 302
    assert cora.post(address, as_shown(page, seats=[hana])).status_code == 422
    with as_owner():
        assert Invitation.objects.filter(review=review, seat=cast.seats["hana"]).count() == 1
    assert "Hana Willowherb" in words(cora.get(f"/casework/reviews/{review.pk}/"))


def test_an_answer_told_on_the_telephone_keeps_who_said_it_and_when_beside_who_keyed_it_and_when(cast, cora):
    review, omar = plan(cast), cast.seats["omar"]
    address = f"/casework/reviews/{review.pk}/answers/{omar.pk}"
    yesterday = in_london(cast.now - timedelta(days=1))
    told = {"coming": "coming", "said_by": "Sergeant Lowe", **said_on(yesterday)}
    page = cora.post(address, as_shown(cora.get(address), **told | {"said_by": " "}))
    assert page.status_code == 422
    assert "Enter who told you" in words(page)
    late = told | said_on(cast.now + timedelta(days=2))
    assert "The day must be today or in the past" in words(cora.post(address, as_shown(cora.get(address), **late)))
    for _ in range(2):
        assert cora.post(address, as_shown(cora.get(address), **told)).status_code == 302
    with as_owner():
        answer = Answer.objects.get(review=review, seat=omar)
    assert (answer.said_by, answer.given_on, answer.answered_by_id) == (
        "Sergeant Lowe", yesterday.date(), cast.cora.pk,
    )  # fmt: skip
    assert "said by Sergeant Lowe on" in words(cora.get(f"/casework/reviews/{review.pk}/"))
    for path in (address, f"/casework/reviews/{review.pk}/invitations"):
        assert signed_in(cast.colin).get(path).status_code == 404
    assert cora.get(f"/casework/reviews/{review.pk}/answers/{cast.seats['hana'].pk}").status_code == 404


def test_she_records_it_and_sees_who_came(cast, cora):
    review = plan(cast, days=-1)
    address = f"/casework/reviews/{review.pk}/holding"
    came = {f"came_{seat.pk}": "present" for seat in seats_of(cast).values()}
    came[f"came_{cast.seats['omar'].pk}"] = "absent"
    posted = as_shown(cora.get(address), **came)
    for _ in range(2):
        assert cora.post(address, posted).status_code == 302
    with as_owner():
        assert (Holding.objects.count(), Attendance.objects.filter(came=Came.ABSENT).count()) == (1, 1)
    page = words(cora.get(f"/casework/circles/{cast.circle_1.pk}/reviews/"))
    assert "Devon and Cornwall Police 0 of 1 never" in page


def test_all_views_are_read_side_by_side(cast, cora):
    review = plan(cast)
    everybody_says(cast, review)
    page = words(cora.get(f"/casework/reviews/{review.pk}/views/"))
    for bird in ("woodlark", "shoveler", "razorbill", "yellowhammer", "chough"):
        assert bird in page
    assert signed_in(cast.colin).get(f"/casework/reviews/{review.pk}/views/").status_code == 404


def test_from_the_draft_to_the_release_it_is_three_presses(cast, cora):
    review = plan(cast, days=-1)
    hold(cast, review)
    drafted = cora.post(f"/casework/reviews/{review.pk}/pack")
    assert drafted.status_code == 302
    approved = cora.post(f"{drafted['Location']}approval")
    preview = cora.get(approved["Location"])
    assert "What goes and what stays" in words(preview)
    released = cora.post(approved["Location"], as_shown(preview, do="release"))
    assert released.status_code == 302, words(released)
    assert "Released to" in words(cora.get(released["Location"]))
    with as_owner():
        assert set(Release.objects.values_list("kind", flat=True)) == {"review"}
        assert PackApproval.objects.count() == 1
    assert "Review on" in words(signed_in(cast.petra).get("/outer-circle/"))


def test_a_correction_is_made_on_the_page_and_a_double_press_is_one_version(cast, cora):
    version = draft(cast, plan(cast))
    address = f"/casework/reviews/packs/{version}/correction"
    posted = as_shown(cora.get(address), new_heading="To know", new_text="The woodlark sings.")
    first = cora.post(address, posted)
    assert first.status_code == 302
    assert cora.post(address, posted).status_code == 302
    page = words(cora.get(first["Location"]))
    assert "Version 2: correction" in page
    assert "The woodlark sings." in page
    assert "Version 3" not in page


def test_copies_are_tagged_and_have_headings_and_hold_what_their_reader_may_have(cast, cora):
    review = plan(cast)
    everybody_says(cast, review)
    version = draft(cast, review, approved=True)
    where = f"/casework/reviews/packs/{version}"
    book = pypdf.PdfReader(io.BytesIO(cora.get(f"{where}/pdf").content))
    assert book.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert book.trailer["/Root"]["/Lang"] == "en-GB"
    ours = " ".join(page.extract_text() for page in book.pages)
    assert "yellowhammer" in ours
    answer = cora.get(f"{where}/circle/word")
    assert "review-" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    document = Document(io.BytesIO(answer.content))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings[0].startswith("Review on ")
    assert "The view of the core member" in headings
    theirs = "\n".join(one.text for one in document.paragraphs)
    assert "woodlark" in theirs
    for word in ("yellowhammer", "razorbill", "shoveler"):
        assert word not in theirs
    assert 'w:lang w:val="en-GB"' in document.styles["Normal"].element.xml


def test_no_copy_before_it_is_approved_and_none_for_anybody_else(cast, cora):
    version = draft(cast, plan(cast))
    assert cora.get(f"/casework/reviews/packs/{version}/pdf").status_code == 403
    for name in ("vera", "omar", "colin"):
        assert signed_in(cast.users[name]).get(f"/casework/reviews/packs/{version}/pdf").status_code == 404


def test_a_manager_sees_who_never_comes(cast):
    hold(cast, plan(cast, days=-1), came={"omar": Came.ABSENT})
    page = words(signed_in(cast.olga).get("/casework/reviews/"))
    assert "Devon and Cornwall Police Never 1" in page
    assert "Devon and Cornwall Police" not in words(signed_in(cast.colin).get("/casework/reviews/"))


ADDRESSES = ("circle", "review", "views", "home", "outer", "volunteer", "answer", "invitations")


@pytest.mark.parametrize("which", ADDRESSES)
def test_it_asks_as_often_for_three_as_for_one(cast, which):
    """Reviews held, views given and people asked: one of them, then three."""
    review = plan(cast, days=-1)
    say_all(cast, review, 1)
    person, address = where(cast, review)[which]
    client = signed_in(cast.users[person])
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        assert client.get(address).status_code == 200
    say_all(cast, review, 3)
    for days in (-3, -2):
        hold(cast, plan(cast, days=days))
    with CaptureQueriesContext(connection) as three:
        assert client.get(address).status_code == 200
    assert len(three) == len(one)


def say_all(cast, review, times):
    for _ in range(times):
        everybody_says(cast, review)


def where(cast, review):
    return {
        "circle": ("cora", f"/casework/circles/{cast.circle_1.pk}/reviews/"),
        "review": ("cora", f"/casework/reviews/{review.pk}/"),
        "views": ("cora", f"/casework/reviews/{review.pk}/views/"),
        "home": ("cora", "/casework/"),
        "answer": ("cora", f"/casework/reviews/{review.pk}/answers/{cast.seats['omar'].pk}"),
        "invitations": ("cora", f"/casework/reviews/{review.pk}/invitations"),
        "outer": ("omar", f"/outer-circle/reviews/{review.pk}/"),
        "volunteer": ("vera", f"/volunteering/reviews/{review.pk}/"),
    }
