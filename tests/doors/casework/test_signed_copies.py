"""The signed copy of an agreement: kept once as any document is, read page by page, refused with the reason."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.foundations.files import scanner
from encircle.foundations.files.models import PersonKey, Verdict
from encircle.rooms.partners.models import AgencyAgreement, SignedCopy, SignedCopyScan
from encircle.rooms.partners.tasks import scan_waiting
from tests.cast import plant_cast
from tests.foundations.files import corpus
from tests.support.client import signed_in
from tests.support.database import as_owner


@pytest.fixture
def cast(db):
    return plant_cast()


@pytest.fixture
def agreement(cast):
    with as_owner():
        return AgencyAgreement.objects.get(agency=cast.agencies["police"])


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def keep(client, agreement, *, once=None, name="Signed by both.pdf", content=None):
    file = SimpleUploadedFile(name, content or corpus.typeset())
    return client.post(address("signed_copy_new", agreement.pk), {"once": once or str(new_id()), "file": file})


def kept():
    with as_owner():
        return SignedCopy.objects.get()


def test_it_is_kept_once_and_read_a_page_at_a_time_each_time_with_a_receipt(cast, agreement):
    cora, once = signed_in(cast.cora), str(new_id())
    agency = address("agency", agreement.agency_id)
    assert address("signed_copy_new", agreement.pk) in cora.get(agency).content.decode()
    assert [keep(cora, agreement, once=once).status_code for _ in range(2)] == [302, 302]
    page = address("signed_copy", kept().pk)
    assert page in cora.get(agency).content.decode()
    assert "Signed by both.pdf" not in cora.get(agency).content.decode()
    colin = signed_in(cast.colin)
    assert "Signed by both.pdf" in words(colin.get(page))
    image = colin.get(address("signed_copy_page", kept().pk, 1))
    assert image["Content-Type"] == "image/jpeg"
    assert "sandbox" in image["Content-Security-Policy"]
    assert colin.get(address("signed_copy_page", kept().pk, 9)).status_code == 404
    copy_id = kept().pk
    with as_owner():
        assert PersonKey.objects.filter(subject_id=agreement.agency_id).count() == 1
        opened = Entry.objects.filter(verb="opened", item_id=copy_id, actor_id=cast.colin.pk)
        assert opened.count() == 2


def test_another_copy_is_not_put_in_its_place(cast, agreement):
    cora = signed_in(cast.cora)
    keep(cora, agreement)
    first = kept().pk
    again = keep(cora, agreement)
    assert again.status_code == 422
    assert "A signed copy is kept with this agreement already" in words(again)
    assert kept().pk == first


@pytest.mark.parametrize("name", sorted(corpus.HOSTILE)[:3])
def test_a_harmful_file_is_refused_with_the_reason_and_nothing_of_it_stays(cast, agreement, name):
    answer = keep(signed_in(cast.cora), agreement, name=name, content=corpus.HOSTILE[name].make() or b" ")
    assert answer.status_code == 422
    assert BeautifulSoup(answer.content, "html.parser").find(id="id_file-error") is not None
    with as_owner():
        assert SignedCopy.objects.count() == 0


@pytest.mark.parametrize("name", ["vera", "petra", "adam", "tess"])
def test_it_is_not_there_for_others(cast, agreement, name):
    keep(signed_in(cast.cora), agreement)
    other = signed_in(cast.users[name])
    for page in (address("signed_copy", kept().pk), address("signed_copy_new", agreement.pk)):
        assert other.get(page).status_code == 404


def test_what_waits_for_the_scanner_is_not_opened_until_it_was_scanned(cast, agreement, monkeypatch):
    asked = {"down": True}

    def is_clean(data):
        if asked["down"]:
            raise scanner.ScannerDown()
        return True

    monkeypatch.setattr(scanner, "is_set_up", lambda: True)
    monkeypatch.setattr(scanner, "is_required", lambda: True)
    monkeypatch.setattr(scanner, "may_scan", lambda: True)
    monkeypatch.setattr(scanner, "is_clean", is_clean)
    cora = signed_in(cast.cora)
    keep(cora, agreement)
    page = address("signed_copy", kept().pk)
    assert "Waiting to be scanned" in words(cora.get(page))
    assert "Signed by both.pdf" not in words(cora.get(page))
    asked["down"] = False
    scan_waiting(0)
    with as_owner():
        assert SignedCopyScan.objects.get().verdict == Verdict.CLEAN
    assert "Signed by both.pdf" in words(cora.get(page))
