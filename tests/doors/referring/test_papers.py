"""Documents with a form, on its pages; and a form that saves itself while somebody types."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.referrals.models import ReferralDocument, SectionDraft, Submission
from tests.cast import plant_cast
from tests.foundations.files.corpus import pdf, typeset, with_a_file_inside, word
from tests.rooms.referrals.form import invited, written
from tests.support.client import signed_in
from tests.support.database import as_owner


@pytest.fixture
def cast(db):
    return plant_cast()


@pytest.fixture
def referral(cast):
    with as_owner():
        return written(invited(cast, "petra"), cast.petra)


@pytest.fixture
def petra(cast):
    return signed_in(cast.petra)


def form(referral, rest=""):
    return f"/referring/referrals/{referral.pk}/form/{rest}"


def main(answer):
    return BeautifulSoup(answer.content, "html.parser").main


def words(answer):
    return " ".join(main(answer).get_text(" ").split())


def upload(client, referral, content, name="Report.pdf", id=None, **more):
    sent = {"once": str(id or new_id()), "kind": "assessment", "file": SimpleUploadedFile(name, content), **more}
    return client.post(form(referral, "documents/"), sent)


def test_a_pdf_and_a_word_file_go_with_the_form_from_the_draft_to_the_staff(cast, referral, petra):
    assert "Documents Optional" in words(petra.get(form(referral)))
    assert upload(petra, referral, typeset("The brambling report.")).status_code == 302
    assert upload(petra, referral, word(), "Letter.docx").status_code == 302
    assert "Documents 2 added" in words(petra.get(form(referral)))
    listed = petra.get(form(referral, "documents/"))
    assert "Report.pdf" not in words(listed)  # its name may say what it is about
    first = next(link["href"] for link in main(listed).select("li a") if link["href"].endswith("/"))
    assert "The brambling report." in words(petra.get(first))
    assert petra.get(f"{first}pages/1")["Content-Type"] == "image/jpeg"
    answers = petra.get(form(referral, "answers/"))
    checked = main(answers).find(attrs={"name": "checked"})["value"]
    assert petra.post(form(referral, "submission"), {"checked": checked}).status_code == 302
    with as_owner():
        assert Submission.objects.count() == 1
        report = ReferralDocument.objects.get(file_kind="pdf")
    copy = petra.get(f"/referring/referrals/{referral.pk}/copy/")
    assert f"/referring/documents/{report.pk}/" in copy.content.decode()
    assert "The brambling report." in words(petra.get(f"/referring/documents/{report.pk}/"))
    cora = signed_in(cast.cora)
    page = f"/casework/referrals/documents/{report.pk}/"
    assert page in cora.get(f"/casework/referrals/{referral.pk}/").content.decode()
    shown = cora.get(page)
    assert "The brambling report." in words(shown)
    assert cora.get(f"{page}pages/1")["Content-Security-Policy"] == "default-src 'none'; sandbox"
    with as_owner():
        assert Entry.objects.filter(item_id=report.pk, verb="opened", actor_id=cast.cora.pk).count() == 2


def test_a_draft_shows_the_staff_no_document(cast, referral, petra):
    upload(petra, referral, typeset())
    with as_owner():
        report = ReferralDocument.objects.get()
    cora = signed_in(cast.cora)
    assert "section-documents" not in cora.get(f"/casework/referrals/{referral.pk}/").content.decode()
    assert cora.get(f"/casework/referrals/documents/{report.pk}/").status_code == 404
    assert petra.get(f"/referring/documents/{report.pk}/").status_code == 404  # not sent: read with the form


def test_pressed_twice_it_is_added_once_and_a_bad_file_is_refused_beside_its_box(referral, petra):
    form_id = new_id()
    assert [upload(petra, referral, typeset(), id=form_id).status_code for _ in range(2)] == [302, 302]
    refused = upload(petra, referral, pdf(with_a_file_inside))
    assert refused.status_code == 422
    assert main(refused).select_one("#id_file-error, .govuk-error-message") is not None
    assert upload(petra, referral, typeset(), kind="").status_code == 422
    with as_owner():
        assert ReferralDocument.objects.count() == 1


def test_it_is_taken_away_after_a_question(referral, petra):
    upload(petra, referral, typeset())
    with as_owner():
        report = ReferralDocument.objects.get()
    page = form(referral, f"documents/{report.pk}/removal")
    assert "Take this document away?" in words(petra.get(page))
    assert [petra.post(page).status_code for _ in range(2)] == [302, 302]
    with as_owner():
        assert not ReferralDocument.objects.exists()


def test_another_forms_document_is_not_there(cast, referral, petra):
    upload(petra, referral, typeset())
    with as_owner():
        other, report = invited(cast, "petra"), ReferralDocument.objects.get()
    assert petra.get(form(other, f"documents/{report.pk}/")).status_code == 404
    assert signed_in(cast.omar).get(form(referral, f"documents/{report.pk}/")).status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_takes_the_same_statements_however_many(referral, petra, how_many):
    for _ in range(how_many):
        upload(petra, referral, typeset())
    petra.get(form(referral, "documents/"))
    with CaptureQueriesContext(connection) as read:
        petra.get(form(referral, "documents/"))
    assert len(read) == 12


# --- a form that saves itself ---


def autosave(client, page, **typed):
    return client.post(page, typed, headers={"X-Autosave": "1"})


def test_what_is_typed_is_saved_without_a_press_and_nothing_is_called_complete(cast):
    with as_owner():
        referral = invited(cast, "petra")
    petra, page = signed_in(cast.petra), form(referral, "sections/person/")
    assert main(petra.get(page)).select_one("form[data-autosave-url]")["data-autosave-url"] == page
    saved = autosave(petra, page, given_name="Quentin", revision="0")
    assert (saved.status_code, saved.json()["fields"]) == (200, {"revision": "1"})
    assert autosave(petra, page, given_name="Quentin Q", revision="1").json()["fields"] == {"revision": "2"}
    with as_owner():
        draft = SectionDraft.objects.get(referral=referral)
    assert (draft.answers["typed"]["given_name"], draft.done) == ("Quentin Q", False)
    assert 'value="Quentin Q"' in petra.get(page).content.decode()


def test_another_device_that_saved_meanwhile_is_never_written_over(cast):
    with as_owner():
        referral = invited(cast, "petra")
    petra, page = signed_in(cast.petra), form(referral, "sections/person/")
    autosave(petra, page, given_name="First", revision="0")
    clash = autosave(petra, page, given_name="Second", revision="0")
    assert (clash.status_code, clash.json()) == (409, {"url": page})
    with as_owner():
        assert SectionDraft.objects.get(referral=referral).answers["typed"]["given_name"] == "First"


def test_to_whoever_holds_it_not_the_form_is_not_there(cast, referral):
    for who in ("omar", "cora", "vera"):
        answer = autosave(signed_in(cast.users[who]), form(referral, "sections/person/"), given_name="X", revision="1")
        assert answer.status_code == 404
