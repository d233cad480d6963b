"""Assessments, and documents that are really made: typeset, written and painted, then locked as any other."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any
from uuid import UUID

import typst
from django.db.models import Model
from PIL import Image, ImageDraw

from encircle.foundations.audit.models import Entry, Verb
from encircle.foundations.files import envelope, vault
from encircle.foundations.files.intake import Taken
from encircle.foundations.files.keeping import sealed
from encircle.foundations.files.models import PersonKey, Verdict
from encircle.foundations.files.parsing.kinds import Kind
from encircle.rooms.people.documents import ITEM, SHELF
from encircle.rooms.people.models import PersonDocument, PersonDocumentScan, ReportedAssessment

from ..plan import CharityPlan, papers
from .keys import Keys

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    planned = list(papers.papers(plan))
    people = {each.person: envelope.new_key() for each in planned}
    kept = [_document(each, keys) for each in planned]
    locks = []
    for each, document in zip(planned, kept, strict=True):
        taken = Taken(each.name, Kind(each.file), document.pages, MAKE[each.file](each.lines), None)
        document.size = len(taken.content)
        lock, locked = sealed(SHELF, taken, document, people[each.person])
        vault.put(lock.place, locked)
        locks.append(lock)
    yield [_key(person, key, keys) for person, key in people.items()]
    yield kept
    yield locks
    yield [_scan(each, document) for each, document in zip(planned, kept, strict=True)]
    yield [_assessment(each, keys) for each in papers.assessments(plan)]
    yield [_line(document, keys) for document in sorted(kept, key=lambda document: document.uploaded_at)]


def _subject(person: str, keys: Keys) -> UUID:
    return keys.often("core member", person)


def _key(person: str, key: bytes, keys: Keys) -> PersonKey:
    subject_id = _subject(person, keys)
    name, wrapped = envelope.wrap_person_key(key, subject_id)
    return PersonKey(subject_id=subject_id, master=name, wrapped=wrapped, made_at=keys.long_ago)


def _document(each: papers.Paper, keys: Keys) -> PersonDocument:
    return PersonDocument(
        id=keys("document", each.key), subject_id=_subject(each.person, keys), area_id=keys.area(each.area),
        agency_id=keys.often("agency", each.agency) if each.agency else None, kind=each.kind, file_kind=each.file,
        pages={"pdf": len(each.lines), "png": 1}.get(each.file, 0), size=0, written_on=each.written_on,
        onward=each.onward, uploaded_by_id=keys.user(each.by), uploaded_at=each.at,
    )  # fmt: skip


def _scan(each: papers.Paper, document: PersonDocument) -> PersonDocumentScan:
    verdict = Verdict.REFUSED if each.is_refused else Verdict.NOT_SCANNED
    return PersonDocumentScan(
        document_id=document.pk, area_id=document.area_id, verdict=verdict, scanned_at=document.uploaded_at
    )


def _assessment(each: papers.Assessment, keys: Keys) -> ReportedAssessment:
    return ReportedAssessment(
        id=keys("assessment", each.key), subject_id=_subject(each.person, keys), area_id=keys.area(each.area),
        tool=each.tool, version=each.version, result=each.result, assessed_on=each.assessed_on,
        agency_id=keys.often("agency", each.agency) if each.agency else None,
        assessor="" if each.agency else "The sending prison", recorded_by_id=keys.user(each.by), recorded_at=each.at,
        document_id=keys("document", each.paper) if each.paper else None,
    )  # fmt: skip


def _line(document: PersonDocument, keys: Keys) -> Entry:
    return Entry(
        at=document.uploaded_at, actor_id=document.uploaded_by_id, nonce=keys("nonce", f"document/{document.pk}"),
        verb=Verb.CREATED, item_type=ITEM, item_id=document.pk, area_id=document.area_id, person_id=document.subject_id,
    )  # fmt: skip


def _pdf(lines: tuple[str, ...]) -> bytes:
    """A page for each line."""
    pages = "\n#pagebreak()\n".join(f'#text(size: 13pt)[#"{line}"]' for line in lines)
    written: Any = typst.compile(f'#set document(title: "Document")\n{pages}'.encode(), format="pdf")
    return bytes(written)


def _word(lines: tuple[str, ...]) -> bytes:
    said = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}" Target="word/document.xml"/>'
            "</Relationships>"
        ),
        "word/document.xml": (
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:body>{said}</w:body></w:document>"
        ),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def _picture(lines: tuple[str, ...]) -> bytes:
    """Beds of an allotment from above."""
    picture, written = Image.new("RGB", (960, 640), (203, 214, 176)), io.BytesIO()
    pen = ImageDraw.Draw(picture)
    for number, colour in enumerate(((94, 122, 62), (137, 104, 66), (120, 148, 84), (158, 124, 80), (86, 110, 58))):
        pen.rounded_rectangle((70 + number * 168, 90, 200 + number * 168, 550), 14, fill=colour)
    pen.rectangle((0, 590, 960, 640), fill=(170, 160, 140))
    picture.save(written, "PNG")
    return written.getvalue()


def _text(lines: tuple[str, ...]) -> bytes:
    return "\n".join(lines).encode()


MAKE: dict[str, Callable[[tuple[str, ...]], bytes]] = {"pdf": _pdf, "word": _word, "png": _picture, "text": _text}
