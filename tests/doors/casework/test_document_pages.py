"""Documents and assessments through the pages: kept, refused with a reason, read page by page, taken out."""

import io
import zipfile
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.foundations.files.parsing.refusals import MOST_BYTES, SENTENCES
from encircle.rooms.partners.models import AgencyArea
from encircle.rooms.people.models import PersonDocument, ReportedAssessment
from tests.cast import plant_cast
from tests.foundations.files import corpus
from tests.support.client import signed_in
from tests.support.database import as_owner


@pytest.fixture
def cast(db):
    return plant_cast()


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def paper(cast, content=b"The bittern letter.", name="bittern.txt", **more):
    return {
        "once": str(new_id()), "file": SimpleUploadedFile(name, content), "kind": "letter",
        "agency": str(cast.agencies["police"].pk), "onward": "coordinator_only", **more,
    }  # fmt: skip


def kept(cast, client, *args, **more):
    typed = paper(cast, *args, **more)
    answer = client.post(address("new_document", cast.mark.pk), typed)
    assert answer.status_code == 302, words(answer)
    return typed["once"]


def test_a_document_is_kept_once_and_read_inside(cast):
    cora, typed = signed_in(cast.cora), paper(cast)
    for _ in range(2):
        typed["file"].seek(0)
        answer = cora.post(address("new_document", cast.mark.pk), typed)
        assert answer.url == address("documents", cast.mark.pk)
    with as_owner():
        assert PersonDocument.objects.count() == 1
    listed = words(cora.get(address("documents", cast.mark.pk)))
    assert "Letter or email" in listed
    assert "Devon and Cornwall Police" in listed
    assert "For the coordinator only." in listed
    assert "bittern" not in listed
    page = words(cora.get(address("document", typed["once"])))
    assert "The bittern letter." in page
    assert "bittern.txt" in page


def test_its_name_stands_in_no_title_no_header_and_no_address(cast):
    cora = signed_in(cast.cora)
    document = kept(cast, cora)
    for name in ("document", "document_original"):
        answer = cora.get(address(name, document))
        assert "bittern" not in str(dict(answer.headers))
    page = BeautifulSoup(cora.get(address("document", document)).content, "html.parser")
    assert "bittern" not in page.title.text
    assert not [link for link in page.find_all("a") if "bittern" in link.get("href", "")]


def test_a_pdf_is_read_page_by_page_as_images_with_a_policy_of_their_own(cast):
    cora = signed_in(cast.cora)
    document = kept(cast, cora, corpus.typeset("One.\n#pagebreak()\nTwo."), "letter.pdf")
    page = cora.get(address("document", document), {"page": "2"})
    shown = BeautifulSoup(page.content, "html.parser").find("img", class_="encircle-page-image")
    assert shown["src"] == address("document_page", document, 2)
    assert "Page 2 of 2" in words(page)
    assert "Two." in words(page)
    image = cora.get(shown["src"])
    assert image.content.startswith(b"\xff\xd8\xff")
    assert {name: image[name] for name in SANDBOX} == SANDBOX
    assert image["Content-Type"] == "image/jpeg"
    for number in (0, 3, 99):
        assert cora.get(address("document_page", document, number)).status_code == 404


SANDBOX = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def test_a_letter_is_shown_as_words_marked_as_such_and_nothing_in_it_becomes_a_page_of_ours(cast):
    cora = signed_in(cast.cora)
    letter = corpus.word(corpus.paragraphs("&lt;script&gt;alert(1)&lt;/script&gt;"))
    document = kept(cast, cora, letter, "letter.docx")
    page = cora.get(address("document", document))
    assert "These are the words of the file, without its look" in words(page)
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in page.content
    assert b"<script>alert" not in page.content
    assert cora.get(address("document_page", document, 1)).status_code == 404


def test_the_file_itself_is_handed_out_to_be_saved(cast):
    cora = signed_in(cast.cora)
    document = kept(cast, cora, corpus.word(), "Mark Hazelgrove.docx")
    answer = cora.get(address("document_original", document))
    assert zipfile.is_zipfile(io.BytesIO(answer.content))
    assert answer["Content-Disposition"] == 'attachment; filename="document.docx"'
    assert {name: answer[name] for name in SANDBOX} == SANDBOX


@pytest.mark.parametrize("name", ["empty.pdf", "script.pdf", "macros.docx", "entity.docx", "picture.pdf", "huge.png"])
def test_a_refused_file_says_why_beside_the_field_and_nothing_typed_is_lost(cast, name):
    hostile, cora = corpus.HOSTILE[name], signed_in(cast.cora)
    answer = cora.post(address("new_document", cast.mark.pk), paper(cast, hostile.make(), name, kind="court"))
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert SENTENCES[hostile.why] in page.find(id="id_file-error").text
    assert page.find("input", {"name": "kind", "checked": True})["value"] == "court"
    assert page.find("option", selected=True)["value"] == str(cast.agencies["police"].pk)
    with as_owner():
        assert not PersonDocument.objects.exists()


def test_a_file_beyond_the_limit_says_so(cast):
    cora = signed_in(cast.cora)
    for size in (MOST_BYTES + 1, MOST_BYTES + 900_000):
        answer = cora.post(address("new_document", cast.mark.pk), paper(cast, b"a" * size, "long.txt"))
        assert answer.status_code == 422
        assert "must be 25 MB or smaller" in words(answer)


