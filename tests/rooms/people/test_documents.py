"""Documents about a person: kept under keys of their own, opened with a receipt, by the staff of the area alone."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import connection

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.config.commands import rekey
from encircle.foundations.access.identity import acting_as, person, system
from encircle.foundations.audit.models import Entry, Verb
from encircle.foundations.files.envelope import Unreadable
from encircle.foundations.files.keeping import OpenDocument
from encircle.foundations.files.models import PersonKey, Verdict
from encircle.foundations.files.row_policies import SCANNER
from encircle.foundations.files.vault import BytesGone
from encircle.rooms.people import documents
from encircle.rooms.people.documents import NewDocument, add_document, open_document, take_out
from encircle.rooms.people.models import PersonDocument, PersonDocumentLock, PersonDocumentScan
from encircle.rooms.people.tasks import scan_waiting
from tests.cast import acting, plant_cast
from tests.foundations.files.fake_clamd import EICAR, Clamd
from tests.support.database import as_owner

WORDS = b"The bittern letter."
NEW_KEY = "ab" * 32


@pytest.fixture
def cast(db):
    return plant_cast()


@pytest.fixture
def clamd(tmp_path, settings):
    settings.SCANNER, settings.SCANNER_REQUIRED = str(tmp_path / "clamd"), True
    daemon = Clamd(tmp_path / "clamd")
    yield daemon
    if daemon.path.exists():
        daemon.stop()


def new(person, **more):
    given = {"id": new_id(), "subject_id": person.pk, "area_id": person.area_id, "name": "letter.txt",
             "content": WORDS, "kind": "letter"}  # fmt: skip
    return NewDocument(**given | more)


def added(cast, person=None, by=None, **more):
    with acting(by or cast.cora) as actor:
        return add_document(new(person or cast.mark, **more), by=actor, at=actor.now)


def read_by(user, document_id):
    with acting(user) as actor:
        opened = open_document(documents.document(document_id), by=actor)
        return opened and (opened.lock.name, opened.content())


def test_what_is_kept_can_be_opened_by_the_staff_of_the_area(cast):
    document = added(cast)
    for user in (cast.cora, cast.cleo, cast.sena, cast.olga):
        assert read_by(user, document.pk) == ("letter.txt", WORDS)


def test_for_everybody_else_it_does_not_exist(cast):
    document = added(cast)
    for key in ("colin", "vera", "vic", "nina", "xena", "petra", "omar", "hana", "paul", "adam", "dana", "tess"):
        with pytest.raises(NotFound):
            read_by(cast.users[key], document.pk)


def test_opening_leaves_a_receipt_and_taking_it_out_a_line_of_its_own(cast):
    document = added(cast)
    read_by(cast.cora, document.pk)
    with acting(cast.olga) as olga:
        take_out(documents.document(document.pk), by=olga)
    with as_owner():
        lines = Entry.objects.filter(item_id=document.pk).order_by("pk").values_list("verb", "person_id", "area_id")
        assert list(lines) == [
            (verb, cast.mark.pk, cast.mark.area_id) for verb in (Verb.CREATED, Verb.OPENED, Verb.OPENED, Verb.EXPORTED)
        ]


def test_without_a_receipt_the_database_gives_neither_key_nor_name(cast):
    document = added(cast)
    with acting_as(person(cast.cora.pk)):
        assert PersonDocument.objects.filter(pk=document.pk).exists()
        assert not PersonDocumentLock.objects.exists()


def test_the_bytes_that_lie_in_the_storage_tell_nothing(cast):
    document = added(cast)
    with as_owner():
        place = PersonDocumentLock.objects.get(document=document.pk).place
    with storages["documents"].open(f"{place.hex[:2]}/{place.hex}") as file:
        locked = file.read()
    assert WORDS not in locked
    assert len(locked) == len(WORDS) + 1 + 12 + 16


def test_a_document_of_one_person_cannot_be_opened_with_anothers_key(cast):
    """Every way of putting one person's rows in another's place."""
    marks, others = added(cast), added(cast, cast.other_core_member, by=cast.colin)
    with as_owner():
        lock, other_lock = (PersonDocumentLock.objects.get(document=d.pk) for d in (marks, others))
        keys = {key.subject_id: key for key in PersonKey.objects.all()}
        assert OpenDocument(marks, lock).content() == WORDS
        for document, one in ((marks, other_lock), (others, lock)):
            with pytest.raises(Unreadable):
                OpenDocument(document, one).content()
        marks.subject_id = others.subject_id
        with pytest.raises(Unreadable):
            OpenDocument(marks, lock).content()
        keys[cast.mark.pk].subject_id = others.subject_id
        PersonKey.objects.filter(pk=others.subject_id).update(wrapped=keys[cast.mark.pk].wrapped)
        with pytest.raises(Unreadable):
            OpenDocument(marks, lock).content()


def test_one_key_serves_all_documents_of_a_person_and_each_has_its_own_besides(cast):
    first, second = added(cast), added(cast)
    with as_owner():
        assert PersonKey.objects.count() == 1
        wrapped = PersonDocumentLock.objects.filter(document__in=[first.pk, second.pk]).values_list("wrapped", "place")
        assert len({bytes(key) for key, _ in wrapped}) == len({place for _, place in wrapped}) == 2


def test_once_the_persons_key_is_gone_nothing_of_theirs_opens(cast):
    document = added(cast)
    with as_owner():
        PersonKey.objects.all().delete()
    with pytest.raises(PersonKey.DoesNotExist):
        read_by(cast.cora, document.pk)


def test_nobody_of_the_application_can_remove_or_change_a_persons_key(cast):
    added(cast)
    for user in (cast.olga, cast.adam):
        with acting(user), pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM files_personkey")
        with acting(user):
            assert PersonKey.objects.update(master="x") == 0


def test_rekeying_locks_every_persons_key_anew_and_touches_no_document(cast, settings, capsys):
    document = added(cast)
    before = {name: storages["documents"].open(name).read() for name in _stored()}
    former, settings.FILE_KEY, settings.OLD_FILE_KEYS = settings.FILE_KEY, NEW_KEY, [settings.FILE_KEY]
    assert rekey.run(None) == 0
    settings.OLD_FILE_KEYS = []
    assert read_by(cast.cora, document.pk) == ("letter.txt", WORDS)
    assert {name: storages["documents"].open(name).read() for name in _stored()} == before
    assert rekey.run(None) == 0
    assert "1 people's keys" in capsys.readouterr().out
    settings.FILE_KEY = former
    with pytest.raises(rekey.FormerKeyMissing, match="ENCIRCLE_OLD_FILE_KEYS"):
        rekey.run(None)


def _stored():
    storage = storages["documents"]
    return [f"{folder}/{name}" for folder in storage.listdir("")[0] for name in storage.listdir(folder)[1]]


def test_where_the_bytes_are_gone_it_says_so(cast):
    document = added(cast)
    for name in _stored():
        storages["documents"].delete(name)
    with pytest.raises(BytesGone):
        read_by(cast.cora, document.pk)


def test_a_refused_file_leaves_its_reason_in_the_trace_and_nothing_else(cast):
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refused:
        add_document(new(cast.mark, content=b""), by=cora, at=cora.now)
    assert refused.value.errors == {"file": "The file is empty. Choose another"}
    with acting(cast.cora) as cora, suppress(Invalid):
        add_document(new(cast.mark, content=b"MZ\0"), by=cora, at=cora.now)
    with as_owner():
        assert not PersonDocument.objects.exists()
        assert list(Entry.objects.filter(verb=Verb.REFUSED).values_list("detail", flat=True)) == [
            "empty",
            "unknown_kind",
        ]


def test_only_in_an_area_one_coordinates(cast):
    with pytest.raises(NotAllowed):
        added(cast, by=cast.colin)
    with acting(cast.vera) as vera, pytest.raises(NotAllowed):
        add_document(new(cast.mark), by=vera, at=vera.now)


def test_a_document_is_not_dated_tomorrow(cast):
    with pytest.raises(Invalid) as refused:
        added(cast, written_on=(cast.now + timedelta(days=2)).date())
    assert list(refused.value.errors) == ["written_on"]


def test_while_the_scanner_is_down_a_document_waits_and_is_scanned_when_it_is_back(cast, clamd, tmp_path):
    clamd.stop()
    document = added(cast)
    assert read_by(cast.cora, document.pk) is None
    scan_waiting(0)
    assert read_by(cast.cora, document.pk) is None
    back = Clamd(tmp_path / "clamd")
    scan_waiting(0)
    assert read_by(cast.cora, document.pk) == ("letter.txt", WORDS)
    assert back.seen == [WORDS]
    scan_waiting(0)
    assert back.seen == [WORDS]
    back.stop()
    with as_owner():
        line = Entry.objects.get(item_id=document.pk, system=SCANNER)
        assert (line.verb, line.actor_id) == (Verb.OPENED, None)


def test_what_the_scanner_finds_later_is_never_opened(cast, clamd, tmp_path):
    clamd.stop()
    document = added(cast, content=EICAR)
    back = Clamd(tmp_path / "clamd")
    scan_waiting(0)
    back.stop()
    assert read_by(cast.cora, document.pk) is None
    with acting(cast.cora):
        assert documents.verdict_on(documents.document(document.pk)) == Verdict.REFUSED


def test_nobody_says_of_a_file_that_it_is_clean_but_the_scanner(cast, clamd):
    clamd.stop()
    document = added(cast)
    scan = PersonDocumentScan(document_id=document.pk, area_id=document.area_id, verdict="clean", scanned_at=cast.now)
    with pytest.raises(Exception, match="row-level security"), acting_as(person(cast.olga.pk)):
        PersonDocumentScan.objects.bulk_create([scan])
    with acting_as(system(SCANNER)):
        PersonDocumentScan.objects.bulk_create([scan])


def test_a_list_is_read_in_one_statement_however_long_it_is(cast, django_assert_num_queries):
    for count in (1, 3):
        while _count() < count:
            added(cast, agency_id=cast.agencies["police"].pk)
        with acting(cast.cora), django_assert_num_queries(1):
            found, has_older = documents.documents(cast.mark.pk)
            said = [(d.agency.name, documents.verdict_on(d)) for d in found]
        assert (said, has_older) == ([("Devon and Cornwall Police", Verdict.NOT_SCANNED)] * count, False)


def _count():
    with as_owner():
        return PersonDocument.objects.count()
