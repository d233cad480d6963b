"""Keep a document and open it again: a room hands in its own rows, whose policies decide who may.

The bytes are written before the transaction ends. If it is rolled back they lie there locked, with no key anywhere.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from encircle.foundations.access.identity import switched, system

from . import envelope, vault
from .closed_process import page_image, words_in
from .intake import Taken, scanned
from .models import DocumentLock, DocumentScan, PersonKey, StoredDocument, Verdict
from .parsing.kinds import ABOUT, Kind
from .parsing.refusals import Refused
from .row_policies import SCANNER


@dataclass(frozen=True)
class Shelf:
    """The three tables of a room, and the columns that the other two carry along with a document."""

    document: type[StoredDocument]
    lock: type[DocumentLock]
    scan: type[DocumentScan]
    carried: tuple[str, ...] = ("area_id",)

    def beside(self, document: StoredDocument) -> dict[str, Any]:
        return {"document_id": document.pk, **{name: getattr(document, name) for name in self.carried}}


@dataclass(frozen=True, repr=False)
class OpenDocument:
    """A document with its key, as long as the request that left a receipt for it."""

    document: StoredDocument
    lock: DocumentLock

    @property
    def kind(self) -> Kind:
        return Kind(self.document.file_kind)

    @property
    def media_type(self) -> str:
        return ABOUT[self.kind].media_type

    @property
    def plain_name(self) -> str:
        """For a header: it says what kind of file it is and nothing else."""
        return f"document.{ABOUT[self.kind].endings[0]}"

    def content(self) -> bytes:
        """Raises envelope.Unreadable, vault.BytesGone."""
        return unlocked(self.document, self.lock)

    def page(self, number: int, *, stamp: str = "") -> bytes:
        """Raises Refused."""
        return page_image(self.content(), kind=self.kind, number=number, stamp=stamp)

    def words(self, number: int = 0) -> str:
        """Of the whole of it; of a PDF, of one page. Raises Refused."""
        return words_in(self.content(), kind=self.kind, number=number)


def keep(shelf: Shelf, taken: Taken, document: StoredDocument, *, at: datetime) -> None:
    """Write the room's three rows and the locked bytes. `document` comes with its id, its person and who sent it."""
    document.file_kind, document.size, document.pages = taken.kind, len(taken.content), taken.pages
    lock, locked = sealed(shelf, taken, document, person_key(document.subject_id, at))
    shelf.document._default_manager.bulk_create([document])
    shelf.lock._default_manager.bulk_create([lock])
    if taken.verdict is not None:
        say_verdict(shelf, document, taken.verdict, at=at)
    vault.put(lock.place, locked)


def sealed(shelf: Shelf, taken: Taken, document: StoredDocument, person: bytes) -> tuple[DocumentLock, bytes]:
    """The row that opens the document, and its bytes locked with the key in that row."""
    key, subject_id, document_id = envelope.new_key(), document.subject_id, document.pk
    lock = shelf.lock(
        **shelf.beside(document),
        name=taken.name,
        wrapped=envelope.lock(person, key, bound_to=envelope.key_of_document(subject_id, document_id)),
        digest=hashlib.sha256(taken.content).hexdigest(),
    )
    bound_to = envelope.bytes_of_document(subject_id, document_id)
    return lock, envelope.lock(key, taken.content, bound_to=bound_to)


def unlocked(document: StoredDocument, lock: DocumentLock) -> bytes:
    person = _key_of(PersonKey.objects.get(subject_id=document.subject_id))
    bound_to = envelope.key_of_document(document.subject_id, document.pk)
    key = envelope.unlock(person, bytes(lock.wrapped), bound_to=bound_to)
    bound_to = envelope.bytes_of_document(document.subject_id, document.pk)
    return envelope.unlock(key, vault.get(lock.place), bound_to=bound_to)


def person_key(subject_id: UUID, at: datetime) -> bytes:
    """Theirs, made when the first document comes; two that come at once agree on one."""
    name, wrapped = envelope.wrap_person_key(envelope.new_key(), subject_id)
    made = PersonKey(subject_id=subject_id, master=name, wrapped=wrapped, made_at=at)
    PersonKey.objects.bulk_create([made], ignore_conflicts=True)
    return _key_of(PersonKey.objects.get(subject_id=subject_id))


def _key_of(row: PersonKey) -> bytes:
    return envelope.unwrap_person_key(row.master, bytes(row.wrapped), row.subject_id)


def say_verdict(shelf: Shelf, document: StoredDocument, verdict: Verdict, *, at: datetime) -> None:
    """In the scanner's name: nobody who uploads says of their own file that it is clean."""
    with switched(system(SCANNER)):
        row = shelf.scan(**shelf.beside(document), verdict=verdict, scanned_at=at)
        shelf.scan._default_manager.bulk_create([row], ignore_conflicts=True)


def scan_again(document: StoredDocument, shelf: Shelf, *, at: datetime) -> Verdict | None:
    """For the scanner's task, under its identity and after its receipt: what still waits is asked about anew."""
    lock = shelf.lock._default_manager.get(pk=document.pk)
    try:
        verdict = scanned(unlocked(document, lock))
    except Refused:
        verdict = Verdict.REFUSED
    if verdict is not None:
        say_verdict(shelf, document, verdict, at=at)
    return verdict