def test_whoever_has_to_put_something_else_right_is_told_to_choose_the_file_again(cast):
    answer = signed_in(cast.cora).post(address("new_document", cast.mark.pk), paper(cast, agency=""))
    page = BeautifulSoup(answer.content, "html.parser")
    assert "Choose the file again" in page.find(id="id_file-error").text
    assert page.find(id="id_agency-error") is not None


def test_a_document_that_waits_for_the_scanner_is_seen_to_wait_and_cannot_be_opened(cast, settings):
    settings.SCANNER, settings.SCANNER_REQUIRED = "/nowhere/clamd", True
    cora = signed_in(cast.cora)
    document = kept(cast, cora, corpus.typeset(), "letter.pdf")
    listed = words(cora.get(address("documents", cast.mark.pk)))
    assert "It can be read once the virus scanner has looked at it." in listed
    assert "Waiting for the virus scanner" in listed
    page = words(cora.get(address("document", document)))
    assert "cannot be opened until it has been scanned" in page
    assert "letter.pdf" not in page
    for name, *more in (("document_page", 1), ("document_original",)):
        assert cora.get(address(name, document, *more)).status_code == 404


def result(cast, **more):
    day = in_london(cast.now).date() - timedelta(days=20)
    return {
        "once": str(new_id()), "tool": "arms", "result": "High", "agency": str(cast.agencies["police"].pk),
        "assessed_on_day": day.day, "assessed_on_month": day.month, "assessed_on_year": day.year, **more,
    }  # fmt: skip


def test_an_assessment_is_recorded_once_and_the_next_supersedes_it(cast):
    cora, typed = signed_in(cast.cora), result(cast)
    for _ in range(2):
        answer = cora.post(address("new_assessment", cast.mark.pk), typed)
        assert answer.url == address("assessments", cast.mark.pk)
    with as_owner():
        assert ReportedAssessment.objects.count() == 1
    cora.post(address("new_assessment", cast.mark.pk), result(cast, result="Medium"))
    listed = words(cora.get(address("assessments", cast.mark.pk)))
    assert "Work priority Medium" in listed
    assert listed.index("Work priority Medium") < listed.index("Superseded") < listed.index("Work priority High")


def test_an_assessment_opens_the_document_it_stands_in(cast):
    cora = signed_in(cast.cora)
    document = kept(cast, cora)
    cora.post(address("new_assessment", cast.mark.pk), result(cast, document=document))
    page = BeautifulSoup(cora.get(address("assessments", cast.mark.pk)).content, "html.parser")
    assert page.find("a", href=address("document", document))


def test_what_is_missing_in_an_assessment_is_said_beside_its_field(cast):
    answer = signed_in(cast.cora).post(
        address("new_assessment", cast.mark.pk), result(cast, tool="other", agency="other", result="")
    )
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert page.find(id="id_result-error") is not None
    answer = signed_in(cast.cora).post(
        address("new_assessment", cast.mark.pk), result(cast, tool="other", agency="other", result="Low")
    )
    page = BeautifulSoup(answer.content, "html.parser")
    assert "Enter the name of the tool" in page.find(id="id_other_tool-error").text
    assert "Enter who made the assessment" in page.find(id="id_assessor-error").text


def test_outside_the_area_none_of_it_exists(cast):
    document = kept(cast, signed_in(cast.cora))
    for who in ("colin", "vera", "petra", "adam", "dana"):
        client = signed_in(cast.users[who])
        for name in ("documents", "new_document", "assessments", "new_assessment"):
            assert client.get(address(name, cast.mark.pk)).status_code == 404
        for name, *more in (("document",), ("document_page", 1), ("document_original",)):
            assert client.get(address(name, document, *more)).status_code == 404


FRAME = 9  # statements of any page of this door


def test_the_pages_read_as_much_with_one_as_with_three(cast):
    cora = signed_in(cast.cora)
    counted = {"documents": set(), "assessments": set(), "document": set()}
    for count in (1, 3):
        for _ in range(count):
            document = kept(cast, cora)
            cora.post(address("new_assessment", cast.mark.pk), result(cast))
        cora.get(address("home"))  # takes what was said about the last press
        for name, argument in (("documents", cast.mark.pk), ("assessments", cast.mark.pk), ("document", document)):
            with CaptureQueriesContext(connection) as read:
                cora.get(address(name, argument))
            counted[name].add(len(read))
    assert counted == {"documents": {FRAME + 3}, "assessments": {FRAME + 3}, "document": {FRAME + 6}}


@pytest.mark.parametrize("page", ["new_document", "new_assessment", "mappa_placing", "mappa_meeting_new"])
def test_agencies_of_other_areas_are_not_offered(cast, page):
    """Police here, probation elsewhere; where health works nobody has said."""
    with as_owner():
        AgencyArea.objects.create(agency=cast.agencies["police"], area=cast.areas["a"])
        AgencyArea.objects.create(agency=cast.agencies["police"], area=cast.areas["b"])
        AgencyArea.objects.create(agency=cast.agencies["probation"], area=cast.areas["b"])
    form = BeautifulSoup(signed_in(cast.cora).get(address(page, cast.mark.pk)).content, "html.parser")
    offered = [one["value"] for one in form.select("select[name=agency] option, input[name=agency]")]
    assert str(cast.agencies["police"].pk) in offered
    assert str(cast.agencies["health"].pk) in offered
    assert str(cast.agencies["probation"].pk) not in offered
    assert len(offered) == len(set(offered))
