"""Two documents about each core member, really locked, and what an agency's assessment came to."""

from encircle.foundations.files import vault
from encircle.foundations.files.intake import Taken
from encircle.foundations.files.keeping import person_key, sealed
from encircle.foundations.files.models import Verdict
from encircle.foundations.files.parsing.kinds import Kind
from encircle.rooms.people.documents import SHELF
from encircle.rooms.people.models import CoreMember, PersonDocument, PersonDocumentScan, ReportedAssessment
from tests.foundations.files.corpus import typeset

from .world import STAFF, World


def plant(world: World, which: str) -> None:
    cast = world.cast
    person = cast.mark if which == "1" else cast.other_core_member
    staff = cast.users[STAFF[which]]
    words = f"It says lapwing-{which}.".encode()
    letter = _kept(world, person, staff, Taken(f"turnstone-{which}.txt", Kind.TEXT, 0, words, None))
    report = _kept(world, person, staff, Taken("Report.pdf", Kind.PDF, 1, typeset(), None))
    world.add("document_id", which, letter.pk)
    world.behind[f"lapwing-{which}"] = letter.pk
    world.add_for("casework:document_page", "document_id", which, report.pk)
    world.behind[f"turnstone-{which}"] = letter.pk
    world.opened_besides.append(report.pk)
    ReportedAssessment.objects.create(
        subject_id=person.pk, area=person.area, tool="arms", result="High", assessed_on=cast.now.date(),
        agency=cast.agencies["police"], document=letter, recorded_by=staff, recorded_at=cast.now,
    )  # fmt: skip


def _kept(world: World, person: CoreMember, staff, taken: Taken) -> PersonDocument:
    now = world.cast.now
    document = PersonDocument(
        subject_id=person.pk, area=person.area, agency=world.cast.agencies["police"], kind="letter",
        file_kind=taken.kind, size=len(taken.content), pages=taken.pages, uploaded_by=staff, uploaded_at=now,
    )  # fmt: skip
    lock, locked = sealed(SHELF, taken, document, person_key(person.pk, now))
    document.save(force_insert=True)
    lock.save(force_insert=True)
    PersonDocumentScan.objects.create(document=document, area=person.area, verdict=Verdict.CLEAN, scanned_at=now)
    vault.put(lock.place, locked)
    return document
